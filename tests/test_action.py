"""The GitHub Action: its shell steps, run as GitHub runs them."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from support import ROOT

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
INSTALL, RUN = STEPS

RETIRED = 'MODEL = "claude-3-opus-20240229"\n'
HOSTILE = [
    "; touch pwned",
    "$(touch pwned)",
    "`touch pwned`",
    "a' ; touch pwned ; '",
    'a" ; touch pwned ; "',
    "| touch pwned",
    "&& touch pwned",
    "> pwned",
    "<(touch pwned)",
    "${IFS}touch${IFS}pwned",
    "$PATH",
    "*",
    "~",
    "{a,b}",
    "a b",
    "a\\",
    "-rf",
    "--fix",
    "!!",
    "${{ github.token }}",
]

needs_bash = pytest.mark.skipif(
    sys.platform == "win32" or shutil.which("bash") is None,
    reason="runs the steps in a POSIX bash",
)


def with_inputs(step: dict[str, Any], inputs: dict[str, str]) -> dict[str, str]:
    """The step's own environment, its `${{ inputs.x }}` filled in as GitHub does."""
    known = {name: entry.get("default", "") for name, entry in ACTION["inputs"].items()} | inputs
    env = {}
    for name, value in step.get("env", {}).items():
        match = re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", value)
        assert match, f"{name} is more than one input: {value}"
        env[name] = known[match[1]]
    return env


def run_step(
    step: dict[str, Any], workspace: Path, temp: Path, inputs: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    assert step["shell"] == "bash"
    script = temp / "step.sh"
    script.write_text(step["run"], encoding="utf-8")
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GITHUB_", "INPUT_", "RUNNER_", "PYTHON"))
    }
    env = inherited | {
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_WORKSPACE": str(workspace),
        "RUNNER_TEMP": str(temp),
        "RUNNER_OS": "macOS" if sys.platform == "darwin" else "Linux",
    }
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
        cwd=workspace,
        env=env | with_inputs(step, inputs or {}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_is_composite_and_pins_what_it_uses() -> None:
    assert ACTION["runs"]["using"] == "composite"
    assert set(ACTION["inputs"]) == {"paths", "fail-on", "args"}
    for step in STEPS:
        assert "uses" not in step


def test_inputs_reach_the_shell_through_env_alone() -> None:
    for step in STEPS:
        assert "${{" not in step["run"]
        with_inputs(step, {})
    assert set(with_inputs(RUN, {})) == {"INPUT_PATHS", "INPUT_FAIL_ON", "INPUT_ARGS"}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "work space"
    folder.mkdir()
    return folder


@pytest.fixture
def arguments(tmp_path: Path, workspace: Path) -> Callable[[dict[str, str]], list[str]]:
    """What the run step hands to Python, told by a stand-in for it."""
    temp = tmp_path / "runner temp"
    python = temp / "deprecation-lint" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\nprintf "%s\\0" "$@"\n', encoding="utf-8")
    python.chmod(0o755)

    def run(inputs: dict[str, str]) -> list[str]:
        result = run_step(RUN, workspace, temp, inputs)
        assert (result.returncode, result.stderr) == (0, "")
        assert list(workspace.iterdir()) == []
        words = result.stdout.split("\0")[:-1]
        start = ["-I", "-X", "utf8", "-m", "deprecation_lint", "check", "--format", "github"]
        assert words[: len(start)] == start
        return words[len(start) :]

    return run


@needs_bash
@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ({}, ["--fail-on=error", "--", "."]),
        ({"fail-on": "note"}, ["--fail-on=note", "--", "."]),
        ({"fail-on": ""}, ["--fail-on=error", "--", "."]),
        ({"paths": "src\nlib docs\n"}, ["--fail-on=error", "--", "src", "lib", "docs"]),
        ({"args": "--as-of 2026-02-10"}, ["--fail-on=error", "--as-of", "2026-02-10", "--", "."]),
        ({"paths": "\n\n"}, ["--fail-on=error", "--", "."]),
        ({"paths": "  src \r\n\n\ttests\r\n"}, ["--fail-on=error", "--", "src", "tests"]),
        (
            {"args": "--exclude\n*.md\n--as-of=2026-02-10", "paths": "src"},
            ["--fail-on=error", "--exclude", "*.md", "--as-of=2026-02-10", "--", "src"],
        ),
    ],
)
def test_arguments(
    arguments: Callable[[dict[str, str]], list[str]],
    inputs: dict[str, str],
    expected: list[str],
) -> None:
    assert arguments(inputs) == expected


@needs_bash
@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_value_is_only_words(
    arguments: Callable[[dict[str, str]], list[str]], value: str
) -> None:
    assert arguments({"paths": value}) == ["--fail-on=error", "--", *value.split()]
    assert arguments({"fail-on": value}) == [f"--fail-on={value}", "--", "."]
    assert arguments({"args": value}) == ["--fail-on=error", *value.split(), "--", "."]


@needs_bash
def test_a_path_with_a_space_stays_whole_where_it_exists(tmp_path: Path, workspace: Path) -> None:
    (workspace / "my docs").mkdir()
    python = tmp_path / "deprecation-lint" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\nprintf "%s\\0" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    result = run_step(RUN, workspace, tmp_path, {"paths": "my docs\nsrc"})
    assert result.stdout.split("\0")[-3:] == ["my docs", "src", ""]


@needs_bash
@pytest.mark.parametrize("code", [1, 2])
def test_exit_code_of_the_tool_is_the_steps(tmp_path: Path, workspace: Path, code: int) -> None:
    python = tmp_path / "deprecation-lint" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\nexit {code}\n", encoding="utf-8")
    python.chmod(0o755)
    assert run_step(RUN, workspace, tmp_path).returncode == code


@needs_bash
def test_old_python_is_refused(
    tmp_path: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "bin" / "python3"
    python.parent.mkdir()
    python.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    python.chmod(0o755)
    monkeypatch.setenv("PATH", str(python.parent), prepend=os.pathsep)
    result = run_step(INSTALL, workspace, tmp_path)
    assert result.returncode == 2
    assert result.stdout.startswith("::error::deprecation-lint needs Python 3.10 or later")


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A RUNNER_TEMP in which the install step has run."""
    temp = tmp_path_factory.mktemp("runner")
    empty = tmp_path_factory.mktemp("empty")
    result = run_step(INSTALL, empty, temp)
    assert result.returncode == 0, result.stdout + result.stderr
    assert list(empty.iterdir()) == []
    return temp


@needs_bash
@pytest.mark.slow
def test_retired_model_fails_the_step(installed: Path, workspace: Path) -> None:
    (workspace / "app.py").write_text(RETIRED, encoding="utf-8")
    result = run_step(RUN, workspace, installed)
    assert result.returncode == 1, result.stdout + result.stderr
    assert re.search(r"^::error file=app\.py,line=1,", result.stdout, re.MULTILINE)
    assert "claude-3-opus-20240229" in result.stdout


@needs_bash
@pytest.mark.slow
def test_clean_folder_passes(installed: Path, workspace: Path) -> None:
    (workspace / "app.py").write_text('MODEL = "claude-opus-5-5"\n', encoding="utf-8")
    result = run_step(RUN, workspace, installed)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "::error" not in result.stdout


@needs_bash
@pytest.mark.slow
def test_inputs_reach_the_tool(installed: Path, workspace: Path) -> None:
    (workspace / "app.py").write_text(RETIRED, encoding="utf-8")
    (workspace / "other.py").write_text(RETIRED, encoding="utf-8")
    result = run_step(RUN, workspace, installed, {"fail-on": "never", "paths": "other.py"})
    assert result.returncode == 0, result.stdout + result.stderr
    assert "file=other.py" in result.stdout
    assert "file=app.py" not in result.stdout
    released = run_step(RUN, workspace, installed, {"args": "--as-of\n2024-06-01"})
    assert released.returncode == 0, released.stdout + released.stderr


@needs_bash
@pytest.mark.slow
def test_the_checked_repository_is_not_imported(installed: Path, workspace: Path) -> None:
    for name in ("deprecation_lint", "libcst", "argparse"):
        (workspace / f"{name}.py").write_text("open('pwned', 'w')\n", encoding="utf-8")
    result = run_step(RUN, workspace, installed)
    assert result.returncode == 0, result.stdout + result.stderr
    assert not (workspace / "pwned").exists()


@needs_bash
@pytest.mark.slow
@pytest.mark.parametrize("name", ["paths", "fail-on"])
@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_value_fails_cleanly(
    installed: Path, workspace: Path, name: str, value: str
) -> None:
    app = workspace / "app.py"
    app.write_text(RETIRED, encoding="utf-8")
    result = run_step(RUN, workspace, installed, {name: value})
    assert result.returncode == 2, result.stdout + result.stderr
    assert "Traceback" not in result.stderr
    assert list(workspace.iterdir()) == [app]
    assert app.read_text(encoding="utf-8") == RETIRED


@needs_bash
@pytest.mark.slow
def test_path_that_looks_like_an_option(installed: Path, workspace: Path) -> None:
    (workspace / "--fix").write_text(RETIRED, encoding="utf-8")
    result = run_step(RUN, workspace, installed, {"paths": "--fix"})
    assert result.returncode == 1, result.stdout + result.stderr
    assert (workspace / "--fix").read_text(encoding="utf-8") == RETIRED
