"""Workers of the standard library: processes started afresh, or threads."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

from deprecation_lint.engine import Engine
from deprecation_lint.gathering import Gathering
from deprecation_lint.scout import Look

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from concurrent.futures import Executor

    from deprecation_lint.cache.cache import Cache
    from deprecation_lint.registry.registry import Registry
    from deprecation_lint.task import Task
    from deprecation_lint.values import Batch, FileResult

    Looks = tuple[tuple[Any, ...], list[tuple[int, str, FileResult]]]
    """A first look at some files, and the second ones at those that are worth it."""

_engine: list[Engine] = []  # the worker process's own, set once by its initializer


def pooled(
    engine: Engine, chunks: Sequence[Sequence[str]], jobs: int, *, threads: bool
) -> Iterator[Batch]:
    """Check chunks of files; batches come in order."""
    work = partial(_looks_of_thread, engine) if threads else _looks_of_process
    with _threads(jobs) if threads else _processes(engine, jobs) as pool:
        for chunk, (first, seconds) in zip(chunks, pool.map(work, chunks), strict=True):
            gathering = Gathering(chunk, Look(*first), engine.cache)
            for second in seconds:
                gathering.add(*second)
            yield gathering.batch()


def _threads(jobs: int) -> Executor:
    return ThreadPoolExecutor(jobs)


def _processes(engine: Engine, jobs: int) -> Executor:
    from multiprocessing import get_context

    return ProcessPoolExecutor(
        max_workers=jobs,
        mp_context=get_context("spawn"),
        initializer=_start,
        initargs=(engine.registry, engine.task, engine.odd, engine.cache),
    )


def _start(
    registry: Registry, task: Task, odd: Collection[str], cache: Cache | None
) -> None:  # pragma: no cover - in a process of its own
    _leave_with_parent()
    _engine.append(Engine(registry, task, odd, cache))


def _leave_with_parent() -> None:  # pragma: no cover - in a process of its own
    """End this process when the one that started it is gone, killed or not.

    Otherwise it would wait for work for ever, and keep the pipes open that it inherited.
    """
    import os
    import threading
    from multiprocessing import connection, parent_process

    parent = parent_process()
    if parent is None:  # pragma: no cover - this process was started by another
        return

    def watch() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _looks_of_process(paths: Sequence[str]) -> Looks:  # pragma: no cover - in a process of its own
    return _looks(_engine[0], _engine[0].look(paths), paths)


def _looks_of_thread(engine: Engine, paths: Sequence[str]) -> Looks:
    """With a scout of its own: it reads all files into one buffer."""
    return _looks(engine, engine.scout().look(paths), paths)


def _looks(engine: Engine, look: Look, paths: Sequence[str]) -> Looks:
    return look.plain, [(n, *engine.mend(paths[n])) for n, _ in look.candidates]
