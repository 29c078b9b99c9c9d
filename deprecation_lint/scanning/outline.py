"""The outline of a text in brackets: in which literal, comment and bracket each ID stands.

One pass over the tokens of the dialect, without recursion and without giving up: a bracket that
does not match is passed over, a literal that does not end ends with its line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from deprecation_lint.frozen import dataclass
from deprecation_lint.scanning.code_tokens import Tokens
from deprecation_lint.scanning.dialects import TEMPLATE_TOKEN
from deprecation_lint.scanning.trail import too_deep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deprecation_lint.scanning.code_tokens import Kind
    from deprecation_lint.scanning.tokens import Match

_CLOSES = {b")": b"(", b"]": b"[", b"}": b"{"}
_ENDS = {mark: closing[0] for closing, mark in _CLOSES.items()}
_OPENS, _PARTS, _BRACE = b"([{", b",;", ord("}")
_IN_BLOCKS = (b"{", b"")  # in these, a block may be an entry
_DEEPEST = 10_000  # brackets in brackets; what is deeper stands in the last of them
_TOO_DEEP = too_deep("brackets", _DEEPEST)
_BEHIND = 32 * 1024  # bytes behind the last ID in which the brackets around IDs may close
_NOWHERE = 1 << 62  # behind every text
_NEAR = 8  # brackets looked through for the partner of a closing one
_BEFORE_REGEX = re.compile(rb"(?:[=(,:\[!&|?{};+\r\n]|\breturn|\bcase|\btypeof)[ \t]*\Z")


class Frame:
    """A pair of brackets. `head`: where the entry of the outer frame began that it stands in."""

    __slots__ = ("close", "depth", "entry", "head", "index", "mark", "open", "outer", "place")

    def __init__(self, mark: bytes, at: int, outer: Frame | None) -> None:
        self.mark = mark
        self.open = at
        self.close = -1
        self.outer = outer
        self.entry: int = at + 1
        self.index: int = 0
        self.head: int = outer.entry if outer else 0
        self.place: int = outer.index if outer else 0
        self.depth: int = outer.depth + 1 if outer else 0


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an ID stands: in a literal or comment from `start` to `end`, or in none of them.

    `entry` is where the entry of the frame begins that holds it, and `index` which one it is.
    `cut`: for which limit less is known of it (see `trail.py`).
    """

    kind: Kind | Literal["bare"]
    start: int
    end: int
    frame: Frame
    entry: int
    index: int
    cut: str = ""


class Outline:
    """The spots of all matches in a text, which are sorted; what begins at `start` is read."""

    def __init__(self, text: bytes, matches: Sequence[Match], dialect: str, start: int = 0) -> None:
        self.text = text
        self._matches = matches
        self._next = 0
        self._lead = matches[0].lead if matches else _NOWHERE  # of the next match
        self.spots: list[Spot] = []
        self._frame = Frame(b"", start - 1, None)
        self._deeper = 0  # brackets that are open and too deep to be known
        self._templates: list[tuple[Frame, int, int]] = []  # the last: `_deeper` around it
        self._tokens = Tokens(text, dialect, len(text), self._is_regex)
        self._read(start)

    def _read(self, at: int) -> None:
        text = self.text
        stop = self._matches[-1].end + _BEHIND if self._matches else 0
        while self._next < len(self._matches) or (at < stop and self._frame.outer is not None):
            found = self._tokens.next(self._skip(at))
            if found is None:
                break
            at = self._take(*found)
        self._settle("bare", len(text), len(text))

    def _skip(self, at: int) -> int:
        """Go over what lies before the next ID, as long as it is plain brackets and marks.

        Nearly all of a large text is gone over here, and so all is in one loop.
        """
        text, frame = self.text, self._frame
        if self._next == len(self._matches) or self._deeper or self._templates:
            return at
        for kind, start, end in self._tokens.plain(at, self._lead):
            mark, behind = text[start], 0
            if kind == "mark":
                if mark in _PARTS:
                    frame.entry = start + 1
                    frame.index += 1
                elif mark == _ENDS.get(frame.mark):
                    frame.close, behind = start, start + 1
                    assert frame.outer is not None  # only the outermost has no mark
                    frame = frame.outer
                elif mark in _OPENS and frame.depth < _DEEPEST:
                    frame = Frame(text[start : start + 1], start, frame)
                else:
                    break
            elif kind == "leaf":
                behind = end
            at = end
            if behind and text[behind - 1] == _BRACE and frame.mark in _IN_BLOCKS:
                self._frame = frame
                self._behind_bracket(b"}", behind)
        self._frame = frame
        return at

    def _take(self, kind: Kind, start: int, end: int) -> int:
        """Take in one token; return where the next may begin."""
        if self._lead < start:
            self._settle("bare", start, start)
        if kind == "mark":
            behind = self._mark(self.text[start : start + 1], start)
            return end if behind == start + 1 and end <= self._lead else behind
        if kind == "leaf":
            if self._lead < end:
                return self._mark(self.text[start : start + 1], start)
            self._behind_bracket(self.text[end - 1 : end], end)
        elif kind == "template":
            return self._in_template(start, end)
        elif self._lead < end and kind in ("string", "comment", "regex"):
            self._settle(kind, start, end)
        return end

    def _is_regex(self, at: int) -> bool:
        before = self.text[max(0, at - 40) : at]
        return not before.strip() or _BEFORE_REGEX.search(before) is not None

    def _settle(self, kind: Kind | Literal["bare"], start: int, end: int) -> None:
        """Give all IDs before `end` that have no spot yet this one."""
        frame = self._frame
        while self._lead < end:
            cut = self._cut(kind)
            self.spots.append(Spot(kind, start, end, frame, frame.entry, frame.index, cut))
            self._next += 1
            rest = self._matches[self._next : self._next + 1]
            self._lead = rest[0].lead if rest else _NOWHERE

    def _cut(self, kind: Kind | Literal["bare"]) -> str:
        """For which limit less is known of the next ID; what is around a comment says nothing."""
        if kind != "comment" and (self._deeper or any(around for *_, around in self._templates)):
            return _TOO_DEEP
        return self._tokens.cut(self._lead)

    def _mark(self, mark: bytes, at: int) -> int:
        if mark in b"([{":
            if self._frame.depth < _DEEPEST:
                self._frame = Frame(mark, at, self._frame)
            else:
                self._deeper += 1
        elif mark in b",;":
            self._frame.entry = at + 1
            self._frame.index += 1
        else:
            return self._close(mark, at)
        return at + 1

    def _close(self, mark: bytes, at: int) -> int:
        if self._deeper:
            self._deeper -= 1
            return at + 1
        frame, steps = self._frame, 0
        while frame.mark != _CLOSES[mark]:
            if frame.outer is None or steps == _NEAR:
                return at + 1
            frame, steps = frame.outer, steps + 1
        frame.close = at
        assert frame.outer is not None  # only the outermost has no mark
        self._frame = frame.outer
        if self._templates and self._templates[-1][0] is frame:
            _, start, self._deeper = self._templates.pop()
            return self._in_template(start, at + 1)
        self._behind_bracket(mark, at + 1)
        return at + 1

    def _behind_bracket(self, mark: bytes, at: int) -> None:
        """Behind a block a new entry begins, unless its line goes on."""
        is_block = mark == b"}" and self._frame.mark in _IN_BLOCKS
        if is_block and self.text[at : at + 1] in (b"\n", b"\r", b""):
            self._frame.entry = at

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
                self._templates.append((frame, start, self._deeper))
                self._deeper = 0
                return at
