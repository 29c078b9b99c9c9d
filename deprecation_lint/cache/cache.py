"""What earlier runs have found out: which files are clean, and what the others say.

A file is known by its stamp as long as nothing has touched it, and by the digest of its content
after that. What was found in it holds for the same path, content, tool, registry, settings and
day.
"""

from __future__ import annotations

import os
from functools import cached_property

from deprecation_lint.cache.context import digest
from deprecation_lint.cache.store import Store
from deprecation_lint.cache.table import Notes, Table, load
from deprecation_lint.files.stamps import stamper
from deprecation_lint.scout import BINARY, CANDIDATE

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

    from deprecation_lint.files.remembered import Memory
    from deprecation_lint.scout import Look
    from deprecation_lint.values import FileResult

_DAY = 24 * 60 * 60 * 1_000_000_000
_UNUSED = {"tmp-": _DAY, "verdicts-": 2 * _DAY, "files-": 14 * _DAY, "searches-": 14 * _DAY}
"""After which time, in nanoseconds, what nobody used is removed; verdicts hold for a day only."""

WORTH = 256
"""Files: fewer are read faster than a table of them."""


class Cache:
    """A cache for one run, which began at `now`, in nanoseconds.

    `looks` tells on what the first look at a file depends, as does the search for them, and
    `verdicts` on what the second; without one of them, such looks are neither kept nor spared.
    Of a few files, no table is kept.
    """

    def __init__(self, folder: str, now: int, looks: str, verdicts: str | None) -> None:
        self._made_of = folder, now, looks, verdicts
        self._store = Store(folder)
        self._now = now
        self._looks = f"files-{looks}" if looks else None
        self._searches = f"searches-{looks}" if looks else None
        self._verdicts = f"verdicts-{verdicts}" if verdicts is not None else None
        self._new = Notes()
        self.stamper = stamper(now)

    @cached_property
    def _table(self) -> Table:
        content = self._store.get(self._looks) if self._looks is not None else None
        try:
            return Table() if content is None else load(content)
        except ValueError:
            return Table()

    @property
    def paths(self) -> list[str]:
        """The files of an earlier run, in order."""
        return self._table.paths

    def recall(self, paths: Sequence[str]) -> tuple[array[int], list[str]]:
        """What an earlier run knew of some files: stamps, or 0, and words."""
        return self._table.recall(paths)

    @cached_property
    def memory(self) -> Memory | None:
        """The searches of an earlier run, where they can be told to hold still."""
        if self._searches is None or os.name == "nt":  # there, a folder's time can be set back
            return None
        from deprecation_lint.files.remembered import Memory

        content = self._store.get(self._searches)
        if content is None:
            return Memory({}, self.stamper)
        from deprecation_lint.cache.searches import load

        try:
            return Memory(load(content), self.stamper)
        except ValueError:
            return Memory({}, self.stamper)

    def __reduce__(self) -> tuple[type[Cache], tuple[str, int, str, str | None]]:
        """For another process: the same cache, opened there."""
        return Cache, self._made_of

    def verdict(self, path: str, content: str) -> FileResult | None:
        """What was found in a file with a content of this digest."""
        name = self._name(path, content)
        data = self._store.get(name) if name is not None else None
        if data is None:
            return None
        import json

        from deprecation_lint.packing import unpack
        from deprecation_lint.values import FileResult

        try:
            result = unpack(json.loads(data))
        except (ValueError, RecursionError):
            return None
        return result if isinstance(result, FileResult) and result.path == path else None

    def keep(self, path: str, content: str, result: FileResult) -> None:
        """Keep what was found in a file."""
        name = self._name(path, content)
        if name is not None:
            import json

            from deprecation_lint.packing import pack

            self._store.put(name, json.dumps(pack(result)).encode())

    def _name(self, path: str, content: str) -> str | None:
        if self._verdicts is None:
            return None
        name = digest(path, content)
        return os.path.join(self._verdicts, name[:2], name[2:])

    def note(self, paths: Sequence[str], look: Look) -> None:
        """Take what a first look gave."""
        self._new.add(paths, look.stamps)
        words = self._new.words
        words.update((paths[number], BINARY) for number, why, _ in look.told if why == BINARY)
        words.update((paths[number], CANDIDATE) for number, _ in look.candidates)

    def note_content(self, path: str, content: str) -> None:
        """Take the digest of a file's content."""
        if content:
            self._new.words[path] = content

    def save(self) -> None:
        """Write what has changed where that is worth it, and remove what nobody used for long."""
        if self._verdicts is not None:
            self._store.touch(self._verdicts, self._now)
        self._save_searches()
        self._save_table()
        self._store.remove_unused({head: self._now - age for head, age in _UNUSED.items()})

    def _save_table(self) -> None:
        """Write the table if the earlier one knows less, by one file in a hundred."""
        count = len(self._new)
        if self._looks is None or count < WORTH:
            return
        if not self._table.paths or self._new.news(self._table) * 100 > count:
            self._store.put(self._looks, self._new.dump())
        else:
            self._store.touch(self._looks, self._now)

    def _save_searches(self) -> None:
        memory = self.memory
        if self._searches is None or memory is None or not memory.searches:
            return
        if memory.is_changed:
            from deprecation_lint.cache.searches import dump

            self._store.put(self._searches, dump(memory.searches))
        else:
            self._store.touch(self._searches, self._now)
