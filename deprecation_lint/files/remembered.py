"""A search of a work tree that need not be done again, because all that it rests on is as it was.

That is: the names that git tracks; what is in the folders that were listed; and what git ignores
of the names that it was asked about. Git is asked anew, all the same: rules can change anywhere.
A search that rests on more, as one that meets another repository does, is not remembered.
"""

from __future__ import annotations

import os
from array import array
from functools import cached_property
from hashlib import sha256

from deprecation_lint.files.collected import Collected
from deprecation_lint.files.git import (
    NONE_IGNORED,
    begin_check,
    begin_listing,
    split_names,
    tracked_files,
)
from deprecation_lint.files.listings import Witness, list_folder
from deprecation_lint.files.paths import join
from deprecation_lint.files.stamps import stamps_of
from deprecation_lint.files.worktree import list_work_tree
from deprecation_lint.frozen import dataclass
from deprecation_lint.values import Skipped

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from deprecation_lint.files.listings import Listed
    from deprecation_lint.files.spawn import Output
    from deprecation_lint.files.stamps import Stamper

_WORTH = 256  # files: fewer are found faster than remembered
_MOST_RESTLESS = 100  # folders that are listed each time


@dataclass(frozen=True)
class Question:
    """Names, parted by NULs, of which git was asked whether it ignores them; those it does."""

    without_index: bool
    asked: bytes
    answer: bytes


@dataclass(frozen=True)
class Search:
    """What the search of one folder found, and on what that rests.

    `listing` is a digest of the names that git tracks. `folders` were listed, and have a stamp
    each; `restless` has digests of what was in those that were seen to change, as the folder of
    the cache does, which may hold the same again. Of the tracked names, all are files but those
    in the ranges `passed` and `other`; `untracked` are more paths of files.
    """

    vendored_too: bool
    listing: str
    folders: Sequence[str]
    stamps: array[int]
    restless: Mapping[str, str]
    questions: Sequence[Question]
    passed: Sequence[tuple[int, int]]
    other: Collection[str]
    untracked: Sequence[str]
    links: Sequence[str]
    litter: Sequence[str]
    skipped: Sequence[tuple[str, str]]


class Memory:
    """The searches of an earlier run in the same working directory, and those of this one."""

    def __init__(self, known: Mapping[str, Search], stamp: Stamper) -> None:
        self.searches: dict[str, Search] = {}
        self._known = known
        self._stamp = stamp

    @property
    def is_changed(self) -> bool:
        """Whether there is something to remember that was not known."""
        return any(self._known.get(name) is not found for name, found in self.searches.items())

    def list_work_tree(
        self,
        folder: str,
        environ: Mapping[str, str],
        collected: Collected,
        begun: Output | None = None,
    ) -> bool:
        """The same as the function of that name, which is spared where it can be."""
        begun = begun or begin_listing(folder, environ)
        record = _Record(self._stamp)
        known = self._known.get(folder)
        if known is not None and known.vendored_too != collected.include_vendored:
            known = None
        stands = known is not None and _stands(known, folder, environ, record)
        code, names = begun()
        listing = "" if code else sha256(names).hexdigest()
        if known is not None and stands and listing == known.listing:
            self.searches[folder] = known
            _recall(known, os.fsdecode(names), join(folder, ""), collected)
            return True
        part = Collected(collected.include_vendored, record, collected.foretell)
        if not list_work_tree(folder, environ, part, lambda: (code, names)):
            return False
        collected.add(part.paths, part.links, part.skipped, part.litter)
        collected.unsure |= part.unsure
        if record.is_whole and len(part.paths) >= _WORTH:
            self.searches[folder] = record.search(part, listing)
        return True


def _stands(known: Search, folder: str, environ: Mapping[str, str], record: _Record) -> bool:
    """Whether the folders are as they were, and git says what it said."""
    asked = [
        (begin_check(folder, environ, question.without_index, question.asked), question.answer)
        for question in known.questions
    ]
    is_same = all(
        known.restless.get(folder) == _content(folder) for folder in record.changed_since(known)
    )
    outputs = [(output(), answer) for output, answer in asked]  # all: none is left running
    return is_same and all(
        output == (0 if answer else NONE_IGNORED, answer) for output, answer in outputs
    )


def _recall(known: Search, tracked: str, prefix: str, collected: Collected) -> None:
    files = tracked_files(split_names(tracked), known.passed, set(known.other), prefix)
    skipped = [Skipped(path, reason) for path, reason in known.skipped]
    collected.add([*known.untracked, *files], known.links, skipped, known.litter)


def _content(folder: str) -> str:
    try:
        return _digest(list_folder(folder))
    except OSError:
        return ""


def _digest(listed: Listed) -> str:
    return sha256(repr(listed).encode()).hexdigest()


class _Record(Witness):
    """Remembers on what a search rests."""

    def __init__(self, stamp: Stamper) -> None:
        self.is_whole = True
        self._stamp = stamp
        self._known: Search | None = None
        self._seen = array("q")  # the stamps of its folders now
        self._folders: list[str] = []
        self._stamps = array("q")
        self._changed: dict[str, Listed] = {}
        self._unchanged: dict[str, Listed] = {}  # of those that were seen to change before
        self._asked: dict[bool, list[tuple[bytes, bytes]]] = {False: [], True: []}
        self._of_tracked: tuple[Sequence[tuple[int, int]], Collection[str]] = (), ()
        self._untracked: Sequence[str] = ()

    def changed_since(self, known: Search) -> list[str]:
        """The folders of an earlier search that have changed, or may have."""
        self._known = known
        self._seen = stamps_of(known.folders, self._stamp)
        if self._seen == known.stamps and 0 not in self._seen:
            return []
        return [folder for folder in known.folders if not self._same.get(folder)]

    @cached_property
    def _same(self) -> dict[str, int]:
        """The stamps of folders that are as they were in the earlier search."""
        if self._known is None:
            return {}
        both = zip(self._known.folders, self._seen, self._known.stamps, strict=True)
        return {folder: stamp for folder, stamp, before in both if stamp == before}

    def list_folder(self, folder: str) -> Listed:
        """What is in a folder, whose stamp is noted."""
        if not self.is_whole:
            return list_folder(folder)
        known, stamp = self._known, self._same.get(folder)
        is_other = stamp is None and known is not None
        if stamp is None:  # taken before listing it: so a change meanwhile is seen next time
            stamp = self._stamp_of(folder)
        listed = list_folder(folder)
        self._folders.append(folder)
        self._stamps.append(stamp)
        if is_other or not stamp:
            if len(self._changed) < _MOST_RESTLESS:
                self._changed[folder] = listed
            elif not stamp:
                self.rests_on_more()
        elif known is not None and folder in known.restless:
            self._unchanged[folder] = listed
        return listed

    def _stamp_of(self, folder: str) -> int:
        status = os.stat(folder)
        # on some file systems the topmost folder has no time until something is changed there
        return self._stamp(status) if status.st_mtime_ns > 0 else 0

    def answered(self, without_index: bool, asked: bytes, answer: bytes) -> None:
        """Note a question."""
        self._asked[without_index].append((asked, answer))

    def found(
        self, passed: Sequence[tuple[int, int]], other: Collection[str], untracked: Sequence[str]
    ) -> None:
        """Note which files were found."""
        self._of_tracked = tuple(passed), sorted(other)
        self._untracked = untracked

    def rests_on_more(self) -> None:
        """Give up."""
        self.is_whole = False

    def search(self, found: Collected, listing: str) -> Search:
        """All that was noted."""
        restless = [*self._changed.items(), *self._unchanged.items()][:_MOST_RESTLESS]
        passed, other = self._of_tracked
        return Search(
            vendored_too=found.include_vendored,
            listing=listing,
            folders=self._folders,
            stamps=self._stamps,
            restless={folder: _digest(listed) for folder, listed in restless},
            questions=[_as_one(how, asked) for how, asked in self._asked.items() if asked],
            passed=passed,
            other=other,
            untracked=self._untracked,
            links=found.links,
            litter=sorted(found.litter),
            skipped=[(skipped.path, skipped.reason) for skipped in found.skipped],
        )


def _as_one(without_index: bool, asked: Sequence[tuple[bytes, bytes]]) -> Question:
    """Several questions as one: git answers name by name, in order."""
    names = b"\0".join(names for names, _ in asked)
    return Question(without_index, names, b"".join(answer for _, answer in asked))
