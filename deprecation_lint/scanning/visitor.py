"""The LibCST visitor: finds the string expressions of a unit and where each one stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst
from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper

from deprecation_lint.scanning.pieces import Joined
from deprecation_lint.scanning.strings import Evaluator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deprecation_lint.findings import Hold
    from deprecation_lint.scanning.constants import Constants
    from deprecation_lint.scanning.statements import Unit


@dataclass(frozen=True, slots=True)
class StringFound:
    """A string expression: what it is worth, and what holds an edit back, if anything."""

    text: Joined
    hold: Hold | None


class ParseFailure(Exception):
    """LibCST cannot parse the unit."""


def strings_in(unit: Unit, constants: Constants) -> Iterator[StringFound]:
    """All outermost string expressions of the unit, in offsets of the file."""
    try:
        module = cst.parse_module(unit.code.decode("utf-8"))
        wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
        visitor = _Strings(unit.shift, constants)
        wrapper.visit(visitor)
    except cst.ParserSyntaxError as error:
        raise ParseFailure(f"{error.message} (line {error.raw_line})") from None
    except RecursionError:
        raise ParseFailure("nested too deeply") from None
    return iter(visitor.found)


class _Strings(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (ByteSpanPositionProvider,)

    def __init__(self, shift: int, constants: Constants) -> None:
        super().__init__()
        self.found: list[StringFound] = []
        self._shift = shift
        self._parents: list[cst.CSTNode] = []
        self._evaluator = Evaluator(self._span, constants)

    def _span(self, node: cst.CSTNode) -> tuple[int, int]:
        span = self.get_metadata(ByteSpanPositionProvider, node)
        start = self._shift + span.start
        return start, start + span.length

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.BaseExpression) and self._evaluator.is_text(node):
            text = Joined(tuple(self._evaluator.pieces(node)))
            self.found.append(StringFound(text, self._hold(node)))
            for unknown in self._evaluator.unknown:
                unknown.visit(self)
            return False
        self._parents.append(node)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if self._parents and self._parents[-1] is original_node:
            self._parents.pop()

    def _hold(self, node: cst.BaseExpression) -> Hold | None:
        """A key or one side of a comparison: renaming it alone could break a look-up."""
        above = list(reversed(self._parents))
        parent = above[0] if above else None
        if isinstance(parent, cst.DictElement | cst.DictComp) and parent.key is node:
            return "key"
        if isinstance(parent, cst.Index):
            return "key"
        if isinstance(parent, cst.Expr):
            return "prose"
        while above and isinstance(above[0], _COLLECTIONS):
            above.pop(0)  # `in ("…", "…")`
        return "comparison" if above and _compares(above) else None


_COLLECTIONS = (cst.Element, cst.List, cst.Tuple, cst.Set)
_TESTS = ("startswith", "endswith", "removeprefix", "removesuffix")


def _compares(above: list[cst.CSTNode]) -> bool:
    """Whether the innermost of the nodes around a string asks about a text."""
    if isinstance(above[0], cst.Comparison | cst.ComparisonTarget | cst.MatchValue):
        return True
    if not isinstance(above[0], cst.Arg) or not isinstance(above[1], cst.Call):
        return False
    called = above[1].func
    return isinstance(called, cst.Attribute) and called.attr.value in _TESTS
