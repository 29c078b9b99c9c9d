"""Flow collections of YAML, `{a: b, c: [x, y]}`, over any number of lines; and quoted scalars."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deprecation_lint.patterns import lazy
from deprecation_lint.scanning.trail import too_deep
from deprecation_lint.scanning.yaml_tree import Collection, set_scalar

if TYPE_CHECKING:
    from deprecation_lint.scanning.yaml_tree import Entry, Places, Sort

_TOKEN = lazy(
    rb"(?P<blank>[ \t]+)"
    rb"|(?P<line>\r\n?|\n)"
    rb"|(?P<comment>(?<![^\s,\[\]{}])\#[^\r\n]*)"
    rb"|(?P<quoted>[\"'])"
    rb"|(?P<colon>:(?=[\s,\[\]{}]|\Z))"
    rb"|(?P<comma>,)"
    rb"|(?P<plain>(?:\{\{[^{}\r\n]{0,300}\}\}"
    rb"|[^\s,\[\]{}:\#]"
    rb"|:(?![\s,\[\]{}]|\Z)"
    rb"|(?<=[^\s,\[\]{}])\#"
    rb"|[ \t]+(?=[^\s,\[\]{}:\#]|\{\{))+)"
    rb"|(?P<open>[\[{])"
    rb"|(?P<close>[\]}])"
    rb"|(?P<other>.)",
    re.DOTALL,
)
_COLON_AFTER_PLAIN = lazy(rb"[ \t]*:(?=[\s,\[\]{}]|\Z)")
_COLON_AFTER_QUOTED = lazy(rb"[ \t]*:")
_QUOTE_EVENTS = {
    b'"': lazy(rb'"|\\(?:\r\n|.)|\r\n?|\n', re.DOTALL),
    b"'": lazy(rb"''?|\r\n?|\n"),
}
_DEEPEST = 10_000  # collections within each other; what opens deeper is passed over
_TOO_DEEP = too_deep("brackets", _DEEPEST)
_INDENT = lazy(rb"[ \t]*")
_BLANK_LINE = lazy(rb"[ \t]*(?=[\r\n]|\Z)")
_MARKER = lazy(rb"(?:---|\.\.\.)(?=\s|\Z)")


def leaves(text: bytes, line: int, end: int, indent: int) -> bool:
    """Whether a line is no part of a value whose owner stands at a column."""
    found = _INDENT.match(text, line, end)
    at = found.end() if found else line
    if _BLANK_LINE.match(text, at, end):
        return False
    return at - line <= indent or _MARKER.match(text, line, end) is not None


def quoted_end(text: bytes, at: int, end: int, indent: int) -> int | None:
    """Where a quoted scalar ends, behind its quote; `None` if it never does."""
    quote = text[at : at + 1]
    for found in _QUOTE_EVENTS[quote].finditer(text, at + 1, end):
        event = found.group()
        if event == quote:
            return found.end()
        if event in (b"\n", b"\r", b"\r\n") and leaves(text, found.end(), end, indent):
            return None
    return None


def read_flow(
    text: bytes, at: int, end: int, indent: int, entry: Entry | None, places: Places
) -> int:
    """Read the collection that opens at an offset, the value of `entry`; return where it ends.

    One that is never closed ends where a line stands no deeper than `indent`, its owner's column.
    """
    around = places.cut
    at = _Flow(text, end, indent, places).read(at, entry)
    places.cut = around
    return at


class _Flow:
    def __init__(self, text: bytes, end: int, indent: int, places: Places) -> None:
        self._text = text
        self._end = end
        self._indent = indent
        self._places = places
        self._cut = places.cut
        self._open: list[Collection] = []
        self._deeper = 0  # brackets that are open and passed over
        self._values: list[Entry | None] = []  # of each open collection, the entry behind a colon

    def read(self, at: int, entry: Entry | None) -> int:
        self._enter(at, entry)
        at += 1
        while at < self._end and self._open:
            found = _TOKEN.match(self._text, at, self._end)
            kind = found.lastgroup if found else ""
            begin, at = at, found.end() if found else at + 1
            if kind == "line" and self._is_over(at):
                return begin
            if kind in ("plain", "quoted"):
                at = self._scalar(begin, at, kind == "quoted")
            elif kind == "comment":
                self._places.tell(begin, at, "comment")
            elif kind == "comma":
                self._values[-1] = None
            elif kind == "open" and len(self._open) < _DEEPEST:
                self._enter(begin, self._next_entry())
            elif kind == "open":
                self._pass_over(1)
            elif kind == "close" and self._deeper:
                self._pass_over(-1)
            elif kind == "close":
                self._open.pop().end = at
                self._values.pop()
        return at

    def _pass_over(self, more: int) -> None:
        """A bracket too deep opens or closes."""
        self._deeper += more
        self._places.cut = _TOO_DEEP if self._deeper else self._cut

    def _is_over(self, line: int) -> bool:
        """A line that is not deep enough still counts if it can only be part of the flow."""
        if not leaves(self._text, line, self._end, self._indent):
            return False
        found = _INDENT.match(self._text, line, self._end)
        at = found.end() if found else line
        return self._text[at : at + 1] not in (b"]", b"}", b'"', b"'")

    def _enter(self, at: int, entry: Entry | None) -> None:
        self._open.append(Collection(entry, self._text[at : at + 1] == b"{", at))
        self._values.append(None)

    def _next_entry(self) -> Entry:
        """The entry whose value comes now."""
        return self._values[-1] or self._open[-1].add()

    def _scalar(self, begin: int, at: int, quoted: bool) -> int:
        text, start, stop = self._text, begin, at
        if quoted:
            closed = quoted_end(text, begin, self._end, self._indent)
            if closed is None:
                return at
            start, stop, at = begin + 1, closed - 1, closed
        colon = (_COLON_AFTER_QUOTED if quoted else _COLON_AFTER_PLAIN).match(text, at, self._end)
        home, value = self._open[-1], self._values[-1]
        if value is None and (colon or home.mapping):
            if not home.mapping:  # `[a: b]`: a mapping of one pair
                home = Collection(home.add(), mapping=True, start=home.start)
            entry = home.add(text[start:stop])
            self._places.tell(start, stop, "key", entry)
            self._values[-1] = entry if colon else None
            return colon.end() if colon else at
        entry = self._values[-1] = value or home.add()
        set_scalar(entry, text[start:stop], not quoted)
        sort: Sort = "quoted" if quoted else "value"
        self._places.tell(start, stop, sort, entry)
        return at
