"""Docstrings: where a snippet stands in one that a reader would copy. Pure."""

from __future__ import annotations

import re

from deprecation_lint.scanning.snippets import snippet_spans

_LINES = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")


def example_spans(text: bytes) -> list[tuple[int, int]]:
    """The snippets of a docstring: as in other prose, and what is indented behind a colon."""
    return sorted([*snippet_spans(text), *_indented(text)])


def _indented(text: bytes) -> list[tuple[int, int]]:
    """Blocks that stand deeper than the text, behind an empty line and one that ends in `:`."""
    spans: list[tuple[int, int]] = []
    base, announced, blank, start = -1, False, False, -1
    for found in _LINES.finditer(text):
        line = found[0].strip()
        indent = len(found[0]) - len(found[0].lstrip(b" \t\r\n"))
        if not line:
            blank = True
        elif start >= 0 and indent > base:
            spans[-1] = (start, found.end())
        elif announced and blank and found.start() and indent > max(base, 0):
            start = found.start()
            spans.append((start, found.end()))
        else:
            announced, blank, start = line.endswith(b":"), False, -1
            base = indent if found.start() else base
    return spans
