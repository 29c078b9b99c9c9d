"""A progress bar for runs that take more than a second."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

    from tqdm import tqdm

_PATIENCE = 1.0  # seconds before a bar is worth its import


@contextmanager
def progress(total: int, stream: TextIO) -> Iterator[Callable[[int], object]]:
    """Give a function to call with a number of files; a bar appears once a second has passed."""
    bar: list[tqdm[NoReturn]] = []
    started, done = time.monotonic(), 0

    def step(files: int) -> None:
        nonlocal done
        done += files
        if bar:
            bar[0].update(files)
        elif time.monotonic() - started > _PATIENCE:
            from tqdm import tqdm

            bar.append(tqdm(total=total, initial=done, file=stream, unit=" files", leave=False))

    try:
        yield step
    finally:
        for one in bar:
            one.close()
