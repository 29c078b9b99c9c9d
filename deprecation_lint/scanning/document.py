"""A file's bytes as text, with the way back: every offset maps to a byte of the file.

All scanners work on UTF-8 (`Document.text`). For a UTF-8 file that is the file itself; for any
other encoding offsets are mapped back when a finding is made, so that edits splice raw bytes.
"""

from __future__ import annotations

import codecs
from functools import cached_property
from typing import TYPE_CHECKING

from deprecation_lint.frozen import dataclass
from deprecation_lint.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_COOKIE = lazy(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_LINE_END = lazy(rb"\r\n|\r|\n")
_SNIFF = 8192
_STEP = 4096  # bytes from one place that is known to the next
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

    def locate(self, offsets: Iterable[int]) -> dict[int, Location]:
        """Where offsets of `text` are in the file: byte, line and column."""
        return {offset: self.at(offset) for offset in offsets}

    def at(self, offset: int) -> Location:
        """Where an offset of `text` is in the file."""
        known = self._known
        while len(known) <= offset // _STEP:
            begin, stop = self._step(len(known) - 1), self._step(len(known))
            known.append(self._further(known[-1], begin, stop))
        number = offset // _STEP
        if self._step(number) > offset:
            number -= 1
        return self._further(known[number], self._step(number), offset)

    @cached_property
    def _known(self) -> list[Location]:
        """Where every so many bytes of the text are in the file, as far as it was asked for.

        So a line of 16 MB is read once, however much of it is asked for.
        """
        return [Location(self.bom, 1, 1)]

    def _step(self, number: int) -> int:
        """The offset of such a place: never within a character or a line end."""
        at = min(number * _STEP, len(self.text))
        while self.text[at : at + 1] and self.text[at] & 0xC0 == 0x80:
            at += 1
        return at + (self.text[at - 1 : at + 1] == b"\r\n")

    def _further(self, place: Location, start: int, end: int) -> Location:
        """Where `end` is, if `start` is at a place."""
        between = self.text[start:end]
        raw = place.raw + self._raw_length(between)
        last = _line_start(self.text, start, end)
        if last is None:
            return Location(raw, place.line, place.column + _characters(between))
        done = self.text[start:last]
        lines = done.count(b"\n")
        if b"\r" in done:
            lines += done.count(b"\r") - done.count(b"\r\n")
        return Location(raw, place.line + lines, 1 + _characters(self.text[last:end]))

    def _raw_length(self, text: bytes) -> int:
        if self.encoding == "utf-8":
            return len(text)
        return len(text.decode("utf-8").encode(self.encoding))

    def line_text(self, offset: int, width: int = 400) -> tuple[str, int]:
        """The line around an offset, cut to at most `width` bytes on each side of it.

        Returns the text and the number of its characters before the offset.
        """
        start = max(0, offset - width)
        start = _line_start(self.text, start, offset) or start
        stop = _LINE_END.search(self.text, offset, offset + width)
        end = stop.start() if stop else min(len(self.text), offset + width)
        before = self.text[start:offset].decode("utf-8", "ignore")
        return before + self.text[offset:end].decode("utf-8", "ignore"), len(before)


def _characters(text: bytes) -> int:
    return len(text.decode("utf-8", "replace"))


def _line_start(text: bytes, start: int, end: int) -> int | None:
    """Where the last line begins behind `start`, up to `end`; `None` if none does."""
    if text[end - 1 : end + 1] == b"\r\n":
        end -= 1  # within a line end, which is not over
    last = max(text.rfind(b"\n", start, end), text.rfind(b"\r", start, end))
    return None if last < 0 else last + 1


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
