"""Edits that would make an entry stand twice in its list, mapping or type are not made. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deprecation_lint.findings import Fix
from deprecation_lint.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from deprecation_lint.findings import Finding, Place, Reference

    Entry = tuple[int, str, str]

_PREFIX = lazy(r"[^\s\"'`,(){}\[\]]*\Z")
_REASON = "the edit would make {} stand twice there: take this one out instead"


def without_duplicates(
    judged: Iterable[tuple[Reference, Finding]], placed: Sequence[tuple[Reference, Place]]
) -> Iterator[Finding]:
    """The findings; of several edits that come to the same, only the first one is left."""
    taken = {_entry(p, r.container, p.text) for r, p in placed if r.container is not None}
    ordered = sorted(judged, key=lambda pair: (pair[1].order, pair[0].end))
    for reference, finding in ordered:
        fix = finding.fix
        if reference.container is None or fix is None or not fix.edits or finding.arguments:
            yield finding
            continue
        new = "".join(edit.text for edit in fix.edits)
        entry = _entry(finding.place, reference.container, new)
        if entry in taken:
            yield replace(finding, fix=Fix("display", _REASON.format(new), ()))
        else:
            taken.add(entry)
            yield finding


def _entry(place: Place, container: int, text: str) -> Entry:
    """An entry as it stands: with what is before it in the same word, such as a route."""
    before = _PREFIX.search(place.source_line[: place.source_column])
    return (container, before[0] if before else "", text)
