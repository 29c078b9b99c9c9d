"""How a name is used in its own file: a list that is only asked about is no list to choose from.

A light look at the text, for all languages: every place where the name stands is a question
(`in NAME`, `startswith(NAME)`, `NAME.includes(`), or it is another use.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from deprecation_lint.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST = 200  # places looked at
_NEAR = 120  # characters on each side of a place
_BODY = 400  # characters of a loop looked at
_NAME = lazy(rb"[A-Za-z_$][\w$]*")
_LOOPED = lazy(r"\s*(?::|\)|\{)")
_DEFINED = lazy(r"\s*(?::[^=\r\n]{0,200})?=(?![=>~])|\s*:=")
_DECLARED = lazy(r"\b(?:const|let|var|val|static|final|def|type|func|class|import|for)\s+\Z")
_ASKED_BEFORE = lazy(
    r"\b(?:not\s+)?in\s+\(?\*?\Z|[!=]==?\s*\Z"
    r"|\b(?:starts?_?[wW]ith|ends?_?[wW]ith|contains|includes|Contains|HasPrefix)\((?:\w+,\s*)?\Z"
)
_ASKED_AFTER = lazy(
    r"\s*[!=]==?"
    r"|\??\.(?:includes|has|indexOf|some|contains|Contains|find|any|test|match|containsKey)\b"
)
_LOOP = lazy(r"\bfor\s+(?:\(?(?:const|let|var)\s+)?\[?(\w+)(?:\s*,\s*\w+)*\]?\s+(?:in|of)\s+\Z")
_QUOTED = lazy(r"[\"'`]\Z")
_TOLD = lazy(r"\bjoin\(\s*\Z")  # put into a message
_COMMENT = lazy(r"^\s*(?:#|//|\*)|\s(?:#|//)\s")


class Uses:
    """The names of one file; where they stand is found when the first is asked for."""

    def __init__(self, text: bytes) -> None:
        self._bytes = text
        self._known: dict[str, bool] = {}

    def only_asked(self, name: str) -> bool:
        """Whether the file asks about the name at least once, and does nothing else with it."""
        if name not in self._known:
            self._known[name] = len(name) > 1 and self._look(name)
        return self._known[name]

    def is_looped(self, name: str) -> bool:
        """Whether a loop goes through the name itself, and not only through pairs of it."""
        return any(
            _LOOP.search(before) and _LOOPED.match(after) for before, after in self._around(name)
        )

    @cached_property
    def _places(self) -> dict[bytes, list[int]]:
        places: dict[bytes, list[int]] = {}
        for found in _NAME.finditer(self._bytes):
            known = places.setdefault(found[0], [])
            if len(known) <= _MOST:
                known.append(found.start())
        return places

    def _around(self, name: str) -> Iterator[tuple[str, str]]:
        """What stands before and behind the name, wherever it stands."""
        for start in self._places.get(name.encode(), ()):
            end = start + len(name.encode())
            before = self._bytes[max(0, start - _NEAR) : start]
            after = self._bytes[end : end + _BODY]
            yield before.decode("utf-8", "replace"), after.decode("utf-8", "replace")

    def _look(self, name: str) -> bool:
        if len(self._places.get(name.encode(), ())) > _MOST:
            return False
        uses = [_use(before, after) for before, after in self._around(name)]
        return "other" not in uses and "asked" in uses


def _use(before: str, after: str) -> str:
    """What one place makes of the name: "defined", "asked", "other", or "" for none of them."""
    line = before.splitlines()[-1] if before and before[-1] not in "\r\n" else ""
    if _QUOTED.search(before) or _COMMENT.search(line) or _TOLD.search(before):
        return ""
    before = re.sub(r"(?:self|cls|this|[A-Z]\w*)\.\Z", "", before)
    loop = _LOOP.search(before)
    if loop:
        return "asked" if _asks(loop[1], before[: loop.start()] + "|" + after) else "other"
    is_annotated = not line.strip() and re.match(r"\s*:(?!:)", after)
    if is_annotated or _DEFINED.match(after) or _DECLARED.search(before):
        return "defined"
    if _ASKED_BEFORE.search(before) or _ASKED_AFTER.match(after):
        return "asked"
    return "other"


def _asks(variable: str, around: str) -> bool:
    """Whether a loop asks about its variable: `any(p in model for p in NAME)`."""
    name = re.escape(variable)
    asked = (
        rf"\b{name}\s+(?:not\s+)?in\b",
        rf"(?:[wW]ith|ncludes|ontains|refix)\((?:\w+,\s*)?{name}\b",
        rf"[!=]==?\s*{name}\b|\b{name}\s*[!=]==?|\bif\s+{name}\s+in\b",
    )
    return any(re.search(pattern, around) for pattern in asked)
