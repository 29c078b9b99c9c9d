"""One file with a candidate: decode, scan, judge, and fix, diff or leave it."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

from deprecation_lint.checks import Judge
from deprecation_lint.duplicates import without_duplicates
from deprecation_lint.evidence import Evidence
from deprecation_lint.fixing import apart, chosen, splice, unified_diff, worse
from deprecation_lint.lookups import with_lookups, with_related
from deprecation_lint.placing import place_all
from deprecation_lint.proof import PARSERS
from deprecation_lint.roles import IN_USE
from deprecation_lint.scanning.document import Document, Undecodable, decode, is_binary
from deprecation_lint.scanning.filetypes import PYTHON, file_type
from deprecation_lint.scanning.location import is_generated_name, is_minified, unreported
from deprecation_lint.scanning.scan import scan
from deprecation_lint.scanning.tokens import Matcher
from deprecation_lint.values import FileResult, Note, Skipped
from deprecation_lint.workpiece import Workpiece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deprecation_lint.files.reading import Stamp
    from deprecation_lint.findings import Finding, Reference
    from deprecation_lint.registry.registry import Registry
    from deprecation_lint.task import Task


_ROUNDS = 3  # in which findings are fixed whose edits touch each other
_FEW = 32  # findings of a file that are tried one by one


class _NotFixed(Exception):
    """Why a file stays as it was."""


class Mender:
    """Finds and mends by a registry and a task. Nothing in it changes from file to file."""

    def __init__(self, registry: Registry, task: Task) -> None:
        self._task = task
        self._matcher = Matcher(registry, unknown="unknown-model" in task.policy.rules)
        self._evidence = Evidence(registry)
        self._override = task.overrides.finder()
        self._judge = Judge(registry, task.policy)

    def mend(self, path: str, raw: bytes, stamp: Stamp | None) -> FileResult:
        """The findings of a file, and what the mode of the task makes of them."""
        reason = "binary" if is_binary(raw) else self._passed_over(path, raw)
        if reason:
            return FileResult(path, skipped=Skipped(path, reason), output=raw)
        try:
            document = _decoded(path, raw)
        except Undecodable as problem:
            skipped = Skipped(path, f"undecodable: {problem}", failed=True)
            return FileResult(path, skipped=skipped, output=raw)
        findings, reasons = self._findings(path, document)
        notes = tuple(Note(path, reason) for reason in reasons)
        result = FileResult(path, findings, notes=notes, output=raw)
        fixable = chosen(findings, self._task.unsafe) if self._task.mode != "check" else []
        if not fixable:
            return result
        try:
            return self._apply(document, stamp, result, fixable)
        except _NotFixed as problem:
            return replace(result, notes=(*notes, Note(path, f"not fixed: {problem}")))

    def _passed_over(self, path: str, raw: bytes) -> str:
        """Why nothing in the file is to be reported, or ""."""
        if self._task.include_vendored:
            return unreported(path)
        if is_generated_name(path) or is_minified(path, raw):
            return "generated: made smaller or mapped (--include-vendored reads it)"
        return unreported(path)

    def _findings(
        self, path: str, document: Document
    ) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
        """The findings in order, and the reasons for which the file was read with less care."""
        kind = file_type(path, document.text[:200])
        own = self._override(path)
        references, reasons = scan(path, document, self._matcher, kind, own.role)
        platform = own.platform or self._task.platform
        settled = self._evidence.settle(references, document.text, platform)
        wanted = [r for r in with_lookups(settled) if _is_meant(r)]
        page = Workpiece(path, document, kind)
        placed = list(place_all(path, document, wanted))
        judged = [(r, f) for r, p in placed for f in self._judge.judge(r, p, page, own.roles)]
        found = without_duplicates(with_related(judged, placed), placed)
        return tuple(sorted(found, key=lambda f: f.order)), reasons

    def _apply(
        self,
        document: Document,
        stamp: Stamp | None,
        result: FileResult,
        fixable: Sequence[Finding],
    ) -> FileResult:
        """Show or write the fixes of one file; raise `_NotFixed` if that would do harm."""
        done, new, left = self._in_rounds(document, result, fixable)
        fixed = tuple(sorted(done, key=lambda f: f.order))
        waiting = chosen(left, self._task.unsafe)
        if waiting:
            text = f"{len(waiting)} left out: their edits do not go with the others"
            result = replace(result, notes=(*result.notes, Note(result.path, text)))
        if self._task.mode == "diff":
            diff = unified_diff(result.path, document.raw, new)
            return replace(result, fixed=fixed, diff=diff)
        if stamp is not None:
            from deprecation_lint.files.writing import Refused, replace_file

            try:
                replace_file(result.path, new, stamp)
            except Refused as problem:
                raise _NotFixed(str(problem)) from None
        return replace(result, findings=left, fixed=fixed, output=new)

    def _in_rounds(
        self, document: Document, result: FileResult, fixable: Sequence[Finding]
    ) -> tuple[list[Finding], bytes, tuple[Finding, ...]]:
        """All that was fixed, the new bytes, and the findings left.

        Findings whose edits touch each other are fixed one after the other.
        """
        done: list[Finding] = []
        together, new, left = self._together(document, result, apart(fixable))
        done += together
        for _ in range(_ROUNDS):
            waiting = chosen(left, self._task.unsafe)
            if len(done) == len(fixable) or not waiting:
                break
            try:
                again = replace(result, findings=left)
                read = _decoded(result.path, new)
                together, new, left = self._together(read, again, apart(waiting))
            except _NotFixed:
                break
            done += together
        return done, new, left

    def _together(
        self, document: Document, result: FileResult, fixable: Sequence[Finding]
    ) -> tuple[tuple[Finding, ...], bytes, tuple[Finding, ...]]:
        """The findings that can be fixed together, the new bytes, and the findings left.

        Where all together would do harm, they are tried one by one, if they are few.
        """
        try:
            return (tuple(fixable), *self._fixed(document, result, fixable))
        except _NotFixed:
            if not 1 < len(fixable) <= _FEW:
                raise
            kept = self._grown(document, result, fixable)
            if not kept:
                raise
        return (kept, *self._fixed(document, result, kept))

    def _grown(
        self, document: Document, result: FileResult, fixable: Sequence[Finding]
    ) -> tuple[Finding, ...]:
        """The findings that do no harm, taken one after the other; arguments need their model."""
        kept: list[Finding] = []
        for finding in fixable:
            models = {one.place for one in kept}
            if finding.rule == "migration-blocker" and not models.issuperset(finding.related):
                continue
            with contextlib.suppress(_NotFixed):
                self._fixed(document, result, [*kept, finding])
                kept.append(finding)
        return tuple(kept)

    def _fixed(
        self, document: Document, result: FileResult, fixable: Sequence[Finding]
    ) -> tuple[bytes, tuple[Finding, ...]]:
        """The new bytes and the findings that they still have, scanned and parsed again."""
        edits = [edit for f in fixable if f.fix for edit in f.fix.edits]
        try:
            new = splice(document.raw, edits, document.encoding)
            again = _decoded(result.path, new)
        except (ValueError, Undecodable) as problem:
            raise _NotFixed(str(problem)) from None
        left, _ = self._findings(result.path, again)
        if worse(result.findings, left, fixable):
            raise _NotFixed("the new text would have more findings than the old")
        kind = file_type(result.path, new[:200])
        parses = PARSERS.get(kind.name)
        if parses is not None and parses(document.text) and not parses(again.text):
            raise _NotFixed(f"the new text would no longer be valid {kind.name}")
        return new, left


def _is_meant(one: Reference) -> bool:
    """Whether the text means a model.

    A word of the language does only where one is expected, and so does a text that only looks
    like an ID.
    """
    if one.spelling.form == "unknown":
        return one.role in IN_USE and one.expects_model and one.hold is None
    return not one.spelling.record.needs_context or (one.role in IN_USE and one.expects_model)


def _decoded(path: str, raw: bytes) -> Document:
    return decode(raw, python=file_type(path, raw[:200]) is PYTHON)
