"""The specification in examples: each case of `cases/*.toml` is checked, fixed, checked again.

A file has `as_of` and one or more `[[case]]`:

- `name`, `filename`; `before` in `encoding` (UTF-8 unless given) or as `before_hex`;
- `findings`: `line`, `column` and `text` always; `rule` is `retired-model` and `severity` is
  `error` unless given; `replacement` is `claude-new-4-20260301` unless given, "" for none;
  `fix` is `safe`, `unsafe`, `display`, or `none` (nothing to propose), and is left out where
  the specification leaves it open;
- `after`: the text after `--fix` (absent: unchanged); `after_unsafe`: after `--unsafe-fixes`;
- `skipped`: why the file is not looked at; `note`: the start of what is said about it;
- `as_of` and `rules` (`["ALL"]` too) of a case override those of the run.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import tomli
from conftest import check_text

if TYPE_CHECKING:
    from deprecation_lint.findings import Finding
    from deprecation_lint.registry.registry import Registry
    from deprecation_lint.task import Mode
    from deprecation_lint.values import FileResult

Case = dict[str, Any]
CASES = Path(__file__).parent / "cases"
ALL_RULES = frozenset(
    ["retired-model", "retiring-model", "deprecated-model", "legacy-model", "retirement-floor"]
)
NEW = "claude-new-4-20260301"


def _load() -> list[Case]:
    cases: list[Case] = []
    for path in sorted(CASES.glob("*.toml")):
        content = tomli.loads(path.read_text(encoding="utf-8"))
        cases += [
            {"as_of": content["as_of"], **case, "id": f"{path.stem}: {case['name']}"}
            for case in content["case"]
        ]
    return cases


def _raw(case: Case, key: str = "before") -> bytes:
    if f"{key}_hex" in case:
        return bytes.fromhex(case[f"{key}_hex"])
    text: str = case[key]
    return text.encode(case.get("encoding", "utf-8"))


def _after(case: Case, unsafe: bool = False) -> bytes:
    keys = ("after_unsafe", "after") if unsafe else ("after",)
    for key in keys:
        if key in case or f"{key}_hex" in case:
            return _raw(case, key)
    return _raw(case)


def _run(
    registry: Registry, case: Case, raw: bytes, mode: Mode = "check", unsafe: bool = False
) -> FileResult:
    named = case.get("rules")
    rules = ALL_RULES if named == ["ALL"] else frozenset(named) if named else None
    as_of: date = case["as_of"]
    return check_text(
        registry, case["filename"], raw, as_of=as_of, mode=mode, unsafe=unsafe, rules=rules
    )


def _told(finding: Finding, expected: Case) -> Case:
    """What the finding says on every point on which the case says something."""
    told: Case = {
        "line": finding.place.line,
        "column": finding.place.column,
        "text": finding.place.text,
        "rule": finding.rule,
        "severity": finding.severity,
        "replacement": finding.replacement or "",
        "fix": finding.fix.applicability if finding.fix else "none",
    }
    if "fix" not in expected:
        del told["fix"]
    return told


def _expected(case: Case) -> list[Case]:
    given: list[Case] = case["findings"]
    filled = {"rule": "retired-model", "severity": "error", "replacement": NEW}
    return [{**filled, **finding} for finding in given]


def _skip_if_open(case: Case) -> None:
    if any("fix" not in finding for finding in case["findings"]):
        pytest.skip("the specification leaves open what is safe here")


ALL_CASES = _load()
each_case = pytest.mark.parametrize("case", ALL_CASES, ids=[case["id"] for case in ALL_CASES])


def test_there_are_enough_cases_and_no_name_is_used_twice() -> None:
    names = [case["id"] for case in ALL_CASES]
    assert len(names) >= 120
    assert len(set(names)) == len(names)


@each_case
def test_check(registry: Registry, case: Case) -> None:
    raw = _raw(case)
    result = _run(registry, case, raw)
    expected = _expected(case)
    blank: list[Case] = [{}] * max(0, len(result.findings) - len(expected))
    told = [
        _told(finding, known)
        for finding, known in zip(result.findings, [*expected, *blank], strict=False)
    ]
    assert told == expected
    assert (result.skipped.reason if result.skipped else "") == case.get("skipped", "")
    notes = [note.reason for note in result.notes]
    assert len(notes) == ("note" in case)
    assert all(note.startswith(case["note"]) for note in notes)


@each_case
def test_fix(registry: Registry, case: Case) -> None:
    _skip_if_open(case)
    result = _run(registry, case, _raw(case), "fix")
    output = _raw(case) if result.output is None else result.output
    assert output == _after(case)
    assert not [n.reason for n in result.notes if n.reason.startswith("not fixed")]


@each_case
def test_unsafe_fix(registry: Registry, case: Case) -> None:
    _skip_if_open(case)
    result = _run(registry, case, _raw(case), "fix", unsafe=True)
    output = _raw(case) if result.output is None else result.output
    assert output == _after(case, unsafe=True)
    assert not [n.reason for n in result.notes if n.reason.startswith("not fixed")]


@each_case
def test_check_of_the_fixed_text(registry: Registry, case: Case) -> None:
    """What was fixed is gone, all else is found where it was, and nothing is new."""
    _skip_if_open(case)
    before = _run(registry, case, _raw(case)).findings
    left = [f for f in before if f.fix is None or f.fix.applicability != "safe"]
    after = _run(registry, case, _after(case)).findings
    assert [(f.place.line, f.place.text, f.rule) for f in after] == [
        (f.place.line, f.place.text, f.rule) for f in left
    ]


@each_case
def test_the_bytes_of_each_span_are_its_text(registry: Registry, case: Case) -> None:
    raw = _raw(case)
    encoding = "utf-16" if case.get("encoding") == "utf-16" else case.get("encoding", "utf-8")
    for finding in _run(registry, case, raw).findings:
        place = finding.place
        assert place.start_byte < place.end_byte
        if "before" in case and encoding != "utf-16":
            span = raw[place.start_byte : place.end_byte]
            assert span.decode(encoding.removesuffix("-sig")) == place.text
