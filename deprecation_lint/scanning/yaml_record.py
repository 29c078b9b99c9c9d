"""A stretch of YAML read once more, with the place of every key and value that it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deprecation_lint.patterns import lazy
from deprecation_lint.scanning.yaml_blocks import PROPERTIES, Blocks
from deprecation_lint.scanning.yaml_flow import read_flow
from deprecation_lint.scanning.yaml_tree import Collection, Entry, Places

if TYPE_CHECKING:
    from collections.abc import Callable

    from deprecation_lint.scanning.yaml_blocks import Key
    from deprecation_lint.scanning.yaml_tree import Sort

_CONDITION = lazy(
    rb"\{%[-+]?[ \t]*(?:if|for|with|block|call|filter)\b"
    rb"|\{\{[-#]*[ \t]*(?:if|range|with|define|block|each|unless)\b"
)
_CONDITION_END = lazy(rb"\{[%{][-+]?[ \t]*(?:end|/(?!\*))")
_CONTROL = lazy(
    rb"(?:"
    + _CONDITION.pattern
    + rb"|"
    + _CONDITION_END.pattern
    + rb"|\{[%{][-+]?[ \t]*el(?:se|if))"
    rb"[^{}]*[%}]\}\Z"
)
_ANCHOR = lazy(rb"&[^\s,\[\]{}]+")


class Spans(Places):
    """Where the keys and scalars of all entries stand, in place of where IDs do."""

    def __init__(self) -> None:
        super().__init__(())
        self.keys: dict[Entry, tuple[int, int]] = {}
        self.scalars: dict[Entry, list[tuple[int, int, Sort]]] = {}
        self.at: dict[int, Entry] = {}  # by the begin of a scalar

    def tell(self, start: int, end: int, sort: Sort, entry: Entry | None = None) -> None:
        """Remember a place."""
        if entry is None or sort in ("comment", "template"):
            return
        if sort == "key":
            self.keys[entry] = (start, end)
        else:
            self.scalars.setdefault(entry, []).append((start, end, sort))
            self.at.setdefault(start, entry)


class Record(Blocks):
    """The bytes from `start`, a line's begin or a bracket, to `stop`, where the rest is `cut`.

    `starts`: where an item's dash stands, or the sign of an explicit key. `heads`: the anchor and
    the tag before a value, and `anchored` the entries by the offsets of their anchors. `asked`:
    the words of a template's condition that an entry stands under; `rest`: the lines of a
    template by the collection that they may add to, if they are no mere condition.
    `values`: where the value of an entry begins.
    """

    def __init__(self, text: bytes, start: int, stop: int, cut: bool) -> None:
        self.spans = Spans()
        super().__init__(text, start, stop, self.spans)
        self.start = start
        self._cut = cut
        self.starts: dict[Entry, int] = {}
        self.heads: dict[Entry, tuple[int, int]] = {}
        self.values: dict[Entry, int] = {}
        self.anchored: dict[int, Entry] = {}
        self.asked: dict[Entry, bytes] = {}
        self.rest: dict[Collection, list[bytes]] = {}
        self._conditions: list[bytes] = []

    @property
    def size(self) -> int:
        """How many bytes were read."""
        return self._next - self.start

    def read_lines(self, is_over: Callable[[], bool]) -> None:
        """Read lines up to one behind which there is nothing to be known any more."""
        while self._next < self._end and not is_over():
            self._read_line()

    def read_brackets(self, indent: int) -> None:
        """Read the collection in brackets that begins here."""
        outer = Collection(None, mapping=False, start=self.start)
        outer.entries = []
        self._next = read_flow(self._text, self.start, self._end, indent, outer.add(), self.spans)

    def is_complete(self, home: Collection) -> bool:
        """Whether all of a collection has been read."""
        if home.column >= 0:
            return not self.is_open(home) or (self._next >= self._end and not self._cut)
        if home.end is None and home.parent and home.parent.home.start == home.start:
            home = home.parent.home  # a pair in a list: `[a: b]`
        return home.end is not None

    def is_open(self, home: Collection) -> bool:
        """Whether a further line may belong to a collection."""
        return any(frame.home is home for frame in self._stack)

    # --- what a first reading does not remember ---

    def _open(self, column: int, mapping: bool) -> Collection:
        home = super()._open(column, mapping)
        home.entries = []
        return home

    def _item(self, column: int) -> Entry:
        entry = super()._item(column)
        self.starts[entry] = self._line + column
        if self._conditions:
            self.asked[entry] = self._conditions[-1]
        return entry

    def _member(self, column: int, key: Key) -> Entry:
        entry = super()._member(column, key)
        if self._conditions:
            self.asked[entry] = self._conditions[-1]
        return entry

    def _explicit_key(self, column: int, at: int, stop: int) -> None:
        super()._explicit_key(column, at, stop)
        last = self._stack[-1].home.last if self._stack else None
        if last is not None:
            self.starts[last] = self._line + column

    def _value(self, at: int, stop: int, entry: Entry | None, indent: int) -> None:
        begin = self._skip(at, stop)
        behind = self._skip(begin, stop, PROPERTIES)
        if entry is not None and begin < stop:
            if behind > begin:
                head = self._text[begin:behind].rstrip()
                self.heads.setdefault(entry, (begin, begin + len(head)))
                for found in _ANCHOR.finditer(head):
                    self.anchored[begin + found.start()] = entry
            self.values[entry] = behind
        super()._value(at, stop, entry, indent)

    def _template(self, at: int, stop: int) -> None:
        super()._template(at, stop)
        line = self._text[at:stop].rstrip()
        if line.startswith((b"{#", b"{{/*", b"{{- /*", b"{{!")):
            return
        if not _CONTROL.match(line):
            for frame in self._stack:
                self.rest.setdefault(frame.home, []).append(line)
        more = len(_CONDITION.findall(line)) - len(_CONDITION_END.findall(line))
        if more > 0:
            self._conditions += [line] * more
        elif more < 0:
            del self._conditions[more:]
