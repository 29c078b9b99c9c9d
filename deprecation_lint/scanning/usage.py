"""What a model ID is used for: the role, decided by the trail alone. Pure, and table-driven.

The walk goes from the ID outwards and stops at the first step that decides. A new kind of step
is one entry in `_DECIDES`, a new reason for a role one row in the table of its step; what names
mean stands in `names.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from deprecation_lint.frozen import dataclass
from deprecation_lint.roles import IN_USE
from deprecation_lint.scanning import calls, names
from deprecation_lint.scanning.trail import Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deprecation_lint.roles import Role
    from deprecation_lint.scanning.trail import StepKind, Trail


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


_Decide = Callable[[Step, _Walk], "Role | None"]
_Row = tuple[Callable[[Step, _Walk], bool], "Role | None"]

_UNREPORTED: tuple[StepKind, ...] = ("address", "code", "shown")
"""What says that the text is no model that anybody names."""

_OVERALL: tuple[tuple[StepKind, Role], ...] = (
    ("recorded", "recording"),
    ("comment", "documentation"),
    ("docstring", "documentation"),
    ("prose", "documentation"),
    ("tested", "test"),
)
"""What decides wherever it stands in the trail."""


def usage(trail: Trail, *, settings: bool = False) -> Usage | None:
    """The usage of an ID by its trail; `None` if it is not to be reported.

    `settings`: the file holds data, not a program.
    """
    kinds = {step.kind for step in trail}
    if not kinds.isdisjoint(_UNREPORTED) or any(map(_is_ours, trail)):
        return None
    expects = _expects(trail)
    for kind, told in _OVERALL:
        if kind in kinds:
            return Usage(told, expects)
    if "endpoint" in kinds:
        return Usage("argument", expects)
    inside, outside = _split(trail)
    role = _walked(outside, settings=settings)
    if inside and role in (None, *IN_USE):
        role = _walked(inside, settings=settings and role == "setting") or role
    return Usage(role or _where_nothing_tells(trail, settings), expects)


def _where_nothing_tells(trail: Trail, settings: bool) -> Role:
    if settings and any(step.name for step in trail):
        return "setting"
    if any(step.kind == "item" for step in trail):
        return "choice"
    return "setting" if settings else "default"


def _is_ours(step: Step) -> bool:
    """Whether it stands in the settings of the tool itself, which name IDs too."""
    return step.kind in ("section", "key") and step.name.startswith("tool.deprecation-lint")


def _split(trail: Trail) -> tuple[Trail, Trail]:
    """What stands within a longer text, and what stands around that text."""
    for number, step in enumerate(trail):
        if step.kind == "text":
            return trail[:number], trail[number + 1 :]
    return (), trail


def _walked(trail: Trail, *, settings: bool) -> Role | None:
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
            return names.expects_model(step.owner) or calls.is_client_call(step.owner)
        if step.name and step.kind != "section":
            if names.expects_model(step.name):
                return True
            if not names.is_identity(step.name):
                return False
    return False


# --- what a step and what stands around it can be -------------------------------------------------


def _is_environment(step: Step, walk: _Walk) -> bool:
    """Whether it stands below the environment, or is the value of what is named like one."""
    if step.name == "value" and names.is_variable(step.owner):
        return True
    return any(out.kind == "member" and names.is_environment(out.name) for out in walk.out[:3])


def _is_example(step: Step, walk: _Walk) -> bool:
    return any(out.kind == "member" and names.is_example(out.name) for out in walk.out)


def _is_conditional(step: Step, walk: _Walk) -> bool:
    return any(out.kind == "member" and names.is_condition(out.name) for out in walk.out)


def _is_explained(step: Step, walk: _Walk) -> bool:
    """Whether it stands somewhere below a field for people."""
    return any(out.kind == "member" and names.is_for_people(out.name) for out in walk.out)


def _is_described(step: Step, walk: _Walk) -> bool:
    """Whether what stands beside a field or an argument describes the model that it names."""
    if names.prices(step.beside):
        return True
    is_name = names.is_identity(step.name) and not names.expects_model(step.name)
    return is_name and names.describes(step.beside)


def _is_routed(step: Step, walk: _Walk) -> bool:
    """Whether it is the model of a request that a router makes."""
    around = walk.out[0] if walk.out else None
    is_below = around is not None and around.kind == "member" and names.is_request(around.name)
    return is_below and names.expects_model(step.name)


def _is_in_row(step: Step, walk: _Walk) -> bool:
    """Whether the record that holds the field is itself part of a row of prices."""
    around = walk.out[0] if walk.out else None
    return around is not None and around.kind == "member" and names.prices(around.beside, 2)


def _is_answered(step: Step, walk: _Walk) -> bool:
    """Whether the fields beside it are those of an answer."""
    return names.is_response(step.beside)


def _is_alias(step: Step, walk: _Walk) -> bool:
    return names.is_router_alias(step.name, step.beside)


def _is_listed(step: Step, walk: _Walk) -> bool:
    """Whether the field names a record that stands in a list."""
    is_name = names.is_identity(step.name) and not names.expects_model(step.name)
    return is_name and bool(walk.out) and walk.out[0].kind == "item"


def _is_target(step: Step, walk: _Walk) -> bool:
    """Whether it is what an alias or a route leads to."""
    around = walk.out[0] if walk.out else None
    return around is not None and around.kind == "member" and names.is_mapping(around.name)


def _is_option(step: Step, walk: _Walk) -> bool:
    """Whether the record is one to choose from: a model with a name for people."""
    others = step.beside - {step.name}
    is_named = any(map(names.is_label, others)) or "modelName" in others
    has_model = any(map(names.expects_model, (step.name, *others)))
    if not is_named or not has_model or not names.may_be_model(step.name):
        return False
    return names.prices(others) or (bool(walk.out) and walk.out[0].kind == "item")


def _is_offered(step: Step, walk: _Walk) -> bool:
    """Whether a key stands in a mapping of all that a program takes: `KNOWN_MODELS`."""
    around = walk.out[0] if walk.out else None
    if around is None or around.kind != "assigned" or step.numeric or names.prices(step.beside):
        return False
    return names.is_offer(around.name) and not names.limits(step.beside)


def _goes_on(step: Step, walk: _Walk) -> bool:
    """Whether what stands around a field of a program can say more of it."""
    return bool(walk.out) and walk.out[0].kind in ("member", "keyword")


def _is_listed_below(step: Step, walk: _Walk) -> bool:
    """Whether a key stands in a mapping that a file of settings has for its models."""
    around = [out.name for out in walk.out if out.kind in ("member", "section")]
    last = names.words(around[0])[-1:] if around else ()
    return walk.settings and last in (("models",), ("aliases",), ("map",))


def _is_about_it(step: Step, walk: _Walk) -> bool:
    """Whether what stands behind a key describes the model that it names."""
    return (step.numeric and not step.beside) or names.describes(step.beside)


def _in_list(test: Callable[[str], bool]) -> Callable[[Step, _Walk], bool]:
    """A test of the name of a list in which the ID stands."""
    return lambda step, walk: walk.in_collection and test(step.name)


def _name(test: Callable[[str], bool]) -> Callable[[Step, _Walk], bool]:
    """A test of the name alone."""
    return lambda step, walk: test(step.name)


def _owner(test: Callable[[str], bool]) -> Callable[[Step, _Walk], bool]:
    """A test of the call alone."""
    return lambda step, walk: test(step.owner)


def _always(step: Step, walk: _Walk) -> bool:
    return True


# --- the tables: the first row that holds decides -----------------------------------------------

_FIELD: tuple[_Row, ...] = (
    (_name(names.is_schema), "type"),
    (_name(names.is_label), "table"),
    (_name(names.is_for_people), "documentation"),
    (_is_example, "documentation"),
    (_is_environment, "environment"),
    (_is_conditional, "comparison"),
    (_is_answered, "recording"),
    (_is_alias, "table"),
    (_is_option, "choice"),
    (_is_described, "table"),
    (_is_in_row, "table"),
)
"""The value of a field, in a program and in data alike."""

_LIST: tuple[_Row, ...] = (
    (_in_list(names.is_pattern), "comparison"),
    (_in_list(names.is_table), "table"),
    (_in_list(bool), "choice"),
)
"""An ID in a list that has a name."""

_DATA_FIELD: tuple[_Row, ...] = (
    (_is_routed, "setting"),
    *_FIELD,
    *_LIST,
    (_is_listed, "choice"),
    (_is_target, "choice"),
    (_is_explained, "documentation"),
    (_always, "setting"),
)
_CODE_FIELD: tuple[_Row, ...] = (
    (_is_routed, "argument"),
    *_FIELD,
    (_name(names.is_default), "default"),
    *_LIST,
    (_is_listed, "choice"),
    (_owner(names.is_option_tag), "choice"),
    (_owner(bool), "argument"),
    (_name(names.expects_model), "argument"),
    (_goes_on, None),
    (_always, "choice"),
)
_KEY: tuple[_Row, ...] = (
    (_is_offered, "choice"),
    (_is_about_it, "table"),
    (_is_listed_below, "choice"),
    (_always, "table"),
)
_KEYWORD: tuple[_Row, ...] = (
    (_owner(calls.is_text_call), "documentation"),
    (_name(names.is_for_people), "documentation"),
    (_owner(calls.is_test_call), "test"),
    (_name(names.is_label), "table"),
    (_is_answered, "recording"),
    (_is_described, "table"),
    *_LIST,
    (_name(names.is_default), "default"),
    (_always, "argument"),
)
_POSITIONAL: tuple[_Row, ...] = (
    (lambda step, walk: calls.is_replacing_call(step.owner) and step.index > 0, "default"),
    (_owner(calls.is_comparing_call), "comparison"),
    (_owner(calls.is_type_call), "type"),
    (lambda step, walk: step.owner == "lookup" and step.index == 1, "table"),
    (lambda step, walk: calls.is_lookup_call(step.owner) and step.index > 0, "default"),
    (_owner(calls.is_lookup_call), "table"),
    (_owner(calls.is_text_call), "documentation"),
    (_owner(calls.is_test_call), "test"),
    (_owner(calls.is_default_call), "default"),
    (_owner(calls.is_wrapping_call), None),
    (lambda step, walk: walk.settings, None),
    (lambda step, walk: walk.in_collection, "choice"),
    (_always, "argument"),
)
_OPTION: tuple[_Row, ...] = (
    (lambda step, walk: any(calls.is_comparing_call(out.owner) for out in walk.out), "comparison"),
    (_always, "argument"),
)
_ASSIGNED: tuple[_Row, ...] = (
    *_LIST,
    (_name(names.is_description), "documentation"),
    (lambda step, walk: walk.settings, "setting"),
    (_always, "default"),
)
_DEFAULT: tuple[_Row, ...] = (
    *_LIST,
    (lambda step, walk: walk.in_collection, "choice"),
    (_always, "default"),
)


def _by(table: tuple[_Row, ...]) -> _Decide:
    """A decision by the first row of a table that holds."""
    return lambda step, walk: next((role for holds, role in table if holds(step, walk)), None)


def _member(step: Step, walk: _Walk) -> Role | None:
    return _by(_DATA_FIELD if walk.settings else _CODE_FIELD)(step, walk)


def _is(role: Role | None) -> _Decide:
    return lambda step, walk: role


_DECIDES: Mapping[StepKind, _Decide] = {
    "member": _member,
    "item": _is(None),
    "key": _by(_KEY),
    "index": _is("table"),
    "keyword": _by(_KEYWORD),
    "positional": _by(_POSITIONAL),
    "assigned": _by(_ASSIGNED),
    "parameter": _by(_DEFAULT),
    "returned": _by(_DEFAULT),
    "fallback": _by(_DEFAULT),
    "environment": _is("environment"),
    "option": _by(_OPTION),
    "section": _is(None),
    "compared": _is("comparison"),
    "typed": _is("type"),
    "endpoint": _is("argument"),
    "text": _is(None),
    "address": _is(None),
    "code": _is(None),
    "shown": _is(None),
    "comment": _is(None),
    "docstring": _is(None),
    "prose": _is(None),
    "recorded": _is(None),
    "tested": _is(None),
}
