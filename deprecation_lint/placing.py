"""References → places: bytes of the file, lines and columns, the source line to show."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deprecation_lint.findings import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deprecation_lint.findings import Reference
    from deprecation_lint.scanning.document import Document, Location


def place_all(
    path: str, document: Document, references: Sequence[Reference]
) -> Iterator[tuple[Reference, Place]]:
    """Each reference with offsets turned into bytes of the file, and its place."""
    offsets = [
        offset for r in references for span in ((r.start, r.end), *r.pieces) for offset in span
    ]
    at = document.locate(offsets)
    for reference in references:
        start, end = at[reference.start], at[reference.end]
        place = _place(path, document, (reference.start, reference.end), start, end)
        pieces = tuple((at[a].raw, at[b].raw) for a, b in reference.pieces)
        yield replace(reference, start=start.raw, end=end.raw, pieces=pieces), place


def place_at(path: str, document: Document, start: int, end: int) -> Place:
    """The place of one span of a document's text."""
    return _place(path, document, (start, end), document.at(start), document.at(end))


def _place(
    path: str, document: Document, span: tuple[int, int], start: Location, end: Location
) -> Place:
    source_line, source_column = document.line_text(span[0])
    return Place(
        path=path,
        line=start.line,
        column=start.column,
        end_line=end.line,
        end_column=end.column,
        start_byte=start.raw,
        end_byte=end.raw,
        text=document.text[span[0] : span[1]].decode("utf-8", "replace"),
        source_line=source_line,
        source_column=source_column,
    )
