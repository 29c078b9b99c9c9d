"""The one exception that reaches the command line: a run that cannot go on."""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Iterable


class UsageError(Exception):
    """Something that the user has to mend: each line says what, where and what to do."""

    def __init__(self, *lines: str) -> None:
        super().__init__(*lines)
        self.lines = lines


def nearest(wrong: str, known: Iterable[str], called: str = "known") -> str:
    """The way out of a wrong name: the nearest right one, or all that are known."""
    import difflib

    names = list(known)
    near = difflib.get_close_matches(wrong, names, 1)
    return f"did you mean {near[0]}?" if near else f"{called}: {', '.join(names)}"
