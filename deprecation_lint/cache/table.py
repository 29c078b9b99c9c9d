"""What was known of the files of a run: a stamp for each, and a word for those that say something.

As bytes: a line with the number of files and the length of the words, a line for each word with
the number of its file, the stamps, and the paths in order, parted by NULs.
"""

from __future__ import annotations

import os
import sys
from array import array
from bisect import bisect_left
from functools import cached_property

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Table:
    """What an earlier run knew of its files. Their paths are in order, as are their numbers.

    A stamp of 0 says that nothing is known.
    """

    def __init__(
        self,
        paths: list[str] | None = None,
        stamps: array[int] | None = None,
        words: Mapping[int, str] = {},
    ) -> None:
        self.paths = paths or []
        self._stamps = stamps or array("q")
        self._words = words
        self._marked = sorted(words)

    def recall(self, paths: Sequence[str]) -> tuple[array[int], list[str]]:
        """The stamps and words of some paths.

        They are taken together if the same paths stood beside each other before, as nearly all
        do: then no path is looked up.
        """
        start = bisect_left(self.paths, paths[0]) if paths else 0
        end = start + len(paths)
        if self.paths[start:end] != list(paths):
            return self._recall_each(paths)
        words = [""] * len(paths)
        first, last = (bisect_left(self._marked, number) for number in (start, end))
        for number in self._marked[first:last]:
            words[number - start] = self._words[number]
        return self._stamps[start:end], words

    def _recall_each(self, paths: Sequence[str]) -> tuple[array[int], list[str]]:
        numbers = [self._numbers.get(path) for path in paths]
        stamps = array("q", (0 if number is None else self._stamps[number] for number in numbers))
        return stamps, ["" if n is None else self._words.get(n, "") for n in numbers]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {path: number for number, path in enumerate(self.paths)}


class Notes:
    """What this run has learnt of its files, in any order."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}
        self._parts: list[tuple[Sequence[str], bytes]] = []

    def __len__(self) -> int:
        return sum(len(paths) for paths, _ in self._parts)

    def add(self, paths: Sequence[str], stamps: bytes) -> None:
        """Take some files, which are neighbours in order, with their stamps."""
        self._parts.append((paths, stamps))

    def news(self, table: Table) -> int:
        """How many files have a stamp that the table has not."""
        count = 0
        for paths, stamps in self._parts:
            before, _ = table.recall(paths)
            if before.tobytes() != stamps:
                both = zip(array("q", stamps), before, strict=True)
                count += sum(1 for now, then in both if now and now != then)
        return count

    def dump(self) -> bytes:
        """A table as bytes."""
        self._parts.sort(key=lambda part: part[0][0] if part[0] else "")
        paths = [path for part, _ in self._parts for path in part]
        marked = [(bisect_left(paths, path), word) for path, word in sorted(self.words.items())]
        words = "".join(f"{number} {word}\n" for number, word in marked).encode()
        stamps = b"".join(stamps for _, stamps in self._parts)
        names = b"\0".join(os.fsencode("\0".join(part)) for part, _ in self._parts if part)
        return b"".join((b"%d %d\n" % (len(paths), len(words)), words, stamps, names))


def load(content: bytes) -> Table:
    """What `Notes.dump` gave, as a table. Raises `ValueError` for bytes that are none."""
    start = content.index(b"\n") + 1
    count, length = map(int, content[:start].split())
    view = memoryview(content)[start:]  # a table is large: what is copied, is copied once
    end = length + 8 * count
    stamps = array("q")
    stamps.frombytes(view[length:end])
    paths = _text(view[end:]).split("\0") if count else []
    if not len(paths) == len(stamps) == count:
        raise ValueError("not a table of files")
    words = {}
    for line in _text(view[:length]).splitlines():
        number, _, word = line.partition(" ")
        if not 0 <= int(number) < count:
            raise ValueError("a word without a file")
        words[int(number)] = word
    return Table(paths, stamps, words)


def _text(names: memoryview) -> str:
    """What `os.fsdecode` gives for the same bytes."""
    return str(names, sys.getfilesystemencoding(), sys.getfilesystemencodeerrors())
