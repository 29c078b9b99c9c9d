"""What a model ID is used for: the role, decided by the trail alone. Pure, and table-driven.

The walk goes from the ID outwards and stops at the first step that decides. A new kind of step
is one entry in `_DECIDES`; what names mean stands in `names.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from deprecation_lint.roles import IN_USE
from deprecation_lint.scanning import names

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from deprecation_lint.roles import Role
    from deprecation_lint.scanning.trail import Step, StepKind, Trail


@dataclass(frozen=True, slots=True)
class Usage:
    """The role, and whether the place expects a model: a name around it says so."""

    role: Role
    expects_model: bool = False


@dataclass(frozen=True, slots=True)
class _Walk:
    """Where the walk is: the steps further out, what lies behind, and the kind of file."""

    out: Trail
    in_collection: bool
    settings: bool


_OVERALL: tuple[tuple[StepKind, Role], ...] = (
    ("recorded", "recording"),
    ("comment", "documentation"),
    ("docstring", "documentation"),
    ("prose", "documentation"),
    ("tested", "test"),
)
"""What decides wherever it stands in the trail."""


def usage(trail: Trail, *, settings: bool = False) -> Usage | None:
    """The usage of an ID by its trail; `None` if it is not to be reported: an address.

    `settings`: the file holds data, not a program.
    """
    kinds = {step.kind for step in trail}
    if "address" in kinds:
        return None
    expects = _expects(trail)
    for kind, told in _OVERALL:
        if kind in kinds:
            return Usage(told, expects)
    inside, outside = _split(trail)
    role = _walked(outside, settings)
    if inside and role in (None, *IN_USE):
        role = _walked(inside, settings) or role
    return Usage(role or _where_nothing_tells(trail, settings), expects)


def _where_nothing_tells(trail: Trail, settings: bool) -> Role:
    if settings:
        return "setting"
    return "choice" if any(step.kind == "item" for step in trail) else "default"


def _split(trail: Trail) -> tuple[Trail, Trail]:
    """What stands within a longer text, and what stands around that text."""
    for number, step in enumerate(trail):
        if step.kind == "text":
            return trail[:number], trail[number + 1 :]
    return (), trail


def _walked(trail: Trail, settings: bool) -> Role | None:
    """What the first step that decides makes of the ID."""
    in_collection = False
    for number, step in enumerate(trail):
        walk = _Walk(trail[number + 1 :], in_collection, settings)
        role = _DECIDES[step.kind](step, walk)
        if role is not None:
            return role
        in_collection = in_collection or step.kind == "item"
    return None


def _expects(trail: Trail) -> bool:
    """Whether the nearest name, or the call that is given the ID, is that of a model."""
    for step in trail:
        if step.kind == "endpoint":
            return True
        if step.kind == "positional":
            return names.expects_model(step.owner) or "chat" in names.words(step.owner)
        if step.name and step.kind != "section":
            if names.expects_model(step.name):
                return True
            if not names.is_identity(step.name):
                return False
    return False


def _never(step: Step, walk: _Walk) -> Role | None:
    return None


def _always(role: Role) -> Callable[[Step, _Walk], Role | None]:
    return lambda step, walk: role


def _member(step: Step, walk: _Walk) -> Role | None:
    """The value of a field."""
    name = step.name
    if names.is_schema(name):
        return "type"
    if names.is_label(name):
        return "table"
    if names.is_for_people(name):
        return "documentation"
    if _is_environment(walk.out):
        return "environment"
    if any(names.is_condition(out.name) for out in walk.out if out.kind == "member"):
        return "comparison"
    if names.is_response(step.beside):
        return "recording"
    if _is_described(step):
        return "table"
    if walk.settings:
        return _setting(step, walk)
    if name.lower().startswith("default") or name == "fallback":
        return "default"
    if walk.in_collection:
        return _collection(name)
    if names.is_identity(name) and _is_listed(walk.out):
        return "choice"
    if step.owner and not walk.settings:
        return "choice" if step.owner in ("option", "Option", "Radio") else "argument"
    if names.expects_model(name):
        return "choice" if _is_option(step, walk.out) else "argument"
    return None if _continues(walk.out) else "choice"


def _is_described(step: Step) -> bool:
    """Whether what stands beside a field or an argument describes the model that it names."""
    if names.expects_model(step.name):
        return names.prices(step.beside)
    return names.is_identity(step.name) and names.describes(step.beside)


def _setting(step: Step, walk: _Walk) -> Role | None:
    """A field of a file of settings."""
    if walk.in_collection:
        return "table" if names.is_table(step.name) and not names.is_choice(step.name) else "choice"
    if names.is_identity(step.name) and _is_listed(walk.out):
        return "choice"
    if any(names.is_for_people(out.name) for out in walk.out if out.kind == "member"):
        return "documentation"
    return "setting"


def _collection(name: str) -> Role:
    """A list under a name."""
    if names.is_pattern(name):
        return "comparison"
    return "table" if names.is_table(name) else "choice"


def _is_environment(out: Trail) -> bool:
    return any(step.kind == "member" and names.is_environment(step.name) for step in out[:3])


def _is_listed(out: Trail) -> bool:
    """Whether the record stands in a list, or is one of several."""
    return bool(out) and out[0].kind == "item"


def _is_option(step: Step, out: Trail) -> bool:
    """Whether a record with a model is one to choose from: it has a name for people."""
    return _is_listed(out) and any(names.is_label(name) for name in step.beside)


def _continues(out: Trail) -> bool:
    """Whether what stands around a field of a program can say more of it."""
    return bool(out) and out[0].kind in ("member", "keyword") and bool(out[0].name)


def _key(step: Step, walk: _Walk) -> Role | None:
    """A key of a mapping: it describes, unless a file of settings lists models by it."""
    is_number = step.numeric and not step.beside
    if not walk.settings or is_number or names.describes(step.beside):
        return "table"
    around = [out.name for out in walk.out if out.kind in ("member", "section")]
    listed = around[:1] and names.words(around[0])[-1:] in (("models",), ("aliases",), ("map",))
    return "choice" if listed else "table"


def _keyword(step: Step, walk: _Walk) -> Role | None:
    """An argument that is given by name."""
    if names.is_text_call(step.owner) or names.is_for_people(step.name):
        return "documentation"
    if names.is_test_call(step.owner):
        return "test"
    if names.is_label(step.name):
        return "table"
    if step.name.lower().startswith("default"):
        return "default"
    if _is_described(step):
        return "table"
    if walk.in_collection:
        return _collection(step.name)
    return "argument"


def _positional(step: Step, walk: _Walk) -> Role | None:
    """An argument that is given by its place."""
    owner = step.owner
    if names.is_comparing_call(owner):
        return "comparison"
    if names.is_lookup_call(owner):
        return "default" if step.index else "table"
    if names.is_text_call(owner):
        return "documentation"
    if names.is_test_call(owner):
        return "test"
    if names.is_default_call(owner):
        return "default"
    if names.is_wrapping_call(owner) or walk.settings:
        return None
    return "choice" if walk.in_collection else "argument"


def _assigned(step: Step, walk: _Walk) -> Role | None:
    """The value of a variable, a constant, an attribute."""
    if not walk.in_collection:
        return "setting" if walk.settings else "default"
    return _collection(step.name)


def _environment(step: Step, walk: _Walk) -> Role | None:
    return "environment"


def _default(step: Step, walk: _Walk) -> Role | None:
    return "choice" if walk.in_collection else "default"


_DECIDES: Mapping[StepKind, Callable[[Step, _Walk], Role | None]] = {
    "member": _member,
    "item": _never,
    "key": _key,
    "index": _always("table"),
    "keyword": _keyword,
    "positional": _positional,
    "assigned": _assigned,
    "parameter": _default,
    "returned": _default,
    "fallback": _default,
    "environment": _environment,
    "option": _always("argument"),
    "section": _never,
    "compared": _always("comparison"),
    "typed": _always("type"),
    "endpoint": _always("argument"),
    "text": _never,
    "address": _never,
    "comment": _never,
    "docstring": _never,
    "prose": _never,
    "recorded": _never,
    "tested": _never,
}
