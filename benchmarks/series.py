"""What is made to grow: trees, files, hits in a file, and the texts that are worst to read.

Each panel is a table and a part of the plot; each of its series a text of any size.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shapes import ID

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Text:
    """A file whose text grows: `make` gives it for a step. `hit` tells whether it holds one."""

    label: str
    name: str
    make: Callable[[int], str]
    hit: bool = True


@dataclass(frozen=True, slots=True)
class Panel:
    """Series over the same steps; without texts, the steps are files in a tree."""

    name: str
    title: str
    unit: str
    steps: tuple[int, ...]
    texts: tuple[Text, ...] = ()


def _filled(head: str, line: str, tail: str) -> Callable[[int], str]:
    """A text of so many MB: one line again and again, between a head and a tail."""
    return lambda size: head + line * (size * _MB // len(line)) + tail


def _lines(head: str, line: str, tail: str) -> Callable[[int], str]:
    """A text of so many lines, `{}` in each being its number."""
    return lambda count: head + "".join(line.format(at) for at in range(count)) + tail


_PY = 'def area(width, height=1):\n    return [width * height, "some text", {"a": 1}]\n\n\n'
_JSON = '  {"name": "some text", "size": 17, "parts": [1, 2, 3], "is": true},\n'
_YAML = '- name: some text\n  size: 17\n  parts: [1, 2, "three"]\n'
_MD = "Some words of a page that goes on, with `code` and [a link](https://example.org/).\n\n"
_TS = 'export const area = (width: number) => ({ size: width * 2, name: "some text" });\n'
MISS = f"{ID}x "  # has the shape of an ID that nobody knows

SIZES = (
    Text("clean .py", "a.py", _filled("", _PY, ""), hit=False),
    Text(".py", "a.py", _filled("", _PY, f'call(model="{ID}")\n')),
    Text(".json", "a.json", _filled("[\n", _JSON, f'  {{"model": "{ID}"}}\n]\n')),
    Text(".yaml", "a.yaml", _filled("", _YAML, f"- model: {ID}\n")),
    Text(".md", "a.md", _filled("", _MD, f"```python\ncall(model='{ID}')\n```\n")),
    Text(".ts", "a.ts", _filled("", _TS, f'call({{ model: "{ID}" }});\n')),
)
HITS = (
    Text(".py", "a.py", _lines("", f'call({{}}, model="{ID}")\n', "")),
    Text(".json", "a.json", _lines("[\n", f'{{{{"model": "{ID}", "at": {{}}}}}},\n', "{}]\n")),
    Text("one object, .json", "a.json", _lines('{"a": 1', f',\n"model_{{}}": "{ID}"', "}\n")),
    Text(".yaml", "a.yaml", _lines("", f"- model: {ID}\n  at: {{}}\n", "")),
    Text(".md", "a.md", _lines("", f"```python\ncall({{}}, model='{ID}')\n```\n\n", "")),
    Text(".ts", "a.ts", _lines("", f'call({{}}, {{{{ model: "{ID}" }}}});\n', "")),
    Text(".env", "a.env", _lines("", f"A{{}}_MODEL={ID}\n", "")),
)
WORST = (
    Text("one line, .json", "a.json", _filled('{"a": "', "x", f'", "model": "{ID}"}}')),
    Text("one line, .ts", "a.ts", _filled("x=[", '"abc",', f'"{ID}"]')),
    Text("only hyphens", "a.yaml", _filled("", "-", ""), hit=False),
    Text("near misses", "a.txt", _filled("", "claude-x ", ID)),
    Text("nearer misses", "a.txt", _filled("", MISS, ID)),
    Text(
        "nearer misses, .py",
        "a.py",
        _filled("", f'call(model="{MISS.strip()}")\n', f'M = "{ID}"\n'),
    ),
    Text("nested Python", "a.py", lambda n: _nested("(", f'call(model="{ID}")', ")", n)),
    Text("nested JSON", "a.json", lambda n: _nested("[", f'{{"model": "{ID}"}}', "]", n)),
)


def _nested(opening: str, inside: str, closing: str, size: int) -> str:
    """Brackets in brackets, so many MB of them."""
    depth = size * _MB // 2
    return opening * depth + inside + closing * depth + "\n"


PANELS = {
    panel.name: panel
    for panel in (
        Panel("files", "Files in a tree", "files", (10_000, 20_000, 40_000, 80_000)),
        Panel("sizes", "One file, a hit at its end", "MB", (1, 2, 4, 8, 16, 32, 64), SIZES),
        Panel("hits", "Hits in one file", "hits", (1, 10, 100, 1000, 10_000), HITS),
        Panel("worst", "One file of the worst kind", "MB", (1, 4, 16, 64), WORST),
    )
}


def grow(tree: Path, start: int, count: int) -> None:
    """Add files to a git work tree until there are so many; one in a thousand holds an ID."""
    tree.mkdir(parents=True, exist_ok=True)
    for number in range(start, count):
        folder = tree / f"{number // 1000:03}" / f"{number // 50 % 20:02}"
        folder.mkdir(parents=True, exist_ok=True)
        suffix, text = _KINDS[number % len(_KINDS)]
        hit = _HIT[suffix] if number % 1000 == 500 + number // 1000 % len(_KINDS) else ""
        body = f"{_MARK[suffix].format(number)}\n{text * 20}{hit}"
        (folder / f"f{number:06}{suffix}").write_text(body, encoding="utf-8")
    for words in (("init", "--quiet"), ("add", "--all")):
        subprocess.run(("git", "-c", "core.excludesFile=", *words), cwd=tree, check=True)


_KINDS = ((".py", _PY), (".yaml", _YAML), (".md", _MD), (".ts", _TS))
_MARK = {".py": "# {}", ".yaml": "# {}", ".md": "<!-- {} -->", ".ts": "// {}"}
_HIT = {
    ".py": f'call(model="{ID}")\n',
    ".yaml": f"- model: {ID}\n",
    ".md": f"```python\ncall(model='{ID}')\n```\n",
    ".ts": f'call({{ model: "{ID}" }});\n',
}
