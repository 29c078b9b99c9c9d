"""Texts for people, and the snippets in them that a reader would copy and run."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING, Literal

from deprecation_lint.scanning.embedded import inner
from deprecation_lint.scanning.trail import Found, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deprecation_lint.scanning.filetypes import FileType
    from deprecation_lint.scanning.tokens import Match
    from deprecation_lint.scanning.trail import Trail

_NEAR = 300  # bytes of the line on each side of an ID that are looked at
_LONGEST_COMMAND = 64  # lines
_CUT = b"\0"  # stands for the rest of a line that begins further left

_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_LINE_BREAK = re.compile(rb"[\r\n]")
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

_STRINGS = re.compile(rb"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`[^`]*`")
_COMMENT = re.compile(rb"(?:^|\s)(?:#(?!\{)|//|/\*|<!--)|^\s*\*\s")
_ASSIGNED = re.compile(rb"(?:^|[\s;&|,{(])[A-Za-z_][\w.\-]*=\Z")
_BEHIND_OPTION = re.compile(rb"(?:^|[\s\"'])--?[A-Za-z][\w\-]*[= \t]\s*\Z")
_FIELD = re.compile(rb"(?:^|[\s,{])[A-Za-z_][\w.\-]*\s*(?::\s+|\s=\s*)\Z|^\s*-\s+\Z")
_WORD_END = re.compile(rb"[\s;&|)\"'`]|\Z")
_VALUE_END = re.compile(rb"\s*(?:[,}\])]|\Z)|\s+#")
_KEY_BEFORE = re.compile(rb"(?:^|[{,(\[]|^\s*-\s)\s*\Z")
_KEY_END = re.compile(rb"\s*(?::(?!:)|=>)")
_LINK = re.compile(rb"\]\(<?[^)\s]*\Z|^\s*\[[^\]]+\]:\s*<?\S*\Z")
_TOML_PAIR = re.compile(rb"\s*[\"']?([\w.\-]{1,200})[\"']?\s*=\s*(\[?)")


@dataclass(frozen=True, slots=True)
class _Part:
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
    return [(part.start, part.end) for part in _parts(text, kind) if part.kind == "snippet"]


def read_prose(text: bytes, matches: Sequence[Match], kind: FileType) -> Iterator[Found]:
    """Where each ID of a text for people stands, and whether in a snippet to be run."""
    parts = _parts(text, kind)
    done = 0
    if parts and parts[0].kind in ("yaml", "toml"):
        front = parts[0]
        while done < len(matches) and matches[done].start < front.end:
            done += 1
        if front.kind == "yaml":
            from deprecation_lint.scanning.yaml import read_yaml

            found = read_yaml(text, matches[:done], kind, front.start, front.end)
            yield from (replace(one, data=True) for one in found)
        else:
            yield from (
                replace(_in_toml(text, match, front), data=True) for match in matches[:done]
            )
    for match in matches[done:]:
        number = bisect_right(parts, match.start, key=lambda part: part.start) - 1
        part = parts[number] if number >= 0 and match.start < parts[number].end else None
        yield _found(text, match, part)


def _found(text: bytes, match: Match, part: _Part | None) -> Found:
    if part and part.kind == "comment":
        return Found(match, (Step("comment"),), "longer")
    if part and match.lead < part.start:
        part = None
    begin, end = (part.start, part.end) if part else (0, len(text))
    before, after = _line_around(text, match, begin, end)
    line = before + text[match.lead : match.end] + after
    steps = inner(line, len(before), len(line) - len(after))
    if part:
        return _in_snippet(match, steps, line, before, after)
    if not steps or steps[0].kind not in ("address", "endpoint"):
        steps = (Step("address"),) if _LINK.search(before) else ()
    return Found(match, (*steps[:1], Step("prose")), "longer")


def _in_snippet(match: Match, steps: Trail, line: bytes, before: bytes, after: bytes) -> Found:
    if _COMMENT.search(_STRINGS.sub(b'""', before)):
        return Found(match, (Step("comment"),), "longer")
    steps = tuple(step for step in steps if step.kind not in ("prose", "text"))
    quote = before[-1:]
    if steps and steps[0].kind in ("address", "endpoint"):
        whole = False
    elif quote in (b'"', b"'", b"`") and after[:1] == quote:
        whole = _is_literal(line, len(before) - 1)
        if _KEY_BEFORE.search(before[:-1]) and _KEY_END.match(after[1:]):
            steps = (Step("key"),)
    else:
        whole = _is_bare_value(before, after)
    return Found(match, (*steps, Step("prose")), None if whole else "longer", runnable=True)


def _is_literal(line: bytes, quote: int) -> bool:
    """Whether a quote opens a literal of its own, and not a quotation within another text.

    A text of JSON in quotes, as the body of a request on a command line, counts as its literals.
    """
    if line.startswith(_CUT):
        return False
    for found in _STRINGS.finditer(line):
        if found.start() >= quote:
            break
        if found.end() > quote:
            return found[0][1:].lstrip()[:1] in (b"{", b"[")
    return True


def _is_bare_value(before: bytes, after: bytes) -> bool:
    """Whether an ID without quotes is all of a value: `NAME=X`, `--model X`, `model: X`."""
    if _ASSIGNED.search(before) or _BEHIND_OPTION.search(before):
        return _WORD_END.match(after) is not None
    return _FIELD.search(before) is not None and _VALUE_END.match(after) is not None


def _line_around(text: bytes, match: Match, begin: int, end: int) -> tuple[bytes, bytes]:
    """The line on both sides of an ID, as far as it is looked at."""
    before = text[max(begin, match.lead - _NEAR) : match.lead]
    breaks = list(_LINE_BREAK.finditer(before))
    if breaks:
        before = before[breaks[-1].end() :]
    elif match.lead - begin > _NEAR:
        before = _CUT + before
    stop = min(end, match.end + _NEAR)
    found = _LINE_BREAK.search(text, match.end, stop)
    return before, text[match.end : found.start() if found else stop]


# --- front matter -------------------------------------------------------------------------------


def _in_toml(text: bytes, match: Match, part: _Part) -> Found:
    before, after = _line_around(text, match, part.start, part.end)
    if b"#" in _STRINGS.sub(b"", before):
        return Found(match, (Step("comment"),), "longer")
    found = _TOML_PAIR.match(before)
    if found is None:
        return Found(match, (Step("text"),), "longer")
    field = Step("member", found[1].decode("utf-8", "replace"))
    quoted = before[-1:] in (b'"', b"'") and before[-1:] == after[:1]
    if found[2]:
        return Found(match, (Step("item"), field), None if quoted else "longer")
    whole = quoted and found.end() == len(before) - 1
    return Found(match, (field,) if whole else (Step("text"), field), None if whole else "longer")


# --- the parts of a text ------------------------------------------------------------------------


def _lines(text: bytes, start: int) -> Iterator[_Line]:
    for found in _LINE.finditer(text, start):
        yield _Line(*found.span(), found[0])


def _parts(text: bytes, kind: FileType | None) -> list[_Part]:
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

    def parts(self) -> Iterator[_Part]:
        """All parts in order."""
        front = _FRONT.match(self._text)
        if front:
            kind: Literal["yaml", "toml"] = "toml" if front["yaml"] is None else "yaml"
            yield _Part(kind, *front.span(kind))
        lines = _Pushable(_lines(self._text, front.end() if front else 0))
        while line := lines.next():
            if line.blank:
                self._after_blank = True
                continue
            yield from self._block(line, lines)
            self._after_blank = False

    def _block(self, line: _Line, lines: _Pushable) -> Iterator[_Part]:
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

    def _comments(self, line: _Line, lines: _Pushable) -> Iterator[_Part]:
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
            yield _Part("comment", start, end + 3)
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


def _runnable(content: Sequence[_Line], language: bytes) -> Iterator[_Part]:
    """What of a block would be run: all of it, or of a session what stands at the prompts."""
    if not content or language in _NEVER_RUN:
        return
    if language in _SESSIONS:
        yield from _prompted(_Pushable(iter(content)), _ANY_PROMPT)
    elif any(_PROMPT.match(line.text) for line in content):
        yield from _prompted(_Pushable(iter(content)), _PROMPT)
    else:
        yield _Part("snippet", content[0].start, content[-1].end)


def _prompted(lines: _Pushable, prompt: re.Pattern[bytes]) -> Iterator[_Part]:
    while line := lines.next():
        found = prompt.match(line.text)
        if found:
            yield _command(line, line.start + found.end(), lines)


def _command(line: _Line, start: int, lines: _Pushable) -> _Part:
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
    return _Part("snippet", start, line.end)
