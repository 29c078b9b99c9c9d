"""Reference, date and policy → finding: which rule applies, what it says, how to mend it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from deprecation_lint.advice import advise
from deprecation_lint.findings import Applicability, Edit, Finding, Fix, Hold, Place, Reference
from deprecation_lint.registry.lifecycle import Life, life, regional
from deprecation_lint.roles import loudness
from deprecation_lint.ruleset import BY_NAME, Policy, Rule

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from deprecation_lint.findings import Chooser
    from deprecation_lint.registry.records import Record
    from deprecation_lint.registry.registry import Registry
    from deprecation_lint.registry.respell import Proposal
    from deprecation_lint.roles import Loudness, Role
    from deprecation_lint.severity import Severity


_HELD: Mapping[Hold, str] = {
    "lookup": "also a key, a type or compared in this file: renaming one alone breaks the look-up",
    "longer": "part of a longer text",
    "parts": "put together from several parts",
    "prefix": "behind a prefix that is not in the registry",
    "suffix": "followed by a suffix that the registry does not know",
    "alias": "a name by which a router is asked: its callers use it",
    "deployment": "the name of a deployment, which its owner chose",
    "ambiguous": "its prefix fits several platforms, and not all of them take this name",
}
_NEVER: tuple[Hold, ...] = ("suffix", "deployment", "alias")  # these are never edited
_MENTIONED: Mapping[Role, tuple[Applicability, str]] = {
    "choice": ("unsafe", "one of several to choose from: the list may hold the successor already"),
    "table": ("display", "a row about this model: its values would not fit another"),
    "comparison": ("unsafe", "compared with another value: renaming one side breaks the other"),
    "type": ("unsafe", "part of a type: values of this type elsewhere must change with it"),
    "test": ("unsafe", "in a test: what it expects may depend on the model"),
    "recording": ("display", "a recording, not a setting"),
    "documentation": ("display", "in text for people"),
}
"""Roles whose fix is not safe, how far it may go, and why."""
_SNIPPET = "a snippet that readers copy: the text around it may speak of the model"


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


class Judge:
    """Judges references by a registry and a policy; what has been judged once is remembered."""

    def __init__(self, registry: Registry, policy: Policy) -> None:
        self._registry = registry
        self._policy = policy
        self._severity = dict(policy.severity)
        self._roles = dict(policy.roles)
        self._verdicts: dict[Hashable, Verdict | None] = {}

    def judge(
        self, reference: Reference, place: Place, roles: tuple[tuple[Role, Loudness], ...] = ()
    ) -> Finding | None:
        """The finding of one reference, or `None` if there is nothing to say.

        `roles` is how loud roles are in its file, where that differs from the policy.
        """
        role = reference.role
        if self._policy.only_roles is not None and role not in self._policy.only_roles:
            return None
        verdict = self._verdict(reference)
        if verdict is None:
            return None
        own = dict(roles).get(role) or self._roles.get(role)
        severity = loudness(role, verdict.severity, own)
        if severity is None:
            return None
        view, source = verdict.view, verdict.view.source
        return Finding(
            rule=verdict.rule.name,
            code=verdict.rule.code,
            severity=severity,
            message=verdict.message,
            help=verdict.help,
            place=place,
            model=reference.spelling.record.id,
            platform=reference.spelling.platform,
            state=view.state,
            role=role,
            runnable=reference.runnable,
            deprecated=_text(view.deprecated),
            retires=_text(view.retires),
            retires_not_before=_text(view.retires_not_before),
            days_left=view.days_left,
            replacement=verdict.proposal.text if verdict.proposal else None,
            source=source.where if source else "",
            read=source.read if source else self._registry.read,
            fix=_fix(reference, view, verdict.proposal),
            replacement_by=verdict.by,
            forced=verdict.forced,
        )

    def _verdict(self, reference: Reference) -> Verdict | None:
        spelling = reference.spelling
        around = (reference.region, reference.region_prefix, reference.variant)
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
            message=_message(reference, record, view, advice.said, registry),
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


def _message(
    reference: Reference,
    record: Record,
    view: Life,
    said: str,
    registry: Registry,
) -> str:
    """The fact, the date, the distance and the way out, in one line."""
    there = (*_other_regions(record, view), *_other_platforms(reference, view, registry))
    fact = f"{_subject(reference, registry)} {_predicate(view)}"
    if there:
        fact += f" [{'; '.join(there)}]"
    if record.after_retirement == "redirect" and view.state == "retired":
        fact += f"; requests now go to {record.redirects_to or 'another model'}"
    return f"{fact}; {said}" if said else fact


def _subject(reference: Reference, registry: Registry) -> str:
    spelling = reference.spelling
    written = f"{reference.region_prefix}{spelling.text}"
    if reference.variant:
        written += f":{reference.variant}"
    if spelling.form == "alias":
        written += f" (alias of {spelling.record.id})"
    elif spelling.form == "informal":
        written += f" (informal name of {spelling.record.id})"
    default = registry.platforms[spelling.platform].default
    return written if default else f"{written} on {registry.called(spelling.platform)}"


def _predicate(view: Life) -> str:
    if view.state == "retired":
        return f"was retired on {view.retires} ({_distance(view.days_left or 0)})"
    if view.state == "deprecated":
        if view.retires is None:
            since = f" since {view.deprecated}" if view.deprecated else ""
            return f"is deprecated{since}; its retirement date is not announced"
        return f"is deprecated and retires on {view.retires} ({_distance(view.days_left or 0)})"
    if view.state == "legacy":
        return "is legacy: it gets no more updates and may be deprecated"
    floor = view.retires_not_before
    days = (floor.first - view.as_of).days if floor else 0
    word = "passed" if days <= 0 else "comes up"
    return f"was promised until {floor}, which {word} ({_distance(days)}); nothing is announced"


def _other_regions(record: Record, view: Life) -> Iterator[str]:
    """Where the platform itself has other dates."""
    for region, there in regional(record, view.as_of):
        if there.state != view.state:
            names = ", ".join(region.names) or "other regions"
            yield f"{names}: {there.retires or there.state}"


def _other_platforms(reference: Reference, view: Life, registry: Registry) -> Iterator[str]:
    """Which platforms the text could mean as well, and what holds there, where that differs."""
    if reference.settled or reference.routed or reference.region_prefix or reference.variant:
        return
    for option in registry.spellings[reference.spelling.text]:
        platform = registry.platforms[option.platform]
        if option.platform == reference.spelling.platform or platform.router or platform.routed:
            continue
        there = life(option.record, view.as_of, None)
        if there is not None and (there.state, there.retires) != (view.state, view.retires):
            yield f"if it is {platform.title}: {there.retires or there.state}"


def _distance(days: int) -> str:
    """A number of days as people say it."""
    if days == 0:
        return "today"
    if abs(days) == 1:
        return "tomorrow" if days > 0 else "yesterday"
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def _fix(reference: Reference, view: Life, proposal: Proposal | None) -> Fix | None:
    """How to mend a reference: by its role first, then by its text, then by the dates."""
    if proposal is None:
        return None
    edits = _edits(reference, proposal.text)
    if reference.hold in _NEVER or not edits:
        return Fix("display", _HELD[reference.hold or "parts"], ())
    if reference.hold == "lookup":
        return Fix("unsafe", _HELD["lookup"], edits)
    if reference.role in _MENTIONED:
        applicability, reason = _MENTIONED[reference.role]
        if reference.runnable and reference.role == "documentation":
            applicability, reason = "unsafe", _SNIPPET
        return Fix(applicability, reason, edits if applicability == "unsafe" else ())
    return _fix_in_use(reference, view, proposal, edits)


def _fix_in_use(
    reference: Reference, view: Life, proposal: Proposal, edits: tuple[Edit, ...]
) -> Fix:
    if reference.hold is not None:
        return Fix("unsafe", _HELD[reference.hold], edits)
    if proposal.doubt is not None:
        return Fix("unsafe", proposal.doubt, edits)
    if view.retires is None:
        return Fix("unsafe", "its retirement date is not announced", edits)
    return Fix("safe", f"one whole value; {proposal.text} is its live successor", edits)


def _edits(reference: Reference, text: str) -> tuple[Edit, ...]:
    """The new ID goes where the old one begins; further parts of the old one are emptied."""
    return tuple(
        Edit(start, end, text if number == 0 else "")
        for number, (start, end) in enumerate(reference.pieces)
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
