"""The sentences at the end of a run."""

from __future__ import annotations

from deprecation_lint.output.style import printable

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Iterator

    from deprecation_lint.findings import Finding
    from deprecation_lint.output.style import Style
    from deprecation_lint.values import Report

CLEAN = "no deprecated models"
STALE_AFTER = 60  # days after which the registry's age is worth a warning
_LISTED = 20  # skipped files and notes listed one by one before the rest is only counted


def summary(report: Report, style: Style, unsafe: bool = False, flag: str = "") -> Iterator[str]:
    """What was checked, skipped, found, fixed and can be fixed; by which dates.

    `flag` is --fix or --diff in such a run: what it has left is told then, with the way on.
    """
    if report.fixed and not report.diff:
        yield from (_fixed(finding, style) for finding in report.fixed)
    if flag:
        from deprecation_lint.output.remaining import remaining, way_on

        yield from remaining(report, style, unsafe)
    skipped = sorted(report.skipped, key=lambda s: (not s.failed, s.reason == "binary", s.path))
    yield from _listed("skipped", [(s.path, s.reason) for s in skipped], style)
    yield from _listed("note", [(n.path, n.reason) for n in report.notes], style)
    checked = f"Checked {plural(report.files, 'file')}"
    if report.skipped:
        checked += f", skipped {len(report.skipped):,} ({_reasons(report)})"
    yield f"{checked}: {_counted(report, style)}."
    if report.fixed:
        done = "Would fix" if report.diff else "Fixed"
        files = len({f.place.path for f in report.fixed})
        yield f"{done} {plural(len(report.fixed), 'finding')} in {plural(files, 'file')}."
    if flag:
        yield from way_on(report, flag, unsafe)
    elif not report.diff:
        yield from _fixable(report, unsafe)
    read = report.registry_read
    yield from dates(str(report.as_of), str(read), (report.as_of - read).days, style)


def clean_summary(files: int, as_of: str, read: str, age: int, style: Style) -> Iterator[str]:
    """The summary of a run that looked at all files and found nothing."""
    yield f"Checked {plural(files, 'file')}: {style.paint(CLEAN, 'good')}."
    yield from dates(as_of, read, age, style)


def dates(as_of: str, read: str, age: int, style: Style) -> Iterator[str]:
    """By which dates was judged, with a warning where the registry is too many days old."""
    yield f"Dates as of {as_of}; registry read {read}."
    if age > STALE_AFTER:
        text = f"warning: the registry is {age} days old; update deprecation-lint for newer dates"
        yield style.paint(text, "warning")


def plural(count: int, noun: str) -> str:
    """A number and its noun."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _fixed(finding: Finding, style: Style) -> str:
    place = finding.place
    where = f"{printable(place.path)}:{place.line}:{place.column}"
    head = f"{style.paint('fixed', 'good')}: {where}"
    if finding.arguments:
        listed = ", ".join(argument.argument for argument in finding.arguments)
        return f"{head}: the call: {printable(listed)}"
    return f"{head}: {place.text!r} -> {finding.replacement!r}"


def _listed(word: str, items: list[tuple[str, str]], style: Style) -> Iterator[str]:
    for path, reason in items[:_LISTED]:
        yield f"{style.paint(word, 'dim')}: {printable(path)}: {printable(reason)}"
    if len(items) > _LISTED:
        yield f"{style.paint(word, 'dim')}: {len(items) - _LISTED:,} more (--format json lists all)"


def _reasons(report: Report) -> str:
    from collections import Counter

    counts = Counter(skipped.reason.partition(":")[0] for skipped in report.skipped)
    return "; ".join(f"{count:,} {reason}" for reason, count in sorted(counts.items()))


def _counted(report: Report, style: Style) -> str:
    from deprecation_lint.severity import SEVERITIES

    counted = [
        style.paint(plural(report.count(severity), severity), severity, "bold")
        for severity in SEVERITIES
        if report.count(severity)
    ]
    return ", ".join(counted) or style.paint(CLEAN, "good")


def _fixable(report: Report, unsafe: bool) -> Iterator[str]:
    safe, held = report.fixable("safe"), report.fixable("unsafe")
    if safe:
        more = f" ({held:,} more with --unsafe-fixes)" if held and not unsafe else ""
        yield f"{safe:,} fixable with --fix{more}."
    elif held and not unsafe:
        yield f"{held:,} fixable with --fix --unsafe-fixes: look at each."
