"""What a command costs: wall time, CPU time, and the memory of its largest process.

Each command is started by a small process of its own (this file, run as a script): a child's
peak begins at what its parent holds, and the parent that prints the tables may hold much.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

TYPE_CHECKING = False  # what is imported counts towards the peak that is measured
if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Cost:
    """One run: seconds on the clock, seconds of CPU with all children, peak in MB, exit code."""

    __slots__ = ("code", "cpu", "peak", "wall")

    def __init__(self, wall: float, cpu: float, peak: float, code: int = 0) -> None:
        self.wall = wall
        self.cpu = cpu
        self.peak = peak
        self.code = code


def measure(words: Sequence[str], cwd: Path | str, limit: int = 3600) -> Cost | None:
    """Run a command to its end; None if it had to be stopped after so many seconds.

    What it prints is written to a file and thrown away: some programs stop at the first hit
    where nobody reads.
    """
    from tempfile import TemporaryFile

    command = [sys.executable, "-I", "-S", __file__, str(limit), *words]
    with TemporaryFile() as out:
        done = subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, stderr=out, check=True)
    told = json.loads(done.stdout)
    return Cost(**told) if told else None


def median(costs: Sequence[Cost]) -> Cost:
    """The medians of wall time and CPU time, each by itself; the largest peak."""
    from statistics import median as middle

    walls, cpus = [one.wall for one in costs], [one.cpu for one in costs]
    codes = max((one.code for one in costs), key=abs)
    return Cost(middle(walls), middle(cpus), max(one.peak for one in costs), codes)


def _time(limit: int, words: list[str]) -> dict[str, float] | None:
    """Run the command as a child of this process, on whose standard error it writes."""

    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(limit)
    begin = time.perf_counter()
    child = subprocess.Popen(
        words, stdin=subprocess.DEVNULL, stdout=2, stderr=2, start_new_session=True
    )
    try:
        _, status, used = os.wait4(child.pid, 0)
    except TimeoutError:
        os.killpg(child.pid, signal.SIGKILL)
        return None
    wall = time.perf_counter() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    peak = used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    cpu = used.ru_utime + used.ru_stime
    return {"wall": wall, "cpu": cpu, "peak": peak, "code": child.returncode}


if __name__ == "__main__":
    print(json.dumps(_time(int(sys.argv[1]), sys.argv[2:])))
