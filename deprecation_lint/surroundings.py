"""What a process was given. Filled by the command line, and by the tests."""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date
    from typing import BinaryIO, TextIO

    from deprecation_lint.output.style import Style


EPOCH = 719163
"""The day from which `time` counts, counted as `date.toordinal` does."""


class Surroundings:
    """What the process was given: streams, environment, and today's date in UTC.

    `now` is when it began, in nanoseconds since the epoch; with 0, no file is old enough to be
    remembered. `clock` counts nanoseconds from anywhere, for --profile.
    """

    def __init__(  # noqa: PLR0913 - one for each thing that a process is given
        self,
        *,
        stdin: BinaryIO,
        stdout: BinaryIO,
        stderr: TextIO,
        environ: Mapping[str, str],
        day: int,
        now: int = 0,
        clock: Callable[[], int] = int,
        stdout_is_terminal: bool = False,
        stderr_is_terminal: bool = False,
    ) -> None:
        self.stdin = stdin
        self.stdout = stdout
        self.stderr = stderr
        self.environ = environ
        self.day = day
        self.now = now
        self.clock = clock
        self.stdout_is_terminal = stdout_is_terminal
        self.stderr_is_terminal = stderr_is_terminal

    @property
    def today(self) -> date:
        """The date of today."""
        from datetime import date

        return date.fromordinal(self.day)

    def write(self, lines: Iterable[str]) -> None:
        """Data to stdout, as it comes; what cannot be encoded is written as an escape."""
        for line in lines:
            self.stdout.write(f"{line}\n".encode("utf-8", "backslashreplace"))

    def tell(self, lines: Iterable[str]) -> None:
        """Everything that is no data: to stderr."""
        for line in lines:
            print(line, file=self.stderr)

    def style(self, terminal: bool) -> Style:
        """Colour and links: on a terminal, unless the user says otherwise."""
        from deprecation_lint.output.style import Style

        forced = self.environ.get("FORCE_COLOR", "") not in ("", "0")
        barred = self.environ.get("NO_COLOR", "") != "" or self.environ.get("TERM") == "dumb"
        return Style(colour=(terminal or forced) and not barred, links=terminal and not barred)
