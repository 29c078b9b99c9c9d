"""The short way of `check`: it says what the long one says, or leaves the run to that."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import quick
from support import AS_OF, OLD, Outcome, run, write

from deprecation_lint.commands.glance import in_options, in_words
from deprecation_lint.commands.options import check_parser
from deprecation_lint.errors import UsageError

WORDS = [
    *("a.py", "b c.py", "check", "", "-", "--", "--fix", "--force-exclude", "--include-vendored"),
    *("--isolated", "-q", "--quiet", "-v", "--verbose", "--no-cache", "--diff", "--jobs", "2"),
    *("-qv", "--quie", "--fix=1", "--as-of", "2026-01-01", "--profile"),
]


@quick
@given(st.lists(st.sampled_from(WORDS), max_size=6))
def test_words_say_what_argparse_reads(words: list[str]) -> None:
    """What is refused there, or says more, is none of its words."""
    plain = in_words(words)
    if plain is None:
        return
    try:
        parsed = in_options(check_parser().parse_args(words))
    except UsageError:
        pytest.fail("argparse refuses it")
    assert parsed is not None
    assert (list(plain.paths), plain.flags - {"no_cache"}, plain.day) == (
        list(parsed.paths),
        parsed.flags - {"paths", "format", "no_cache"},
        parsed.day,
    )


@pytest.mark.parametrize(
    "words", [["a.py"], ["--fix", "a.py", "b.py"], ["a.py", "-q"], ["--force-exclude", "a.py"]]
)
def test_the_command_lines_of_hooks_are_plain(words: list[str]) -> None:
    assert in_words(words) is not None


FILES = {
    "a.py": "x = 1\n",
    "node_modules/b.js": "let x\n",
    "sub/c.md": "text\n",
    "old.py": f'M = "{OLD}"\n',
    "binary": "\0",
}
LINES = [
    ["a.py"],
    ["a.py", "./a.py", "sub/../a.py"],
    ["-q", "a.py"],
    ["a.py", "sub/c.md", "-v"],
    ["--fix", "a.py"],
    ["--force-exclude", "a.py", "node_modules/b.js"],
    ["--force-exclude", "--include-vendored", "a.py", "node_modules/b.js"],
    ["node_modules/b.js"],
    ["a.py", "old.py"],
    ["a.py", "nowhere.py"],
    ["a.py", "binary"],
    ["sub"],
    ["--as-of", "2026-03-01", "a.py"],
    ["--as-of", "1960-03-01", "a.py"],
    ["--as-of", "0999-03-01", "a.py"],
    ["--as-of", "2028-03-01", "a.py"],
    ["--format", "concise", "a.py"],
    ["--format", "github", "a.py"],
    ["--jobs", "2", "a.py"],
    ["--roles", "in-use", "a.py"],
    ["--profile", "a.py"],
]


@pytest.mark.parametrize("line", LINES, ids=" ".join)
@pytest.mark.parametrize("settings", ["", 'fail-on = "never"\n'], ids=["bare", "settings"])
def test_the_long_way_says_the_same(line: list[str], settings: str, here: Path) -> None:
    for name, text in FILES.items():
        write(here / name, text)
    if settings:
        write(here / "deprecation-lint.toml", settings)
    short = run(*line)
    with patch("deprecation_lint.commands.glance.at_a_glance", return_value=False):
        long = run(*line)
    if "--profile" in line:  # in which times differ
        short, long = (Outcome(o.code, o.raw, o.err.splitlines()[0]) for o in (short, long))
    assert short == long


@pytest.mark.parametrize("today", [date(1970, 1, 1), AS_OF, date(2999, 12, 31)])
def test_the_day_is_told_as_it_is(today: date, here: Path) -> None:
    write("a.py", "x = 1\n")
    assert f"Dates as of {today};" in run("a.py", today=today).err
