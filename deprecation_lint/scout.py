"""Which files are worth a second look: nearly all are clean, and that is told here at once.

Nothing is allocated for a clean file, and no module is imported that only a candidate needs.
"""

from __future__ import annotations

import os
from array import array

from deprecation_lint.files.reading import Buffer, Unreadable, read
from deprecation_lint.scanning.anchors import SNIFFED, is_plainly_clean

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from deprecation_lint.scanning.anchors import Anchors

    Stamper = Callable[[os.stat_result], int]
    """A number that changes whenever the file does; 0 for one that is too new to tell."""

CLEAN, CANDIDATE, BINARY = "", "?", "binary"
"""Words for files; that of a candidate whose content is known is the digest of it."""


class Look:
    """What a first look at some files gave. Travels between processes as `plain`.

    `clean` is how many have nothing to say, `told` those that were not looked at, with the reason
    and whether looking failed, `candidates` those for a second look, with the digest of their
    content where it is known; both by their number among the files. `stamps` has one for each.
    """

    __slots__ = ("candidates", "clean", "stamps", "told")

    def __init__(
        self,
        clean: int,
        told: list[tuple[int, str, bool]],
        candidates: list[tuple[int, str]],
        stamps: bytes,
    ) -> None:
        self.clean = clean
        self.told = told
        self.candidates = candidates
        self.stamps = stamps

    @property
    def plain(self) -> tuple[int, list[tuple[int, str, bool]], list[tuple[int, str]], bytes]:
        """The arguments that make it."""
        return self.clean, self.told, self.candidates, self.stamps


class Scout:
    """Looks at files one after the other. `odd` are those that may be no regular files.

    `known` has the stamps and words of an earlier run, of files that need not be read again as
    long as their stamp is the same; a clean one has no word.
    """

    def __init__(
        self,
        anchors: Anchors,
        limit: int,
        odd: Collection[str] = (),
        stamper: Stamper | None = None,
        known: tuple[Mapping[str, int], Mapping[str, str]] = ({}, {}),
    ) -> None:
        self._anchors = anchors
        self._limit = limit
        self._odd = odd
        self._stamper = stamper
        self._stamps, self._words = known
        self._buffer = Buffer()

    def look(self, paths: Sequence[str]) -> Look:
        """Look at files; the second look is for somebody else."""
        clean, stamps = 0, array("q")
        told: list[tuple[int, str, bool]] = []
        candidates: list[tuple[int, str]] = []
        for number, path in enumerate(paths):
            try:
                word, stamp = self._known(path) or self._glance(path)
            except Unreadable as problem:
                told.append((number, problem.reason, problem.failed))
                stamps.append(0)
                continue
            stamps.append(stamp)
            if word == CLEAN:
                clean += 1
            elif word == BINARY:
                told.append((number, word, False))
            else:
                candidates.append((number, "" if word == CANDIDATE else word))
        return Look(clean, told, candidates, stamps.tobytes())

    def _known(self, path: str) -> tuple[str, int] | None:
        """The word of the earlier run, if the file has not changed since."""
        before = self._stamps.get(path)
        if not before or self._stamper is None:
            return None
        try:
            stamp = self._stamper(os.stat(path))
        except OSError:
            return None
        return (self._words.get(path, CLEAN), stamp) if stamp == before else None

    def _glance(self, path: str) -> tuple[str, int]:
        """The word for a file by its bytes, and its stamp."""
        taken = self._buffer.read(path) if path not in self._odd else None
        if taken is None:
            return self._careful(path), 0
        length, status = taken
        stamp = self._stamper(status) if self._stamper is not None else 0
        data = self._buffer.bytes
        if status.st_size > self._limit:
            return self._careful(path), 0
        if length == status.st_size and is_plainly_clean(data, self._anchors, length):
            return CLEAN, stamp
        if _is_binary(data[: min(length, SNIFFED)]):
            return BINARY, stamp
        if length == status.st_size:
            return CANDIDATE, stamp
        return self._careful(path), stamp

    def _careful(self, path: str) -> str:
        """The word for a file that is large or odd."""
        raw, _ = read(path, self._limit)
        if is_plainly_clean(raw, self._anchors, len(raw)):
            return CLEAN
        return BINARY if _is_binary(raw[:SNIFFED]) else CANDIDATE


def _is_binary(head: bytes | bytearray) -> bool:
    if b"\0" not in head:
        return False
    from deprecation_lint.scanning.document import is_binary

    return is_binary(bytes(head))
