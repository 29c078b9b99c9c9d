"""Programs in curly languages, and data in brackets: the trail of each ID by its outline."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from deprecation_lint.scanning import calls
from deprecation_lint.scanning.beside import Beside, Neighbours
from deprecation_lint.scanning.code_requests import CodeRequests, Fields
from deprecation_lint.scanning.containers import Containers
from deprecation_lint.scanning.dialects import DIALECTS
from deprecation_lint.scanning.disabled import is_disabled_code
from deprecation_lint.scanning.embedded import inner
from deprecation_lint.scanning.headers import Headers
from deprecation_lint.scanning.heads import Heads, frames
from deprecation_lint.scanning.left import look_left
from deprecation_lint.scanning.literals import closing_width, quote_width
from deprecation_lint.scanning.outline import Outline
from deprecation_lint.scanning.trail import Found, Step, cut_off

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from deprecation_lint.scanning.filetypes import FileType
    from deprecation_lint.scanning.left import Left
    from deprecation_lint.scanning.outline import Frame, Spot
    from deprecation_lint.scanning.tokens import Match
    from deprecation_lint.scanning.trail import Trail

_DEEP = 12  # brackets looked through on the way out
_RIGHT = 160  # bytes behind a literal
_HEAD = 400  # bytes before a literal or a bracket

_COMPARED_RIGHT = re.compile(rb"\s*\)?\s*(?:[!=]==?|(?:not\s+)?in\s+[\w.(]|\}?\s*=~)")
_KEY_RIGHT = re.compile(rb"\s*\]?\s*(?::(?![:=])|=(?![=>~]))|\s+to\s")
_PATTERN_RIGHT = re.compile(rb"(?:\s*[|,]\s*\"[^\"\r\n]*\")*\s*(?:if\b[^=\r\n]*)?(=>|->)")
_ARROW_RIGHT = re.compile(rb"\s*\]?\s*=>")
_UNION_RIGHT = re.compile(rb"\s*\|(?!\|)")
_CALLED_RIGHT = re.compile(rb"\s*\)?\s*\??\.(\w+)[?!]?\s*\(")
_PAIR_RIGHT = re.compile(rb"\s*,\s*-?\d[\d._]*[a-zA-Z]?\s*[,)}\]]")
_TYPED_NAME = re.compile(r":\s*[\w<>\[\]?|. ]+=\s*\Z")
_MADE = re.compile(r"\bnew\s+[\w.<>]+\s*(?:\(\s*\))?\s*\Z")
_NAME_FIRST = re.compile(
    r"\s*(?:(?:const|var)\s+)?(?!(?:const|var|return)\b)(\w+)\s+[\w.*\[\]]+\s*=\s*\Z"
)
_BLOCK_RIGHT = re.compile(rb"\s*(?:=>|\{|:\s*[\w<>\[\]|]+\s*(?:=>|\{))")
_VALUE = re.compile(rb"\s*(?:[\w:.<>&]+\s*)?([{(\[])|\s*-?([\d.]+)")
_PATTERNS = re.compile(r"\b(?:match|when|switch)\b[^;{}]*\Z|\bmatches!\s*\Z")
_BETWEEN_TAGS = re.compile(rb"[\w\"'/}\s]>[^<>;={}]*\Z")
_CASE_HINT = re.compile(rb"\b(?:case|when)\b")
_ENUM = re.compile(
    r"\benum\s+(?:class\s+|struct\s+)?\w+[^;=(){}]*(?:\([^(){}]*\)[^;=(){}]*)?\Z"
    r"|\bclass\s+\w+\((?:str,\s*)?(?:\w+\.)?(?:Str)?Enum\)\s*\Z|\binterface\s+\w+[^;=(){}]*\Z"
)
_TESTS = re.compile(r"\bmod\s+tests?\s*\Z")
_DECLARATION = re.compile(r"^\s*(?:const|var)\s*\Z")
_DECLARES = re.compile(r"\b(?:function|def|fun|func|fn|constructor|init|param)\b[^(){}=]*\Z")
_FALLBACK_CALL = re.compile(r"(?:unwrap_or|or_?[eE]lse|getOrDefault|getordefault|fetch|or_default)")
_GETENV = re.compile(r"(?i)(?:get_?env\w*|env\.get|envor\w*|\benv|env\.fetch|os\.environ\.get)\Z")


def read_code(text: bytes, matches: Sequence[Match], kind: FileType) -> Iterable[Found]:
    """The trail of every ID in a text of the dialect of the file type."""
    return read_part(Fields(text), matches, kind, 0)


def read_part(
    fields: Fields, matches: Sequence[Match], kind: FileType, start: int
) -> Iterable[Found]:
    """The same for the IDs of one part of a text, which is read from `start` on."""
    return _Reader(fields, matches, kind, start).all(matches)


class _Reader:
    def __init__(self, fields: Fields, matches: Sequence[Match], kind: FileType, at: int) -> None:
        self._text, dialect = fields.text, kind.dialect
        self._dialect = DIALECTS[dialect]
        self._may_be_bare = self._dialect.fields or dialect == "code"
        self.spots = Outline(self._text, matches, dialect, at).spots
        self._heads = Heads(self._text)
        self._requests = CodeRequests(fields, kind, self._heads, at)
        self._containers = Containers(self._text, self._heads)
        self._beside = Neighbours(self._text)
        self._headers = Headers(self._text, is_toml=dialect == "toml")

    def all(self, matches: Sequence[Match]) -> Iterable[Found]:
        """All IDs with their trails, and with what is asked of the models by them."""
        spots = zip(matches, self.spots, strict=True)
        found = [cut_off(self._found(match, spot), spot.cut) for match, spot in spots]
        return self._requests.with_uses(found)

    def _found(self, match: Match, spot: Spot) -> Found:
        """One ID with its trail."""
        plain = self._outside(match, spot)
        if plain is not None:
            return plain
        start, end, is_whole = self._extent(match, spot)
        left = self._heads.before(spot.entry, start)
        around = tuple(self._around(spot, left, start, end))
        found = self._trail(match, spot, around, is_whole=is_whole)
        return replace(
            found,
            requests=self._requests.around(spot, left, around),
            container=self._container(spot, left, around, start),
        )

    def _trail(self, match: Match, spot: Spot, around: Trail, *, is_whole: bool) -> Found:
        """An ID that is a value, or part of one, with the steps around that value."""
        if is_whole:
            return Found(match, around)
        if self._text[spot.start : spot.start + 1] in (b"%", b"~"):  # a list of words
            return Found(match, (Step("item"), *around), "longer")
        steps = self._inner(match, self._bounds(match, spot))
        return Found(match, (*steps, Step("text"), *around), "longer")

    def _outside(self, match: Match, spot: Spot) -> Found | None:
        """An ID that is no value: in a comment, a pattern, a header, a text, or the code itself."""
        if spot.kind == "comment":
            is_code = is_disabled_code(self._text, match.lead, match.end)
            trail = (*self._inner(match), Step("comment"))
            return Found(match, trail, "longer", disabled=is_code)
        step = Step("compared") if spot.kind == "regex" else self._header_key(spot.frame)
        if step is None and spot.kind == "bare" and not self._is_value(match):
            step = Step("prose" if self._is_shown(match) else "code")
        return Found(match, (step,), "longer") if step else None

    def _bounds(self, match: Match, spot: Spot) -> tuple[int, int] | None:
        """Where the literal begins and ends in which an ID stands; of a template, its text."""
        if spot.kind == "string":
            return spot.start + 1, spot.end - 1
        if spot.kind == "template":
            closes = self._text.find(b"`", match.end, match.end + _HEAD)
            return spot.start + 1, closes if closes >= 0 else match.end + _HEAD
        return None

    def _is_value(self, match: Match) -> bool:
        """Whether an ID outside of all literals may be a value: the language has bare ones, or a
        quote right before it begins a literal that never ends.
        """
        return self._may_be_bare or self._text[match.lead - 1 : match.lead] in (b'"', b"'", b"`")

    def _is_shown(self, match: Match) -> bool:
        """Whether it stands in the text between two tags, as JSX and its like have it."""
        before = self._text[max(0, match.lead - _HEAD) : match.lead]
        return _BETWEEN_TAGS.search(before) is not None

    def _inner(self, match: Match, within: tuple[int, int] | None = None) -> Trail:
        return inner(self._text, match.lead, match.end, within)

    def _extent(self, match: Match, spot: Spot) -> tuple[int, int, bool]:
        """Where the value begins and ends, and whether it is the ID alone."""
        if spot.kind == "bare":
            return match.lead, match.end, False
        width = quote_width(self._text, spot.start)
        if spot.kind == "template":
            closes = self._text[match.end : match.end + 1] == b"`"
            return spot.start, match.end + closes, closes and match.lead == spot.start + 1
        tail = closing_width(self._text, spot.start, width)
        is_whole = (match.lead, match.end) == (spot.start + width, spot.end - tail)
        return spot.start, spot.end, is_whole

    def _container(self, spot: Spot, left: Left, around: Trail, start: int) -> int | None:
        """The list, mapping or type that a value is an entry of."""
        if not around:
            return None
        is_case = around[0].kind == "compared" and (
            left.is_case or self._is_matched(spot.frame) or self._is_case(spot, start)
        )
        return self._containers.of(spot, around[0], is_case=is_case, is_typed=left.is_typed)

    def _around(self, spot: Spot, left: Left, start: int, end: int) -> Iterator[Step]:
        """The steps around a value from `start` to `end`."""
        if left.is_blank and spot.index and self._is_case(spot, start):
            yield Step("compared")
            return
        step = self._adjacent(left, spot.frame, end)
        if step is not None:
            yield step
            if step.kind == "key":
                yield from self._outward(spot.frame, start)
            return
        if any(_ENUM.search(self._heads.plain(f)) for f in frames(spot.frame, 3)):
            yield Step("typed")
            return
        yield from self._entry(left, spot.frame, spot.index)

    def _is_case(self, spot: Spot, start: int) -> bool:
        """Whether a value is a further one of a `case` with several."""
        before = self._text[max(spot.frame.open + 1, start - _HEAD) : start]
        return _CASE_HINT.search(before) is not None and look_left(before).is_case

    def _adjacent(self, left: Left, frame: Frame, end: int) -> Step | None:
        """What the signs right before and right behind a value make of it."""
        behind = self._text[end : end + _RIGHT]
        is_pattern = self._is_matched(frame)
        if left.is_compared or self._is_compared_behind(behind, is_pattern):
            return Step("compared")
        if left.is_typed or (_UNION_RIGHT.match(behind) and not left.is_fallback):
            return Step("compared" if is_pattern else "typed")
        if self._is_pair(left, frame, behind):
            return Step("key", numeric=True)
        colon = self._colon(left, end, behind)
        return self._key(colon) if colon is not None else None

    def _is_matched(self, frame: Frame) -> bool:
        """Whether a bracket holds the cases that a value may match."""
        text = self._heads.of(frame).text if frame.outer is not None else ""
        return _PATTERNS.search(text) is not None

    def _is_compared_behind(self, behind: bytes, is_pattern: bool) -> bool:
        """Whether what follows asks about the value, or does something where it matches."""
        if _COMPARED_RIGHT.match(behind):
            return True
        called = _CALLED_RIGHT.match(behind)
        if called and calls.is_comparing_call(called[1].decode("utf-8", "replace")):
            return True
        arrow = _PATTERN_RIGHT.match(behind)
        return arrow is not None and (is_pattern or arrow[1] == b"->")

    def _colon(self, left: Left, end: int, behind: bytes) -> int | None:
        """Where the sign ends that makes a key of the value before it."""
        arrow = _ARROW_RIGHT.match(behind)
        if arrow and left.sign != "=":
            return end + arrow.end()
        key = _KEY_RIGHT.match(self._text, end, end + _RIGHT)
        if key and (left.is_blank or left.text.strip() in ("[", ",", "{")):
            return key.end()
        return None

    def _is_pair(self, left: Left, frame: Frame, behind: bytes) -> bool:
        """Whether the value and the number behind it are an entry: `{"…", 3}`, `put("…", 3)`."""
        if not left.is_blank or frame.outer is None or not _PAIR_RIGHT.match(behind):
            return False
        owner = self._heads.of(frame).owner if frame.mark == b"(" else ""
        return not owner or calls.is_entry_call(owner)

    def _key(self, behind: int) -> Step:
        """A key, by what stands behind its colon."""
        value = _VALUE.match(self._text, behind, behind + _RIGHT)
        if value and value[1]:
            beside = self._beside.behind(value.start(1))
            return Step("key", beside=beside.names, numeric=beside.numeric)
        return Step("key", numeric=value is not None)

    def _entry(self, left: Left, frame: Frame, index: int) -> Iterator[Step]:
        """The steps of an entry of a frame, and of what stands around it."""
        yield from self._named(left, frame)
        if left.tag or left.returns or self._is_statement(left, frame):
            yield from self._outermost(frame, left.at)
            return
        yield from self._bracket(left, frame, index)
        yield from self._outward(frame, left.at)

    def _outward(self, frame: Frame, at: int) -> Iterator[Step]:
        """The steps of the frames around an entry that is at `at`, from the inside out."""
        for _ in range(_DEEP):
            outer = frame.outer
            if outer is None:
                break
            left, index, at = self._heads.of(frame), frame.place, max(0, frame.open)
            if left.is_compared or self._is_asked(frame):
                yield Step("compared")
                return
            if left.is_typed:
                yield Step("typed")
                return
            yield from self._named(left, outer)
            if left.tag or left.returns or self._is_statement(left, outer):
                break
            yield from self._bracket(left, outer, index)
            frame = outer
        yield from self._outermost(frame, at)

    def _is_asked(self, frame: Frame) -> bool:
        """Whether a list is asked if it holds something: `["…"].includes(x)`."""
        owner = self._heads.of(frame).owner if frame.mark == b"(" else ""
        is_list = frame.mark == b"[" or (owner and calls.is_wrapping_call(owner))
        if not is_list or frame.close < 0:
            return False
        called = _CALLED_RIGHT.match(self._text, frame.close + 1, frame.close + _RIGHT)
        return called is not None and calls.is_comparing_call(called[1].decode("utf-8", "replace"))

    def _is_statement(self, left: Left, frame: Frame) -> bool:
        """Whether the entry is a statement: nothing further out names its value."""
        if frame.outer is None or self._is_declaration(frame):
            return True
        if frame.mark != b"{" or self._dialect.fields or self._dialect.tables:
            return False
        if left.sign in (":", "=>", "to") or left.is_blank:
            return not self._is_object(frame, left)
        return True

    def _is_object(self, frame: Frame, left: Left) -> bool:
        """Whether a brace holds the entries of a value, and not the statements of a block."""
        head = self._heads.of(frame).text.rstrip()
        return not head.endswith((")", "else", "try", "do")) or left.sign in (":", "=>")

    def _named(self, left: Left, frame: Frame) -> Iterator[Step]:
        """The steps that the text before a value tells."""
        if left.environment is not None:
            yield Step("environment", name=left.environment)
        elif left.is_fallback:
            yield Step("fallback")
        if left.returns:
            yield Step("returned")
        elif left.tag:
            yield Step("member", name=left.name, owner=left.tag)
        elif left.name:
            yield self._value_of(left, frame)

    def _value_of(self, left: Left, frame: Frame) -> Step:
        """The value of a name: a field, an argument, a parameter, a variable."""
        if frame.mark == b"(" and left.sign != "to" and not self._is_declaration(frame):
            if self._declares(frame) or _TYPED_NAME.search(left.text):
                return Step("parameter", name=left.name)
            return self._argument(frame, name=left.name)
        head = self._heads.of(frame).text if frame.outer else ""
        if left.sign == "=>" and _PATTERNS.search(head):
            return Step("fallback")
        is_made = frame.mark == b"{" and (self._dialect.tables or _MADE.search(head))
        if self._dialect.fields or is_made or left.sign in (":", "=>", "to"):
            beside = self._beside_field(frame, left.at)
            others = beside.names - {left.name}
            return Step("member", left.name, beside=others, numeric=beside.numeric)
        return Step("assigned", name=self._declared(left))

    def _declared(self, left: Left) -> str:
        """The name of a variable or constant; its type may stand behind it."""
        typed = _NAME_FIRST.match(left.text) if self._dialect.types_last else None
        return typed[1] if typed else left.name

    def _beside_field(self, frame: Frame, at: int) -> Beside:
        """What stands beside a field: in its bracket, or in its table."""
        if frame.outer is not None:
            return self._beside.of(frame)
        headers = self._headers
        told = self._beside.behind(headers.opening(at), headers.closing(at))
        return Beside(told.names | headers.tables(at), told.numeric)

    def _is_declaration(self, frame: Frame) -> bool:
        """Whether parentheses hold declarations, as `const ( ... )` of Go does."""
        return frame.mark == b"(" and _DECLARATION.search(self._heads.of(frame).text) is not None

    def _declares(self, frame: Frame) -> bool:
        """Whether parentheses hold the parameters of a function."""
        if _DECLARES.search(self._heads.of(frame).text):
            return True
        return frame.close >= 0 and _BLOCK_RIGHT.match(self._text, frame.close + 1) is not None

    def _argument(self, frame: Frame, name: str = "", index: int = 0) -> Step:
        """An argument of the call that a parenthesis belongs to."""
        head = self._heads.of(frame)
        owner = head.owner
        if _GETENV.search(owner) and (index > 0 or name):
            return Step("environment", name=name)
        if _FALLBACK_CALL.search(owner):
            return Step("environment" if head.reads else "fallback", name=head.reads or "")
        if name:
            beside = self._beside.of(frame)
            others = beside.names - {name}
            return Step("keyword", name, owner, beside=others, numeric=beside.numeric)
        return Step("positional", owner=owner, index=index)

    def _bracket(self, left: Left, frame: Frame, index: int) -> Iterator[Step]:
        """What the bracket around an entry makes of it."""
        if frame.mark == b"(" and not (left.name and left.sign != "to"):
            owner = self._heads.of(frame).owner
            if self._dialect.words and self._declares(frame):
                yield Step("compared")  # a pattern for an argument, as Elixir has it
            elif calls.is_collection_call(owner):
                yield Step("item")
            elif owner:
                yield self._argument(frame, index=index)
        elif frame.mark == b"[":
            before = self._text[max(0, frame.open - 1) : frame.open]
            is_index = left.is_blank and index == 0 and re.match(rb"[\w)\]\"']", before)
            if is_index:
                yield Step("index")
            elif not left.name:
                yield Step("item")
        elif frame.mark == b"{" and left.is_blank and not self._heads.of(frame).tag:
            yield Step("item")

    def _header_key(self, frame: Frame) -> Step | None:
        """A name in the header of a table, by what stands in the table."""
        end = self._headers.behind(frame.open) if frame.outer else None
        if end is None:
            return None
        beside = self._beside.behind(end, self._headers.closing(end))
        return Step("key", beside=beside.names, numeric=beside.numeric)

    def _outermost(self, frame: Frame, at: int) -> Iterator[Step]:
        """What is told by the blocks around a statement, or the table around a field."""
        table = self._headers.name(at)
        if table:
            yield Step("section", name=table)
        if any(_TESTS.search(self._heads.plain(f)) for f in frames(frame, _DEEP)):
            yield Step("tested")
