"""The tokens of a text in brackets: literals, comments, marks. Linear, whatever the text holds.

What begins like a literal and never ends is looked for once: up to where it was, its mark begins
none. Plain names and literals are no tokens of their own where a bracket, or what stands before
them, is one; a reader that looks for something within them reads on behind its first sign.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from deprecation_lint.scanning.dialects import DIALECTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Kind = Literal[
    "comment",
    "string",
    "char",
    "template",
    "regex",
    "leaf",  # a bracket as a whole
    "mark",  # a bracket, or what separates, with the plain text behind it
    "open",  # from here on what may begin a literal, and is not told
    "raw",
    "words",
    "slash",
]
Token = tuple[Kind, int, int]
"""A kind, where the token begins, and where it ends."""

_LITERALS = 400  # in one token
_MISSES = 8  # patterns that do not end in one line; a further slash in it begins none
_TOO_MANY = (
    f"more than {_MISSES} patterns that begin in one line have no end: "
    "what stands behind them in it is read as if no further one began there"
)
_CLOSES = {b"(": b")", b"[": b"]", b"{": b"}"}
_CLASS = rb"\[(?:[^\]\\\r\n]|\\.)*"
_REGEX = re.compile(rb"/(?:[^/\\\[\r\n]|\\.|" + _CLASS + rb"\])+", re.DOTALL)
_OPEN_CLASS = re.compile(_CLASS, re.DOTALL)


class Tokens:
    """The tokens of one text up to `stop`; `is_regex` says where a pattern can begin."""

    def __init__(
        self, text: bytes, dialect: str, stop: int, is_regex: Callable[[int], bool]
    ) -> None:
        self._text = text
        self._dialect = dialect
        self._stop = stop
        self._is_regex = is_regex
        self._pattern, self._kinds = _pattern(dialect)
        self._unclosed: dict[bytes, tuple[int, int]] = {}  # quote: from where to where it is none
        self._endless: dict[bytes, int] = {}  # end of a literal: from where on there is none
        self._missed = (-1, 0)  # up to where a pattern was looked for, and how many in vain
        self._barred = (0, 0)  # from where to where patterns were no longer looked for

    def next(self, at: int) -> Token | None:
        """The first token from an offset on."""
        while True:
            kinds = self._kinds
            if self._unclosed:
                found, kinds = self._beside_unclosed(at)
            else:
                found = self._pattern.search(self._text, at, self._stop)
            if found is None:
                return None
            start, end = found.span()
            kind = kinds[found.lastindex or 0]
            token = _BEGUN[kind](self, start, end) if kind in _BEGUN else (kind, start, end)
            if token is not None:
                return token
            at = start + 1

    def plain(self, at: int, before: int) -> Iterator[Token]:
        """The tokens from an offset on that end before another, as far as each is told at once."""
        if self._unclosed:
            return
        for found in self._pattern.finditer(self._text, at, self._stop):
            kind = self._kinds[found.lastindex or 0]
            if found.end() > before or kind in _BEGUN or kind == "template":
                return
            yield kind, found.start(), found.end()

    def cut(self, at: int) -> str:
        """For which limit less is known of an offset that was read, or ""."""
        begin, end = self._barred
        return _TOO_MANY if begin <= at < end else ""

    def literal_end(self, at: int) -> int | None:
        """Where the literal ends that begins at an offset; `None` if none does."""
        begin, end = self._unclosed.get(self._text[at : at + 1], (0, 0))
        found = None if begin <= at < end else self._pattern.match(self._text, at, self._stop)
        if found is None:
            return None
        kind = self._kinds[found.lastindex or 0]
        if kind in ("string", "char"):
            return found.end()
        token = _BEGUN[kind](self, at, found.end()) if kind in ("raw", "words", "open") else None
        return token[2] if token is not None else None

    def _beside_unclosed(self, at: int) -> tuple[re.Match[bytes] | None, tuple[Kind, ...]]:
        """The first token from an offset on, where some quotes may begin none."""
        while True:
            here = [q for q, (begin, end) in self._unclosed.items() if begin <= at < end]
            pattern, kinds = _pattern(self._dialect, b"".join(here).decode())
            found = pattern.search(self._text, at, self._stop)
            end = min((self._unclosed[quote][1] for quote in here), default=self._stop)
            if not here or (found is not None and found.start() < end):
                return found, kinds
            at = end

    # --- what begins like a literal; `None` if it is none ---

    def _open(self, start: int, end: int) -> None:
        """A quote without its partner; a later one that it reaches has none either."""
        quote = self._text[start:end]
        found = _inside(quote.decode(), self._dialect).match(self._text, end, self._stop)
        self._unclosed[quote] = (start, found.end() if found else end)

    def _raw(self, start: int, end: int) -> Token | None:
        hashes = self._text[start:end].count(b"#")
        return self._until(b'"' + b"#" * hashes, start, end)

    def _words(self, start: int, end: int) -> Token | None:
        return self._until(_CLOSES[self._text[end - 1 : end]], start, end)

    def _until(self, mark: bytes, start: int, end: int) -> Token | None:
        if start >= self._endless.get(mark, self._stop):
            return None
        closes = self._text.find(mark, end, self._stop)
        if closes < 0:
            self._endless[mark] = start
            return None
        return "string", start, closes + len(mark)

    def _slash(self, start: int, end: int) -> Token | None:
        barred, misses = self._missed
        if not self._is_regex(start):
            return None
        if misses > _MISSES and start < barred:
            self._barred = (self._barred[0] if self._barred[1] == barred else start, barred)
            return None
        found = _REGEX.match(self._text, start, self._stop)
        end = found.end() if found else end
        if found and self._text[end : end + 1] == b"/" and end < self._stop:
            return "regex", start, end + 1
        opened = _OPEN_CLASS.match(self._text, end, self._stop)
        end = opened.end() if opened else end
        self._missed = (end, misses + 1 if end == barred else 1)
        return None


_BEGUN: dict[Kind, Callable[[Tokens, int, int], Token | None]] = {
    "open": Tokens._open,
    "raw": Tokens._raw,
    "words": Tokens._words,
    "slash": Tokens._slash,
}


def _content(quote: str, dialect: str) -> str:
    plain = f"[^{quote}\\\\]*" if DIALECTS[dialect].multiline else f"[^{quote}\\\\\r\n]*"
    return f"{plain}(?:\\\\.{plain})*"


@lru_cache(maxsize=64)
def _inside(quote: str, dialect: str) -> re.Pattern[bytes]:
    """All that a quote can hold."""
    return re.compile(_content(quote, dialect).encode(), re.DOTALL)


@lru_cache(maxsize=64)
def _pattern(dialect: str, unclosed: str = "") -> tuple[re.Pattern[bytes], tuple[Kind, ...]]:
    """The tokens of a dialect, and the kinds of its groups; quotes that are `unclosed` begin none.

    Each alternative begins with a plain sign, by which `re` finds it fast, and ends with a group
    of its own, which tells its kind.
    """
    parts: list[tuple[Kind, str]] = [*_comments(dialect), *_strings(dialect, unclosed)]
    own = DIALECTS[dialect]
    if own.chars:
        parts.append(("char", r"'(?:[^'\\\r\n]|\\[^\r\n]{1,9}?)'"))
    if own.templates:
        parts.append(("template", "`"))
    if own.regexes:
        parts.append(("slash", "/(?![*/])"))
    literal = "|".join(_plain_literal(quote, dialect) for quote in own.quotes)
    content = _run(literal, _plain(dialect))
    tail = _run(literal, _plain(dialect, ",;")) + "(?<![br#])"  # a raw literal may begin there
    parts += [("leaf", f"\\{a}{content}\\{b}") for a, b in ("()", "[]", "{}")]
    parts += [("mark", f"{re.escape(mark)}{tail}") for mark in "(){}[],;"]
    source = "|".join(f"{part}()" for _, part in parts)
    return re.compile(source.encode(), re.DOTALL), ("mark", *(kind for kind, _ in parts))


def _comments(dialect: str) -> Iterator[tuple[Kind, str]]:
    if DIALECTS[dialect].blocks:
        yield "comment", r"/\*.*?(?:\*/|\Z)"
    for mark in map(re.escape, DIALECTS[dialect].comments):
        before = f"(?<![\\w\"'`$&\\\\:]{mark})" if mark in ("//", r"\#") else ""
        yield "comment", f"{mark}{before}[^\r\n]*"


def _strings(dialect: str, unclosed: str) -> Iterator[tuple[Kind, str]]:
    own = DIALECTS[dialect]
    if own.triple:
        yield "string", r'""".*?(?:"""|\Z)'
        if "'" in own.quotes:
            yield "string", r"'''.*?(?:'''|\Z)"
    yield "raw", r'r(?<!\wr)#*"'
    yield "raw", r'br(?<!\wbr)#*"'
    if own.words:
        yield from (("words", r"%[wWiI][\[({]"), ("words", r"~[wW][\[({]"))
    for quote in own.quotes:
        if quote not in unclosed:
            yield "string", f"{quote}{_content(quote, dialect)}{quote}"
            yield "open", quote
    if own.raw:
        yield "string", "`[^`]*`"


def _plain(dialect: str, but: str = "") -> str:
    """Signs that are no bracket, and begin no literal, comment, pattern or template."""
    own = DIALECTS[dialect]
    others = "".join(mark[0] for mark in own.comments) + "/" * (own.blocks or own.regexes)
    others += own.quotes + "'" * own.chars + "`" * (own.raw or own.templates) + "%~" * own.words
    return f"[^()\\[\\]{{}}{re.escape(others + but)}]*"


def _plain_literal(quote: str, dialect: str) -> str:
    """A literal between single quotes, which is no raw one."""
    before = "(?<![r#])" if quote == '"' else ""
    behind = f"(?!{quote * 2})" if DIALECTS[dialect].triple else ""
    return f"{before}{quote}{behind}{_content(quote, dialect)}{quote}"


def _run(literal: str, plain: str) -> str:
    return f"{plain}(?:(?:{literal}){plain}){{0,{_LITERALS}}}"
