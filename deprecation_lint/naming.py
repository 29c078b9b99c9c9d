"""Names that tell a model: `CLAUDE_3_OPUS`, `sonnet35`. A new ID behind them would belie them."""

from __future__ import annotations

import re

_PART = re.compile(r"[a-z]+|\d+")
_GENERIC = frozenset(("claude", "anthropic", "model", "v", "id"))
_LONGEST = 2  # digits of a version: what is longer is a date


def names_another(name: str, old: str, new: str) -> bool:
    """Whether a name tells the version or the family of the old model, and not of the new one."""
    said, before, after = _parts(name), _parts(old), _parts(new)
    families = (said[0] & before[0]) - _GENERIC
    if families - after[0]:
        return True
    told = said[0] & before[0]
    return bool(told and said[1]) and before[1].startswith(said[1]) and said[1] != after[1]


def _parts(text: str) -> tuple[set[str], str]:
    """The words of a name, and the digits of the version in it."""
    parts = _PART.findall(text.lower())
    digits = (part for part in parts if part.isdigit() and len(part) <= _LONGEST)
    return {part for part in parts if not part.isdigit()}, "".join(digits)
