"""Many files: one after the other, or by workers that share nothing but results.

Where the system can fork, workers are forked; else they are processes of their own, or threads
where Python runs these side by side.
"""

from __future__ import annotations

import os
import sys

from deprecation_lint.gathering import Gathering

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deprecation_lint.engine import Engine
    from deprecation_lint.forked import Worker
    from deprecation_lint.profiling import Profile
    from deprecation_lint.values import Batch

_CHUNK = 512  # files: few enough to share the load, many enough to be worth a message


def begin(engine: Engine, jobs: int, profile: Profile | None = None) -> Worker | None:
    """Begin with what takes long before the files are known, if there are several jobs."""
    if jobs <= 1 or _way() != "fork":
        return None
    from deprecation_lint import forked

    return forked.begin(engine, profile)


def run(
    engine: Engine,
    paths: Sequence[str],
    jobs: int = 1,
    profile: Profile | None = None,
    begun: Worker | None = None,
) -> Iterator[Batch]:
    """Check all files; results come in the order of `paths`, whatever the number of jobs.

    `profile` is what the time of forked workers is added to; others are not measured. `begun` is
    what `begin` gave.
    """
    size = max(1, min(_CHUNK, len(paths) // (4 * jobs)))
    chunks = [paths[at : at + size] for at in range(0, len(paths), size)]
    engine.prepare()
    way = "serial" if jobs <= 1 or len(chunks) <= 1 else _way()
    if begun is not None and way != "fork":
        begun.end()
    if way == "serial":
        return _serial(engine, chunks)
    if way == "fork":
        from deprecation_lint.forked import forked

        return forked(engine, chunks, jobs, profile, begun)
    from deprecation_lint.pooled import pooled

    return pooled(engine, chunks, jobs, threads=way == "threads")


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
