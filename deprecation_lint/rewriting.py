"""Mechanical changes of arguments → edits of a text, by the reader of its file type. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from deprecation_lint.findings import Edit
    from deprecation_lint.migration import Change


def _python(text: bytes, changes: Sequence[Change]) -> tuple[Edit, ...]:
    from deprecation_lint.scanning.python_edits import edits_of

    return edits_of(text, changes)


EDITORS: Mapping[str, Callable[[bytes, Sequence[Change]], tuple[Edit, ...]]] = {
    "python": _python,
}
"""By the name of the reader; offsets are those of the text."""
