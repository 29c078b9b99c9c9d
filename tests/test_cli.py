"""The command line: exit codes, bad input, streams, and which options mean what."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support import (
    ALL_KINDS,
    AS_OF,
    DEPRECATED,
    FLOOR,
    HELD,
    LIVE,
    OWN_HEAD,
    RETIRED,
    RETIRING,
    Outcome,
    assert_refused,
    codes,
    git_apply,
    posix,
    run,
    run_process,
    snapshot,
    write,
)

from deprecation_lint.cli import main

pytestmark = pytest.mark.usefixtures("here")
any_name = pytest.mark.skipif(sys.platform != "linux", reason="the file system refuses such names")

REAL = 'MODEL = "claude-3-opus-20240229"\n'  # retired in the shipped registry, for subprocesses


# --- exit codes ---------------------------------------------------------------------------------

EXIT_CODES: dict[str, tuple[str, list[str], int]] = {
    "clean": (LIVE, [], 0),
    "unknown is not deprecated": ('M = "claude-of-my-own"\n', [], 0),
    "retired": (RETIRED, [], 1),
    "retiring": (RETIRING, [], 1),
    "deprecated is a warning": (DEPRECATED, [], 0),
    "floor is off": (FLOOR, ["--fail-on", "note"], 0),
    "note": (FLOOR, ["--select", "ALL"], 0),
    "error at error": (RETIRED, ["--fail-on", "error"], 1),
    "error at warning": (RETIRED, ["--fail-on", "warning"], 1),
    "error at note": (RETIRED, ["--fail-on", "note"], 1),
    "error at never": (RETIRED, ["--fail-on", "never"], 0),
    "warning at error": (DEPRECATED, ["--fail-on", "error"], 0),
    "warning at warning": (DEPRECATED, ["--fail-on", "warning"], 1),
    "warning at note": (DEPRECATED, ["--fail-on", "note"], 1),
    "warning at never": (DEPRECATED, ["--fail-on", "never"], 0),
    "note at warning": (FLOOR, ["--select", "ALL", "--fail-on", "warning"], 0),
    "note at note": (FLOOR, ["--select", "ALL", "--fail-on", "note"], 1),
    "note at never": (FLOOR, ["--select", "ALL", "--fail-on", "never"], 0),
    "everything fixed": (RETIRED, ["--fix"], 0),
    "one cannot be fixed": (RETIRED + HELD, ["--fix"], 1),
    "all fixed on request": (RETIRED + HELD, ["--fix", "--unsafe-fixes"], 0),
    "nothing to fix": (LIVE, ["--fix"], 0),
    "something to change": (RETIRED, ["--diff"], 1),
    "nothing to change": (LIVE, ["--diff"], 0),
    "only warnings to change": (DEPRECATED, ["--diff"], 0),
    "day before": (RETIRED, ["--as-of", "2025-06-29"], 0),
    "day of the announcement": (RETIRED, ["--as-of", "2025-06-30"], 0),
    "day of retirement": (RETIRED, ["--as-of", "2026-01-05"], 1),
}


@pytest.mark.parametrize(("text", "options", "code"), EXIT_CODES.values(), ids=list(EXIT_CODES))
def test_exit_code(text: str, options: list[str], code: int) -> None:
    write("app.py", text)
    assert run("app.py", *options).code == code


@pytest.mark.parametrize("format_", ["text", "concise", "json", "github", "sarif"])
def test_exit_code_is_the_same_for_every_format(format_: str) -> None:
    write("bad.py", RETIRED)
    write("good.py", LIVE)
    assert run("bad.py", "--format", format_).code == 1
    assert run("good.py", "--format", format_).code == 0


def test_named_file_that_cannot_be_read_is_2() -> None:
    write("broken.py", b'# coding: ascii\nM = "claude-old-1-20240101"  # \xe9\n')
    outcome = run("broken.py", "--format", "json")
    assert outcome.code == 2
    assert outcome.skipped == {
        "broken.py": "undecodable: not valid ascii: ordinal not in range(128)"
    }


def test_unreadable_file_met_on_the_way_is_counted_only() -> None:
    write("src/broken.py", b'# coding: ascii\nM = "claude-old-1-20240101"  # \xe9\n')
    outcome = run("src")
    assert outcome.code == 0
    assert "skipped 1 (1 undecodable)" in outcome.err


def test_named_special_files_are_not_a_failure() -> None:
    write("picture.png", b"\x89PNG\0claude-old-1-20240101")
    assert run("picture.png").code == 0


# --- what is a command, what is a path ----------------------------------------------------------


def test_check_is_the_default_command() -> None:
    write("src/app.py", RETIRED)
    assert run("src") == run("check", "src")


def test_bare_means_here() -> None:
    write("src/app.py", RETIRED)
    assert run("--format", "json").paths == ["src/app.py"]
    assert run("check", "--format", "json").paths == ["src/app.py"]
    assert run(".", "--format", "json").paths == ["src/app.py"]


@pytest.mark.parametrize("name", ["models", "explain", "rules", "check"])
def test_folder_named_like_a_command_is_reached_by_its_path(name: str) -> None:
    write(f"{name}/app.py", RETIRED)
    assert run(f"./{name}", "--format", "json").paths == [f"{name}/app.py"]
    assert run("check", name, "--format", "json").paths == [f"{name}/app.py"]


def test_path_that_begins_with_a_dash() -> None:
    write("-odd.py", RETIRED)
    assert run("--format", "json", "--", "-odd.py").paths == ["-odd.py"]
    assert run("./-odd.py", "--format", "json").paths == ["-odd.py"]


def test_paths_are_relative_with_slashes(here: Path) -> None:
    write("a/b/app.py", RETIRED)
    for name in ("a", "./a/", "a/b/../b", here / "a", here / "a" / "b" / "app.py"):
        assert run(name, "--format", "json").paths == ["a/b/app.py"]


def test_path_above_the_working_directory(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("app.py", RETIRED)
    (here / "sub").mkdir()
    monkeypatch.chdir(here / "sub")
    assert run("..", "--format", "json").paths == ["../app.py"]
    assert run(here / "app.py", "--format", "json").paths == ["../app.py"]


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    for option, expected in (("--version", "deprecation-lint 0."), ("--help", "exit codes: 0 ")):
        with pytest.raises(SystemExit) as left:
            main([option])
        assert left.value.code == 0
        assert expected in capsys.readouterr().out


@pytest.mark.parametrize("command", ["models", "explain", "rules"])
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    assert f"usage: deprecation-lint {command}" in capsys.readouterr().out


# --- bad input: one clear line, exit 2, nothing written -----------------------------------------

BAD_INPUT: dict[str, tuple[list[str], str]] = {
    "unknown option": (["--fixx", "app.py"], "--fixx"),
    "no abbreviations": (["--diffe", "app.py"], "--diffe"),
    "abbreviation": (["--unsafe", "--fix", "app.py"], "--unsafe"),
    "option without its value": (["app.py", "--format"], "--format"),
    "unknown format": (["--format", "xml", "app.py"], "'xml'"),
    "unknown severity": (["--fail-on", "fatal", "app.py"], "'fatal'"),
    "unknown rule": (["--select", "retired-modle", "app.py"], "did you mean retired-model?"),
    "unknown code": (["--ignore", "DLM191", "app.py"], "did you mean DLM1"),
    "unknown rule, nothing near": (["--select", "xyz", "app.py"], "known: retired-model, "),
    "unknown among known": (["--extend-select", "legacy-model,nope", "app.py"], "'nope'"),
    "no date": (["--as-of", "yesterday", "app.py"], "'yesterday' is not a date"),
    "date of another order": (["--as-of", "01-02-2026", "app.py"], "YYYY-MM-DD"),
    "day that does not exist": (["--as-of", "2026-02-30", "app.py"], "'2026-02-30'"),
    "compact date": (["--as-of", "20260101", "app.py"], "YYYY-MM-DD"),
    "no span": (["--fail-within", "soon", "app.py"], "'soon' is not a number of days"),
    "negative span": (["--fail-within=-1", "app.py"], "'-1' is not a number of days"),
    "no size": (["--max-file-size", "big", "app.py"], "'big' is not a size"),
    "no jobs": (["--jobs", "0", "app.py"], "'0' is not a number of processes"),
    "too many jobs": (["--jobs", "1000", "app.py"], "'1000' is not a number of processes"),
    "path that does not exist": (["nope.py"], "nope.py: no such file or folder"),
    "one of the paths": (["app.py", "nope.py"], "nope.py: no such file or folder"),
    "empty path": ([""], "no such file or folder"),
    "stdin and files": (["-", "app.py"], "- (stdin) goes alone"),
    "two minds": (["--isolated", "--config", "c.toml", "app.py"], "--isolated and --config"),
    "no such config": (["--config", "nope.toml", "app.py"], "nope.toml: cannot be read"),
    "config is a folder": (["--config", ".", "app.py"], "cannot be read"),
    "no such rules": (["--rules", "nope", "app.py"], "nope: no such file or folder"),
    "empty rules": (["--rules", "empty", "app.py"], "no *.toml file in this folder"),
    "broken rules": (["--rules", "broken.toml", "app.py"], "broken.toml: not valid TOML"),
    "rules with a typo": (["--rules", "typo.toml", "app.py"], "did you mean retires?"),
    "rules with bad data": (["--rules", "odd.toml", "app.py"], "retires"),
    "rules of binary": (["--rules", "app.bin", "app.py"], "app.bin: not UTF-8"),
    "models: unknown platform": (["models", "--platform", "antropic"], "did you mean anthropic?"),
    "models: unknown state": (["models", "--state", "dead"], "'dead'"),
    "models: path": (["models", "app.py"], "app.py"),
    "models: bad date": (["models", "--as-of", "x"], "'x' is not a date"),
    "explain: nothing": (["explain"], "ID"),
    "explain: two": (["explain", "a", "b"], "b"),
    "rules: nothing": (["rules"], "action"),
    "rules: unknown action": (["rules", "check"], "'check'"),
    "rules: no such folder": (["rules", "validate", "nope"], "nope: no such file or folder"),
}

RULES_HEAD = f'{OWN_HEAD}[[model]]\nsource = "own"\n'


@pytest.mark.parametrize(("arguments", "expected"), BAD_INPUT.values(), ids=list(BAD_INPUT))
def test_bad_input(arguments: list[str], expected: str, here: Path) -> None:
    write("app.py", RETIRED)
    write("app.bin", b"\xff\xfe\xfd")
    write("broken.toml", "schema = = 1\n")
    write("typo.toml", f'{RULES_HEAD}id = "claude-mine-1"\nretire = 2026-01-01\n')
    write("odd.toml", f'{RULES_HEAD}id = "claude-mine-1"\nretires = "soon"\n')
    (here / "empty").mkdir()
    before = snapshot(here)
    other = arguments[0] in ("models", "explain", "rules")
    outcome = run(*arguments) if other else run("--fix", *arguments)
    assert_refused(outcome, expected)
    assert snapshot(here) == before


def test_unsafe_fixes_alone_change_nothing(here: Path) -> None:
    write("app.py", RETIRED)
    assert_refused(run("app.py", "--unsafe-fixes"), "add --fix or --diff")
    assert snapshot(here) == {"app.py": RETIRED.encode()}


def test_name_of_a_missing_file_cannot_forge_a_line() -> None:
    outcome = run("nope\nerror: all is well \x1b[32m.py")
    assert_refused(outcome, "no such file or folder")
    assert "\x1b" not in outcome.err


def test_bad_input_leaves_no_traceback_in_a_real_process(here: Path) -> None:
    done = run_process("nope.py", cwd=here)
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr == b"deprecation-lint: nope.py: no such file or folder; check the spelling\n"


def test_internal_error_is_one_line_and_2(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by zero")

    write("app.py", RETIRED)
    monkeypatch.setattr("deprecation_lint.commands.check.discover", fail)
    outcome = run("app.py")
    assert outcome.code == 2
    assert outcome.raw == b""
    (line,) = outcome.err.splitlines()
    assert line.startswith("deprecation-lint: internal error: ZeroDivisionError: by zero; ")
    with pytest.raises(ZeroDivisionError):
        run("app.py", environ={"DEPRECATION_LINT_TRACEBACK": "1"})


def test_interrupt(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("deprecation_lint.commands.check.discover", interrupt)
    assert run(".") == Outcome(130, b"", "deprecation-lint: interrupted\n")


# --- the short way of a few clean files says what the long way says -----------------------------

LONG_WAY = ["--max-file-size", "16MiB"]  # the default, yet the short way knows no such option


@pytest.mark.parametrize(
    "arguments",
    [
        ["app.py"],
        ["app.py", "./app.py", "sub/../app.py"],
        ["app.py", "empty.py", "bom.txt"],
        ["app.py", "-q"],
        ["app.py", "--fix"],
        ["app.py", "--isolated"],
        ["app.py", "--force-exclude"],
        ["app.py", "--as-of", "2024-01-01"],
        ["app.py", "--as-of", "2030-01-01"],
        ["app.py", "--format", "github"],
        ["app.py", "utf16.txt"],
        ["app.py", "picture.png"],
        ["app.py", "sub"],
        ["app.py", "retired.py"],
        [],
    ],
    ids=" ".join,
)
def test_short_way(arguments: list[str]) -> None:
    write("app.py", "print('clean')\n")
    write("empty.py", "")
    write("bom.txt", b"\xef\xbb\xbfclean")
    write("utf16.txt", "clean, and longer than a few characters".encode("utf-16"))
    write("picture.png", b"\x89PNG\0\0")
    write("retired.py", RETIRED)
    write("sub/clean.py", "")
    fixing = [*arguments, "--fail-on", "error"] if "--fix" in arguments else arguments
    long_way = run(*fixing, *LONG_WAY)
    assert run(*arguments) == long_way


@pytest.mark.parametrize("settings", ["fail_on = 1\n", "not TOML", 'rules = ["nope"]\n'])
def test_short_way_does_not_hide_a_mistake(settings: str) -> None:
    write("app.py", "x = 1\n")
    write("deprecation-lint.toml", settings)
    outcome = run("app.py")
    assert outcome.code == 2
    assert len(outcome.err.splitlines()) == 1


def test_dash_is_stdin_even_where_a_file_has_that_name() -> None:
    write("-", "x = 1\n")
    assert run("-", stdin=RETIRED.encode()).code == 1
    assert run("--fix", "-", stdin=b"y = 2\n").raw == b"y = 2\n"
    assert run("./-", stdin=RETIRED.encode()).code == 0


# --- which rules --------------------------------------------------------------------------------

CODES = ["DLM101", "DLM102", "DLM103", "DLM104", "DLM105"]
NAMES = ["retired-model", "retiring-model", "deprecated-model", "legacy-model", "retirement-floor"]


def test_default_rules() -> None:
    assert codes() == CODES[:3]


def test_names_and_codes_belong_together() -> None:
    write("kinds.py", ALL_KINDS)
    report = run("kinds.py", "--select", "ALL", "--format", "json").report
    found = [(f["rule"], f["code"], f["severity"]) for f in report["findings"]]
    severities = ["error", "error", "warning", "note", "note"]
    assert found == list(zip(NAMES, CODES, severities, strict=True))


@pytest.mark.parametrize(("name", "code"), list(zip(NAMES, CODES, strict=True)))
def test_rules_by_name_and_by_code(name: str, code: str) -> None:
    rest = [c for c in CODES if c != code]
    assert codes("--select", name) == codes("--select", code) == [code]
    assert codes("--select", "ALL", "--ignore", name) == rest
    assert codes("--select", "ALL", "--ignore", code) == rest
    assert codes("--extend-select", name) == codes("--extend-select", code)
    assert code in codes("--extend-select", name)


def test_several_rules() -> None:
    assert codes("--select", "ALL") == CODES
    assert codes("--select", "retired-model,DLM105") == ["DLM101", "DLM105"]
    assert codes("--select", "retired-model", "--select", " DLM105 ") == ["DLM101", "DLM105"]
    assert codes("--extend-select", "ALL") == CODES
    assert codes("--extend-select", "legacy-model") == CODES[:4]
    assert codes("--select", "legacy-model", "--extend-select", "DLM101") == ["DLM101", "DLM104"]


def test_ignore_beats_select() -> None:
    assert codes("--select", "DLM101,DLM103", "--ignore", "retired-model") == ["DLM103"]
    assert codes("--ignore", "ALL") == []
    assert codes("--extend-select", "legacy-model", "--ignore", "legacy-model") == CODES[:3]


@pytest.mark.parametrize(
    ("days", "code"), [("0", "DLM103"), ("8", "DLM103"), ("9", "DLM102"), ("30d", "DLM102")]
)
def test_fail_within(days: str, code: str) -> None:
    write("app.py", RETIRING)  # 2026-12-01: nine days after the as-of date
    (finding,) = run("app.py", "--format", "json", "--fail-within", days).report["findings"]
    assert finding["days_left"] == 9
    assert finding["code"] == code


def test_fail_within_moves_the_floor_too() -> None:
    write("app.py", FLOOR)
    for as_of, days, count in (("2026-09-30", "19", 0), ("2026-09-30", "20", 1)):
        options = ["--select", "ALL", "--as-of", as_of, "--fail-within", days]
        assert len(run("app.py", "--format", "json", *options).report["findings"]) == count


def test_as_of_defaults_to_today_and_is_told() -> None:
    write("app.py", RETIRED)
    assert run("app.py", "--format", "json").report["as_of"] == AS_OF.isoformat()
    assert f"Dates as of {AS_OF};" in run("app.py").err
    assert "Dates as of 2024-06-01;" in run("app.py", "--as-of", "2024-06-01").err


# --- stdin --------------------------------------------------------------------------------------


def test_stdin() -> None:
    outcome = run("-", "--format", "json", stdin=RETIRED.encode())
    assert outcome.code == 1
    assert outcome.paths == ["<stdin>"]


def test_stdin_is_read_as_the_file_that_it_is_named_after() -> None:
    text = b'x = "claude-old-1-" "20240101"\n'
    assert run("-", "--format", "json", stdin=text).paths == []
    outcome = run("-", "--stdin-filename", "src/app.py", "--format", "json", stdin=text)
    assert outcome.paths == ["src/app.py"]


def test_stdin_fixed_goes_to_stdout() -> None:
    outcome = run("--fix", "-", "--stdin-filename", "app.py", stdin=RETIRED.encode())
    assert outcome.out == 'MODEL = "claude-new-4-20260301"\n'
    assert outcome.code == 0
    assert "Fixed 1 finding in 1 file." in outcome.err


@pytest.mark.parametrize(
    "text",
    [
        LIVE.encode(),
        b"",
        b"no newline",
        b"\xef\xbb\xbf\r\nbom\r",
        b"\0binary claude-old-1-20240101",
        b"\xff\xfe" + LIVE.encode("utf-16-le"),
        b'# coding: ascii\nM = "claude-old-1-20240101"  # \xe9\n',
    ],
    ids=["live", "empty", "no newline", "bom", "binary", "utf-16", "undecodable"],
)
def test_stdin_with_nothing_to_fix_goes_out_as_it_came(text: bytes) -> None:
    assert run("--fix", "-", "--stdin-filename", "app.py", stdin=text).raw == text


def test_stdin_fixed_keeps_bom_and_line_ends() -> None:
    text = b'\xef\xbb\xbfA = 1\r\nB = "claude-old-1-20240101"\r\nC = "\xc3\xa9"'
    outcome = run("--fix", "-", "--stdin-filename", "app.py", stdin=text)
    assert outcome.raw == text.replace(b"claude-old-1-20240101", b"claude-new-4-20260301")


def test_stdin_what_the_fix_leaves_is_told_on_stderr() -> None:
    outcome = run("--fix", "-", "--stdin-filename", "app.py", stdin=(RETIRED + HELD).encode())
    assert outcome.code == 1
    assert outcome.out == 'MODEL = "claude-new-4-20260301"\n' + HELD
    assert "app.py:2:12" in outcome.err


def test_stdin_diff() -> None:
    outcome = run("--diff", "-", "--stdin-filename", "app.py", stdin=RETIRED.encode())
    assert outcome.code == 1
    assert outcome.out.splitlines()[:2] == ["--- a/app.py", "+++ b/app.py"]


# --- fix and diff on files ----------------------------------------------------------------------


def test_fix_writes_and_is_done() -> None:
    path = write("app.py", RETIRED)
    first = run("app.py", "--fix")
    assert path.read_text() == 'MODEL = "claude-new-4-20260301"\n'
    assert first.out == ""
    assert "Fixed 1 finding in 1 file." in first.err
    written = path.stat().st_mtime_ns
    assert run("app.py", "--fix").code == 0
    assert path.stat().st_mtime_ns == written


def test_diff_writes_nothing(here: Path) -> None:
    write("app.py", "import os\n\n" + RETIRED)
    before = snapshot(here)
    outcome = run("app.py", "--diff")
    assert snapshot(here) == before
    assert outcome.code == 1
    assert outcome.out == (
        "--- a/app.py\n"
        "+++ b/app.py\n"
        "@@ -1,3 +1,3 @@\n"
        " import os\n"
        " \n"
        '-MODEL = "claude-old-1-20240101"\n'
        '+MODEL = "claude-new-4-20260301"\n'
    )
    assert "Would fix 1 finding in 1 file." in outcome.err


def test_diff_with_fix_writes_nothing(here: Path) -> None:
    write("app.py", RETIRED)
    before = snapshot(here)
    assert run("app.py", "--diff", "--fix").code == 1
    assert snapshot(here) == before


def test_diff_of_unsafe_fixes_on_request_only() -> None:
    write("app.py", HELD)
    assert run("app.py", "--diff").out == ""
    diff = run("app.py", "--diff", "--unsafe-fixes").out
    assert '+MODELS = ["claude-new-4-20260301"]\n' in diff


def test_diff_is_what_fix_does(here: Path) -> None:
    write("src/app.py", RETIRED + HELD)
    write("src/crlf.yaml", b"model: claude-old-1-20240101\r\n")
    write("src/open.py", b'a = 1\nM = "claude-old-1-20240101"')
    diff = run("src", "--diff").raw
    before = snapshot(here)
    run("src", "--fix")
    fixed = snapshot(here)
    for name, data in before.items():
        Path(name).write_bytes(data)
    git_apply(here, diff)
    assert snapshot(here) == fixed != before


def test_diff_names_odd_files_as_git_does(here: Path) -> None:
    name = 'a\n+++ "b".py'
    write(name, RETIRED)
    diff = run(".", "--diff").raw
    assert diff.count(b"\n+++ ") == 1
    git_apply(here, diff)
    assert (here / name).read_text() == 'MODEL = "claude-new-4-20260301"\n'


# --- streams and terminals ----------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["text", "concise", "json", "github", "sarif"])
def test_stdout_has_data_only(format_: str) -> None:
    write("app.py", RETIRED)
    outcome = run("app.py", "--format", format_)
    assert outcome.raw.startswith((b"error[", b"app.py:", b"{", b"::error "))
    assert "Checked" not in outcome.out
    assert "Dates as of" not in outcome.out


def test_clean_run_writes_nothing_to_stdout() -> None:
    write("app.py", LIVE)
    for format_ in ("text", "concise", "github"):
        outcome = run("app.py", "--format", format_)
        assert outcome.raw == b""
        assert outcome.err.startswith("Checked 1 file: no deprecated models.\n")


def test_quiet_leaves_the_summary_out() -> None:
    write("app.py", RETIRED)
    outcome = run("app.py", "-q")
    assert outcome.err == ""
    assert outcome.raw == run("app.py").raw
    assert run("app.py", "--quiet", "--diff").err == ""
    assert run("--fix", "-", "-q", "--stdin-filename", "app.py", stdin=RETIRED.encode()).err == ""


def test_machine_formats_hold_the_summary_themselves() -> None:
    write("app.py", RETIRED)
    for format_ in ("json", "sarif"):
        assert run("app.py", "--format", format_).err == ""


def test_output_has_no_bom_and_ends_with_a_newline() -> None:
    write("app.py", b"\xef\xbb\xbf" + RETIRED.encode())
    for format_ in ("text", "concise", "json", "github", "sarif"):
        raw = run("app.py", "--format", format_).raw
        assert not raw.startswith(b"\xef\xbb\xbf")
        assert raw.endswith(b"\n")
        assert b"\r" not in raw


COLOURS: dict[str, tuple[bool, dict[str, str], bool]] = {
    "pipe": (False, {}, False),
    "terminal": (True, {}, True),
    "terminal, NO_COLOR": (True, {"NO_COLOR": "1"}, False),
    "terminal, empty NO_COLOR": (True, {"NO_COLOR": ""}, True),
    "terminal that is dumb": (True, {"TERM": "dumb"}, False),
    "pipe, FORCE_COLOR": (False, {"FORCE_COLOR": "1"}, True),
    "pipe, FORCE_COLOR=0": (False, {"FORCE_COLOR": "0"}, False),
    "pipe, empty FORCE_COLOR": (False, {"FORCE_COLOR": ""}, False),
    "both: no colour wins": (True, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
}


@pytest.mark.parametrize(("terminal", "environ", "colour"), COLOURS.values(), ids=list(COLOURS))
def test_colour(terminal: bool, environ: dict[str, str], colour: bool) -> None:
    write("app.py", RETIRED)
    outcome = run("app.py", terminal=terminal, environ=environ)
    assert ("\x1b[" in outcome.out) is colour
    assert ("\x1b[" in outcome.err) is colour


def test_links_only_on_a_terminal() -> None:
    write("app.py", RETIRED)
    link = "\x1b]8;;https://example.com/deprecations\x1b\\"
    assert link in run("app.py", terminal=True).out
    assert link not in run("app.py", environ={"FORCE_COLOR": "1"}).out
    assert link not in run("app.py", terminal=True, environ={"NO_COLOR": "1"}).out


@pytest.mark.parametrize("format_", ["json", "sarif", "github"])
def test_machine_formats_are_never_coloured(format_: str) -> None:
    write("app.py", RETIRED)
    coloured = run("app.py", "--format", format_, terminal=True, environ={"FORCE_COLOR": "1"})
    assert coloured.raw == run("app.py", "--format", format_).raw


def test_short_run_shows_no_progress_bar() -> None:
    write("app.py", LIVE)
    assert "/1 [" not in run("app.py", terminal=True).err


def test_long_run_shows_a_progress_bar_on_stderr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deprecation_lint.progress._PATIENCE", -1.0)
    for number in range(3):
        write(f"src/{number}.py", LIVE)
    outcome = run("src", terminal=True)
    assert "/3 [" in outcome.err
    assert outcome.raw == b""
    assert "/3 [" not in run("src").err


@pytest.mark.skipif(os.name == "nt", reason="pipes break differently there")
def test_broken_pipe(here: Path) -> None:
    write("app.txt", REAL * 500)  # more text than a pipe holds
    command = [sys.executable, "-m", "deprecation_lint", "app.txt", "--as-of", AS_OF.isoformat()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        err = process.stderr.read()
        process.wait(timeout=60)
    assert b"Traceback" not in err
    assert b"BrokenPipeError" not in err
    assert b"internal error" not in err


# --- names of files -----------------------------------------------------------------------------


@any_name
@pytest.mark.parametrize("format_", ["text", "concise", "github", "json", "sarif"])
def test_name_that_is_not_utf_8(format_: str, here: Path) -> None:
    (here / os.fsdecode(b"caf\xe9.py")).write_text(RETIRED)
    outcome = run(".", "--format", format_)
    assert outcome.code == 1
    expected = "caf%E9.py" if format_ == "sarif" else r"caf\udce9.py"
    assert expected in outcome.out


@any_name
def test_name_that_is_not_utf_8_is_fixed_and_diffed(here: Path) -> None:
    path = here / os.fsdecode(b"caf\xe9.py")
    path.write_text(RETIRED)
    diff = run(".", "--diff").raw
    git_apply(here, diff)
    assert path.read_text() == 'MODEL = "claude-new-4-20260301"\n'
    path.write_text(RETIRED)
    assert run(".", "--fix").code == 0
    assert path.read_text() == 'MODEL = "claude-new-4-20260301"\n'


@any_name
def test_name_that_is_not_utf_8_in_a_real_process(here: Path) -> None:
    (here / os.fsdecode(b"caf\xe9.py")).write_text(REAL)
    for format_ in ("text", "json"):
        done = run_process(
            ".", "--format", format_, cwd=here, environ={"LC_ALL": "C", "PYTHONUTF8": "0"}
        )
        assert done.returncode == 1, done.stderr
        assert rb"caf\udce9.py" in done.stdout


FORGED = "a.py:1:1: all is well\n::error::forged\r::warning::forged\x1b[31m\x85\u2028.py"


@pytest.mark.skipif(os.name == "nt", reason="the file system refuses such names")
@pytest.mark.parametrize("format_", ["text", "concise", "github"])
def test_file_names_cannot_forge_lines(format_: str, here: Path) -> None:
    (here / "plain.py").write_text(RETIRED)
    plain = run(".", "--format", format_).out
    (here / "plain.py").rename(here / FORGED)
    forged = run(".", "--format", format_).out
    assert len(forged.split("\n")) == len(plain.split("\n"))
    assert "\r" not in forged
    if format_ != "github":  # GitHub splits its log at LF and CR, and shows the rest
        assert len(forged.splitlines()) == len(plain.splitlines())
        assert "\x1b" not in forged


@pytest.mark.skipif(os.name == "nt", reason="the file system refuses such names")
def test_file_names_cannot_forge_lines_of_the_summary(here: Path) -> None:
    write("plain.bin", b"\0claude-old-1-20240101")
    plain = run(".").err
    (here / "plain.bin").rename(here / FORGED)
    forged = run(".").err
    assert len(forged.splitlines()) == len(plain.splitlines())
    assert "\x1b" not in forged


@posix
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_failure(closed: str, here: Path) -> None:
    """As a service without them starts a program."""
    write("app.py", REAL)
    write("clean.py", "x = 1\n")
    command = f'"{sys.executable}" -m deprecation_lint --no-cache'
    for name, code in (("app.py", 1), ("clean.py", 0)):
        script = f"exec {command} {name} {closed}"
        done = subprocess.run(["sh", "-c", script], cwd=here, capture_output=True, check=False)
        assert (done.returncode, b"Traceback" in done.stderr) == (code, False)
