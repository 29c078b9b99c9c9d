"""How a name is used in its own file: a list that is only asked about is no list to choose from.

A light look at the text, for all languages: every place where the name stands is a question
(`in NAME`, `startswith(NAME)`, `NAME.includes(`), or it is another use.
"""

from __future__ import annotations

import re

_MOST = 200  # places looked at
_NEAR = 120  # characters on each side of a place
_BODY = 400  # characters of a loop looked at
_DEFINED = re.compile(r"\s*(?::[^=\r\n]{0,200})?=(?![=>~])|\s*:=")
_DECLARED = re.compile(r"\b(?:const|let|var|val|static|final|def|type|func|class|import|for)\s+\Z")
_ASKED_BEFORE = re.compile(
    r"\b(?:not\s+)?in\s+\(?\*?\Z|[!=]==?\s*\Z"
    r"|\b(?:starts?_?[wW]ith|ends?_?[wW]ith|contains|includes|Contains|HasPrefix)\((?:\w+,\s*)?\Z"
)
_ASKED_AFTER = re.compile(
    r"\s*[!=]==?"
    r"|\??\.(?:includes|has|indexOf|some|contains|Contains|find|any|test|match|get|containsKey)\b"
    r"|\[\w+\]\s*(?:;|$|\))"
)
_LOOP = re.compile(
    r"\bfor\s+(?:\(?(?:const|let|var)\s+)?\[?(\w+)(?:\s*,\s*\w+)*\]?\s+(?:in|of)\s+\Z"
)
_QUOTED = re.compile(r"[\"'`]\Z")
_TOLD = re.compile(r"\bjoin\(\s*\Z")  # put into a message
_COMMENT = re.compile(r"^\s*(?:#|//|\*)")


class Uses:
    """The names of one file; each is looked up once."""

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
        return is_looped(self._bytes, name)

    def _look(self, name: str) -> bool:
        pattern = re.compile(rb"(?<![\w$])" + re.escape(name.encode()) + rb"(?![\w$])")
        asked = 0
        for number, found in enumerate(pattern.finditer(self._bytes)):
            before = self._bytes[max(0, found.start() - _NEAR) : found.start()]
            after = self._bytes[found.end() : found.end() + _BODY]
            use = _use(before.decode("utf-8", "replace"), after.decode("utf-8", "replace"))
            if number == _MOST or use == "other":
                return False
            asked += use == "asked"
        return asked > 0


def _use(before: str, after: str) -> str:
    """What one place makes of the name: "defined", "asked", "other", or "" for none of them."""
    line = before.splitlines()[-1] if before and before[-1] not in "\r\n" else ""
    if _QUOTED.search(before) or _COMMENT.match(line) or _TOLD.search(before):
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


def is_looped(text: bytes, name: str) -> bool:
    """Whether a loop of the text goes through what the name stands for."""
    pattern = rb"\bfor\s+\w+\s+(?:in|of)\s+" + re.escape(name.encode()) + rb"\s*(?::|\)|\{)"
    return re.search(pattern, text) is not None
