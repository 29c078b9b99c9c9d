"""One file with a candidate: decode, judge, and fix, diff or leave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deprecation_lint.fixing import chosen, splice, unified_diff, worse
from deprecation_lint.scanning.document import Document, Undecodable, decode, is_binary
from deprecation_lint.scanning.filetypes import PYTHON, file_type
from deprecation_lint.values import FileResult, Note, Skipped

if TYPE_CHECKING:
    from deprecation_lint.engine import Engine
    from deprecation_lint.files.reading import Contents
    from deprecation_lint.values import Finding


class _Worse(Exception):
    """Why a fixed file was thrown away."""


def mend(engine: Engine, path: str, contents: Contents) -> FileResult:
    """The findings of a file, and what the mode of the engine's task makes of them."""
    raw = contents.raw
    if is_binary(raw):
        return FileResult(path, skipped=Skipped(path, "binary"))
    try:
        document = decode(raw, python=file_type(path, raw[:200]) is PYTHON)
    except Undecodable as problem:
        return FileResult(path, skipped=Skipped(path, f"undecodable: {problem}", failed=True))
    findings, note = engine.findings(path, document)
    notes = (Note(path, note),) if note else ()
    fixable = chosen(findings, engine.task.unsafe) if engine.task.mode != "check" else []
    if not fixable:
        return FileResult(path, findings, notes=notes, output=raw)
    try:
        new, left = _fixed(engine, path, document, findings, fixable)
    except _Worse as problem:
        return FileResult(path, findings, notes=(*notes, Note(path, str(problem))), output=raw)
    if engine.task.mode == "diff":
        diff = unified_diff(path, raw, new)
        return FileResult(path, findings, tuple(fixable), notes=notes, diff=diff, output=raw)
    if contents.stamp is not None:
        from deprecation_lint.files.writing import Refused, replace_file

        try:
            replace_file(path, new, contents.stamp)
        except Refused as problem:
            refused = Note(path, f"not fixed: {problem}")
            return FileResult(path, findings, notes=(*notes, refused), output=raw)
    return FileResult(path, left, tuple(fixable), notes=notes, output=new)


def _fixed(
    engine: Engine,
    path: str,
    document: Document,
    findings: tuple[Finding, ...],
    fixable: list[Finding],
) -> tuple[bytes, tuple[Finding, ...]]:
    """The new bytes, and the findings that they still have; raise `_Worse` if they got worse."""
    edits = [edit for f in fixable if f.fix for edit in f.fix.edits]
    try:
        new = splice(document.raw, edits, document.encoding)
        again = decode(new, python=file_type(path, new[:200]) is PYTHON)
    except (ValueError, Undecodable) as problem:
        raise _Worse(f"not fixed: {problem}") from None
    left, _ = engine.findings(path, again)
    if worse(findings, left, len(fixable)):
        raise _Worse("not fixed: the new text would have more findings than the old")
    if file_type(path, new[:200]) is PYTHON and _parses(document) and not _parses(again):
        raise _Worse("not fixed: the new text would no longer be valid Python")
    return new, left


def _parses(document: Document) -> bool:
    from deprecation_lint.scanning.statements import parse

    try:
        parse(document.text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
