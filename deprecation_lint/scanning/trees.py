"""Trees of LibCST, walked and measured without the copies that its own visitors make of them."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING

import libcst as cst
from libcst.metadata import ByteSpanPositionProvider, CodeSpan

from deprecation_lint.scanning.names import word_set

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PLAIN = frozenset((str, bool, type(None), cst.MaybeSentinel))
_LAYOUT = word_set(
    """
    lpar rpar lbracket rbracket lbrace rbrace comma colon semicolon equal dot indent header footer
    leading_lines lines_after_decorators leading_whitespace trailing_whitespace
    """
)
"""Fields that hold brackets, signs, space and comments, and no expression."""


class _Spans(ByteSpanPositionProvider):
    """A wrapper that resolves the provider would visit the whole tree once more, for nothing."""

    def __init__(self, module: cst.Module) -> None:
        super().__init__()
        self._gen_impl(module)

    def of(self, node: cst.CSTNode) -> CodeSpan:
        """Where a node begins, and how long it is."""
        span = self._computed[node]
        assert isinstance(span, CodeSpan)
        return span


def spans(module: cst.Module) -> Callable[[cst.CSTNode], CodeSpan]:
    """Tells where each node of a module begins, and how long it is, in bytes of UTF-8."""
    return _Spans(module).of


def children(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The nodes right below a node that are, or may hold, an expression; nearly in their order."""
    for name in _fields(type(node)):
        value = getattr(node, name)
        kind = type(value)
        if kind is list or kind is tuple:
            yield from value
        elif kind not in _PLAIN:
            yield value


@cache
def _fields(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    names = (field.name for field in fields(kind))
    return tuple(n for n in names if n not in _LAYOUT and not n.startswith("whitespace"))
