"""An ID with its trail → a reference with its role, or nothing where none is to be reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deprecation_lint.findings import Reference
from deprecation_lint.scanning.usage import usage

if TYPE_CHECKING:
    from deprecation_lint.findings import Hold
    from deprecation_lint.scanning.tokens import Match
    from deprecation_lint.scanning.trail import Found


def reference(found: Found, *, settings: bool = False) -> Reference | None:
    """The reference of one ID; `settings`: its file holds data, not a program."""
    used = usage(found.trail, settings=settings)
    if used is None:
        return None
    match = found.match
    return Reference(
        start=match.start,
        end=match.end,
        pieces=((match.start, match.end),),
        spelling=match.spelling,
        role=used.role,
        hold=_hold(match, found.hold),
        region=match.region,
        region_prefix=match.region_prefix,
        variant=match.variant,
        expects_model=used.expects_model,
        runnable=found.runnable,
    )


def _hold(match: Match, hold: Hold | None) -> Hold | None:
    """What holds the edit back: a prefix or a suffix that nobody knows does as well."""
    if match.continued:
        return "suffix"
    if hold is not None:
        return hold
    if not match.routed:
        return "prefix"
    return "ambiguous" if match.ambiguous else None
