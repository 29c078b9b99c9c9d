"""A progress bar for runs that take more than a second."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

    from tqdm import tqdm

    from deprecation_lint.values import Batch

_PATIENCE = 1.0  # seconds before a bar is worth its import


@contextmanager
def progress(total: int, stream: TextIO) -> Iterator[Callable[[Batch], object]]:
    """Give a function to call with each batch; a bar appears once a second has passed.

    It makes way for what the batch is about to say.
    """
    bar: list[tqdm[NoReturn]] = []
    started, done = time.monotonic(), 0

    def step(batch: Batch) -> None:
        nonlocal done
        files = batch.files + sum(one.skipped is not None for one in batch.results)
        done += files
        if bar:
            bar[0].update(files)
        elif time.monotonic() - started > _PATIENCE:
            from tqdm import tqdm

            bar.append(tqdm(total=total, initial=done, file=stream, unit=" files", leave=False))
        if bar and batch.results:
            bar[0].clear()

    try:
        yield step
    finally:
        for one in bar:
            one.close()
