"""The scanner for any text file: exact IDs by token, and whether each is a value of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deprecation_lint.findings import Reference

if TYPE_CHECKING:
    from deprecation_lint.findings import Hold
    from deprecation_lint.scanning.filetypes import FileType
    from deprecation_lint.scanning.tokens import Match, Matcher

_WINDOW = 400  # bytes of a line looked at on each side of an ID
_LINE_BREAK = re.compile(rb"[\r\n]")
_COMMENT = re.compile(rb"(?:^|[\s;,{}()\[\]])(?:#|//|/\*|<!--|--\s|;|%\s)|^\s*\*\s")
_ASSIGNED = re.compile(
    rb"(?:^|[\s;&|,{(\[])(?:export\s+|ENV\s+|ARG\s+|-\s+)?[A-Za-z_][\w.\-]*\s*[:?+]?[=:]\s*\Z"
    rb"|^\s*-\s+\Z"
    rb"|^\s*ENV\s+\w+\s+\Z"
)
_VALUE_END = re.compile(rb"\s*(?:[#;].*)?\Z")
_COMPARED_BEFORE = re.compile(
    rb"(?:[!=]==?|\bcase|\b(?:starts|ends)_?[wW]ith\(|\.(?:includes|indexOf|match)\()\s*\Z"
)
_COMPARED_AFTER = re.compile(rb"\s*[!=]==?")
_KEY_END = re.compile(rb"\s*(?::|=(?!=))")


def scan_text(text: bytes, matcher: Matcher, kind: FileType) -> list[Reference]:
    """Every ID of the registry in the text."""
    return [reference(m, hold_in_text(text, m, kind)) for m in matcher.matches(text)]


def reference(match: Match, hold: Hold | None) -> Reference:
    """A match as a reference; a prefix that nobody knows holds the edit back."""
    if hold is None and not match.routed:
        hold = "prefix"
    return Reference(
        start=match.start,
        end=match.end,
        pieces=((match.start, match.end),),
        spelling=match.spelling,
        hold=hold,
        region=match.region,
        region_prefix=match.region_prefix,
        variant=match.variant,
    )


def hold_in_text(text: bytes, match: Match, kind: FileType) -> Hold | None:
    """Why the ID is not one whole literal or value of its own; `None` if it is one.

    Whole is what stands alone between two quotes, or, in the file types that write values
    without quotes, alone behind the sign that assigns it.
    """
    before, after = _line_around(text, match.lead, match.end)
    if kind.prose or _COMMENT.search(_outside_quotes(before)):
        return "prose"
    quote = before[-1:]
    if quote in (b'"', b"'", b"`") and after[:1] == quote:
        return _hold_in_quotes(before, after)
    bare = kind.bare_values and _ASSIGNED.search(before) and _VALUE_END.match(after)
    return None if bare else "longer"


def _hold_in_quotes(before: bytes, after: bytes) -> Hold | None:
    quote = before[-1:]
    opening = before.count(quote) - before.count(b"\\" + quote)
    if before.endswith(b"\\" + quote) or opening % 2 == 0:
        return "longer"
    if _COMPARED_BEFORE.search(before[:-1]) or _COMPARED_AFTER.match(after, 1):
        return "comparison"
    return "key" if _KEY_END.match(after, 1) else None


def _line_around(text: bytes, start: int, end: int) -> tuple[bytes, bytes]:
    before = text[max(0, start - _WINDOW) : start]
    breaks = list(_LINE_BREAK.finditer(before))
    if breaks:
        before = before[breaks[-1].end() :]
    stop = _LINE_BREAK.search(text, end, end + _WINDOW)
    return before, text[end : stop.start() if stop else end + _WINDOW]


def _outside_quotes(before: bytes) -> bytes:
    """The part of a line that is not within quotes, so that a `#` in a text is no comment."""
    return re.sub(rb"\"[^\"]*\"|'[^']*'", b'""', before)
