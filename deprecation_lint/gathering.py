"""The results of some files, gathered as they come: first looks, then second ones in any order."""

from __future__ import annotations

from deprecation_lint.values import Batch, FileResult, Skipped

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Sequence

    from deprecation_lint.cache.cache import Cache
    from deprecation_lint.scout import Look


class Gathering:
    """Files, of which those in `waiting` (by number) still want a second look."""

    def __init__(self, paths: Sequence[str], look: Look, cache: Cache | None) -> None:
        self.waiting: list[int] = []
        self._cache = cache
        self._files = look.clean
        self._results = [
            FileResult(paths[number], skipped=Skipped(paths[number], reason, failed))
            for number, reason, failed in look.told
        ]
        if cache is not None:
            cache.note(paths, look)
        for number, content in look.candidates:
            path = paths[number]
            result = cache.verdict(path, content) if cache is not None and content else None
            if result is None:
                self.waiting.append(number)
            else:
                self._take(content, result)

    def add(self, number: int, content: str, result: FileResult) -> None:
        """Take the second look at a file, and the digest of its content if that is known."""
        if number in self.waiting:
            self.waiting.remove(number)
            self._take(content, result)

    def _take(self, content: str, result: FileResult) -> None:
        if self._cache is not None:
            self._cache.note_content(result.path, content)
        self._files += result.skipped is None
        if result != FileResult(result.path):
            self._results.append(result)

    def batch(self) -> Batch:
        """What all files gave together."""
        return Batch(self._files, tuple(sorted(self._results, key=lambda result: result.path)))
