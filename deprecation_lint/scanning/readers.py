"""The table of readers: file type → the trails of its IDs → references. No reader gives up."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from deprecation_lint.patterns import lazy
from deprecation_lint.scanning.escapes import without_escapes
from deprecation_lint.scanning.references import Home, carried_back, reference
from deprecation_lint.scanning.trail import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from deprecation_lint.findings import Reference
    from deprecation_lint.scanning.filetypes import FileType
    from deprecation_lint.scanning.tokens import Match, Matcher
    from deprecation_lint.scanning.trail import Found

    Reader = Callable[[bytes, Sequence[Match], FileType], Iterator[Found]]

_BEFORE = 100  # bytes in which an option may stand before its value
_OPTION = lazy(
    rb"(?:-[ \t]+|[\[,(]\s*)[\"']?(--?[A-Za-z][\w\-]*)[\"']?\s*(?:,\s*|\n\s*-[ \t]+)[\"']?\Z"
)


def read(text: bytes, matcher: Matcher, kind: FileType, home: Home) -> list[Reference]:
    """The references of a text: the reader `read_NAME` of the module NAME, by its type."""
    source = without_escapes(text)
    plain = text if source is None else source.value
    matches = list(matcher.matches(plain))
    if not matches:
        return []  # near misses alone: the grammar of the file is of no interest
    module = import_module(f"deprecation_lint.scanning.{kind.reader}")
    reader: Reader = getattr(module, f"read_{kind.reader}")
    found = _with_options(reader(plain, matches, kind), plain)
    references = [one for one in (reference(one, home) for one in found) if one is not None]
    return references if source is None else list(carried_back(references, source))


def _with_options(found: Iterable[Found], text: bytes) -> Iterator[Found]:
    """An element behind `"--model"` in a list is what that option is set to."""
    for one in found:
        if one.hold is None and one.trail and one.trail[0].kind == "item":
            lead = one.match.lead
            option = _OPTION.search(text[max(0, lead - _BEFORE) : lead])
            if option:
                step = Step("option", name=option[1].decode("utf-8", "replace"))
                yield replace(one, trail=(step, *one.trail), container=None)
                continue
        yield one
