"""What a fix has left: held back, only told, to be changed together, and the way on."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from deprecation_lint.output.style import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from deprecation_lint.findings import Finding, Place
    from deprecation_lint.output.style import Style
    from deprecation_lint.registry.lifecycle import State
    from deprecation_lint.roles import Role
    from deprecation_lint.values import Report

_LISTED = 20  # lines of a kind before the rest is only counted
_NOUNS: Mapping[Role, str] = {
    "documentation": "snippet",
    "environment": "environment value",
}
"""What an edit that was held back stands in, where the role itself is no noun to count."""
_NO_FIX: Mapping[State, str] = {
    "unknown": "not in the registry",
    "active": "not deprecated yet",
    "legacy": "not deprecated yet",
}


def remaining(report: Report, style: Style, unsafe: bool) -> Iterator[str]:
    """What has not been changed, and why; a line each."""
    held, told, _ = _sorted(report)
    if unsafe:  # what is left of them is in files of which a note tells why
        held = []
    yield from _listed("held back", [f for f in held if not f.related], _held, style)
    yield from _listed("told only", told, _told, style)
    yield from _listed("together", list(_groups(held)), _together, style)
    yield from _calls([f for f in _left(report) if _is_blocker(f)], style)


def way_on(report: Report, flag: str, unsafe: bool) -> Iterator[str]:
    """What can be done next, flag by flag. `flag` is the one that was used: --fix or --diff."""
    held, told, mentions = _sorted(report)
    if report.fixed and flag == "--diff":
        yield f"--fix{' --unsafe-fixes' if unsafe else ''} makes these changes."
    refused = [f for f in _left(report) if _goes(f, "safe") or (unsafe and _goes(f, "unsafe"))]
    if refused:
        yield f"{len(refused):,} not fixed: the notes say why."
    if held and not unsafe:
        kinds = _counted((_NOUNS.get(f.role, f.role) for f in held), plural=True)
        more = f"{len(held):,}{' more' if report.fixed else ''}"
        yield f"{more} with {flag} --unsafe-fixes ({kinds}): look at each."
    if told:
        noun = "1 is" if len(told) == 1 else f"{len(told):,} are"
        yield f"{noun} never applied: change {'it' if len(told) == 1 else 'them'} by hand."
    if mentions:
        noun = "1 mention stays" if len(mentions) == 1 else f"{len(mentions):,} mentions stay"
        yield f"{noun} as written ({_counted(f.role for f in mentions)})."


def _sorted(report: Report) -> tuple[list[Finding], list[Finding], list[Finding]]:
    """What is held back, what is only told, and what only mentions a model."""
    left = [f for f in _left(report) if not _is_blocker(f)]
    held = [f for f in left if _goes(f, "unsafe")]
    others = [f for f in left if f.fix is None or not f.fix.edits]
    told = [f for f in others if f.severity != "note"]
    return held, told, [f for f in others if f.severity == "note"]


def _left(report: Report) -> list[Finding]:
    """The findings that are still there, also where the changes are only shown."""
    fixed = set(report.fixed)
    return [f for f in report.findings if f not in fixed]


def _goes(finding: Finding, applicability: str) -> bool:
    fix = finding.fix
    return fix is not None and fix.applicability == applicability and bool(fix.edits)


def _groups(held: Iterable[Finding]) -> Iterator[Finding]:
    """Of those that must change together, the first of each group."""
    told: set[tuple[str, int]] = set()
    for finding in held:
        places = {_spot(place) for place in (finding.place, *finding.related)}
        if finding.related and not places <= told:
            yield finding
            told |= places


def _spot(place: Place) -> tuple[str, int]:
    return place.path, place.start_byte


def _held(finding: Finding) -> str:
    return f"{_reason(finding)} (--unsafe-fixes)"


def _told(finding: Finding) -> str:
    return f": {finding.help}" if finding.arguments else _reason(finding)


def _reason(finding: Finding) -> str:
    if finding.fix is not None:
        return f": {finding.fix.reason}"
    return f": {_NO_FIX.get(finding.state, 'no successor is known')}"


def _together(finding: Finding) -> str:
    """The other places, by their lines where they are in the same file."""
    places = [place for place in finding.related if _spot(place) != _spot(finding.place)]
    lines = sorted({place.line for place in places if place.path == finding.place.path})
    named = [f"line{'' if len(lines) == 1 else 's'} {', '.join(map(str, lines))}"] if lines else []
    others = {(p.path, p.line) for p in places if p.path != finding.place.path}
    named += [f"{printable(path)}:{line}" for path, line in sorted(others)]
    return f" with {' and '.join(named)}{_held(finding)}"


def _is_blocker(finding: Finding) -> bool:
    """Whether it is about arguments that must change together with a model."""
    return finding.rule == "migration-blocker"


def _calls(blockers: Sequence[Finding], style: Style) -> Iterator[str]:
    """The arguments that must change together with the model of their call."""
    head = style.paint("together", "dim")
    for finding in blockers[:_LISTED]:
        place = finding.place
        where = f"{printable(place.path)}:{place.line}:{place.column}"
        models = ", ".join(str(model.line) for model in finding.related)
        yield f"{head}: {where}: with the model on line {models}: {printable(finding.help)}"
    if len(blockers) > _LISTED:
        yield f"{head}: {len(blockers) - _LISTED:,} more (--format json lists all)"


def _listed(
    word: str, found: Sequence[Finding], tail: Callable[[Finding], str], style: Style
) -> Iterator[str]:
    head = style.paint(word, "dim")
    for finding in found[:_LISTED]:
        place = finding.place
        where = f"{printable(place.path)}:{place.line}:{place.column}"
        yield f"{head}: {where}: {place.text!r}{tail(finding)}"
    if len(found) > _LISTED:
        yield f"{head}: {len(found) - _LISTED:,} more (--format json lists all)"


def _counted(words: Iterable[str], plural: bool = False) -> str:
    """How many there are of each, the most first."""
    counts = Counter(words).most_common()
    return ", ".join(f"{n:,} {word}{'s' if plural and n > 1 else ''}" for word, n in counts)
