"""How the time grows: with the files of a tree, the size of a file, its hits; and at its worst.

    python benchmarks/scaling.py [PART ...] [--rounds N] [--limit SECONDS]
                                 [--svg docs/scaling.svg] [--into docs/speed.md]

Prints a table for each part: CPU seconds of a whole run, start-up and all, the least of the
rounds, and the ratio to the step before. Linear is the ratio of the steps. The plot has the same
figures. The part `shapes` times many small texts within one process: what to look at first when a
reader is suspected of being slower than linear (`--shape NAME ...` chooses, `--size N` scales).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pages import show
from plot import Curve, Frame, plotted
from programs import caches, keep_path, ours
from series import PANELS, Panel, Text, grow
from shapes import HEAD, SHAPES, shapes
from tables import seconds, table
from timing import Cost, measure

if TYPE_CHECKING:
    from collections.abc import Iterator

_LARGEST = ("--max-file-size", "100MiB")
_ENOUGH = 5.0  # seconds: what takes longer is measured once


@dataclass(frozen=True, slots=True)
class Options:
    """How often, how long at most, and where files are made."""

    rounds: int
    limit: int
    work: Path
    page: Path | None


@dataclass(frozen=True, slots=True)
class Grown:
    """The costs of a series at the steps that it came to, and what the last run told."""

    label: str
    costs: tuple[Cost, ...]
    told: str = ""

    @property
    def peak(self) -> str:
        """The memory of the last step, in MB."""
        return f"{self.costs[-1].peak:.0f}" if self.costs else "-"


def main() -> None:
    """Measure the parts that are asked for, print and plot."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parts = (*PANELS, "shapes")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(parts))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--limit", type=int, default=60, help="seconds after which a run is ended")
    parser.add_argument("--svg", type=Path, help="write a plot to this file")
    parser.add_argument("--into", type=Path, metavar="FILE", help="put the tables into a page too")
    parser.add_argument("--shape", nargs="+", default=(), choices=SHAPES, metavar="NAME")
    parser.add_argument("--size", type=int, default=250, help="of the shapes")
    options = parser.parse_args()
    keep_path()
    wanted = options.parts or (["shapes"] if options.shape else [*PANELS])
    if set(wanted) - set(parts):
        parser.error(f"the parts are {', '.join(parts)}")
    if "shapes" in wanted:
        print(table(HEAD, list(shapes(options.shape, options.size))))
    with tempfile.TemporaryDirectory(prefix="scaling-") as folder:
        how = Options(options.rounds, options.limit, Path(folder).resolve(), options.into)
        frames = [_panel(PANELS[name], how) for name in wanted if name in PANELS]
    if options.svg is not None:
        options.svg.write_text(plotted(frames), encoding="utf-8")


def _panel(panel: Panel, options: Options) -> Frame:
    """Measure a panel and print its table; the same as curves."""
    grown = [_text(panel, t, options) for t in panel.texts] or _trees(panel, options)
    text = f"**{panel.title}**\n\n{_table(panel, grown)}"
    show(f"scaling: {panel.name}", text, options.page)
    curves = [
        Curve(one.label, [(panel.steps[at], cost.cpu) for at, cost in enumerate(one.costs)])
        for one in grown
    ]
    return Frame(panel.title, panel.unit, "CPU seconds", curves)


def _table(panel: Panel, grown: list[Grown]) -> str:
    steps = tuple(f"{step:,} {panel.unit}" for step in panel.steps)
    rows = [(g.label, *_cells(g, len(steps)), g.peak, g.told) for g in grown]
    return table(("CPU s", *steps, "peak MB", "told at the last"), rows)


def _cells(grown: Grown, count: int) -> Iterator[str]:
    """A figure for each step with its ratio to the one before; `-` where it did not come to it."""
    before = None
    for cost in grown.costs:
        ratio = f" ({cost.cpu / before:.1f})" if before else ""
        before = cost.cpu
        yield seconds(cost.cpu) + ratio
    yield from ["-"] * (count - len(grown.costs))


def _text(panel: Panel, text: Text, options: Options) -> Grown:
    """A file that grows."""
    path = options.work / text.name
    command = (*ours(), "--isolated", *_LARGEST, *(("--no-cache",) if caches() else ()), text.name)
    costs: list[Cost] = []
    for step in panel.steps:
        path.write_text(text.make(step), encoding="utf-8")
        cost = _least(command, options.work, options)
        if cost is None:
            return Grown(text.label, tuple(costs), f"ended after {options.limit} s")
        if cost.code not in (0, 1):
            return Grown(text.label, tuple(costs), f"failed with exit code {cost.code}")
        costs.append(cost)
    return Grown(text.label, tuple(costs), _told(command, options.work))


def _trees(panel: Panel, options: Options) -> list[Grown]:
    """A tree that grows: with all processes and with one, and with a cache."""
    tree, cache = options.work / "tree", options.work / "cache"
    none = ("--no-cache",) if caches() else ()
    ways = {"all processes": none, "one process": ("--jobs", "1", *none)}
    if caches():
        ways["second run"] = ("--cache-dir", str(cache))
    costs: dict[str, list[Cost]] = {way: [] for way in ways}
    start = 0
    for count in panel.steps:
        grow(tree, start, count)
        start = count
        for way, words in ways.items():
            command = (*ours(), "--isolated", "-q", *words, ".")
            if way == "second run":
                measure(command, tree)
            cost = _least(command, tree, options)
            if cost is not None:
                costs[way].append(cost)
    told = _told((*ours(), "--isolated", *none, "."), tree)
    return [Grown(way, tuple(costs[way]), told) for way in ways]


def _least(command: tuple[str, ...], folder: Path, options: Options) -> Cost | None:
    """The cheapest of the rounds; None if a run had to be ended."""
    best: Cost | None = None
    for _ in range(options.rounds):
        cost = measure(command, folder, options.limit)
        if cost is None:
            return None
        if best is None or cost.cpu < best.cpu:
            best = cost
        if cost.wall > _ENOUGH:
            break
    return best


def _told(command: tuple[str, ...], folder: Path) -> str:
    """What the report says of the largest: findings, and why something was passed over."""
    done = subprocess.run(
        (*command, "--format", "json"), cwd=folder, stdout=subprocess.PIPE, check=False
    )
    report = json.loads(done.stdout)
    reasons = [entry["reason"] for entry in (*report["skipped"], *report["notes"])]
    return "; ".join([f"{len(report['findings']):,} found", *reasons[:1]])


if __name__ == "__main__":
    main()
