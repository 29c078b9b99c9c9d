"""The registry as plain tuples, for marshal, and back: the same values in every field.

A value is the tuple of its fields in their order. A date is its ordinal, two of them where only
the month or the year is known; a source is its number in the list of the platform.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from deprecation_lint.dates import When
from deprecation_lint.registry.constraints import Case, Condition, Constraint
from deprecation_lint.registry.records import (
    EarlierReplacement,
    Platform,
    Record,
    RegionDates,
    Route,
    Source,
)
from deprecation_lint.registry.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    Packed = tuple[Any, ...]
    Unpack = Callable[[Any], Any]


def pack(registry: Registry) -> Packed:
    """A registry as plain tuples: of each platform its sources, and itself."""
    return tuple(map(_packed, registry.platforms.values()))


def unpack(packed: Packed) -> Registry:
    """The registry that was packed."""
    platforms = [_platform(*one) for one in packed]
    return Registry({platform.name: platform for platform in platforms})


def _packed(platform: Platform) -> Packed:
    sources: dict[Source, int] = {}
    packed = _plain(platform, sources)
    listed = [(s.key, s.read.toordinal(), s.url, s.package, s.kind) for s in sources]
    return tuple(listed), packed


def _plain(value: Any, sources: dict[Source, int]) -> Any:
    """Any value of a registry; the sources in it are numbered as they come."""
    plain: Any = value
    match value:
        case None | str() | int() | float():
            pass
        case Source():
            plain = sources.setdefault(value, len(sources))
        case When():
            first, last = value.first.toordinal(), value.last.toordinal()
            plain = first if first == last else (first, last)
        case date():
            plain = value.toordinal()
        case Mapping():
            plain = tuple((key, _plain(one, sources)) for key, one in value.items())
        case tuple():
            plain = tuple(_plain(one, sources) for one in value)
        case _:
            plain = tuple(_plain(getattr(value, name), sources) for name in value.__match_args__)
    return plain


def _platform(listed: Packed, packed: Packed) -> Platform:
    source = [Source(key, _day(read), *rest) for key, read, *rest in listed].__getitem__

    def sources(pairs: Packed) -> dict[str, Source]:
        return {name: source(number) for name, number in pairs}

    region = _made(RegionDates, deprecated=_when, retires=_when, source=source)
    record = _made(
        Record,
        **dict.fromkeys(_DATES, _when),
        replacement_read=_day,
        earlier_replacements=_each(_made(EarlierReplacement, read=_day)),
        region=_each(region),
        source=source,
        source_of=sources,
    )
    case = _made(Case, conditions=_each(_made(Condition)))
    constraint = _made(Constraint, since=_when, cases=_each(case), source=source)
    platform: Platform = _made(
        Platform,
        routes=_each(_made(Route)),
        sources=sources,
        records=_each(record),
        constraints=_each(constraint),
    )(packed)
    return platform


_DATES = ("released", "legacy", "deprecated", "retires", "retires_not_before")


def _made(kind: Any, **fields: Unpack) -> Unpack:
    """A way to make a value of its fields, of which those named are packed in their own way."""
    own = [(kind.__match_args__.index(name), unpacked) for name, unpacked in fields.items()]

    def make(packed: Packed) -> Any:
        values = list(packed)
        for at, unpacked in own:
            if values[at] is not None:
                values[at] = unpacked(values[at])
        return kind(*values)

    return make


def _each(make: Unpack) -> Unpack:
    return lambda packed: tuple(map(make, packed))


_day = lru_cache(maxsize=None)(date.fromordinal)


@cache
def _when(packed: int | tuple[int, int]) -> When:
    first, last = packed if isinstance(packed, tuple) else (packed, packed)
    return When(_day(first), _day(last))
