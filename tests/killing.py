"""A fix that is killed: a tree to fix, a run that ends amid its writing, and what it left."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support import AS_OF, DATA, ROOT

OLD, NEW = "acme-chat-2", "acme-chat-3"
RULES = ("--isolated", "--rules", str(DATA / "acme"), "--as-of", AS_OF.isoformat())
FIX = ("--fix", *RULES)


@dataclass(frozen=True, slots=True)
class State:
    """How many files of a tree are as they were, are fixed, or are neither; what else is there."""

    old: int
    new: int
    broken: int
    litter: int


def plant(folder: Path, count: int) -> dict[Path, bytes]:
    """Files with one retired ID each, in ten folders; most are small, some have 60 KiB."""
    tree = {}
    for number in range(count):
        lines = "".join(
            f"  # {number} {line}\n" for line in range(4000 if number % 50 == 7 else number % 20)
        )
        text = f"app:\n{lines}  model: {OLD}\n  last: {number}\n"
        tree[folder / f"{number % 10}" / f"{number:04}.yaml"] = text.encode()
    for path, data in tree.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tree


def fixed(data: bytes) -> bytes:
    """The text that a fix makes of one of these files."""
    return data.replace(OLD.encode(), NEW.encode())


def state(folder: Path, tree: dict[Path, bytes]) -> State:
    """What a tree looks like now."""
    now = {path: path.read_bytes() for path in tree if path.exists()}
    old = sum(now.get(path) == data for path, data in tree.items())
    new = sum(now.get(path) == fixed(data) for path, data in tree.items())
    there = sum(path.is_symlink() or not path.is_dir() for path in folder.rglob("*"))
    return State(old, new, len(tree) - old - new, there - len(now))


def start(folder: Path, *arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    """The program as a process, at the head of a group of its own."""
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(
        [*options.pop("before", ()), sys.executable, "-m", "deprecation_lint", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        **options,
    )


def finish(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    """The exit code of a run and all that it said, when the last of its processes is gone."""
    out, err = process.communicate(timeout=120)
    return process.returncode, (out + err).decode()


def kill_amid_writing(
    folder: Path, tree: dict[Path, bytes], jobs: int, chance: random.Random
) -> bool:
    """Start a fix and kill it at some moment of its writing; false if it was done before."""
    waiting = [path for path, data in tree.items() if path.read_bytes() == data]
    victim = chance.choice(sorted(waiting)[: max(1, len(waiting) * 9 // 10)])
    before = victim.stat().st_ino
    process = start(folder, ".", *FIX, "--jobs", str(jobs))
    while victim.stat().st_ino == before and process.poll() is None:
        time.sleep(0.0005)
    time.sleep(chance.random() * 0.01)
    alive = process.poll() is None
    if alive:
        os.killpg(process.pid, signal.SIGKILL)
    finish(process)
    return alive
