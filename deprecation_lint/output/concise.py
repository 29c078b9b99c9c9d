"""One line for each finding."""

from __future__ import annotations

from deprecation_lint.output.style import printable

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from deprecation_lint.findings import Finding
    from deprecation_lint.output.style import Style
    from deprecation_lint.values import Report


def render_concise(report: Report, style: Style) -> Iterator[str]:
    """One line for each finding."""
    return concise_lines(report.findings, style)


def concise_lines(
    findings: Iterable[Finding], style: Style, in_full: bool = False
) -> Iterator[str]:
    """`path:line:column: severity[rule] message (role)`; `[*]` marks a safe fix."""
    for finding in findings:
        place = finding.place
        mark = " [*]" if finding.fix and finding.fix.applicability == "safe" else ""
        rule = style.paint(f"{finding.severity}[{finding.rule}]", finding.severity)
        yield (
            f"{printable(place.path)}:{place.line}:{place.column}: {rule}{mark} {finding.message} "
            f"({finding.role})"
        )
