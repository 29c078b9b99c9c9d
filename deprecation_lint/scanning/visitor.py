"""The LibCST visitor: finds the string expressions of a unit, each with its trail."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from operator import itemgetter
from typing import TYPE_CHECKING

import libcst as cst

from deprecation_lint.frozen import dataclass
from deprecation_lint.scanning.parents import Order, container, trail
from deprecation_lint.scanning.pieces import Joined
from deprecation_lint.scanning.python_requests import Requests
from deprecation_lint.scanning.python_values import Values
from deprecation_lint.scanning.strings import Evaluator
from deprecation_lint.scanning.trail import Step
from deprecation_lint.scanning.trees import children, spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from deprecation_lint.request import Request
    from deprecation_lint.scanning.constants import Constants
    from deprecation_lint.scanning.python_names import Named
    from deprecation_lint.scanning.statements import Scope, Unit
    from deprecation_lint.scanning.trail import Trail


@dataclass(frozen=True, slots=True)
class StringFound:
    """A string expression: what it is worth, and, where an ID is in it, what it stands in.

    `requests` are those that it names the model of, `container` where the list, mapping or type
    begins that it is an entry of.
    """

    text: Joined
    trail: Trail = ()
    requests: tuple[Request, ...] = ()
    container: int | None = None


@dataclass(frozen=True, slots=True)
class Lookups:
    """What the strings of a file are read with: its constants, its names, and which hold an ID."""

    constants: Constants
    named: Named
    is_id: Callable[[bytes], bool]


class ParseFailure(Exception):
    """LibCST cannot parse the unit."""


def strings_in(unit: Unit, lookups: Lookups) -> Iterator[StringFound]:
    """All outermost string expressions of the unit, in offsets of the file."""
    with _telling_failure():
        visitor = _Strings(unit, lookups)
        visitor.walk(visitor.module)
    return (_scoped(found, unit.scope) for found in visitor.found)


def requests_at(unit: Unit, name: str, offsets: Sequence[int], lookups: Lookups) -> list[Request]:
    """The requests of the unit that a name used at these offsets gives the model to."""
    with _telling_failure():
        visitor = _Uses(unit, name, frozenset(offsets), lookups)
        visitor.walk(visitor.module)
    return [request for _, request in sorted(visitor.found, key=itemgetter(0))]


@contextmanager
def _telling_failure() -> Iterator[None]:
    try:
        yield
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


class _Placed:
    """Walks a unit, and knows where its nodes stand in the file and what stands around them."""

    def __init__(self, unit: Unit, lookups: Lookups) -> None:
        self.module = cst.parse_module(unit.code.decode("utf-8"))
        self._span = _placing(self.module, unit.shift)
        self._lookups = lookups
        self._parents: list[cst.CSTNode] = []
        self._requests = Requests(Values(self._span, lookups.named))

    def walk(self, node: cst.CSTNode) -> None:
        """Go through a node and all that is below it."""
        if self.enters(node):
            self._parents.append(node)
            for child in children(node):
                self.walk(child)
            self._parents.pop()

    def enters(self, node: cst.CSTNode) -> bool:
        """Look at a node, and say whether to go on below it."""
        raise NotImplementedError


def _placing(module: cst.Module, shift: int) -> Callable[[cst.CSTNode], tuple[int, int]]:
    """Tells where a node stands in the file.

    It knows of no visitor: whatever holds both would keep all trees until garbage is collected.
    """
    place = spans(module)

    def span(node: cst.CSTNode) -> tuple[int, int]:
        here = place(node)
        return shift + here.start, shift + here.start + here.length

    return span


class _Strings(_Placed):
    def __init__(self, unit: Unit, lookups: Lookups) -> None:
        super().__init__(unit, lookups)
        self.found: list[StringFound] = []
        self._evaluator = Evaluator(self._span, lookups.constants)
        self._order = Order()

    def enters(self, node: cst.CSTNode) -> bool:
        if not self._evaluator.is_text(node):
            return True
        assert isinstance(node, cst.BaseExpression)
        text = Joined(tuple(self._evaluator.pieces(node)))
        unknown = list(self._evaluator.unknown)
        self.found.append(self._string(node, text))
        for other in unknown:
            self.walk(other)
        return False

    def _string(self, node: cst.BaseExpression, text: Joined) -> StringFound:
        if not self._lookups.is_id(text.value):
            return StringFound(text)
        return StringFound(
            text,
            tuple(trail(node, self._parents, self._order)),
            self._requests.around(node, self._parents),
            container(node, self._parents, self._span),
        )


class _Uses(_Placed):
    def __init__(self, unit: Unit, name: str, offsets: frozenset[int], lookups: Lookups) -> None:
        super().__init__(unit, lookups)
        self.found: list[tuple[int, Request]] = []
        self._name = name
        self._offsets = offsets

    def enters(self, node: cst.CSTNode) -> bool:
        named = node.attr if isinstance(node, cst.Attribute) else node
        if isinstance(named, cst.Name) and named.value == self._name:
            above = self._parents[-1] if self._parents else None
            is_inner = isinstance(above, cst.Attribute) and above.attr is node
            at = self._span(named)[0]
            if not is_inner and at in self._offsets:
                self.found += ((at, r) for r in self._requests.around(node, self._parents))
        return True
