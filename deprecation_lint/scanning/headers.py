"""The headers of the tables of a TOML file."""

from __future__ import annotations

import re
from bisect import bisect_right

_HEADER = re.compile(rb"(?m)^[ \t]*\[+([^\]\r\n]+)\]+[ \t]*(?:#[^\r\n]*)?$")
_MOST = 64  # headers of which the names are told


class Headers:
    """The headers of a text, in order; none where the text is not TOML."""

    def __init__(self, text: bytes, *, is_toml: bool) -> None:
        self._found = list(_HEADER.finditer(text)) if is_toml else []
        self._ends = [found.end() for found in self._found]

    def name(self, at: int) -> str:
        """The table that an offset is in, or ""."""
        number = bisect_right(self._ends, at)
        return _name(self._found[number - 1]) if number else ""

    def opening(self, at: int) -> int:
        """Where the fields of that table begin, less one."""
        number = bisect_right(self._ends, at)
        return self._ends[number - 1] if number else -1

    def closing(self, at: int) -> int | None:
        """Where that table ends; `None` for the end of the text."""
        number = bisect_right(self._ends, at)
        return self._found[number].start() if number < len(self._found) else None

    def behind(self, at: int) -> int | None:
        """Where the header ends that holds an offset; `None` if none does."""
        number = bisect_right(self._ends, at)
        found = self._found[number : number + 1]
        return found[0].end() if found and found[0].start() <= at else None

    def tables(self, at: int) -> frozenset[str]:
        """The tables that stand beside a field before the first header."""
        if not self._found or at > self._ends[0]:
            return frozenset()
        return frozenset(_name(found).partition(".")[0] for found in self._found[:_MOST])


def _name(found: re.Match[bytes]) -> str:
    return found[1].decode("utf-8", "replace").strip("[] \"'")
