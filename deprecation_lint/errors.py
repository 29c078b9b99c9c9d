"""The one exception that reaches the command line: a run that cannot go on."""

from __future__ import annotations


class UsageError(Exception):
    """Something that the user has to mend. Its text says what, where and what to do."""
