"""One file with a candidate: decode, judge, and fix, diff or leave it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deprecation_lint.fixing import chosen, splice, unified_diff, worse
from deprecation_lint.scanning.document import Document, Undecodable, decode, is_binary
from deprecation_lint.scanning.filetypes import PYTHON, file_type
from deprecation_lint.values import FileResult, Note, Skipped

if TYPE_CHECKING:
    from deprecation_lint.engine import Engine
    from deprecation_lint.files.reading import Stamp
    from deprecation_lint.findings import Finding


class _NotFixed(Exception):
    """Why a file stays as it was."""


def mend(engine: Engine, path: str, raw: bytes, stamp: Stamp | None) -> FileResult:
    """The findings of a file, and what the mode of the engine's task makes of them."""
    if is_binary(raw):
        return FileResult(path, skipped=Skipped(path, "binary"), output=raw)
    try:
        document = decode(raw, python=file_type(path, raw[:200]) is PYTHON)
    except Undecodable as problem:
        skipped = Skipped(path, f"undecodable: {problem}", failed=True)
        return FileResult(path, skipped=skipped, output=raw)
    findings, note = engine.findings(path, document)
    notes = (Note(path, note),) if note else ()
    result = FileResult(path, findings, notes=notes, output=raw)
    fixable = chosen(findings, engine.task.unsafe) if engine.task.mode != "check" else []
    if not fixable:
        return result
    try:
        return _apply(engine, document, stamp, result, fixable)
    except _NotFixed as problem:
        return replace(result, notes=(*notes, Note(path, f"not fixed: {problem}")))


def _apply(
    engine: Engine,
    document: Document,
    stamp: Stamp | None,
    result: FileResult,
    fixable: list[Finding],
) -> FileResult:
    """Show or write the fixes of one file; raise `_NotFixed` if that would do harm."""
    new, left = _fixed(engine, result.path, document, result.findings, fixable)
    if engine.task.mode == "diff":
        diff = unified_diff(result.path, document.raw, new)
        return replace(result, fixed=tuple(fixable), diff=diff)
    if stamp is not None:
        from deprecation_lint.files.writing import Refused, replace_file

        try:
            replace_file(result.path, new, stamp)
        except Refused as problem:
            raise _NotFixed(str(problem)) from None
    return replace(result, findings=left, fixed=tuple(fixable), output=new)


def _fixed(
    engine: Engine,
    path: str,
    document: Document,
    findings: tuple[Finding, ...],
    fixable: list[Finding],
) -> tuple[bytes, tuple[Finding, ...]]:
    """The new bytes, and the findings that they still have; raise `_NotFixed` if they got worse."""
    edits = [edit for f in fixable if f.fix for edit in f.fix.edits]
    try:
        new = splice(document.raw, edits, document.encoding)
        again = decode(new, python=file_type(path, new[:200]) is PYTHON)
    except (ValueError, Undecodable) as problem:
        raise _NotFixed(str(problem)) from None
    left, _ = engine.findings(path, again)
    if worse(findings, left, len(fixable)):
        raise _NotFixed("the new text would have more findings than the old")
    if file_type(path, new[:200]) is PYTHON and _parses(document) and not _parses(again):
        raise _NotFixed("the new text would no longer be valid Python")
    return new, left


def _parses(document: Document) -> bool:
    from deprecation_lint.scanning.statements import parse

    try:
        parse(document.text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
