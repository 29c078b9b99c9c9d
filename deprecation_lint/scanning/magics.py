"""The magics of a notebook: lines and cells that are no Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deprecation_lint.patterns import lazy
from deprecation_lint.scanning.filetypes import HTML, JAVASCRIPT, SHELL, FileType, file_type

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

_CELL = lazy(rb"\s*%%(\w+)[ \t]*([^\r\n]*)")
_LINE = lazy(rb"(?m)^([ \t]*)([%!?])[^\r\n]*|(?<==)[ \t]*![^\r\n]*")
_TYPES: Mapping[bytes, FileType] = {
    b"bash": SHELL,
    b"sh": SHELL,
    b"script": SHELL,
    b"cmd": SHELL,
    b"html": HTML,
    b"javascript": JAVASCRIPT,
    b"js": JAVASCRIPT,
}


def type_of_cell(source: bytes) -> FileType | None:
    """What a cell is if its first line says that it is no Python."""
    found = _CELL.match(source)
    if found is None:
        return None
    if found[1] == b"writefile":
        return file_type(found[2].split()[-1].decode("utf-8", "replace") if found[2] else "")
    return _TYPES.get(found[1])


def command_lines(source: bytes) -> list[tuple[int, int]]:
    """The spans of the lines of a Python cell that are commands, in order."""
    return [found.span() for found in _LINE.finditer(source)]


def without_commands(source: bytes) -> bytes:
    """The cell as Python, of the same length: a command is blank, or `0` where it is a value."""
    return _LINE.sub(_blank, source)


def _blank(found: re.Match[bytes]) -> bytes:
    if found[2] is not None:
        return found[1] + b"#" + b" " * (len(found[0]) - len(found[1]) - 1)
    return b"0" + b" " * (len(found[0]) - 1)
