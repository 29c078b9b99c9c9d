"""Pages of HTML: the markup, and the programs within it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deprecation_lint.scanning.code import read_part
from deprecation_lint.scanning.code_requests import Fields
from deprecation_lint.scanning.filetypes import JAVASCRIPT
from deprecation_lint.scanning.markup import read_markup
from deprecation_lint.scanning.tags import script_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deprecation_lint.scanning.filetypes import FileType
    from deprecation_lint.scanning.tokens import Match
    from deprecation_lint.scanning.trail import Found


def read_page(text: bytes, matches: Sequence[Match], kind: FileType) -> Iterator[Found]:
    """The trail of every ID: in a script as a program has it, elsewhere as markup has it."""
    scripts = _in_scripts(text, matches)
    found = {one.match.start: one for one in read_markup(text, matches, kind)}
    fields = Fields(text)
    for start, inside in scripts.items():
        for one in read_part(fields, inside, JAVASCRIPT, start):
            found[one.match.start] = one
    return (found[match.start] for match in matches)


def _in_scripts(text: bytes, matches: Sequence[Match]) -> dict[int, list[Match]]:
    """The matches within scripts, by where their script begins."""
    groups: dict[int, list[Match]] = {}
    spans = iter(script_spans(text))
    span = next(spans, None)
    for match in matches:
        while span is not None and span[1] <= match.lead:
            span = next(spans, None)
        if span is not None and span[0] <= match.lead:
            groups.setdefault(span[0], []).append(match)
    return groups
