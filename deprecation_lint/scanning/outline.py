"""The outline of a text in brackets: in which literal, comment and bracket each ID stands.

One pass over the tokens of the dialect, without recursion and without giving up: a bracket that
does not match is passed over, a literal that does not end ends with its line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from deprecation_lint.scanning.dialects import TEMPLATE_TOKEN, token_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deprecation_lint.scanning.dialects import Dialect
    from deprecation_lint.scanning.tokens import Match

_CLOSES = {b")": b"(", b"]": b"[", b"}": b"{"}
_BEHIND = 32 * 1024  # bytes behind the last ID in which the brackets around it may close
_NEAR = 8  # brackets looked through for the partner of a closing one
_BEFORE_REGEX = re.compile(rb"(?:[=(,:\[!&|?{};+\r\n]|\breturn|\bcase|\btypeof)[ \t]*\Z")


class Frame:
    """A pair of brackets. `head`: where the entry of the outer frame began that it stands in."""

    __slots__ = ("close", "entry", "head", "index", "mark", "open", "outer", "place")

    def __init__(self, mark: bytes, at: int, outer: Frame | None) -> None:
        self.mark = mark
        self.open = at
        self.close = -1
        self.outer = outer
        self.entry: int = at + 1
        self.index: int = 0
        self.head: int = outer.entry if outer else 0
        self.place: int = outer.index if outer else 0


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an ID stands: in a literal or comment from `start` to `end`, or in none of them.

    `entry` is where the entry of the frame begins that holds it, and `index` which one it is.
    """

    kind: Literal["string", "comment", "regex", "template", "bare"]
    start: int
    end: int
    frame: Frame
    entry: int
    index: int


class Outline:
    """The spots of all matches in a text, which are sorted; what begins at `start` is read."""

    def __init__(
        self, text: bytes, matches: Sequence[Match], dialect: Dialect, start: int = 0
    ) -> None:
        self.text = text
        self._matches = matches
        self._next = 0
        self.spots: list[Spot] = []
        self._frame = Frame(b"", start - 1, None)
        self._templates: list[tuple[Frame, int]] = []
        self._token = token_pattern(dialect)
        self._read(start)

    def _read(self, at: int) -> None:
        text = self.text
        stop = self._matches[-1].end + _BEHIND if self._matches else 0
        while self._next < len(self._matches) or at < stop:
            found = self._token.search(text, at)
            if found is None:
                break
            at = self._take(found)
        self._settle("bare", len(text), len(text))

    def _take(self, found: re.Match[bytes]) -> int:
        """Take in one token; return where the next may begin."""
        start, end, kind = found.start(), found.end(), found.lastgroup
        if kind == "hashes":
            kind = "string"
        if kind == "regex" and not self._is_regex(start):
            return start + 1
        self._settle("bare", start, start)
        if kind == "comment":
            self._settle("comment", start, end)
        elif kind == "string":
            self._settle("string", start, end)
        elif kind == "regex":
            self._settle("regex", start, end)
        elif kind == "template":
            return self._in_template(start, end)
        elif kind == "numbers":  # the vectors of a megabyte in one step
            self._frame.entry = start + found[0].rfind(b",") + 1
            self._frame.index += found[0].count(b",")
        elif kind == "mark":
            return self._mark(found[0], start)
        return end

    def _is_regex(self, at: int) -> bool:
        before = self.text[max(0, at - 40) : at]
        return not before.strip() or _BEFORE_REGEX.search(before) is not None

    def _settle(
        self, kind: Literal["string", "comment", "regex", "template", "bare"], start: int, end: int
    ) -> None:
        """Give all IDs before `end` that have no spot yet this one."""
        frame = self._frame
        while self._next < len(self._matches) and self._matches[self._next].lead < end:
            self.spots.append(Spot(kind, start, end, frame, frame.entry, frame.index))
            self._next += 1

    def _mark(self, mark: bytes, at: int) -> int:
        if mark in b"([{":
            self._frame = Frame(mark, at, self._frame)
        elif mark in b",;":
            self._frame.entry = at + 1
            self._frame.index += 1
        else:
            return self._close(mark, at)
        return at + 1

    def _close(self, mark: bytes, at: int) -> int:
        frame, steps = self._frame, 0
        while frame.mark != _CLOSES[mark]:
            if frame.outer is None or steps == _NEAR:
                return at + 1
            frame, steps = frame.outer, steps + 1
        frame.close = at
        assert frame.outer is not None  # only the outermost has no mark
        self._frame = frame.outer
        if self._templates and self._templates[-1][0] is frame:
            _, start = self._templates.pop()
            return self._in_template(start, at + 1)
        if mark == b"}" and self._frame.mark in (b"{", b""):
            self._frame.entry = self._next_statement(at + 1)
        return at + 1

    def _next_statement(self, at: int) -> int:
        """Behind a block a new entry begins, unless its line goes on."""
        return at if self.text[at : at + 1] in (b"\n", b"\r", b"") else self._frame.entry

    def _in_template(self, start: int, at: int) -> int:
        """Read a template on from `at`; it began at `start`."""
        text = self.text
        while True:
            found = TEMPLATE_TOKEN.search(text, at)
            if found is None:
                self._settle("template", start, len(text))
                return len(text)
            at = found.end()
            self._settle("template", start, found.start())
            if found[0] == b"`":
                return at
            if found[0] == b"${":
                frame = Frame(b"{", found.start() + 1, self._frame)
                frame.entry = at
                self._frame = frame
                self._templates.append((frame, start))
                return at
