"""The logical lines of a file, the IDs in each, and what an ID is within the value of a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deprecation_lint.frozen import dataclass
from deprecation_lint.scanning.disabled import is_disabled_code
from deprecation_lint.scanning.embedded import inner
from deprecation_lint.scanning.listed import list_start
from deprecation_lint.scanning.trail import Found, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deprecation_lint.scanning.tokens import Match
    from deprecation_lint.scanning.trail import Trail

_BEFORE = 300  # bytes of a value looked at before an ID
_AFTER = 120
_FAR = 64 * 1024  # bytes that a value in quotes may be long
_LINE = re.compile(rb"([^\r\n]*)(\r\n|\r|\n|\Z)")
_BLANKS = re.compile(rb"[ \t\f]*")
_JOINED = re.compile(rb"(?<!\\)(?:\\\\)*\\[ \t]*\Z")
_QUOTED = re.compile(rb"\"[^\"\\]*(?:\\.[^\"\\]*)*\"|'[^']*'", re.DOTALL)
_CONTINUED = re.compile(rb"\\(?:\r\n|\r|\n)|[\r\n]")


@dataclass(frozen=True, slots=True)
class Style:
    """How lines are read. `comments`: the signs that begin one, at the start of a line.

    `joined`: a line goes on behind a backslash. `through`: also past lines of comments.
    `assigns`: what stands before a value that may go over several lines in quotes.
    """

    comments: bytes = b"#"
    joined: bool = False
    through: bool = False
    assigns: re.Pattern[bytes] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """The bytes `start` to `end` of a text, without the break, and the IDs that begin there."""

    text: bytes
    start: int
    end: int
    is_comment: bool
    matches: Sequence[Match]

    def value(self, start: int, outer: Trail, comments: bytes) -> Iterator[Found]:
        """The IDs of a line whose value begins at an offset; a comment may stand behind it."""
        stop = self._value_end(start, comments)
        for match in self.matches:
            if self.is_comment or match.lead >= stop:
                yield commented(self.text, match, self.start)
            elif match.lead < start:
                yield Found(match, (Step("key"), *outer[1:]), "longer")
            else:
                yield value_found(self.text, match, start, stop, outer)

    def plain(self, comments: bytes) -> Iterator[Found]:
        """The IDs of a line that is nothing more special."""
        return self.value(self.start, (), comments)

    def all_as(self, step: Step) -> Iterator[Found]:
        """The IDs of a line that all stand in the same thing."""
        return (Found(match, (step,), "longer") for match in self.matches)

    def _value_end(self, start: int, comments: bytes) -> int:
        quoted = _QUOTED.match(self.text, start, self.end)
        begin = quoted.end() if quoted else start
        if not comments:
            return self.end
        found = re.compile(rb"[ \t][%s]" % comments).search(self.text, begin, self.end)
        return found.start() if found else self.end


def value_found(text: bytes, match: Match, start: int, end: int, outer: Trail) -> Found:
    """An ID in the value between two offsets, which may stand in quotes."""
    if match.lead < start:
        return Found(match, outer or (Step("text"),), "longer")
    begin = max(start, match.lead - _BEFORE)
    window = text[begin : min(end, match.end + _AFTER)]
    window = _CONTINUED.sub(lambda found: b" " * len(found[0]), window)
    left = window[: match.lead - begin].strip()
    right = window[match.end - begin :].strip()
    short = begin == start and match.end + _AFTER >= end
    if outer and short and left == right and left in (b"", b'"', b"'"):
        return Found(match, outer)
    trail = (*inner(window, match.lead - begin, match.end - begin), *outer)
    return Found(match, trail, "longer", container=list_start(text, match, start, end))


def commented(text: bytes, match: Match, start: int) -> Found:
    """An ID in a comment."""
    begin = max(min(start, match.lead), match.lead - _BEFORE)
    steps = inner(text[begin : match.end + _AFTER], match.lead - begin, match.end - begin)
    disabled = is_disabled_code(text, match.lead, match.end)
    return Found(match, (*steps, Step("comment")), "longer", disabled=disabled)


def logical_lines(text: bytes, matches: Sequence[Match], style: Style) -> Iterator[Line]:
    """All lines in order, each with its IDs; one that goes on is one line."""
    at, done = 0, 0
    while at < len(text):
        start = at
        stop, at = _line(text, at)
        is_comment = _is_comment(text, start, stop, style)
        if not is_comment:
            stop, at = _extent(text, start, stop, at, style)
        first = done
        while done < len(matches) and matches[done].start < at:
            done += 1
        yield Line(text, start, stop, is_comment, matches[first:done])


def _line(text: bytes, at: int) -> tuple[int, int]:
    """Where the line of an offset ends, without its break and with it."""
    found = _LINE.match(text, at)
    return (found.end(1), found.end()) if found else (len(text), len(text))


def _is_comment(text: bytes, start: int, stop: int, style: Style) -> bool:
    found = _BLANKS.match(text, start, stop)
    at = found.end() if found else start
    return at < stop and text[at] in style.comments


def _extent(text: bytes, start: int, stop: int, at: int, style: Style) -> tuple[int, int]:
    """Where a line ends with all that belongs to it."""
    line = start
    while style.joined and at < len(text):
        through = style.through and line > start and _is_comment(text, line, stop, style)
        if not through and not _JOINED.search(text, line, stop):
            break
        line = at
        stop, at = _line(text, at)
    opened = style.assigns.match(text, start, stop) if style.assigns else None
    quoted = _QUOTED.match(text, opened.end(), opened.end() + _FAR) if opened else None
    if quoted is None or quoted.end() <= stop or style.assigns is None:
        return stop, at
    last = max(text.rfind(b"\n", stop, quoted.end()), text.rfind(b"\r", stop, quoted.end())) + 1
    if style.assigns.match(text, last, quoted.end()):
        return stop, at  # the quote is that of another value: this one was never closed
    return _line(text, quoted.end())
