"""Notebooks: code cells go the Python way, with positions in the raw file; outputs are recordings.

The JSON is read for its strings only and never written again.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

from deprecation_lint.scanning.embedded import inner
from deprecation_lint.scanning.filetypes import PYTHON, SHELL
from deprecation_lint.scanning.json_strings import parts_of, strings_in_json
from deprecation_lint.scanning.magics import command_lines, type_of_cell, without_commands
from deprecation_lint.scanning.pieces import Joined
from deprecation_lint.scanning.python import is_within, scan_python
from deprecation_lint.scanning.readers import read
from deprecation_lint.scanning.references import carried_back, reference
from deprecation_lint.scanning.source import Unparsable
from deprecation_lint.scanning.trail import Found, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from deprecation_lint.findings import Reference
    from deprecation_lint.scanning.json_strings import Path
    from deprecation_lint.scanning.pieces import Piece
    from deprecation_lint.scanning.references import Home
    from deprecation_lint.scanning.tokens import Match, Matcher


_WHOLE = 3  # steps of the path of a field of a cell: `cells`, number, field


def scan_notebook(text: bytes, matcher: Matcher, home: Home) -> list[Reference]:
    """Every ID in the notebook, in order; raise `Unparsable` where it has no cells.

    A broken notebook is read as far as it goes.
    """
    strings = list(strings_in_json(text))
    kinds = {
        path[1]: text[start:end] for path, start, end in strings if _is_of_cell(path, "cell_type")
    }
    if not kinds:
        raise Unparsable("not a notebook in JSON")
    code: dict[tuple[int, int], list[Piece]] = {}
    prose: list[tuple[int, int]] = []
    for path, start, end in strings:
        if not _is_of_cell(path, "source") or not isinstance(path[1], int):
            continue
        if kinds.get(path[1]) == b"code":
            line = code.setdefault((path[1], start if len(path) == _WHOLE else 0), [])
            line.extend(parts_of(text, start, end))
        else:
            prose.append((start, end))
    read = sorted((part.start, part.end) for parts in code.values() for part in parts)
    found = [
        _outside(text, match, is_within(prose, match.start), home)
        for match in matcher.matches(text)
        if not is_within(read, match.start)
    ]
    for parts in code.values():
        found += _cell(parts, matcher, home)
    return sorted((one for one in found if one is not None), key=lambda r: (r.start, r.end))


def _is_of_cell(path: Path, field: str) -> bool:
    """Whether the string at this path is a field of a cell, or a line of it."""
    return len(path) in (_WHOLE, _WHOLE + 1) and path[0] == "cells" and path[2] == field


def _outside(text: bytes, match: Match, is_prose: bool, home: Home) -> Reference | None:
    """An ID in a cell of text, or in what the notebook has put out."""
    steps = inner(text, match.lead, match.end)
    step = Step("prose" if is_prose else "recorded")
    return reference(Found(match, (*steps, step), "longer"), home)


def _cell(parts: list[Piece], matcher: Matcher, home: Home) -> Iterator[Reference]:
    """The IDs of one code cell, mapped back to the file."""
    source = Joined(tuple(parts))
    if not matcher.has_candidate(source.value):
        return
    yield from carried_back(_scan_cell(source.value, matcher, home), source)


def _scan_cell(source: bytes, matcher: Matcher, home: Home) -> list[Reference]:
    """The source as Python; its commands, or all of it where it is no Python, as what they are."""
    kind = type_of_cell(source)
    if kind is not None and kind.reader != PYTHON.reader:
        return _held(read(source, matcher, kind, home))
    with contextlib.suppress(Unparsable):
        return scan_python(source, matcher, home)
    commands = command_lines(source)
    try:
        found = scan_python(without_commands(source), matcher, home)
    except Unparsable:
        return _held(read(source, matcher, replace(PYTHON, reader="code"), home))
    if commands:
        found += _held(
            r for r in read(source, matcher, SHELL, home) if is_within(commands, r.start)
        )
    return found


def _held(references: Iterable[Reference]) -> list[Reference]:
    """References of which nobody is sure that they are whole values of a program that runs."""
    return [one if one.hold else replace(one, hold="longer") for one in references]
