"""Texts that may make a reader slower than linear: each at 1, 2, 4 and 8 times its length."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

from deprecation_lint.engine import Engine
from deprecation_lint.registry.load import load
from deprecation_lint.ruleset import Policy
from deprecation_lint.task import Task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ID = "-".join(("claude", "2.1"))  # put together, so that the tool finds none in its own house
HEAD = ("shape", "KiB", "1 x", "2 x", "4 x", "8 x", "8/4", "found")
AS_OF = date(2026, 11, 22)
_CELL = '{"cells": [{"cell_type": "code", "source": ['


def _mapping(head: str, line: str, tail: str, count: int) -> str:
    """Entries of one bracket: of each the number, and the ID."""
    return head + "".join(line.format(number, ID) for number in range(count)) + tail


# Hits that grow in number; of each text, `n` is how many.
SHAPES: dict[str, tuple[str, Callable[[int], str]]] = {
    "records in JSON": (
        "a.json",
        lambda n: "[" + ",".join(f'{{"model":"{ID}","x":{i}}}' for i in range(n)) + "]",
    ),
    "models of one JSON object": (
        "a.json",
        lambda n: _mapping('{"x": 1', ', "model_{}": "{}"', "}", n),
    ),
    "models of one YAML mapping": ("a.yaml", lambda n: _mapping("m:\n", "  model_{}: {}\n", "", n)),
    "models of one object": ("a.ts", lambda n: _mapping("m = {", ' model{}: "{}",\n', "}", n)),
    "models of one dictionary": (
        "a.py",
        lambda n: _mapping("m = {", '"model_{}": "{}",\n', "}", n),
    ),
    "models of one call": ("a.py", lambda n: _mapping("f(", 'model_{}="{}",\n', ")", n)),
    "models of one table": ("a.toml", lambda n: _mapping("[m]\n", 'model_{} = "{}"\n', "", n)),
    "cases of one switch": (
        "a.ts",
        lambda n: _mapping(f'x="{ID}";switch (m) {{', 'case "{1}": f({0})\n', "}", n),
    ),
    "sentences in one JSON string": ("a.json", lambda n: '{"a":"' + f" use {ID} now" * n + '"}'),
    "escaped IDs in JSON": ("a.json", lambda n: "[" + '"claude\\u002d2.1",' * n + "1]"),
    "calls in TypeScript": ("a.ts", lambda n: f'f({{model: "{ID}"}});\n' * n),
    "one array on one line": ("a.ts", lambda n: "x=[" + f'"{ID}",' * n + "]"),
    "one template": ("a.ts", lambda n: "x=`" + f"{ID} ${{a}} " * n + "`"),
    "list in YAML": ("a.yaml", lambda n: "m:\n" + f"  - {ID}\n" * n),
    "tables in TOML": (
        "a.toml",
        lambda n: "".join(f'[t{i}]\nmodel = "{ID}"\n' for i in range(n)),
    ),
    "calls in Python": ("a.py", lambda n: f'f(model="{ID}")\n' * n),
    "names in Python": (
        "a.py",
        lambda n: "".join(f'M{i} = ["{ID}"]\nx in M{i}\n' for i in range(n)),
    ),
    "Python that does not parse": ("a.py", lambda n: "def (\n" + f'f(model="{ID}")\n' * n),
    "snippets in Markdown": ("a.md", lambda n: f"use {ID}\n\n```py\nmodel = '{ID}'\n```\n" * n),
    "options in HTML": ("a.html", lambda n: f'<option value="{ID}">x</option>\n' * n),
    "commands in shell": ("a.sh", lambda n: f"M={ID} run --model {ID}\n" * n),
    "lines of a notebook": (
        "a.ipynb",
        lambda n: _CELL + ",".join([f"\"m = '{ID}'\\n\""] * n) + "]}]}",
    ),
    # One hit behind what grows.
    "brackets that never close": ("a.ts", lambda n: "([{" * n * 20 + f'"{ID}"'),
    "brackets that never open": ("a.ts", lambda n: ")]}" * n * 20 + f'"{ID}"'),
    "half a template": ("a.ts", lambda n: "x=`" + "a ${b " * n * 20 + f'"{ID}"'),
    "quotes of all kinds": ("a.ts", lambda n: "'\"`" * n * 20 + f'"{ID}"'),
    "tags that never close": ("a.html", lambda n: "<a " * n * 20 + ID),
    "fences": ("a.md", lambda n: "```\n" * n * 20 + ID),
    "deep YAML": ("a.yaml", lambda n: "a:\n" * n * 20 + f"model: {ID}\n"),
    "hyphens": ("a.yaml", lambda n: "-" * n * 2000 + f"\nmodel: {ID}\n"),
    "near misses": ("a.json", lambda n: '{"a": "' + "claude-x " * n * 20 + f'{ID}"}}'),
    "nearer misses": ("a.json", lambda n: '{"a": "' + f"{ID}x " * n * 20 + f'{ID}"}}'),
    "near misses in shell": ("a.sh", lambda n: "run claude-x\n" * n * 20 + f"M={ID}\n"),
    "nearer misses in Python": ("a.py", lambda n: f'f(model="{ID}x")\n' * n + f'M="{ID}"\n'),
    "one long line of JSON": ("a.json", lambda n: '{"a": "' + "x" * n * 5000 + f'", "b": "{ID}"}}'),
}


def shapes(names: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    """The rows of a table: each shape's times at 1, 2, 4 and 8 times `size`.

    All in this process, so that what is timed is the one file and nothing else.
    """
    engine = Engine(load([]), Task(Policy(AS_OF)))
    engine.check_bytes("a.py", f'x = "{ID}"'.encode())  # the imports are not what is timed
    for name in names or SHAPES:
        yield _row(name, engine, size)


def _row(name: str, engine: Engine, size: int) -> tuple[str, ...]:
    path, make = SHAPES[name]
    times = []
    for factor in (1, 2, 4, 8):
        text = make(size * factor).encode()
        begin = time.perf_counter()
        result = engine.check_bytes(path, text)
        times.append(time.perf_counter() - begin)
    ratio = times[-1] / times[-2]
    shown = (f"{seconds:.3f}" for seconds in times)
    return name, f"{len(text) / 1024:.0f}", *shown, f"{ratio:.1f}", str(len(result.findings))
