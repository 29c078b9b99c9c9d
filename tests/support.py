"""What the tests share: the frozen registry, a text checked against it, the CLI in this process."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
import tomli

from deprecation_lint.cli import main
from deprecation_lint.engine import Engine
from deprecation_lint.registry.parse import read_folder
from deprecation_lint.registry.registry import Registry, merge
from deprecation_lint.registry.schema import read_platform
from deprecation_lint.replacements import Replacements
from deprecation_lint.ruleset import RULES, Policy
from deprecation_lint.surroundings import Surroundings
from deprecation_lint.task import Task

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deprecation_lint.findings import Finding
    from deprecation_lint.registry.records import Platform
    from deprecation_lint.task import Mode
    from deprecation_lint.values import FileResult

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(__file__).parent / "data"
RULES_FOLDER = DATA / "rules"
AS_OF = date(2026, 11, 22)
ALL_RULES = frozenset(rule.name for rule in RULES)

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX only")

# --- IDs of the frozen registry, and files that hold them ---------------------------------------

OLD = "claude-old-1-20240101"
NEW = "claude-new-4-20260301"
BEDROCK = "anthropic.claude-old-1-20240101-v1:0"

RETIRED = 'MODEL = "claude-old-1-20240101"\n'  # error, safe fix
DEPRECATED = 'MODEL = "claude-mystery-1"\n'  # warning, no fix known
RETIRING = 'MODEL = "claude-soon-3"\n'  # error: retires within 30 days, safe fix
FLOOR = 'MODEL = "claude-floor-3"\n'  # note, off by default
LIVE = 'MODEL = "claude-new-4-20260301"\n'
HELD = 'MODELS = ["claude-soon-3"]\n'  # error, unsafe fix: one of several to choose from
ALL_KINDS = "".join(
    f'{name} = "{id_}"\n'
    for name, id_ in (
        ("A", "claude-old-1-20240101"),
        ("B", "claude-soon-3"),
        ("C", "claude-mystery-1"),
        ("D", "claude-legacy-3"),
        ("E", "claude-floor-3"),
    )
)

OWN_HEAD = """\
schema = 1
platform = "anthropic"

[[source]]
key = "own"
url = "https://example.com/own"
read = 2026-10-01

"""
OWN_RULES = f"""{OWN_HEAD}\
[[model]]
id = "claude-in-house-1"
name = "In-house 1"
released = 2025-01-01
deprecated = 2026-01-01
retires = 2026-02-01
replacement = "claude-new-4-20260301"
replacement_read = 2026-10-01
source = "own"
"""


# --- registries ---------------------------------------------------------------------------------


@cache
def frozen() -> Registry:
    """The frozen registry; a call, not an argument, where Hypothesis would print it whole."""
    return merge(read_folder(RULES_FOLDER))


def read_rules(text: str) -> Platform:
    """One file of rules that has no fault."""
    platform, problems = read_platform(tomli.loads(text))
    assert problems == []
    return platform


# --- one text against the frozen registry -------------------------------------------------------


def check_text(
    name: str,
    text: str | bytes,
    *,
    as_of: date = AS_OF,
    mode: Mode = "check",
    unsafe: bool = False,
    rules: frozenset[str] | None = None,
    vendored: bool = False,
    registry: Registry | None = None,
    platform: str | None = None,
    replacements: Replacements | None = None,
) -> FileResult:
    """Check a text under a file name, through the engine."""
    policy = Policy(as_of) if rules is None else Policy(as_of, rules=rules)
    policy = replace(policy, replacements=replacements or Replacements())
    raw = text.encode() if isinstance(text, str) else text
    task = Task(policy, mode, unsafe, include_vendored=vendored, platform=platform)
    return Engine(registry or frozen(), task).check_bytes(name, raw)


def findings(name: str, text: str | bytes) -> tuple[Finding, ...]:
    """What is found in a text."""
    return check_text(name, text).findings


def fix(name: str, text: str | bytes, unsafe: bool = False) -> bytes:
    """A text after its fix, about which there is nothing to note."""
    result = check_text(name, text, mode="fix", unsafe=unsafe)
    assert not result.notes, result.notes
    assert result.output is not None
    return result.output


# --- the command line ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """What one run left behind."""

    code: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        return self.raw.decode("utf-8")

    @property
    def report(self) -> dict[str, Any]:
        """The report of a run with `--format json`."""
        found: dict[str, Any] = json.loads(self.raw)
        return found

    @property
    def skipped(self) -> dict[str, str]:
        return {item["path"]: item["reason"] for item in self.report["skipped"]}

    @property
    def paths(self) -> list[str]:
        return [finding["path"] for finding in self.report["findings"]]


def run_shipped(
    *arguments: str | Path,
    stdin: bytes = b"",
    environ: Mapping[str, str] | None = None,
    terminal: bool = False,
    today: date = AS_OF,
    now: int = 0,
) -> Outcome:
    """Run the command line in this process, on a fixed day, with the registry that ships."""
    out, err = io.BytesIO(), io.StringIO()
    around = Surroundings(
        stdin=io.BytesIO(stdin),
        stdout=out,
        stderr=err,
        environ={"PATH": os.environ["PATH"], "DEPRECATION_LINT_NO_CACHE": "1", **(environ or {})},
        day=today.toordinal(),
        now=now,
        stdout_is_terminal=terminal,
        stderr_is_terminal=terminal,
    )
    code = main([str(argument) for argument in arguments], around)
    return Outcome(code, out.getvalue(), err.getvalue())


def run(
    *arguments: str | Path,
    stdin: bytes = b"",
    environ: Mapping[str, str] | None = None,
    terminal: bool = False,
    today: date = AS_OF,
    now: int = 0,
) -> Outcome:
    """The same with the frozen registry as the shipped one."""
    with patch("deprecation_lint.registry.glance.shipped", return_value=RULES_FOLDER):
        return run_shipped(
            *arguments, stdin=stdin, environ=environ, terminal=terminal, today=today, now=now
        )


def report(*arguments: str | Path) -> Outcome:
    """A run whose report can be taken apart."""
    return run(*arguments, "--format", "json")


def codes(*arguments: str) -> list[str]:
    """The codes of what is found in a file with a model of every kind."""
    write("kinds.py", ALL_KINDS)
    return [finding["code"] for finding in report("kinds.py", *arguments).report["findings"]]


def assert_refused(outcome: Outcome, expected: str) -> None:
    """One clear line on stderr, nothing on stdout, exit code 2."""
    assert outcome.code == 2
    assert outcome.raw == b""
    (line,) = outcome.err.splitlines()
    assert line.startswith("deprecation-lint: ")
    assert expected in line
    assert "internal error" not in line
    assert "Traceback" not in line


def run_process(
    *arguments: str | Path, cwd: Path, environ: Mapping[str, str] | None = None, **options: Any
) -> subprocess.CompletedProcess[bytes]:
    """Run the installed program with the shipped registry, on the same fixed day."""
    command = [sys.executable, "-m", "deprecation_lint", *map(str, arguments)]
    return subprocess.run(
        [*command, "--as-of", AS_OF.isoformat()],
        cwd=cwd,
        env={**os.environ, "DEPRECATION_LINT_NO_CACHE": "1", **(environ or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
        **options,
    )


# --- files --------------------------------------------------------------------------------------


def write(name: str | Path, text: str | bytes) -> Path:
    """A file, below the working directory unless its path is absolute, with its folders."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def git_apply(folder: Path, diff: bytes) -> None:
    """Let git make the changes of a diff in a folder."""
    command = ["git", "-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", "-"]
    done = subprocess.run(command, cwd=folder, input=diff, capture_output=True, check=False)
    assert done.returncode == 0, (done.stderr, diff)
