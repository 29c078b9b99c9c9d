"""Settings: where they are looked for, what each does, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import (
    ALL_KINDS,
    DEPRECATED,
    NEW,
    OWN_HEAD,
    OWN_RULES,
    RETIRED,
    RETIRING,
    assert_refused,
    codes,
    report,
    run,
    write,
)

from deprecation_lint.config import Config, load_config

pytestmark = pytest.mark.usefixtures("here")

OWN = "deprecation-lint.toml"


def loaded(name: str, text: str) -> Config:
    return load_config(str(write(name, text)))


# --- where they stand ---------------------------------------------------------------------------


def test_no_settings() -> None:
    assert loaded(OWN, "") == Config(origin=OWN)


def test_own_file_and_pyproject_say_the_same() -> None:
    text = 'fail-on = "warning"\nignore = ["DLM103"]\n'
    own = loaded(OWN, text)
    project = loaded("pyproject.toml", f"[tool.deprecation-lint]\n{text}")
    assert (
        (own.fail_on, own.ignore) == (project.fail_on, project.ignore) == ("warning", ("DLM103",))
    )


@pytest.mark.parametrize(
    "text",
    [
        '[tool.deprecation-lint]\nfail-on = "warning"\n',
        '[tool."deprecation-lint"]\nfail-on = "warning"\n',
        '[ tool . deprecation-lint ]\nfail-on = "warning"\n',
        '[tool]\ndeprecation-lint = { fail-on = "warning" }\n',
        '[tool]\ndeprecation-lint.fail-on = "warning"\n',
        'tool.deprecation-lint.fail-on = "warning"\n',
        '[tool.other]\n[tool.deprecation-lint]\nfail-on = "warning"\n[project]\n',
    ],
)
def test_every_way_to_write_the_table(text: str) -> None:
    write("pyproject.toml", text)
    write("app.py", DEPRECATED)
    assert run("app.py").code == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        '[project]\nname = "x"\n',
        "[tool.ruff]\nline-length = 100\n",
        '[dependency-groups]\ndev = ["deprecation-lint>=0.1"]\n',
        "# settings of [tool.deprecation-lint] are in the folder above\n",
    ],
    ids=["empty", "project", "other tool", "as a dependency", "in a comment"],
)
def test_pyproject_without_the_table_is_passed_over(
    text: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(OWN, 'fail-on = "warning"\n')
    write("sub/pyproject.toml", text)
    write("sub/app.py", DEPRECATED)
    monkeypatch.chdir(here / "sub")
    assert run("app.py").code == 1


def test_nearest_file_wins_and_nothing_is_merged(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(OWN, 'fail-on = "warning"\n')
    write("sub/pyproject.toml", "[tool.deprecation-lint]\nfail-within = 60\n")
    write("sub/deep/app.py", DEPRECATED)
    monkeypatch.chdir(here / "sub" / "deep")
    assert run("app.py").code == 0
    monkeypatch.chdir(here)
    assert run("sub/deep/app.py").code == 1


def test_own_file_before_pyproject_of_the_same_folder() -> None:
    write(OWN, 'fail-on = "warning"\n')
    write("pyproject.toml", '[tool.deprecation-lint]\nfail-on = "never"\n')
    write("app.py", DEPRECATED)
    assert run("app.py").code == 1


def test_config_option() -> None:
    write(OWN, 'fail-on = "never"\n')
    write("other/deprecation-lint.toml", 'fail-on = "warning"\n')
    write("other/any.toml", 'fail-on = "warning"\n')
    write("other/table.toml", '[tool.deprecation-lint]\nfail-on = "warning"\n')
    write("other/pyproject.toml", '[tool.deprecation-lint]\nfail-on = "warning"\n')
    write("app.py", DEPRECATED)
    assert run("app.py").code == 0
    assert run("app.py", "--config", "other/deprecation-lint.toml").code == 1
    assert run("app.py", "--config", "other/any.toml").code == 1
    assert run("app.py", "--config", "other/table.toml").code == 1
    assert run("app.py", "--config", "other/pyproject.toml").code == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("any.toml", '[project]\nname = "x"\n'),
        ("app.py", DEPRECATED),
    ],
)
def test_named_file_of_something_else_is_refused(name: str, text: str) -> None:
    write(f"other/{name}", text)
    write("app.py", DEPRECATED)
    assert_refused(run("app.py", "--config", f"other/{name}"), f"other/{name}: ")


def test_isolated() -> None:
    write(OWN, "not even TOML")
    write("app.py", DEPRECATED)
    assert run("app.py", "--isolated").code == 0


def test_named_pyproject_without_the_table_is_refused() -> None:
    write("other/pyproject.toml", '[project]\nname = "x"\n')
    write("app.py", DEPRECATED)
    assert_refused(run("app.py", "--config", "other/pyproject.toml"), "other/pyproject.toml: ")


# --- what they do -------------------------------------------------------------------------------


def test_rules() -> None:
    write(OWN, 'select = ["ALL"]\nignore = ["retired-model", "DLM103"]\n')
    assert codes() == ["DLM102", "DLM104", "DLM105"]
    write(OWN, 'select = ["DLM101"]\nextend-select = ["legacy-model"]\n')
    assert codes() == ["DLM101", "DLM104"]


def test_command_line_selects_anew_and_adds_the_rest() -> None:
    write(OWN, 'select = ["DLM101"]\nignore = ["DLM103"]\nextend-select = ["DLM105"]\n')
    assert codes() == ["DLM101", "DLM105"]
    assert codes("--select", "DLM102,DLM103") == ["DLM102", "DLM105"]
    assert codes("--ignore", "DLM105") == ["DLM101"]
    assert codes("--extend-select", "DLM104") == ["DLM101", "DLM104", "DLM105"]


@pytest.mark.parametrize("rule", ["deprecated-model", "DLM103"])
@pytest.mark.parametrize(("severity", "code"), [("error", 1), ("warning", 0), ("note", 0)], ids=str)
def test_severity_of_a_rule(rule: str, severity: str, code: int) -> None:
    write(OWN, f'[severity]\n{rule} = "{severity}"\n')
    write("app.py", DEPRECATED)
    outcome = report("app.py")
    assert outcome.code == code
    assert [f["severity"] for f in outcome.report["findings"]] == [severity]
    assert outcome.report["summary"][f"{severity}s"] == 1


def test_severity_of_an_error_can_be_lowered() -> None:
    write(OWN, '[severity]\nretired-model = "note"\n')
    write("app.py", RETIRED)
    assert run("app.py").code == 0
    assert run("app.py", "--fail-on", "note").code == 1


def test_severity_of_all_rules() -> None:
    write(OWN, 'severity = { ALL = "error" }\nselect = ["ALL"]\n')
    write("kinds.py", ALL_KINDS)
    outcome = report("kinds.py")
    if outcome.code == 2:
        assert "severity: " in outcome.err
        assert "unpack" not in outcome.err
    else:
        assert {f["severity"] for f in outcome.report["findings"]} == {"error"}


def test_fail_on_and_fail_within() -> None:
    write(OWN, 'fail-on = "warning"\nfail-within = 5\n')
    write("app.py", RETIRING)
    outcome = report("app.py")
    assert outcome.code == 1
    assert [f["rule"] for f in outcome.report["findings"]] == ["deprecated-model"]
    assert run("app.py", "--fail-on", "error").code == 0
    assert run("app.py", "--fail-on", "error", "--fail-within", "9").code == 1
    write(OWN, 'fail-within = "9d"\n')
    assert [f["rule"] for f in report("app.py").report["findings"]] == ["retiring-model"]


def test_exclude_adds_to_the_command_line() -> None:
    write(OWN, 'exclude = ["one/"]\n')
    for name in ("one/a.py", "two/a.py", "three/a.py"):
        write(name, RETIRED)
    assert report(".").paths == ["three/a.py", "two/a.py"]
    assert report(".", "--exclude", "two/").paths == ["three/a.py"]


def test_force_exclude() -> None:
    write(OWN, 'exclude = ["one/"]\nforce-exclude = true\n')
    write("one/a.py", RETIRED)
    assert report("one/a.py").paths == []
    write(OWN, 'exclude = ["one/"]\nforce-exclude = false\n')
    assert report("one/a.py").paths == ["one/a.py"]


def test_max_file_size() -> None:
    write("app.py", RETIRED.ljust(2000, "#"))
    for written in ('"1KiB"', "1024", '"1K"'):
        write(OWN, f"max-file-size = {written}\n")
        assert report("app.py").skipped == {"app.py": "larger than 1 KiB (--max-file-size)"}
    assert report("app.py", "--max-file-size", "1M").code == 1


def test_rules_of_ones_own(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("lint/own.toml", OWN_RULES)
    write("app.py", 'M = "claude-in-house-1"\n' + RETIRED)
    assert len(report("app.py").report["findings"]) == 1
    for place in ("lint", "lint/own.toml"):
        (first, _) = report("app.py", "--rules", place).report["findings"]
        assert (first["model"], first["source"]) == (
            "claude-in-house-1",
            "https://example.com/own",
        )
    write(OWN, 'rules = ["lint"]\n')
    assert len(report("app.py").report["findings"]) == 2
    (here / "sub").mkdir()
    monkeypatch.chdir(here / "sub")  # relative to the file of settings, not to where one stands
    assert len(report("../app.py").report["findings"]) == 2


def test_rules_of_ones_own_override() -> None:
    override = OWN_RULES.replace("claude-in-house-1", "claude-old-1-20240101")
    write("own.toml", override.replace("retires = 2026-02-01", "retires = 2030-01-01"))
    write("app.py", RETIRED)
    (finding,) = report("app.py", "--rules", "own.toml").report["findings"]
    assert (finding["rule"], finding["retires"]) == ("deprecated-model", "2030-01-01")


# --- what is refused: one line with the file, the key and the way out ---------------------------

SPICE = """
[[constraint]]
name = "spice"
argument = "spice"
models = ["*"]
needs = { anthropic-python = "2" }
effect = "rejected"
says = "not taken"
todo = "leave it out"
source = "own"
when = [{ at = "spice" }]
"""


@pytest.mark.parametrize(
    ("version", "told"), [("2.1", ["DLM107"]), ("2", ["DLM107"]), ("1.9", []), (None, [])]
)
def test_versions_decide_what_is_rejected(version: str | None, told: list[str]) -> None:
    write("own.toml", OWN_HEAD + SPICE)
    write("a.py", f'client.create(model="{NEW}", spice=1)\n')
    write(OWN, f'[versions]\nanthropic-python = "{version}"\n' if version else "")
    found = report("--rules", "own.toml", "a.py").report["findings"]
    assert [finding["code"] for finding in found] == told


REFUSED: dict[str, tuple[str, str]] = {
    "no TOML": ("fail-on = = 1", "not valid TOML"),
    "twice": ('fail-on = "note"\nfail-on = "note"', "not valid TOML"),
    "typo": ('fail_on = "error"', "unknown setting 'fail_on'; did you mean fail-on?"),
    "another typo": ('slect = ["ALL"]', "did you mean select?"),
    "nothing near": ("zzz = 1", "known: exclude, extend-select, fail-on"),
    "origin is no setting": ('origin = "x"', "unknown setting 'origin'"),
    "table in the own file": ('[tool.deprecation-lint]\nfail-on = "note"', "'tool'"),
    "versions that are no table": ('versions = "2.1"', "write it as a table: { anthropic-python"),
    "a version of nothing known": (
        '[versions]\nanthropic-pyton = "2.1"',
        "unknown name 'anthropic-pyton'; did you mean anthropic-python",
    ),
    "a version that is a number": (
        "[versions]\nant = 2",
        'ant: 2 is not a version; write it as "2.1"',
    ),
    "a version without a digit": ('[versions]\nant = "new"', "ant: 'new' is not a version"),
    "severity that does not exist": ('fail-on = "fatal"', "'fatal' is not one of error, warning"),
    "severity as a list": ('fail-on = ["error"]', "fail-on: "),
    "rule as a text": ('select = "ALL"', 'write it as ["…", "…"]'),
    "rules as numbers": ("ignore = [101]", 'write it as ["…", "…"]'),
    "unknown rule": ('select = ["retired-modell"]', "did you mean retired-model?"),
    "unknown rule to ignore": ('ignore = ["E501"]', "unknown rule 'E501'"),
    "severity of no rule": ('[severity]\nretired = "note"', "did you mean retired-model?"),
    "no severity": ('[severity]\nDLM101 = "off"', "'off' is not one of error, warning, note"),
    "never is no severity": ('[severity]\nDLM101 = "never"', "'never' is not one of"),
    "severity is no table": ('severity = "error"', "severity: write it as a table"),
    "days as a text": ('fail-within = "soon"', "'soon' is not a number of days"),
    "half a day": ("fail-within = 1.5", "fail-within: "),
    "days as a flag": ("fail-within = true", "fail-within: "),
    "negative days": ("fail-within = -1", "fail-within: "),
    "exclude as a text": ('exclude = "tests"', "exclude: "),
    "flag as a text": ('force-exclude = "yes"', "'yes' is neither true nor false"),
    "size of nothing": ('max-file-size = "large"', "'large' is not a size"),
    "size as a flag": ("max-file-size = true", "True is not a size"),
    "negative size": ("max-file-size = -1", "max-file-size: "),
    "rules as a text": ('rules = "lint"', "rules: "),
    "rules that are not there": ('rules = ["nope"]', "nope: no such file or folder"),
}


@pytest.mark.parametrize(("text", "expected"), REFUSED.values(), ids=list(REFUSED))
def test_refused(text: str, expected: str, here: Path) -> None:
    write(OWN, text + "\n")
    app = write("app.py", RETIRED)
    outcome = run("--fix", "app.py")
    assert_refused(outcome, expected)
    if "nope" not in text:
        assert str(here / OWN) in outcome.err
    assert app.read_text() == RETIRED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[tool.deprecation-lint]\nfail_on = 1\n", "did you mean fail-on?"),
        ("[tool.deprecation-lint\n", "not valid TOML"),
        ("[tool]\ndeprecation-lint = 1\n", "is not a table"),
        ("[[tool.deprecation-lint]]\n", "is not a table"),
    ],
)
def test_refused_in_pyproject(text: str, expected: str) -> None:
    write("pyproject.toml", text)
    write("app.py", RETIRED)
    assert_refused(run("app.py"), expected)


def test_settings_that_are_no_text() -> None:
    write(OWN, b"\xff\xfe\x00")
    assert_refused(run("."), "not valid TOML")


@pytest.mark.parametrize("value", ["16 mib", "1.5M", "", "-1", "M", "1TB", "1e6"])
def test_sizes_that_are_refused(value: str) -> None:
    write("app.py", RETIRED)
    expected = "is not a size; write it as 16MiB"
    assert_refused(run("app.py", f"--max-file-size={value}"), expected)
    write(OWN, f'max-file-size = "{value}"\n')
    assert_refused(run("app.py"), expected)
