"""Which files are worth a second look: nearly all are clean, and that is told here at once.

Nothing is allocated for a clean file, and no module is imported that only a candidate needs.
"""

from __future__ import annotations

from array import array

from deprecation_lint.files.reading import Buffer, Unreadable, read
from deprecation_lint.files.stamps import stamps_of
from deprecation_lint.scanning.anchors import SNIFFED, WIDE_BOMS, is_plainly_clean

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from deprecation_lint.files.stamps import Stamper
    from deprecation_lint.scanning.anchors import Anchors

CLEAN, CANDIDATE, BINARY = "", "?", "binary"
"""Words for files; that of a candidate whose content is known is the digest of it."""
_WIDE = min(bom[0] for bom in WIDE_BOMS if bom[0])  # the first byte, in a file without NULs
_CAREFUL = "!"  # the word of a file that is large or odd, until it has been read


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

    `recall` gives the stamps and words of some files by an earlier run. They need not be read
    again as long as their stamp is the same and not 0; a clean one has no word.
    """

    def __init__(
        self,
        anchors: Anchors,
        limit: int,
        odd: Collection[str] = (),
        stamper: Stamper | None = None,
        recall: Callable[[Sequence[str]], tuple[array[int], list[str]]] | None = None,
    ) -> None:
        self._anchors = anchors
        self._search = anchors.finder()
        self._limit = limit
        self._odd = odd
        self._stamper = stamper
        self._recall = recall
        self._buffer = Buffer()

    def look(self, paths: Sequence[str]) -> Look:
        """Look at files; the second look is for somebody else."""
        stamps, words = array("q", bytes(8 * len(paths))), [CLEAN] * len(paths)
        told: list[tuple[int, str, bool]] = []
        self._read(paths, self._changed(paths, stamps, words), stamps, words)
        for number in [n for n, word in enumerate(words) if word == _CAREFUL]:
            try:
                words[number] = self._careful(paths[number])
            except Unreadable as problem:
                words[number], stamps[number] = CLEAN, 0
                told.append((number, problem.reason, problem.failed))
        return _look(stamps, words, told)

    def stand(self, paths: Sequence[str]) -> bool:
        """Whether all of some files are as an earlier run knew them. None is opened."""
        if self._recall is None or self._stamper is None:
            return False
        before, _ = self._recall(paths)
        return _is_same(stamps_of(paths, self._stamper), before)

    def recalled(self, paths: Sequence[str]) -> Look:
        """What `look` would give for files that stand."""
        return _look(*self._recall(paths), []) if self._recall is not None else self.look(paths)

    def _changed(self, paths: Sequence[str], stamps: array[int], words: list[str]) -> Sequence[int]:
        """The numbers of the files that must be read; of the others, the stamp and the word."""
        if self._recall is None or self._stamper is None:
            return range(len(paths))
        before, known = self._recall(paths)
        now = stamps_of(paths, self._stamper)
        if _is_same(now, before):
            stamps[:], words[:] = now, known
            return ()
        changed = []
        for number, stamp in enumerate(now):
            if stamp and stamp == before[number]:
                stamps[number], words[number] = stamp, known[number]
            else:
                changed.append(number)
        return changed

    def _read(
        self, paths: Sequence[str], numbers: Sequence[int], stamps: array[int], words: list[str]
    ) -> None:
        """Read files; fill in their stamps and words."""
        limit = min(self._limit, len(self._buffer.bytes) - 1)
        stamper = self._stamper or (lambda status: 0)
        data = self._buffer.bytes
        search, find, startswith = self._search, data.find, data.startswith
        sure = numbers
        if self._odd:
            sure = [n for n in numbers if paths[n] not in self._odd]
            for number in set(numbers).difference(sure):
                words[number] = _CAREFUL
        each = self._buffer.each([paths[number] for number in sure])
        for number, (length, status) in zip(sure, each, strict=True):
            if status is None:
                words[number] = _CAREFUL
                continue
            size = status.st_size
            if size <= self._limit:
                stamps[number] = stamper(status)
            is_text = find(b"\0", 0, length if length < SNIFFED else SNIFFED) < 0
            if length == size <= limit:
                if (
                    is_text
                    and search(data, 0, length) is None
                    and (data[0] < _WIDE or not startswith(WIDE_BOMS, 0, length))
                ):
                    continue
                words[number] = CANDIDATE
            else:
                words[number] = _CAREFUL
            if not is_text and size <= self._limit and _is_binary(data[: min(length, SNIFFED)]):
                words[number] = BINARY

    def _careful(self, path: str) -> str:
        """The word for a file that is large or odd."""
        raw, _ = read(path, self._limit)
        if is_plainly_clean(raw, self._anchors):
            return CLEAN
        return BINARY if _is_binary(raw[:SNIFFED]) else CANDIDATE


class Ahead:
    """First looks at paths that were likely to be checked, made before it was known which are."""

    def __init__(self, paths: Sequence[str], look: Look) -> None:
        words = [CLEAN] * len(paths)
        for number, _ in look.candidates:
            words[number] = CANDIDATE
        for number, reason, _ in look.told:
            words[number] = reason
        both = zip(array("q", look.stamps), words, strict=True)
        self._seen = dict(zip(paths, both, strict=True))
        for number, reason, _ in look.told:
            if reason != BINARY:
                self._seen.pop(paths[number], None)  # to be looked at once more

    def look(self, paths: Sequence[str]) -> Look | None:
        """The first look at some paths; `None` if any of them has not been looked at."""
        seen = [self._seen[path] for path in paths if path in self._seen]
        if len(seen) < len(paths):
            return None
        return _look(array("q", (stamp for stamp, _ in seen)), [word for _, word in seen], [])


def _is_same(now: array[int], before: array[int]) -> bool:
    """Whether all stamps are known and as they were."""
    return now == before and 0 not in now


def _look(stamps: array[int], words: Sequence[str], told: list[tuple[int, str, bool]]) -> Look:
    """What came out for files with these words, besides what was told of some."""
    marked = [n for n, word in enumerate(words) if word] if any(words) else []
    told += [(n, BINARY, False) for n in marked if words[n] == BINARY]
    others = [(n, words[n]) for n in marked if words[n] != BINARY]
    candidates = [(n, "" if word == CANDIDATE else word) for n, word in others]
    return Look(len(words) - len(told) - len(candidates), told, candidates, stamps.tobytes())


def _is_binary(head: bytes | bytearray) -> bool:
    if b"\0" not in head:
        return False
    from deprecation_lint.scanning.document import is_binary

    return is_binary(bytes(head))
