"""Anchors: the short texts of which one stands in every ID, searched for before all else."""

from __future__ import annotations

import re

_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
SNIFFED = 8192
"""Bytes of a file that tell whether it is text."""

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Iterable


def anchor_pattern(spellings: Iterable[str]) -> re.Pattern[bytes]:
    """A pattern that finds the head of every ID: from its last dot up to its first hyphen.

    A quote or a backslash may stand where the hyphen would: a literal may end within an ID that
    goes on in the next one, and the hyphen may be escaped.
    """
    heads = {_head(text) for text in spellings}
    ordered = sorted(heads, key=lambda head: (-len(head), head))
    return re.compile(b"|".join(map(_anchor, ordered)) or rb"(?!)")


def head_start(text: str) -> int:
    """Where in an ID its head begins."""
    return text.partition("-")[0].rfind(".") + 1


def _head(text: str) -> str:
    head, hyphen, _ = text.partition("-")
    return head[head_start(text) :] + hyphen


def _anchor(head: str) -> bytes:
    name = head.removesuffix("-")
    return re.escape(name).encode() + (b"[-\"'\\\\]" if name != head else b"")


def is_plainly_clean(
    raw: bytes | bytearray, anchor: re.Pattern[bytes], length: int | None = None
) -> bool:
    """Whether a file has nothing to say, told without decoding it: true for almost every file.

    Only the first `length` bytes count, if it is given.
    """
    end = len(raw) if length is None else length
    return (
        anchor.search(raw, 0, end) is None
        and raw.find(b"\0", 0, min(end, SNIFFED)) < 0
        and not raw.startswith(_WIDE_BOMS, 0, end)
    )
