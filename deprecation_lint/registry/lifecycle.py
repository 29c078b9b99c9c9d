"""What a record means on a day: its state, and what was known of its dates by then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from deprecation_lint.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from deprecation_lint.dates import When
    from deprecation_lint.registry.records import Record, RegionDates, Source
    from deprecation_lint.registry.registry import Registry

State = Literal["active", "legacy", "deprecated", "retired", "unknown"]
"""The provider's own four words, and that the registry does not hold the model."""

STATES: tuple[State, ...] = ("active", "legacy", "deprecated", "retired")


@dataclass(frozen=True, slots=True)
class Life:
    """A record as it was known on the day `as_of`: later announcements are left out."""

    state: State
    as_of: date
    deprecated: When | None
    retires: When | None
    retires_not_before: When | None
    source: Source | None

    @property
    def days_left(self) -> int | None:
        """Days from the as-of date to retirement; negative once retired; `None` if no date."""
        return None if self.retires is None else (self.retires.last - self.as_of).days


def life(record: Record, as_of: date, region: str | None = None) -> Life | None:
    """What was known of the record on a day; `None` for a model not yet released by then."""
    if record.released is not None and record.released.first > as_of:
        return None
    dates = _dates_in(record, region)
    source = _source_of(record, dates)
    deprecated, retires = (dates or record).deprecated, (dates or record).retires
    announced = _announced(deprecated, retires, source)
    known = announced is not None and announced <= as_of
    if known and retires is not None and retires.last <= as_of:
        state: State = "retired"
    elif known:
        state = "deprecated"
    else:
        state = "legacy" if record.legacy and record.legacy.last <= as_of else "active"
    return Life(
        state=state,
        as_of=as_of,
        deprecated=deprecated if known else None,
        retires=retires if known else None,
        retires_not_before=record.retires_not_before,
        source=source if known else record.source_for("retires_not_before"),
    )


def _dates_in(record: Record, region: str | None) -> RegionDates | None:
    """The region's own dates, or `None` where the record's dates hold."""
    if region is None or region in record.regions:
        return None
    rest = None
    for entry in record.region:
        if region in entry.names:
            return entry
        if not entry.names:
            rest = entry
    return rest


def _source_of(record: Record, dates: RegionDates | None) -> Source | None:
    if dates is not None and dates.source is not None:
        return dates.source
    return record.source_for("retires" if record.retires else "deprecated")


def _announced(deprecated: When | None, retires: When | None, source: Source | None) -> date | None:
    """From which day the dates were known.

    Where the day of the announcement is unknown, it is the day on which the source was read,
    and at the latest the retirement itself: never earlier than anybody can show.
    """
    if deprecated is not None:
        return deprecated.last
    if retires is None:
        return None
    return min(retires.last, source.read) if source else retires.last


def regional(record: Record, as_of: date) -> Iterator[tuple[RegionDates, Life]]:
    """The regions with dates of their own, as they were known on the day."""
    for entry in record.region:
        view = life(record, as_of, entry.names[0] if entry.names else "")
        if view is not None:
            yield entry, view


def chain(registry: Registry, record: Record, as_of: date | None = None) -> Iterator[Record]:
    """The recommended successors in order, each once: options first to last, then theirs.

    On a day before the recommendation was read, what the provider recommended by then comes
    first, as far as it is known.
    """
    waiting, seen = [*_earlier(record, as_of), *record.replacement], {record.id}
    while waiting:
        id_ = waiting.pop(0)
        successor = registry.by_id.get((record.platform, id_))
        if successor is None or id_ in seen:
            continue
        seen.add(id_)
        yield successor
        waiting += successor.replacement


def _earlier(record: Record, as_of: date | None) -> list[str]:
    """The recommendations known on a day in the past, the newest first."""
    if as_of is None or record.replacement_read is None or record.replacement_read <= as_of:
        return []
    known = [e for e in record.earlier_replacements if e.read is not None and e.read <= as_of]
    return [earlier.id for earlier in reversed(known)]


def is_live(record: Record, as_of: date) -> bool:
    """Released, and neither deprecated nor retired in any region on that day."""
    if record.released is None:
        return False
    views = [life(record, as_of), *(view for _, view in regional(record, as_of))]
    return all(view is not None and view.state in ("active", "legacy") for view in views)
