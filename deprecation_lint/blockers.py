"""What a model rejects of the calls that name it, now and after the proposed move. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from deprecation_lint.applicability import NEVER
from deprecation_lint.findings import Argument, Edit, Finding, Fix, Place, Reference
from deprecation_lint.frameworks import spoken
from deprecation_lint.migration import Change, Outcome, Target, Violation, examine
from deprecation_lint.registry.constraints import API, LANGUAGES
from deprecation_lint.roles import IN_USE
from deprecation_lint.ruleset import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from deprecation_lint.registry.constraints import Constraint
    from deprecation_lint.registry.records import Record
    from deprecation_lint.registry.registry import Registry
    from deprecation_lint.request import Request, Value
    from deprecation_lint.ruleset import Policy

_LISTED = 3  # arguments that a message names


class Page(Protocol):
    """The file at hand: places and edits by offsets of its text.

    `outcomes` are those of its requests by the model that they would go to: a table of a thousand
    models is one request, of which each of them asks.
    """

    @property
    def outcomes(self) -> dict[tuple[int, str, str, str], tuple[Request, Outcome]]:
        """By the identity of a request, which is kept with its outcome, and the model."""

    def place(self, start: int, end: int) -> Place:
        """Where a span stands in the file."""

    def edits(self, changes: Sequence[Change]) -> tuple[tuple[Edit, ...], bool]:
        """The edits of mechanical changes, and whether all of them could be made."""


class Blockers:
    """Examines the requests of references."""

    def __init__(self, registry: Registry, policy: Policy) -> None:
        self._registry = registry
        self._policy = policy
        self._targets: dict[tuple[str, str, str], Target | None] = {}
        self._constraints: dict[str, list[Constraint]] = {}
        for platform in registry.platforms.values():
            for constraint in platform.constraints:
                self._constraints.setdefault(constraint.platform, []).append(constraint)

    def outcome(self, reference: Reference, record: Record, page: Page) -> Outcome:
        """What the requests of a reference violate if they go to the model of a record."""
        is_call = reference.role in (*IN_USE, "test") and reference.hold not in NEVER
        if not is_call or not reference.requests or not self._constraints:
            return Outcome()
        violations: dict[tuple[int, str], Violation] = {}
        unseen: dict[str, None] = {}
        for told in self._told(reference, record, page):
            violations.update({(v.start, v.constraint.name): v for v in told.violations})
            unseen.update(dict.fromkeys(told.unseen))
        ordered = sorted(violations.values(), key=lambda v: (v.start, v.constraint.name))
        return Outcome(tuple(ordered), tuple(unseen))

    def _told(self, reference: Reference, record: Record, page: Page) -> Iterator[Outcome]:
        known = page.outcomes
        for platform in self._constraints:
            target = self._target(record, platform)
            if target is None:
                continue
            for request in reference.requests:
                key = (id(request), record.platform, record.id, platform)
                if key not in known:
                    known[key] = request, self._examined(request, target, platform)
                yield known[key][1]

    def _examined(self, request: Request, target: Target, platform: str) -> Outcome:
        """What one request violates of what one platform states."""
        body = spoken(request)
        versions = dict(self._policy.versions) | _versions(request, body)
        constraints, as_of = self._constraints[platform], self._policy.as_of
        told = examine(body, request.call, target, constraints, as_of, versions)
        return told if request.editable else _untouched(told)

    def _target(self, record: Record, platform: str) -> Target | None:
        """The model of a record as a platform that states constraints knows it."""
        key = (record.platform, record.id, platform)
        if key not in self._targets:
            same = self._registry.provider_record(record, platform)
            home = self._registry.home(record).platform
            self._targets[key] = None if same is None else Target(same, home)
        return self._targets[key]

    def argument(self, violation: Violation, page: Page, platform: str) -> Argument:
        """A violation with its place, and on what it depends."""
        constraint = violation.constraint
        source = constraint.source
        return Argument(
            constraint=constraint.name,
            argument=violation.argument,
            place=page.place(violation.start, violation.end),
            says=constraint.says,
            todo=constraint.todo,
            condition="; ".join(filter(None, self._conditions(violation, platform))),
            source=source.where if source else "",
            read=source.read if source else self._registry.read,
        )

    def _conditions(self, violation: Violation, platform: str) -> Iterator[str]:
        constraint = violation.constraint
        yield violation.condition
        if not self.is_stated(constraint, platform):
            stated = " and ".join(map(self._registry.called, constraint.platforms))
            yield f"stated for {stated}, not for {self._registry.called(platform)}"

    def is_stated(self, constraint: Constraint, platform: str) -> bool:
        """Whether a constraint is stated for a platform, or for the one that it passes on to."""
        home = self._registry.platforms[platform].lifecycle or platform
        return platform in constraint.platforms or home in constraint.platforms

    def finding(
        self, rule: str, base: Finding, violations: Sequence[Violation], page: Page
    ) -> Finding:
        """A finding about arguments: placed at the first, made of the one about the model."""
        arguments = tuple(self.argument(v, page, base.platform) for v in violations)
        changes = tuple(v.change for v in violations if v.change is not None)
        edits, whole = page.edits(changes)
        first = arguments[0]
        return replace(
            base,
            rule=rule,
            code=BY_NAME[rule].code,
            message="",
            help=_help(arguments),
            place=first.place,
            source=first.source,
            read=first.read,
            fix=_fix(edits, whole=whole and len(changes) == len(violations)),
            arguments=arguments,
            unseen=(),
            related=(base.place,),
        )


def rejected(outcome: Outcome) -> tuple[Violation, ...]:
    """The violations that make a request fail, whatever versions are in use."""
    told = (v for v in outcome.violations if v.constraint.effect == "rejected")
    return tuple(v for v in told if v.certainty == "yes")


def blocking(outcome: Outcome) -> tuple[Violation, ...]:
    """The violations for which a move to the model is not to be made unread."""
    told = (v for v in outcome.violations if v.constraint.effect == "rejected")
    return tuple(v for v in told if v.certainty == "yes" or v.constraint.blocks)


def dated(outcome: Outcome, *, moving: bool = False) -> tuple[Violation, ...]:
    """The arguments that work and no longer do what they did.

    On the way to another model (`moving`) also those that newer versions reject.
    """
    known = set(blocking(outcome))
    told = (v for v in outcome.violations if v not in known)
    return tuple(v for v in told if moving or v.constraint.effect != "rejected")


def listed(violations: Iterable[Violation]) -> str:
    """The arguments in words."""
    names = list(dict.fromkeys(v.argument for v in violations))
    if len(names) > _LISTED:
        return f"{', '.join(names[:_LISTED])} and {len(names) - _LISTED} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _untouched(outcome: Outcome) -> Outcome:
    """An outcome without edits: the places of its request are not those of one whole text."""
    kept = tuple(replace(v, change=None) for v in outcome.violations)
    return replace(outcome, violations=kept)


def _versions(request: Request, body: Value) -> dict[str, str]:
    """The versions that a request tells itself; an SDK of another language is not in use."""
    told = {name: "0" for name, language in LANGUAGES.items() if language != request.language}
    version = body.get("api_version")
    if version is not None and version.value.kind == "text":
        told[API] = version.value.text
    return told


def _help(arguments: Sequence[Argument]) -> str:
    """What to do about each argument, once."""
    told = (f"{a.argument}: {a.todo or a.says}" for a in arguments)
    return "; ".join(dict.fromkeys(told))


def _fix(edits: tuple[Edit, ...], *, whole: bool) -> Fix:
    if not edits:
        return Fix("display", "what to put in place of it is for a person to say", ())
    reason = "the call changes" if whole else "the call changes, and part of it is left to you"
    return Fix("unsafe", reason, edits)
