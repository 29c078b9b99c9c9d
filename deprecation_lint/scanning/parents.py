"""Python: the trail of a string, read off the nodes around it.

What a node makes of the node inside it is one entry in `_STEPS`. This module needs LibCST.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import libcst as cst

from deprecation_lint.patterns import lazy
from deprecation_lint.scanning.calls import is_comparing_call
from deprecation_lint.scanning.trail import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

_MOST_NAMES = 64  # names beside a field or an argument
_GETENV = lazy(
    r"(?:^|\.)(?:getenv|environ\.get|env\.get|env\.str|env|getenv_or|environ\.setdefault|environ\.pop)\Z"
)
_ENVIRON = lazy(r"(?:^|\.)environ\Z")


class Order:
    """Which one of its list a node is; each list is gone through once, however many are asked."""

    def __init__(self) -> None:
        self._known: dict[cst.CSTNode, dict[cst.CSTNode, int]] = {}

    def of(self, node: cst.CSTNode, above: cst.CSTNode | None) -> int:
        """The number of an element of a list, or of an argument of a call."""
        if above is None:
            return 0
        if above not in self._known:
            listed = above.args if isinstance(above, cst.Call) else getattr(above, "elements", ())
            self._known[above] = {one: number for number, one in enumerate(listed)}
        return self._known[above].get(node, 0)


def trail(node: cst.CSTNode, parents: Sequence[cst.CSTNode], order: Order) -> Iterator[Step]:
    """The steps around a node; `parents` are the nodes around it, the innermost last."""
    inside = node
    for depth in range(len(parents) - 1, -1, -1):
        parent = parents[depth]
        make = _STEPS.get(type(parent))
        numbered = _NUMBERED.get(type(parent))
        above = parents[depth - 1] if depth else None
        if make is not None:
            yield from make(inside, parent, above)
        elif numbered is not None:
            yield from numbered(parent, above, order.of(parent, above))
        if isinstance(parent, _ENDS):
            return
        inside = parent


def container(
    node: cst.CSTNode,
    parents: Sequence[cst.CSTNode],
    span: Callable[[cst.CSTNode], tuple[int, int]],
) -> int | None:
    """Where the list, mapping, type or pattern begins that a node is an entry of."""
    inside = node
    for depth in range(len(parents) - 1, 0, -1):
        parent, above = parents[depth], parents[depth - 1]
        if isinstance(parent, cst.Element):
            return span(above)[0]
        if isinstance(parent, cst.DictElement) and parent.key is inside:
            return span(above)[0]
        if isinstance(parent, cst.SubscriptElement) or isinstance(above, cst.MatchOr):
            return span(above)[0]
        if not isinstance(parent, cst.Index | cst.MatchOrElement | cst.MatchValue):
            return None
        inside = parent
    return None


def dotted(node: cst.CSTNode) -> str:
    """The name of a call, a base or an annotation, as far as it is one."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        return f"{dotted(node.value)}.{node.attr.value}"
    if isinstance(node, cst.Subscript | cst.Call):
        return dotted(node.value if isinstance(node, cst.Subscript) else node.func)
    return ""


def _element(parent: cst.CSTNode, above: cst.CSTNode | None, at: int) -> Iterator[Step]:
    """An element of a list: behind `"--model"` it is what that option is set to."""
    elements = getattr(above, "elements", ())
    before = _text(elements[at - 1].value) if at else ""
    yield Step("option", name=before) if before.startswith("-") else Step("item")


def _pair(inside: cst.CSTNode, parent: cst.CSTNode, above: cst.CSTNode | None) -> Iterator[Step]:
    """A key of a dictionary, or the value of one."""
    assert isinstance(parent, cst.DictElement | cst.DictComp)
    if parent.key is inside:
        yield _key(parent.value)
        return
    pairs = above.elements if isinstance(above, cst.Dict) else ()
    told = (e for e in pairs if isinstance(e, cst.DictElement) and e is not parent)
    others = list(islice(told, _MOST_NAMES))
    beside = [_text(pair.key) for pair in others]
    numeric = bool(others) and all(_is_number(pair.value) for pair in others)
    yield Step("member", _text(parent.key), beside=_known(beside), numeric=numeric)


def _key(value: cst.BaseExpression) -> Step:
    """A key, by the value behind it."""
    if isinstance(value, cst.Dict):
        pairs = [e for e in value.elements if isinstance(e, cst.DictElement)][:_MOST_NAMES]
        numeric = bool(pairs) and all(_is_number(pair.value) for pair in pairs)
        return Step("key", beside=_known(_text(pair.key) for pair in pairs), numeric=numeric)
    if isinstance(value, cst.Call):
        names = (arg.keyword.value for arg in value.args if arg.keyword is not None)
        return Step("key", beside=_known(names))
    return Step("key", numeric=_is_number(value))


def _argument(parent: cst.CSTNode, above: cst.CSTNode | None, index: int) -> Iterator[Step]:
    """An argument of a call."""
    assert isinstance(parent, cst.Arg)
    if not isinstance(above, cst.Call):
        return  # a base of a class
    owner = dotted(above.func)
    if _GETENV.search(owner) and (index > 0 or parent.keyword is not None):
        yield Step("environment", name=_text(above.args[0].value))
    elif parent.keyword is not None:
        told = (a for a in above.args if a.keyword is not None and a is not parent)
        others = list(islice(told, _MOST_NAMES))
        names = _known(a.keyword.value for a in others if a.keyword is not None)
        numeric = bool(others) and all(_is_number(a.value) for a in others)
        yield Step("keyword", parent.keyword.value, owner, beside=names, numeric=numeric)
    else:
        yield Step("positional", owner=owner, index=index)


def _compared(
    inside: cst.CSTNode, parent: cst.CSTNode, above: cst.CSTNode | None
) -> Iterator[Step]:
    yield Step("compared")


def _fallback(
    inside: cst.CSTNode, parent: cst.CSTNode, above: cst.CSTNode | None
) -> Iterator[Step]:
    """Behind `or`: a default, of an environment variable if one is read before it."""
    assert isinstance(parent, cst.BooleanOperation)
    if not isinstance(parent.operator, cst.Or) or parent.left is inside:
        return
    name = _environment_read(parent.left)
    yield Step("fallback") if name is None else Step("environment", name=name)


def _environment_read(node: cst.BaseExpression) -> str | None:
    """The environment variable that an expression reads, if it does."""
    if isinstance(node, cst.BooleanOperation):
        left, right = _environment_read(node.left), _environment_read(node.right)
        return right if left is None else left
    if isinstance(node, cst.Call) and _GETENV.search(dotted(node.func)) and node.args:
        return _text(node.args[0].value)
    if isinstance(node, cst.Subscript) and _ENVIRON.search(dotted(node.value)):
        return _subscript(node)
    return None


def _subscript(node: cst.Subscript) -> str:
    index = node.slice[0].slice if node.slice else None
    return _text(index.value) if isinstance(index, cst.Index) else ""


def _index(inside: cst.CSTNode, parent: cst.CSTNode, above: cst.CSTNode | None) -> Iterator[Step]:
    """Within a subscript: of a type, or of a table."""
    assert isinstance(parent, cst.Subscript)
    if parent.value is inside:
        return
    name = dotted(parent.value).rpartition(".")[2]
    yield Step("typed") if name in _TYPES else Step("index")


_TYPES = frozenset(("Literal", "Annotated", "Union", "Optional", "TypeAlias", "Type"))


def _assigned(
    inside: cst.CSTNode, parent: cst.CSTNode, above: cst.CSTNode | None
) -> Iterator[Step]:
    """The value of an assignment, by its target."""
    if isinstance(parent, cst.Assign):
        if parent.value is inside:
            yield from _target(parent.targets[-1].target)
        return
    assert isinstance(parent, cst.AnnAssign | cst.AugAssign | cst.NamedExpr)
    if parent.value is inside:
        yield from _target(parent.target)


def _target(target: cst.BaseExpression) -> Iterator[Step]:
    if isinstance(target, cst.Subscript):
        is_environment = _ENVIRON.search(dotted(target.value)) is not None
        yield Step("environment" if is_environment else "member", name=_subscript(target))
        if not is_environment:
            yield Step("assigned", name=dotted(target.value).rpartition(".")[2])
    elif isinstance(target, cst.Attribute):
        yield Step("assigned", name=target.attr.value)
    else:
        yield Step("assigned", name=dotted(target))


def _parameter(
    inside: cst.CSTNode, parent: cst.CSTNode, above: cst.CSTNode | None
) -> Iterator[Step]:
    assert isinstance(parent, cst.Param)
    if parent.default is inside:
        yield Step("parameter", name=parent.name.value)


def _in_comprehension(
    inside: cst.CSTNode, parent: cst.CSTNode, above: cst.CSTNode | None
) -> Iterator[Step]:
    """What a comprehension goes through: `any(p in model for p in [...])` asks about it."""
    assert isinstance(parent, cst.CompFor)
    made = getattr(above, "elt", None)
    if isinstance(made, cst.Call):
        name = dotted(made.func).rpartition(".")[2]
        made = made if is_comparing_call(name) else None
    if parent.iter is inside and isinstance(made, cst.Comparison | cst.Call):
        yield Step("compared")


def _looped(inside: cst.CSTNode, parent: cst.CSTNode, above: cst.CSTNode | None) -> Iterator[Step]:
    """What a loop goes through, by the name that it gives to each."""
    assert isinstance(parent, cst.For)
    if parent.iter is inside:
        yield Step("assigned", name=dotted(parent.target))


def _typed(inside: cst.CSTNode, parent: cst.CSTNode, above: cst.CSTNode | None) -> Iterator[Step]:
    yield Step("typed")


def _returned(
    inside: cst.CSTNode, parent: cst.CSTNode, above: cst.CSTNode | None
) -> Iterator[Step]:
    yield Step("returned")


def _docstring(
    inside: cst.CSTNode, parent: cst.CSTNode, above: cst.CSTNode | None
) -> Iterator[Step]:
    if isinstance(inside, cst.SimpleString | cst.ConcatenatedString | cst.FormattedString):
        yield Step("docstring")


_STEPS: Mapping[
    type[cst.CSTNode],
    Callable[[cst.CSTNode, cst.CSTNode, cst.CSTNode | None], Iterator[Step]],
] = {
    cst.DictElement: _pair,
    cst.DictComp: _pair,
    cst.Comparison: _compared,
    cst.ComparisonTarget: _compared,
    cst.MatchValue: _compared,
    cst.BooleanOperation: _fallback,
    cst.Subscript: _index,
    cst.Assign: _assigned,
    cst.AnnAssign: _assigned,
    cst.AugAssign: _assigned,
    cst.NamedExpr: _assigned,
    cst.Param: _parameter,
    cst.Annotation: _typed,
    cst.Return: _returned,
    cst.Yield: _returned,
    cst.Lambda: _returned,
    cst.CompFor: _in_comprehension,
    cst.For: _looped,
    cst.Expr: _docstring,
}
_NUMBERED: Mapping[
    type[cst.CSTNode],
    Callable[[cst.CSTNode, cst.CSTNode | None, int], Iterator[Step]],
] = {
    cst.Element: _element,
    cst.Arg: _argument,
}
"""Those whose number in their list counts."""
_ENDS = (cst.BaseSmallStatement, cst.BaseCompoundStatement)


def _text(node: cst.CSTNode) -> str:
    """The text of a simple string, or the name that stands in its place."""
    if isinstance(node, cst.SimpleString):
        return node.raw_value
    return dotted(node)


def _is_number(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.UnaryOperation):
        return _is_number(node.expression)
    if isinstance(node, cst.BinaryOperation):
        return _is_number(node.left) and _is_number(node.right)
    return isinstance(node, cst.BaseNumber)


def _known(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name for name in names if name)
