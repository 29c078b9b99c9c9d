"""A number for the state of a file on the disk: it changes whenever the content may have."""

from __future__ import annotations

import os
from array import array

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Stamper = Callable[[os.stat_result], int]
    """A number that changes whenever the file or folder does; 0 for one too new to tell."""

SETTLED = 2_000_000_000
"""Nanoseconds after which a change is old enough to be told from the next by its time."""


def stamper(now: int) -> Stamper:
    """A function from the status of a file to its stamp, for a run that began at `now`.

    0 stands for a file that was changed too shortly before: the clocks of file systems are coarse,
    and another change would show neither in its times nor, perhaps, in its size.
    """
    latest = now - SETTLED

    def stamp(status: os.stat_result) -> int:
        modified, changed = status.st_mtime_ns, status.st_ctime_ns
        if modified > latest or changed > latest:
            return 0
        return hash((modified, changed, status.st_size, status.st_ino, status.st_dev)) or 1

    return stamp


def stamps_of(paths: Sequence[str], stamp: Stamper) -> array[int]:
    """The stamps of some paths as they are now; 0 too for one that cannot be looked at."""
    stamps = array("q")
    rest = iter(paths)
    while len(stamps) < len(paths):
        try:
            stamps.extend(map(stamp, map(os.stat, rest)))
        except OSError:
            stamps.append(0)
    return stamps
