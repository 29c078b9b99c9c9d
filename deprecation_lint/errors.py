"""The one exception that reaches the command line: a run that cannot go on."""

from __future__ import annotations


class UsageError(Exception):
    """Something that the user has to mend: each line says what, where and what to do."""

    def __init__(self, *lines: str) -> None:
        super().__init__(*lines)
        self.lines = lines
