"""The LibCST visitor: finds the string expressions of a unit, each with its trail."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import libcst as cst
from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper

from deprecation_lint.scanning.parents import container, trail
from deprecation_lint.scanning.pieces import Joined
from deprecation_lint.scanning.python_requests import Requests
from deprecation_lint.scanning.python_values import Values
from deprecation_lint.scanning.strings import Evaluator
from deprecation_lint.scanning.trail import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from deprecation_lint.request import Request
    from deprecation_lint.scanning.constants import Constants
    from deprecation_lint.scanning.python_names import Named
    from deprecation_lint.scanning.statements import Scope, Unit
    from deprecation_lint.scanning.trail import Trail


@dataclass(frozen=True, slots=True)
class StringFound:
    """A string expression: what it is worth, and what it stands in.

    `requests` are those that it names the model of, `container` where the list, mapping or type
    begins that it is an entry of.
    """

    text: Joined
    trail: Trail
    requests: tuple[Request, ...] = ()
    container: int | None = None


@dataclass(frozen=True, slots=True)
class Lookups:
    """What the strings of a file are read with: its constants, its names, and which may be IDs."""

    constants: Constants
    named: Named
    is_candidate: Callable[[bytes], bool]


class ParseFailure(Exception):
    """LibCST cannot parse the unit."""


def strings_in(unit: Unit, lookups: Lookups) -> Iterator[StringFound]:
    """All outermost string expressions of the unit, in offsets of the file."""
    visitor = _Strings(unit.shift, lookups)
    _visit(unit, visitor)
    return (_scoped(found, unit.scope) for found in visitor.found)


def requests_at(unit: Unit, name: str, offsets: Sequence[int], lookups: Lookups) -> list[Request]:
    """The requests of the unit that a name used at these offsets gives the model to."""
    visitor = _Uses(unit.shift, name, frozenset(offsets), lookups)
    _visit(unit, visitor)
    return visitor.found


def _visit(unit: Unit, visitor: cst.CSTVisitor) -> None:
    try:
        module = cst.parse_module(unit.code.decode("utf-8"))
        wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
        wrapper.visit(visitor)
    except cst.ParserSyntaxError as error:
        raise ParseFailure(f"{error.message} (line {error.raw_line})") from None
    except RecursionError:
        raise ParseFailure("nested too deeply") from None


def _scoped(found: StringFound, scope: Scope) -> StringFound:
    """A string with what its scope makes of it."""
    steps = tuple(
        replace(step, name=scope.function) if step.kind == "returned" else step
        for step in found.trail
    )
    container = found.container
    if scope.kind == "enum" and steps and steps[0].kind == "assigned":
        steps, container = (Step("typed"), *steps), scope.start
    elif scope.kind == "test":
        steps = (*steps, Step("tested"))
    return replace(found, trail=steps, container=container)


class _Placed(cst.CSTVisitor):
    """A visitor that knows where nodes stand in the file, and what stands around them."""

    METADATA_DEPENDENCIES = (ByteSpanPositionProvider,)

    def __init__(self, shift: int, lookups: Lookups) -> None:
        super().__init__()
        self._shift = shift
        self._lookups = lookups
        self._parents: list[cst.CSTNode] = []
        self._requests = Requests(Values(self._span, lookups.named))

    def _span(self, node: cst.CSTNode) -> tuple[int, int]:
        span = self.get_metadata(ByteSpanPositionProvider, node)
        start = self._shift + span.start
        return start, start + span.length

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if self._parents and self._parents[-1] is original_node:
            self._parents.pop()


class _Strings(_Placed):
    def __init__(self, shift: int, lookups: Lookups) -> None:
        super().__init__(shift, lookups)
        self.found: list[StringFound] = []
        self._evaluator = Evaluator(self._span, lookups.constants)

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.BaseExpression) and self._evaluator.is_text(node):
            text = Joined(tuple(self._evaluator.pieces(node)))
            unknown = list(self._evaluator.unknown)
            self.found.append(self._string(node, text))
            for other in unknown:
                other.visit(self)
            return False
        self._parents.append(node)
        return True

    def _string(self, node: cst.BaseExpression, text: Joined) -> StringFound:
        found = StringFound(text, tuple(trail(node, self._parents)))
        if not self._lookups.is_candidate(text.value):
            return found
        return replace(
            found,
            requests=self._requests.around(node, self._parents),
            container=container(node, self._parents, self._span),
        )


class _Uses(_Placed):
    def __init__(self, shift: int, name: str, offsets: frozenset[int], lookups: Lookups) -> None:
        super().__init__(shift, lookups)
        self.found: list[Request] = []
        self._name = name
        self._offsets = offsets

    def on_visit(self, node: cst.CSTNode) -> bool:
        named = node.attr if isinstance(node, cst.Attribute) else node
        if isinstance(named, cst.Name) and named.value == self._name:
            above = self._parents[-1] if self._parents else None
            is_inner = isinstance(above, cst.Attribute) and above.attr is node
            if not is_inner and self._span(named)[0] in self._offsets:
                self.found += self._requests.around(node, self._parents)
        self._parents.append(node)
        return True
