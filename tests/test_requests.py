"""Calls through the whole tool, with the registry that ships: what a model rejects, and its edit.

The data is under `data/requests`; each file says at its head what its keys mean.
"""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import tomli
from support import AS_OF, check_text, run_shipped, write

from deprecation_lint.findings import Finding
from deprecation_lint.registry.load import load
from deprecation_lint.ruleset import ABOUT_REQUESTS
from deprecation_lint.values import FileResult

if TYPE_CHECKING:
    pass

DATA = Path(__file__).parent / "data" / "requests"
REGISTRY = load()
CONSTRAINTS = REGISTRY.platforms["anthropic"].constraints
SHOWN = {  # the constraints that a call can show, and the rule that tells of them
    one.name: "rejected-argument" if one.effect == "rejected" else "dated-argument"
    for one in CONSTRAINTS
    if one.effect != "advice"
}

Row = dict[str, Any]


def read(name: str) -> Row:
    return tomli.loads((DATA / name).read_text(encoding="utf-8"))


def check(name: str, text: str, as_of: date = AS_OF, *, fix: bool = False) -> FileResult:
    return check_text(
        name,
        text,
        as_of=as_of,
        mode="fix" if fix else "check",
        unsafe=fix,
        registry=REGISTRY,
    )


def arguments(found: tuple[Finding, ...], *rules: str) -> list[tuple[str, str]]:
    """The constraints that the findings of some rules tell of, with the argument to blame."""
    told = (a for f in found if f.rule in rules for a in f.arguments)
    return [(a.constraint, a.argument) for a in told]


def labels(found: tuple[Finding, ...], rule: str) -> list[str]:
    return [argument for _, argument in arguments(found, rule)]


def unseen(found: tuple[Finding, ...]) -> list[str]:
    """The words for what cannot be seen, from the findings about models."""
    return [words for f in found if f.rule not in ABOUT_REQUESTS for words in f.unseen]


# --- one row for each constraint ----------------------------------------------------------------


def rows() -> list[Row]:
    return [
        {"name": name, "rule": SHOWN[name], "as_of": AS_OF, **row}
        for name, rows in read("calls.toml").items()
        for row in rows
    ]


ROWS = rows()


def having(*keys: str) -> pytest.MarkDecorator:
    """A test for each row that has all of some keys; `wrong` says in what the tool fails."""
    wanted = [row for row in ROWS if all(key in row for key in keys)]
    told = "-".join(keys)
    return pytest.mark.parametrize(
        "row",
        [
            pytest.param(
                row,
                id=f"{row['name']}: {row['told'][0]}",
                marks=[pytest.mark.xfail(strict=True, reason=row["wrong"][told])]
                if told in row.get("wrong", {})
                else [],
            )
            for row in wanted
        ],
    )


def source(row: Row, model: str, given: str) -> str:
    """A program with one call."""
    client = row.get("client", "Anthropic")
    call = row.get("call", "client.messages.create")
    return (
        f"import anthropic\n\nclient = anthropic.{client}()\n\n\n"
        f'def answer(client, **options):\n    return {call}(model="{model}", {given})\n'
    )


def call(row: Row, model: str, given: str) -> tuple[Finding, ...]:
    return check("answer.py", source(row, row[model], row[given]), row["as_of"]).findings


def test_every_constraint_that_a_call_can_show_has_a_row() -> None:
    assert {row["name"] for row in ROWS} == set(SHOWN)


@having("model", "bad")
def test_what_a_model_rejects_or_ignores_is_told(row: Row) -> None:
    found = call(row, "model", "bad")
    expected = [(row["name"], argument) for argument in row["told"]]
    assert [a for a in arguments(found, row["rule"]) if a[1] not in row.get("also", ())] == expected
    told = [argument for _, argument in arguments(found, *ABOUT_REQUESTS)]
    assert sorted(told) == sorted((*row["told"], *row.get("also", ())))


@having("model", "good")
def test_the_call_without_it_is_clean(row: Row) -> None:
    assert call(row, "model", "good") == ()


@having("model", "hidden")
def test_nothing_is_said_of_what_cannot_be_seen(row: Row) -> None:
    assert arguments(call(row, "model", "hidden"), row["rule"]) == []


@having("old", "bad")
def test_what_the_successor_rejects_is_told_with_the_old_model(row: Row) -> None:
    found = call(row, "old", "bad")
    rule = row["rule"].replace("rejected-argument", "migration-blocker")
    told = [argument for name, argument in arguments(found, rule) if name == row["name"]]
    assert told == row["told"]
    [about] = [f for f in found if f.rule not in ABOUT_REQUESTS]
    blockers = [f for f in found if f.rule == "migration-blocker"]
    assert all(blocker.severity == about.severity for blocker in blockers)
    assert about.fix is not None
    assert about.fix.applicability == "unsafe" or not blockers


@having("old", "good")
def test_the_call_without_it_may_move(row: Row) -> None:
    found = call(row, "old", "good")
    assert labels(found, "migration-blocker") == []
    assert row["name"] not in [name for name, _ in arguments(found, *ABOUT_REQUESTS)]


@having("old", "hidden")
def test_what_cannot_be_seen_of_a_call_that_is_to_move_is_named(row: Row) -> None:
    found = call(row, "old", "hidden")
    assert labels(found, "migration-blocker") == []
    assert [words for words in row.get("unseen", ()) if words not in unseen(found)] == []


# --- whole files --------------------------------------------------------------------------------

TOLD_AS = {
    "rejected": "rejected-argument",
    "blocking": "migration-blocker",
    "dated": "dated-argument",
}
SUFFIXES = {
    "python.toml": "py",
    "json.toml": "json",
    "yaml.toml": "yaml",
    "typescript.toml": "ts",
}


def marked(row: Row, name: str) -> Any:
    """A row as a parameter; `wrong` says in what the tool fails."""
    marks = [pytest.mark.xfail(strict=True, reason=row["wrong"])] if "wrong" in row else []
    return pytest.param(row, id=name, marks=marks)


FILES = [
    marked({"suffix": suffix, **row}, f"{suffix}: {row['name']}")
    for name, suffix in SUFFIXES.items()
    for row in read(name)["file"]
]


@pytest.mark.parametrize("row", FILES)
def test_a_file(row: Row) -> None:
    found = check(f"source.{row['suffix']}", row["text"]).findings
    told = {key: sorted(labels(found, rule)) for key, rule in TOLD_AS.items()}
    assert told == {key: sorted(row.get(key, ())) for key in TOLD_AS}
    assert sorted(unseen(found)) == sorted(row.get("unseen", ()))


# --- edits --------------------------------------------------------------------------------------

each_edit = pytest.mark.parametrize("row", read("edits.toml")["edit"], ids=lambda row: row["name"])
EDITS = [marked(row, row["name"]) for row in read("edits.toml")["edit"]]


@pytest.mark.parametrize("row", EDITS)
def test_an_edit(row: Row) -> None:
    result = check("source.py", row["before"], fix=True)
    assert result.output is not None
    assert result.output.decode() == row["after"]
    assert result.notes == ()
    assert arguments_left(result) == row.get("left", [])


@each_edit
def test_an_edited_file_parses_and_is_not_changed_again(row: Row) -> None:
    ast.parse(row["after"])
    again = check("source.py", row["after"], fix=True)
    assert again.output == row["after"].encode()
    assert arguments_left(again) == row.get("left", [])


@each_edit
def test_no_argument_is_edited_unless_it_is_asked_for(row: Row) -> None:
    result = check("source.py", row["before"])
    about = [f for f in result.findings if f.rule in ABOUT_REQUESTS and f.fix is not None]
    assert {f.fix.applicability for f in about if f.fix} <= {"unsafe", "display"}


def arguments_left(result: FileResult) -> list[str]:
    return [argument for _, argument in arguments(result.findings, *ABOUT_REQUESTS)]


# --- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", read("messages.toml")["message"], ids=lambda row: row["name"])
@pytest.mark.usefixtures("here")
def test_what_is_said(row: Row) -> None:
    write("answer.py", row["before"])
    assert run_shipped("check", "answer.py").out == row["says"] + "\n"


@pytest.mark.usefixtures("here")
def test_the_json_report_names_each_argument() -> None:
    write("answer.py", 'ask(model="claude-3-7-sonnet-20250219", top_k=5, **options)\n')
    about, blocker = run_shipped("check", "answer.py", "--format", "json").report["findings"]
    assert about["arguments"] == []
    assert about["unseen"] == ["**options"]
    assert about["fix"]["applicability"] == "unsafe"
    says = "not accepted here; only the defaults are (temperature 1, top_p 0.99, no top_k)"
    assert blocker["arguments"] == [
        {
            "constraint": "sampling-nondefault",
            "argument": "top_k=5",
            "path": "answer.py",
            "line": 1,
            "column": 41,
            "end_line": 1,
            "end_column": 48,
            "start_byte": 40,
            "end_byte": 47,
            "text": "top_k=5",
            "says": says,
            "todo": "leave it out and steer with the prompt",
            "condition": None,
            "source": "https://platform.claude.com/docs/en/models/sonnet-5-5/migration-guide",
            "read": "2026-10-01",
        }
    ]


def test_explain_lists_every_constraint_that_applies() -> None:
    told = run_shipped("explain", "claude-3-7-sonnet-20250219", "--to", "claude-sonnet-5-5").out
    applying = [c for c in CONSTRAINTS if c.holds_for("claude-sonnet-5-5")]
    assert len(applying) > 30
    assert [c.name for c in applying if f"{c.argument}: {c.says}" not in told] == []
