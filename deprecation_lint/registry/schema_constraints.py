"""`[[constraint]]` tables as they are written → constraints; what is wrong is complained of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deprecation_lint.registry.constraints import LIMIT, Case, Condition, Constraint
from deprecation_lint.registry.tables import keys

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deprecation_lint.registry.constraints import Test
    from deprecation_lint.registry.records import Source
    from deprecation_lint.registry.tables import Scalar, Table

_TESTS: tuple[Test, ...] = ("absent", "filled", "like", "above", "is", "not")
KEYS = keys("""
    name argument models except platforms nowhere_else needs call since effect says todo when
    source unconfirmed note blocks
""")
_CONDITION_KEYS = frozenset(("at", *_TESTS))
_WHEN_KEYS = _CONDITION_KEYS | {"and", "edit", "to"}


def read_constraint(
    table: Table, platform: str, sources: Mapping[str, Source]
) -> Constraint | None:
    """One `[[constraint]]`; what is wrong with it goes to the problems of the table."""
    table.only(KEYS)
    name = table.text("name")
    for key in ("name", "argument", "says"):
        if table.text(key) is None:
            table.complain(f"{key} is missing")
    needs = table.table("needs")
    return Constraint(
        name=name or "?",
        platform=platform,
        argument=table.text("argument") or "?",
        models=table.texts("models"),
        excepted=table.texts("except"),
        platforms=table.texts("platforms") or (platform,),
        nowhere_else=table.flag("nowhere_else"),
        needs=tuple((key, needs.text(key) or "") for key in needs),
        call=_pattern(table, "call"),
        since=table.when("since"),
        effect=table.choice("effect", ("rejected", "ignored", "deprecated", "changed", "advice")),
        says=table.text("says") or "",
        todo=table.text("todo") or "",
        cases=tuple(case for entry in table.tables("when") if (case := _case(entry))),
        source=table.source(sources),
        unconfirmed=table.flag("unconfirmed"),
        blocks=table.flag("blocks"),
    )


def _pattern(table: Table, key: str) -> str:
    text = table.text(key) or ""
    try:
        re.compile(text)
    except re.error as error:
        table.complain(f"{key} is no pattern: {error}")
        return ""
    return text


def _case(table: Table) -> Case | None:
    table.only(_WHEN_KEYS)
    first = _condition(table)
    others = [_condition(entry) for entry in table.tables("and")]
    conditions = tuple(c for c in (first, *others) if c is not None)
    edit = table.choice("edit", ("", "drop", "rename")) or None
    to = table.text("to") or ""
    if (edit == "rename") != bool(to):
        table.complain('edit = "rename" and to = "NEW.NAME" go together')
    return Case(conditions, edit, to) if first is not None else None


def _condition(table: Table) -> Condition | None:
    at = table.text("at")
    if at is None:
        table.complain("at is missing; name the argument")
        return None
    tests = [test for test in _TESTS if test in table]
    if len(tests) > 1:
        table.complain(f"{' and '.join(tests)} in one condition; put the others under and")
    test: Test = tests[0] if tests else "present"
    return Condition(at, test, _values(table, test))


def _values(table: Table, test: Test) -> tuple[Scalar, ...]:
    """What a test compares with."""
    if test in ("is", "not"):
        return table.values(test) or ()
    if test == "like":
        return (_pattern(table, test),)
    if test == "above":
        return (table.bound(test, LIMIT) or 0,)
    if test != "present" and not table.flag(test):
        table.complain(f"{test} is not true; leave it out")
    return ()
