"""Which platform an ID belongs to where its spelling fits several: by what stands around it.

In order: the call around it, what its file imports or addresses, the platform that the user set
for its path, the platform's own default. Pure; the words are data, `evidence` in `rules/`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from deprecation_lint.findings import Reference
    from deprecation_lint.registry.records import Spelling
    from deprecation_lint.registry.registry import Registry


class Evidence:
    """Settles the platform of references by the words that platforms are known by."""

    def __init__(self, registry: Registry) -> None:
        self._spellings = registry.spellings
        words = {
            word: platform.name
            for platform in registry.platforms.values()
            for word in platform.evidence
        }
        self._words = words

    def settle(
        self, references: Sequence[Reference], text: bytes, configured: str | None
    ) -> list[Reference]:
        """The references of a file, each with the platform that the evidence speaks for."""
        open_ = [one for one in references if self._is_open(one)]
        if not open_:
            return list(references)
        by_file = self._only(self._found(text))
        return [
            self._settled(one, by_file, configured) if self._is_open(one) else one
            for one in references
        ]

    def _is_open(self, one: Reference) -> bool:
        """Whether the spelling alone leaves the platform open."""
        if one.routed or one.region_prefix or one.variant:
            return False
        options = self._spellings.get(one.spelling.text, ())
        return len({option.platform for option in options}) > 1

    def _settled(self, one: Reference, by_file: str | None, configured: str | None) -> Reference:
        by_call = self._only(self._found(" ".join(one.calls).encode()))
        for platform in (by_call, by_file, configured):
            spelling = self._on(one, platform)
            if spelling is not None:
                return replace(one, spelling=spelling, settled=True)
        return one

    def _on(self, one: Reference, platform: str | None) -> Spelling | None:
        """What the text of a reference means on a platform, if anything."""
        options = self._spellings[one.spelling.text]
        return next((o for o in options if o.platform == platform), None)

    def _found(self, text: bytes) -> set[str]:
        present = [word for word in self._words if word.encode() in text]
        if not present:
            return set()
        found = _pattern(tuple(present)).finditer(text)
        return {self._words[one[0].decode()] for one in found}

    @staticmethod
    def _only(platforms: Iterable[str]) -> str | None:
        """The one platform that is spoken for; several cancel each other."""
        found = list(platforms)
        return found[0] if len(found) == 1 else None


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[bytes]:
    """Any of some words as a whole; few of all words stand in one file."""
    longest_first = sorted(words, key=len, reverse=True)
    escaped = [re.escape(word) for word in longest_first]
    parts = (f"{word}(?<![A-Za-z0-9_]{word})" for word in escaped)  # `re` is fast to a first sign
    return re.compile(f"(?:{'|'.join(parts)})(?![A-Za-z0-9_])".encode())
