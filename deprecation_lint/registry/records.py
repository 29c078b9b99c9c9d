"""The values that the registry holds. Facts only: no state is stored that a date can tell."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Literal

from deprecation_lint.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from deprecation_lint.dates import When
    from deprecation_lint.registry.constraints import Constraint

Form = Literal["id", "alias", "informal", "unknown"]
"""How a spelling stands to its record: its ID, an alias the platform takes, or a name in use.

An unknown one only has the shape of an ID of the platform; its record is made up and empty.
"""

SourceKind = Literal["page", "package", "reading"]
"""The provider's page, the provider's own package, or a third party's reading."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts were read, and on which day."""

    key: str
    read: date
    url: str | None
    package: str | None
    kind: SourceKind = "page"

    @property
    def where(self) -> str:
        """The URL, or the name and version of the package."""
        return self.url or self.package or self.key


@dataclass(frozen=True, slots=True)
class EarlierReplacement:
    """What the provider recommended before it rewrote the row, and the day that was read."""

    read: date | None
    id: str


@dataclass(frozen=True, slots=True)
class RegionDates:
    """Dates that hold in some regions only; no names means every region not named elsewhere."""

    names: tuple[str, ...]
    deprecated: When | None
    retires: When | None
    source: Source | None


@dataclass(frozen=True, slots=True)
class Record:
    """One model on one platform, with the lifecycle dates that the platform has published.

    `deprecated` is the day of the announcement, `retires` the firm day from which requests
    fail, `retires_not_before` the floor stated while the model was active: never a deadline.
    `replacement` is what the provider recommends, in its order, as read on `replacement_read`.
    A router's record has `of`, the record of another platform whose dates it borrows.
    `max_output_tokens` is the most that a request may ask for.
    """

    platform: str
    id: str
    version: str | None = None
    of: str | None = None
    aliases: tuple[str, ...] = ()
    informal: tuple[str, ...] = ()
    name: str | None = None
    kind: str = "chat"
    released: When | None = None
    legacy: When | None = None
    deprecated: When | None = None
    retires: When | None = None
    retires_not_before: When | None = None
    replacement: tuple[str, ...] = ()
    replacement_read: date | None = None
    earlier_replacements: tuple[EarlierReplacement, ...] = ()
    after_retirement: Literal["error", "redirect"] = "error"
    redirects_to: str | None = None
    needs_context: bool = False
    profiles: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    region: tuple[RegionDates, ...] = ()
    rolling: bool = False
    max_output_tokens: int | None = None
    note: str | None = None
    source: Source | None = None
    source_of: Mapping[str, Source] = field(default_factory=dict)
    unconfirmed: tuple[str, ...] = ()

    def source_for(self, key: str) -> Source | None:
        """The source of one field: its own, else the record's."""
        return self.source_of.get(key, self.source)


@dataclass(frozen=True, slots=True)
class Route:
    """Text before an ID that tells the platform, such as `bedrock/{region}/`."""

    prefix: str
    platforms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Platform:
    """Who serves the models of one file of the registry.

    `evidence` holds the words of programs by which the platform is known: clients, packages,
    hosts. `shape` is a pattern for what looks like one of its IDs, known or not.
    """

    name: str
    title: str
    router: bool = False
    lifecycle: str | None = None
    default: bool = False
    routed: bool = False
    covers: tuple[str, ...] = ()
    region_prefixes: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    shape: str | None = None
    routes: tuple[Route, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    records: tuple[Record, ...] = ()
    constraints: tuple[Constraint, ...] = ()


@dataclass(frozen=True, slots=True)
class Spelling:
    """A text that means a record on its platform."""

    text: str
    record: Record
    form: Form

    @property
    def platform(self) -> str:
        """The platform that the spelling belongs to."""
        return self.record.platform
