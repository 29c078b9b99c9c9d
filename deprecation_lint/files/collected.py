"""What a search of a folder has gathered so far."""

from __future__ import annotations

import os

from deprecation_lint.files.litter import is_temporary
from deprecation_lint.files.paths import join
from deprecation_lint.files.reading import special_kind
from deprecation_lint.files.vendored import REASON, vendored_tree
from deprecation_lint.values import Skipped

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


class Collected:
    """Files, symbolic links, and what was passed over; filled by the searches.

    `litter` are temporary files of fixes, which may have been left by a run that was killed.
    """

    def __init__(self, include_vendored: bool = False) -> None:
        self.paths: set[str] = set()
        self.links: list[str] = []
        self.skipped: list[Skipped] = []
        self.litter: set[str] = set()
        self._include_vendored = include_vendored
        self._vendored: set[str] = set()

    def passes_over(self, root: str, inside: str, markers: Collection[str] = ()) -> bool:
        """Whether a path below a named folder is in a vendored tree; each tree is named once.

        `markers` are folders that hold the marker of a virtual environment.
        """
        tree = None if self._include_vendored else vendored_tree(inside, markers)
        if tree is None:
            return False
        path = join(root, tree)
        if path not in self._vendored:
            self._vendored.add(path)
            self.skipped.append(Skipped(path, REASON))
        return True

    def entries(self, folder: str) -> Iterable[os.DirEntry[str]]:
        """What is in a folder, by name, but for temporary files.

        A folder that cannot be read is passed over.
        """
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            reason = f"cannot be read: {error.strerror}"
            self.skipped.append(Skipped(folder, reason, failed=True))
            return ()
        litter = {join(folder, entry.name) for entry in entries if is_temporary(entry.name)}
        if not litter:
            return entries
        self.litter |= litter
        return [entry for entry in entries if not is_temporary(entry.name)]

    def special(self, path: str, entry: os.DirEntry[str]) -> None:
        """Pass over an entry that is neither file nor folder nor link; nothing for any other."""
        if entry.is_symlink() or entry.is_dir() or entry.is_file():
            return
        try:
            reason = special_kind(entry.stat(follow_symlinks=False))
        except OSError:
            reason = "vanished: no longer there"
        self.skipped.append(Skipped(path, reason))
