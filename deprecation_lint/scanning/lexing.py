"""Where things end in a text in brackets: blanks, literals, expressions. Without recursion."""

from __future__ import annotations

import re
from functools import lru_cache

from deprecation_lint.request import Value
from deprecation_lint.scanning.code_tokens import Tokens
from deprecation_lint.scanning.dialects import DIALECTS

LINES = ("powershell", "hcl")
"""Dialects in which an entry ends with its line."""

_CUT = "…"
_WORDS = 40  # characters of what is unseen
_OPENS = b"([{"
_LINE_END = re.compile(rb"[\r\n]")
_TEMPLATE_SIGNS = re.compile(rb"\\.|`|\$\{|[{}]", re.DOTALL)
_BEFORE_REGEX = re.compile(rb"[=(,:\[!&|?{};+]\s*\Z|\breturn\s*\Z")


class Lexer:
    """Reads one text of a dialect up to `stop`; whatever does not end ends there."""

    def __init__(self, text: bytes, dialect: str, stop: int) -> None:
        self._text = text
        self._stop = stop
        self._has_lines = dialect in LINES
        self._tokens = Tokens(text, dialect, stop, self._is_regex)
        self._any_space = _space(dialect, within_line=False)
        self._entry_space = _space(dialect, within_line=self._has_lines)

    def skip(self, at: int) -> int:
        """Past white space and comments."""
        found = self._any_space.match(self._text, at, self._stop)
        return found.end() if found else at

    def skip_in_entry(self, at: int) -> int:
        """Past white space and comments behind which the same entry may go on."""
        found = self._entry_space.match(self._text, at, self._stop)
        return found.end() if found else at

    def literal_end(self, at: int) -> int | None:
        """Where the literal ends that begins at an offset; `None` if none does."""
        return self._tokens.literal_end(at)

    def behind(self, opened: int) -> int:
        """Where the bracket ends that opens at an offset."""
        return min(self._closing(opened + 1, within=1) + 1, self._stop)

    def expression_end(self, at: int) -> int:
        """Where an expression ends: at a comma or a bracket that is not its own."""
        return self._closing(at, within=0)

    def _closing(self, at: int, within: int) -> int:
        """The bracket that closes the outermost of so many, or what ends an expression in none."""
        depth = within
        while True:
            found = self._next(at, is_outside=depth == 0)
            if found is None:
                return self._stop
            kind, start, at = found
            sign = self._text[start : start + 1]
            if kind == "template":
                at = self.behind_template(start)
            elif kind == "line" or (kind == "mark" and depth == 0 and sign not in _OPENS):
                return start
            elif kind == "mark" and sign in _OPENS:
                at, depth = start + 1, depth + 1
            elif kind == "mark" and sign not in b",;":
                at, depth = start + 1, depth - 1
                if depth == 0 and within:
                    return start

    def _next(self, at: int, *, is_outside: bool) -> tuple[str, int, int] | None:
        """The next token, or the end of the line if it comes first and ends an entry."""
        found = self._tokens.next(at)
        if not is_outside or not self._has_lines:
            return found
        until = found[1] if found else self._stop
        line = _LINE_END.search(self._text, at, until)
        return ("line", *line.span()) if line else found

    def _is_regex(self, at: int) -> bool:
        return _BEFORE_REGEX.search(self._text[max(0, at - 40) : at]) is not None

    def behind_template(self, at: int) -> int:
        """Where the template ends that begins at an offset."""
        depths = [0]  # of the braces in each template; more than one where one is in another
        for found in _TEMPLATE_SIGNS.finditer(self._text, at + 1, self._stop):
            sign = found[0]
            if sign == b"`" and depths[-1]:
                depths.append(0)
            elif sign == b"`":
                depths.pop()
                if not depths:
                    return found.end()
            elif sign == b"${" or (sign == b"{" and depths[-1]):
                depths[-1] += 1
            elif sign == b"}" and depths[-1]:
                depths[-1] -= 1
        return self._stop

    def unseen(self, start: int, end: int) -> Value:
        """The value of an expression that is known only when the program runs."""
        end = start + len(self._text[start:end].rstrip())
        return Value(start, end, "unseen", self.words(start, end))

    def words(self, start: int, end: int) -> str:
        """The words of an expression, in one line and not too many."""
        words = " ".join(decoded(self._text[start : min(end, start + 4 * _WORDS)]).split())
        is_all = len(words) <= _WORDS and end - start <= 4 * _WORDS
        return words if is_all else words[: _WORDS - 1].rstrip() + _CUT


@lru_cache(maxsize=32)
def _space(dialect: str, within_line: bool) -> re.Pattern[bytes]:
    """White space and comments."""
    own = DIALECTS[dialect]
    parts = [r"[ \t]+" if within_line else r"\s+"]
    parts += [r"/\*.*?(?:\*/|\Z)"] if own.blocks else []
    parts += [f"{re.escape(mark)}(?!\\{{)[^\r\n]*" for mark in own.comments]
    return re.compile(f"(?:{'|'.join(parts)})*".encode(), re.DOTALL)


def decoded(word: bytes) -> str:
    """Bytes of a text as people read them."""
    return word.decode("utf-8", "replace")
