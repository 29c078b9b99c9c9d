"""What was aimed at, and what was measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from parts import BARE, CLEAN, COLD, FINDING, NO_CACHE, SECOND
from programs import RIPGREP, SUNSET
from tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timing import Cost

_COLD = (COLD, NO_CACHE)  # what has no cache is always cold
_SECOND = (SECOND,)
_FINDING = (f"{FINDING}, cold", f"{FINDING}, no cache")


@dataclass(frozen=True, slots=True)
class Target:
    """At most `limit`: of a row (the first that was timed), or of its ratio to another row."""

    says: str
    part: str
    rows: tuple[str, ...]
    by: str
    limit: float
    base: str = ""

    def measured(self, known: Mapping[tuple[str, str], Cost]) -> float | None:
        """What it came to; None if it was not timed."""
        timed = [known[self.part, row] for row in self.rows if (self.part, row) in known]
        if not timed:
            return None
        if not self.base:
            return float(getattr(timed[0], self.by))
        base = known.get((self.part, self.base))
        return None if base is None else getattr(timed[0], self.by) / getattr(base, self.by)


TARGETS = (
    Target("large tree, cold: wall / ripgrep", "large", _COLD, "wall", 1.6, RIPGREP.name),
    Target("large tree, second: wall / ripgrep", "large", _SECOND, "wall", 0.7, RIPGREP.name),
    Target("seven wheels, cold: CPU / llm-sunset", "mixed", _COLD, "cpu", 0.5, SUNSET.name),
    Target("seven wheels, second: CPU / llm-sunset", "mixed", _SECOND, "cpu", 0.15, SUNSET.name),
    Target(f"{CLEAN}: wall / {BARE}", "start-up", (CLEAN,), "wall", 3.0, BARE),
    Target(f"{FINDING}, cold: wall", "start-up", _FINDING, "wall", 0.25),
    Target("large tree: peak of a process", "large", _COLD, "peak", 120.0),
)
_UNITS = {"wall": " s", "cpu": " s", "peak": " MB"}


def verdicts(known: Mapping[tuple[str, str], Cost]) -> str:
    """The table of targets: what was aimed at, what was measured, whether it was met."""
    rows = []
    for target in TARGETS:
        value = target.measured(known)
        told = "not measured" if value is None else "met" if value <= target.limit else "missed"
        unit = " x" if target.base else _UNITS[target.by]
        shown = "-" if value is None else f"{value:.3g}{unit}"
        rows.append((target.says, f"<= {target.limit:g}{unit}", shown, told))
    return table(("target", "at most", "measured", ""), rows)
