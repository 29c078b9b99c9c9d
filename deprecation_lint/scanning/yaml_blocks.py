"""The lines of YAML: indentation, keys, items, scalars and comments, tolerant of what is broken.

One pass forward. A file that is a template, or that no YAML parser would take, is still read
line by line: what cannot be understood ends with its line.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from deprecation_lint.patterns import lazy
from deprecation_lint.scanning.trail import too_deep
from deprecation_lint.scanning.yaml_flow import leaves, quoted_end, read_flow
from deprecation_lint.scanning.yaml_tree import Collection, set_scalar

if TYPE_CHECKING:
    import re

    from deprecation_lint.scanning.yaml_tree import Entry, Places, Sort

_LINE = lazy(rb"[^\r\n]*")
_BREAK = lazy(rb"\r\n?|\n")
_BLANKS = lazy(rb"[ \t]*")
_MARKER = lazy(rb"(---|\.\.\.)(?=[ \t]|\Z)")
_INDICATOR = lazy(rb"([-?:])(?=[ \t]|\Z)")
PROPERTIES = lazy(rb"(?:[&!][^\s]*(?:[ \t]+|\Z))*")
_BLOCK = lazy(rb"([|>])[-+0-9]{0,3}(?=[ \t]*\Z|[ \t]+#)")
_COMMENT = lazy(rb"[ \t]#")
_COLON = lazy(rb":(?=[ \t]|\Z)")
_QUOTED_KEY = lazy(rb"(?:\"([^\"\\]*(?:\\.[^\"\\]*)*)\"|'([^']*(?:''[^']*)*)')[ \t]*:(?=[ \t]|\Z)")
_TEMPLATE = lazy(rb"\{[{%#]")
_TEMPLATE_KEY = lazy(rb"\{\{[^{}]{0,300}\}\}[\w.\-]{0,100}[ \t]*:(?=[ \t]|\Z)")
_TEMPLATE_COMMENT = lazy(rb"\{#|\{\{-?[ \t]*(?:/\*|!)")
_NO_KEY = b"[{|>@`%\"'#"  # no plain key begins with one of these
_LONGEST_KEY = 1024
_DEEPEST = 10_000  # collections within each other; an item that begins deeper is a scalar
_TOO_DEEP = too_deep("lists", _DEEPEST)


class _Frame(NamedTuple):
    """A collection that lines may still add to, and the column of its entries."""

    indent: int
    home: Collection


class Key(NamedTuple):
    """Where a key stands, without quotes."""

    start: int
    end: int
    behind: int  # where its value may begin


class Blocks:
    """Reads the bytes `start` to `end` of a text as YAML and tells the places of its IDs."""

    def __init__(self, text: bytes, start: int, end: int, places: Places) -> None:
        self._text = text
        self._end = end
        self._places = places
        self._stack: list[_Frame] = []
        self._lost = -1  # the column of a dash that is too deep, or -1
        self._line = start  # where the line begins that is being read
        self._next = start  # where to read on
        self.roots: list[Collection] = []

    def read(self) -> None:
        """Read it all, once."""
        while self._next < self._end:
            self._read_line()

    def _read_line(self) -> None:
        """Read a line, with those that only go on with what it begins."""
        self._line = self._next
        stop = self._stop(self._line)
        self._next = self._behind(stop)
        at = self._skip(self._line, stop)
        marker = _MARKER.match(self._text, at, stop) if at == self._line else None
        if marker:
            self._stack.clear()
            at = self._skip(marker.end(), stop)
        directive = not self._stack and self._text.startswith(b"%", self._line)
        if at < stop and not directive:
            self._content(at, stop)

    # --- offsets ---

    def _stop(self, at: int) -> int:
        """Where the line of an offset ends."""
        found = _LINE.match(self._text, at, self._end)
        return found.end() if found else self._end

    def _behind(self, stop: int) -> int:
        found = _BREAK.match(self._text, stop, self._end)
        return found.end() if found else self._end

    def _skip(self, at: int, stop: int, pattern: re.Pattern[bytes] = _BLANKS) -> int:
        found = pattern.match(self._text, at, stop)
        return found.end() if found else at

    # --- a line ---

    def _content(self, at: int, stop: int) -> None:
        """What stands on a line: items within items, then a key with its value, or a scalar."""
        text, first = self._text, at
        if at - self._line <= self._lost:
            self._lost, self._places.cut = -1, ""
        while at < stop:
            column = at - self._line
            sign = _INDICATOR.match(text, at, stop)
            if text[at] == b"#"[0]:
                self._places.tell(at, stop, "comment")
                return
            if sign is None:
                break
            if sign.group() == b"-":
                if len(self._stack) >= _DEEPEST and self._is_lost(column):
                    break
                self._item(column)
            elif sign.group() == b"?":
                self._explicit_key(column, self._skip(sign.end(), stop), stop)
                return
            else:  # the value of an explicit key
                self._close(column + 1)
            at = self._skip(sign.end(), stop)
        if at >= stop:
            return
        if at == first and _TEMPLATE.match(text, at) and not _TEMPLATE_KEY.match(text, at, stop):
            self._template(at, stop)
            return
        self._key_or_scalar(at, stop, within=at > first)

    def _is_lost(self, column: int) -> bool:
        """Whether a dash opens what is too deep: up to the next line that is not, all is cut."""
        self._close(column + 1)
        if len(self._stack) < _DEEPEST or self._stack[-1].indent == column:
            return False
        self._lost = column if self._lost < 0 else self._lost
        self._places.cut = _TOO_DEEP
        return True

    def _key_or_scalar(self, at: int, stop: int, within: bool) -> None:
        """`within`: an item has begun on the same line."""
        column = at - self._line
        key = self._key(self._skip(at, stop, PROPERTIES), stop)
        if key is None:
            if not within:
                self._close(column)
            top = self._stack[-1] if self._stack else None
            self._value(at, stop, top.home.last if top else None, top.indent if top else -1)
            return
        entry = self._member(column, key)
        self._value(key.behind, stop, entry, column)

    def _explicit_key(self, column: int, at: int, stop: int) -> None:
        found = _COMMENT.search(self._text, at, stop)
        end = found.start() if found else stop
        while end > at and self._text[end - 1] in b" \t":
            end -= 1
        if self._text[at : at + 1] in (b'"', b"'") and end - at > 1:
            at, end = at + 1, end - 1
        self._member(column, Key(at, end, end))
        if found:
            self._places.tell(found.end() - 1, stop, "comment")

    def _template(self, at: int, stop: int) -> None:
        """A line of a template's own says nothing of the indentation around it."""
        column = at - self._line
        index = bisect_left(self._stack, column, key=lambda frame: frame.indent)
        entry = self._stack[index - 1].home.last if index else None
        comment = _TEMPLATE_COMMENT.match(self._text, at, stop)
        self._places.tell(at, stop, "comment" if comment else "template", entry)

    # --- collections ---

    def _close(self, column: int) -> None:
        """Leave the collections that a line at a column cannot belong to."""
        while self._stack and self._stack[-1].indent >= column:
            self._stack.pop()

    def _open(self, column: int, mapping: bool) -> Collection:
        parent = self._stack[-1].home.last if self._stack else None
        home = Collection(parent, mapping, self._line + column, column)
        if not self._stack:
            self.roots.append(home)
        self._stack.append(_Frame(column, home))
        return home

    def _item(self, column: int) -> Entry:
        """A dash; it may stand in the column of the key whose value its sequence is."""
        self._close(column + 1)
        top = self._stack[-1] if self._stack else None
        if top is None or top.indent < column or top.home.mapping:
            return self._open(column, mapping=False).add()
        return top.home.add()

    def _member(self, column: int, key: Key) -> Entry:
        self._close(column + 1)
        while self._stack and self._stack[-1].indent == column:
            if self._stack[-1].home.mapping:
                break
            self._stack.pop()
        top = self._stack[-1] if self._stack else None
        home = top.home if top and top.indent == column else self._open(column, mapping=True)
        entry = home.add(self._text[key.start : min(key.end, key.start + _LONGEST_KEY)])
        self._places.tell(key.start, key.end, "key", entry)
        return entry

    def _key(self, at: int, stop: int) -> Key | None:
        """The key that begins at an offset, if one does."""
        text = self._text
        quoted = _QUOTED_KEY.match(text, at, min(stop, at + _LONGEST_KEY))
        if quoted:
            group = 1 if quoted.group(1) is not None else 2
            return Key(quoted.start(group), quoted.end(group), quoted.end())
        templated = _TEMPLATE_KEY.match(text, at, stop)
        if templated:
            return Key(at, templated.end() - 1, templated.end())
        if at >= stop or text[at] in _NO_KEY:
            return None
        colon = _COLON.search(text, at, min(stop, at + _LONGEST_KEY))
        if colon is None or _COMMENT.search(text, at, colon.start()):
            return None
        end = colon.start()
        while end > at and text[end - 1] in b" \t":
            end -= 1
        return Key(at, end, colon.end())

    # --- scalars ---

    def _value(self, at: int, stop: int, entry: Entry | None, indent: int) -> None:
        """A value from an offset on; `indent` is the column of what it belongs to."""
        text = self._text
        at = self._skip(self._skip(at, stop), stop, PROPERTIES)
        if at >= stop:
            return
        block = _BLOCK.match(text, at, stop)
        first = text[at : at + 1]
        if first == b"#":
            self._places.tell(at, stop, "comment")
        elif block:
            self._rest(block.end(), stop)
            self._block(entry, indent, folded=block.group(1) == b">")
        elif first in (b'"', b"'"):
            self._quoted(at, stop, entry, indent)
        elif first in (b"[", b"{") and not _TEMPLATE.match(text, at):
            closed = read_flow(text, at, self._end, indent, entry, self._places)
            stop = self._stop(closed)
            self._next = self._behind(stop)
            self._rest(closed, stop)
        else:
            self._plain(at, stop, entry, indent)

    def _rest(self, at: int, stop: int) -> None:
        """Behind a value only a comment may stand."""
        found = _COMMENT.match(self._text, self._skip(at, stop) - 1, stop)
        if found:
            self._places.tell(found.end() - 1, stop, "comment")

    def _quoted(self, at: int, stop: int, entry: Entry | None, indent: int) -> None:
        closed = quoted_end(self._text, at, self._end, indent)
        if closed is None:
            self._tell(at, stop, entry, "value")
            return
        self._tell(at + 1, closed - 1, entry, "quoted")
        if closed > stop:
            stop = self._stop(closed)
            self._next = self._behind(stop)
        self._rest(closed, stop)

    def _tell(self, start: int, end: int, entry: Entry | None, sort: Sort) -> None:
        if entry is not None:
            value = self._text[start : min(end, start + _LONGEST_KEY)]
            set_scalar(entry, value, sort == "value")
        self._places.tell(start, end, sort, entry)

    def _plain(self, at: int, stop: int, entry: Entry | None, indent: int) -> None:
        """A plain scalar, with the lines that continue it."""
        start, end = at, self._plain_end(at, stop)
        while end == stop and self._next < self._end:
            line_stop = self._stop(self._next)
            at = self._skip(self._next, line_stop)
            if at < line_stop and (
                leaves(self._text, self._next, self._end, indent)
                or self._begins_anew(at, line_stop)
            ):
                break
            stop = line_stop
            end = self._plain_end(at, stop)
            self._next = self._behind(stop)
        self._tell(start, start + len(self._text[start:end].rstrip()), entry, "value")
        self._rest(end, stop)

    def _plain_end(self, at: int, stop: int) -> int:
        found = _COMMENT.search(self._text, at, stop)
        return found.start() if found else stop

    def _begins_anew(self, at: int, stop: int) -> bool:
        """Whether a line, though deep enough, is no text that continues a plain scalar."""
        if self._text[at] == b"#"[0] or _TEMPLATE.match(self._text, at):
            return True
        return self._key(at, stop) is not None

    def _block(self, entry: Entry | None, indent: int, folded: bool) -> None:
        """A block scalar: all lines that stand deeper than its owner, and blank ones."""
        start = end = self._next
        while self._next < self._end:
            if leaves(self._text, self._next, self._end, indent):
                break
            end = self._stop(self._next)
            self._next = self._behind(end)
        if entry is not None:
            set_scalar(entry, b"", plain=False)
        self._places.tell(start, end, "folded" if folded else "block", entry)
