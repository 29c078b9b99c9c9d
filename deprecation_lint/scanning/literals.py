"""Literals of the curly languages: their marks, and the text that they stand for. Pure."""

from __future__ import annotations

import re

_SIMPLE = {
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    "0": "\0",
    "\n": "",  # a line that goes on
    "\r\n": "",
}
_ESCAPE = re.compile(
    r"\\(?:u([dD][89abAB][\da-fA-F]{2})\\u([dD][c-fC-F][\da-fA-F]{2})|u([\da-fA-F]{4})"
    r"|u\{([\da-fA-F]{1,6})\}|x([\da-fA-F]{2})|(\r\n|.))",
    re.DOTALL,
)
_QUOTED = re.compile(r"\\([\\'])")
_SURROGATES = range(0xD800, 0xE000)
_LAST = 0x10FFFF
_PLAIN = ("hash", "php", "powershell")  # dialects in which '…' knows no escapes but its own
_FILLED = {  # dialect → what puts a value into a text in double quotes
    "hash": re.compile(r"#\{|[$@][A-Za-z_{]"),
    "php": re.compile(r"\$[A-Za-z_{]|\{\$"),
    "powershell": re.compile(r"\$[\w({]"),
    "dart": re.compile(r"\$[A-Za-z_{]"),
    "swift": re.compile(r"\\\("),
    "c": re.compile(r"\$[A-Za-z_{]"),
    "hcl": re.compile(r"[$%]\{"),
}


def quote_width(text: bytes, start: int) -> int:
    """The width of the mark that begins the literal at an offset."""
    head = text[start : start + 3]
    if head in (b'"""', b"'''"):
        return 3
    if head[:1] in (b"r", b"b"):
        return text.index(b'"', start) - start + 1
    return 1


def closing_width(text: bytes, start: int, width: int) -> int:
    """The width of the mark that ends it: a raw string of Rust has its hashes behind the quote."""
    return 1 + text.count(b"#", start, start + width) if text[start : start + 1] in b"rb" else width


def literal_value(text: bytes, start: int, end: int, dialect: str) -> str | None:
    """What a whole literal stands for; `None` if that is known only when the program runs."""
    width = quote_width(text, start)
    stop = max(start + width, end - closing_width(text, start, width))
    inside = text[start + width : stop].decode("utf-8", "replace")
    mark = text[start : start + 1]
    if mark in (b"r", b"b") or (mark == b"`" and dialect == "go"):
        return inside
    if mark == b"'" and dialect in _PLAIN:
        return _QUOTED.sub(r"\1", inside)
    filled = _FILLED.get(dialect)
    if filled is not None and filled.search(inside):
        return None
    return _ESCAPE.sub(_unescaped, inside) if "\\" in inside else inside


def _unescaped(found: re.Match[str]) -> str:
    high, low, four, braced, two, simple = found.groups()
    if high:
        code = 0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00
    elif simple is not None:
        return _SIMPLE.get(simple, simple)
    else:
        code = int(four or braced or two, 16)
    return "\ufffd" if code in _SURROGATES or code > _LAST else chr(code)
