"""What a run costs, side by side with a search and with other programs, as ratios of one run.

    python benchmarks/speed.py [--work DIR] [--rounds N] [--only PART ...] [--slow-rivals]
                               [--here] [--into docs/speed.md]

Installs this checkout, builds its corpora from package wheels, checks that what is found is right,
and prints a table for each part and one for the targets. Each round runs every command once, so
that a busy machine hurts all alike; a figure is the median of the rounds. Nothing here passes or
fails by a time; the exit code is 1 if something was found wrongly. Needs git, pip and, for wait4,
something like Unix. `--here` measures what the Python that runs it would run.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from agreement import faults, spellings
from corpora import RECIPES, corpus
from pages import show
from parts import Part, Programs, Row, start_up, tree
from programs import (
    RIPGREP,
    RIVALS,
    caches,
    install,
    install_checkout,
    keep_path,
    ours,
    run_again,
)
from tables import seconds, table
from targets import verdicts
from timing import Cost, measure, median

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

START_UP = "start-up"
Costs = dict[tuple[str, str], Cost]


def main() -> int:
    """Build, check, time, print."""
    keep_path()
    options = _options()
    if options.work is not None:
        options.work.mkdir(parents=True, exist_ok=True)
        return _main(options, options.work.resolve())
    with tempfile.TemporaryDirectory(prefix="speed-") as folder:
        return _main(options, Path(folder).resolve())


def _main(options: argparse.Namespace, work: Path) -> int:
    if options.here:
        return _run(options, work)
    python = install_checkout(work / "tools")
    return run_again(python, __file__, *sys.argv[1:], "--here", "--work", str(work))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parts = (START_UP, *RECIPES)
    parser.add_argument("--work", type=Path, help="keep corpora and programs in this folder")
    parser.add_argument("--here", action="store_true", help="measure what this Python would run")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=parts, default=parts, metavar="PART")
    parser.add_argument("--slow-rivals", action="store_true", help="all of them, in all trees")
    parser.add_argument("--corpora", action="store_true", help="build what is needed, and stop")
    parser.add_argument("--no-check", action="store_true", help="only time")
    parser.add_argument("--into", type=Path, metavar="FILE", help="put the tables into a page too")
    parser.add_argument("--no-times", action="store_true", help="only check")
    return parser.parse_args()


def _run(options: argparse.Namespace, work: Path) -> int:
    corpora = [corpus(name, work) for name in RECIPES if name in options.only]
    programs = {rival: install(rival, work / "tools") for rival in (RIPGREP, *RIVALS)}
    print(f"measured is {' '.join(ours())}", file=sys.stderr, flush=True)
    patterns = spellings().write(work / "ids.txt")
    facts = [*_facts(programs), *(f"{one.described()}: {one.packages()}" for one in corpora)]
    wrong = 0
    if not (options.corpora or options.no_check):
        for one in corpora:
            found = faults(one, programs[RIPGREP], patterns)
            wrong += len(found)
            facts.append(f"{one.name}: {f'{len(found)} FAULTS' if found else 'found rightly'}")
            facts += [f"{one.name}: {fault}" for fault in found[:20]]
    whole = options.into if set(options.only) == {START_UP, *RECIPES} else None
    show("speed: facts", "".join(f"- {fact}\n" for fact in facts), whole)
    if not (options.corpora or options.no_times):
        parts = [start_up(work, programs, patterns)] if START_UP in options.only else []
        parts += [tree(c, work, programs, patterns, options.slow_rivals) for c in corpora]
        known = _time(parts, options.rounds, options.into)
        show("speed: targets", verdicts(known), whole)
    return int(wrong > 0)


def _facts(programs: Programs) -> Iterator[str]:
    """On what it was measured, and what could not be."""
    yield f"{date.today()}, {platform.system()}, {os.cpu_count()} cores, {_python()}"
    for rival, words in programs.items():
        if words is None:
            yield f"{rival.name} did not install: not timed"
        elif rival is RIPGREP:
            done = subprocess.run((*words, "--version"), capture_output=True, text=True, check=True)
            yield done.stdout.split("\n", 1)[0]
    if not caches():
        yield "this version has no cache: no second runs"


def _python() -> str:
    return f"{platform.python_implementation()} {platform.python_version()}"


def _time(parts: Sequence[Part], rounds: int, page: Path | None) -> Costs:
    """Tell what each part costs as soon as it is known; the cost of each row by part and label."""
    known: Costs = {}
    for part in parts:
        costs = _costs(part, rounds)
        known.update({(part.name, label): cost for label, cost in costs.items()})
        text = f"**{part.title}**\n\n{_table(part, costs)}"
        show(f"speed: {part.name}", text, page)
    return known


def _costs(part: Part, rounds: int) -> dict[str, Cost]:
    """The median cost of each row."""
    taken: dict[str, list[Cost]] = {row.label: [] for row in part.rows}
    for number in range(rounds):
        for row in part.rows:
            if number < row.rounds:
                row.prepare()
                cost = measure(row.words, part.folder)
                if cost is not None:
                    taken[row.label].append(cost)
        print(f"{part.name}: round {number + 1} of {rounds}", file=sys.stderr, flush=True)
    return {label: median(costs) for label, costs in taken.items() if costs}


def _table(part: Part, costs: dict[str, Cost]) -> str:
    head = ("", "wall s", "CPU s", "peak MB", *(f"{by} / {base}" for by, base in part.ratios))
    return table(head, [_cells(part, row, costs) for row in part.rows if row.label in costs])


def _cells(part: Part, row: Row, costs: dict[str, Cost]) -> list[str]:
    cost = costs[row.label]
    label = row.label if cost.code in row.codes else f"{row.label} (FAILED: {cost.code})"
    cells = [label, seconds(cost.wall), seconds(cost.cpu), f"{cost.peak:.0f}"]
    for by, base in part.ratios:
        known = base in costs
        cells.append(f"{getattr(cost, by) / getattr(costs[base], by):.2f}" if known else "-")
    return cells


if __name__ == "__main__":
    sys.exit(main())
