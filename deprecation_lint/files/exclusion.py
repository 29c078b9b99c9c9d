"""What the user wants left out: patterns as in `.gitignore`, each list relative to a folder."""

from __future__ import annotations

import os

from deprecation_lint.errors import UsageError
from deprecation_lint.files.paths import seen_from
from deprecation_lint.frozen import dataclass

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Iterable

    from deprecation_lint.files.patterns import Patterns


@dataclass(frozen=True)
class Exclusion:
    """Patterns, relative to a folder; "" is the working directory."""

    patterns: tuple[str, ...]
    folder: str = ""


class Excluder:
    """Tells which paths, relative to the working directory, are left out."""

    def __init__(self, exclusions: Iterable[Exclusion]) -> None:
        wanted = [exclusion for exclusion in exclusions if exclusion.patterns]
        self._lists = [_List(exclusion) for exclusion in wanted]

    def kept(self, paths: list[str]) -> list[str]:
        """Those of the paths that are not left out."""
        if not self._lists:
            return paths
        return [path for path in paths if not self.excludes(path)]

    def excludes(self, path: str) -> bool:
        """Whether a path is left out."""
        return any(one.excludes(path) for one in self._lists)


class _List:
    """One list of patterns. What can be said of a folder is said once for all in it."""

    def __init__(self, exclusion: Exclusion) -> None:
        from deprecation_lint.files.patterns import Patterns

        here = os.getcwd()
        self._prefix = os.path.relpath(here, exclusion.folder or here)
        try:
            self._patterns: Patterns = Patterns(exclusion.patterns)
        except ValueError as error:
            raise UsageError(f"exclude: {error}; write it as in .gitignore") from None
        self._folders: dict[str, str | None] = {}

    def excludes(self, path: str) -> bool:
        folder, _, name = path.rpartition("/")
        if folder in self._folders:
            seen = self._folders[folder]
        else:
            seen = self._folders[folder] = self._seen(folder)
        return seen is None or bool(self._patterns.verdict(seen + name))

    def _seen(self, folder: str) -> str | None:
        """A folder as the patterns see it, with a slash; None if all that is in it is left out."""
        seen = seen_from(self._prefix, folder).rstrip("/")
        if seen in ("", "."):
            return ""
        whole = not self._patterns.takes_back and self._patterns.verdict(f"{seen}/")
        return None if whole else f"{seen}/"
