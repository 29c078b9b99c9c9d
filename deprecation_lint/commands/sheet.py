"""`deprecation-lint explain OLD --to NEW`: what changes for requests that move to another model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deprecation_lint.commands.sheet_head import head, told_source
from deprecation_lint.registry.constraints import LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from deprecation_lint.registry.constraints import Constraint, Effect
    from deprecation_lint.registry.records import Record
    from deprecation_lint.registry.registry import Registry
    from deprecation_lint.scanning.tokens import Match

_EFFECTS: Mapping[Effect, str] = {
    "rejected": "rejected: the request fails",
    "changed": "changed: the answer differs",
    "deprecated": "deprecated: works for now",
    "ignored": "ignored: has no effect",
    "advice": "to know: no call shows it",
}
"""The effects in the order of the sheet, with what each means."""

"""How a version is called, by the last part of its name in the registry."""


def sheet(registry: Registry, old: Match, new: Match, as_of: date) -> Iterator[str]:
    """All that is known to hold for the new model, first what does not hold for the old one."""
    yield from head(registry, old, new, as_of)
    moves = [
        _Move(registry, old.spelling.record, new.spelling.record, platform.name, as_of)
        for platform in registry.platforms.values()
        if platform.constraints
    ]
    known = [move for move in moves if move.new is not None]
    for move in known:
        yield from move.told()
    if not known:
        yield ""
        yield f"no constraint is in the registry for {new.spelling.record.id}"
    yield ""
    yield f"registry read {registry.read}; what is not listed here is not known to be fine"


class _Move:
    """The constraints of one provider, for requests that move between two of its models.

    `old` and `new` are its own records of them, `None` where it has none.
    """

    def __init__(
        self, registry: Registry, old: Record, new: Record, provider: str, as_of: date
    ) -> None:
        self._registry = registry
        self._provider = provider
        self._from, self._to = old.platform, new.platform
        self._in_force = tuple(
            constraint
            for constraint in registry.platforms[provider].constraints
            if constraint.since is None or constraint.since.first <= as_of
        )
        self.old = registry.provider_record(old, provider)
        self.new = registry.provider_record(new, provider)

    def told(self) -> Iterator[str]:
        """The sections of the sheet."""
        holding = [c for c in self._in_force if self.new and c.holds_for(self.new.id)]
        here = [c for c in holding if _is_on(c, self._to, self._from)]
        elsewhere = [c for c in holding if c not in here]
        versions = [c for c in here if c.needs]
        before = self._before()
        added = [c for c in here if not c.needs and not self._is_same(c, before)]
        kept = [c for c in here if not c.needs and c not in added]
        told = {_key(c) for c in here}
        yield ""
        yield (
            f"{len(added)} new with the move, {len(kept)} already the same,"
            f" {len(versions)} by version, {len(elsewhere)} on other platforms only"
        )
        if self.old is None:
            yield f"  {self._called(self._provider)} has no record of the old model"
        yield from self._section("new with the move", added, self._whole)
        yield from self._section("holds already", kept, self._short)
        yield from self._by_version(versions)
        yield from self._section("on other platforms only", elsewhere, self._short)
        gone = [c for c in before if _key(c) not in told]
        yield from self._section("holds no longer", gone, self._short)

    def _before(self) -> list[Constraint]:
        """What holds for the old model on its platform, whatever the version."""
        old = self.old
        return [
            c
            for c in self._in_force
            if old is not None and c.holds_for(old.id) and _is_on(c, self._from) and not c.needs
        ]

    def _is_same(self, constraint: Constraint, before: Iterable[Constraint]) -> bool:
        """Whether the same is said of the old model, by this constraint or by another."""
        if _is_limit(constraint):
            old, new = self._limits()
            if old is None or new is None or new < old:
                return False
        return _key(constraint) in {_key(c) for c in before}

    def _limits(self) -> tuple[int | None, int | None]:
        return (
            self.old.max_output_tokens if self.old else None,
            self.new.max_output_tokens if self.new else None,
        )

    def _section(
        self,
        title: str,
        constraints: list[Constraint],
        entry: Callable[[Constraint], Iterator[str]],
    ) -> Iterator[str]:
        """Constraints by their effect."""
        if constraints:
            yield ""
            yield f"{title}:"
        for effect, meaning in _EFFECTS.items():
            some = [c for c in constraints if c.effect == effect]
            if some:
                yield f"  {meaning}"
            for constraint in some:
                yield from (f"    {line}" for line in entry(constraint))

    def _by_version(self, constraints: list[Constraint]) -> Iterator[str]:
        """Constraints by the versions of which one has to be in use."""
        for needs in dict.fromkeys(c.needs for c in constraints):
            some = [c for c in constraints if c.needs == needs]
            yield from self._section(some[0].condition(), some, self._whole)

    def _whole(self, constraint: Constraint) -> Iterator[str]:
        """What, what to do, since when, by whom."""
        yield f"{constraint.argument}: {constraint.says}"
        yield from self._bounds(constraint)
        if constraint.todo:
            yield f"  do: {constraint.todo}"
        since = f"since {constraint.since}, " if constraint.since else ""
        yield f"  {since}{self._grounds(constraint)}"

    def _short(self, constraint: Constraint) -> Iterator[str]:
        yield f"{constraint.argument}: {constraint.says}"
        yield from self._bounds(constraint)
        yield f"  {self._grounds(constraint)}"

    def _bounds(self, constraint: Constraint) -> Iterator[str]:
        """The limits of both models, where the constraint is about them."""
        if not _is_limit(constraint):
            return
        for record in (self.old, self.new):
            limit = record.max_output_tokens if record else None
            if record and limit is not None:
                told = f"{limit:,}, {told_source(record.source_for(LIMIT))}"
                once = ", rests on one reading" if LIMIT in record.unconfirmed else ""
                yield f"  {record.id}: {told}{once}"
            elif record:
                yield f"  {record.id}: not known"

    def _grounds(self, constraint: Constraint) -> str:
        """The source, and what to know before one relies on it."""
        told = told_source(constraint.source)
        if constraint.unconfirmed:
            told += ", rests on one reading"
        if {self._from, self._to} <= set(constraint.platforms):
            return told
        names = " and ".join(self._called(name) for name in constraint.platforms)
        return f"{told}, stated for {names}{' only' if constraint.nowhere_else else ''}"

    def _called(self, platform: str) -> str:
        known = platform in self._registry.platforms
        return self._registry.called(platform) if known else platform


def _key(constraint: Constraint) -> tuple[str, str, str]:
    """What a constraint says: two of them may say it, of different models."""
    return constraint.argument, constraint.effect, constraint.says


def _is_on(constraint: Constraint, *platforms: str) -> bool:
    """Whether it is about one of some platforms."""
    return not constraint.nowhere_else or not set(platforms).isdisjoint(constraint.platforms)


def _is_limit(constraint: Constraint) -> bool:
    return any(LIMIT in c.values for case in constraint.cases for c in case.conditions)
