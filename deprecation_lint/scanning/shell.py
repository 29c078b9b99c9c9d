"""The commands of a shell: words, quotes, assignments, substitutions, here-documents.

One pass over tokens with a stack of open constructs. Nothing is expanded or judged; code that is
broken, or that is not a shell's, still gives every ID a place.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from deprecation_lint.patterns import lazy
from deprecation_lint.scanning.disabled import is_disabled_code
from deprecation_lint.scanning.embedded import inner
from deprecation_lint.scanning.shell_words import (
    Command,
    Word,
    element_steps,
    list_around,
    pattern_steps,
    word_steps,
)
from deprecation_lint.scanning.trail import Found, Step, too_deep

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Literal

    from deprecation_lint.findings import Hold
    from deprecation_lint.scanning.tokens import Match
    from deprecation_lint.scanning.trail import Trail

    Mode = Literal["commands", "group", "array", "tick"]

_TOKEN = lazy(
    rb"(?P<joined>\\(?:\r\n|\r|\n))"
    rb"|(?P<escaped>\\.)"
    rb"|(?P<line>\r\n?|\n)"
    rb"|(?P<blank>[ \t\f\v]+)"
    rb"|(?P<text>'[^']*'|\$'[^'\\]*(?:\\.[^'\\]*)*')"
    rb"|(?P<quote>\"|\$\")"
    rb"|(?P<substitution>\$\()"
    rb"|(?P<tick>`)"
    rb"|(?P<comment>\#)"
    rb"|(?P<heredoc><<-?[ \t]*[\"'\\]?(?P<mark>[A-Za-z_]\w*)[\"']?)"
    rb"|(?P<redirect><<<|\d*(?:&>>?|>[>&|]?|<[>&]?))"
    rb"|(?P<end>;;?&?|&&|\|\|?|&)"
    rb"|(?P<open>\()"
    rb"|(?P<close>\))"
    rb"|(?P<chars>\$\{[A-Za-z_0-9]*|[^\s\\'\"$`|&;()<>\#]+)"
    rb"|(?P<other>.)",
    re.DOTALL,
)
_IN_QUOTES = lazy(
    rb"(?P<quote>\")|(?P<escaped>\\.)|(?P<substitution>\$\()|(?P<tick>`)|(?P<chars>[^\"\\$`]+)"
    rb"|(?P<other>.)",
    re.DOTALL,
)
_REST_OF_LINE = lazy(rb"[^\r\n]*")
_OPENING = frozenset(("substitution", "tick", "open"))
_DEEPEST = 10_000  # constructs within each other; a further one is a part of a word
_TOO_DEEP = too_deep("commands", _DEEPEST)
_SIGNS = frozenset(("redirect", "end", "open", "close"))
_MARK_LINE = lazy(rb"(?:\A|(?<=[\r\n]))[ \t]*([A-Za-z_]\w*)[ \t]*(?=[\r\n]|\Z)")
_ARRAY = lazy(rb"[A-Za-z_]\w*\+?=\Z")


def read_commands(
    text: bytes, matches: Sequence[Match], start: int = 0, end: int | None = None
) -> Iterator[Found]:
    """The trail of each ID in the commands between two offsets."""
    reader = _Reader(text, matches, start, len(text) if end is None else end)
    reader.read()
    for number, (match, told) in enumerate(zip(matches, reader.told, strict=True)):
        trail, hold = told or ((Step("text"),), "longer")
        yield Found(
            match,
            trail or (Step("text"),),
            hold,
            container=reader.containers.get(number),
            disabled=number in reader.comments and is_disabled_code(text, match.lead, match.end),
            cut=_TOO_DEEP if number in reader.cut else "",
        )


class _Open:
    """A construct that has not ended: the file itself, `$( )`, `( )`, a pair of backticks."""

    __slots__ = ("array", "cases", "command", "mode", "quoted", "start", "word")

    def __init__(self, mode: Mode, array: str = "", start: int = 0) -> None:
        self.mode = mode
        self.array = array
        self.start = start
        self.command = Command()
        self.word: Word | None = None
        self.quoted = False
        self.cases: list[bool] = []  # for each open `case`: whether a pattern comes now


class _Reader:
    def __init__(self, text: bytes, matches: Sequence[Match], start: int, end: int) -> None:
        self._text = text
        self._matches = matches
        self._end = end
        self._at = start
        self._next = 0
        self._open = [_Open("commands")]
        self._heredocs: list[tuple[bytes, Command]] = []
        self._mark_lines: dict[bytes, list[tuple[int, int]]] | None = None
        self.told: list[tuple[Trail, Hold | None] | None] = [None] * len(matches)
        self.containers: dict[int, int] = {}
        self.comments: set[int] = set()
        self.cut: set[int] = set()  # within or behind what is too deep
        self._is_cut = False
        self._deeper = 0  # parentheses that are open and too deep

    def read(self) -> None:
        """Read it all, once."""
        while self._at < self._end:
            top = self._open[-1]
            pattern = _IN_QUOTES if top.quoted else _TOKEN
            found = pattern.match(self._text, self._at, self._end)
            if found is None:
                break
            begin, self._at = self._at, found.end()
            self._token(found.lastgroup or "", found, begin, top)
        while self._open:
            self._finish(self._open.pop())

    def _token(self, kind: str, found: re.Match[bytes], begin: int, top: _Open) -> None:
        if kind in _OPENING and len(self._open) > _DEEPEST and top.mode != "tick":
            self._deeper += kind != "tick" and not top.quoted
            kind, self._is_cut = "chars", True
        elif kind == "close" and self._deeper:
            self._deeper -= 1
            kind = "chars"
        is_sign = kind in _SIGNS and not self._in_test(begin, top)
        if kind == "comment":
            self._hash(begin, top)
        elif kind in ("blank", "joined"):
            self._end_word(top)
        elif kind == "line":
            self._line(top)
        elif kind == "heredoc":
            self._end_word(top)
            self._heredocs.append((found["mark"], top.command))
        elif is_sign and kind == "redirect":
            self._end_word(top)
            top.command.redirected = True
        elif is_sign and kind == "end":
            self._separator(found[0], top)
        elif is_sign:
            self._parenthesis(kind, begin, top)
        else:
            self._part(kind, begin, top)

    def _in_test(self, begin: int, top: _Open) -> bool:
        """Whether a sign stands within `[[ ]]`, where it ends no command."""
        word = top.word
        if word is not None and top.command.is_test and self._text[word.start : begin] == b"]]":
            self._end_word(top)
        return top.command.is_test

    def _hash(self, begin: int, top: _Open) -> None:
        """A comment begins where a word could; within one, a `#` is part of it."""
        if top.word is None:
            line = _REST_OF_LINE.match(self._text, begin, self._end)
            self._at = line.end() if line else self._end
            self._comment()
        else:
            self._part("chars", begin, top)

    # --- words ---

    def _part(self, kind: str, begin: int, top: _Open) -> None:
        """A part of a word; what it opens is read next, as commands of its own."""
        if kind == "tick" and top.mode == "tick":
            self._close(top)
            return
        if top.word is None:
            top.word = Word(begin, begin)
        if kind == "quote":
            top.quoted = not top.quoted
        elif kind == "substitution":
            self._open.append(_Open("commands"))
        elif kind == "tick":
            self._open.append(_Open("tick"))
        top.word.end = self._at
        for number in self._matches_until(self._at):
            top.command.pending.append((number, len(top.command.words)))

    def _matches_until(self, end: int) -> Iterator[int]:
        while self._next < len(self._matches) and self._matches[self._next].start < end:
            if self._is_cut:
                self.cut.add(self._next)
            yield self._next
            self._next += 1

    def _end_word(self, top: _Open) -> None:
        if top.word is None:
            return
        command, word = top.command, top.word
        top.word = None
        if top.mode != "array" and not (top.cases and top.cases[-1]):
            command.add(self._text, word)
            if command.begins_case:
                self._tell(top)
                top.cases.append(True)
            elif command.ends_case and top.cases:
                top.cases.pop()
        elif self._text[word.start : word.end] == b"esac" and top.cases:
            top.cases.pop()
        else:
            command.words.append(word)

    # --- what ends a command ---

    def _separator(self, sign: bytes, top: _Open) -> None:
        self._end_word(top)
        if top.cases and top.cases[-1]:
            return  # `a|b)`
        top.command.redirected |= sign == b"|"
        self._tell(top)
        if sign.startswith(b";;") and top.cases:
            top.cases[-1] = True

    def _line(self, top: _Open) -> None:
        self._end_word(top)
        if top.mode != "array" and not (top.cases and top.cases[-1]):
            self._tell(top)
        for mark, command in self._heredocs:
            self._heredoc(mark, command)
        self._heredocs.clear()

    def _parenthesis(self, kind: str, begin: int, top: _Open) -> None:
        pattern = bool(top.cases and top.cases[-1])
        if kind == "open":
            word = top.word
            text = self._text[max(word.start, begin - 200) : begin] if word else b""
            if word and _ARRAY.match(text):
                name = text.rstrip(b"+=").decode("utf-8", "replace")
                self._open.append(_Open("array", name, begin))
            elif not pattern:
                self._end_word(top)
                fed = self._text[begin - 1 : begin] in (b"<", b">")
                self._open.append(_Open("commands" if fed else "group"))
        elif pattern:
            self._end_word(top)
            self._tell(top)
            top.cases[-1] = False
        elif len(self._open) > 1 and top.mode != "tick":
            self._close(top)
        else:
            self._end_word(top)
            self._tell(top)

    def _close(self, top: _Open) -> None:
        self._finish(top)
        self._open.pop()
        outer = self._open[-1]
        self._is_cut = self._is_cut and len(self._open) > 1
        if outer.word is not None:
            outer.word.end = self._at
        elif top.mode == "group":  # what follows `( )` is no argument: `name() { …; }`
            self._tell(outer)

    def _finish(self, top: _Open) -> None:
        top.quoted = False
        self._end_word(top)
        self._tell(top)

    # --- telling ---

    def _tell(self, top: _Open) -> None:
        """A command has ended: what its words are is known now."""
        command = top.command
        top.command = Command()
        pattern = bool(top.cases and top.cases[-1])
        for number, index in command.pending:
            match = self._matches[number]
            if index >= len(command.words):
                continue
            word = command.words[index]
            if pattern:
                self.told[number] = pattern_steps(self._text, match, word)
            elif top.mode == "array":
                self.told[number] = element_steps(self._text, match, word, top.array)
                self.containers[number] = top.start
            else:
                container = list_around(self._text, match, command, index)
                if container is not None:
                    self.containers[number] = container
                self.told[number] = word_steps(self._text, match, command, index)

    def _comment(self) -> None:
        for number in self._matches_until(self._at):
            match = self._matches[number]
            steps = inner(self._text, match.lead, match.end)
            self.told[number] = (*steps, Step("comment")), "longer"
            self.comments.add(number)

    def _heredoc(self, mark: bytes, command: Command) -> None:
        """The lines up to one that is the mark alone; without such a line there is none."""
        if self._mark_lines is None:
            self._mark_lines = {}
            for found in _MARK_LINE.finditer(self._text, self._at, self._end):
                self._mark_lines.setdefault(found[1], []).append(found.span())
        lines = self._mark_lines.get(mark, [])
        index = bisect_left(lines, (self._at, 0))
        if index == len(lines):
            return
        stop, self._at = lines[index]
        outer = Step("positional", owner=command.name)
        for number in self._matches_until(stop):
            match = self._matches[number]
            self.told[number] = (*inner(self._text, match.lead, match.end), outer), "longer"
