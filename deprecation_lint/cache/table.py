"""What was known of the files of a run: a stamp for each, and a word for those that say something.

As bytes: a line with the number of files and the length of the words, a line for each word with
the number of its file, the stamps, and the paths, parted by NULs.
"""

from __future__ import annotations

import os
from array import array

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Sequence


class Table:
    """Paths with stamps and words; a stamp of 0 says that nothing is known."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.stamps = array("q")
        self.words: dict[str, str] = {}

    def add(self, paths: Sequence[str], stamps: bytes) -> None:
        """Take files with their stamps, in order."""
        self.paths.extend(paths)
        self.stamps.frombytes(stamps)

    @property
    def known(self) -> dict[str, int]:
        """The stamps by path."""
        return dict(zip(self.paths, self.stamps, strict=True))

    def dump(self) -> bytes:
        """The table as bytes."""
        numbers = {path: number for number, path in enumerate(self.paths)}
        words = "".join(f"{numbers[path]} {word}\n" for path, word in self.words.items()).encode()
        head = b"%d %d\n" % (len(self.paths), len(words))
        return head + words + self.stamps.tobytes() + os.fsencode("\0".join(self.paths))


def load(content: bytes) -> Table:
    """The table again. Raises `ValueError` for bytes that are none."""
    head, _, rest = content.partition(b"\n")
    count, length = map(int, head.split())
    end = length + 8 * count
    table = Table()
    table.stamps.frombytes(rest[length:end])
    table.paths = os.fsdecode(rest[end:]).split("\0") if count else []
    if not len(table.paths) == len(table.stamps) == count:
        raise ValueError("not a table of files")
    for line in rest[:length].decode().splitlines():
        number, _, word = line.partition(" ")
        table.words[table.paths[int(number)]] = word
    return table
