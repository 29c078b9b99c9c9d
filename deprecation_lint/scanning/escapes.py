"""Escapes that stand for a character of an ID: `claude\\u002d2` in a text is `claude-2`."""

from __future__ import annotations

import re

from deprecation_lint.patterns import lazy
from deprecation_lint.scanning.pieces import Joined, Piece

_ESCAPE = lazy(rb"\\(?:u00([2-7][0-9A-Fa-f])|x([2-7][0-9A-Fa-f])|.)", re.DOTALL)
_HINT = lazy(rb"\\(?:u00|x)[2-7]")
_OF_AN_ID = lazy(rb"[A-Za-z0-9.@:/_\-]")


def without_escapes(text: bytes) -> Joined | None:
    """The text with such escapes replaced, and the way back; `None` if there are none."""
    if _HINT.search(text) is None:
        return None
    pieces, at = [], 0
    for found in _ESCAPE.finditer(text):
        code = found[1] or found[2]
        value = bytes((int(code, 16),)) if code else b""
        if not _OF_AN_ID.match(value):
            continue
        if found.start() > at:
            pieces.append(Piece(text[at : found.start()], at, found.start()))
        pieces.append(Piece(value, found.start(), found.end(), exact=False))
        at = found.end()
    if at < len(text):
        pieces.append(Piece(text[at:], at, len(text)))
    return Joined(tuple(pieces))
