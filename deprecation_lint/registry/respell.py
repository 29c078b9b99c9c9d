"""A successor, written the way the user wrote the model that it replaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deprecation_lint.frozen import dataclass
from deprecation_lint.patterns import lazy
from deprecation_lint.registry.lifecycle import chain, is_live

if TYPE_CHECKING:
    from datetime import date

    from deprecation_lint.registry.records import Record, Spelling
    from deprecation_lint.registry.registry import Registry

_PINNED = lazy(r"(?<!\d)\d{8}(?!\d)|:")  # a date or a context size in an alias

_NAMED = 3  # prefixes that a doubt names
_DOTTED = lazy(r"\d\.\d")  # a version with a dot


@dataclass(frozen=True, slots=True)
class Proposal:
    """A live successor in the user's spelling.

    `doubt` says in a few words why the spelling is not certain to work; `None` if it is.
    """

    record: Record
    text: str
    doubt: str | None


def propose(
    registry: Registry,
    spelling: Spelling,
    as_of: date,
    *,
    region_prefix: str = "",
    variant: str = "",
) -> Proposal | None:
    """The end of the replacement chain on that day, respelled; `None` where none is known."""
    home = registry.home(spelling.record)
    live = (r for r in chain(registry, home, as_of) if is_live(r, as_of))
    served = (registry.on_platform(spelling.platform, r) for r in live)
    record = next((r for r in served if r is not None), None)
    if record is None:
        return None
    return respell(registry, spelling, record, region_prefix=region_prefix, variant=variant)


def respell(
    registry: Registry,
    spelling: Spelling,
    record: Record,
    text: str | None = None,
    *,
    region_prefix: str = "",
    variant: str = "",
) -> Proposal:
    """A record of the same platform in place of a spelling, as `text` or the way it is spelled."""
    return Proposal(
        record,
        region_prefix + (text or _respelled(spelling, record)),
        _doubt(registry, spelling, record, region_prefix, variant),
    )


def _respelled(spelling: Spelling, record: Record) -> str:
    if spelling.form == "informal":
        return _informal(spelling.text, record)
    if spelling.form == "id" or _PINNED.search(spelling.text):
        return record.id
    _, at, suffix = spelling.text.partition("@")
    for alias in record.aliases:
        if at and alias.endswith(at + suffix):
            return alias
    plain = (alias for alias in record.aliases if not _PINNED.search(alias) and "@" not in alias)
    return next(plain, record.id)


def _informal(text: str, record: Record) -> str:
    """Dots stay dots, as gateways write them; anything else becomes what the platform takes."""
    if _DOTTED.search(text):
        return next((name for name in record.informal if _DOTTED.search(name)), record.id)
    return record.id


def _doubt(
    registry: Registry, spelling: Spelling, record: Record, region_prefix: str, variant: str
) -> str | None:
    if spelling.form == "informal":
        taker = registry.called(spelling.platform)
        return f"{spelling.text} is an informal name that {taker} never took"
    if region_prefix and region_prefix not in record.profiles:
        return f"{record.id} is not known to be served under the prefix {region_prefix}"
    if variant:
        return f"the variant :{variant} is not known for {record.id}"
    if record.profiles and not region_prefix:
        prefixes = " or ".join(record.profiles[:_NAMED])
        return f"it may need an inference profile: {prefixes} before {record.id}"
    return None
