"""What can be told of the shipped registry without parsing it: its anchors, its newest reading.

Almost every file of almost every run holds no candidate, and a commit hook must answer at once:
only a candidate is worth the parse. The shipped files are formatted so that one pattern reads
all spellings; a test holds this against the parsed registry.
"""

from __future__ import annotations

import os
import re
from datetime import date

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Iterator

_SPELLINGS = re.compile(r"^(?:id = |aliases = \[|informal = \[)([^\]\n]*(?:\n    [^\]]*)?)", re.M)
_QUOTED = re.compile(r'"([^"]+)"')
_READ = re.compile(r"^read = (\d{4}-\d{2}-\d{2})$", re.M)
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def shipped() -> str:
    """The folder of the registry that came with the tool: in the wheel, else in the checkout."""
    inside = os.path.join(_PACKAGE, "rules")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(_PACKAGE), "rules")


def glance() -> tuple[frozenset[str], date]:
    """All spellings of the shipped registry, and the newest day on which a source was read."""
    spellings: set[str] = set()
    days = [date.min.isoformat()]
    for text in _texts(shipped()):
        for block in _SPELLINGS.findall(text):
            spellings.update(_QUOTED.findall(block))
        days += _READ.findall(text)
    return frozenset(spellings), date.fromisoformat(max(days))


def _texts(folder: str) -> Iterator[str]:
    for name in sorted(os.listdir(folder)):
        if name.endswith(".toml"):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                yield file.read()
