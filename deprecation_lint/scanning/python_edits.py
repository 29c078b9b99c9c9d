"""Arguments of Python calls dropped and renamed: the tree is changed by LibCST, then compared.

Only what LibCST has changed becomes an edit: commas, comments and all other bytes stay.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar, cast

import libcst as cst
from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper

from deprecation_lint.findings import Edit
from deprecation_lint.scanning.source import Source, Unparsable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from deprecation_lint.migration import Change
    from deprecation_lint.scanning.statements import Unit

_Entry = TypeVar("_Entry", cst.Arg, cst.Element, cst.DictElement)
_Comma = cst.Comma | cst.MaybeSentinel
_TOKEN = re.compile(r"\w+|\s+|.", re.DOTALL)
_LARGEST = 20_000  # characters between the first change and the last


class _Impossible(Exception):
    """A change that cannot be made here."""


def edits_of(text: bytes, changes: Sequence[Change]) -> tuple[Edit, ...]:
    """The edits that make all changes, in offsets of the text; none if one cannot be made."""
    return editor_of(text)(changes)


def editor_of(text: bytes) -> Callable[[Sequence[Change]], tuple[Edit, ...]]:
    """Makes edits of one text, which is parsed once."""
    source = Source(text)

    def edits(changes: Sequence[Change]) -> tuple[Edit, ...]:
        try:
            units = _units(source, changes)
            return tuple(edit for unit in units for edit in _edited(unit, changes))
        except (ValueError, RecursionError, cst.ParserSyntaxError, Unparsable, _Impossible):
            return ()

    return edits


def _units(source: Source, changes: Sequence[Change]) -> list[Unit]:
    units = source.units(change.start for change in changes)
    if any(not any(u.start <= c.start and c.end <= u.end for u in units) for c in changes):
        raise _Impossible
    return units


def _edited(unit: Unit, changes: Sequence[Change]) -> Iterator[Edit]:
    """The edits of one unit, found by comparing it before and after."""
    code = unit.code.decode("utf-8")
    wanted = {
        (c.start - unit.shift, c.end - unit.shift): c
        for c in changes
        if unit.start <= c.start and c.end <= unit.end
    }
    editor = _Editor(wanted)
    wrapper = MetadataWrapper(cst.parse_module(code), unsafe_skip_copy=True)
    new = wrapper.visit(editor).code
    if editor.done != set(wanted):
        raise _Impossible
    for start, end, replaced in _differences(code, new):
        first = unit.shift + len(code[:start].encode())
        yield Edit(first, first + len(code[start:end].encode()), replaced)


def _differences(old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """Where two texts differ, token by token."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    middle, changed = before[head : len(before) - tail], after[head : len(after) - tail]
    if sum(map(len, middle)) > _LARGEST:
        raise _Impossible
    offsets = [0, *accumulate(map(len, before))]
    codes = SequenceMatcher(None, middle, changed, autojunk=False).get_opcodes()
    following = [a for kind, a, *_ in codes if kind != "equal"]
    for kind, a, b, c, d in codes:
        if kind == "delete":
            limit = next((one for one in following if one > a), len(middle) + tail)
            moved = _shift(before[head:], a, b, limit)
            yield offsets[head + a + moved], offsets[head + b + moved], ""
        elif kind != "equal":
            yield offsets[head + a], offsets[head + b], "".join(changed[c:d])


def _shift(tokens: Sequence[str], start: int, end: int, limit: int) -> int:
    """By how many tokens a gap may move on without a change of the rest.

    The gaps of two edits beside each other overlap unless both are as far on as can be.
    """
    moved = 0
    while end + moved < limit and tokens[start + moved] == tokens[end + moved]:
        moved += 1
    return moved


def _common(first: Sequence[str], second: Sequence[str]) -> int:
    pairs = enumerate(zip(first, second, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(first), len(second)))


class _Editor(cst.CSTTransformer):
    """Makes the changes whose spans it meets; `done` are those that it has made."""

    METADATA_DEPENDENCIES = (ByteSpanPositionProvider,)

    def __init__(self, wanted: dict[tuple[int, int], Change]) -> None:
        super().__init__()
        self._wanted = wanted
        self._gone: list[cst.CSTNode] = []
        self.done: set[tuple[int, int]] = set()

    def _span(self, node: cst.CSTNode) -> tuple[int, int]:
        span = self.get_metadata(ByteSpanPositionProvider, node)
        return span.start, span.start + span.length

    def _is_gone(self, node: cst.CSTNode | None) -> bool:
        return any(other is node for other in self._gone)

    def entry(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> cst.CSTNode:
        """An entry that is dropped or renamed itself, or has lost all that it held."""
        assert isinstance(updated_node, cst.Arg | cst.DictElement | cst.Element)
        span = self._span(original_node)
        change = self._wanted.get(span)
        if change is not None:
            self.done.add(span)
            if change.kind == "rename":
                return _renamed(updated_node, change.to)
        if change is not None or self._is_gone(updated_node.value):
            self._gone.append(updated_node)
        return updated_node

    def on_leave(  # type: ignore[override]
        self, original_node: cst.CSTNode, updated_node: cst.CSTNode
    ) -> cst.CSTNode:
        leave = _LEAVE.get(type(original_node))
        return leave(self, original_node, updated_node) if leave else updated_node

    def text(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> cst.CSTNode:
        """A header with commas loses some of its items."""
        assert isinstance(original_node, cst.SimpleString)
        start, end = self._span(original_node)
        inside = [s for s in self._wanted if start < s[0] and s[1] < end and s not in self.done]
        if not inside:
            return updated_node
        spans = [(a - start, b - start) for a, b in inside]
        if not all(_is_item(original_node.value, *span) for span in spans):
            raise _Impossible
        self.done.update(inside)
        value = _without(original_node.value, spans)
        changed = original_node.with_changes(value=value)
        if not changed.raw_value.strip():
            self._gone.append(changed)
        return changed

    def joined(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> cst.CSTNode:
        """A header in several literals, where an item may stand in two of them."""
        start, end = self._span(original_node)
        if any(start <= a and b <= end and (a, b) != (start, end) for a, b in self._wanted):
            raise _Impossible
        return updated_node

    def call(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> cst.CSTNode:
        """A call without the arguments that go."""
        assert isinstance(updated_node, cst.Call)
        kept = self._kept(updated_node.args)
        if kept is None:
            return updated_node
        if not kept:
            if _comments(updated_node.whitespace_before_args):
                raise _Impossible
            return updated_node.with_changes(args=(), whitespace_before_args=_NOTHING)
        return updated_node.with_changes(args=kept)

    def collection(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> cst.CSTNode:
        """A list or dictionary without the entries that go; an empty one goes as well."""
        assert isinstance(updated_node, cst.List | cst.Tuple | cst.Dict)
        kept = self._kept(cast("Sequence[cst.Element]", updated_node.elements))
        if kept is None:
            return updated_node
        if isinstance(updated_node, cst.Tuple):
            raise _Impossible  # a tuple of one is another thing
        if kept:
            is_shorter = self._is_gone(updated_node.elements[-1])
            return _ended(updated_node, kept, is_shorter=is_shorter)
        changed = updated_node.with_changes(elements=kept)
        self._gone.append(changed)
        return changed

    def _kept(self, entries: Sequence[_Entry]) -> list[_Entry] | None:
        """The entries that are left, with the commas and comments of those that are not."""
        if not any(self._is_gone(entry) for entry in entries):
            return None
        kept: list[_Entry] = []
        for entry in entries:
            if not self._is_gone(entry):
                kept.append(entry)
            elif kept:
                kept[-1] = _closed(kept[-1], entry, is_last=entry is entries[-1])
            elif _comments(entry):
                raise _Impossible
        return kept


_LEAVE: Mapping[type[cst.CSTNode], Callable[[_Editor, cst.CSTNode, cst.CSTNode], cst.CSTNode]] = {
    cst.Arg: _Editor.entry,
    cst.DictElement: _Editor.entry,
    cst.Element: _Editor.entry,
    cst.SimpleString: _Editor.text,
    cst.ConcatenatedString: _Editor.joined,
    cst.Call: _Editor.call,
    cst.List: _Editor.collection,
    cst.Tuple: _Editor.collection,
    cst.Dict: _Editor.collection,
}
_NOTHING = cst.SimpleWhitespace("")


def _comments(entry: cst.CSTNode) -> list[cst.Comment]:
    return [node for node in _nodes(entry) if isinstance(node, cst.Comment)]


def _nodes(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    yield node
    for child in node.children:
        yield from _nodes(child)


def _closed(before: _Entry, gone: _Entry, *, is_last: bool) -> _Entry:
    """The entry before one that goes: it ends as that one did, if it is the last one now.

    A comment behind the one that goes stays, on a line of its own where it can.
    """
    if _comments(gone.value):
        raise _Impossible  # what goes says something to people: they have to look
    if not is_last:
        return before.with_changes(comma=_with_comments(before.comma, gone.comma))
    if not isinstance(gone, cst.Arg):
        return before  # what stands before the bracket changes with it
    own = _behind(before.comma)
    if isinstance(gone.comma, cst.Comma):
        space = _last_space(own, gone.comma.whitespace_after)
        comma = gone.comma.with_changes(whitespace_after=space)
        return before.with_changes(comma=comma, whitespace_after_arg=gone.whitespace_after_arg)
    space = _last_space(own, gone.whitespace_after_arg)
    return before.with_changes(comma=gone.comma, whitespace_after_arg=space)


def _ended(node: cst.List | cst.Dict, kept: list[cst.Element], *, is_shorter: bool) -> cst.CSTNode:
    """A list or dictionary with other entries; it ends as before, also if the last one went."""
    if not is_shorter:
        return node.with_changes(elements=kept)
    name = "rbrace" if isinstance(node, cst.Dict) else "rbracket"
    bracket = getattr(node, name)
    space = _last_space(_behind(kept[-1].comma), bracket.whitespace_before)
    last = kept[-1].with_changes(comma=node.elements[-1].comma)
    bracket = bracket.with_changes(whitespace_before=space)
    return node.with_changes(elements=(*kept[:-1], last), **{name: bracket})


def _last_space(
    own: cst.ParenthesizedWhitespace | None, theirs: cst.BaseParenthesizableWhitespace
) -> cst.BaseParenthesizableWhitespace:
    """The space before a closing bracket, with the comments behind what is the last entry now."""
    if own is None or not (_comments(own) or _comments(theirs)):
        return theirs
    if not isinstance(theirs, cst.ParenthesizedWhitespace):
        return own
    lines = [line for line in own.empty_lines if line.comment is not None]
    return _joined(own.with_changes(empty_lines=lines), theirs)


def _with_comments(comma: _Comma, gone: _Comma) -> _Comma:
    """A comma with what stood behind one that goes: its line end, and its comments."""
    own, theirs = _behind(comma), _behind(gone)
    if theirs is None:
        return comma
    if own is None or not isinstance(comma, cst.Comma):
        return gone
    return comma.with_changes(whitespace_after=_joined(own, theirs))


def _joined(
    own: cst.ParenthesizedWhitespace, theirs: cst.ParenthesizedWhitespace
) -> cst.ParenthesizedWhitespace:
    """The space behind an entry and behind the next one, which goes; comments have a line each."""
    said = theirs.first_line.comment
    lines = [] if said is None else [cst.EmptyLine(own.indent, own.last_line, said)]
    return theirs.with_changes(
        first_line=own.first_line, empty_lines=(*own.empty_lines, *lines, *theirs.empty_lines)
    )


def _behind(comma: _Comma) -> cst.ParenthesizedWhitespace | None:
    """What stands behind a comma at which the line ends."""
    if not isinstance(comma, cst.Comma):
        return None
    space = comma.whitespace_after
    return space if isinstance(space, cst.ParenthesizedWhitespace) else None


def _renamed(entry: cst.Arg | cst.DictElement | cst.Element, to: str) -> cst.CSTNode:
    """An argument or entry under a new name; `config.format` puts its value into an object."""
    outer, dot, inner = to.partition(".")
    if isinstance(entry, cst.Arg) and entry.keyword is not None:
        value = _wrapped(entry.value, inner, '"') if dot else entry.value
        return entry.with_changes(keyword=cst.Name(outer), value=value)
    if isinstance(entry, cst.DictElement) and isinstance(entry.key, cst.SimpleString):
        quote = entry.key.quote
        key = entry.key.with_changes(value=f"{quote}{outer}{quote}")
        value = _wrapped(entry.value, inner, quote) if dot else entry.value
        return entry.with_changes(key=key, value=value)
    raise _Impossible


def _wrapped(value: cst.BaseExpression, name: str, quote: str) -> cst.Dict:
    return cst.Dict([cst.DictElement(cst.SimpleString(f"{quote}{name}{quote}"), value)])


def _is_item(literal: str, start: int, end: int) -> bool:
    """Whether a span is all of an item in a literal, told by what stands around it.

    In a literal with a prefix or with escapes places are not those of its value.
    """
    if not literal.isascii() or "\\" in literal:
        return False
    around = (
        re.match(r"[,\s'\"]", literal[start - 1]),
        re.match(r"[,\s'\"]", literal[end : end + 1]),
    )
    return all(around) and re.fullmatch(r"[^,\s'\"]+", literal[start:end]) is not None


def _without(value: str, spans: Sequence[tuple[int, int]]) -> str:
    """A list with commas in a literal, without some of its items."""
    for start, end in sorted(spans, reverse=True):
        after = re.match(r"\s*,\s*", value[end:])
        before = re.search(r"\s*,\s*\Z", value[:start])
        if after:
            end += after.end()
        elif before:
            start = before.start()
        value = value[:start] + value[end:]
    return value
