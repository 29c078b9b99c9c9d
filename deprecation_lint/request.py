"""What a call gives to a model besides its ID: values with their places, alike for every language.

A reader of a language makes a request from what the file shows; whatever it does not show is
`unseen`, never assumed. All offsets are those of the text that was read.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from deprecation_lint.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ValueKind = Literal["text", "number", "flag", "null", "object", "list", "unseen"]
"""`null`: named and yet left out; `unseen`: known only when the program runs."""


@dataclass(frozen=True, slots=True)
class Value:
    """What is given, from `start` to `end`.

    `text` is the value of a text, the source of a number or a flag in lower case, or the words
    for something unseen. `rest` are the words for what is spread into an object or a list, or
    may be given in place of any other value; `whole`: there is nothing of it.
    """

    start: int
    end: int
    kind: ValueKind
    text: str = ""
    fields: tuple[Field, ...] = ()
    items: tuple[Value, ...] = ()
    rest: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing unseen may be in it."""
        return self.kind != "unseen" and not self.rest

    @property
    def number(self) -> float | None:
        """The number, if it is one."""
        try:
            return float(self.text.replace("_", "")) if self.kind == "number" else None
        except ValueError:
            return None

    def get(self, name: str) -> Field | None:
        """The last field of a name: a later one overrides an earlier."""
        return next((field for field in reversed(self.fields) if field.name == name), None)


@dataclass(frozen=True, slots=True)
class Field:
    """A named value: a keyword argument, a member of an object. `start` to `end` is all of it."""

    name: str
    start: int
    end: int
    value: Value


@dataclass(frozen=True, slots=True)
class Request:
    """A call, or an object, that names a model; `body` is what is given to it.

    `call` is the dotted name of what is called (`client.messages.create`), or "" for an object.
    `headers` are those that stand beside it or on its client. `language` is the name of the file
    type. `editable`: its places are those of one whole text, so that it can be edited.
    """

    call: str
    body: Value
    headers: Value | None = None
    language: str = ""
    editable: bool = True

    def moved(self, place: Callable[[int, int], tuple[int, int]]) -> Request:
        """The same request with its places carried elsewhere, where it is not to be edited."""
        headers = _moved(self.headers, place) if self.headers else None
        return replace(self, body=_moved(self.body, place), headers=headers, editable=False)


def _moved(value: Value, place: Callable[[int, int], tuple[int, int]]) -> Value:
    start, end = place(value.start, value.end)
    fields = tuple(
        Field(field.name, *place(field.start, field.end), _moved(field.value, place))
        for field in value.fields
    )
    items = tuple(_moved(item, place) for item in value.items)
    return replace(value, start=start, end=end, fields=fields, items=items)


def opened(value: Value) -> Value:
    """A value as an object; what is unseen may hold anything."""
    is_unseen = value.kind == "unseen"
    return replace(value, kind="object", text="", rest=(value.text,)) if is_unseen else value


def merged(first: Value, *others: Value) -> Value:
    """One object of several: the fields of all, and what is unseen of any."""
    fields = [*first.fields]
    rest = [*first.rest]
    for other in others:
        fields += other.fields
        rest += other.rest if other.kind == "object" else (other.text,) * (other.kind == "unseen")
    return replace(first, kind="object", fields=tuple(fields), rest=tuple(rest))


def walk(value: Value) -> Iterator[Value]:
    """A value and all within it."""
    yield value
    for field in value.fields:
        yield from walk(field.value)
    for item in value.items:
        yield from walk(item)
