"""The whole registry in memory: records by platform, spellings by text, routes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from deprecation_lint.frozen import dataclass
from deprecation_lint.registry.records import Platform, Record, Route, Spelling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


@dataclass(frozen=True)
class Registry:
    """Platforms by name, in order of name. Built by `merge`; never changed."""

    platforms: Mapping[str, Platform]

    @cached_property
    def read(self) -> date:
        """The newest day on which any source was read."""
        return max(
            (s.read for p in self.platforms.values() for s in p.sources.values()),
            default=date.min,
        )

    @cached_property
    def by_id(self) -> Mapping[tuple[str, str], Record]:
        """Records by platform and ID; of several versions, the one that lives longest."""
        found: dict[tuple[str, str], Record] = {}
        for record in self.records():
            known = found.get((record.platform, record.id))
            if known is None or _end(record) > _end(known):
                found[record.platform, record.id] = record
        return found

    @cached_property
    def spellings(self) -> Mapping[str, tuple[Spelling, ...]]:
        """Every text that names a model, with all that it can mean."""
        found: dict[str, tuple[Spelling, ...]] = {}
        for record in self.by_id.values():
            for spelling in _spellings(record):
                found[spelling.text] = (*found.get(spelling.text, ()), spelling)
        return found

    @property
    def routes(self) -> Iterator[Route]:
        """All prefixes that tell a platform."""
        return (route for p in self.platforms.values() for route in p.routes)

    def records(self) -> Iterator[Record]:
        """All records, by platform and ID."""
        return (record for p in self.platforms.values() for record in p.records)

    def home(self, record: Record) -> Record:
        """The record whose dates hold: a router's record borrows those of another platform."""
        lifecycle = self.platforms[record.platform].lifecycle
        if record.of is None or lifecycle is None:
            return record
        return self.by_id.get((lifecycle, record.of), record)

    def on_platform(self, platform: str, home: Record) -> Record | None:
        """The record by which a platform serves a model: its own, or a router's for it."""
        if self.platforms[platform].lifecycle is None:
            return home
        return next((r for r in self.platforms[platform].records if r.of == home.id), None)

    def same_model(self, platform: str, home: Record) -> Record | None:
        """The record by which a platform serves a model that another one may have as well."""
        for record in self.platforms[platform].records:
            there = self.home(record)
            same = there is home or (home.name is not None and there.name == home.name)
            if same and self.by_id[platform, record.id] is record:
                return record
        return None

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, str], tuple[Record, ...]]:
        """Records by platform and the model's name."""
        found: dict[tuple[str, str], tuple[Record, ...]] = {}
        for record in self.by_id.values():
            if record.name is not None:
                key = (record.platform, record.name)
                found[key] = (*found.get(key, ()), record)
        return found

    def provider_record(self, record: Record, platform: str) -> Record | None:
        """The record of the same model on the platform of its provider, told by its name.

        Of several namesakes it is the one whose ID is part of the other ID, else the one that
        lives longest.
        """
        home = self.home(record)
        for known in (record, home):
            if known.platform == platform:
                return known
        same = self._by_name.get((platform, home.name), ()) if home.name else ()
        part = [known for known in same if known.id in home.id]
        if part:
            return max(part, key=lambda known: len(known.id))
        return max(same, key=_end, default=None)

    def title(self, platform: str) -> str:
        """The platform's name for people."""
        return self.platforms[platform].title

    def called(self, platform: str) -> str:
        """The platform's name within a sentence: `the Claude API`, `Amazon Bedrock`."""
        title = self.title(platform)
        return f"the {title}" if title.endswith("API") else title


def _end(record: Record) -> str:
    return str(record.retires) if record.retires else "9999"


def _spellings(record: Record) -> Iterator[Spelling]:
    yield Spelling(record.id, record, "id")
    yield from (Spelling(text, record, "alias") for text in record.aliases)
    yield from (Spelling(text, record, "informal") for text in record.informal)


def merge(layers: Iterable[Platform]) -> Registry:
    """Put platforms together; a later one of the same name adds to and overrides the earlier."""
    platforms: dict[str, Platform] = {}
    for layer in layers:
        known = platforms.get(layer.name)
        platforms[layer.name] = layer if known is None else _override(known, layer)
    return Registry(dict(sorted(platforms.items())))


def _override(base: Platform, layer: Platform) -> Platform:
    records = {(r.id, r.version): r for r in base.records}
    claimed = {text for r in layer.records for text in (r.id, *r.aliases, *r.informal)}
    for key, record in records.items():
        records[key] = replace(
            record,
            aliases=tuple(text for text in record.aliases if text not in claimed),
            informal=tuple(text for text in record.informal if text not in claimed),
        )
    records.update({(r.id, r.version): r for r in layer.records})
    return replace(
        base,
        routes=(*base.routes, *layer.routes),
        sources={**base.sources, **layer.sources},
        variants=(*base.variants, *layer.variants),
        evidence=(*base.evidence, *layer.evidence),
        shape=layer.shape or base.shape,
        region_prefixes=(*base.region_prefixes, *layer.region_prefixes),
        records=tuple(sorted(records.values(), key=lambda r: (r.id, r.version or ""))),
        constraints=tuple({c.name: c for c in (*base.constraints, *layer.constraints)}.values()),
    )
