"""What `kill -9` leaves of a fix: each round kills one amid its writing, looks, and runs it again.

    python benchmarks/faults.py [--rounds N] [--files N] [--jobs N ...] [--folder FOLDER]

The first row of a pair counts over all rounds what lay there after the kill, the second what
after the next run. Anything else than old and new files after the kill, and than new ones after
the next run, is a fault, and the exit code then is 1.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from killing import FIX, State, finish, kill_amid_writing, plant, start, state

_COLUMNS = ("jobs", "rounds", "when", "old", "new", "broken", "litter", "rounds with litter")


def main() -> int:
    """Kill and run again, so many rounds for each number of jobs, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=100, help="for each number of jobs")
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--folder", help="where the trees are made: which disk is tried")
    parser.add_argument("--seed", type=int, default=time.time_ns())
    options = parser.parse_args()
    print(f"{options.files} files in each round; --seed {options.seed}")
    print("".join(f"{name:>{max(9, len(name) + 2)}}" for name in _COLUMNS), flush=True)
    chance = random.Random(options.seed)
    sound = True
    for jobs in options.jobs:
        pairs = [_round(options.files, jobs, options.folder, chance) for _ in range(options.rounds)]
        sound &= _print(jobs, [killed for killed, _ in pairs], "kill")
        sound &= _print(jobs, [after for _, after in pairs], "next run")
    return int(not sound)


def _round(files: int, jobs: int, folder: str | None, chance: random.Random) -> tuple[State, State]:
    """What one killed run left, and what was there after the next."""
    root = Path(tempfile.mkdtemp(prefix="faults-", dir=folder))
    try:
        tree = plant(root, files)
        kill_amid_writing(root, tree, jobs, chance)
        killed = state(root, tree)
        finish(start(root, ".", *FIX, "--jobs", str(jobs)))
        return killed, state(root, tree)
    finally:
        shutil.rmtree(root)


def _print(jobs: int, states: list[State], when: str) -> bool:
    """One row; whether it shows no fault."""
    counts = [sum(getattr(one, name) for one in states) for name in State.__slots__]
    row = (jobs, len(states), when, *counts, sum(one.litter > 0 for one in states))
    cells = zip(row, _COLUMNS, strict=True)
    print("".join(f"{cell!s:>{max(9, len(name) + 2)}}" for cell, name in cells), flush=True)
    old, _, broken, litter = counts
    return not broken and (when == "kill" or not old + litter)


if __name__ == "__main__":
    sys.exit(main())
