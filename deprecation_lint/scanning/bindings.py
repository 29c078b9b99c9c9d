"""Names that a text binds exactly once, for good: `const TEMPERATURE = 0.2`. Pure.

Which function a name belongs to is not known here, so a name counts only where no other one of
the same spelling is bound anywhere in the text.
"""

from __future__ import annotations

import re
from functools import cached_property

_BOUND = re.compile(
    rb"(?<![\w$.\-])([A-Za-z_$][\w$]{0,60})[ \t]*(?::[^=;,(){}\r\n]{1,60})?[ \t]*"
    rb"(?:[-+*/|&?]{0,2}|:)=(?![=>~])[ \t]*"
)
_FOR_GOOD = re.compile(rb"\b(?:const|final|val|readonly)\b[^=;(){}\r\n]*\Z")
_AT_MARGIN = re.compile(rb"(?:\A|[\r\n])(?:export\s+)?(?:const|final|val)\b[^=;(){}\r\n]*\Z")
_BEGINS_LINE = re.compile(rb"(?:\A|[\r\n])[ \t]*\Z")
_CAPITALS = re.compile(r"[A-Z][A-Z0-9_]*\Z")
_CAMEL = re.compile(r"[A-Za-z]+[A-Z]\w*\Z")
_BODY = re.compile(rb"\)(?=[ \t]*(?::[^\r\n{]{0,80})?(?:=>|\{))")
_PARAMETER = re.compile(rb"(?<![\w$.])[A-Za-z]\w*")
_PARTING = (b"(", b")", b"\r", b"\n")
_PARAMETERS = 200  # bytes of a line between a parameter and its bracket
_NAME = 61
_BEFORE = 120  # bytes of a line in which the keyword stands
_BY_CAPITALS = ("hash", "python")  # dialects that write a constant without a keyword


class Bindings:
    """The names of one text; it is read when the first one is asked for."""

    def __init__(self, text: bytes, dialect: str) -> None:
        self._text = text
        self._dialect = dialect
        self._found: dict[bytes, list[re.Match[bytes]]] | None = None

    def value_of(self, name: str) -> int | None:
        """Where the value of a name begins that is bound once and for good."""
        is_constant = _CAPITALS.match(name) is not None
        if self._dialect == "json" or not (is_constant or _CAMEL.match(name)):
            return None
        found = self._all().get(name.encode(), [])
        if len(found) != 1:
            return None
        before = self._text[max(0, found[0].start() - _BEFORE) : found[0].start()]
        if is_constant:
            is_plain = self._dialect in _BY_CAPITALS and _BEGINS_LINE.search(before)
            holds = bool(is_plain or _FOR_GOOD.search(before))
        else:
            holds = bool(_AT_MARGIN.search(before)) and name.encode() not in self._parameters
        return found[0].end() if holds else None

    def _all(self) -> dict[bytes, list[re.Match[bytes]]]:
        if self._found is None:
            self._found = {}
            for found in _BOUND.finditer(self._text):
                self._found.setdefault(found[1], []).append(found)
        return self._found

    @cached_property
    def _parameters(self) -> frozenset[bytes]:
        """The names in parentheses before a body, where they hide a constant of the same name."""
        text = self._text
        found: set[bytes] = set()
        for closes in _BODY.finditer(text):
            end = closes.start()
            begin = max(0, end - _PARAMETERS - _NAME)
            begin = max(begin, *(text.rfind(mark, begin, end) + 1 for mark in _PARTING))
            for name in _PARAMETER.finditer(text, begin, end):
                if end - name.end() <= _PARAMETERS:
                    found.add(name[0])
        return frozenset(found)
