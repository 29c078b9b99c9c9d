"""The scanner for any text file: exact IDs by token, and whether each is a value of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deprecation_lint.findings import Reference

if TYPE_CHECKING:
    from deprecation_lint.findings import Hold
    from deprecation_lint.scanning.filetypes import FileType
    from deprecation_lint.scanning.tokens import Match, Matcher

_LONG_LINE = 4096  # bytes of a line read for the literals before an ID
_WINDOW = 400  # bytes of a line looked at on each side of an ID
_FAR = 64 * 1024  # bytes before an ID in which a block comment may have begun
_LINE_BREAK = re.compile(rb"[\r\n]")
_COMMENT = re.compile(rb"(?:^|[\s;,{}()\[\]])(?:#|//|/\*|<!--|--\s|;|%\s)|^\s*(?:\*\s|!)")
_ASSIGNED = re.compile(
    rb"(?:^|[\s;&|,{(\[])(?:export\s+|ENV\s+|ARG\s+|-\s+)?[A-Za-z_][\w.\-]*\s*[:?+]?[=:]\s*\Z"
    rb"|^\s*-\s+\Z"
    rb"|^\s*ENV\s+\w+\s+\Z"
)
_LITERAL = re.compile(
    rb'"[^"\\]*(?:\\.[^"\\]*)*"'
    rb"|'[^'\\]*(?:\\.[^'\\]*)*'"
    rb"|`[^`\\]*(?:\\.[^`\\]*)*`",
    re.DOTALL,
)
_VALUE_END = re.compile(rb"\s*(?:[#;].*)?\Z")

# What stands before the opening quote, or behind the closing one, of a text that is looked up.
_COMPARED_BEFORE = re.compile(
    rb"[!=]==?\s*\Z"
    rb"|\b(?:starts|ends)_?[wW]ith\(\s*\Z"
    rb"|\.(?:includes|indexOf|match|equals|equalsIgnoreCase|contains|eql\?)\(\s*\Z"
    rb"|^\s*(?:case|when)\b"
    rb"|(?i:\bwhere\b.*=\s*\Z|\bin\s*\([^)]*\Z)"
    rb"|\[\[?\s.*\s==?\s*\Z"
)
_COMPARED_AFTER = re.compile(rb"\s*[!=]==?|[^\]]*\]\s*\.(?:includes|indexOf|contains)\(")
_CASE_PATTERN = re.compile(rb"\s*\)")
_INDEX_BEFORE = re.compile(rb"[\w)\]]\[\s*\Z|^\s*\[+[^\]=]*\Z")
_INDEX_AFTER = re.compile(rb"\s*\]")
_KEY_END = re.compile(rb"\s*(?::|=(?![=~])|to\s)")  # `to`: a pair of Kotlin
_TERNARY = re.compile(rb"\?\s*\Z")


def scan_text(text: bytes, matcher: Matcher, kind: FileType) -> list[Reference]:
    """Every ID of the registry in the text."""
    return [reference(m, hold_in_text(text, m, kind)) for m in matcher.matches(text)]


def reference(match: Match, hold: Hold | None) -> Reference:
    """A match as a reference; a prefix that nobody knows holds the edit back."""
    if hold is None and not match.routed:
        hold = "prefix"
    if hold is None and match.ambiguous:
        hold = "ambiguous"
    if match.continued and hold != "recording":
        hold = "suffix"
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
    if kind.recording:
        return "recording"
    before, after = _line_around(text, match.lead, match.end)
    if kind.prose or _COMMENT.search(_outside_quotes(before)):
        return "prose"
    if kind.block_comments and _in_block_comment(text, match.lead):
        return "prose"
    quote = before[-1:]
    if quote and quote in kind.quotes and after[:1] == quote:
        if not _is_literal(text, match.lead - 1, match.end + 1, kind):
            return "longer"  # a text within a text
        return _hold_in_quotes(before[:-1], after[1:])
    bare = kind.bare_values and _ASSIGNED.search(before) and _VALUE_END.match(after)
    return None if bare else "longer"


def _is_literal(text: bytes, start: int, end: int, kind: FileType) -> bool:
    """Whether a literal begins and ends at two quotes, and not within another one.

    Where only one quote exists, as in JSON, it always delimits unless it is escaped. Otherwise
    the line's literals are read from its beginning; in a line too long for that, none is sure.
    """
    if text[start - 1 : start] == b"\\":
        return False
    if len(kind.quotes) == 1:
        return True
    line = text[max(0, start - _LONG_LINE) : end]
    breaks = [found.end() for found in _LINE_BREAK.finditer(line)]
    if not breaks and start > _LONG_LINE:
        return False
    begin = end - len(line) + (breaks[-1] if breaks else 0)
    stop = _LINE_BREAK.search(text, end, end + _LONG_LINE)
    for found in _LITERAL.finditer(text, begin, stop.start() if stop else end + _LONG_LINE):
        if found.end() >= end:
            return (found.start(), found.end()) == (start, end)
    return False


def _hold_in_quotes(before: bytes, after: bytes) -> Hold | None:
    """What a whole literal is, by what stands before and behind its quotes."""
    if _COMPARED_BEFORE.search(before) or _COMPARED_AFTER.match(after):
        return "comparison"
    if not before.strip() and _CASE_PATTERN.match(after):
        return "comparison"  # a pattern of a shell's `case`
    if _INDEX_BEFORE.search(before) and _INDEX_AFTER.match(after):
        return "key"
    return "key" if _KEY_END.match(after) and not _TERNARY.search(before) else None


def _line_around(text: bytes, start: int, end: int) -> tuple[bytes, bytes]:
    before = text[max(0, start - _WINDOW) : start]
    breaks = list(_LINE_BREAK.finditer(before))
    if breaks:
        before = before[breaks[-1].end() :]
    elif start > _WINDOW:
        before = b"_" + before  # the line begins further left
    stop = _LINE_BREAK.search(text, end, end + _WINDOW)
    return before, text[end : stop.start() if stop else end + _WINDOW]


def _in_block_comment(text: bytes, start: int) -> bool:
    opened = text.rfind(b"/*", max(0, start - _FAR), start)
    return opened >= 0 and text.find(b"*/", opened + 2, start) < 0


def _outside_quotes(before: bytes) -> bytes:
    """The part of a line that is not within quotes, so that a `#` in a text is no comment."""
    return re.sub(rb"\"[^\"]*\"|'[^']*'", b'""', before)
