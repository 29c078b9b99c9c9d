"""JSON, version 1: a contract. Keys are only ever added; see CONTRIBUTING.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deprecation_lint.output.written import written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deprecation_lint.findings import Argument, Finding, Fix, Place
    from deprecation_lint.output.style import Style
    from deprecation_lint.values import Report

VERSION = 1


def render_json(report: Report, style: Style) -> Iterator[str]:
    """The whole report as one JSON object, line by line."""
    return written(report_object(report))


def report_object(report: Report) -> dict[str, Any]:
    """The report as JSON values: dates in ISO form, absent values null; arrays as iterators."""
    return {
        "version": VERSION,
        "as_of": report.as_of.isoformat(),
        "registry": {"read": report.registry_read.isoformat()},
        "summary": {
            "files": report.files,
            "skipped": len(report.skipped),
            "errors": report.count("error"),
            "warnings": report.count("warning"),
            "notes": report.count("note"),
            "fixable": report.fixable("safe"),
        },
        "findings": (_finding(finding) for finding in report.findings),
        "skipped": ({"path": s.path, "reason": s.reason} for s in report.skipped),
        "notes": ({"path": n.path, "reason": n.reason} for n in report.notes),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        **_place(finding.place),
        "model": finding.model,
        "platform": finding.platform,
        "state": finding.state,
        "role": finding.role,
        "runnable": finding.runnable,
        "deprecated": finding.deprecated,
        "retires": finding.retires,
        "retires_not_before": finding.retires_not_before,
        "days_left": finding.days_left,
        "replacement": finding.replacement,
        "replacement_by": finding.replacement_by,
        "source": finding.source,
        "read": finding.read.isoformat(),
        "fix": _fix(finding.fix),
        "related": [_place(place) for place in finding.related],
        "arguments": [_argument(argument) for argument in finding.arguments],
        "unseen": list(finding.unseen),
    }


def _argument(argument: Argument) -> dict[str, Any]:
    return {
        "constraint": argument.constraint,
        "argument": argument.argument,
        **_place(argument.place),
        "says": argument.says,
        "todo": argument.todo,
        "condition": argument.condition or None,
        "source": argument.source,
        "read": argument.read.isoformat(),
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "start_byte": place.start_byte,
        "end_byte": place.end_byte,
        "text": place.text,
    }


def _fix(fix: Fix | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    return {
        "applicability": fix.applicability,
        "reason": fix.reason,
        "edits": [{"start_byte": e.start, "end_byte": e.end, "text": e.text} for e in fix.edits],
    }
