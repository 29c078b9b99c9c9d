"""The LibCST visitor: finds the string expressions of a unit, each with its trail."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import libcst as cst
from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper

from deprecation_lint.scanning.parents import trail
from deprecation_lint.scanning.pieces import Joined
from deprecation_lint.scanning.strings import Evaluator
from deprecation_lint.scanning.trail import Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deprecation_lint.scanning.constants import Constants
    from deprecation_lint.scanning.statements import Scope, Unit
    from deprecation_lint.scanning.trail import Trail


@dataclass(frozen=True, slots=True)
class StringFound:
    """A string expression: what it is worth, and what it stands in."""

    text: Joined
    trail: Trail


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
    return (_scoped(found, unit.scope) for found in visitor.found)


def _scoped(found: StringFound, scope: Scope) -> StringFound:
    """A string with what its scope makes of it."""
    steps = tuple(
        replace(step, name=scope.function) if step.kind == "returned" else step
        for step in found.trail
    )
    if scope.kind == "enum" and steps and steps[0].kind == "assigned":
        steps = (Step("typed"), *steps)
    elif scope.kind == "test":
        steps = (*steps, Step("tested"))
    return StringFound(found.text, steps)


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
            self.found.append(StringFound(text, tuple(trail(node, self._parents))))
            for unknown in self._evaluator.unknown:
                unknown.visit(self)
            return False
        self._parents.append(node)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if self._parents and self._parents[-1] is original_node:
            self._parents.pop()
