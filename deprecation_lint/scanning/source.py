"""A Python file, parsed only as far as it is asked about.

Of a large file only those functions, classes and stretches between them are parsed that hold
what is looked for; the tree of the whole file is made when something is asked of all of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from deprecation_lint.patterns import lazy
from deprecation_lint.scanning.statements import Statements, parse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from deprecation_lint.scanning.statements import Unit

_LARGE = 16 * 1024  # bytes: a smaller file is parsed before it could be cut up
_SIGN = lazy(rb"""\"\"\"|'''|\n(?:(?P<decorator>@)|(?P<head>(?:async[ \t]+)?def\b|class\b))""")
_OPEN = lazy(rb"[\"'#]")
_BACKSLASH = ord("\\")
_LONE_RETURN = lazy(rb"\r(?!\n)")
_NAMED = lazy(rb"(?:^(?:\([(\s]*)?|;[ \t(]*|\\\r?\n[ \t(]*)([^\W\d]\w*)", re.MULTILINE)
_UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)

Part = tuple[int, Statements, list[int]]
"""Where a section begins, its statements, and the offsets in it that are asked about."""


class Unparsable(Exception):
    """Why a Python file cannot be parsed; the text scanner takes over."""


class TooLarge(Unparsable):
    """Why a Python file is not parsed, valid or not: it would take too long, or too much memory."""


class Source:
    """The statements of a file, by offset. What is smaller than `large` is never cut up."""

    def __init__(self, text: bytes, large: int = _LARGE) -> None:
        self.text = text
        self._starts = section_starts(text) if len(text) >= large else [0]
        self._sections: dict[int, Statements] = {}

    @cached_property
    def whole(self) -> Statements:
        """The statements of the whole file; raise `Unparsable` where it is no valid Python."""
        try:
            return Statements(self.text, parse(self.text))
        except _UNREADABLE as error:
            raise Unparsable(_reason(error)) from None

    def units(self, offsets: Iterable[int]) -> list[Unit]:
        """The innermost units that hold the offsets; an offset in a comment has none."""
        wanted = sorted(set(offsets))
        parts = self._parts(wanted)
        if parts is None:
            return self.whole.units(wanted)
        return [unit.moved(start) for start, part, inside in parts for unit in part.units(inside)]

    def is_given_text(self, offsets: Iterable[int]) -> bool:
        """Whether an offset may stand in a text to which a name of the module is bound."""
        parts = self._parts(sorted(set(offsets)))
        return parts is None or any(part.is_given_text(inside) for _, part, inside in parts)

    def may_bind(self, name: str) -> bool:
        """Whether a statement of the module itself, and not of a block, may bind a name."""
        return "whole" in self.__dict__ or name.encode() in self._named

    @cached_property
    def _named(self) -> frozenset[bytes]:
        """The names that stand where a statement of the module could begin."""
        return frozenset(_NAMED.findall(self.text))

    def _parts(self, wanted: list[int]) -> list[Part] | None:
        """The sections that hold the offsets; `None` if the file is not cut up.

        It is not where one of the sections cannot be parsed: then the cuts may be wrong.
        """
        if len(self._starts) < 2:
            return None
        inside: dict[int, list[int]] = {}
        for offset in wanted:
            inside.setdefault(bisect_right(self._starts, offset) - 1, []).append(offset)
        try:
            return [self._part(number, offsets) for number, offsets in inside.items()]
        except _UNREADABLE:
            self._starts = [0]
            return None

    def _part(self, number: int, offsets: list[int]) -> Part:
        start, end = (*self._starts[number : number + 2], len(self.text))[:2]
        if number not in self._sections:
            text = self.text[start:end]
            self._sections[number] = Statements(text, parse(text))
        return start, self._sections[number], [offset - start for offset in offsets]


def section_starts(text: bytes) -> list[int]:
    """Where a file can be cut: before each function and class of the module, with its decorators.

    Their words begin a line within no bracket of a valid file, so only strings of several lines
    have to be known. An `@` that is no decorator stands in a bracket, which the cut would break.
    Where it is not plain what a quote is, nothing is cut.
    """
    starts, decorator, closed = [0], -1, 0
    for found in _SIGN.finditer(text) if _LONE_RETURN.search(text) is None else ():
        at = found.start()
        if at < closed:
            continue
        if found.lastgroup and text.endswith((b"\\", b"\\\r"), max(0, at - 2), at):
            continue  # it goes on with the line before
        if found["decorator"]:
            decorator = at + 1 if decorator < 0 else decorator
        elif found["head"]:
            starts.append(at + 1 if decorator < 0 else decorator)
            decorator = -1
        else:
            line = text.rfind(b"\n", closed, at) + 1
            if _OPEN.search(text, max(line, closed), at):
                return [0]
            closed = _closed(text, found[0], at + 3)
    return starts


def _closed(text: bytes, quotes: bytes, start: int) -> int:
    """Where a string of several lines ends whose text begins at `start`."""
    end = text.find(quotes, start)
    while end >= 0 and _is_escaped(text, start, end):
        end = text.find(quotes, end + 1)
    return end + len(quotes) if end >= 0 else len(text)


def _is_escaped(text: bytes, start: int, at: int) -> bool:
    before = at
    while before > start and text[before - 1] == _BACKSLASH:
        before -= 1
    return (at - before) % 2 == 1


def _reason(error: BaseException) -> str:
    line = getattr(error, "lineno", None)
    message = getattr(error, "msg", None) or type(error).__name__
    return f"{message} (line {line})" if line else str(message)
