"""What a request violates: yes, no, or unseen; on which day, platform, call and version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

import pytest
from support import AS_OF
from test_shipped_constraints import REST, X, value

from deprecation_lint.arguments_at import resolve
from deprecation_lint.dates import when
from deprecation_lint.migration import Change, Outcome, Target, examine
from deprecation_lint.registry.constraints import Case, Condition, Constraint
from deprecation_lint.registry.records import Record
from deprecation_lint.request import Field, Value

RECORD = Record("home", "new-1", max_output_tokens=100)
IF = {"needs": (("api", "2026-10-21"), ("sdk", "2.0"))}
BASE = Constraint(
    name="rule",
    platform="home",
    argument="a",
    models=("*",),
    excepted=(),
    platforms=("home",),
    nowhere_else=False,
    needs=(),
    call="",
    since=None,
    effect="rejected",
    says="no",
    todo="",
    cases=(Case((Condition("a", "present"),)),),
    source=None,
)


def outcome(
    *constraints: Constraint,
    body: Mapping[str, object] = {"a": 1},
    call: str = "",
    platform: str = "home",
    day: date = AS_OF,
    versions: Mapping[str, str] = {},
) -> Outcome:
    read = value(dict(body), count())
    return examine(read, call, Target(RECORD, platform), constraints, day, versions)


def rule(*conditions: Condition, **changed: Any) -> Constraint:
    cases = (Case(conditions),) if conditions else BASE.cases
    return replace(BASE, cases=cases, **changed)


def verdict(body: Mapping[str, object], *conditions: Condition) -> list[str] | str:
    """What is blamed, and else what cannot be seen; `[]` if the request is fine."""
    found = outcome(rule(*conditions), body=body)
    blamed = [violation.argument for violation in found.violations]
    assert not (blamed and found.unseen)
    return blamed or " ".join(found.unseen) or []


# --- one condition ------------------------------------------------------------------------------

PRESENT = Condition("a", "present")
ABSENT = Condition("b", "absent")
FILLED = Condition("a", "filled")
IS = Condition("a", "is", (1, "x", True))
NOT = Condition("a", "not", (1,))
ABOVE = Condition("a", "above", (10,))
LIMIT = Condition("a", "above", ("max_output_tokens",))
LIKE = Condition("a", "like", ("x[0-9]+",))
ONE = [
    (PRESENT, {"a": 1}, ["a=1"]),
    (PRESENT, {"a": {}}, ["a"]),
    (PRESENT, {}, []),
    (PRESENT, {"b": 1}, []),
    (PRESENT, {"b": 1, **REST}, "x"),
    (PRESENT, {"a": 1, **REST}, ["a=1"]),
    (PRESENT, {"a": X}, "x"),
    (FILLED, {"a": [1]}, ["a"]),
    (FILLED, {"a": {"k": 1}}, ["a"]),
    (FILLED, {"a": dict(REST)}, ["a"]),
    (FILLED, {"a": []}, []),
    (FILLED, {"a": {}}, []),
    (FILLED, {"a": X}, "x"),
    (IS, {"a": 1}, ["a=1"]),
    (IS, {"a": 1.0}, ["a=1.0"]),
    (IS, {"a": "x"}, ['a="x"']),
    (IS, {"a": True}, ["a=true"]),
    (IS, {"a": False}, []),
    (IS, {"a": 2}, []),
    (IS, {"a": "1"}, []),
    (IS, {"a": [1]}, []),
    (IS, {"a": X}, "x"),
    (NOT, {"a": 2}, ["a=2"]),
    (NOT, {"a": "1"}, ['a="1"']),
    (NOT, {"a": True}, ["a=true"]),
    (NOT, {"a": 1}, []),
    (NOT, {"a": 1.0}, []),
    (NOT, {}, []),
    (NOT, {"a": X}, "x"),
    (ABOVE, {"a": 11}, ["a=11"]),
    (ABOVE, {"a": 10}, []),
    (ABOVE, {"a": "11"}, []),
    (ABOVE, {"a": X}, "x"),
    (LIMIT, {"a": 101}, ["a=101"]),
    (LIMIT, {"a": 100}, []),
    (LIKE, {"a": "x12"}, ['a="x12"']),
    (LIKE, {"a": "x12y"}, []),
    (LIKE, {"a": 12}, []),
]


@pytest.mark.parametrize(("condition", "body", "expected"), ONE)
def test_one_condition(
    condition: Condition, body: Mapping[str, object], expected: list[str] | str
) -> None:
    assert verdict(body, condition) == expected


def test_a_model_of_which_no_limit_is_known() -> None:
    target = Target(replace(RECORD, max_output_tokens=None), "home")
    body = value({"a": 10**9}, count())
    assert examine(body, "", target, [rule(LIMIT)], AS_OF, {}) == Outcome()


# --- several: yes, no, unseen -------------------------------------------------------------------

B = Condition("b", "is", (1,))
YES, NO, UNSEEN = {"b": 1}, {"b": 2}, {"b": X}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"a": 1}, YES, ["a=1"]),
        ({"a": 1}, NO, []),
        ({"a": 1}, UNSEEN, "x"),
        ({"a": 2}, YES, []),
        ({"a": 2}, NO, []),
        ({"a": 2}, UNSEEN, []),
        ({"a": X}, YES, "x"),
        ({"a": X}, NO, []),
        ({"a": X}, UNSEEN, "x"),
    ],
)
def test_two_conditions(
    first: Mapping[str, object], second: Mapping[str, object], expected: list[str] | str
) -> None:
    """One that surely does not hold decides, whatever cannot be seen of the other."""
    assert verdict({**first, **second}, IS, B) == expected
    assert (
        outcome(rule(B, IS), body={**first, **second}).unseen
        == outcome(rule(IS, B), body={**first, **second}).unseen
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"a": 1}, ["a=1"]),
        ({"a": 1, "b": 2}, []),
        ({"a": 1, "b": X}, []),
        ({"a": 1, **REST}, "x"),
        ({"b": 1, **REST}, []),
    ],
)
def test_what_has_to_be_absent(body: Mapping[str, object], expected: list[str] | str) -> None:
    assert verdict(body, PRESENT, ABSENT) == expected


def test_what_is_named_and_left_out_is_absent() -> None:
    nothing = Value(5, 6, "null")
    inner = Value(4, 8, "object", fields=(Field("k", 4, 6, nothing),))
    given = (Field("a", 1, 2, Value(1, 2, "number", "1")), Field("b", 4, 8, inner))
    body = Value(0, 9, "object", fields=given)
    for conditions, blamed in (
        ((PRESENT, Condition("b.k", "absent")), ["a=1"]),
        ((PRESENT, Condition("b.k", "present")), []),
    ):
        found = examine(body, "", Target(RECORD, "home"), [rule(*conditions)], AS_OF, {})
        assert [violation.argument for violation in found.violations] == blamed


def test_a_value_that_may_be_another() -> None:
    """A default is blamed as it stands; one that is fine may be replaced by one that is not."""
    for text, blamed, unseen in (("1", ["a=1"], ()), ("2", [], ("t",))):
        number = Value(2, 3, "number", text, rest=("t",))
        body = Value(0, 4, "object", fields=(Field("a", 1, 3, number),))
        found = examine(body, "", Target(RECORD, "home"), [rule(IS)], AS_OF, {})
        assert [violation.argument for violation in found.violations] == blamed
        assert found.unseen == unseen


def test_any_case_is_enough() -> None:
    one = replace(BASE, cases=(Case((IS,)), Case((B,))))
    assert [v.argument for v in outcome(one, body={"a": 1, "b": 1}).violations] == ["a=1", "b=1"]
    assert [v.argument for v in outcome(one, body={"a": 2, "b": 1}).violations] == ["b=1"]


def test_only_what_fails_is_told_as_unseen() -> None:
    assert outcome(rule(effect="ignored"), body={"a": X}) == Outcome()
    assert outcome(rule(effect="advice")) == Outcome()


# --- when, where and for whom -------------------------------------------------------------------

YESTERDAY = when(date(2026, 11, 21))


@pytest.mark.parametrize(
    ("changed", "given", "holds"),
    [
        ({"models": ("new-1",)}, {}, True),
        ({"models": ("other",)}, {}, False),
        ({"excepted": ("new-1",)}, {}, False),
        ({"since": YESTERDAY}, {}, True),
        ({"since": YESTERDAY}, {"day": date(2026, 11, 21)}, True),
        ({"since": YESTERDAY}, {"day": date(2026, 11, 20)}, False),
        ({}, {"platform": "other"}, True),
        ({"nowhere_else": True}, {"platform": "other"}, False),
        ({"nowhere_else": True}, {"platform": "home"}, True),
        ({"call": r"\bcreate\Z"}, {"call": "c.create"}, True),
        ({"call": r"\bcreate\Z"}, {"call": "c.stream"}, False),
        ({"call": r"\bcreate\Z"}, {"call": ""}, False),
    ],
)
def test_where_it_holds(changed: dict[str, Any], given: dict[str, Any], holds: bool) -> None:
    assert bool(outcome(rule(**changed), **given).violations) is holds


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        ({}, "if"),
        ({"api": "2026-10-21"}, "yes"),
        ({"api": "2027-01-01"}, "yes"),
        ({"api": "2023-06-01"}, None),
        ({"api": "2023-06-01", "sdk": "2.0"}, "yes"),
        ({"sdk": "2"}, "yes"),
        ({"sdk": "2.0"}, "yes"),
        ({"sdk": "2.0.1"}, "yes"),
        ({"sdk": "10.0"}, "yes"),
        ({"sdk": "1.99"}, "if"),
        ({"sdk": "0"}, "if"),
        ({"api": "2023-06-01", "sdk": "1.99"}, None),
        ({"other": "9"}, "if"),
    ],
)
def test_versions(versions: Mapping[str, str], expected: str | None) -> None:
    found = outcome(rule(**IF), versions=versions).violations
    assert [violation.certainty for violation in found] == ([expected] if expected else [])


def test_on_which_versions_it_depends() -> None:
    needs = (("anthropic-api", "2026-10-21"), ("own", "2.0"))
    (violation,) = outcome(rule(needs=needs)).violations
    assert (
        violation.condition == "with the header anthropic-version 2026-10-21 or own 2.0, or newer"
    )
    (violation,) = outcome(rule(needs=needs), versions={"own": "1.0"}).violations
    assert violation.condition == "with the header anthropic-version 2026-10-21, or newer"
    (violation,) = outcome(rule()).violations
    assert violation.condition == ""


# --- each argument once -------------------------------------------------------------------------

SURE = rule()
IGNORED = rule(name="ignored", effect="ignored")
MAYBE = rule(name="maybe", **IF)
MAYBE_TOO = rule(name="maybe-too", **IF)
DROPS = replace(IGNORED, name="drops", cases=(Case((PRESENT,), "drop"),))


@pytest.mark.parametrize(
    ("constraints", "told"),
    [
        ([SURE, SURE], ["rule"]),
        ([IGNORED, SURE], ["rule"]),
        ([MAYBE, SURE], ["rule"]),
        ([IGNORED, DROPS], ["drops"]),
        ([MAYBE, IGNORED], ["ignored", "maybe"]),
        ([MAYBE, MAYBE_TOO], ["maybe", "maybe-too"]),
        ([MAYBE, MAYBE], ["maybe"]),
    ],
)
def test_each_argument_once(constraints: list[Constraint], told: list[str]) -> None:
    """What surely fails hides all else; of what does not, an edit comes first."""
    for order in (constraints, constraints[::-1]):
        found = outcome(*order).violations
        assert sorted(violation.constraint.name for violation in found) == told


def test_a_change_is_that_of_the_entry() -> None:
    case = Case((PRESENT,), "rename", "b.c")
    (violation,) = outcome(replace(BASE, cases=(case,))).violations
    assert (violation.start, violation.end) == (1, 4)
    assert violation.change == Change("rename", 1, 4, "b.c")


# --- paths --------------------------------------------------------------------------------------

BODY = {
    "t": {"type": "x", "n": 1},
    "m": [{"role": "a", "c": [{"k": 1}, {"k": 2}]}, {"role": "b"}],
    "s": ["one", "two"],
    "u": X,
    "l": ["one", X],
    "r": {"k": 1, **REST},
    "o": [{"role": X, "k": 1}, {"k": 2, **REST}],
    "e": [],
    "long": "y" * 50,
}


@pytest.mark.parametrize(
    ("path", "seen", "hidden"),
    [
        ("t.type", ['t.type="x"'], ""),
        ("t.n", ["t.n=1"], ""),
        ("t", ["t"], ""),
        ("t.none", [], ""),
        ("none.none", [], ""),
        ("m[].role", ['m[].role="a"', 'm[].role="b"'], ""),
        ("m[-1].role", ['m[-1].role="b"'], ""),
        ("m[].c[].k", ["m[].c[].k=1", "m[].c[].k=2"], ""),
        ("m[role=a].c[-1].k", ["m[].c[-1].k=2"], ""),
        ("m[role=z]", [], ""),
        ("s[]", ['s[]="one"', 's[]="two"'], ""),
        ("s[=two]", ['s[]="two"'], ""),
        ("s[=three]", [], ""),
        ("s[-1]", ['s[-1]="two"'], ""),
        ("e[-1]", [], ""),
        ("e[]", [], ""),
        ("u", ["u"], ""),
        ("u.k", [], "x"),
        ("u[]", [], "x"),
        ("u[-1].k", [], "x"),
        ("l[]", ['l[]="one"'], "x"),
        ("l[-1]", [], "x"),
        ("l[=one]", ['l[]="one"'], "x"),
        ("r.k", ["r.k=1"], ""),
        ("r.l", [], "x"),
        ("o[role=a].k", [], "x"),
        ("long", [f'long="{"y" * 39}…'], ""),
        ("keywords.t", [], ""),
    ],
)
def test_paths(path: str, seen: list[str], hidden: str) -> None:
    found = resolve(value(BODY, count()), path)
    assert [at.label for at in found.seen] == seen
    assert " ".join(found.hidden) == hidden


def test_a_list_into_which_something_is_spread() -> None:
    items = (Value(2, 3, "text", "one"),)
    for rest, given, last, seen in (
        (("x",), items, "s[-1]", 1),
        (("x",), (), "s[-1]", 0),
        (("x",), items, "s[]", 1),
    ):
        listed = Value(1, 4, "list", items=given, rest=rest)
        found = resolve(Value(0, 5, "object", fields=(Field("s", 0, 4, listed),)), last)
        assert len(found.seen) == seen
        assert found.hidden == (("x",) if last == "s[]" or not given else ())


def test_what_was_written_by_name_is_told_without_the_word() -> None:
    body = value({"keywords": {"a": 1}}, count())
    assert [at.label for at in resolve(body, "keywords.a").seen] == ["a=1"]
