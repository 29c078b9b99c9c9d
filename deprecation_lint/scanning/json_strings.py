"""The strings of a JSON text, broken or not: where each stands, and what it is worth."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from deprecation_lint.patterns import lazy
from deprecation_lint.scanning.pieces import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = lazy(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s"{}\[\],:]+|"', re.DOTALL)
_ESCAPE = lazy(
    r"\\u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\.|[^\\]+",
    re.DOTALL,
)

_SIMPLE = {r"\n": "\n", r"\"": '"', r"\\": "\\", r"\t": "\t", r"\r": "\r", r"\/": "/"}
_DEEPEST = 100  # steps of a path; a notebook asks for those of four at most, so nothing is lost

Path = tuple["str | int", ...]


def parts_of(text: bytes, start: int, end: int) -> Iterator[Piece]:
    """The value of a JSON string (quotes excluded), cut at its escapes."""
    at = start
    for found in _ESCAPE.finditer(text[start:end].decode("utf-8")):
        raw = found[0]
        stop = at + len(raw.encode())
        escaped = raw.startswith("\\")
        value = _unescaped(raw) if escaped else raw
        yield Piece(value.encode("utf-8", "replace"), at, stop, not escaped)
        at = stop


def _unescaped(raw: str) -> str:
    """The value of the inside of a JSON string; an escape that is none stays as it is."""
    if raw in _SIMPLE:
        return _SIMPLE[raw]
    try:
        return str(json.loads(f'"{raw}"'))
    except ValueError:
        return raw


def strings_in_json(text: bytes) -> Iterator[tuple[Path, int, int]]:
    """All strings that are values, with their path and span inside the quotes; never gives up.

    Those that are very deep are left out: a path of so many steps would cost their square.
    """
    place = _Place()
    for found in _TOKEN.finditer(text):
        if found[0] == b'"':  # it never ends, and neither does a quote within it
            return
        path = place.enter(found[0])
        if path is not None:
            yield path, found.start() + 1, found.end() - 1


class _Place:
    """Where in a JSON text the reading is: the path down to the next value."""

    def __init__(self) -> None:
        self._path: list[str | int] = []
        self._key: str | None = None
        self._expects_value = True

    def enter(self, token: bytes) -> Path | None:
        """Take in a token; return the path if it is a string and a value."""
        if token in (b"{", b"["):
            self._open(token)
        elif token in (b"}", b"]"):
            self._key = None
            if self._path:
                self._path.pop()
        elif self._path and token == b",":
            self._next()
        elif token == b":":
            self._expects_value = True
        elif self._path and token[:1] == b'"':
            return self._string(token)
        return None

    def _open(self, token: bytes) -> None:
        if self._key is not None and self._path:
            self._path[-1] = self._key
        self._key = None
        self._path.append("" if token == b"{" else 0)
        self._expects_value = token == b"["

    def _next(self) -> None:
        last = self._path[-1]
        self._expects_value, self._key = isinstance(last, int), None
        if isinstance(last, int):
            self._path[-1] = last + 1

    def _string(self, token: bytes) -> Path | None:
        if self._expects_value:
            if len(self._path) > _DEEPEST:
                return None
            return (*self._path[:-1], self._path[-1] if self._key is None else self._key)
        self._key = _unescaped(token[1:-1].decode("utf-8", "replace"))
        return None
