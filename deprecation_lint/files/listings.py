"""What is in a folder, by kind; and how a later run sees that it is still so.

A listing is made of tuples and strings alone, so that it can be kept in a file as it is.
"""

from __future__ import annotations

import os

from deprecation_lint.files.reading import special_kind

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Mapping

    Listed = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[tuple[str, str], ...]]
    """Names in order: files, folders, symbolic links; others, each with what it is."""

    FolderStamp = tuple[int, int, int, int]
    """Device, inode and times of change of a folder."""

    Table = dict[str, tuple[FolderStamp, Listed]]
    """Folders as they were listed, by path."""

_SETTLED = 2_000_000_000  # ns: within that, a folder can change twice and bear the same time


def list_folder(folder: str) -> Listed:
    """What is in a folder. The kinds come with the names: no entry is looked at by itself."""
    files, folders, links, others = [], [], [], []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_file(follow_symlinks=False):
                files.append(entry.name)
            elif entry.is_dir(follow_symlinks=False):
                folders.append(entry.name)
            elif entry.is_symlink():
                links.append(entry.name)
            else:
                others.append((entry.name, _kind(entry)))
    files.sort()
    folders.sort()
    links.sort()
    others.sort()
    return tuple(files), tuple(folders), tuple(links), tuple(others)


def _kind(entry: os.DirEntry[str]) -> str:
    try:
        return special_kind(entry.stat(follow_symlinks=False))
    except OSError:
        return "vanished: no longer there"


class Listings:
    """Lists folders, sparing those that have not changed since they were listed before.

    `known` is the table of an earlier run in the same working directory; `began` is when this
    run did, in nanoseconds. `table` is for the next run. A folder that was changed just before
    is not in it: it may change again without showing it.
    """

    def __init__(self, known: Mapping[str, tuple[FolderStamp, Listed]], began: int) -> None:
        self.table: Table = {}
        self._known = known
        self._settled = began - _SETTLED
        self._listed_anew = 0

    @property
    def is_changed(self) -> bool:
        """Whether the table is another than the one that was known."""
        return bool(self._listed_anew) or len(self.table) != len(self._known)

    def list_folder(self, folder: str) -> Listed:
        """What is in a folder, by looking at the folder alone if it is as it was."""
        status = os.stat(folder)  # before listing it: so a change meanwhile is seen next time
        modified, changed = status.st_mtime_ns, status.st_ctime_ns
        stamp = (status.st_dev, status.st_ino, modified, changed)
        known = self._known.get(folder)
        if known is not None and known[0] == stamp:
            self.table[folder] = known
            return known[1]
        listed = list_folder(folder)
        if modified < self._settled and changed < self._settled:
            self._listed_anew += 1
            self.table[folder] = (stamp, listed)
        return listed
