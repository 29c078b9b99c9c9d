"""One file: bytes → references → findings → edits.

What a clean file needs stands here; the registry is loaded, and the modules that judge and mend
are imported, when the first file holds a candidate.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from deprecation_lint.files.reading import MAX_FILE_SIZE, Unreadable, read
from deprecation_lint.scanning.anchors import anchor_pattern, is_plainly_clean
from deprecation_lint.values import FileResult, Skipped

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from typing import Literal

    from deprecation_lint.findings import Finding
    from deprecation_lint.registry.registry import Registry
    from deprecation_lint.ruleset import Policy
    from deprecation_lint.scanning.document import Document
    from deprecation_lint.scanning.tokens import Matcher

    Mode = Literal["check", "diff", "fix"]


@dataclass(frozen=True)
class Task:
    """What to do with each file: judge it by a policy, and show or write its fixes."""

    policy: Policy
    mode: Mode = "check"
    unsafe: bool = False
    limit: int = MAX_FILE_SIZE


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
    def matcher(self) -> Matcher:
        """The matcher of the registry."""
        from deprecation_lint.scanning.tokens import Matcher

        return Matcher(self.registry)

    def check_path(self, path: str) -> FileResult:
        """Check one file; with the mode `fix`, write what may be fixed."""
        try:
            raw, stamp = read(path, self.task.limit)
        except Unreadable as problem:
            return FileResult(path, skipped=Skipped(path, problem.reason, problem.failed))
        if is_plainly_clean(raw, self._anchor):
            return FileResult(path)
        from deprecation_lint.mending import mend

        return mend(self, path, raw, stamp)

    def check_bytes(self, path: str, raw: bytes) -> FileResult:
        """Check bytes that are no file, under the name of one; fixed bytes go to `output`."""
        if is_plainly_clean(raw, self._anchor):
            return FileResult(path, output=raw)
        from deprecation_lint.mending import mend

        return mend(self, path, raw, None)

    def findings(self, path: str, document: Document) -> tuple[tuple[Finding, ...], str]:
        """The findings of a decoded file in order, and why it was read as plain text (or "")."""
        from deprecation_lint.checks import judge
        from deprecation_lint.placing import place_all
        from deprecation_lint.scanning.filetypes import file_type
        from deprecation_lint.scanning.scan import scan

        kind = file_type(path, document.text[:200])
        references, note = scan(document, self.matcher, kind)
        wanted = [r for r in references if not r.spelling.record.needs_context or r.hold is None]
        placed = place_all(path, document, wanted)
        found = (judge(r, p, self.registry, self.task.policy) for r, p in placed)
        return tuple(sorted((f for f in found if f), key=lambda f: f.order)), note
