"""Paths such as `thinking.type` or `messages[-1].role`: the values of a request that they name."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from deprecation_lint.frozen import dataclass
from deprecation_lint.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deprecation_lint.request import Value

_SEGMENT = lazy(r"([\w-]+)(?:\[([^\]]*)\])?(?:\.|\Z)")
_LONGEST = 40  # characters of a value that a label shows


@dataclass(frozen=True, slots=True)
class At:
    """A value at a path, where its entry stands, and what people call it."""

    value: Value
    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Found:
    """The values at a path, and the words for what may hold more of them."""

    seen: tuple[At, ...]
    hidden: tuple[str, ...]


def resolve(body: Value, path: str) -> Found:
    """All values at a path of dotted names, where `[]` means any item and `[-1]` the last one.

    `[name=text]` means any item whose field of that name is that text, and `[=text]` any item
    that is that text itself.
    """
    hidden: list[str] = []
    here = [At(body, body.start, body.end, "")]
    for name, index in _segments(path):
        here = [at for one in here for at in _step(one, name, hidden)]
        if index is not None:
            here = [at for one in here for at in _items(one, index, hidden)]
    return Found(tuple(_labelled(at) for at in here), tuple(dict.fromkeys(hidden)))


@cache
def _segments(path: str) -> tuple[tuple[str, str | None], ...]:
    """The names of a path, each with the index behind it; there are as many as the rules have."""
    return tuple((found[1], found[2]) for found in _SEGMENT.finditer(path))


def _step(at: At, name: str, hidden: list[str]) -> Iterator[At]:
    """The field of a value; an object in which it may be unseen is told."""
    value = at.value
    if value.kind == "unseen":
        hidden.append(value.text)
        return
    field = value.get(name)
    if field is not None:
        label = f"{at.label}.{name}" if at.label else name
        yield At(field.value, field.start, field.end, label)
    elif value.rest:
        hidden += value.rest


def _items(at: At, index: str, hidden: list[str]) -> Iterator[At]:
    """The items of a list that an index means."""
    value = at.value
    if value.kind == "unseen":
        hidden.append(value.text)
        return
    items = value.items
    if index == "-1":
        if items and items[-1].kind != "unseen":
            yield At(items[-1], items[-1].start, items[-1].end, f"{at.label}[-1]")
        elif items or value.rest:
            hidden.append(items[-1].text if items else value.rest[-1])
        return
    hidden += value.rest
    key, asked, wanted = index.partition("=")
    for item in items:
        here = At(item, item.start, item.end, f"{at.label}[]")
        if item.kind == "unseen":
            hidden.append(item.text)
        elif not asked or any(text == wanted for text in _texts(here, key, hidden)):
            yield here


def _texts(at: At, key: str, hidden: list[str]) -> Iterator[str]:
    """The text by which an item is chosen: that of its field, or its own."""
    for told in _step(at, key, hidden) if key else [at]:
        if told.value.kind == "unseen":
            hidden.append(told.value.text)
        else:
            yield told.value.text


def _labelled(at: At) -> At:
    """What people call it: the path, and the value where it is short enough."""
    value, label = at.value, at.label.removeprefix("keywords.")
    if value.kind == "text":
        shown = f'"{value.text}"'
    elif value.kind in ("number", "flag"):
        shown = value.text
    else:
        return At(value, at.start, at.end, label)
    if len(shown) > _LONGEST:
        shown = f"{shown[:_LONGEST]}…"
    return At(value, at.start, at.end, f"{label}={shown}")
