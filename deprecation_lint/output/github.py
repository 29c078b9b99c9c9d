"""Workflow commands: annotations on the lines of a pull request."""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from deprecation_lint.findings import Finding
    from deprecation_lint.output.style import Style
    from deprecation_lint.values import Report

_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}


def render_github(report: Report, style: Style) -> Iterator[str]:
    """One workflow command for each finding."""
    return github_lines(report.findings, style)


def github_lines(findings: Iterable[Finding], style: Style, in_full: bool = False) -> Iterator[str]:
    """A workflow command for each finding, as it comes."""
    return map(_command, findings)


def _command(finding: Finding) -> str:
    place = finding.place
    properties = {
        "file": place.path,
        "line": place.line,
        "col": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
        "title": f"{finding.rule} ({finding.code}), {finding.role}",
    }
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    source = f"\n{finding.source} (read {finding.read})" if finding.source else ""
    message = f"{finding.message}{source}"
    return f"::{_LEVELS[finding.severity]} {listed}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
