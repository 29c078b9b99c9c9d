"""Lists within one value: `MODELS=a,b,c`, `"a b c"`, `'["a", "b"]'`. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deprecation_lint.patterns import lazy

if TYPE_CHECKING:
    from deprecation_lint.scanning.tokens import Match

_NEAR = 300  # bytes looked at on each side of an ID: keeps the time linear
_GIVEN = lazy(rb"[\"']?-{0,2}[A-Za-z_][\w.\-]*\+?=(?!=)")
_EDGES = b" \t\r\n\"'\\[]"
_SIGNS = lazy(rb"[,;|]")
_BLANKS = lazy(rb"[ \t\r\n]+")
_WORD = lazy(rb"[A-Za-z0-9_][\w./:@+~\-]*")
_PREFIX = lazy(rb"(?:[\w.\-]+/)+")  # a route that this ID is not known behind
_LIKE_AN_ID = lazy(rb"[A-Za-z0-9][\w./:@+~]*[\d\-][\w./:@+~\-]*|[A-Za-z]+\d[\w./:@+~\-]*")


def list_start(text: bytes, match: Match, start: int, end: int) -> int | None:
    """Where a value between two offsets begins, if it is a list that the ID is an entry of.

    With commas its entries are single words; with blanks alone they look like IDs, since a
    command and a sentence have blanks as well. What is given by `NAME=` begins behind that.
    """
    given = _GIVEN.match(text, start, match.lead)
    start = given.end() if given else start
    begin, stop = max(start, match.lead - _NEAR), min(end, match.end + _NEAR)
    if match.lead < start or match.end > end:
        return None
    left, right = text[begin : match.lead], text[match.end : stop]
    for separator, entry in ((_SIGNS, _WORD), (_BLANKS, _LIKE_AN_ID)):
        before, after = separator.split(left), separator.split(right)
        own = before[-1].strip(_EDGES)
        if len(before) + len(after) == 2 or after[0].strip(_EDGES):
            continue
        if own and not _PREFIX.fullmatch(own):
            continue
        others = [*before[begin > start : -1], *after[1 : len(after) - (stop < end)]]
        words = [word for word in (other.strip(_EDGES) for other in others) if word]
        if words and all(entry.fullmatch(word) for word in words):
            return start
    return None
