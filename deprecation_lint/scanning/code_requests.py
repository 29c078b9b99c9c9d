"""The requests of a program, or of JSON: what is given beside a model to what is called.

A request is the object, or the arguments, in which a field that expects a model has the ID. It
may have it by a name that the same text gives to the ID, and to no other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING

from deprecation_lint.frozen import dataclass
from deprecation_lint.request import Request
from deprecation_lint.scanning import calls, names
from deprecation_lint.scanning.bindings import Bindings
from deprecation_lint.scanning.objects import CUT, Objects
from deprecation_lint.scanning.outline import Outline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from deprecation_lint.request import Value
    from deprecation_lint.scanning.filetypes import FileType
    from deprecation_lint.scanning.heads import Heads
    from deprecation_lint.scanning.left import Left
    from deprecation_lint.scanning.outline import Frame, Spot
    from deprecation_lint.scanning.tokens import Match
    from deprecation_lint.scanning.trail import Found, Step, Trail

_DEEP = 4  # brackets between a value and the field that it is given to
_MOST_USES = 64  # of names, in one text
_START = attrgetter("start")
_KEY = 40  # bytes of the name of a field
_NAMING = ("member", "keyword", "assigned", "parameter", "returned")
_NOT_ALONE = ("item", "key", "index", "compared", "typed", "section", "text")
_NO_VALUE = ("comment", "docstring", "prose", "code")
_BODIES = frozenset(("body", "json", "data", "payload"))
_HEADERS = ("headers", "defaultHeaders", "extraHeaders", "extra_headers", "default_headers")
_OPTIONS = ("clientOptions", "client_options", "requestOptions", "request_options", "options")
_PASSING = frozenset(("stringify", "json_encode", "jsonencode", "dumps", "freeze", "F", "Some"))
_OTHER_ARGUMENT = re.compile(rb"\s*,\s*(?=\{)")
_USE = re.compile(
    rb"(?i:model|llm|engine|deployment)[\w$\-]{0,30}[\"'`]?\s{0,8}"
    rb"(?::(?![:=])|=>|=(?![=>~]))\s{0,40}(?:(?:new\s)?[\w$.:]{1,60}\(\s{0,40})?"
    rb"[&$@*]?(?P<name>[A-Za-z_][\w$]{0,60}(?:[!?]?(?:\.|->|::)\$?[A-Za-z_][\w$]{0,60}){0,5})"
    rb"(?![\w$(.\[])"
)
_SHORTHAND = re.compile(rb"(?<=[{,])\s{0,80}(?P<name>[A-Za-z_][\w$]{0,60})\s{0,80}(?=[,}])")
_KEY_BEFORE = re.compile(rb"[\w$\-]*\Z")
_PARTS = re.compile(r"[!?]?(?:\.|->|::)\$?")


@dataclass(frozen=True, slots=True)
class _Use:
    """Where the name of an ID stands as the value of a field; `short`: it is the field itself."""

    start: int
    end: int
    number: int
    short: bool


class Fields:
    """The names that stand as values of fields in one text; it is read when one is asked for."""

    def __init__(self, text: bytes) -> None:
        self.text = text

    def given(self, name: str, start: int, *, is_part: bool) -> Iterator[tuple[int, int]]:
        """Where fields that expect a model are given a name, or only one that it is part of."""
        parts, whole = self._given.get(name, ([], []))
        return _behind(parts if is_part else whole, start)

    def short(self, name: str, start: int) -> Iterator[tuple[int, int]]:
        """Where a name is a field and its value at once."""
        return _behind(self._short.get(name, []), start)

    @cached_property
    def _given(self) -> dict[str, tuple[list[tuple[int, int]], list[tuple[int, int]]]]:
        """The uses of a name within longer ones, and all of its uses."""
        found: dict[str, tuple[list[tuple[int, int]], list[tuple[int, int]]]] = {}
        for at in _USE.finditer(self.text):
            if self._is_model(at):
                parts = _PARTS.split(at["name"].decode("utf-8", "replace"))
                within, uses = found.setdefault(parts[-1], ([], []))
                uses.append(at.span("name"))
                if len(parts) > 1:
                    within.append(at.span("name"))
        return found

    @cached_property
    def _short(self) -> dict[str, list[tuple[int, int]]]:
        found: dict[str, list[tuple[int, int]]] = {}
        for at in _SHORTHAND.finditer(self.text):
            found.setdefault(at["name"].decode("utf-8", "replace"), []).append(at.span("name"))
        return found

    def _is_model(self, at: re.Match[bytes]) -> bool:
        """Whether the whole name of the field expects a model."""
        word = re.match(rb"[\w$\-]+", at[0])
        before = _KEY_BEFORE.search(self.text[max(0, at.start() - _KEY) : at.start()])
        key = (before[0] if before else b"") + (word[0] if word else b"")
        return names.expects_model(key.decode("utf-8", "replace"))


class CodeRequests:
    """The requests of one text. `heads` tell what stands before its brackets."""

    def __init__(self, fields: Fields, kind: FileType, heads: Heads, start: int) -> None:
        self._text = text = fields.text
        self._fields = fields
        self._kind = kind
        self._heads = heads
        self._start = start
        self._known: dict[int, Request | None] = {}
        self._objects = Objects(text, kind.dialect, Bindings(text, kind.dialect))

    def around(self, spot: Spot, left: Left, trail: Trail) -> tuple[Request, ...]:
        """The request that a value is the model of, by the steps around it."""
        step = _naming(trail)
        if step is not None and step.kind in ("member", "keyword"):
            frame = None if left.tag else self._frame(spot.frame, left)
            request = self._request(frame) if frame is not None else None
            return (request,) if request is not None else ()
        first = trail[0] if trail else None
        if first is None or first.kind != "positional" or first.index:
            return ()
        return self._beside(spot, first)

    def _frame(self, frame: Frame, left: Left) -> Frame | None:
        """The bracket of which a field that expects a model has the value."""
        for _ in range(_DEEP):
            if frame.outer is None:
                return None
            if left.name:
                return frame if names.expects_model(left.name) else None
            if frame.mark == b"{":
                return None
            left, frame = self._heads.of(frame), frame.outer
        return None

    def _beside(self, spot: Spot, step: Step) -> tuple[Request, ...]:
        """The options behind a model in the arguments of a call."""
        found = _OTHER_ARGUMENT.match(self._text, spot.end, spot.end + _KEY)
        if found is None or not calls.is_client_call(step.owner):
            return ()
        body = self._objects.at(found.end())
        return (Request(_dotted(step.owner), body, language=self._kind.name),)

    # --- one request ----------------------------------------------------------------------------

    def _request(self, frame: Frame) -> Request | None:
        """The request of which a bracket holds the fields."""
        if frame.open not in self._known:
            body = self._objects.at(frame.open)
            call, headers = self._called(frame, body)
            made = Request(_dotted(call), body, headers, self._kind.name)
            self._known[frame.open] = made if body.kind == "object" else None
        return self._known[frame.open]

    def _called(self, frame: Frame, body: Value) -> tuple[str, Value | None]:
        """What is called with the fields of a bracket, and the headers that stand beside it."""
        if frame.mark == b"(":
            return self._heads.of(frame).owner, _headers_of(body, _OPTIONS)
        inner = frame
        for _ in range(_DEEP):
            outer = inner.outer
            if outer is None or outer.outer is None:
                break
            if self._heads.of(inner).name in _BODIES:
                around = self._objects.at(outer.open)
                return self._caller(outer), _headers_of(around)
            if outer.mark != b"(":
                break
            owner = self._heads.of(outer).owner
            if calls.last_part(owner) not in _PASSING:
                headers = _headers_of(body, _OPTIONS)
                return owner, self._second(body) if headers is None else headers
            inner = outer
        return "", _headers_of(body, _OPTIONS)

    def _caller(self, frame: Frame) -> str:
        """What is called with a bracket, or with the object that it is."""
        outer = frame if frame.mark == b"(" else frame.outer
        return self._heads.of(outer).owner if outer is not None and outer.mark == b"(" else ""

    def _second(self, body: Value) -> Value | None:
        """The headers of the object behind another one in the arguments of a call."""
        found = _OTHER_ARGUMENT.match(self._text, body.end, body.end + _KEY)
        if found is None or CUT in body.rest:
            return None
        return _headers_of(self._objects.at(found.end()))

    # --- names ----------------------------------------------------------------------------------

    def with_uses(self, found: list[Found]) -> Iterable[Found]:
        """All that was found, with the requests that name an ID by a name of its own."""
        carriers = {} if self._kind.dialect == "json" else _carriers(found)
        uses = sorted(self._uses(carriers), key=lambda use: use.start) if carriers else []
        if not uses:
            return found
        marks = [
            replace(found[use.number].match, lead=use.start, start=use.start, end=use.end)
            for use in uses
        ]
        requests: dict[int, list[Request]] = {}
        for use, request in self._of_uses(uses, marks):
            requests.setdefault(use.number, []).append(request)
        return [
            replace(one, requests=(*one.requests, *requests.get(number, ())))
            for number, one in enumerate(found)
        ]

    def _uses(self, carriers: dict[str, tuple[int, bool]]) -> list[_Use]:
        """Where fields that expect a model are given the name of an ID."""
        given: list[_Use] = []
        short: list[_Use] = []
        for name, (number, is_field) in carriers.items():
            uses = self._fields.given(name, self._start, is_part=is_field)
            given += (_Use(*span, number, short=False) for span in uses)
            if names.expects_model(name) and not is_field:
                uses = self._fields.short(name, self._start)
                short += (_Use(*span, number, short=True) for span in uses)
        return [*sorted(given, key=_START), *sorted(short, key=_START)][:_MOST_USES]

    def _of_uses(
        self, uses: Sequence[_Use], marks: Sequence[Match]
    ) -> Iterator[tuple[_Use, Request]]:
        spots = Outline(self._text, marks, self._kind.dialect, self._start).spots
        for use, spot in zip(uses, spots, strict=True):
            if spot.kind != "bare":
                continue
            left = self._heads.before(spot.entry, use.start)
            frame = spot.frame if use.short else self._frame(spot.frame, left)
            request = self._request(frame) if frame is not None and frame.outer else None
            if request is not None and _has(request.body, use):
                yield use, request


def _behind(uses: Sequence[tuple[int, int]], start: int) -> Iterator[tuple[int, int]]:
    """The first uses from an offset on, as many as count."""
    first = bisect_left(uses, (start,))
    return (uses[number] for number in range(first, min(len(uses), first + _MOST_USES)))


def _has(body: Value, use: _Use) -> bool:
    """Whether a use is a field of an object, and not the only thing that is said in it."""
    own = [one for one in body.fields if one.start <= use.start and use.end <= one.end]
    named = any(one.value.start != one.start for one in body.fields)
    return bool(own) and names.expects_model(own[0].name) and (named or not use.short)


def _carriers(found: Sequence[Found]) -> dict[str, tuple[int, bool]]:
    """The names that stand for one ID of a text only, and whether they are fields."""
    carriers: dict[str, list[tuple[int, bool]]] = {}
    for number, one in enumerate(found):
        step = None if any(s.kind in _NO_VALUE for s in one.trail) else _naming(one.trail)
        if step is not None and step.kind in ("assigned", "member") and not step.owner:
            carriers.setdefault(step.name, []).append((number, step.kind == "member"))
    return {name: numbers[0] for name, numbers in carriers.items() if len(numbers) == 1}


def _naming(trail: Trail) -> Step | None:
    """The step that names a value which is not one of several."""
    for step in trail:
        if step.kind in _NAMING:
            return step
        if step.kind in _NOT_ALONE:
            return None
    return None


def _headers_of(value: Value, within: Sequence[str] = ()) -> Value | None:
    """The headers in an object, or in one of those within it."""
    if within:
        inner = (value.get(name) for name in within)
        told = (_headers_of(field.value) for field in inner if field is not None)
        return next((headers for headers in told if headers is not None), None)
    field = next((one for one in map(value.get, _HEADERS) if one is not None), None)
    if field is None or field.value.kind in ("object", "null"):
        return field.value if field is not None and field.value.kind == "object" else None
    return replace(field.value, kind="object", text="", fields=(), rest=(field.value.text,))


def _dotted(owner: str) -> str:
    """The name of what is called, as one with dots."""
    plain = owner.removeprefix("new ").replace("?.", ".").replace("->", ".").replace("::", ".")
    return plain.strip("$@!?.")
