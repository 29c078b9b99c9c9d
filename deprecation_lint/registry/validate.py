"""What a registry must hold to be trusted. A complaint is one line: file, record, what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deprecation_lint.registry.lifecycle import chain, life
from deprecation_lint.registry.registry import Registry, merge
from deprecation_lint.registry.schema import DATE_KEYS
from deprecation_lint.registry.validate_constraints import check_constraints, names_across

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from deprecation_lint.dates import When
    from deprecation_lint.registry.records import Platform, Record

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@-]{0,127}")

_IN_ORDER = (
    ("released", "legacy"),
    ("legacy", "deprecated"),
    ("legacy", "retires"),
    ("released", "deprecated"),
    ("deprecated", "retires"),
    ("released", "retires"),
    ("released", "retires_not_before"),
)

Complaint = tuple[str, str]
"""The record, and what is wrong with it and what to do."""


def validate(
    files: Sequence[tuple[str, Platform]], base: Registry, today: date | None = None
) -> list[str]:
    """All complaints about some files, seen together with the registry that they add to."""
    whole = merge([*base.platforms.values(), *(platform for _, platform in files)])
    lines = []
    for file, platform in files:
        for check in _CHECKS:
            lines += [f"{file}: {record}: {text}" for record, text in check(platform, whole)]
        if today is not None:
            lines += [f"{file}: {key}: {text}" for key, text in _read_days(platform, today)]
    return [*lines, *_across(files), *names_across(files)]


def _across(files: Sequence[tuple[str, Platform]]) -> Iterator[str]:
    """An ID that two of the files claim on one platform."""
    claimed: dict[tuple[str, str, str], str] = {}
    for file, platform in files:
        for record in platform.records:
            for text in (record.id, *record.aliases, *record.informal):
                first = claimed.setdefault((platform.name, text, record.version or ""), file)
                if first != file:
                    yield f"{file}: {record.id}: {text} is claimed in {first} too; leave it in one"


def _names(platform: Platform, whole: Registry) -> Iterator[Complaint]:
    """IDs: well-formed, sorted, each claimed once."""
    claimed: dict[str, Record] = {}
    previous = None
    for record in platform.records:
        key = (record.id, record.version or "")
        if previous is not None and key < previous:
            yield record.id, f"not sorted; move it before {previous[0]}"
        previous = key
        for text in (record.id, *record.aliases, *record.informal):
            if not _ID.fullmatch(text):
                yield record.id, f"{text!r} cannot be an ID; use letters, digits and . _ : @ -"
            other = claimed.setdefault(text, record)
            if other is not record and (other.id, text) != (record.id, record.id):
                yield record.id, f"{text} is claimed by {other.id} too; leave it in one of them"
            elif other is not record and other.version == record.version:
                yield record.id, "stands twice; leave one of the two records"
        repeated = [record.id, *record.aliases, *record.informal]
        if len(set(repeated)) < len(repeated):
            yield record.id, "names one spelling twice; leave it once"


def _dates(platform: Platform, whole: Registry) -> Iterator[Complaint]:
    """Dates: in order, each with a source."""
    for record in platform.records:
        for first, second in _IN_ORDER:
            text = _disorder(first, getattr(record, first), second, getattr(record, second))
            if text:
                yield record.id, text
        for key in DATE_KEYS:
            if getattr(record, key) is not None and record.source_for(key) is None:
                yield record.id, f"{key} has no source; add source or source_of"
        if record.replacement and record.replacement_read is None:
            yield record.id, "replacement has no replacement_read; add the day it was read"
        if record.replacement and record.source_for("replacement") is None:
            yield record.id, "replacement has no source; add source or source_of"


def _region_dates(platform: Platform, whole: Registry) -> Iterator[Complaint]:
    """The same for the regions with dates of their own."""
    for record in platform.records:
        for region in record.region:
            days = (("deprecated", region.deprecated), ("retires", region.retires))
            texts = [_disorder("released", record.released, key, day) for key, day in days]
            texts.append(_disorder(*days[0], *days[1]))
            if region.source is None and record.source is None:
                texts.append("its dates have no source; add source")
            for text in filter(None, texts):
                yield record.id, f"region: {text}"


def _disorder(first: str, a: When | None, second: str, b: When | None) -> str:
    if a is None or b is None or a.first <= b.last:
        return ""
    return f"{first} {a} is later than {second} {b}; one of them is wrong"


def _replacements(platform: Platform, whole: Registry) -> Iterator[Complaint]:
    """Replacements: known, of the same kind, alive at the end, no cycle."""
    for record in platform.records:
        for id_ in record.replacement:
            successor = whole.by_id.get((platform.name, id_))
            if successor is None:
                yield record.id, f"replacement {id_} is not a record of {platform.name}; add it"
            elif successor.id == record.id or _reaches(whole, successor, record):
                yield record.id, f"replacement {id_} leads back to it; break the cycle"
            elif successor.kind != record.kind:
                yield record.id, f"replacement {id_} is {successor.kind}, not {record.kind}"
            elif _is_retired(whole, successor):
                yield record.id, f"replacement {id_} is retired itself; name a live model"


def _reaches(whole: Registry, start: Record, goal: Record) -> bool:
    return any(r.id == goal.id for r in chain(whole, start))


def _is_retired(whole: Registry, record: Record) -> bool:
    """Whether a model was retired when the registry was last read."""
    view = life(record, whole.read)
    return view is not None and view.state == "retired"


def _routers(platform: Platform, whole: Registry) -> Iterator[Complaint]:
    """Routers borrow from a platform that exists; routes lead to platforms that exist."""
    if platform.router and platform.lifecycle not in whole.platforms:
        yield "file", f"lifecycle {platform.lifecycle!r} is no platform; name the one it borrows"
    for record in platform.records:
        if record.of is not None and (platform.lifecycle, record.of) not in whole.by_id:
            yield record.id, f"of {record.of} is no record of {platform.lifecycle}; mend the ID"
        if platform.router and record.of is None and not record.rolling:
            yield record.id, "a router's record needs of, or rolling = true"
    for route in platform.routes:
        for name in route.platforms:
            if name not in whole.platforms:
                yield f"route {route.prefix}", f"{name!r} is no platform; mend the name"


def _read_days(platform: Platform, today: date) -> Iterator[Complaint]:
    for source in platform.sources.values():
        if source.read > today:
            yield f"source {source.key}", f"read on {source.read}, which is still to come"


_CHECKS: tuple[Callable[[Platform, Registry], Iterator[Complaint]], ...] = (
    _names,
    _dates,
    _region_dates,
    _replacements,
    _routers,
    check_constraints,
)
