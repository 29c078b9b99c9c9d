"""The parts of a text for people that are no prose: snippets, comments, front matter."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, Literal

from deprecation_lint.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deprecation_lint.scanning.filetypes import FileType

_LONGEST_COMMAND = 64  # lines
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_FENCE = re.compile(
    rb"(?P<left>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]{1,8})?)"
    rb"(?P<mark>`{3,}(?=[^`]*\Z)|~{3,})(?P<info>[^\r\n]*)\s*\Z"
)
_FENCE_END = re.compile(rb"[ \t>]*(`{3,}|~{3,})\s*\Z")
_LANGUAGE = re.compile(
    rb"\s*(?P<brace>\{?)(?:(?:code-block|code-cell|code|sourcecode)\}\s+)?\.?(?P<name>[\w+#-]*)"
)
_DIRECTIVE = re.compile(
    rb"\s*\.\. (?:code-block|code|sourcecode|code-cell|prompt|parsed-literal)::[ \t]*"
    rb"(?P<info>[^\r\n]*)"
)
_SOURCE = re.compile(rb"\[(?:source|,)(?:%\w+)*,?\s*(?P<info>[\w+#-]*)[^\r\n]*\]\s*\Z")
_DASHES = re.compile(rb"-{4,}\s*\Z")
_PROMPT = re.compile(rb"[ \t]*(?:(?:\([\w.-]+\) ?)?\$|>>>|PS[^>\r\n]{0,80}>)[ \t]+(?=[^\s\d])")
_ANY_PROMPT = re.compile(_PROMPT.pattern + rb"|[ \t]*(?:>|%|In \[\d+\]:)[ \t]+(?=\S)")
_GOES_ON = re.compile(rb"[ \t]*(?:\.\.\.|>)(?:[ \t]|[\r\n]|\Z)")  # behind a line with a prompt
_LIST_ITEM = re.compile(rb" {0,3}(?:[-*+]|\d{1,9}[.)])\s|!!!|\?\?\?|===|\[\^[^\]]+\]:")
_DOTS = re.compile(rb"\s*\.\. ")
_MARGIN = re.compile(rb"[ \t]*")
_PATCH = re.compile(rb"diff |Index: |--- \S|From [0-9a-f]{40} ")
_FRONT = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:"
    rb"---[ \t]*(?:\r\n?|\n)(?P<yaml>(?:.*?[\r\n])??)(?:---|\.\.\.)"
    rb"|\+\+\+[ \t]*(?:\r\n?|\n)(?P<toml>(?:.*?[\r\n])??)\+\+\+"
    rb")[ \t]*(?:\r\n?|\n|\Z)",
    re.DOTALL,
)
_NEVER_RUN = frozenset(
    b"text txt plain plaintext output diff patch mermaid csv tsv log logs".split()
)
_BOXES = frozenset(  # of prose, written like a fence: `{note}`
    b"note warning tip important hint caution danger attention error seealso admonition figure "
    b"image toctree math table".split()
)
_SESSIONS = frozenset(
    b"console shell-session shellsession sh-session terminal session pycon doctest ipython".split()
)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text that is no prose."""

    kind: Literal["snippet", "comment", "yaml", "toml"]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int  # behind the line end
    text: bytes

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    @property
    def margin(self) -> int:
        """How far the line is indented; a tab counts as four."""
        found = _MARGIN.match(self.text)
        return len(found[0].expandtabs(4)) if found else 0


def snippet_spans(text: bytes, kind: FileType | None = None) -> list[tuple[int, int]]:
    """The snippets that a reader would copy and run, in order."""
    return [(part.start, part.end) for part in parts_of(text, kind) if part.kind == "snippet"]


def _lines(text: bytes, start: int) -> Iterator[_Line]:
    for found in _LINE.finditer(text, start):
        yield _Line(*found.span(), found[0])


def parts_of(text: bytes, kind: FileType | None) -> list[Part]:
    """What of a text is more than prose, in order."""
    dialect = (kind.dialect or kind.name) if kind else ""
    if dialect == "diff" or _PATCH.match(text):
        return []
    return list(_Reader(text, dialect).parts())


class _Reader:
    """Reads a text line by line and gives what is a snippet or a comment."""

    def __init__(self, text: bytes, dialect: str) -> None:
        self._text = text
        self._indents = dialect == "markdown"  # whether what is indented is code
        self._doubles = dialect != "asciidoc"  # whether `::` announces code
        self._after_blank = True
        self._in_list = False
        self._literal: tuple[int, bytes] | None = None  # margin and language of `::`, until read
        self._source: bytes | None = None  # the language of a `[source]` that has been announced
        self._comments_end = True  # whether a further `-->` may come

    def parts(self) -> Iterator[Part]:
        """All parts in order."""
        front = _FRONT.match(self._text)
        if front:
            kind: Literal["yaml", "toml"] = "toml" if front["yaml"] is None else "yaml"
            yield Part(kind, *front.span(kind))
        lines = _Pushable(_lines(self._text, front.end() if front else 0))
        while line := lines.next():
            if line.blank:
                self._after_blank = True
                continue
            yield from self._block(line, lines)
            self._after_blank = False

    def _block(self, line: _Line, lines: _Pushable) -> Iterator[Part]:
        """The parts that a line, and those that belong to it, hold."""
        if _LIST_ITEM.match(line.text):
            self._in_list = True
        elif self._after_blank and line.margin == 0:
            self._in_list = False
        fence = _FENCE.match(line.text)
        if fence:
            content = _fenced(lines, fence["mark"], quoted=b">" in fence["left"])
            yield from _runnable(list(content), _language(fence["info"]))
        elif self._literal and line.margin > self._literal[0] and self._after_blank:
            margin, language = self._literal
            self._literal = None
            yield from _runnable([line, *_indented(lines, margin)], language)
        elif self._after_blank and not self._in_list and self._indents and line.margin >= 4:
            yield from _runnable([line, *_indented(lines, 3)], b"")
        elif self._source is not None and _DASHES.match(line.text):
            language, self._source = self._source, None
            content = takewhile(lambda at: not _DASHES.match(at.text), iter(lines.next, None))
            yield from _runnable(list(content), language)
        elif prompt := _PROMPT.match(line.text):
            yield _command(line, line.start + prompt.end(), lines)
        else:
            self._announce(line)
            yield from self._comments(line, lines)

    def _announce(self, line: _Line) -> None:
        """Remember what a line of prose says of the lines that follow."""
        directive = _DIRECTIVE.match(line.text)
        if directive:
            self._literal = line.margin, _language(directive["info"])
        elif self._doubles and line.text.rstrip().endswith(b"::") and not _DOTS.match(line.text):
            self._literal = line.margin, b""
        elif self._literal and line.margin <= self._literal[0]:
            self._literal = None
        source = _SOURCE.match(line.text)
        if source:
            self._source = source["info"].lower()
        elif not line.text.startswith(b"."):  # the title of the block
            self._source = None

    def _comments(self, line: _Line, lines: _Pushable) -> Iterator[Part]:
        """The comments that begin in a line; what else stands in their last line is prose."""
        start = line.start
        while self._comments_end and (start := self._text.find(b"<!--", start, line.end)) >= 0:
            if self._text[start - 1 : start] == b"`":  # it is only spoken of
                start += 4
                continue
            end = self._text.find(b"-->", start + 4)
            self._comments_end = end >= 0
            if end < 0:
                return
            yield Part("comment", start, end + 3)
            start = end + 3
            while start > line.end and (further := lines.next()):
                line = further


class _Pushable:
    """Lines, of which one that was read too early can be given back."""

    def __init__(self, lines: Iterator[_Line]) -> None:
        self._lines = lines
        self._back: list[_Line] = []

    def next(self) -> _Line | None:
        """The next line, or `None` behind the last one."""
        return self._back.pop() if self._back else next(self._lines, None)

    def back(self, line: _Line) -> None:
        """Give a line back."""
        self._back.append(line)


def _language(info: bytes) -> bytes:
    """The language behind a fence; `text` for a box of prose that is written like one."""
    found = _LANGUAGE.match(info)
    name = found["name"].lower() if found else b""
    return b"text" if found and found["brace"] and name in _BOXES else name


def _fenced(lines: _Pushable, mark: bytes, quoted: bool) -> Iterator[_Line]:
    """The lines up to the end of a fence, or of the quotation that it stands in."""
    while line := lines.next():
        if quoted and not line.text.lstrip().startswith(b">"):
            lines.back(line)
            return
        end = _FENCE_END.match(line.text)
        if end and end[1].startswith(mark):
            return
        yield line


def _indented(lines: _Pushable, margin: int) -> Iterator[_Line]:
    """The lines that are indented further, with the blank lines between them."""
    blanks: list[_Line] = []
    while line := lines.next():
        if line.blank:
            blanks.append(line)
        elif line.margin > margin:
            yield from blanks
            blanks = []
            yield line
        else:
            lines.back(line)
            break
    if blanks:
        lines.back(blanks[-1])


def _runnable(content: Sequence[_Line], language: bytes) -> Iterator[Part]:
    """What of a block would be run: all of it, or of a session what stands at the prompts."""
    if not content or language in _NEVER_RUN:
        return
    if language in _SESSIONS:
        yield from _prompted(_Pushable(iter(content)), _ANY_PROMPT)
    elif any(_PROMPT.match(line.text) for line in content):
        yield from _prompted(_Pushable(iter(content)), _PROMPT)
    else:
        yield Part("snippet", content[0].start, content[-1].end)


def _prompted(lines: _Pushable, prompt: re.Pattern[bytes]) -> Iterator[Part]:
    while line := lines.next():
        found = prompt.match(line.text)
        if found:
            yield _command(line, line.start + found.end(), lines)


def _command(line: _Line, start: int, lines: _Pushable) -> Part:
    """A command at a prompt, with the lines behind a backslash and within quotes."""
    quotes = 0
    for _ in range(_LONGEST_COMMAND):
        quotes += line.text.count(b"'")
        further = lines.next()
        if further is None:
            break
        escaped = line.text.rstrip().endswith(b"\\")
        if further.blank or not (escaped or quotes % 2 or _GOES_ON.match(further.text)):
            lines.back(further)
            break
        line = further
    return Part("snippet", start, line.end)
