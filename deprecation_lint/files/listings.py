"""What is in a folder, by kind."""

from __future__ import annotations

import os

from deprecation_lint.files.reading import special_kind

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    Listed = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[tuple[str, str], ...]]
    """Names in order: files, folders, symbolic links; others, each with what it is."""


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


class Witness:
    """Is told on what a search of a work tree rests. This one forgets it at once."""

    def list_folder(self, folder: str) -> Listed:
        """What is in a folder."""
        return list_folder(folder)

    def answered(self, without_index: bool, asked: bytes, answer: bytes) -> None:
        """Git was asked which names it ignores, and answered."""

    def found(
        self, passed: Sequence[tuple[int, int]], other: Collection[str], untracked: Sequence[str]
    ) -> None:
        """Of the tracked names, all are files but for some ranges and others; and more are."""

    def rests_on_more(self) -> None:
        """The search rests on what is not told here."""
