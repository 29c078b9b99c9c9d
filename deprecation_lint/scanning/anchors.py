"""Anchors: the short texts of which one stands in every ID, searched for before all else.

Speed is all that they are for. A pattern that begins with one literal runs at the speed of a
search for it, one of many alternatives twenty times slower. So a few heads get a pattern each.
Many are found from behind: from the hyphen, which is rare in most files, with a look back at what
stands before it; and so from each of the other characters that may stand in its place.
"""

from __future__ import annotations

SNIFFED = 8192
"""Bytes of a file that tell whether it is text."""

WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
_ENDS = (b"-", b'"', b"'", b"\\")
_FEW = 4  # heads: with more, a pattern for each would take longer than looking back

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Pattern = re.Pattern[bytes]
    Finder = Callable[[bytes | bytearray, int, int], object]


def heads(spellings: Iterable[str]) -> tuple[str, ...]:
    """The head of every ID, each once: from its last dot up to its first hyphen, and that."""
    return tuple(sorted({_head(text) for text in spellings}))


def head_start(text: str) -> int:
    """Where in an ID its head begins."""
    return text.partition("-")[0].rfind(".") + 1


def _head(text: str) -> str:
    head, hyphen, _ = text.partition("-")
    return head[head_start(text) :] + hyphen


class Anchors:
    """Finds the heads of IDs in bytes. Made of spellings, or of their heads alone.

    A quote or a backslash may stand where the hyphen would: a literal may end within an ID that
    goes on in the next one, and the hyphen may be escaped.
    """

    def __init__(self, spellings: Iterable[str]) -> None:
        found = [head.encode() for head in heads(spellings)]
        self._names = [head.removesuffix(b"-") for head in found]
        self._open = [head[:-1] for head in found if head.endswith(b"-")]
        self._whole = [head for head in found if not head.endswith(b"-")]
        self._patterns: Sequence[Pattern] = ()  # until there is need for them
        self._find: Finder = self._find_any
        self._backwards = 0  # the first so many of them find heads by their ends

    def search(self, data: bytes) -> bool:
        """Whether there is any head; false for almost every file, at the speed of a search."""
        if not self._patterns:
            if len(self._names) <= _FEW and not any(name in data for name in self._names):
                return False  # told without a pattern, and without the module for them
            self._compile()
        return self._find(data, 0, len(data)) is not None

    def finder(self) -> Finder:
        """A function of data, start and end that finds any head, or gives `None`.

        For many files: with one pattern it is that pattern's own, which nothing is faster than.
        """
        if not self._patterns:
            self._compile()
        return self._find

    def offsets(self, data: bytes) -> Iterator[int]:
        """Where heads begin, in increasing order; one may be the end of another."""
        if not self._patterns:
            self._compile()
        number = self._backwards
        every = [self._begins(pattern, data) for pattern in self._patterns[:number]]
        every += [_starts(pattern, data) for pattern in self._patterns[number:]]
        return every[0] if len(every) == 1 else _merged(every)

    def _find_any(self, data: bytes | bytearray, start: int, end: int) -> object:
        for pattern in self._patterns:
            found = pattern.search(data, start, end)
            if found is not None:
                return found
        return None

    def _begins(self, pattern: Pattern, data: bytes) -> Iterator[int]:
        """Where the heads begin that a pattern finds by their end, the longest first."""
        longest_first = sorted(self._open, key=len, reverse=True)
        for found in pattern.finditer(data):
            end = found.start()
            yield from (end - len(name) for name in longest_first if data.endswith(name, 0, end))

    def _compile(self) -> None:
        import re

        forwards = [re.escape(name) + b"[-\"'\\\\]" for name in self._open]
        backwards = []
        if len(forwards) > _FEW and b"" not in self._open:
            backwards = [_behind(self._open, re.escape(end)) for end in _ENDS]
            forwards = []
        if self._whole:
            forwards.append(_one_of(self._whole))
        self._patterns = [re.compile(text) for text in (*backwards, *forwards)]
        self._find = self._patterns[0].search if len(self._patterns) == 1 else self._find_any
        self._backwards = len(backwards)


def _behind(names: Iterable[bytes], end: bytes) -> bytes:
    """A pattern for the end of a name: first by the last byte, then by those of each length.

    What is looked back at has one length.
    """
    import re

    lengths: dict[int, list[bytes]] = {}
    for name in names:
        lengths.setdefault(len(name), []).append(name)
    last = b"".join(sorted({re.escape(name[-1:]) for name in names}))
    looks = b"|".join(b"(?<=(?:%s)%s)" % (_one_of(some), end) for some in lengths.values())
    return b"%s(?<=[%s]%s)(?:%s)" % (end, last, end, looks)


def _one_of(names: Iterable[bytes]) -> bytes:
    """A pattern for any of some texts, the longest that fits."""
    import re

    return b"|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))


def _starts(pattern: Pattern, data: bytes) -> Iterator[int]:
    return (found.start() for found in pattern.finditer(data))


def _merged(every: Iterable[Iterator[int]]) -> Iterator[int]:
    from heapq import merge

    before = -1
    for offset in merge(*every):
        if offset != before:
            yield offset
        before = offset


def is_plainly_clean(raw: bytes, anchors: Anchors) -> bool:
    """Whether a file has nothing to say, told without decoding it: true for almost every file."""
    return (
        not anchors.search(raw)
        and raw.find(b"\0", 0, SNIFFED) < 0
        and not raw.startswith(WIDE_BOMS)
    )
