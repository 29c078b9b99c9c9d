"""Values behind names of a Python file: the expression bound to each. This module needs LibCST."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import libcst as cst

from deprecation_lint.scanning.python_values import Values
from deprecation_lint.scanning.trees import spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from deprecation_lint.request import Value
    from deprecation_lint.scanning.python_bindings import Bindings

_MOST = 32  # calls with one name that are looked at
_LARGEST = 16 * 1024  # bytes of an expression that is worth parsing for an argument


class Named:
    """Looks names up in a file; an expression is parsed once."""

    def __init__(self, source: bytes, bindings: Bindings) -> None:
        self._source = source
        self._bindings = bindings
        self._known: dict[tuple[int, int], Value | None] = {}
        self._headers: dict[tuple[int, int], Value | None] = {}

    def value(self, name: str, offset: int, depth: int = 0) -> Value | None:
        """What a name used at an offset is worth; `None` where it has no one value."""
        found = self._known_at(self._bindings.value_of(name, offset), depth)
        is_sure = found is None or not self._bindings.is_parameter(name, offset)
        return found if is_sure else _unsure(found, name)

    def attribute(self, name: str, written: str, depth: int = 0) -> Value | None:
        """What an attribute is worth that the file sets in one place."""
        return _unsure(self._known_at(self._bindings.attribute(name), depth), written)

    def _known_at(self, span: tuple[int, int] | None, depth: int) -> Value | None:
        if span is None or span[1] - span[0] > _LARGEST:
            return None
        if span not in self._known:
            self._known[span] = None  # a name that leads back to itself has no value
            self._known[span] = self._read(span, depth)
        found = self._known[span]
        return found if found is None or found.kind != "unseen" else None

    def client_headers(self, name: str, offset: int) -> Value | None:
        """The headers of the client that a name used at an offset is bound to."""
        span = self._bindings.value_of(name, offset)
        if span is None or span[1] - span[0] > _LARGEST:
            return None
        if span not in self._headers:
            parsed = expression_at(self._source, span)
            known = None if parsed is None else Values(parsed[1], self, 1).client_headers(parsed[0])
            self._headers[span] = known
        return self._headers[span]

    def calls_with(self, name: str, span: tuple[int, int]) -> Iterator[tuple[cst.Call, Values]]:
        """The calls that are made on, or given, a name that means the expression at a span."""
        for here in islice(self._bindings.calls_with(name, span), _MOST):
            parsed = expression_at(self._source, here) if here[1] - here[0] <= _LARGEST else None
            if parsed is not None and isinstance(parsed[0], cst.Call):
                yield parsed[0], Values(parsed[1], self)

    def _read(self, span: tuple[int, int], depth: int) -> Value | None:
        parsed = expression_at(self._source, span)
        return None if parsed is None else Values(parsed[1], self, depth).value(parsed[0])


def _unsure(value: Value | None, name: str) -> Value | None:
    """A value that may be another one when the program runs."""
    return None if value is None else replace(value, rest=(*value.rest, name))


def expression_at(
    source: bytes, span: tuple[int, int]
) -> tuple[cst.BaseExpression, Callable[[cst.CSTNode], tuple[int, int]]] | None:
    """The expression at a span of a file, and how to tell where its nodes stand in the file."""
    start, end = span
    try:
        module = cst.parse_module("(" + source[start:end].decode("utf-8") + "\n)")
        placed = spans(module)
    except (cst.ParserSyntaxError, RecursionError):
        return None

    def place(node: cst.CSTNode) -> tuple[int, int]:
        here = placed(node)
        return start - 1 + here.start, start - 1 + here.start + here.length

    line = module.body[0]
    assert isinstance(line, cst.SimpleStatementLine)
    read = line.body[0]
    assert isinstance(read, cst.Expr)
    return read.value, place
