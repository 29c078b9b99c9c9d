"""The constants of a Python module: names bound once, at its top, to a string that is known."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from deprecation_lint.scanning.source import Source


class Constants:
    """The string constants of a module, looked up by name.

    Whether a name is bound anywhere else takes a walk over the whole module, which is made when
    the first name is asked for.
    """

    def __init__(self, source: Source) -> None:
        self._source = source

    @cached_property
    def values(self) -> Mapping[str, str]:
        """What the names are worth that the module itself binds."""
        return _top_level(self._source.whole.tree)

    def get(self, name: str) -> str | None:
        """The value of a name that means the same everywhere in the module."""
        if not self._source.may_bind(name):
            return None
        value = self.values.get(name)
        return value if value is not None and self._bindings.get(name) == 1 else None

    @cached_property
    def _bindings(self) -> Mapping[str, int]:
        counts: dict[str, int] = {}
        for node in ast.walk(self._source.whole.tree):
            for name in filter(None, bound_names(node)):
                counts[name] = counts.get(name, 0) + 1
        return counts


def bound_names(node: ast.AST) -> Sequence[str | None]:
    """The names that a node binds, or takes out of its scope."""
    if isinstance(node, ast.Name):
        return () if isinstance(node.ctx, ast.Load) else (node.id,)
    if isinstance(node, ast.alias):
        return ((node.asname or node.name).partition(".")[0],)
    if isinstance(node, ast.Global | ast.Nonlocal):
        return node.names
    field = _BINDING_FIELDS.get(type(node))
    return (getattr(node, field),) if field else ()


_BINDING_FIELDS: Mapping[type[ast.AST], str] = {
    ast.FunctionDef: "name",
    ast.AsyncFunctionDef: "name",
    ast.ClassDef: "name",
    ast.ExceptHandler: "name",
    ast.MatchAs: "name",
    ast.MatchStar: "name",
    ast.MatchMapping: "rest",
    ast.arg: "arg",
}


def _top_level(tree: ast.Module) -> dict[str, str]:
    values: dict[str, str] = {}
    for target, value in _assignments(tree):
        known = _value(value, values)
        if isinstance(target, ast.Name) and known is not None:
            values[target.id] = known
    return values


def _assignments(tree: ast.Module) -> Iterator[tuple[ast.expr, ast.expr]]:
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            yield statement.targets[0], statement.value
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            yield statement.target, statement.value


def _value(node: ast.expr, values: Mapping[str, str]) -> str | None:
    """What a constant expression is worth."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.Name):
        return values.get(node.id)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _joined((node.left, node.right), values)
    if isinstance(node, ast.JoinedStr):
        return _joined(node.values, values)
    if isinstance(node, ast.FormattedValue) and node.conversion == -1 and not node.format_spec:
        return _value(node.value, values)
    return None


def _joined(nodes: Sequence[ast.expr], values: Mapping[str, str]) -> str | None:
    parts = [_value(node, values) for node in nodes]
    return None if None in parts else "".join(part for part in parts if part is not None)
