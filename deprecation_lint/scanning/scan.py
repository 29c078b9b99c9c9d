"""One document → its references, by the reader of its file type. Pure."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from deprecation_lint.scanning.escapes import without_escapes
from deprecation_lint.scanning.location import role_by_path
from deprecation_lint.scanning.references import Home, carried_back, reference
from deprecation_lint.scanning.uses import Uses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from deprecation_lint.findings import Reference
    from deprecation_lint.roles import Role
    from deprecation_lint.scanning.document import Document
    from deprecation_lint.scanning.filetypes import FileType
    from deprecation_lint.scanning.tokens import Match, Matcher
    from deprecation_lint.scanning.trail import Found

    Reader = Callable[[bytes, Sequence[Match], FileType], Iterator[Found]]


def scan(
    path: str, document: Document, matcher: Matcher, kind: FileType, own: Role | None = None
) -> tuple[list[Reference], str]:
    """All references in order, and why the file had to be read as plain text (or "").

    `own` is the role that the user gave to all in the file.
    """
    if not matcher.has_candidate(document.text):
        return [], ""
    text = document.text
    role = own or role_by_path(path)
    if role == "test" and kind.reader == "prose":
        role = None  # what is written about tests is documentation
    home = Home(kind.settings, role, None if kind.settings else Uses(text))
    return _scan(text, matcher, kind, home)


def _scan(text: bytes, matcher: Matcher, kind: FileType, home: Home) -> tuple[list[Reference], str]:
    if kind.reader not in ("python", "notebook"):
        return _read(text, matcher, kind, home), ""
    from deprecation_lint.scanning.notebook import scan_notebook
    from deprecation_lint.scanning.python import Unparsable, scan_python

    try:
        scanner = scan_python if kind.reader == "python" else scan_notebook
        return scanner(text, matcher, home), ""
    except Unparsable as problem:
        reason = f"not valid {kind.name}, read as plain text: {problem}"
        return _read(text, matcher, replace(kind, reader="code"), home), reason


def _read(text: bytes, matcher: Matcher, kind: FileType, home: Home) -> list[Reference]:
    """The references of a text by the reader of its type, which never gives up."""
    module = import_module(f"deprecation_lint.scanning.{kind.reader}")
    reader: Reader = getattr(module, f"read_{kind.reader}")
    source = without_escapes(text)
    plain = text if source is None else source.value
    found = reader(plain, list(matcher.matches(plain)), kind)
    references = [one for one in (reference(one, home) for one in found) if one is not None]
    return references if source is None else [carried_back(one, source) for one in references]
