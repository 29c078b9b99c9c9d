"""The list, the mapping or the type that an ID is an entry of, by where that begins. Pure.

Two IDs with the same container must not become the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deprecation_lint.scanning import calls

if TYPE_CHECKING:
    from deprecation_lint.scanning.heads import Heads
    from deprecation_lint.scanning.outline import Spot
    from deprecation_lint.scanning.trail import Step

_DEEP = 4  # parentheses around an element that mean nothing
_BEFORE = 400  # bytes of a union before its first ID
_MEMBER = rb"(?:\"[^\"\r\n]*\"|'[^'\r\n]*')"
_UNION = re.compile(rb"\|?(?:\s*" + _MEMBER + rb"\s*\|)*\s*\Z")
_FURTHER = re.compile(rb"\s*\|(?:\s*" + _MEMBER + rb"\s*\|)*\s*\Z")
_UNION_BEHIND = re.compile(rb"\s*\|(?!\|)")


class Containers:
    """The containers of the IDs of one text, which are asked for in their order."""

    def __init__(self, text: bytes, heads: Heads) -> None:
        self._text = text
        self._heads = heads
        self._last = (0, 0)  # where the last member of a union ends, and where the union begins

    def of(self, spot: Spot, first: Step, *, is_case: bool, is_typed: bool) -> int | None:
        """The container of a value by the innermost step of its trail."""
        if first.kind == "typed" and (is_typed or self._is_union(spot)):
            return self._union(spot)
        if self._text[spot.start : spot.start + 1] in (b"%", b"~"):  # a list of words
            return spot.start
        if first.kind == "item":
            return self._list(spot)
        is_entry = first.kind in ("key", "typed") or (first.kind == "compared" and is_case)
        return spot.frame.open if is_entry and spot.frame.outer else None

    def _list(self, spot: Spot) -> int | None:
        """The innermost bracket that is more than parentheses."""
        frame = spot.frame
        for _ in range(_DEEP):
            if frame.outer is None:
                return None
            if frame.mark != b"(" or calls.is_collection_call(self._heads.of(frame).owner):
                return frame.open
            frame = frame.outer
        return None

    def _is_union(self, spot: Spot) -> bool:
        return _UNION_BEHIND.match(self._text, spot.end) is not None

    def _union(self, spot: Spot) -> int | None:
        """Where the union begins that a literal is a member of."""
        end, begin = self._last
        between = self._text[end : spot.start] if spot.start - end < _BEFORE else b""
        if end == 0 or not _FURTHER.match(between):
            start = max(0, spot.start - _BEFORE)
            found = _UNION.search(self._text, start, spot.start)
            if found is None or (not found[0].strip() and not self._is_union(spot)):
                return None
            begin = found.end() - len(found[0].lstrip())
        self._last = (spot.end, begin)
        return begin
