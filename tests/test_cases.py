"""The specification in examples: each case of `cases/*/*.toml` is checked, fixed, checked again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from casefiles import ALL_CASES, Case, bytes_after, bytes_before, choices_of, expected_findings
from support import ALL_RULES, check_text

from deprecation_lint.roles import ROLES

if TYPE_CHECKING:
    from deprecation_lint.findings import Finding
    from deprecation_lint.task import Mode
    from deprecation_lint.values import FileResult


def _run(case: Case, raw: bytes, mode: Mode = "check", unsafe: bool = False) -> FileResult:
    named = case.get("rules")
    rules = ALL_RULES if named == ["ALL"] else frozenset(named) if named else None
    as_of: date = case["as_of"]
    return check_text(
        case["filename"],
        raw,
        as_of=as_of,
        mode=mode,
        unsafe=unsafe,
        rules=rules,
        replacements=choices_of(case),
    )


def _told(finding: Finding) -> Case:
    """What the finding says on every point on which a case says something."""
    return {
        "line": finding.place.line,
        "column": finding.place.column,
        "text": finding.place.text,
        "role": finding.role,
        "rule": finding.rule,
        "severity": finding.severity,
        "replacement": finding.replacement or "",
        "fix": finding.fix.applicability if finding.fix else "none",
        "runnable": finding.runnable,
    }


each_case = pytest.mark.parametrize("case", ALL_CASES, ids=[case["id"] for case in ALL_CASES])


def test_there_are_enough_cases_and_enough_from_real_code() -> None:
    assert len(ALL_CASES) >= 300
    assert sum("seen" in case for case in ALL_CASES) >= 100


def test_every_role_has_cases() -> None:
    told = {finding["role"] for case in ALL_CASES for finding in case["findings"]}
    assert told == set(ROLES)


@each_case
def test_check(case: Case) -> None:
    result = _run(case, bytes_before(case))
    assert [_told(finding) for finding in result.findings] == expected_findings(case)
    assert (result.skipped.reason if result.skipped else "") == case.get("skipped", "")
    notes = [note.reason for note in result.notes]
    assert len(notes) == ("note" in case)
    assert all(note.startswith(case["note"]) for note in notes)


@each_case
def test_fix(case: Case) -> None:
    result = _run(case, bytes_before(case), "fix")
    output = bytes_before(case) if result.output is None else result.output
    assert output == bytes_after(case)
    assert not [n.reason for n in result.notes if n.reason.startswith("not fixed")]


@each_case
def test_unsafe_fix(case: Case) -> None:
    result = _run(case, bytes_before(case), "fix", unsafe=True)
    output = bytes_before(case) if result.output is None else result.output
    assert output == bytes_after(case, unsafe=True)
    assert not [n.reason for n in result.notes if n.reason.startswith("not fixed")]


@each_case
def test_check_of_the_fixed_text(case: Case) -> None:
    """What was fixed is gone, all else is found where it was, and nothing is new."""
    before = _run(case, bytes_before(case)).findings
    left = [f for f in before if f.fix is None or f.fix.applicability != "safe"]
    after = _run(case, bytes_after(case)).findings
    assert [(f.place.line, f.place.text, f.rule) for f in after] == [
        (f.place.line, f.place.text, f.rule) for f in left
    ]


@each_case
def test_the_bytes_of_each_span_are_its_text(case: Case) -> None:
    raw = bytes_before(case)
    encoding = "utf-16" if case.get("encoding") == "utf-16" else case.get("encoding", "utf-8")
    for finding in _run(case, raw).findings:
        place = finding.place
        assert place.start_byte < place.end_byte
        if "before" in case and encoding != "utf-16":
            span = raw[place.start_byte : place.end_byte]
            assert span.decode(encoding.removesuffix("-sig")) == place.text
