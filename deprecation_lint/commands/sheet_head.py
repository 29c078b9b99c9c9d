"""The head of a migration sheet: which two models, in which state, and who recommends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deprecation_lint.output.summary import plural
from deprecation_lint.registry.lifecycle import chain, is_live, life

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from deprecation_lint.registry.lifecycle import Life
    from deprecation_lint.registry.records import Record, Source
    from deprecation_lint.registry.registry import Registry
    from deprecation_lint.scanning.tokens import Match


def head(registry: Registry, old: Match, new: Match, as_of: date) -> Iterator[str]:
    """The two models, and what to know before one reads on."""
    before, after = registry.home(old.spelling.record), registry.home(new.spelling.record)
    names = f"{before.name or before.id} -> {after.name or after.id}"
    yield f"{_written(old)} -> {_written(new)}: {names}, as of {as_of}"
    yield from (f"  look first: {line}" for line in _warnings(registry, old, new, as_of))
    yield f"  from {_stands(registry, old, as_of)}"
    yield f"  to {_stands(registry, new, as_of)}"
    yield f"  {_recommended(registry, before, after)}"


def _written(match: Match) -> str:
    variant = f":{match.variant}" if match.variant else ""
    return f"{match.region_prefix}{match.spelling.text}{variant}"


def _warnings(registry: Registry, old: Match, new: Match, as_of: date) -> Iterator[str]:
    """Why the new name may not be the one to move to."""
    spelling = new.spelling
    record = registry.home(spelling.record)
    called = registry.called(spelling.platform)
    if spelling.form == "informal":
        yield f"{called} never took {spelling.text}; write {spelling.record.id}"
    view = life(record, as_of, new.region)
    if view is None:
        yield f"{record.id} is not yet released on this day"
    elif view.state in ("deprecated", "retired"):
        live = next((r for r in chain(registry, record, as_of) if is_live(r, as_of)), None)
        way = f"; {live.id} is its live successor" if live else "; no live successor is known"
        verb = "was" if view.state == "retired" else "is"
        yield f"{record.id} {verb} {_state(view)}{way}"
    if _same(registry.home(old.spelling.record), record):
        yield "both names mean the same model"
    if spelling.platform != old.spelling.platform:
        yield _on_the_old_platform(registry, old, record)


def _on_the_old_platform(registry: Registry, old: Match, new: Record) -> str:
    """How the new model is called where the old one is asked for."""
    platform = old.spelling.platform
    served = registry.on_platform(platform, new)
    if served is None or served.platform != platform:
        served = registry.provider_record(new, platform)
    called = registry.called(platform)
    if served is None:
        return f"it is another platform, and {called} is not known to serve {new.name or new.id}"
    prefix = old.region_prefix if old.region_prefix in served.profiles else ""
    return f"it is another platform; on {called} it is {prefix}{served.id}"


def _stands(registry: Registry, match: Match, as_of: date) -> str:
    """The ID, its platform, its state and its dates with their source."""
    record = match.spelling.record
    home = registry.home(record)
    view = life(home, as_of, match.region)
    via = f" (dates of {registry.title(home.platform)})" if home is not record else ""
    parts = [f"{registry.title(record.platform)}{via}: {record.id}"]
    if home.released:
        parts.append(f"released {home.released}")
    parts.append(_state(view) if view else "not yet released")
    if view and view.retires_not_before and view.state in ("active", "legacy"):
        parts.append(f"not before {view.retires_not_before}")
    source = view.source if view else home.source
    return ", ".join(parts) + (f", {told_source(source)}" if source else "")


def _state(view: Life) -> str:
    if view.state == "retired":
        return f"retired on {view.retires} ({days(view)})"
    if view.state == "deprecated" and view.retires:
        return f"deprecated, retires on {view.retires} ({days(view)})"
    if view.state == "deprecated":
        return "deprecated, its retirement is not announced"
    return view.state


def days(view: Life) -> str:
    """How far the retirement is, before or behind."""
    left = view.days_left or 0
    if left > 0:
        return f"{plural(left, 'day')} left"
    return f"{plural(-left, 'day')} ago" if left else "today"


def _recommended(registry: Registry, old: Record, new: Record) -> str:
    """Whether the provider names the new model for the old one."""
    read = f"(read {old.replacement_read})"
    source = old.source_for("replacement")
    where = f", from {source.where} {read}" if source else f" {read}"
    stated = [registry.by_id.get((old.platform, id_)) for id_ in old.replacement]
    names = ", then ".join(old.replacement)
    if any(record is not None and _same(record, new) for record in stated):
        return f"recommended by the provider{where}"
    if any(_same(record, new) for record in chain(registry, old)):
        return f"the provider recommends {names}, and that leads on to it{where}"
    for earlier in old.earlier_replacements:
        record = registry.by_id.get((old.platform, earlier.id))
        if record is not None and _same(record, new):
            return f"recommended before (read {earlier.read}); now it is {names}{where}"
    return (
        f"the provider recommends {names}, not this{where}" if names else "nothing is recommended"
    )


def _same(one: Record, other: Record) -> bool:
    """Whether two records are of one model."""
    if one.platform == other.platform:
        return one.id == other.id
    return one.name is not None and one.name == other.name


def told_source(source: Source | None) -> str:
    """Where a fact was read, and when."""
    return f"from {source.where} (read {source.read})" if source else "no source"
