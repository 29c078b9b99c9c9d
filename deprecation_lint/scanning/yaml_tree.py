"""What a YAML file is made of, as far as trails need it: collections, their entries, and places.

Trails are told only when the file has been read: what stands beside an ID may follow it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deprecation_lint.frozen import dataclass
from deprecation_lint.patterns import lazy
from deprecation_lint.scanning.trail import Step

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from deprecation_lint.scanning.tokens import Match
    from deprecation_lint.scanning.trail import Trail

    Sort = Literal["value", "quoted", "block", "folded", "key", "comment", "template"]

_SIBLINGS = 64  # names remembered of one mapping
_DEPTH = 64  # steps told of one trail
_NAME = 200  # bytes of a key that are its name
_NUMBER = lazy(rb"[-+]?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?")
_NAMING = (b"name", b"key")  # siblings that say what a `value` is the value of


class Entry:
    """One member of a mapping or one item of a sequence."""

    __slots__ = ("below", "home", "name", "number", "step")

    def __init__(self, home: Collection, name: str) -> None:
        self.home = home
        self.name = name
        self.number: bool | None = None  # whether its scalar is a number; `None` without one
        self.below: Collection | None = None
        self.step: Step | None = None


class Collection:
    """A mapping or a sequence; `parent` is the entry whose value it is.

    It begins at `start`; `column` is that of its entries, -1 within brackets, where `end` is
    behind the bracket that closes it. `entries` are all, but only where they are asked for.
    """

    __slots__ = (
        *("column", "end", "entries", "last", "mapping", "named", "names", "numbers", "parent"),
        *("scalars", "start"),
    )

    def __init__(self, parent: Entry | None, mapping: bool, start: int, column: int = -1) -> None:
        self.parent = parent
        self.mapping = mapping
        self.start = start
        self.column = column
        self.end: int | None = None
        self.entries: list[Entry] | None = None
        self.last: Entry | None = None
        self.names: list[str] = []
        self.named = ""
        self.scalars = 0
        self.numbers = 0
        if parent is not None:
            parent.below = self
            if parent.home.entries is not None:
                self.entries = []

    def add(self, name: bytes = b"") -> Entry:
        """A further entry, which is then the last one."""
        text = name[:_NAME].decode("utf-8", "replace")
        if self.mapping and len(self.names) <= _SIBLINGS:
            self.names.append(text)
        self.last = Entry(self, text)
        if self.entries is not None:
            self.entries.append(self.last)
        return self.last

    def beside(self, name: str | None) -> frozenset[str]:
        """The names in it except one."""
        others = [other for other in self.names if other != name]
        return frozenset(others[:_SIBLINGS])

    def numeric(self, without: Entry | None = None) -> bool:
        """Whether there are scalars, besides that of one entry, and all are numbers."""
        own = without is not None and without.number is not None
        scalars = self.scalars - own
        numbers = self.numbers - (own and without is not None and bool(without.number))
        return 0 < scalars == numbers


def set_scalar(entry: Entry, value: bytes, plain: bool) -> None:
    """Remember of an entry's scalar what the trails of its siblings tell."""
    if entry.number is not None:
        return
    home = entry.home
    entry.number = plain and _NUMBER.fullmatch(value[:_NAME]) is not None
    home.scalars += 1
    home.numbers += entry.number
    if home.mapping and entry.name.encode() in _NAMING and b"\n" not in value[:_NAME]:
        first = entry.name.encode() == _NAMING[0] or not home.named
        home.named = value[:_NAME].decode("utf-8", "replace") if first else home.named


def trail_of(entry: Entry | None) -> Trail:
    """The steps from a value outwards."""
    steps: list[Step] = []
    while entry is not None and len(steps) < _DEPTH:
        if entry.step is None:
            entry.step = _step(entry)
        steps.append(entry.step)
        entry = entry.home.parent
    return tuple(steps)


def _step(entry: Entry) -> Step:
    home = entry.home
    numeric = home.numeric(entry)
    if not home.mapping:
        return Step("item", numeric=numeric)
    owner = home.named if entry.name == "value" else ""
    beside = home.beside(entry.name)
    return Step("member", entry.name, owner, beside=beside, numeric=numeric)


def trail_of_key(entry: Entry) -> Trail:
    """The steps from the key of an entry outwards."""
    below = entry.below if entry.below is not None and entry.below.mapping else None
    numeric = entry.home.numeric(entry)
    if entry.number is not None:
        numeric = entry.number
    elif below is not None and below.scalars:
        numeric = below.numeric()
    beside = below.beside(None) if below else frozenset()
    return (Step("key", beside=beside, numeric=numeric), *trail_of(entry.home.parent))


@dataclass(frozen=True, slots=True)
class Place:
    """A scalar, key or comment that holds an ID: bytes `start` to `end`, without quotes.

    `cut`: for which limit less is known of it (see `trail.py`).
    """

    start: int
    end: int
    sort: Sort
    entry: Entry | None
    cut: str = ""


class Places:
    """Which place each match stands in; places are told in the order of the file.

    `cut` is the limit for which less is known of those that are told now.
    """

    def __init__(self, matches: Sequence[Match]) -> None:
        self._matches = matches
        self._next = 0
        self.cut = ""
        self.of: list[Place | None] = [None] * len(matches)

    def tell(self, start: int, end: int, sort: Sort, entry: Entry | None = None) -> None:
        """All matches between two offsets stand in this place."""
        matches, place = self._matches, None
        while self._next < len(matches) and matches[self._next].start < end:
            match = matches[self._next]
            if start <= match.lead and match.end <= end:
                cut = "" if sort == "comment" else self.cut
                place = place or Place(start, end, sort, entry, cut)
                self.of[self._next] = place
            self._next += 1
