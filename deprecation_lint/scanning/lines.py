"""The reader for files that are read line by line: settings, commands, recipes, tables.

Each dialect reads the file forward once. `DIALECTS` is keyed by the name of the file type.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deprecation_lint.scanning.docker import read_dockerfile
from deprecation_lint.scanning.logical import Style, logical_lines
from deprecation_lint.scanning.pairs import read_ini
from deprecation_lint.scanning.shell import read_commands
from deprecation_lint.scanning.trail import Found, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from deprecation_lint.scanning.filetypes import FileType
    from deprecation_lint.scanning.logical import Line
    from deprecation_lint.scanning.tokens import Match
    from deprecation_lint.scanning.trail import StepKind

    Reader = Callable[[bytes, Sequence[Match]], Iterator[Found]]

_NAME = 200  # bytes of a name
_CELL_EDGES = (b"", b",", b";", b"\t", b"|", b"\n", b"\r", b'"')
_DOTENV = re.compile(rb"[ \t]*(?:export[ \t]+|set[ \t]+)?([A-Za-z_][\w.\-]*)[ \t]*=[ \t]*")
_PROPERTY = re.compile(rb"[ \t\f]*((?:[^\s=:\\]|\\.)+)(?:[ \t\f]*[=:][ \t\f]*|[ \t\f]+)")
_MAKE_VARIABLE = re.compile(
    rb"[ ]*(?:[^\s:=#][^:=#\r\n]{0,200}:[ \t]+)?((?:(?:export|override|private|define)[ \t]+)*)"
    rb"([A-Za-z_][\w.\-]*)[ \t]*(?:\?|:{1,3}|\+|!)?=[ \t]*"
)
_MAKE_CONDITION = re.compile(rb"[ \t]*(?:else[ \t]+)?ifn?eq\b")
_RECIPE = re.compile(rb"\t[ \t]*[@+\-]*")
_PROCESS = re.compile(rb"[ \t]*[\w.\-]+:[ \t]*")


def read_lines(text: bytes, matches: Sequence[Match], kind: FileType) -> Iterator[Found]:
    """The trail of each ID in a file of lines, by the dialect of its type."""
    return DIALECTS[kind.name](text, matches)


def read_dotenv(text: bytes, matches: Sequence[Match]) -> Iterator[Found]:
    """`NAME=value`, also behind `export`, and with a value in quotes over several lines."""
    for line in logical_lines(text, matches, Style(assigns=_DOTENV)):
        yield from _pair(line, _DOTENV, b"#", "environment")


def read_properties(text: bytes, matches: Sequence[Match]) -> Iterator[Found]:
    """`a.b.name=value` or `a.b.name: value`; a line may go on behind a backslash."""
    for line in logical_lines(text, matches, Style(comments=b"#!", joined=True)):
        yield from _pair(line, _PROPERTY, b"", "member")


def _pair(
    line: Line, pattern: re.Pattern[bytes], comments: bytes, kind: StepKind
) -> Iterator[Found]:
    found = pattern.match(line.text, line.start, line.end)
    if found is None or not line.matches:
        return line.plain(comments)
    step = Step(kind, name=found[1][:_NAME].decode("utf-8", "replace"))
    return line.value(found.end(), (step,), comments)


def read_makefile(text: bytes, matches: Sequence[Match]) -> Iterator[Found]:
    """Variables, and recipes as commands."""
    for line in logical_lines(text, matches, Style(joined=True)):
        if line.matches:
            yield from _make_line(line)


def _make_line(line: Line) -> Iterator[Found]:
    text = line.text
    recipe = _RECIPE.match(text, line.start, line.end)
    if recipe:
        return read_commands(text, line.matches, recipe.end(), line.end)
    if _MAKE_CONDITION.match(text, line.start, line.end):
        return line.all_as(Step("compared"))
    found = _MAKE_VARIABLE.match(text, line.start, line.end)
    if found is None:
        return line.plain(comments=b"#")
    kind: StepKind = "environment" if b"export" in found[1] else "assigned"
    step = Step(kind, name=found[2][:_NAME].decode("utf-8", "replace"))
    return line.value(found.end(), (step,), comments=b"#")


def read_procfile(text: bytes, matches: Sequence[Match]) -> Iterator[Found]:
    """`web: command`."""
    for line in logical_lines(text, matches, Style()):
        found = _PROCESS.match(text, line.start, line.end)
        start = found.end() if found else line.start
        yield from read_commands(text, line.matches, start, line.end)


def read_table(text: bytes, matches: Sequence[Match]) -> Iterator[Found]:
    """What stands in a table of values was written down, by a program or by somebody."""
    for match in matches:
        before = text[max(0, match.lead - 1) : match.lead]
        after = text[match.end : match.end + 1]
        whole = before in _CELL_EDGES and after in _CELL_EDGES
        yield Found(match, (Step("recorded"),), None if whole else "longer")


DIALECTS: Mapping[str, Reader] = {
    "dotenv": read_dotenv,
    "ini": read_ini,
    "properties": read_properties,
    "shell": read_commands,
    "dockerfile": read_dockerfile,
    "makefile": read_makefile,
    "procfile": read_procfile,
    "table": read_table,
}
"""The readers by the name of the file type."""
