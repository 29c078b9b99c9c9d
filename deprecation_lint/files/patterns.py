"""Patterns as in `.gitignore`, asked for many paths of which few match any."""

from __future__ import annotations

import re

from pathspec import GitIgnoreSpec

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Iterable

_NAME_OF_GROUP = re.compile(r"\(\?P<\w+>")


class Patterns:
    """A list of patterns. Raises `ValueError` for one that cannot be read."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._spec = GitIgnoreSpec.from_lines(lines)
        wholes = [p for p in self._spec.patterns if p.include is not None]
        self._count = len(wholes)
        self.takes_back = any(not pattern.include for pattern in wholes)
        """Whether a pattern with `!` may let in what is in a folder that another one matches."""
        self._any = _union(p.regex.pattern for p in wholes if p.regex is not None)

    def __len__(self) -> int:
        return self._count

    def verdict(self, path: str) -> bool | None:
        """True for what is matched, false for what is taken back, None for neither.

        Of a folder the path ends with a slash.
        """
        if self._any.match(path) is None:
            return None
        return self._spec.check_file(path).include


def _union(patterns: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all: to learn that none matches is what most paths need."""
    return re.compile("|".join(_NAME_OF_GROUP.sub("(?:", text) for text in patterns))
