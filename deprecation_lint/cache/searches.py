"""What searches of folders found, as bytes.

For each search: a line with the lengths of its parts, and the parts. Names are parted by NULs.
"""

from __future__ import annotations

import os
from array import array

from deprecation_lint.files.remembered import Question, Search

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

_NAMES = 9  # parts that hold names; then come the stamps, and three parts for each question


def dump(searches: Mapping[str, Search]) -> bytes:
    """Searches, by the folder that was searched, as bytes."""
    content = []
    for folder, found in searches.items():
        parts = _parts(folder, found)
        content += [" ".join(str(len(part)) for part in parts).encode(), b"\n", *parts]
    return b"".join(content)


def load(content: bytes) -> dict[str, Search]:
    """The searches again. Raises `ValueError` for bytes that are none."""
    searches = {}
    at = 0
    while at < len(content):
        end = content.index(b"\n", at)
        lengths = list(map(int, content[at:end].split()))
        at = end + 1
        parts = []
        for length in lengths:
            parts.append(content[at : at + length])
            at += length
        if list(map(len, parts)) != lengths or len(parts) <= _NAMES:
            raise ValueError("not searches of folders")
        folder, search = _search(parts)
        searches[folder] = search
    return searches


def _parts(folder: str, found: Search) -> list[bytes]:
    names = [
        [folder, str(int(found.vendored_too)), found.listing],
        found.folders,
        _flat(found.restless.items()),
        list(map(str, _flat(found.passed))),
        found.other,
        found.untracked,
        found.links,
        found.litter,
        _flat(found.skipped),
    ]
    parts = [os.fsencode("\0".join(some)) for some in names]
    parts.append(found.stamps.tobytes())
    for one in found.questions:
        parts += [b"%d" % one.without_index, one.asked, one.answer]
    return parts


def _search(parts: Sequence[bytes]) -> tuple[str, Search]:
    names = [os.fsdecode(part).split("\0") if part else [] for part in parts[:_NAMES]]
    (folder, vendored_too, listing), folders, restless, passed, *others, skipped = names
    other, untracked, links, litter = others
    stamps = array("q", parts[_NAMES])
    if len(stamps) != len(folders):
        raise ValueError("not as many stamps as folders")
    questions = iter(parts[_NAMES + 1 :])
    return folder, Search(
        vendored_too=bool(int(vendored_too)),
        listing=listing,
        folders=folders,
        stamps=stamps,
        restless=dict(_pairs(restless)),
        questions=[
            Question(bool(int(how)), asked, answer)
            for how, asked, answer in zip(questions, questions, questions, strict=True)
        ],
        passed=[(int(start), int(end)) for start, end in _pairs(passed)],
        other=other,
        untracked=untracked,
        links=links,
        litter=litter,
        skipped=_pairs(skipped),
    )


def _flat(pairs: Iterable[tuple[Any, Any]]) -> list[Any]:
    return [one for pair in pairs for one in pair]


def _pairs(texts: Sequence[str]) -> list[tuple[str, str]]:
    return list(zip(texts[::2], texts[1::2], strict=True))
