"""What a model, an API version or an SDK does not accept: `[[constraint]]` tables as values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from deprecation_lint.registry.tables import keys

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from deprecation_lint.dates import When
    from deprecation_lint.registry.records import Source
    from deprecation_lint.registry.tables import Scalar, Table

Effect = Literal["rejected", "ignored", "deprecated", "changed", "advice"]
"""The request fails; the argument does nothing; it works for now; the answer differs; no call
shows whether it matters.
"""

Test = Literal["present", "absent", "is", "not", "above", "like", "filled"]

_TESTS: tuple[Test, ...] = ("absent", "filled", "like", "above", "is", "not")
KEYS = keys("""
    name argument models except platforms nowhere_else needs call since effect says todo when
    source unconfirmed note blocks
""")
_CONDITION_KEYS = frozenset(("at", *_TESTS))
_WHEN_KEYS = _CONDITION_KEYS | {"and", "edit", "to"}
VERSIONS: Mapping[str, str] = {
    "anthropic-api": "the header anthropic-version",
    "anthropic-python": "the Python SDK",
    "anthropic-typescript": "the TypeScript SDK",
    "anthropic-go": "the Go SDK",
    "anthropic-java": "the Java SDK",
    "anthropic-csharp": "the C# SDK",
    "anthropic-php": "the PHP SDK",
    "anthropic-ruby": "the Ruby SDK",
    "ant": "the ant command",
}
"""What has a version of which a constraint may speak, in words."""
API = "anthropic-api"  # of which a request may tell the version itself
LANGUAGES: Mapping[str, str] = {
    "anthropic-python": "python",
    "anthropic-typescript": "javascript",
    "anthropic-go": "go",
    "anthropic-java": "c",
    "anthropic-csharp": "c",
    "anthropic-php": "php",
    "anthropic-ruby": "hash",
    "ant": "shell",
}
"""The file type of the programs that use an SDK."""
LIMIT = "max_output_tokens"  # as a bound: that of the model


@dataclass(frozen=True, slots=True)
class Condition:
    """What is asked of the argument at a path: `thinking.type`, `messages[-1].role`, `betas[]`.

    `values` are what the test compares with: the values that are meant, one bound, one pattern.
    """

    at: str
    test: Test
    values: tuple[Scalar, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """Conditions that hold together, and the mechanical way out: drop the argument, or rename it.

    The first condition names the argument that is to blame.
    """

    conditions: tuple[Condition, ...]
    edit: Literal["drop", "rename"] | None = None
    to: str = ""


@dataclass(frozen=True, slots=True)
class Constraint:
    """What is not accepted, by whom and since when; violated where any of its cases holds.

    `models` are IDs of its platform, `("*",)` means all of them but `excepted`. `platforms` are
    those for which it is stated; `nowhere_else`: it does not hold on the others. `needs` are the
    versions of an API or an SDK of which one has to be in use, at least. `call` is a pattern for
    the call that it is about. `blocks`: a move is not safe even where the version in use is not
    known; without it, what only versions decide is as true of the old model.
    """

    name: str
    platform: str
    argument: str
    models: tuple[str, ...]
    excepted: tuple[str, ...]
    platforms: tuple[str, ...]
    nowhere_else: bool
    needs: tuple[tuple[str, str], ...]
    call: str
    since: When | None
    effect: Effect
    says: str
    todo: str
    cases: tuple[Case, ...]
    source: Source | None
    unconfirmed: bool = False
    blocks: bool = False

    def holds_for(self, model: str) -> bool:
        """Whether it is about a model of its platform."""
        return (self.models == ("*",) or model in self.models) and model not in self.excepted

    def condition(self, known: Container[str] = ()) -> str:
        """On which versions it depends, in words; empty where on none. Known ones are left out."""
        names = [(name, least) for name, least in self.needs if name not in known]
        told = [f"{VERSIONS.get(name, name)} {least}" for name, least in names]
        listed = " or ".join(filter(None, (", ".join(told[:-1]), *told[-1:])))
        return f"with {listed}, or newer" if told else ""


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
