"""One command of a shell: what each of its words is, and what an ID in a word is."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from deprecation_lint.frozen import dataclass
from deprecation_lint.patterns import lazy
from deprecation_lint.scanning.embedded import inner
from deprecation_lint.scanning.listed import list_start
from deprecation_lint.scanning.trail import Step

if TYPE_CHECKING:
    from deprecation_lint.findings import Hold
    from deprecation_lint.scanning.tokens import Match
    from deprecation_lint.scanning.trail import Trail

    Told = tuple[Trail, Hold | None]

_LONGEST = 200  # bytes of a word that can be a name
_BEFORE = 300  # bytes of a word looked at before an ID
_AFTER = 120
_KEYWORDS = frozenset(b"if then elif else fi while until do done ! { } time function".split())
_WRAPPERS = frozenset(b"sudo exec env nohup command builtin".split())
_EXPORTING = frozenset((b"export", b"setenv"))
_DECLARING = frozenset(b"declare typeset local readonly".split())
_SAYING = frozenset(("echo", "printf", "print"))
_TESTING = frozenset((b"[", b"[[", b"test"))
_ASSIGNMENT = lazy(rb"[\"']?([A-Za-z_]\w*)(?:\[[^\]\s]*\])?\+?=")
_EXPORT_FLAG = lazy(rb"-[A-Za-z]*x[A-Za-z]*")
_OPTION = lazy(rb"[\"']?(--?[A-Za-z][\w.\-]*)")
_OPTION_VALUE = lazy(rb"[\"']?(--?[A-Za-z][\w.\-]*)=")
_DEFAULT = lazy(rb"\$\{(\w+|[@*]):?[-=]([\"']?)\Z")
_DEFAULT_END = lazy(rb"[\"']?\}")
_ELEMENT_KEY = lazy(rb"\[[\"']?\Z")
_ELEMENT_KEY_END = lazy(rb"[\"']?\]=[\"']?(-?[\d.]+[\"']?\Z)?")
_ELEMENT_VALUE = lazy(rb"\[[^\]\s]*\]=")
_QUOTES = (b"", b'"', b"'", b"$'")


@dataclass(slots=True)
class Word:
    """The bytes `start` to `end` of a text that a shell takes as one word."""

    start: int
    end: int


@dataclass(slots=True)
class Command:
    """A command as it is read. `pending`: numbers of IDs, and of the words that they stand in."""

    words: list[Word] = field(default_factory=list)
    pending: list[tuple[int, int]] = field(default_factory=list)
    redirected: bool = False
    first: int = -1  # the number of the word that is the command's name
    name: str = ""
    verb: bytes = b""
    exports: bool = False
    loop: bool = False  # `for x in`
    begins_case: bool = False
    ends_case: bool = False
    is_test: bool = False  # within `[[ ]]`, where `&&` and `<` end no command

    def add(self, text: bytes, word: Word) -> None:
        """A word has ended."""
        content = text[word.start : min(word.end, word.start + _LONGEST)]
        self.ends_case = False
        if self.first < 0:
            if content in _KEYWORDS and not self.words:
                return
            self.ends_case = content == b"esac"
            if not _ASSIGNMENT.match(content) and content not in _WRAPPERS:
                self.first, self.verb = len(self.words), content
                self.name = content.strip(b"\"'").decode("utf-8", "replace")
                self.exports = content in _EXPORTING
                self.is_test = content == b"[["
        elif self.is_test and content == b"]]":
            self.is_test = False
        elif self.verb in _DECLARING and _EXPORT_FLAG.fullmatch(content):
            self.exports = True
        elif content == b"in" and len(self.words) == self.first + 2:
            self.begins_case = self.verb == b"case"
            self.loop = self.verb in (b"for", b"select")
        self.words.append(word)


def pattern_steps(text: bytes, match: Match, word: Word) -> Told:
    """An ID in a pattern of a `case`."""
    return (Step("compared"),), _value(text, match, word, word.start)[1]


def word_steps(text: bytes, match: Match, command: Command, index: int) -> Told:
    """The trail of an ID in a word of a command, and whether it is a value of its own."""
    word = command.words[index]
    head = text[word.start : min(match.lead, word.start + _LONGEST)]
    default = _default(text, match, word)
    outer, start = _outer(text, head, command, index, word)
    if default is not None:
        kept = tuple(other for other in outer if other.kind != "prose")
        return (default[0], *kept), default[1]
    steps, hold = _value(text, match, word, start)
    if outer and outer[0].kind == "compared":
        return outer, hold
    said = outer and outer[0].kind == "prose"
    if said and command.redirected and steps and steps[0].kind not in ("prose", "text"):
        outer = outer[1:]  # `echo MODEL=… >> file`: what is written, not what is said
    elif said:
        return (outer, "longer") if steps else ((Step("returned"),), hold)
    return (*steps, *outer), hold


def list_around(text: bytes, match: Match, command: Command, index: int) -> int | None:
    """Where the list begins that an ID is an entry of: of a loop, or within its word."""
    first = command.first
    if command.loop and index > first + 2:
        return command.words[first + 3].start
    word = command.words[index]
    return list_start(text, match, word.start, word.end)


def _default(text: bytes, match: Match, word: Word) -> tuple[Step, Hold | None] | None:
    """`${NAME:-…}`; of a parameter with a number it is no environment's."""
    before = text[max(word.start, match.lead - _BEFORE) : match.lead]
    found = _DEFAULT.search(before)
    if found is None:
        return None
    named = not found[1].isdigit() and found[1] not in (b"@", b"*")
    name = found[1].decode("utf-8", "replace")
    whole = _DEFAULT_END.match(text, match.end, word.end)
    step = Step("environment", name=name) if named else Step("fallback")
    return step, None if whole else "longer"


def _value(text: bytes, match: Match, word: Word, start: int) -> Told:
    """The steps within a value that begins at an offset of a word; none if it is the ID alone."""
    if match.lead < start:  # its prefix began in another word
        return (Step("text"),), "longer"
    left = text[start : match.lead] if match.lead - start <= 2 else b"..."
    right = text[match.end : word.end] if word.end - match.end <= 1 else b"..."
    quoted = left or (text[word.start : word.start + 1] if right else b"")
    if left in _QUOTES and right in (b"", b'"', b"'") and quoted[-1:] == right:
        return (), None
    begin = max(start, match.lead - _BEFORE)
    window = text[begin : min(word.end, match.end + _AFTER)]
    return inner(window, match.lead - begin, match.end - begin), "longer"


def element_steps(text: bytes, match: Match, word: Word, array: str) -> Told:
    """An ID in an element of an array, or its key: `[claude-x]=3`."""
    outer = Step("assigned", name=array)
    head = text[word.start : min(match.lead, word.start + _LONGEST)]
    behind = text[match.end : min(word.end, match.end + _LONGEST)]
    key = _ELEMENT_KEY_END.match(behind)
    if _ELEMENT_KEY.fullmatch(head) and key:
        return (Step("key", numeric=key[1] is not None), outer), None
    default = _default(text, match, word)
    if default is not None:
        return (default[0], Step("item"), outer), default[1]
    paired = _ELEMENT_VALUE.match(head)
    steps, hold = _value(text, match, word, word.start + (paired.end() if paired else 0))
    return (*steps, Step("item"), outer), hold


def _outer(text: bytes, head: bytes, command: Command, index: int, word: Word) -> tuple[Trail, int]:
    """The steps around the value in a word, and where that value begins."""
    first = command.first
    assignment = _ASSIGNMENT.match(head)
    declares = command.exports or command.verb in _DECLARING or command.verb == b"alias"
    if assignment and (first < 0 or index < first or declares):
        name = assignment[1].decode("utf-8", "replace")
        environment = command.exports or index < first
        step = Step("environment" if environment else "assigned", name=name)
        return (step,), word.start + assignment.end()
    if index == first:
        return (), word.start
    if command.verb in _TESTING:
        return (Step("compared"),), word.start
    if command.loop and index > first + 2:
        name = _content(text, command.words[first + 1])
        return (Step("item"), Step("assigned", name=name)), word.start
    if command.name in _SAYING:
        return (Step("prose"),), word.start
    return _argument(text, head, command, index, word)


def _argument(
    text: bytes, head: bytes, command: Command, index: int, word: Word
) -> tuple[Trail, int]:
    """The steps around an argument: of an option, or by its place."""
    called = Step("positional", owner=command.name, index=index - command.first - 1)
    own = _OPTION_VALUE.match(head)
    if own:
        name = own[1].decode("utf-8", "replace")
        return (Step("option", name=name), Step("positional", owner=command.name)), (
            word.start + own.end()
        )
    before = _OPTION.fullmatch(_content(text, command.words[index - 1]).encode())
    if before and index - 1 > command.first:
        name = before[1].decode("utf-8", "replace")
        return (Step("option", name=name), Step("positional", owner=command.name)), word.start
    return (called,), word.start


def _content(text: bytes, word: Word) -> str:
    content = text[word.start : min(word.end, word.start + _LONGEST)]
    return content.strip(b"\"'").decode("utf-8", "replace")
