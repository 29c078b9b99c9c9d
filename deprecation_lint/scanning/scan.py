"""One document → its references, by the reader of its file type. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deprecation_lint.patterns import lazy
from deprecation_lint.scanning.location import role_by_path
from deprecation_lint.scanning.references import Home
from deprecation_lint.scanning.tokens import MOST_UNKNOWN
from deprecation_lint.scanning.uses import Uses

if TYPE_CHECKING:
    from deprecation_lint.findings import Reference
    from deprecation_lint.roles import Role
    from deprecation_lint.scanning.document import Document
    from deprecation_lint.scanning.filetypes import FileType
    from deprecation_lint.scanning.tokens import Matcher

_FLOODED = (
    f"more than {MOST_UNKNOWN:,} texts look like IDs that are not in the registry: "
    "no unknown model is told of this file"
)
_LINE = 400  # bytes of a line before an ID
_DIRECTIVE = lazy(rb"(?:#|//|/\*|<!--|--|;)\s*deprecation-lint:[^\r\n]*\Z")


def scan(
    path: str, document: Document, matcher: Matcher, kind: FileType, own: Role | None = None
) -> tuple[list[Reference], tuple[str, ...]]:
    """All references in order, and the reasons for which the file was read with less care.

    `own` is the role that the user gave to all in the file.
    """
    if not matcher.has_candidate(document.text):
        return [], ()
    text = document.text
    role = own or role_by_path(path)
    if role == "test" and kind.reader == "prose":
        role = None  # what is written about tests is documentation
    home = Home(kind.settings, role, None if kind.settings else Uses(text), matcher)
    is_flooded = matcher.is_flooded(text)
    references, reason = _scan(text, matcher.known if is_flooded else matcher, kind, home)
    notes = tuple(filter(None, (reason, _FLOODED if is_flooded else "", *sorted(home.cut))))
    return [one for one in references if not _is_directive(text, one)], notes


def _is_directive(text: bytes, one: Reference) -> bool:
    """Whether it stands in a comment that speaks to this tool."""
    if one.role != "documentation":
        return False
    before = text[max(0, one.start - _LINE) : one.start]
    return _DIRECTIVE.search(before) is not None


def _scan(text: bytes, matcher: Matcher, kind: FileType, home: Home) -> tuple[list[Reference], str]:
    """The references, and why the file had to be read as plain text (or "")."""
    reason = ""
    if kind.reader in ("python", "notebook"):
        from deprecation_lint.scanning.source import TooLarge, Unparsable

        try:
            return _parsed(text, matcher, kind, home), ""
        except Unparsable as problem:
            why = "" if isinstance(problem, TooLarge) else f"not valid {kind.name}, "
            reason = f"{why}read as plain text: {problem}"
            kind = replace(kind, reader="code")
    from deprecation_lint.scanning.readers import read

    return read(text, matcher, kind, home), reason


def _parsed(text: bytes, matcher: Matcher, kind: FileType, home: Home) -> list[Reference]:
    if kind.reader == "notebook":
        from deprecation_lint.scanning.notebook import scan_notebook

        return scan_notebook(text, matcher, home)
    from deprecation_lint.scanning.python import scan_python

    return scan_python(text, matcher, home)
