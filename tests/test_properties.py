"""Fixes of any file: what `properties.py` says of them, on files that a grammar makes.

`benchmarks/fuzz.py` asks the same of millions of files.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import properties
import pytest
from grammar import GRAMMARS, Writer, file, mutated, spellings
from hypothesis import given, settings
from hypothesis import strategies as st
from support import NEW, OLD, frozen, run_shipped, write

from deprecation_lint.registry.load import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from properties import Fixed

# The same files in every run: what is rare is for the fuzzer to find, not for somebody's commit.
any_file = settings(max_examples=40, deadline=None, derandomize=True)
few_files = settings(max_examples=15, deadline=None, derandomize=True)


class Drawn:
    """Draws from Hypothesis."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def index(self, count: int) -> int:
        """One of `range(count)`."""
        return self._draw(st.integers(0, count - 1)) if count > 1 else 0

    def raw(self, most: int) -> bytes:
        """Any bytes."""
        return self._draw(st.binary(max_size=most))


@cache
def ids(shipped: bool) -> tuple[str, ...]:
    """All spellings of a registry."""
    return spellings(load() if shipped else frozen())


@st.composite
def files(draw: st.DrawFn, name: str, shipped: bool = True) -> tuple[str, bytes]:
    """A file of one type."""
    return file(Writer(Drawn(draw), ids(shipped)), [name])


@st.composite
def broken_files(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of any type with bytes taken out and put in."""
    writer = Writer(Drawn(draw), ids(True))
    name, raw = file(writer)
    return name, mutated(writer, raw)


@pytest.mark.parametrize("shipped", [True, False], ids=["shipped", "frozen"])
@pytest.mark.parametrize("name", GRAMMARS)
def test_every_property_of_a_file(name: str, shipped: bool) -> None:
    count = 12 if name in ("a.py", "a.ipynb") else 25

    @settings(any_file, max_examples=count)
    @given(files(name, shipped), st.booleans())
    def holds(one: tuple[str, bytes], unsafe: bool) -> None:
        properties.check(*one, unsafe, shipped)

    holds()


@any_file
@given(broken_files(), st.booleans())
def test_every_property_of_a_broken_file(one: tuple[str, bytes], unsafe: bool) -> None:
    properties.check(*one, unsafe)


@few_files
@given(broken_files(), broken_files(), st.booleans())
def test_two_files_in_either_order(
    first: tuple[str, bytes], second: tuple[str, bytes], unsafe: bool
) -> None:
    properties.in_either_order(first, second, unsafe)


CALL = "client.messages.create(\n    model='claude-opus-4-1',\n    {}\n)\n"
FOUND = {  # what was wrong once, as small as it can be
    "an ID behind a route makes an entry stand twice": (
        "a.toml",
        'models = ["vertex_ai/claude-4-sonnet", "vertex_ai/claude-4-sonnet"]\n',
    ),
    "a route that is known only for the successor": (
        "a.yaml",
        'models: [a, "vertex_ai/claude-opus-4-20250514, vertex_ai/claude-opus-4-20250514"]\n',
    ),
    "a request that is seen only after the fix": (
        "a.yaml",
        "model: vertex_ai/claude-2.0\nbetas:\n  - prompt-caching-2024-07-31\n",
    ),
    "a list far behind the start of a line": (
        "a.md",
        f'```json\n{{"note": "{"x" * 400}", "models": ["claude-1.0", "claude-1.0"]}}\n```\n',
    ),
    "a list that a longer ID brings far behind": (
        "a.md",
        f'```json\n{{"note": "{"x" * 360}", "models": ["claude-1.0", "claude-1.0"]}}\n```\n',
    ),
    "a header in two literals": (
        "a.py",
        CALL.format(
            "extra_headers={'anthropic-beta': ('interleaved-thinking-2025-05-14, x, structu'\n"
            "    'red')},"
        ),
    ),
    "a header with a prefix": (
        "a.py",
        CALL.format("extra_headers={'anthropic-beta': r'x,pdfs-2024-09-25,y'},"),
    ),
    "a header with an escape": (
        "a.py",
        CALL.format("extra_headers={'anthropic-beta': '\\x61,pdfs-2024-09-25,y'},"),
    ),
}


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
@pytest.mark.parametrize(("name", "text"), FOUND.values(), ids=FOUND)
def test_what_was_wrong_once(name: str, text: str, unsafe: bool) -> None:
    one = properties.check(name, text.encode(), unsafe)
    assert one is not None or not unsafe, "what was wrong is not fixed any more"


def test_a_model_and_its_advisor() -> None:
    assert properties.check("a.py", ADVISED.encode(), False) is not None


ADVISED = """\
MODEL = "jp.anthropic.claude-sonnet-4-5-20250929-v1:0"
client.messages.create(
    model=MODEL, tools=[{"type": "advisor_20260301", "model": "claude-opus-4-1"}]
)
"""


# --- the properties themselves ------------------------------------------------------------------

OLD_CALL = f"client.messages.create(model={OLD!r}, temperature=1)\n"
WRONG = {  # a property, the file, and what a wrong fix would make of it
    "again": (
        properties.idempotent, "a.py", f"a = {OLD!r}\n", f"a = {OLD!r}\n"),
    "other bytes": (
        properties.only_edits, "a.env", f"A={OLD} # x\n", f"A={NEW} # y\n"),
    "nothing resolved": (
        properties.resolved, ".env", f"A={OLD}\n", f"A={OLD}\n"),
    "what is told of comes in": (
        properties.nothing_new, ".env", f"A={OLD}\n", "A=claude-soon-3\n"),
    "another name": (
        properties.python_is_equal, "a.py", f"a = {OLD!r}\n", f"b = {NEW!r}\n"),
    "another text": (
        properties.python_is_equal, "a.py", f"a = {OLD!r}; b = 'x'\n", f"a = {NEW!r}; b = 'y'\n"),
    "another type": (
        properties.python_is_equal, "a.py", f"a = {OLD!r}\n", f"a = b{NEW!r}\n"),
    "an argument is gone": (
        properties.python_is_equal, "a.py", OLD_CALL, OLD_CALL.replace(", temperature=1", "")),
    "no Python": (
        properties.python_is_equal, "a.py", f"a = {OLD!r}\n", f"a = {NEW}'\n"),
    "a key twice in Python": (
        properties.python_is_equal, "a.py", f"a = {{'b': 1, 'model': {OLD!r}}}\n",
        f"a = {{'model': 1, 'model': {NEW!r}}}\n"),
    "another value in JSON": (
        properties.loads_equal, "a.json", f'{{"a": "{OLD}", "b": 1}}', f'{{"a": "{NEW}", "b": 2}}'),
    "another key in JSON": (
        properties.loads_equal, "a.json", f'{{"a": "{OLD}"}}', f'{{"b": "{NEW}"}}'),
    "a key twice in JSON": (
        properties.loads_equal, "a.json", f'{{"a": "{OLD}", "b": 1}}', f'{{"a": "{NEW}", "a": 1}}'),
    "no JSON": (
        properties.loads_equal, "a.json", f'{{"a": "{OLD}"}}', f'{{"a": "{NEW}}}'),
    "another value in YAML": (
        properties.loads_equal, "a.yaml", f"a: {OLD}\nb: x\n", f"a: {NEW}\nb: y\n"),
    "a key twice in YAML": (
        properties.loads_equal, "a.yaml", f"a: {OLD}\nb: x\n", f"a: {NEW}\na: x\n"),
    "another value in TOML": (
        properties.loads_equal, "a.toml", f'a = "{OLD}"\nb = 1\n', f'a = "{NEW}"\nb = 1.0\n'),
    "an entry twice in TOML": (
        properties.loads_equal, "a.toml", f'a = "{OLD}"\nb = ["x", "y"]\n',
        f'a = "{NEW}"\nb = ["x", "x"]\n'),
}  # fmt: skip


@pytest.mark.parametrize(("holds", "name", "before", "after"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_seen(
    holds: Callable[[Fixed], None], name: str, before: str, after: str
) -> None:
    right = properties.fixed(name, before.encode(), False, False)
    assert right is not None
    holds(right)
    runner = properties.engine(False, False)
    result = replace(right.result, output=after.encode())
    with pytest.raises(AssertionError):
        holds(replace(right, result=result, again=runner.check_bytes(name, after.encode())))


def test_what_is_seen_of_arguments() -> None:
    """An argument that the fix names must go, and no other one."""
    call = "client.messages.create(model='claude-opus-4-1', temperature=1, top_k=1)\n"
    right = properties.fixed("a.py", call.encode(), True)
    assert right is not None
    for after in (call, call.replace(", top_k=1", "")):
        wrong = after.replace("claude-opus-4-1", "claude-opus-4-8").encode()
        with pytest.raises(AssertionError):
            properties.python_is_equal(replace(right, result=replace(right.result, output=wrong)))


def test_a_run_over_two_files_in_either_order(here: Path) -> None:
    """The same of the command line, which writes the files."""
    texts = {
        "a.py": "import b\nask(model='claude-opus-4-1', temperature=1)\n",
        "b.yaml": "model: claude-opus-4-1\nmodels: [claude-opus-4-1, claude-opus-4-8]\n",
    }
    made = []
    for order in (list(texts), list(texts)[::-1]):
        for name, text in texts.items():
            write(here / name, text)
        run_shipped("--fix", "--unsafe-fixes", *order)
        made.append([(here / name).read_bytes() for name in texts])
    assert made[0] == made[1] != [text.encode() for text in texts.values()]
