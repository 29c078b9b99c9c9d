"""Reference, date and policy → finding: which rule applies, what it says, how to mend it. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deprecation_lint import wording
from deprecation_lint.advice import advise
from deprecation_lint.applicability import blocked, fix_for, with_model
from deprecation_lint.blockers import Blockers, Page, blocking, dated, listed, rejected
from deprecation_lint.findings import Finding, Place, Reference
from deprecation_lint.frozen import dataclass
from deprecation_lint.migration import Outcome, Violation
from deprecation_lint.registry.lifecycle import Life, life
from deprecation_lint.roles import loudness
from deprecation_lint.ruleset import BY_NAME, Policy, Rule

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from deprecation_lint.findings import Chooser, Fix
    from deprecation_lint.registry.registry import Registry
    from deprecation_lint.registry.respell import Proposal
    from deprecation_lint.roles import Loudness, Role
    from deprecation_lint.severity import Severity


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of a spelling on the as-of date, wherever it stands."""

    rule: Rule
    severity: Severity
    message: str
    help: str
    view: Life
    proposal: Proposal | None
    by: Chooser | None = None
    forced: bool = False


@dataclass(frozen=True, slots=True)
class _Seen:
    """A reference where it stands. `own` is how loud its role is there."""

    reference: Reference
    place: Place
    page: Page
    own: Loudness | None


@dataclass(frozen=True, slots=True)
class _Move:
    """The move of one reference to the successor: what it rejects, and how to get there."""

    proposal: Proposal
    outcome: Outcome
    fix: Fix | None


class Judge:
    """Judges references by a registry and a policy; what has been judged once is remembered."""

    def __init__(self, registry: Registry, policy: Policy) -> None:
        self._registry = registry
        self._policy = policy
        self._severity = dict(policy.severity)
        self._roles = dict(policy.roles)
        self._blockers = Blockers(registry, policy)
        self._verdicts: dict[Hashable, Verdict | None] = {}

    def judge(
        self,
        reference: Reference,
        place: Place,
        page: Page,
        roles: tuple[tuple[Role, Loudness], ...] = (),
    ) -> Iterator[Finding]:
        """The findings of one reference: about its model, then about what is given to it.

        `roles` is how loud roles are in its file, where that differs from the policy.
        """
        role = reference.role
        if self._policy.only_roles is not None and role not in self._policy.only_roles:
            return
        seen = _Seen(reference, place, page, dict(roles).get(role) or self._roles.get(role))
        verdict = self._verdict(reference)
        severity = loudness(role, verdict.severity, seen.own) if verdict is not None else None
        move = self._move(reference, verdict, page)
        if verdict is not None and severity is not None:
            yield from self._about_model(seen, verdict, severity, move)
        if reference.requests:
            yield from self._about_request(seen, move)

    def _move(self, reference: Reference, verdict: Verdict | None, page: Page) -> _Move | None:
        """The way to the successor, if there is one."""
        proposal = verdict.proposal if verdict is not None else None
        if verdict is None or proposal is None:
            return None
        fix = fix_for(reference, verdict.view, proposal)
        return _Move(proposal, self._blockers.outcome(reference, proposal.record, page), fix)

    def _about_model(
        self, seen: _Seen, verdict: Verdict, severity: Severity, move: _Move | None
    ) -> Iterator[Finding]:
        """What is to be said of the model, and what its successor rejects of the call."""
        outcome = move.outcome if move is not None else Outcome()
        stopping = blocking(outcome)
        fix = move.fix if move is not None else None
        if fix is not None and move is not None and stopping:
            fix = blocked(fix, f"{move.proposal.text} rejects {listed(stopping)}")
        base = self._finding(seen, verdict.view, verdict.rule.name, severity)
        found = replace(
            base,
            message=verdict.message,
            help=verdict.help,
            replacement=move.proposal.text if move is not None else None,
            fix=fix,
            replacement_by=verdict.by,
            forced=verdict.forced,
            unseen=outcome.unseen,
        )
        yield found
        if move is not None and stopping and "migration-blocker" in self._policy.rules:
            blocker = self._blockers.finding("migration-blocker", found, stopping, seen.page)
            message = f"{move.proposal.text} rejects {listed(stopping)} of this call"
            yield replace(blocker, message=message, fix=with_model(blocker.fix, fix))

    def _about_request(self, seen: _Seen, move: _Move | None) -> Iterator[Finding]:
        """What the model that is named now rejects of the call, and what of it is dated."""
        reference, text = seen.reference, seen.place.text
        record = reference.spelling.record
        view = life(self._registry.home(record), self._policy.as_of, reference.region)
        if view is None or reference.spelling.form == "unknown":
            return
        is_alive = view.state != "retired"
        now = self._blockers.outcome(reference, record, seen.page) if is_alive else Outcome()
        for found in self._about_arguments("rejected-argument", rejected(now), seen, view):
            message = f"{text} rejects {listed(rejected(now))}"
            yield replace(found, message=message, unseen=now.unseen)
        if move is None:
            for found in self._about_arguments("dated-argument", dated(now), seen, view):
                yield replace(found, message=f"dated on {text}: {listed(dated(now))}")
            return
        then = dated(move.outcome, moving=True)
        for found in self._about_arguments("dated-argument", then, seen, view):
            message = f"dated on {move.proposal.text}: {listed(then)}"
            yield replace(found, message=message, fix=with_model(found.fix, move.fix))

    def _about_arguments(
        self, rule: str, violations: Sequence[Violation], seen: _Seen, view: Life
    ) -> Iterator[Finding]:
        """The finding about some arguments of a call, if there is anything to say of them."""
        severity = self._severity_of(rule, violations, seen)
        if violations and severity is not None:
            base = self._finding(seen, view, rule, severity)
            yield self._blockers.finding(rule, base, violations, seen.page)

    def _severity_of(
        self, name: str, violations: Sequence[Violation], seen: _Seen
    ) -> Severity | None:
        """How severe a rule about arguments is here; what is stated elsewhere is a warning."""
        if name not in self._policy.rules:
            return None
        platform = seen.reference.spelling.platform
        stated = any(self._blockers.is_stated(v.constraint, platform) for v in violations)
        default = BY_NAME[name].severity
        if default == "error" and not stated:
            default = "warning"
        return loudness(seen.reference.role, self._severity.get(name, default), seen.own)

    def _finding(self, seen: _Seen, view: Life, rule: str, severity: Severity) -> Finding:
        """What every finding about a reference says, whatever it is about."""
        reference, source = seen.reference, view.source
        return Finding(
            rule=rule,
            code=BY_NAME[rule].code,
            severity=severity,
            message="",
            help="",
            place=seen.place,
            model=reference.spelling.record.id,
            platform=reference.spelling.platform,
            state=view.state,
            role=reference.role,
            runnable=reference.runnable,
            deprecated=_text(view.deprecated),
            retires=_text(view.retires),
            retires_not_before=_text(view.retires_not_before),
            days_left=view.days_left,
            replacement=None,
            source=source.where if source else "",
            read=source.read if source else self._registry.read,
            fix=None,
        )

    def _verdict(self, reference: Reference) -> Verdict | None:
        spelling = reference.spelling
        around = (reference.region, reference.region_prefix, reference.variant, reference.routed)
        key = (spelling.platform, spelling.text, spelling.form, reference.settled, *around)
        if key not in self._verdicts:
            self._verdicts[key] = self._judged(reference)
        return self._verdicts[key]

    def _unknown(self, reference: Reference) -> Verdict | None:
        """What is to be said of a text that only looks like a model."""
        rule = BY_NAME["unknown-model"]
        registry, text = self._registry, reference.spelling.text
        if rule.name not in self._policy.rules:
            return None
        from difflib import get_close_matches

        near = get_close_matches(text, _known(registry, reference.spelling.platform), 3)
        nearest = f"; nearest: {', '.join(near)}" if near else ""
        return Verdict(
            rule=rule,
            severity=self._severity.get(rule.name, rule.severity),
            message=f"{text} is not in the registry read on {registry.read}{nearest}",
            help=rule.help,
            view=Life("unknown", self._policy.as_of, None, None, None, None),
            proposal=None,
        )

    def _judged(self, reference: Reference) -> Verdict | None:
        registry, policy = self._registry, self._policy
        if reference.spelling.form == "unknown":
            return self._unknown(reference)
        record = registry.home(reference.spelling.record)
        view = life(record, policy.as_of, reference.region)
        rule = _rule(view, policy) if view is not None else None
        if view is None or rule is None or record.rolling or rule.name not in policy.rules:
            return None
        advice = advise(registry, policy.replacements, reference, view)
        return Verdict(
            rule=rule,
            severity=self._severity.get(rule.name, rule.severity),
            message=wording.message(reference, record, view, advice.said, registry),
            help=advice.help or rule.help,
            view=view,
            proposal=advice.proposal,
            by=advice.by,
            forced=advice.forced,
        )


def _known(registry: Registry, platform: str) -> list[str]:
    """The spellings that a platform takes."""
    records = registry.platforms[platform].records
    return [text for record in records for text in (record.id, *record.aliases)]


def _rule(view: Life, policy: Policy) -> Rule | None:
    """The rule that a lifecycle falls under; every state has one, and active may have none."""
    if view.state == "retired":
        return BY_NAME["retired-model"]
    if view.state == "deprecated":
        near = view.days_left is not None and view.days_left <= policy.fail_within
        return BY_NAME["retiring-model" if near else "deprecated-model"]
    if view.state == "legacy":
        return BY_NAME["legacy-model"]
    floor = view.retires_not_before
    if floor is not None and (floor.first - policy.as_of).days <= policy.fail_within:
        return BY_NAME["retirement-floor"]
    return None


def _text(value: object) -> str | None:
    return None if value is None else str(value)
