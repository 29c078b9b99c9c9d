"""IDs of one file that belong together: a value, and what it is looked up by."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deprecation_lint.findings import Reference

_LOOKED_UP = ("table", "comparison", "type", "choice")
_USED = ("argument", "default", "environment", "setting")


def with_lookups(references: Sequence[Reference]) -> list[Reference]:
    """The references; a value that is also looked up in the same file is held, with its partners.

    Renaming one without the other would break the look-up.
    """
    used = {r.spelling.text for r in references if r.role in _USED}
    looked_up = {r.spelling.text for r in references if r.role in _LOOKED_UP and r.hold != "alias"}
    both = used & looked_up
    return [_held(r) if r.spelling.text in both else r for r in references]


def _held(one: Reference) -> Reference:
    is_partner = one.role in _USED or one.role in _LOOKED_UP
    return replace(one, hold="lookup") if is_partner and one.hold is None else one
