"""What other processes begin with while the folders are searched."""

from __future__ import annotations

from deprecation_lint.files.git import is_large
from deprecation_lint.workers import MANY, begin_ahead, begin_to_mend, begin_to_recall

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from deprecation_lint.engine import Engine
    from deprecation_lint.profiling import Profile
    from deprecation_lint.workers import Begun


class HeadStart:
    """Workers that begin before the files are known, as the other processors have nothing to do.

    Files that an earlier run knew are looked at then. Where none are known, an ID will be found
    in one of so many, and what this needs is imported; and some of what git tracks is looked at.
    `how_many` tells how many processes look at so many files.
    """

    def __init__(
        self, engine: Engine, how_many: Callable[[int], int], profile: Profile | None
    ) -> None:
        self.begun: list[Begun] = []
        self._engine = engine
        self._how_many = how_many
        self._profile = profile
        self._known = engine.cache.paths if engine.cache is not None else []
        self._is_foretold = False

    def begin(self, folders: Iterable[str]) -> None:
        """Begin with what needs no listing of the folders."""
        if self._known:
            jobs = self._how_many(len(self._known))
            self._add(begin_to_recall(self._engine, self._known, jobs, self._profile))
        elif any(map(is_large, folders)):
            jobs = self._how_many(MANY)
            self._add(begin_to_mend(self._engine, jobs, self._profile))

    def foretell(self, prefix: str, names: Sequence[str]) -> None:
        """Begin with the files that git tracks below the first folder."""
        if self._known or self._is_foretold:
            return
        self._is_foretold = True
        jobs = self._how_many(len(names))
        self._add(begin_ahead(self._engine, prefix, names, jobs, self._profile))

    def _add(self, begun: Begun | None) -> None:
        if begun is not None:
            self.begun.append(begun)
