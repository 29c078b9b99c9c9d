"""JSON piece by piece: the same text as all at once, of which never more than one entry is held."""

from __future__ import annotations

import json
from collections.abc import Iterator

_STEP = "  "


def written(value: object, margin: str = "", label: str = "") -> Iterator[str]:
    """The lines of a value, indented; an iterator is an array, made while it is written.

    It may be a value of an object, at any depth. `label` stands before the first line.
    """
    if isinstance(value, Iterator):
        marks, entries = "[]", (("", entry) for entry in value)
    elif isinstance(value, dict) and any(map(_is_made, value.values())):
        marks, entries = "{}", ((f"{json.dumps(key)}: ", entry) for key, entry in value.items())
    else:
        yield label + json.dumps(value, indent=len(_STEP)).replace("\n", f"\n{margin}")
        return
    last = label + marks[0]
    comma = ""
    for key, entry in entries:
        deeper = margin + _STEP
        for line in written(entry, deeper, deeper + key):
            yield last + comma
            last, comma = line, ""
        comma = ","
    if comma:
        yield last
        yield margin + marks[1]
    else:
        yield last + marks[1]


def _is_made(value: object) -> bool:
    """Whether something in a value is made while it is written."""
    if isinstance(value, dict):
        return any(map(_is_made, value.values()))
    return isinstance(value, Iterator)
