"""Text put together from parts of a file, with the way back from the text to the parts."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

from deprecation_lint.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text and the bytes that it came from.

    `exact`: byte for byte the same in the file. `foreign`: the value stands elsewhere, in a
    constant that is only named here.
    """

    value: bytes
    start: int
    end: int
    exact: bool = True
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Covered:
    """A piece that holds part of a span, and the bytes of the file that this part stands on."""

    piece: Piece
    start: int
    end: int


@dataclass(frozen=True)
class Joined:
    """Pieces in order, read as one text."""

    pieces: tuple[Piece, ...]

    @cached_property
    def value(self) -> bytes:
        """The text."""
        return b"".join(piece.value for piece in self.pieces)

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(len(piece.value) for piece in self.pieces))

    def covered(self, start: int, end: int) -> list[Covered]:
        """What a span of the text stands on; of a piece that is not exact, always all of it."""
        first, last = bisect_right(self._ends, start), bisect_right(self._ends, end - 1)
        found = []
        for number in range(first, last + 1):
            piece = self.pieces[number]
            begin, stop = piece.start, piece.end
            if piece.exact and number == first:
                begin = piece.end - (self._ends[number] - start)
            if piece.exact and number == last:
                stop = piece.end - (self._ends[number] - end)
            found.append(Covered(piece, begin, stop))
        return found

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the text begins and ends in the file."""
        if start >= len(self.value):
            return self.pieces[-1].end, self.pieces[-1].end
        covered = self.covered(start, max(end, start + 1))
        return covered[0].start, covered[-1].end if end > start else covered[0].start
