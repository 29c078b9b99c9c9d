"""What a finding says: the fact, the date and the distance. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deprecation_lint.registry.lifecycle import Life, life, regional

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deprecation_lint.findings import Reference
    from deprecation_lint.registry.records import Record
    from deprecation_lint.registry.registry import Registry


def message(
    reference: Reference,
    record: Record,
    view: Life,
    said: str,
    registry: Registry,
) -> str:
    """The fact, the date, the distance and the way out, in one line."""
    there = (*_other_regions(record, view), *_other_platforms(reference, view, registry))
    fact = f"{_subject(reference, registry)} {_predicate(view)}"
    if there:
        fact += f" [{'; '.join(there)}]"
    if record.after_retirement == "redirect" and view.state == "retired":
        fact += f"; requests now go to {record.redirects_to or 'another model'}"
    return f"{fact}; {said}" if said else fact


def _subject(reference: Reference, registry: Registry) -> str:
    spelling = reference.spelling
    written = f"{reference.region_prefix}{spelling.text}"
    if reference.variant:
        written += f":{reference.variant}"
    if spelling.form == "alias":
        written += f" (alias of {spelling.record.id})"
    elif spelling.form == "informal":
        written += f" (informal name of {spelling.record.id})"
    default = registry.platforms[spelling.platform].default
    return written if default else f"{written} on {registry.called(spelling.platform)}"


def _predicate(view: Life) -> str:
    if view.state == "retired":
        return f"was retired on {view.retires} ({_distance(view.days_left or 0)})"
    if view.state == "deprecated":
        if view.retires is None:
            since = f" since {view.deprecated}" if view.deprecated else ""
            return f"is deprecated{since}; its retirement date is not announced"
        return f"is deprecated and retires on {view.retires} ({_distance(view.days_left or 0)})"
    if view.state == "legacy":
        return "is legacy: it gets no more updates and may be deprecated"
    floor = view.retires_not_before
    days = (floor.first - view.as_of).days if floor else 0
    word = "passed" if days <= 0 else "comes up"
    return f"was promised until {floor}, which {word} ({_distance(days)}); nothing is announced"


def _other_regions(record: Record, view: Life) -> Iterator[str]:
    """Where the platform itself has other dates."""
    for region, there in regional(record, view.as_of):
        if there.state != view.state:
            names = ", ".join(region.names) or "other regions"
            yield f"{names}: {there.retires or there.state}"


def _other_platforms(reference: Reference, view: Life, registry: Registry) -> Iterator[str]:
    """Which platforms the text could mean as well, and what holds there, where that differs."""
    if reference.settled or reference.routed or reference.region_prefix or reference.variant:
        return
    for option in registry.spellings[reference.spelling.text]:
        platform = registry.platforms[option.platform]
        if option.platform == reference.spelling.platform or platform.router or platform.routed:
            continue
        there = life(option.record, view.as_of, None)
        if there is not None and (there.state, there.retires) != (view.state, view.retires):
            yield f"if it is {platform.title}: {there.retires or there.state}"


def _distance(days: int) -> str:
    """A number of days as people say it."""
    if days == 0:
        return "today"
    if abs(days) == 1:
        return "tomorrow" if days > 0 else "yesterday"
    return f"in {days} days" if days > 0 else f"{-days} days ago"
