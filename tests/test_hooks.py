"""The pre-commit hooks, run through the real pre-commit."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from support import ROOT

HOOKS: list[dict[str, Any]] = yaml.safe_load(
    (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
)

RETIRED = 'MODEL = "claude-3-opus-20240229"\n'
LIVE = 'MODEL = "claude-opus-5-5"\n'


def test_two_hooks() -> None:
    assert [hook["id"] for hook in HOOKS] == ["deprecation-lint", "deprecation-lint-fix"]
    check, fix = HOOKS
    assert fix["entry"] == check["entry"].replace(" check ", " check --fix ")


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: str(hook["id"]))
def test_hook(hook: dict[str, Any]) -> None:
    assert hook["language"] == "python"
    assert hook["types"] == ["text"]
    assert "args" not in hook  # a user who sets args loses nothing
    assert hook["entry"].split()[-1] == "--force-exclude"
    assert hook["require_serial"] is True
    assert hook["minimum_pre_commit_version"]
    assert hook["description"].endswith(".")
    # A file named like another subcommand stays a file.
    assert hook["entry"].split()[:2] == ["deprecation-lint", "check"]


@dataclass(frozen=True)
class Repository:
    """A git repository with an environment of its own."""

    path: Path
    env: dict[str, str]

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.path,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )

    def ok(self, *command: str) -> str:
        result = self.run(*command)
        assert result.returncode == 0, result.stdout
        return result.stdout

    def write(self, name: str, text: str) -> Path:
        path = self.path / name
        path.write_text(text, encoding="utf-8", newline="\n")
        self.ok("git", "add", "--", name)
        return path

    def commits(self) -> int:
        return int(self.ok("git", "rev-list", "--all", "--count"))


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GIT_", "PRE_COMMIT"))
    }
    return inherited | {
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@example.com",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.com",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("pre-commit")),
        "PRE_COMMIT_COLOR": "never",
    }


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Repository:
    """The project as it stands, committed, since pre-commit takes hooks from a commit."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=True,
    ).stdout
    copy = Repository(tmp_path_factory.mktemp("project"), environment)
    for name in listed.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (copy.path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy.path / name)
    copy.ok("git", "init", "--quiet")
    copy.ok("git", "add", "--all", "--force")
    copy.ok("git", "commit", "--quiet", "--message=project")
    return copy


@pytest.fixture
def scratch(tmp_path: Path, environment: dict[str, str]) -> Repository:
    repository = Repository(tmp_path, environment)
    repository.ok("git", "init", "--quiet")
    return repository


def use_hook(repository: Repository, project: Repository, name: str) -> None:
    revision = project.ok("git", "rev-parse", "HEAD").strip()
    entry = {"repo": str(project.path), "rev": revision, "hooks": [{"id": name}]}
    repository.write(".pre-commit-config.yaml", yaml.safe_dump({"repos": [entry]}))
    repository.ok(sys.executable, "-m", "pre_commit", "install")


def commit(repository: Repository) -> subprocess.CompletedProcess[str]:
    return repository.run("git", "commit", "--message=change")


def refused(repository: Repository) -> str:
    """What is said of a commit that is not made."""
    result = commit(repository)
    assert result.returncode != 0
    assert repository.commits() == 0
    return result.stdout


@pytest.mark.slow
def test_retired_model_is_refused(project: Repository, scratch: Repository) -> None:
    use_hook(scratch, project, "deprecation-lint")
    app = scratch.write("app.py", RETIRED)
    assert "claude-3-opus-20240229" in refused(scratch)
    assert app.read_text(encoding="utf-8") == RETIRED


@pytest.mark.slow
def test_fix_hook_changes_the_file(project: Repository, scratch: Repository) -> None:
    use_hook(scratch, project, "deprecation-lint-fix")
    app = scratch.write("app.py", RETIRED)
    assert "files were modified by this hook" in refused(scratch)
    fixed = app.read_text(encoding="utf-8")
    assert fixed != RETIRED
    assert fixed.startswith('MODEL = "claude-opus-')

    scratch.ok("git", "add", "app.py")
    assert commit(scratch).returncode == 0
    assert scratch.commits() == 1
    assert app.read_text(encoding="utf-8") == fixed


@pytest.mark.slow
@pytest.mark.parametrize("hook", ["deprecation-lint", "deprecation-lint-fix"])
def test_clean_commit_passes(project: Repository, scratch: Repository, hook: str) -> None:
    use_hook(scratch, project, hook)
    scratch.write("app.py", LIVE)
    scratch.write("models", LIVE)
    result = commit(scratch)
    assert result.returncode == 0, result.stdout
    assert scratch.commits() == 1


@pytest.mark.slow
def test_excluded_file_stays_excluded(project: Repository, scratch: Repository) -> None:
    use_hook(scratch, project, "deprecation-lint")
    scratch.write("pyproject.toml", '[tool.deprecation-lint]\nexclude = ["old.py"]\n')
    scratch.write("old.py", RETIRED)
    result = commit(scratch)
    assert result.returncode == 0, result.stdout


@pytest.mark.slow
def test_try_repo_runs_both(project: Repository, scratch: Repository) -> None:
    app = scratch.write("app.py", RETIRED)
    result = scratch.run(
        sys.executable, "-m", "pre_commit", "try-repo", str(project.path), "--all-files"
    )
    assert result.returncode == 1, result.stdout
    assert "hook id: deprecation-lint\n" in result.stdout
    assert "hook id: deprecation-lint-fix\n" in result.stdout
    assert "files were modified by this hook" in result.stdout
    assert app.read_text(encoding="utf-8") != RETIRED
