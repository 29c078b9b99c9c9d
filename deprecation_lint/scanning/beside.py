"""The names that stand next to an entry of a bracket, and whether its values are numbers."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from deprecation_lint.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deprecation_lint.scanning.outline import Frame

_WINDOW = 6000  # bytes of a bracket that are read for names
_MOST = 64  # names
_QUOTES = (b'"', b"'")
_SIGNS = rb"[\w$.\-]+|=>|:(?!:)=?|=(?![=~])|[,;\r\n]"
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
        last, numbers, others = b"", 0, 0
        is_value = False
        for token, depth in _tokens(self._text, start, end):
            sign = token[:1]
            if depth < 0:
                break
            if sign in b"([{":  # with what it holds, if that is plain
                others += depth == (len(token) == 1) and is_value
                is_value = False
            elif depth or sign in b")]};\r\n":
                continue
            elif sign in b":=":
                if last and len(names) < _MOST:
                    names.add(last.decode("utf-8", "replace"))
                    is_value, last = True, b""
            elif sign == b",":
                is_value, last = False, b""
            else:
                if is_value:
                    is_number = _NUMBER.match(token) is not None
                    numbers, others = numbers + is_number, others + (not is_number)
                is_value, last = False, token.strip(b"\"'")
        return Beside(frozenset(names), numbers > 0 and others == 0)


def _tokens(text: bytes, at: int, end: int) -> Iterator[tuple[bytes, int]]:
    """The signs, names and texts, and the brackets, with how deep one is behind each.

    A bracket that holds only what is plain is one token, and what is deeper is only read for
    brackets. A text without an end is looked for once: up to there its quote begins none.
    """
    depth = limit = 0
    unclosed: dict[bytes, int] = {}  # quote: up to where it begins no text
    while at < end:
        if at >= limit:
            unclosed = {quote: until for quote, until in unclosed.items() if until > at}
            limit = min(unclosed.values(), default=end)
            patterns = _pattern(tuple(unclosed), False), _pattern(tuple(unclosed), True)
        found = patterns[depth > 0].search(text, at, end)
        if found is None or found.start() > limit:
            at = limit
            continue
        token, at = found[0], found.end()
        if token in _QUOTES:
            inside = re.compile(_content(token)).match(text, at, end)
            unclosed[token] = inside.end() if inside else at
            limit = 0
            continue
        if token in b"([{":
            depth += 1
        elif token in b")]}":
            depth -= 1
        yield token, depth


def _content(quote: bytes) -> bytes:
    return rb"[^%b\\\r\n]*(?:\\.[^%b\\\r\n]*)*" % (quote, quote)


@lru_cache(maxsize=8)
def _pattern(unclosed: tuple[bytes, ...], deeper: bool) -> re.Pattern[bytes]:
    """The tokens where some quotes begin nothing; each alternative has a first sign if it can."""
    quotes = [quote for quote in _QUOTES if quote not in unclosed]
    texts = [rb"%b%b%b" % (quote, _content(quote), quote) for quote in quotes]
    plain = rb"[^\"'()\[\]{}]*"
    inside = plain + (rb"(?:(?:%b)%b)*" % (b"|".join(texts), plain) if texts else b"")
    brackets = rb"\(%b[)\]}]|\[%b[)\]}]|\{%b[)\]}]|\(|\[|\{|\)|\]|\}" % ((inside,) * 3)
    return re.compile(b"|".join([*texts, *quotes, *([] if deeper else [_SIGNS]), brackets]))
