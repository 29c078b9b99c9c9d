"""Many files: one after the other, or by workers that share nothing but results.

Where the system can fork, workers are forked; else they are processes of their own, or threads
where Python runs these side by side.
"""

from __future__ import annotations

import os
import sys

from deprecation_lint.frozen import dataclass
from deprecation_lint.gathering import Gathering

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deprecation_lint.engine import Engine
    from deprecation_lint.forked import Worker
    from deprecation_lint.profiling import Profile
    from deprecation_lint.values import Batch

_CHUNK = 512  # files: few enough to share the load, many enough to be worth a message
_AHEAD = 5  # of so many files one is looked at until all are known
MANY = 10_000
"""Files that take as long to search for as it takes to begin a worker, and longer."""


@dataclass(frozen=True)
class Begun:
    """A worker that began before the paths were known.

    `chunks` are those that it goes by, and `ahead` the paths that it looks at.
    """

    worker: Worker
    chunks: tuple[Sequence[str], ...] | None = None
    ahead: Sequence[str] = ()

    def fits(self, chunks: tuple[Sequence[str], ...]) -> bool:
        """Whether it can help with these."""
        return self.chunks is None or self.chunks == chunks


def begin_to_mend(engine: Engine, jobs: int, profile: Profile | None = None) -> Begun | None:
    """Begin with the imports for second looks, which take long, if there are several jobs."""
    if jobs <= 1 or _way() != "fork":
        return None
    from deprecation_lint import forked

    return Begun(forked.begin_to_mend(engine, profile))


def begin_to_recall(
    engine: Engine, known: Sequence[str], jobs: int, profile: Profile | None = None
) -> Begun | None:
    """Begin to look which of many files of an earlier run stand, if there are several jobs."""
    if jobs <= 1 or len(known) < MANY or _way() != "fork":
        return None
    from deprecation_lint import forked

    chunks = _chunks(tuple(known), jobs)
    return Begun(forked.begin_to_recall(engine, chunks, profile), chunks)


def begin_ahead(
    engine: Engine, prefix: str, names: Sequence[str], jobs: int, profile: Profile | None = None
) -> Begun | None:
    """Begin to look at the first of many files, likely to be checked, if there are several jobs.

    Their paths are the names behind the prefix.
    """
    if jobs <= 1 or len(names) < MANY or _way() != "fork":
        return None
    from deprecation_lint import forked

    ahead = [prefix + name for name in names[: len(names) // _AHEAD]]
    return Begun(forked.begin_ahead(engine, ahead, profile), ahead=ahead)


def run(
    engine: Engine,
    paths: tuple[str, ...],
    jobs: int = 1,
    profile: Profile | None = None,
    begun: Sequence[Begun] = (),
) -> Iterator[Batch]:
    """Check all files; results come in the order of `paths`, whatever the number of jobs.

    `profile` is what the time of forked workers is added to; others are not measured.
    """
    chunks = _chunks(paths, jobs)
    engine.prepare()
    way = "serial" if jobs <= 1 or len(chunks) <= 1 else _way()
    fitting = [one for one in begun if way == "fork" and one.fits(chunks)]
    for one in begun:
        if one not in fitting:
            one.worker.end()
    if way == "serial":
        return _serial(engine, chunks)
    if way == "fork":
        from deprecation_lint.forked import forked

        ahead = next((one.ahead for one in fitting if one.ahead), ())
        return forked(engine, chunks, jobs, profile, [one.worker for one in fitting], ahead)
    from deprecation_lint.pooled import pooled

    return pooled(engine, chunks, jobs, threads=way == "threads")


def _chunks(paths: tuple[str, ...], jobs: int) -> tuple[tuple[str, ...], ...]:
    size = max(1, min(_CHUNK, len(paths) // (4 * jobs)))
    return tuple(paths[at : at + size] for at in range(0, len(paths), size))


def _way() -> str:
    """How several workers are started here."""
    if not getattr(sys, "_is_gil_enabled", lambda: True)():
        return "threads"
    return "fork" if hasattr(os, "fork") else "spawn"


def _serial(engine: Engine, chunks: Sequence[Sequence[str]]) -> Iterator[Batch]:
    return (check(engine, chunk) for chunk in chunks)


def check(engine: Engine, paths: Sequence[str]) -> Batch:
    """Check some files here and now."""
    gathering = Gathering(paths, engine.look(paths), engine.cache)
    for number in list(gathering.waiting):
        gathering.add(number, *engine.mend(paths[number]))
    return gathering.batch()
