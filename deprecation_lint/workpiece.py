"""The file at hand: places and edits by offsets of its text. Pure."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from deprecation_lint.findings import Edit
from deprecation_lint.placing import place_at
from deprecation_lint.rewriting import EDITORS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deprecation_lint.findings import Place
    from deprecation_lint.migration import Change, Outcome
    from deprecation_lint.request import Request
    from deprecation_lint.rewriting import Editor
    from deprecation_lint.scanning.document import Document
    from deprecation_lint.scanning.filetypes import FileType


class Workpiece:
    """A document under its path. It is a `Page` for the judge.

    `outcomes` is for the judge to remember what it has found of the requests of the file.
    """

    def __init__(self, path: str, document: Document, kind: FileType) -> None:
        self._path = path
        self._document = document
        self._kind = kind
        self._edits: dict[tuple[Change, ...], tuple[tuple[Edit, ...], bool]] = {}
        self.outcomes: dict[tuple[int, str, str, str], tuple[Request, Outcome]] = {}

    def place(self, start: int, end: int) -> Place:
        """Where a span of the text stands in the file."""
        return place_at(self._path, self._document, start, end)

    def edits(self, changes: Sequence[Change]) -> tuple[tuple[Edit, ...], bool]:
        """The edits of mechanical changes, and whether all of them could be made."""
        key = tuple(changes)
        if key not in self._edits:
            self._edits[key] = self._possible(key)
        return self._edits[key]

    def _possible(self, changes: Sequence[Change]) -> tuple[tuple[Edit, ...], bool]:
        """The edits of as many changes as can be made, and whether those are all."""
        made = self._made(changes)
        if made or len(changes) < 2:
            return made, bool(made)
        possible: list[Change] = []
        for change in changes:
            if grown := self._made((*possible, change)):
                possible, made = [*possible, change], grown
        return made, False

    @cached_property
    def _editor(self) -> Editor | None:
        """The editor of the text, made for the first change."""
        make = EDITORS.get(self._kind.reader)
        return make(self._document.text) if make is not None else None

    def _made(self, changes: Sequence[Change]) -> tuple[Edit, ...]:
        made = self._editor(changes) if changes and self._editor is not None else ()
        at = self._document.at
        return tuple(Edit(at(e.start).raw, at(e.end).raw, e.text) for e in made)
