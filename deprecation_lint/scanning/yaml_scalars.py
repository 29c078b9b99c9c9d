"""What a scalar of YAML says: its text without quotes, escapes and folds, and its kind. Pure.

Kinds are those of the core rules of YAML 1.2: `yes`, `0123` with its zero and dates are no more
than they look like.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deprecation_lint.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deprecation_lint.request import ValueKind

_BREAK = lazy(rb"\r\n?|\n")
_BLANKS = b" \t"
_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_FLAG = frozenset(("true", "True", "TRUE", "false", "False", "FALSE"))
_NUMBER = lazy(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_OTHER_BASE = lazy(r"0[ox]")
_ESCAPE = lazy(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = dict(zip("0abtnvfreN_LP", "\0\a\b\t\n\v\f\r\x1b\x85\xa0\u2028\u2029", strict=True))
_LAST_CODE_POINT = 0x10FFFF


def plain(source: bytes) -> tuple[ValueKind, str]:
    """The kind and the text of a plain scalar, which may go over several lines."""
    text = _decoded(_folded(source))
    if text in _NULL:
        return "null", ""
    if text in _FLAG:
        return "flag", text.lower()
    if _NUMBER.fullmatch(text):
        return "number", str(int(text, 0)) if _OTHER_BASE.match(text) else text.lower()
    return "text", text


def quoted(source: bytes, quote: bytes) -> str:
    """The text of what stands between two quotes."""
    if quote == b"'":
        return _decoded(_folded(source)).replace("''", "'")
    return _ESCAPE.sub(_unescaped, _decoded(_folded(source, escapes=True)))


def block(source: bytes, header: str, owner: int, ended: bool) -> str:
    """The text of a block scalar behind a header such as `>-`.

    `owner` is the column of what it belongs to; `ended`: its last line has an end.
    """
    lines = [_decoded(line) for line in _BREAK.split(source)]
    told = next((int(sign) for sign in header if sign.isdigit()), 0)
    indent = owner + told if told else _indentation(lines)
    lines = [_without(line, indent) for line in lines]
    blanks = 0
    while lines and not lines[-1]:
        lines.pop()
        blanks += 1
    if not lines:
        return "\n" * (blanks - 1 + ended) if "+" in header else ""
    text = "".join(_joined(lines) if header.startswith(">") else ["\n".join(lines)])
    if "-" in header:
        return text
    kept = blanks + ended if "+" in header else min(1, blanks + ended)
    return text + "\n" * kept


def _decoded(source: bytes) -> str:
    return source.decode("utf-8", "replace")


def _indentation(lines: list[str]) -> int:
    for line in lines:
        text = line.lstrip(" ")
        if text:
            return len(line) - len(text)
    return max(len(line) for line in lines)


def _without(line: str, indent: int) -> str:
    """A line without its indentation; one that is not deep enough has none left."""
    return line[indent:] if not line[:indent].strip(" ") else line.lstrip(" ")


def _joined(lines: list[str]) -> Iterator[str]:
    """Folded lines: those that begin with a blank keep the line ends around them."""
    blanks = 0
    last: str | None = None
    for line in lines:
        if not line:
            blanks += 1
            continue
        if last is None:
            yield "\n" * blanks
        elif last[0] in " \t" or line[0] in " \t":
            yield "\n" * (blanks + 1)
        else:
            yield "\n" * blanks if blanks else " "
        yield line
        last, blanks = line, 0


def _folded(source: bytes, escapes: bool = False) -> bytes:
    """Lines of a plain or quoted scalar as one: a line end is a space, blank lines stay."""
    lines = _BREAK.split(source)
    if len(lines) == 1:
        return source
    parts: list[bytes] = []
    gap = b""  # what stands between the line before and the next one that is not blank
    for number, line in enumerate(lines):
        content = line if number == 0 else line.lstrip(_BLANKS)
        if number < len(lines) - 1:
            content = _right_stripped(content, escapes)
        if number and not content and number < len(lines) - 1:
            gap = b"\n" if gap == b" " else gap + b"\n"
            continue
        parts += (gap, content)
        gap = b" "
        if escapes and number < len(lines) - 1 and _is_open(content):
            parts[-1], gap = content[:-1], b""
    return b"".join(parts)


def _right_stripped(line: bytes, escapes: bool) -> bytes:
    """A line without the blanks at its end, but for one that is escaped."""
    content = line.rstrip(_BLANKS)
    if escapes and len(content) < len(line) and _is_open(content):
        return line[: len(content) + 1]
    return content


def _is_open(line: bytes) -> bool:
    """Whether a line ends with a backslash that is not escaped itself."""
    return (len(line) - len(line.rstrip(b"\\"))) % 2 == 1


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if code is None:
        return _ESCAPED.get(found[4], found[4])
    number = int(code, 16)
    surrogate = 0xD800 <= number < 0xE000
    return chr(0xFFFD if surrogate or number > _LAST_CODE_POINT else number)
