"""What the user wants left out: patterns as in `.gitignore`, each list relative to a folder."""

from __future__ import annotations

import os
from dataclasses import dataclass

from deprecation_lint.errors import UsageError
from deprecation_lint.files.paths import seen_from

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True)
class Exclusion:
    """Patterns, relative to a folder; "" is the working directory."""

    patterns: tuple[str, ...]
    folder: str = ""


def excluder(exclusions: Iterable[Exclusion]) -> Callable[[str], bool]:
    """A test for paths that are relative to the working directory."""
    wanted = [exclusion for exclusion in exclusions if exclusion.patterns]
    if not wanted:
        return lambda path: False
    from pathspec import GitIgnoreSpec

    here = os.getcwd()
    specs = []
    for one in wanted:
        try:
            spec = GitIgnoreSpec.from_lines(one.patterns)
        except ValueError as error:
            raise UsageError(f"exclude: {error}; write it as in .gitignore") from None
        specs.append((os.path.relpath(here, one.folder or here), spec))

    def is_excluded(path: str) -> bool:
        return any(spec.match_file(seen_from(prefix, path)) for prefix, spec in specs)

    return is_excluded
