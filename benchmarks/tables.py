"""Markdown tables, lined up so that they read well in a terminal too."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table whose first column is text and whose others are figures."""
    widths = [max(len(row[at]) for row in (head, *rows)) for at in range(len(head))]
    rule = [":" + "-" * max(2, widths[0] - 1), *("-" * max(2, w - 1) + ":" for w in widths[1:])]
    return "\n".join(_line(row, widths) for row in (head, rule, *rows)) + "\n"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = (cell for cell in row)
    cells = [first.ljust(widths[0])]
    cells += [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
    return "| " + " | ".join(cells) + " |"


def seconds(value: float) -> str:
    """A duration with three digits that mean something."""
    return f"{value:.3f}" if value < 10 else f"{value:.1f}"
