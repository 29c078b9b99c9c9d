"""One document → its references, by the scanner of its file type. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deprecation_lint.scanning.text import scan_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from deprecation_lint.findings import Reference
    from deprecation_lint.scanning.document import Document
    from deprecation_lint.scanning.filetypes import FileType
    from deprecation_lint.scanning.tokens import Matcher

    Scanner = Callable[[bytes, Matcher, FileType], list[Reference]]


def _scanner(name: str) -> Scanner:
    """The scanner of a file type; imported only here, where a file holds a candidate."""
    if name == "python":
        from deprecation_lint.scanning.python import scan_python

        return scan_python
    if name == "notebook":
        from deprecation_lint.scanning.notebook import scan_notebook

        return scan_notebook
    return scan_text


def scan(document: Document, matcher: Matcher, kind: FileType) -> tuple[list[Reference], str]:
    """All references in order, and why the file had to be read as plain text (or "")."""
    if not matcher.has_candidate(document.text):
        return [], ""
    if kind.scanner == "text":
        return scan_text(document.text, matcher, kind), ""
    from deprecation_lint.scanning.python import Unparsable

    try:
        return _scanner(kind.scanner)(document.text, matcher, kind), ""
    except Unparsable as problem:
        reason = f"not valid {kind.name}, read as plain text: {problem}"
        return scan_text(document.text, matcher, kind), reason
