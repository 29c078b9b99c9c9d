"""One file: bytes → references → findings → edits. Many files: the same, in order, by workers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from deprecation_lint.files.reading import MAX_FILE_SIZE, Contents, Unreadable, read
from deprecation_lint.scanning.filetypes import file_type
from deprecation_lint.scanning.tokens import Matcher
from deprecation_lint.values import FileResult, Skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from deprecation_lint.checks import Policy
    from deprecation_lint.registry.registry import Registry
    from deprecation_lint.scanning.document import Document
    from deprecation_lint.values import Finding

_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
_SNIFF = 8192

Mode = Literal["check", "diff", "fix"]


@dataclass(frozen=True, slots=True)
class Task:
    """What to do with each file: judge it by a policy, and show or write its fixes."""

    policy: Policy
    mode: Mode = "check"
    unsafe: bool = False
    limit: int = MAX_FILE_SIZE


class Engine:
    """Checks files against a registry. Holds nothing that changes from file to file."""

    def __init__(self, registry: Registry, task: Task) -> None:
        self.registry = registry
        self.task = task
        self.matcher = Matcher(registry)

    def check_path(self, path: str) -> FileResult:
        """Check one file; with the mode `fix`, write what may be fixed."""
        try:
            contents = read(path, self.task.limit)
        except Unreadable as problem:
            return FileResult(path, skipped=Skipped(path, problem.reason, problem.failed))
        if self._is_plainly_clean(contents.raw):
            return FileResult(path)
        from deprecation_lint.mending import mend

        return mend(self, path, contents)

    def check_bytes(self, path: str, raw: bytes) -> FileResult:
        """Check bytes that are no file, under the name of one; fixed bytes go to `output`."""
        if self._is_plainly_clean(raw):
            return FileResult(path, output=raw)
        from deprecation_lint.mending import mend

        return mend(self, path, Contents(raw, None))

    def _is_plainly_clean(self, raw: bytes) -> bool:
        """Whether there is nothing to see without decoding: almost every file."""
        return (
            not self.matcher.has_candidate(raw)
            and b"\0" not in raw[:_SNIFF]
            and not raw.startswith(_WIDE_BOMS)
        )

    def findings(self, path: str, document: Document) -> tuple[tuple[Finding, ...], str]:
        """The findings of a decoded file in order, and why it was read as plain text (or "")."""
        from deprecation_lint.checks import judge
        from deprecation_lint.placing import place_all
        from deprecation_lint.scanning.scan import scan

        kind = file_type(path, document.text[:200])
        references, note = scan(document, self.matcher, kind)
        wanted = [r for r in references if not r.spelling.record.needs_context or r.hold is None]
        placed = place_all(path, document, wanted)
        found = (judge(r, p, self.registry, self.task.policy) for r, p in placed)
        return tuple(sorted((f for f in found if f), key=lambda f: f.order)), note


def run(
    engine: Engine,
    paths: Sequence[str],
    jobs: int = 1,
    progress: Callable[[], object] | None = None,
) -> Iterator[FileResult]:
    """Check all files; results come in the order of `paths`, whatever the number of jobs."""
    results: Iterable[FileResult]
    if jobs <= 1:
        results = map(engine.check_path, paths)
    else:
        from deprecation_lint.workers import check_parallel

        results = check_parallel(engine, paths, jobs)
    for result in results:
        if progress is not None:
            progress()
        yield result
