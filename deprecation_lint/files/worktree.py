"""A folder in a work tree: what git tracks, and of the rest what it does not ignore.

The folders are listed here and compared with what git tracks, folder by folder; git is asked
about what is left over. Folders that are ignored are never opened.
"""

from __future__ import annotations

import os
import stat
from bisect import bisect_left

from deprecation_lint.files.git import (
    Untracked,
    begin_listing,
    is_ignored,
    split_names,
    tracked_files,
    tracked_names,
)
from deprecation_lint.files.litter import is_temporary
from deprecation_lint.files.paths import join
from deprecation_lint.files.vendored import MARKER, is_vendored_name

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from deprecation_lint.files.collected import Collected
    from deprecation_lint.files.listings import Listed
    from deprecation_lint.files.spawn import Output

    _Place = tuple[str, int, int]
    """A folder, "" or with a slash at its end, and the range of the tracked names below it."""

_GIT = ".git"
_MARKER = f"/{MARKER}"
_NOT_CHECKED_OUT = "./\0"  # what git says inside of a submodule that is not there
_FEW = 16  # folders that are looked into at a time to see whether there is anything
_BEHIND_SLASH = "0"  # the next character: where the names below a folder end


def list_work_tree(
    folder: str, environ: Mapping[str, str], collected: Collected, begun: Output | None = None
) -> bool:
    """Search a folder by what git knows; false where it is in no work tree or git cannot say.

    `begun` is what `begin_listing` gave for the folder.
    """
    names = tracked_names(begun or begin_listing(folder, environ))
    if names is None or names == _NOT_CHECKED_OUT:
        return False
    if not names:
        collected.witness.rests_on_more()
        if is_ignored(folder, environ):
            return False  # named although git ignores it: then it is searched
    _WorkTree(folder, environ, collected, names).search()
    return True


class _WorkTree:
    def __init__(
        self, root: str, environ: Mapping[str, str], collected: Collected, tracked: str
    ) -> None:
        self._root, self._environ, self._collected = root, environ, collected
        self._witness = collected.witness
        self._names = names = split_names(tracked)
        markers = [n for n in names if n.endswith(_MARKER)] if f"{_MARKER}\0" in tracked else []
        self._markers = {name.removesuffix(_MARKER) for name in markers}
        self._prefix = join(root, "")
        self._vendored_too = collected.include_vendored
        self._passed: list[tuple[int, int]] = []  # ranges of tracked names in vendored trees
        self._other: set[str] = set()  # tracked names that are no regular files on disk
        self._absent: list[str] = []  # those that were not seen at all
        self._files: list[str] = []  # untracked, as the next two
        self._links: list[str] = []
        self._folders: list[str] = []
        self._repositories: list[str] = []
        self._settled: list[str] = []  # untracked folders that are searched otherwise, or not
        self._is_top = False

    def search(self) -> None:
        """Gather what is below the root."""
        if self._collected.foretell is not None:
            self._collected.foretell(self._prefix, self._names)
        waiting: list[_Place] = [("", 0, len(self._names))]
        while waiting:
            waiting += self._folder(*waiting.pop())
        is_spelled_otherwise = self._look_for_absent()
        rules_gone = any(name.endswith(".gitignore") for name in self._absent)
        alone = self._is_top and not rules_gone
        in_full = is_spelled_otherwise and bool(self._files or self._links or self._folders)
        self._search_untracked(Untracked(self._root, self._environ, self._witness, alone, in_full))
        self._passed.sort()
        self._witness.found(self._passed, self._other, tuple(self._collected.paths))
        files = tracked_files(self._names, self._passed, self._other, self._prefix)
        self._collected.paths += files
        for path in self._repositories:
            self._search_repository(self._path(path))

    def _path(self, inside: str) -> str:
        return f"{self._prefix}{inside}".rstrip("/") if inside else self._root

    # --- tracked --------------------------------------------------------------------------------

    def _folder(self, inside: str, start: int, end: int) -> list[_Place]:
        """One folder in which git tracks something; return the folders in it of that kind."""
        listed = self._collected.listed(self._path(inside))
        if listed is None:
            self._absent += self._names[start:end]
            return []
        files, folders, links, _ = listed
        if inside and self._is_environment(inside, listed):
            self._pass_over(inside, start, end)
            return []
        if not inside:
            self._is_top = _GIT in files or _GIT in folders
        below, strange = self._split(inside, folders, start, end) if folders else ([], [])
        direct = self._direct(below, start, end)
        paths = [inside + name for name in files]
        if links or strange or paths != direct:
            self._compare(paths, [inside + name for name in links], strange, direct)
        if self._vendored_too:
            return below
        return [place for place in below if not self._is_vendored(*place)]

    def _split(
        self, inside: str, folders: Iterable[str], start: int, end: int
    ) -> tuple[list[_Place], list[str]]:
        """Folders below which git tracks something, in order of the names, and the others."""
        below, strange = [], []
        names = self._names
        for name in folders:
            path = f"{inside}{name}/"
            first = bisect_left(names, path, start, end)
            if first < end and names[first].startswith(path):
                last = bisect_left(names, path[:-1] + _BEHIND_SLASH, first, end)
                below.append((path, first, last))
            elif name != _GIT:
                strange.append(path[:-1])
        below.sort()
        return below, strange

    def _direct(self, below: Sequence[_Place], start: int, end: int) -> list[str]:
        """The tracked names that are in no folder further below."""
        if not below:
            return self._names[start:end]
        direct = []
        for _, first, last in below:
            direct += self._names[start:first]
            start = last
        return direct + self._names[start:end]

    def _is_vendored(self, inside: str, start: int, end: int) -> bool:
        path = inside[:-1]
        if not is_vendored_name(path.rpartition("/")[2]) and path not in self._markers:
            return False
        self._pass_over(inside, start, end)
        return True

    def _pass_over(self, inside: str, start: int, end: int) -> None:
        self._collected.vendored(self._path(inside))
        self._passed.append((start, end))

    def _is_environment(self, inside: str, listed: Listed) -> bool:
        """Whether git lists, though it does not track, the marker of a virtual environment."""
        if self._vendored_too or not (MARKER in listed[0] or MARKER in listed[2]):
            return False
        untracked = Untracked(self._root, self._environ, self._witness)
        return bool(untracked.listed([inside + MARKER]))

    def _compare(
        self, files: list[str], links: list[str], folders: list[str], direct: list[str]
    ) -> None:
        """Sort out a folder in which there is more, or less, than the tracked files."""
        tracked = set(direct)
        missing = tracked.difference(files)
        self._files += _but_git(path for path in files if path not in tracked)
        self._links += _but_git(path for path in links if path not in tracked)
        self._folders += [path for path in folders if path not in tracked]
        known_links = missing.intersection(links)
        repositories = missing.intersection(folders)
        self._collected.links += [self._prefix + path for path in known_links]
        self._repositories += sorted(repositories)
        self._other |= missing
        self._absent += missing.difference(known_links, repositories)

    def _look_for_absent(self) -> bool:
        """Sort in the tracked names that no folder showed; whether any is there all the same."""
        names = [n for n in self._absent if not self._passes_over(n)]
        if names:
            self._witness.rests_on_more()
        for folder in sorted(_folders(names)):
            self._collected.listed(self._path(folder))  # tells why not, where it cannot be read
        self._other.update(self._absent)
        return any(list(map(self._sort_in, names)))  # a list: all are to be sorted in

    def _passes_over(self, name: str) -> bool:
        return self._collected.passes_over(self._root, name, self._markers)

    def _sort_in(self, name: str) -> bool:
        """Put one name that git listed where it belongs; whether it is on disk as git has it."""
        if is_temporary(os.path.basename(name)):
            return False
        path = self._prefix + name
        try:
            mode = os.lstat(path).st_mode
        except OSError:
            mode = 0  # reading it will say why
        if stat.S_ISLNK(mode):
            self._collected.links.append(path)
        elif stat.S_ISDIR(mode):
            self._repositories.append(name.rstrip("/"))
        else:
            self._collected.paths.append(path)
            self._collected.unsure.add(path)
        return stat.S_ISREG(mode) or stat.S_ISLNK(mode)

    # --- untracked ------------------------------------------------------------------------------

    def _search_untracked(self, untracked: Untracked) -> None:
        """Add what is not ignored; level by level, so that git is asked once for each."""
        while self._files or self._links or self._folders:
            files, links, folders = self._files, self._links, self._folders
            self._files, self._links, self._folders = [], [], []
            listed = set(untracked.listed([*files, *links, *(f"{path}/" for path in folders)]))
            self._collected.paths += [self._prefix + path for path in files if path in listed]
            self._collected.links += [self._prefix + path for path in links if path in listed]
            for path in folders:
                if f"{path}/" in listed:
                    self._enter(path, untracked)
        settled = tuple(f"{path}/" for path in (*self._settled, *self._repositories))
        for name in untracked.unasked():
            if not name.startswith(settled) and not self._passes_over(name):
                self._sort_in(name)

    def _enter(self, folder: str, untracked: Untracked) -> None:
        """One folder in which git tracks nothing, and that it does not ignore."""
        if not self._vendored_too and is_vendored_name(folder.rpartition("/")[2]):
            if self._holds_any(folder, untracked):
                self._collected.vendored(self._path(folder))
            self._settled.append(folder)
            return
        listed = self._collected.listed(self._path(folder))
        inside = f"{folder}/"
        if listed is None:
            self._settled.append(folder)
        elif self._is_repository(folder, listed):
            self._repositories.append(folder)
        elif self._is_environment(inside, listed):
            self._collected.vendored(self._path(folder))
            self._settled.append(folder)
        else:
            files, folders, links, _ = listed
            self._files += _but_git(inside + name for name in files)
            self._links += _but_git(inside + name for name in links)
            self._folders += _but_git(inside + name for name in folders)

    def _is_repository(self, folder: str, listed: Listed) -> bool:
        files, folders, *_ = listed
        there = _GIT in files or _GIT in folders
        if there:
            self._witness.rests_on_more()
        return there and _is_git_folder(self._path(f"{folder}/{_GIT}"))

    def _holds_any(self, folder: str, untracked: Untracked) -> bool:
        """Whether git would list anything below a folder."""
        waiting = [folder]
        while waiting:
            asked: list[str] = []
            for path in waiting[:_FEW]:
                listed = self._collected.listed(self._path(path))
                if listed is None:
                    continue
                if self._is_repository(path, listed):
                    return True
                files, folders, links, _ = listed
                asked += _but_git(f"{path}/{name}" for name in (*files, *links))
                asked += [f"{path}/{name}/" for name in folders if name != _GIT]
            names = untracked.listed(asked)
            if not all(name.endswith("/") for name in names):
                return True
            waiting = waiting[_FEW:] + [name[:-1] for name in names]
        return False

    def _search_repository(self, path: str) -> None:
        """A work tree inside of this one."""
        self._witness.rests_on_more()
        if not list_work_tree(path, self._environ, self._collected):
            from deprecation_lint.files.walk import walk

            walk(path, self._collected)


def _folders(names: Iterable[str]) -> set[str]:
    """All folders above the names."""
    found: set[str] = set()
    for name in names:
        folder = name.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _but_git(paths: Iterable[str]) -> list[str]:
    return [path for path in paths if path != _GIT and not path.endswith(f"/{_GIT}")]


def _is_git_folder(path: str) -> bool:
    """Whether this is the folder of a repository, or a file that leads to one."""
    if not os.path.isdir(path):
        try:
            with open(path, "rb") as file:
                text = file.read(4096)
        except OSError:
            return False
        if not text.startswith(b"gitdir: "):
            return False
        leads_to = os.fsdecode(text.removeprefix(b"gitdir: ").rstrip(b"\r\n"))
        path = os.path.join(os.path.dirname(path), leads_to)
        if os.path.exists(os.path.join(path, "commondir")):  # a further work tree
            return os.path.lexists(os.path.join(path, "HEAD"))
    return all(os.path.lexists(os.path.join(path, name)) for name in ("HEAD", "objects", "refs"))
