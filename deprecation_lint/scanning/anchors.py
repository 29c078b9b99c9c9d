"""Anchors: the short texts of which one stands in every ID, searched for before all else."""

from __future__ import annotations

import re

_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
_SNIFF = 8192

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Iterable


def heads(spellings: Iterable[str]) -> frozenset[str]:
    """The head of each ID: what stands between its last dot before the first hyphen, and that."""
    return frozenset(_head(text) for text in spellings)


def _head(text: str) -> str:
    head, hyphen, _ = text.partition("-")
    return head[head.rfind(".") + 1 :] + hyphen


def anchor_pattern(spellings: Iterable[str]) -> re.Pattern[bytes]:
    """A pattern that finds the heads of all IDs, longest first."""
    ordered = sorted(heads(spellings), key=lambda head: (-len(head), head))
    return re.compile("|".join(map(re.escape, ordered)).encode() or rb"(?!)")


def is_plainly_clean(raw: bytes, anchor: re.Pattern[bytes]) -> bool:
    """Whether a file has nothing to say, told without decoding it: true for almost every file."""
    return (
        anchor.search(raw) is None and b"\0" not in raw[:_SNIFF] and not raw.startswith(_WIDE_BOMS)
    )
