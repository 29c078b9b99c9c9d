"""The wheel as users get it: installed into a fresh environment, run outside of the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from support import AS_OF, ROOT

from deprecation_lint.registry.glance import NAME

pytestmark = pytest.mark.slow

RETIRED = "claude-3-opus-20240229"


def clean_environment() -> dict[str, str]:
    """The environment without what would lead back to the checkout."""
    return {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}


def command(*arguments: str | Path, cwd: Path, code: int = 0) -> str:
    done = subprocess.run(
        [str(argument) for argument in arguments],
        cwd=cwd,
        env=clean_environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command(
        sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, ROOT, cwd=folder
    )
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a fresh environment in which only the wheel is installed."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    command(programs / "python", "-m", "pip", "install", "--quiet", wheel, cwd=folder)
    return programs


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text(f'MODEL = "{RETIRED}"\n', encoding="utf-8")
    (tmp_path / "app.yaml").write_text(f"model: {RETIRED}\n", encoding="utf-8")
    return tmp_path


def test_wheel_holds_what_it_needs(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    shipped = {f"deprecation_lint/rules/{file.name}" for file in (ROOT / "rules").glob("*.toml")}
    assert shipped
    assert shipped <= names
    assert "deprecation_lint/py.typed" in names
    sources = {str(p.relative_to(ROOT).as_posix()) for p in ROOT.glob("deprecation_lint/**/*.py")}
    assert sources <= names
    assert f"deprecation_lint/rules/{NAME}" in names
    assert not any(name.startswith(("tests/", "examples/", "rules/")) for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_wheel_runs_from_its_own_files(scripts: Path, scratch: Path) -> None:
    where = command(
        scripts / "python",
        "-c",
        "from deprecation_lint.registry import glance; print(glance.__file__, glance.shipped())",
        cwd=scratch,
    )
    assert str(ROOT) not in where
    assert where.split()[1].endswith("rules")


def test_wheel_has_the_compiled_registry_and_needs_to_make_none(
    scripts: Path, scratch: Path
) -> None:
    program = (
        "import sys; from os.path import exists; from deprecation_lint.registry import glance;"
        "records = sum(1 for _ in glance.glance().registry().records());"
        "parsed = 'deprecation_lint.registry.parse' in sys.modules;"
        "print(records, parsed, exists(glance.shipped() + '/__pycache__'))"
    )
    records, parsed, made = command(scripts / "python", "-c", program, cwd=scratch).split()
    assert (int(records) > 100, parsed, made) == (True, "False", "False")


def test_wheel_finds_and_fixes(scripts: Path, scratch: Path) -> None:
    program, as_of = scripts / "deprecation-lint", AS_OF.isoformat()
    out = command(program, ".", "--format", "json", "--as-of", as_of, cwd=scratch, code=1)
    findings = json.loads(out)["findings"]
    assert [(f["path"], f["text"], f["retires"]) for f in findings] == [
        ("app.py", RETIRED, "2026-01-05"),
        ("app.yaml", RETIRED, "2026-01-05"),
    ]
    command(scripts / "python", "-m", "deprecation_lint", "--fix", "--as-of", as_of, cwd=scratch)
    live = findings[0]["replacement"]
    assert (scratch / "app.py").read_text(encoding="utf-8") == f'MODEL = "{live}"\n'
    assert (scratch / "app.yaml").read_text(encoding="utf-8") == f"model: {live}\n"


def test_wheel_lists_and_explains(scripts: Path, scratch: Path) -> None:
    out = command(
        scripts / "deprecation-lint", "models", "--format", "json", "--as-of", AS_OF.isoformat(),
        cwd=scratch,
    )  # fmt: skip
    listed = json.loads(out)
    assert {"anthropic", "bedrock", "vertex"} <= {model["platform"] for model in listed}
    assert (RETIRED, "retired") in {(model["id"], model["state"]) for model in listed}
    out = command(
        scripts / "deprecation-lint", "explain", RETIRED, "--as-of", AS_OF.isoformat(), cwd=scratch
    )
    assert f"{RETIRED}: " in out


def test_wheel_knows_its_version(scripts: Path, wheel: Path, scratch: Path) -> None:
    out = command(scripts / "deprecation-lint", "--version", cwd=scratch)
    assert out.split()[1] == wheel.name.split("-")[1]
