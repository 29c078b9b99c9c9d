"""`models --as-of 2026-02-10` is Anthropic's deprecation page of February 2026.

The page was read on 2026-02-17. The tables are transcribed by hand from it: "model states" and
"deprecation history". Its replacements are left out: the provider has rewritten them since.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from support import run_shipped

AS_OF = "2026-02-10"

# API model name, state, deprecated, "not sooner than" or tentative retirement date
STATES = [
    ("claude-opus-4-6", "active", None, "not sooner than 2027-02-05"),
    ("claude-opus-4-5-20251101", "active", None, "not sooner than 2026-11-24"),
    ("claude-opus-4-1-20250805", "active", None, "not sooner than 2026-08-05"),
    ("claude-opus-4-20250514", "active", None, "not sooner than 2026-05-14"),
    ("claude-sonnet-4-5-20250929", "active", None, "not sooner than 2026-09-29"),
    ("claude-sonnet-4-20250514", "active", None, "not sooner than 2026-05-14"),
    ("claude-3-7-sonnet-20250219", "deprecated", "2025-10-28", "2026-02-19"),
    ("claude-haiku-4-5-20251001", "active", None, "not sooner than 2026-10-15"),
    ("claude-3-5-haiku-20241022", "deprecated", "2025-12-19", "2026-02-19"),
    ("claude-3-haiku-20240307", "active", None, "not sooner than 2025-03-07"),
]

# Announced, retirement date, deprecated model
HISTORY = [
    ("2025-12-19", "2026-02-19", "claude-3-5-haiku-20241022"),
    ("2025-10-28", "2026-02-19", "claude-3-7-sonnet-20250219"),
    ("2025-08-13", "2025-10-28", "claude-3-5-sonnet-20240620"),
    ("2025-08-13", "2025-10-28", "claude-3-5-sonnet-20241022"),
    ("2025-06-30", "2026-01-05", "claude-3-opus-20240229"),
    ("2025-01-21", "2025-07-21", "claude-2.0"),
    ("2025-01-21", "2025-07-21", "claude-2.1"),
    ("2025-01-21", "2025-07-21", "claude-3-sonnet-20240229"),
    ("2024-09-04", "2024-11-06", "claude-1.0"),
    ("2024-09-04", "2024-11-06", "claude-1.1"),
    ("2024-09-04", "2024-11-06", "claude-1.2"),
    ("2024-09-04", "2024-11-06", "claude-1.3"),
    ("2024-09-04", "2024-11-06", "claude-instant-1.0"),
    ("2024-09-04", "2024-11-06", "claude-instant-1.1"),
    ("2024-09-04", "2024-11-06", "claude-instant-1.2"),
]


def run(*arguments: str) -> str:
    """What the shipped registry says, on a day that is not today."""
    outcome = run_shipped(*arguments, today=date(2001, 1, 1))
    assert (outcome.code, outcome.err) == (0, "")
    return outcome.out


COMMAND = ("models", "--as-of", AS_OF, "--platform", "anthropic")


@pytest.fixture(scope="module")
def listed() -> dict[str, dict[str, Any]]:
    return {entry["id"]: entry for entry in json.loads(run(*COMMAND, "--format", "json"))}


@pytest.mark.parametrize(("id_", "state", "deprecated", "retirement"), STATES)
def test_the_table_of_states(
    listed: dict[str, dict[str, Any]],
    id_: str,
    state: str,
    deprecated: str | None,
    retirement: str,
) -> None:
    entry = listed[id_]
    assert (entry["state"], entry["deprecated"]) == (state, deprecated)
    floor = retirement.removeprefix("not sooner than ")
    if floor != retirement:
        assert (entry["retires"], entry["retires_not_before"]) == (None, floor)
    else:
        assert entry["retires"] == retirement


@pytest.mark.parametrize(("announced", "retires", "id_"), HISTORY)
def test_the_table_of_history(
    listed: dict[str, dict[str, Any]], announced: str, retires: str, id_: str
) -> None:
    entry = listed[id_]
    assert (entry["deprecated"], entry["retires"]) == (announced, retires)
    assert entry["state"] == ("retired" if retires <= AS_OF else "deprecated")
    assert entry["days_left"] == (date.fromisoformat(retires) - date.fromisoformat(AS_OF)).days


def test_no_model_is_listed_that_the_page_does_not_list(
    listed: dict[str, dict[str, Any]],
) -> None:
    assert sorted(listed) == sorted({row[0] for row in STATES} | {row[2] for row in HISTORY})
    assert len(listed) == 23


def test_the_text_says_the_same_as_the_json(listed: dict[str, dict[str, Any]]) -> None:
    header, *rows = run(*COMMAND).splitlines()
    assert header.split() == [
        *("platform", "id", "state", "deprecated", "retires", "not", "before", "replacement")
    ]
    cells = [row.split() for row in rows]
    told = {c[1]: tuple(None if x == "-" else x for x in c[2:6]) for c in cells}
    assert told == {
        id_: (
            entry["state"],
            entry["deprecated"],
            entry["retires"],
            entry["retires_not_before"] if entry["state"] == "active" else None,
        )
        for id_, entry in listed.items()
    }


@pytest.mark.parametrize(
    ("state", "count"), [("active", 8), ("legacy", 0), ("deprecated", 2), ("retired", 13)]
)
def test_how_many_are_in_each_state(state: str, count: int) -> None:
    told = json.loads(run(*COMMAND, "--format", "json", "--state", state))
    assert len(told) == count
    assert {entry["state"] for entry in told} <= {state}
