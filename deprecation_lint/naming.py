"""Names that tell a model: `CLAUDE_3_OPUS`, `sonnet35`. A new ID behind them would belie them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deprecation_lint.scanning.names import words

if TYPE_CHECKING:
    from collections.abc import Iterable

_GENERIC = frozenset(("claude", "anthropic", "model", "v", "id"))
_LONGEST = 2  # digits of a version: what is longer is a date


def belied(names: Iterable[str], old: str, new: str) -> str | None:
    """The first of some names that tells the old model and not the new one."""
    return next((name for name in names if names_another(name, old, new)), None)


def names_another(name: str, old: str, new: str) -> bool:
    """Whether a name tells the version, date or family of the old model, and not of the new."""
    said, before, after = _parts(name), _parts(old), _parts(new)
    families = (said[0] & before[0]) - _GENERIC
    if families - after[0]:
        return True
    told = said[0] & before[0]
    if not told or not said[1] or not before[1] or said[1] == after[1]:
        return False
    return before[1].startswith(said[1]) or said[1].startswith(before[1])


def _parts(text: str) -> tuple[set[str], str]:
    """The words of a name, its dates among them, and the digits of the version in it."""
    parts = words(text)
    digits = [part for part in parts if part.isdigit() and len(part) <= _LONGEST]
    return {part for part in parts if part not in digits}, "".join(digits)
