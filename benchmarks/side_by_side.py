"""How long a run takes, side by side with other programs, as ratios of one run.

    python benchmarks/side_by_side.py [--rounds N] [--wheels NAME ...]

Each round runs every command once, so that a busy machine hurts all alike; a figure is the
median of the rounds. Nothing here passes or fails: it prints a table. The wheels are unpacked
packages, fetched by name with pip into a temporary folder, and so is the rival.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

WHEELS = ("litellm", "langchain-community", "anthropic", "pydantic-ai-slim")
RIVAL = "llm-sunset==0.3.1"
PYTHON = (sys.executable, "-I")
OURS = (*PYTHON, "-m", "deprecation_lint")


@dataclass(frozen=True)
class Command:
    """A program to time; `base` is the label of the one that it is measured against."""

    label: str
    words: tuple[str, ...]
    base: str


@dataclass(frozen=True)
class Cost:
    """Seconds of one run."""

    wall: float
    cpu: float


def main() -> None:
    """Fetch, time, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--wheels", nargs="+", default=WHEELS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        commands = prepare(Path(folder), options.wheels)
        costs: dict[str, list[Cost]] = {command.label: [] for command in commands}
        for _ in range(options.rounds):
            for command in commands:
                costs[command.label].append(run(command.words))
        report(commands, costs)


def prepare(folder: Path, wheels: list[str]) -> list[Command]:
    """Everything that is timed: start-up on one clean file, and each package."""
    clean = folder / "clean.py"
    clean.write_text("x = 1\n", encoding="utf-8")
    rival = folder / "rival"
    pip("install", "--no-deps", "--target", str(rival), RIVAL)
    start = f"import sys; sys.path.insert(0, {str(rival)!r}); from llm_sunset.cli import main"
    theirs = (*PYTHON, "-c", f"{start}; sys.exit(main())", "scan")
    commands = [
        Command("python -c pass", (*PYTHON, "-c", "pass"), "python -c pass"),
        Command("one clean file, ours", (*OURS, str(clean)), "python -c pass"),
        Command("one clean file, llm-sunset", (*theirs, str(clean)), "python -c pass"),
    ]
    for name in wheels:
        place = str(unpacked(folder, name))
        label = f"{name}, llm-sunset"
        commands.append(Command(label, (*theirs, place), label))
        commands.append(Command(f"{name}, ours", (*OURS, "-q", place), label))
        one = (*OURS, "-q", "--jobs", "1", place)
        commands.append(Command(f"{name}, ours, one process", one, label))
    return commands


def unpacked(folder: Path, name: str) -> Path:
    """The files of a package's wheel."""
    target = folder / name
    target.mkdir()
    pip("download", "--no-deps", "--only-binary", ":all:", "--dest", str(target), name)
    (wheel,) = target.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    wheel.unlink()
    return target


def pip(*words: str) -> None:
    """Run pip quietly."""
    command = [sys.executable, "-m", "pip", *words, "--quiet", "--disable-pip-version-check"]
    subprocess.run(command, check=True)


def run(words: tuple[str, ...]) -> Cost:
    """Run a command to its end, with its children, whatever its exit code."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def report(commands: list[Command], costs: dict[str, list[Cost]]) -> None:
    """Print the medians, and each as a ratio of its base."""

    def median(label: str) -> Cost:
        runs = costs[label]
        return Cost(statistics.median(c.wall for c in runs), statistics.median(c.cpu for c in runs))

    print(f"{'':40} {'wall s':>8} {'ratio':>6} {'CPU s':>8} {'ratio':>6}")
    for command in commands:
        mine, base = median(command.label), median(command.base)
        ratios = mine.wall / base.wall, mine.cpu / base.cpu
        print(
            f"{command.label:40} {mine.wall:8.3f} {ratios[0]:6.2f} {mine.cpu:8.3f} {ratios[1]:6.2f}"
        )


if __name__ == "__main__":
    main()
