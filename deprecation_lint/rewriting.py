"""Mechanical changes of arguments → edits of a text, by the reader of its file type. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deprecation_lint.findings import Edit
    from deprecation_lint.migration import Change


Editor = Callable[[Sequence["Change"]], "tuple[Edit, ...]"]


def _python(text: bytes) -> Editor:
    from deprecation_lint.scanning.python_edits import editor_of

    return editor_of(text)


EDITORS: Mapping[str, Callable[[bytes], Editor]] = {
    "python": _python,
}
"""By the name of the reader; each makes an editor of a text, with offsets into that text."""
