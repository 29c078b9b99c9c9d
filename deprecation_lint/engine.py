"""Any file: a first look tells at once if it is clean, a second one what is in it.

What a clean file needs stands here and in the scout; the registry is loaded, and the modules that
scan, judge and mend are imported, when the first file holds a candidate.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from deprecation_lint.files.reading import Unreadable, read
from deprecation_lint.scanning.anchors import Anchors, is_plainly_clean
from deprecation_lint.scout import Scout
from deprecation_lint.values import FileResult, Skipped

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import date

    from deprecation_lint.cache.cache import Cache
    from deprecation_lint.files.reading import Stamp
    from deprecation_lint.mending import Mender
    from deprecation_lint.registry.registry import Registry
    from deprecation_lint.scout import Look
    from deprecation_lint.task import Task


class LazyRegistry:
    """A registry that is loaded when it is needed; its spellings and its age are known before."""

    def __init__(self, spellings: Iterable[str], read: date, load: Callable[[], Registry]) -> None:
        self.spellings = spellings
        self.read = read
        self._load = load

    @cached_property
    def loaded(self) -> Registry:
        """The registry itself."""
        return self._load()


class Engine:
    """Checks files against a registry. Nothing in it changes from file to file.

    `odd` are paths that may be no regular files.
    """

    def __init__(
        self,
        registry: Registry | LazyRegistry,
        task: Task,
        odd: Collection[str] = (),
        cache: Cache | None = None,
    ) -> None:
        self.source = registry
        self.task = task
        self.odd = odd
        self.cache = cache
        self._anchors = Anchors(registry.spellings)

    @cached_property
    def registry(self) -> Registry:
        """The registry, loaded on first use."""
        return self.source.loaded if isinstance(self.source, LazyRegistry) else self.source

    def scout(self) -> Scout:
        """A scout for first looks, which one thread can use."""
        cache = self.cache
        if cache is None:
            return Scout(self._anchors, self.task.limit, self.odd)
        recall = cache.recall if cache.paths else None
        return Scout(self._anchors, self.task.limit, self.odd, cache.stamper, recall)

    @cached_property
    def _scout(self) -> Scout:
        return self.scout()

    @cached_property
    def _mender(self) -> Mender:
        from deprecation_lint.mending import Mender

        return Mender(self.registry, self.task)

    def prepare(self) -> None:
        """Load what every process needs, before there are several."""
        _ = self._scout

    def prepare_to_mend(self) -> None:
        """Load what second looks need, LibCST above all, before there is a file for one."""
        from importlib import import_module

        import_module("deprecation_lint.scanning.visitor")
        _ = self._mender

    def look(self, paths: Sequence[str]) -> Look:
        """A first look at some files."""
        return self._scout.look(paths)

    def stand(self, paths: Sequence[str]) -> bool:
        """Whether some files are as an earlier run knew them, told without opening one."""
        return self._scout.stand(paths)

    def recalled(self, paths: Sequence[str]) -> Look:
        """The first look at files that stand."""
        return self._scout.recalled(paths)

    def mend(self, path: str) -> tuple[str, FileResult]:
        """A second look at one file; with the mode `fix`, write what may be fixed.

        Returns the digest of its content as well, "" without a cache.
        """
        try:
            raw, stamp = read(path, self.task.limit)
        except Unreadable as problem:
            return "", FileResult(path, skipped=Skipped(path, problem.reason, problem.failed))
        if self.cache is None:
            return "", self._mended(path, raw, stamp)
        from deprecation_lint.cache.context import digest

        content = digest(raw)
        result = self.cache.verdict(path, content)
        if result is None:
            result = self._mended(path, raw, stamp)
            self.cache.keep(path, content, result)
        return content, result

    def _mended(self, path: str, raw: bytes, stamp: Stamp) -> FileResult:
        """The second look itself; what is written to a file is of no use to anyone else."""
        return replace(self._mender.mend(path, raw, stamp), output=None)

    def check_bytes(self, path: str, raw: bytes) -> FileResult:
        """Check bytes that are no file, under the name of one; fixed bytes go to `output`."""
        if is_plainly_clean(raw, self._anchors):
            return FileResult(path, output=raw)
        return self._mender.mend(path, raw, None)
