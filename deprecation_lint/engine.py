"""Any file: read it, and tell at once if it is clean.

What a clean file needs stands here; the registry is loaded, and the modules that scan, judge and
mend are imported, when the first file holds a candidate.
"""

from __future__ import annotations

from functools import cached_property

from deprecation_lint.files.reading import Unreadable, read
from deprecation_lint.scanning.anchors import anchor_pattern, is_plainly_clean
from deprecation_lint.values import FileResult, Skipped

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from deprecation_lint.mending import Mender
    from deprecation_lint.registry.registry import Registry
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
    """Checks files against a registry. Nothing in it changes from file to file."""

    def __init__(self, registry: Registry | LazyRegistry, task: Task) -> None:
        self.source = registry
        self.task = task
        self._anchor = anchor_pattern(registry.spellings)

    @cached_property
    def registry(self) -> Registry:
        """The registry, loaded on first use."""
        return self.source.loaded if isinstance(self.source, LazyRegistry) else self.source

    @cached_property
    def _mender(self) -> Mender:
        from deprecation_lint.mending import Mender

        return Mender(self.registry, self.task)

    def check_path(self, path: str) -> FileResult:
        """Check one file; with the mode `fix`, write what may be fixed."""
        try:
            raw, stamp = read(path, self.task.limit)
        except Unreadable as problem:
            return FileResult(path, skipped=Skipped(path, problem.reason, problem.failed))
        if is_plainly_clean(raw, self._anchor):
            return FileResult(path)
        return self._mender.mend(path, raw, stamp)

    def check_bytes(self, path: str, raw: bytes) -> FileResult:
        """Check bytes that are no file, under the name of one; fixed bytes go to `output`."""
        if is_plainly_clean(raw, self._anchor):
            return FileResult(path, output=raw)
        return self._mender.mend(path, raw, None)
