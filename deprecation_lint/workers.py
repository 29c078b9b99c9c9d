"""Many files: one after the other, or by processes that share nothing but results."""

from __future__ import annotations

import os

from deprecation_lint.engine import Engine

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from deprecation_lint.registry.registry import Registry
    from deprecation_lint.task import Task
    from deprecation_lint.values import FileResult

_CHUNK = 64  # files: few enough to share the load, many enough to be worth the message

_engine: list[Engine] = []  # the worker process's own, set once by its initializer


def run(
    engine: Engine,
    paths: Sequence[str],
    jobs: int = 1,
    progress: Callable[[], object] | None = None,
) -> Iterator[FileResult]:
    """Check all files; results come in the order of `paths`, whatever the number of jobs."""
    results = map(engine.check_path, paths) if jobs <= 1 else _parallel(engine, paths, jobs)
    for result in results:
        if progress is not None:
            progress()
        yield result


def _parallel(engine: Engine, paths: Sequence[str], jobs: int) -> Iterator[FileResult]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from itertools import chain

    size = max(1, min(_CHUNK, len(paths) // jobs))
    chunks = [paths[at : at + size] for at in range(0, len(paths), size)]
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    pool = ProcessPoolExecutor(
        max_workers=jobs,
        mp_context=multiprocessing.get_context(method),
        initializer=_start,
        initargs=(engine.registry, engine.task),
    )
    with pool:
        yield from chain.from_iterable(pool.map(_check, chunks))


def _start(registry: Registry, task: Task) -> None:
    _leave_with_parent()
    _engine.append(Engine(registry, task))


def _leave_with_parent() -> None:
    """End this process when the one that started it is gone, killed or not.

    Otherwise it would wait for work for ever, and keep the pipes open that it inherited.
    """
    import threading
    from multiprocessing import connection, parent_process

    parent = parent_process()
    if parent is None:  # pragma: no cover - this process was started by another
        return

    def watch() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _check(paths: Sequence[str]) -> list[FileResult]:
    return [_engine[0].check_path(path) for path in paths]
