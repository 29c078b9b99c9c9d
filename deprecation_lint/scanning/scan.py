"""One document → its references, by the reader of its file type. Pure."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from deprecation_lint.scanning.location import role_by_path
from deprecation_lint.scanning.references import reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from deprecation_lint.findings import Reference
    from deprecation_lint.scanning.document import Document
    from deprecation_lint.scanning.filetypes import FileType
    from deprecation_lint.scanning.tokens import Match, Matcher
    from deprecation_lint.scanning.trail import Found

    Reader = Callable[[bytes, Sequence[Match], FileType], Iterator[Found]]


def scan(
    path: str, document: Document, matcher: Matcher, kind: FileType
) -> tuple[list[Reference], str]:
    """All references in order, and why the file had to be read as plain text (or "")."""
    if not matcher.has_candidate(document.text):
        return [], ""
    references, note = _scan(document.text, matcher, kind)
    return [_placed(one, path) for one in references], note


def _scan(text: bytes, matcher: Matcher, kind: FileType) -> tuple[list[Reference], str]:
    if kind.reader not in ("python", "notebook"):
        return read(text, matcher, kind), ""
    from deprecation_lint.scanning.notebook import scan_notebook
    from deprecation_lint.scanning.python import Unparsable, scan_python

    try:
        scanner = scan_python if kind.reader == "python" else scan_notebook
        return scanner(text, matcher), ""
    except Unparsable as problem:
        reason = f"not valid {kind.name}, read as plain text: {problem}"
        return read(text, matcher, replace(kind, reader="code")), reason


def read(text: bytes, matcher: Matcher, kind: FileType) -> list[Reference]:
    """The references of a text by the reader of its type, which never gives up."""
    module = import_module(f"deprecation_lint.scanning.{kind.reader}")
    reader: Reader = getattr(module, f"read_{kind.reader}")
    found = reader(text, list(matcher.matches(text)), kind)
    references = (reference(one, settings=kind.settings) for one in found)
    return [one for one in references if one is not None]


def _placed(one: Reference, path: str) -> Reference:
    """The reference with the role that the path gives to all in its file, if it does."""
    role = role_by_path(path)
    if role is None or (role == "test" and one.role in ("documentation", "recording")):
        return one
    return replace(one, role=role)
