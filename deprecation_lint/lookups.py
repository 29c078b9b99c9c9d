"""IDs of one file that belong together: a value, and what it is looked up by."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from deprecation_lint.roles import IN_USE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from deprecation_lint.findings import Finding, Place, Reference

_LOOKED_UP = ("table", "comparison", "type")
_MOST = 50  # related places that a finding names
_MOST_IN_ALL = 50_000  # that all findings of one text name


def with_lookups(references: Sequence[Reference]) -> list[Reference]:
    """The references; a value that is also looked up in the same file is held, with its partners.

    Renaming one without the other would break the look-up.
    """
    roles: dict[str, set[str]] = {}
    for one in references:
        if one.hold != "alias":
            roles.setdefault(one.spelling.text, set()).add(one.role)
    both = {text for text, told in roles.items() if _belong_together(told)}
    return [_held(r) if r.spelling.text in both else r for r in references]


def _belong_together(roles: set[str]) -> bool:
    """Whether a text is used, and stands where it is looked up as well."""
    used = roles.intersection(IN_USE)
    is_offered = "choice" in roles and used != {"choice"}
    return is_offered or (bool(used) and not roles.isdisjoint(_LOOKED_UP))


def _held(one: Reference) -> Reference:
    is_partner = one.role in IN_USE or one.role in _LOOKED_UP
    return replace(one, hold="lookup") if is_partner and one.hold is None else one


def with_related(
    judged: Iterable[tuple[Reference, Finding]], placed: Iterable[tuple[Reference, Place]]
) -> Iterator[tuple[Reference, Finding]]:
    """The findings; those that are held as look-ups name the places that go with them.

    Each of them would name all the others: more than some are only counted.
    """
    partners: dict[str, list[Place]] = {}
    for one, place in placed:
        if one.hold == "lookup":
            partners.setdefault(one.spelling.text, []).append(place)
    for one, finding in judged:
        is_held = one.hold == "lookup" and not finding.arguments
        others = partners.get(one.spelling.text, ()) if is_held else ()
        most = min(_MOST, _MOST_IN_ALL // max(1, len(others)))
        first = islice((place for place in others if place != finding.place), max(1, most))
        yield one, _related(finding, tuple(first), len(others) - 1)


def _related(finding: Finding, places: tuple[Place, ...], count: int) -> Finding:
    """A finding with the places that go with it; its fix says how many more there are."""
    if not places:
        return finding
    fix, more = finding.fix, count - len(places)
    if fix is not None and more > 0:
        fix = replace(fix, reason=f"{fix.reason} ({more:,} more of its places are not named)")
    return replace(finding, related=places, fix=fix)
