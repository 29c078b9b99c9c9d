"""SARIF 2.1.0, for code scanning."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from deprecation_lint import __version__
from deprecation_lint.output.written import written
from deprecation_lint.ruleset import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deprecation_lint.findings import Edit, Finding, Place
    from deprecation_lint.output.style import Style
    from deprecation_lint.ruleset import Rule
    from deprecation_lint.values import Report

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render_sarif(report: Report, style: Style) -> Iterator[str]:
    """The whole report as one SARIF log, line by line."""
    return written(_log(report))


def _log(report: Report) -> dict[str, Any]:
    driver = {
        "name": "deprecation-lint",
        "semanticVersion": __version__,
        "rules": [_rule(rule) for rule in RULES],
    }
    seen: dict[str, int] = {}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": (_result(finding, seen) for finding in report.findings),
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    *(_notification(skipped.path, skipped.reason) for skipped in report.skipped),
                    *(_notification(note.path, note.reason) for note in report.notes),
                ],
            }
        ],
        "properties": {
            "asOf": report.as_of.isoformat(),
            "registryRead": report.registry_read.isoformat(),
        },
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": iter((run,))}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.help},
        "help": {"text": rule.help, "markdown": rule.help},
        "defaultConfiguration": {"level": rule.severity, "enabled": rule.default},
    }


def _notification(path: str, reason: str) -> dict[str, Any]:
    location = {"physicalLocation": {"artifactLocation": {"uri": _uri(path)}}}
    return {"level": "warning", "message": {"text": reason}, "locations": [location]}


def _result(finding: Finding, seen: dict[str, int]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": [rule.code for rule in RULES].index(finding.code),
        "level": finding.severity,
        "message": {"text": f"{finding.message}{_source(finding)}"},
        "locations": [_location(finding.place)],
        "partialFingerprints": {"modelReference/v1": _fingerprint(finding, seen)},
        "properties": {"role": finding.role, "runnable": finding.runnable},
    }
    others = [*_others(finding)]
    if others:
        result["relatedLocations"] = [
            {"id": number, **_location(place), "message": {"text": text}}
            for number, (place, text) in enumerate(others, start=1)
        ]
    if finding.fix is not None and finding.fix.edits:
        change = {
            "artifactLocation": {"uri": _uri(finding.place.path)},
            "replacements": [_replacement(edit) for edit in finding.fix.edits],
        }
        what = "Change the call" if finding.arguments else f"Replace with {finding.replacement}"
        text = f"{what} ({finding.fix.applicability})"
        result["fixes"] = [{"description": {"text": text}, "artifactChanges": [change]}]
    return result


def _others(finding: Finding) -> Iterator[tuple[Place, str]]:
    """The other places that a finding speaks of, and what of them."""
    for place in finding.related:
        yield place, "must change together with it"
    for argument in finding.arguments:
        told = f"{argument.argument}: {argument.says}"
        condition = f" ({argument.condition})" if argument.condition else ""
        yield argument.place, f"{told}{condition}; {argument.todo}; source {argument.source}"


def _source(finding: Finding) -> str:
    return f" ({finding.source}, read {finding.read})" if finding.source else ""


def _location(place: Place) -> dict[str, Any]:
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
        "byteOffset": place.start_byte,
        "byteLength": place.end_byte - place.start_byte,
        "snippet": {"text": place.text},
    }
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(place.path)}, "region": region}}


def _replacement(edit: Edit) -> dict[str, Any]:
    region = {"byteOffset": edit.start, "byteLength": edit.end - edit.start}
    return {"deletedRegion": region, "insertedContent": {"text": edit.text}}


def _fingerprint(finding: Finding, seen: dict[str, int]) -> str:
    """Stays the same when lines move: path, rule, ID, and which of several it is."""
    key = "\0".join((finding.place.path, finding.code, finding.place.text))
    seen[key] = seen.get(key, 0) + 1
    return hashlib.sha256(f"{key}\0{seen[key]}".encode("utf-8", "replace")).hexdigest()[:32]


def _uri(path: str) -> str:
    return quote(path.encode("utf-8", "surrogateescape"), safe="/")
