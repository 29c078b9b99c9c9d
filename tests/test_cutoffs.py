"""Where a reader has a limit, and an ID was read with less context for it, the report says so."""

from __future__ import annotations

import json

import pytest
from support import OLD, check_text

MOST = 10_000
MORE = MOST + 1


def deep(what: str) -> str:
    return (
        f"{what} are nested deeper than 10,000: what lies deeper is read without what is around it"
    )


PATTERNS = (
    "more than 8 patterns that begin in one line have no end: "
    "what stands behind them in it is read as if no further one began there"
)
ENDLESS = "x = " + "/[ = " * 9  # patterns, each of which holds the rest of its line


def nested(opening: str, closing: str, count: int, inside: str = f'"{OLD}"') -> str:
    return opening * count + inside + closing * count


def cell(source: str) -> str:
    return json.dumps({"cells": [{"cell_type": "code", "source": source}]})


CUT = {
    "brackets": ("a.js", f"x = {nested('[', ']', MORE)};", deep("brackets")),
    "brackets that never close": ("a.js", f"x = {'{(' * MOST}'{OLD}'", deep("brackets")),
    "a template": ("a.js", f"x = {nested('[', ']', MORE, f'`${{a}} {OLD}`')};", deep("brackets")),
    "in a template": (
        "a.js",
        f"x = {nested('[', ']', MORE, f'`${{[a], {OLD!r}}}`')};",
        deep("brackets"),
    ),
    "brackets of data": ("a.json", nested("[", "]", MORE), deep("brackets")),
    "brackets of a page": (
        "a.html",
        f"<script>x = {nested('[', ']', MORE)};</script>",
        deep("brackets"),
    ),
    "brackets of YAML": ("a.yaml", f"a: {nested('[', ']', MORE)}\n", deep("brackets")),
    "brackets of YAML that never close": ("a.yaml", f"a: {'[' * MORE} {OLD}\n", deep("brackets")),
    "dashes": ("a.yaml", f"{'- ' * MORE}{OLD}\n", deep("lists")),
    "below dashes": ("a.yaml", f"{'- ' * MORE}a:\n{' ' * 2 * MORE}b: {OLD}\n", deep("lists")),
    "below dashes, behind more of them": (
        "a.yaml",
        f"{'- ' * MORE}a:\n{' ' * 2 * MORE}  - b\n{' ' * 2 * MORE}c: {OLD}\n",
        deep("lists"),
    ),
    "commands": ("a.sh", nested("$(", ")", MORE, f"run {OLD}"), deep("commands")),
    "behind deep commands, within others": (
        "a.sh",
        f"{nested('$(', ')', MOST + 5, 'a')[:-3]}{OLD} )))",
        deep("commands"),
    ),
    "commands in quotes": ("a.sh", nested('"$(', ')"', MORE, f"run {OLD}"), deep("commands")),
    "backticks": ("a.sh", nested("$(", ")", MOST, f"`run {OLD}`"), deep("commands")),
    "commands of a workflow": (
        "a.yaml",
        f"run: |\n  {nested('$(', ')', MORE, f'run {OLD}')}\n",
        deep("commands"),
    ),
    "commands of a notebook": (
        "a.ipynb",
        cell(f"%%bash\n{nested('$(', ')', MORE, f'run {OLD}')}"),
        deep("commands"),
    ),
    "patterns": ("a.js", f"{ENDLESS}/{OLD}/.test(y)", PATTERNS),
    "a large Python file": (
        "a.py",
        f"x = {OLD!r}\n" + "# what takes room\n" * 70_000,
        "read as plain text: larger than 1 MiB",
    ),
    "a large statement of Python": (
        "a.py",
        f"x = [{'1, ' * 100_000}'{OLD}']\n",
        "read as plain text: a statement is larger than 256 KiB",
    ),
}


@pytest.mark.parametrize(("name", "text", "reason"), CUT.values(), ids=CUT)
def test_what_is_cut_off_is_told_once(name: str, text: str, reason: str) -> None:
    assert [note.reason for note in check_text(name, text, vendored=True).notes] == [reason]
    twice = check_text(name, text.replace(OLD, f"{OLD} {OLD}"), vendored=True)
    assert [note.reason for note in twice.notes] == [reason]


WHOLE = {
    "an ordinary program": ("a.js", f"f({{a: [/x/, `${{b}}`], model: '{OLD}'}});"),
    "ordinary data": ("a.yaml", f"a:\n  - b: [{{c: {OLD}}}]\nrun: |\n  $(a $(b {OLD}))\n"),
    "a large Python file without an ID": ("a.py", "x = 1\n" * 500_000),
    "brackets": ("a.js", f"x = {nested('[', ']', MOST)};"),
    "before deep brackets": ("a.js", f"x = '{OLD}'; y = {nested('[', ']', MORE, '1')};"),
    "behind deep brackets": ("a.js", f"y = {nested('[', ']', MORE, '1')}; x = '{OLD}';"),
    "behind a deep template": (
        "a.js",
        f"y = {nested('[', ']', MORE, '`${[a]} b`')}; x = '{OLD}';",
    ),
    "a comment in deep brackets": ("a.js", f"x = {nested('[', ']', MORE, f'/* {OLD} */')};"),
    "brackets of YAML": ("a.yaml", f"a: {nested('[', ']', MOST)}\n"),
    "behind deep brackets of YAML": ("a.yaml", f"a: {nested('[', ']', MORE, 'b')}\nx: {OLD}\n"),
    "behind deep brackets of YAML that never close": ("a.yaml", f"a: {'[' * MORE}\nx: {OLD}\n"),
    "a comment in deep brackets of YAML": (
        "a.yaml",
        f"a: {nested('[', ']', MORE, f'b # {OLD}{chr(10)}')}\n",
    ),
    "dashes": ("a.yaml", f"{'- ' * MOST}{OLD}\n"),
    "behind dashes": ("a.yaml", f"{'- ' * MORE}a\n- {OLD}\n"),
    "a document behind dashes": ("a.yaml", f"{'- ' * MORE}a\n--- {OLD}\n"),
    "a further item of the deepest list": (
        "a.yaml",
        f"{'- ' * MOST}a\n{'  ' * (MOST - 1)}- {OLD}\n",
    ),
    "commands": ("a.sh", nested("$(", ")", MOST, f"run {OLD}")),
    "behind deep commands": ("a.sh", f"{nested('$(', ')', MORE, 'a')}\nrun --model {OLD}\n"),
    "patterns that end": ("a.js", f"x = {'/[a]/ = ' * 9}/{OLD}/.test(y)"),
    "no pattern behind those without an end": ("a.js", f"{ENDLESS}a / b, '{OLD}'"),
    "behind the line of patterns without an end": (
        "a.js",
        f"{ENDLESS}/a/\ny = /b/.test('{OLD}')",
    ),
}


@pytest.mark.parametrize(("name", "text"), WHOLE.values(), ids=WHOLE)
def test_what_is_read_as_a_whole_has_no_note(name: str, text: str) -> None:
    assert check_text(name, text, vendored=True).notes == ()


BEHIND = {
    "brackets": ("a.js", "[", "]", "b", "x = {a: HERE, model: 'ID'};"),
    "a template": ("a.js", "[", "]", "`${[a]} b`", "x = {a: HERE, model: 'ID'};"),
    "brackets of YAML": ("a.yaml", "[", "]", "b", "{a: HERE, model: ID}"),
    "dashes": ("a.yaml", "- ", "", "b", "HERE\n- model: ID\n"),
    "commands": ("a.sh", "$(", ")", "a", "x=(HERE ID)"),
    "backticks": ("a.sh", "$(", ")", "`a`", "x=(HERE ID)"),
    "commands in quotes": ("a.sh", "$(", ")", '"$(a)"', "x=(HERE ID)"),
}


@pytest.mark.parametrize(
    ("name", "opening", "closing", "inside", "text"), BEHIND.values(), ids=BEHIND
)
def test_what_is_passed_over_closes_nothing_that_it_did_not_open(
    name: str, opening: str, closing: str, inside: str, text: str
) -> None:
    """What stands behind is read as it is behind a few of them."""
    few, many = (
        text.replace("HERE", nested(opening, closing, count, inside)).replace("ID", OLD)
        for count in (2, MOST + 5)
    )
    (alone,) = check_text(name, few).findings
    (found,) = check_text(name, many, vendored=True).findings
    assert alone.role != "default"  # which it would be where nothing tells
    assert (found.role, found.place.line) == (alone.role, alone.place.line)
    assert (found.fix and found.fix.applicability) == (alone.fix and alone.fix.applicability)
