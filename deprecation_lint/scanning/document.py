"""A file's bytes as text, with the way back: every offset maps to a byte of the file.

All scanners work on UTF-8 (`Document.text`). For a UTF-8 file that is the file itself; for any
other encoding offsets are mapped back when a finding is made, so that edits splice raw bytes.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_COOKIE = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_LINE_END = re.compile(rb"\r\n|\r|\n")
_SNIFF = 8192
_UTF8_OR_SHIFTS = ("utf-8", "iso2022", "hz", "utf-7", "undefined")


class Undecodable(Exception):
    """Why the bytes cannot be read as text."""


@dataclass(frozen=True, slots=True)
class Location:
    """A byte of the file; its line and its column in characters, both from 1.

    Only LF, CRLF and CR end a line; form feed and U+2028 do not.
    """

    raw: int
    line: int
    column: int


@dataclass(frozen=True)
class Document:
    """A text file: its raw bytes, its encoding, and its text as UTF-8 without the BOM."""

    raw: bytes
    encoding: str
    bom: int
    text: bytes

    def encode(self, text: str) -> bytes:
        """Text in the file's own encoding."""
        return text.encode(self.encoding)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in _LINE_END.finditer(self.text))]

    def locate(self, offsets: Iterable[int]) -> dict[int, Location]:
        """Where offsets of `text` are in the file: byte, line and column.

        One pass over the text, however many offsets: a line of 16 MB with 10,000 IDs is read once.
        """
        found: dict[int, Location] = {}
        at, raw, line, column = 0, self.bom, 1, 1
        for offset in sorted(set(offsets)):
            here = bisect_right(self._line_starts, offset)
            if here != line:
                start = self._line_starts[here - 1]
                raw += self._raw_length(at, start)
                at, line, column = start, here, 1
            raw += self._raw_length(at, offset)
            column += len(self.text[at:offset].decode("utf-8", "replace"))
            at = offset
            found[offset] = Location(raw, line, column)
        return found

    def at(self, offset: int) -> Location:
        """Where one offset of `text` is in the file; for many, `locate` is faster."""
        line = bisect_right(self._line_starts, offset)
        start = self._line_starts[line - 1]
        column = len(self.text[start:offset].decode("utf-8", "replace")) + 1
        raw = self._raw_line_starts[line - 1] + self._raw_length(start, offset)
        return Location(raw, line, column)

    @cached_property
    def _raw_line_starts(self) -> list[int]:
        starts = self._line_starts
        lengths = (self._raw_length(a, b) for a, b in pairwise(starts))
        return list(accumulate(lengths, initial=self.bom))

    def _raw_length(self, start: int, end: int) -> int:
        if self.encoding == "utf-8":
            return end - start
        return len(self.text[start:end].decode("utf-8").encode(self.encoding))

    def line_text(self, offset: int, width: int = 400) -> tuple[str, int]:
        """The line around an offset, cut to at most `width` bytes on each side of it.

        Returns the text and the number of its characters before the offset.
        """
        line = bisect_right(self._line_starts, offset)
        start = max(self._line_starts[line - 1], offset - width)
        stop = _LINE_END.search(self.text, offset, offset + width)
        end = stop.start() if stop else min(len(self.text), offset + width)
        before = self.text[start:offset].decode("utf-8", "ignore")
        return before + self.text[offset:end].decode("utf-8", "ignore"), len(before)


def is_binary(raw: bytes) -> bool:
    """Whether the first bytes say that this is no text: a NUL byte outside UTF-16 and UTF-32."""
    head = raw[:_SNIFF]
    return b"\0" in head and _wide(raw) is None


def decode(raw: bytes, python: bool = False) -> Document:
    """Read bytes as text: by BOM, by the coding cookie of a Python file, as UTF-8, else Latin-1.

    Raises `Undecodable` where a declared encoding does not hold.
    """
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return _document(raw, encoding, len(bom))
    wide = _wide(raw)
    if wide is not None:
        return _document(raw, wide, 0)
    declared = _cookie(raw) if python else None
    if declared is not None:
        return _document(raw, declared, 0)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return _document(raw, "latin-1", 0)
    return Document(raw, "utf-8", 0, raw)


def _document(raw: bytes, encoding: str, bom: int) -> Document:
    body = raw[bom:]
    try:
        text = body.decode(encoding)
        if text.encode(encoding) != body:
            raise Undecodable(f"not reversible as {encoding}")
    except (UnicodeError, ValueError) as error:
        if encoding == "utf-8":  # a BOM before bytes that are not UTF-8
            return Document(raw, "latin-1", 0, raw.decode("latin-1").encode())
        reason = getattr(error, "reason", error)
        raise Undecodable(f"not valid {encoding}: {reason}") from None
    if encoding == "utf-8":
        return Document(raw, "utf-8", bom, body)
    return Document(raw, encoding, bom, text.encode("utf-8"))


def _wide(raw: bytes) -> str | None:
    """UTF-16 or UTF-32, told by its BOM or by NULs that stand at every other byte."""
    for bom, encoding in _BOMS[1:]:
        if raw.startswith(bom):
            return encoding
    head = raw[:_SNIFF]
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half >= 8 and odd > half * 0.7 and even <= half * 0.05:
        return "utf-16-le"
    if half >= 8 and even > half * 0.7 and odd <= half * 0.05:
        return "utf-16-be"
    return None


def _cookie(raw: bytes) -> str | None:
    """The encoding that a Python file declares in its first two lines, if Python knows it."""
    for line in _LINE_END.split(raw[:_SNIFF], 2)[:2]:
        found = _COOKIE.match(line)
        if found:
            return _text_encoding(found[1].decode())
        if line.strip() and not line.lstrip().startswith(b"#"):
            return None
    return None


def _text_encoding(name: str) -> str | None:
    """Python's name of an encoding of text other than UTF-8, if it has one.

    An encoding with shift states is read as the ASCII that it is made of: in it, a part of a
    text cannot be encoded by itself, and offsets could not be mapped back.
    """
    try:
        found = codecs.lookup(name).name
        "".encode(found)
    except (LookupError, UnicodeError):  # unknown, or a codec such as hex: no encoding of text
        return None
    return None if found.startswith(_UTF8_OR_SHIFTS) else found
