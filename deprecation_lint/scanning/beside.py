"""The names that stand next to an entry of a bracket, and whether its values are numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deprecation_lint.scanning.outline import Frame

_WINDOW = 6000  # bytes of a bracket that are read for names
_MOST = 64  # names
_TOKEN = re.compile(
    rb"(?P<text>\"(?:[^\"\\\r\n]|\\.)*\"|'(?:[^'\\\r\n]|\\.)*')|(?P<name>[\w$.\-]+)"
    rb"|(?P<assign>=>|:(?!:)=?|=(?![=~]))|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<comma>[,;\r\n])"
)
_NUMBER = re.compile(rb"-?[\d._]+(?:[eE][+-]?\d+)?[a-zA-Z]?\Z")


@dataclass(frozen=True, slots=True)
class Beside:
    """The names of the entries of a bracket. `numeric`: all values that are told are numbers."""

    names: frozenset[str] = frozenset()
    numeric: bool = False


class Neighbours:
    """The entries of brackets; each bracket is read once."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._known: dict[int, Beside] = {}

    def of(self, frame: Frame) -> Beside:
        """What stands in the bracket."""
        return self.behind(frame.open)

    def behind(self, opened: int, end: int | None = None) -> Beside:
        """What stands in the bracket that opens at an offset, or from there to `end`."""
        if opened not in self._known:
            stop = opened + 1 + _WINDOW
            self._known[opened] = self._entries(opened + 1, stop if end is None else min(end, stop))
        return self._known[opened]

    def _entries(self, start: int, end: int) -> Beside:
        names: set[str] = set()
        depth, last, numbers, others = 0, b"", 0, 0
        is_value = False
        for found in _TOKEN.finditer(self._text, start, end):
            kind = found.lastgroup
            if kind == "open":
                depth, others, is_value = depth + 1, others + (depth == 0 and is_value), False
            elif kind == "close":
                depth -= 1
                if depth < 0:
                    break
            elif depth == 0:
                if kind == "assign" and last and len(names) < _MOST:
                    names.add(last.decode("utf-8", "replace"))
                    is_value, last = True, b""
                elif kind in ("text", "name"):
                    if is_value:
                        is_number = kind == "name" and _NUMBER.match(found[0]) is not None
                        numbers, others = numbers + is_number, others + (not is_number)
                    is_value, last = False, found[0].strip(b"\"'")
                elif kind == "comma" and found[0] == b",":
                    is_value, last = False, b""
        return Beside(frozenset(names), numbers > 0 and others == 0)
