"""What git knows of a folder: what it tracks, and what it ignores of the rest."""

from __future__ import annotations

import os
from bisect import bisect_left

from deprecation_lint.files.spawn import begin_git

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from deprecation_lint.files.listings import Witness
    from deprecation_lint.files.spawn import Output

_LARGE = 1_000_000  # bytes: some ten thousand files
_MOST = 16  # listings begun at once
NONE_IGNORED = 1
"""The code with which git says that it ignores none of the names."""


def begin_listings(named: Iterable[str], environ: Mapping[str, str]) -> dict[str, Output]:
    """Let git begin to list the folders among the paths that the user named, or the first few."""
    begun: dict[str, Output] = {}
    for name in named:
        if len(begun) < _MOST and name not in begun and os.path.isdir(name):
            begun[name] = begin_listing(name, environ)
    return begun


def begin_listing(folder: str, environ: Mapping[str, str]) -> Output:
    """Let git begin to list what it tracks below a folder; it need not look at any file.

    The listing fails, as that of the untracked files does, where there is no work tree: inside
    of `.git`, or in a bare repository, which may have an index all the same.
    """
    place = begin_git(folder, environ, "rev-parse", "--is-inside-work-tree")
    listing = begin_git(folder, environ, "ls-files", "-z", "-c")

    def output() -> tuple[int, bytes]:
        code, answer = place()
        failed = code or answer.strip() != b"true"
        code, names = listing()
        return int(bool(failed or code)), names

    return output


def tracked_names(listing: Output) -> str | None:
    """What git tracks, each name ended by a NUL; None where it cannot say.

    The names are in the order of their bytes. One that is unmerged comes once for each side.
    """
    code, out = listing()
    return None if code else os.fsdecode(out)


def split_names(tracked: str) -> list[str]:
    """The names that `tracked_names` gave, in order."""
    names = tracked.split("\0")
    names.pop()
    names.sort()  # in order already, but for names that are no text
    return names


def tracked_files(
    names: list[str], passed: Sequence[tuple[int, int]], other: Collection[str], prefix: str
) -> list[str]:
    """The tracked names as paths, without those in some ranges, in order, and others."""
    kept, at = [], 0
    for start, end in passed:
        kept += names[at:start]
        at = end
    kept = kept + names[at:] if passed else names
    if other:
        kept = [name for name in kept if name not in other]
    return [prefix + name for name in kept] if prefix else kept


def begin_check(
    folder: str, environ: Mapping[str, str], without_index: bool, asked: bytes
) -> Output:
    """Let git begin to tell which of some names, parted by NULs, it ignores."""
    options = ("--no-index",) if without_index else ()
    return begin_git(folder, environ, "check-ignore", *options, "-z", "--stdin", stdin=asked)


def is_ignored(folder: str, environ: Mapping[str, str]) -> bool:
    """Whether a folder lies in what git ignores."""
    code, _ = begin_git(folder, environ, "check-ignore", "-q", ".")()
    return code == 0


class Untracked:
    """Tells which untracked names git would list: those that are not ignored.

    `alone`: the rules are all on disk, so that the index, which takes longer to read than they
    do, can be left alone. `in_full`: git shall list the untracked names itself, as it must where
    names on disk are spelled otherwise than tracked ones (by case, or by Unicode form).
    """

    def __init__(
        self,
        root: str,
        environ: Mapping[str, str],
        witness: Witness,
        alone: bool = False,
        in_full: bool = False,
    ) -> None:
        self._root, self._environ, self._witness = root, environ, witness
        self._alone = alone
        self._others = self._list() if in_full else None
        self._asked: set[str] = set()

    def listed(self, names: Sequence[str]) -> list[str]:
        """Those of the names that git would list; a folder, with a slash, if anything in it."""
        if not names:
            return []
        if self._others is None:
            ignored = self._ignored(names)
            if ignored is not None:
                return [name for name in names if name not in ignored]
            self._others = self._list()
        self._asked.update(names)
        return [name for name in names if _holds(self._others, name)]

    def unasked(self) -> list[str]:
        """What git itself has listed and nobody has asked for."""
        others = self._others or ()
        return [n for n in others if n not in self._asked]

    def _ignored(self, names: Sequence[str]) -> set[str] | None:
        """Those that are ignored; None if git cannot say.

        A leading dot keeps git from seeing more in a name than a name.
        """
        asked = os.fsencode("./" + "\0./".join(names))
        code, out = begin_check(self._root, self._environ, self._alone, asked)()
        if code not in (0, NONE_IGNORED):
            return None
        self._witness.answered(self._alone, asked, out)
        return {name[2:] for name in os.fsdecode(out).split("\0")}

    def _list(self) -> list[str]:
        self._witness.rests_on_more()
        command = ("ls-files", "-z", "-o", "--exclude-standard")
        _, out = begin_git(self._root, self._environ, *command)()
        return sorted(filter(None, os.fsdecode(out).split("\0")))


def _holds(names: Sequence[str], name: str) -> bool:
    """Whether a name, or if it ends with a slash anything below it, is among sorted names."""
    place = bisect_left(names, name)
    if place == len(names):
        return False
    return names[place].startswith(name) if name.endswith("/") else names[place] == name


def is_large(folder: str) -> bool:
    """Whether the folder is the top of a large work tree, told by the size of git's index."""
    try:
        return os.stat(os.path.join(folder, ".git", "index")).st_size > _LARGE
    except OSError:
        return False
