"""A request and what a model does not accept → what is violated, and what cannot be seen. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from deprecation_lint.arguments_at import resolve
from deprecation_lint.frozen import dataclass
from deprecation_lint.registry.constraints import LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from deprecation_lint.arguments_at import At
    from deprecation_lint.registry.constraints import Case, Condition, Constraint
    from deprecation_lint.registry.records import Record
    from deprecation_lint.request import Value

Certainty = Literal["yes", "if"]
"""`if`: it depends on the version of an API or an SDK that is not known."""


@dataclass(frozen=True, slots=True)
class Change:
    """A mechanical edit of an argument: the entry from `start` to `end` is dropped or renamed."""

    kind: Literal["drop", "rename"]
    start: int
    end: int
    to: str = ""


@dataclass(frozen=True, slots=True)
class Violation:
    """An argument that a model does not accept. `argument` is as the API calls it, with its value.

    `start` to `end` is where it stands in the text, `condition` on which versions it depends.
    """

    constraint: Constraint
    argument: str
    start: int
    end: int
    certainty: Certainty
    change: Change | None
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that was found of one request, and the words for what could not be seen of it."""

    violations: tuple[Violation, ...] = ()
    unseen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """The model that a request goes to: its record at the provider, and the platform it is on."""

    record: Record
    platform: str


def examine(
    body: Value,
    call: str,
    target: Target,
    constraints: Iterable[Constraint],
    as_of: date,
    versions: Mapping[str, str],
) -> Outcome:
    """What a request, in the API's own names, violates on the way to a model."""
    violations: list[Violation] = []
    unseen: dict[str, None] = {}
    for constraint in constraints:
        if not _applies(constraint, target, call, as_of):
            continue
        certainty = _certainty(constraint, versions)
        if certainty is None:
            continue
        for case in constraint.cases:
            found, hidden = _case(case, body, target.record)
            if found:
                told = constraint.condition(versions) if certainty == "if" else ""
                violations += (_violation(constraint, case, at, certainty, told) for at in found)
            if constraint.effect == "rejected" and (certainty == "yes" or constraint.blocks):
                unseen.update(dict.fromkeys(hidden))
    return Outcome(tuple(_once(violations)), tuple(unseen))


def _applies(constraint: Constraint, target: Target, call: str, as_of: date) -> bool:
    """Whether a constraint is about the model, its platform and the call, on that day."""
    if constraint.effect == "advice" or not constraint.holds_for(target.record.id):
        return False
    if constraint.nowhere_else and target.platform not in constraint.platforms:
        return False
    if constraint.since is not None and constraint.since.first > as_of:
        return False
    return not constraint.call or re.search(constraint.call, call) is not None


def _certainty(constraint: Constraint, versions: Mapping[str, str]) -> Certainty | None:
    """Whether one of the versions that it is about is in use; `None` if none is."""
    if not constraint.needs:
        return "yes"
    known = [(versions.get(name), least) for name, least in constraint.needs]
    if any(used is not None and _reaches(used, least) for used, least in known):
        return "yes"
    if known[0][0] is not None or all(used is not None for used, _ in known):
        return None  # the first of them decides alone: the version of the API itself
    return "if"


def _reaches(used: str, least: str) -> bool:
    """Whether a version is at least another: numbers one by one, as dates have them too."""
    return _numbers(used) >= _numbers(least)


@lru_cache(maxsize=256)
def _numbers(version: str) -> tuple[int, ...]:
    """The numbers of a version; `2` and `2.0` are the same."""
    numbers = [int(number) for number in re.findall(r"\d+", version)]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def _case(case: Case, body: Value, record: Record) -> tuple[list[At], list[str]]:
    """The arguments to blame if all conditions hold; what is unseen if they may hold."""
    blamed: list[At] = []
    hidden: list[str] = []
    for number, condition in enumerate(case.conditions):
        found = resolve(body, condition.at)
        fitting = [at for at in found.seen if _fits(condition, at.value, record)]
        if condition.test == "absent":
            if any(at.value.kind != "null" for at in found.seen):
                return [], []
            hidden += found.hidden
        elif not fitting:
            unclear = [text for at in found.seen for text in _unclear(at.value)]
            if not found.hidden and not unclear:
                return [], []
            hidden += [*found.hidden, *unclear]
        if number == 0:
            blamed = fitting
    return ([], hidden) if hidden else (blamed, [])


def _unclear(value: Value) -> tuple[str, ...]:
    """The words for what a value may be besides what is seen."""
    if value.kind == "unseen":
        return (value.text,)
    return value.rest if value.kind not in ("object", "list") else ()


def _fits(condition: Condition, value: Value, record: Record) -> bool:
    """Whether a value that is seen passes the test of a condition."""
    if value.kind in ("null", "unseen"):
        return False
    return _TESTS[condition.test](condition, value, record)


def _plain(value: Value) -> str | float | bool | None:
    """A value as the registry writes it."""
    if value.kind == "flag":
        return value.text == "true"
    return value.number if value.kind == "number" else value.text


def _is(condition: Condition, value: Value, record: Record) -> bool:
    if value.kind not in ("text", "number", "flag"):
        return False
    plain = _plain(value)
    return any(type(plain) is type(v) and plain == v for v in _scalars(condition))


def _scalars(condition: Condition) -> Iterator[str | float | bool]:
    """The values of a condition, with all numbers alike."""
    for value in condition.values:
        yield float(value) if type(value) is int else value


def _above(condition: Condition, value: Value, record: Record) -> bool:
    bound = condition.values[0]
    limit = record.max_output_tokens if bound == LIMIT else bound
    return value.number is not None and isinstance(limit, int) and value.number > limit


def _like(condition: Condition, value: Value, record: Record) -> bool:
    return value.kind == "text" and re.fullmatch(str(condition.values[0]), value.text) is not None


_TESTS = {
    "present": lambda condition, value, record: True,
    "absent": lambda condition, value, record: True,
    "filled": lambda condition, value, record: bool(value.items or value.fields or value.rest),
    "is": _is,
    "not": lambda condition, value, record: not _is(condition, value, record),
    "above": _above,
    "like": _like,
}


def _violation(
    constraint: Constraint, case: Case, at: At, certainty: Certainty, condition: str
) -> Violation:
    change = Change(case.edit, at.start, at.end, case.to) if case.edit else None
    return Violation(constraint, at.label, at.start, at.end, certainty, change, condition)


def _once(violations: list[Violation]) -> Iterator[Violation]:
    """Each argument once: what surely fails before all else, then what versions decide."""
    failing: set[tuple[int, int]] = set()
    told: set[tuple[int, int, str]] = set()

    def order(one: Violation) -> tuple[bool, bool, bool, int]:
        is_lesser = one.constraint.effect != "rejected"
        return (one.certainty != "yes", is_lesser, one.change is None, one.start)

    for one in sorted(violations, key=order):
        span = (one.start, one.end)
        key = (*span, one.constraint.name if one.certainty == "if" else "")
        if span in failing or key in told:
            continue
        told.add(key)
        if one.certainty == "yes" and one.constraint.effect == "rejected":
            failing.add(span)
        yield one
