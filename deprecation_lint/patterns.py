"""Patterns that are compiled when they are first used: most are not in any one run.

Compiling takes as long as importing the module around it, and every run would pay for all.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    import re
    from typing import Any, AnyStr


class _Pattern:
    """Stands for a compiled pattern, whose methods are at hand once they have been asked for."""

    def __init__(self, pattern: Any, flags: int) -> None:
        self._made_of = pattern, flags

    def __getattr__(self, name: str) -> Any:
        import re

        found = getattr(re.compile(*self._made_of), name)  # `re` remembers what it has compiled
        setattr(self, name, found)
        return found

    def __reduce__(self) -> tuple[type[_Pattern], tuple[Any, int]]:
        """For another process: the same pattern, compiled there."""
        return _Pattern, self._made_of


def lazy(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A pattern for use by its methods; what is wrong with it shows when it is used."""
    made: Any = _Pattern(pattern, flags)
    return made  # type: ignore[no-any-return]
