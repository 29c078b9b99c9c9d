"""What a name of a Python file is bound to: the one expression that it means."""

from __future__ import annotations

import ast
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from deprecation_lint.scanning.constants import bound_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deprecation_lint.scanning.source import Source

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_CHANGING = frozenset(
    ("append", "extend", "insert", "update", "pop", "setdefault", "clear", "remove", "sort")
)

Span = tuple[int, int]


class Bindings:
    """The bindings of a parsed file; each scope is read when a name in it is asked for."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._scopes: dict[int, _Scope] = {}
        self._bound_calls: dict[str, list[tuple[Span, Span]]] = {}

    @property
    def _tree(self) -> ast.Module:
        return self._source.whole.tree

    def value_of(self, name: str, offset: int) -> Span | None:
        """The expression that a name used at an offset is bound to, if there is only one."""
        for scope in self._around(offset):
            if name in scope.bound:
                node = scope.value(name)
                return None if node is None else self._span(node)
        return None

    def attribute(self, name: str) -> Span | None:
        """The expression that an attribute is set to, if the file sets it in one place."""
        values = self._attributes.get(name, [])
        return self._span(values[0]) if len(values) == 1 and values[0] is not None else None

    @cached_property
    def _attributes(self) -> dict[str, list[ast.expr | None]]:
        """What attributes are set to: behind a dot, and in the body of a class."""
        found: dict[str, list[ast.expr | None]] = {}
        for node in ast.walk(self._tree):
            if isinstance(node, ast.ClassDef):
                for statement in node.body:
                    for target, value in _assigned(statement):
                        found.setdefault(target.id, []).append(value)
            for attribute, given in _set(node):
                found.setdefault(attribute.attr, []).append(given)
        return found

    def calls_with(self, name: str, span: Span) -> Iterator[Span]:
        """The calls that are made on a name, or are given it, where it means a certain expression.

        The name is one behind a dot as well.
        """
        if name not in self._bound_calls:
            self._bound_calls[name] = list(self._calls_bound_to(name))
        for bound, here in self._bound_calls[name]:
            if bound[0] <= span[0] and span[1] <= bound[1]:
                yield here

    def _calls_bound_to(self, name: str) -> Iterator[tuple[Span, Span]]:
        """The calls with a name, each behind the expression that the name means there."""
        for call, owner in self._calls.get(name, ()):
            here = self._span(call)
            is_plain = isinstance(owner, ast.Name)
            bound = self.value_of(name, here[0]) if is_plain else self.attribute(name)
            if bound is not None:
                yield bound, here

    @cached_property
    def _calls(self) -> dict[str, list[tuple[ast.Call, ast.expr]]]:
        """Calls by the names that they are made on or are given."""
        found: dict[str, list[tuple[ast.Call, ast.expr]]] = {}
        for node in ast.walk(self._tree):
            if not isinstance(node, ast.Call):
                continue
            for owner in _used(node):
                name = owner.id if isinstance(owner, ast.Name) else owner.attr
                found.setdefault(name, []).append((node, owner))
        return found

    def is_parameter(self, name: str, offset: int) -> bool:
        """Whether a name used at an offset is a parameter with a default: callers may differ."""
        scope = next((s for s in self._around(offset) if name in s.bound), None)
        return scope is not None and name in scope.parameters

    def function_at(self, offset: int) -> Span | None:
        """The innermost function that holds an offset."""
        function = next(self._functions_around(offset), None)
        return None if function is None else self._span(function)

    def is_bound_once(self, name: str) -> bool:
        """Whether a name of the module is bound there, once, and in no function as well."""
        scope = self._scope(self._tree)
        return scope.count(name) == 1

    def _around(self, offset: int) -> Iterator[_Scope]:
        """The scopes around an offset, the innermost first."""
        for function in self._functions_around(offset):
            yield self._scope(function)
        yield self._scope(self._tree)

    def _scope(self, node: ast.AST) -> _Scope:
        if id(node) not in self._scopes:
            self._scopes[id(node)] = _Scope(node)
        return self._scopes[id(node)]

    def _functions_around(self, offset: int) -> Iterator[_Function]:
        """The functions that hold an offset, the innermost first."""
        at = bisect_right(self._functions, offset, key=lambda one: one[1][0]) - 1
        while at >= 0:
            function, span, around = self._functions[at]
            if offset < span[1]:
                yield function
            at = around

    @cached_property
    def _functions(self) -> list[tuple[_Function, Span, int]]:
        """All functions in order of where they begin, each with the number of the one around it."""
        nodes = [n for n in ast.walk(self._tree) if isinstance(n, _Function)]
        found: list[tuple[_Function, Span, int]] = []
        for node, span in sorted(((n, self._span(n)) for n in nodes), key=lambda pair: pair[1]):
            around = len(found) - 1
            while around >= 0 and found[around][1][1] <= span[0]:
                around = found[around][2]
            found.append((node, span, around))
        return found

    def _span(self, node: ast.stmt | ast.expr) -> Span:
        start = self._source.whole.lines[node.lineno - 1] + node.col_offset
        return start, self._source.whole.lines[(node.end_lineno or 1) - 1] + (
            node.end_col_offset or 0
        )


class _Scope:
    """The names that a function or a module binds, those of functions within it included."""

    def __init__(self, node: ast.AST) -> None:
        self._values: dict[str, list[ast.expr | None]] = {}
        self.parameters: set[str] = set()
        self._read(node)

    @property
    def bound(self) -> dict[str, list[ast.expr | None]]:
        """What each name is bound to; `None` where that cannot be told."""
        return self._values

    def count(self, name: str) -> int:
        """How often a name is bound or changed."""
        return len(self._values.get(name, ()))

    def value(self, name: str) -> ast.expr | None:
        """The only expression that a name is bound to."""
        values = self._values.get(name, [])
        return values[0] if len(values) == 1 else None

    def _read(self, root: ast.AST) -> None:
        known: set[int] = set()
        if isinstance(root, _Function):
            for parameter, default in _defaults(root.args):
                self._values.setdefault(parameter.arg, []).append(default)
                self.parameters.add(parameter.arg)
                known.add(id(parameter))
        for node in ast.walk(root):
            if node is root:
                continue
            for target, value in _assigned(node):
                known.add(id(target))
                self._values.setdefault(target.id, []).append(value)
            if id(node) not in known:
                for name in (*bound_names(node), *_changed(node)):
                    if name:
                        self._values.setdefault(name, []).append(None)


def _used(call: ast.Call) -> Iterator[ast.Name | ast.Attribute]:
    """The names that a call is made on or is given: `NAME.run()`, `**NAME`, `json=dumps(NAME)`."""
    owner = [call.func.value] if isinstance(call.func, ast.Attribute) else []
    for given in (*owner, *call.args[:1], *(keyword.value for keyword in call.keywords)):
        value = given.args[0] if isinstance(given, ast.Call) and len(given.args) == 1 else given
        if isinstance(value, ast.Name | ast.Attribute):
            yield value


def _defaults(args: ast.arguments) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    """The parameters of a function with what they are by default; without a value it is unseen."""
    plain = [*args.posonlyargs, *args.args]
    yield from zip(
        plain[len(plain) - len(args.defaults) :], map(_given, args.defaults), strict=True
    )
    yield from zip(args.kwonlyargs, map(_given, args.kw_defaults), strict=True)


def _given(default: ast.expr | None) -> ast.expr | None:
    is_none = isinstance(default, ast.Constant) and default.value is None
    return None if is_none else default


def _assigned(node: ast.AST) -> Iterator[tuple[ast.Name, ast.expr]]:
    """The plain names that a statement gives a value to."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Name):
                yield target, node.value
    elif isinstance(node, ast.AnnAssign) and node.value and isinstance(node.target, ast.Name):
        yield node.target, node.value


def _set(node: ast.AST) -> Iterator[tuple[ast.Attribute, ast.expr | None]]:
    """The attributes that a statement gives a value to."""
    if not isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        return
    value = None if isinstance(node, ast.AugAssign) else node.value
    for target in node.targets if isinstance(node, ast.Assign) else (node.target,):
        owner = _owner(target)
        if isinstance(owner, ast.Attribute):
            yield owner, value if owner is target else None


def _owner(node: ast.expr) -> ast.expr:
    """What an entry belongs to, or an entry of an entry: `a` of `a["b"]["c"]`."""
    while isinstance(node, ast.Subscript):
        node = node.value
    return node


def _changed(node: ast.AST) -> Iterator[str]:
    """The name whose value a node changes in place."""
    owner: ast.expr | None = None
    if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
        owner = node
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        owner = node.func.value if node.func.attr in _CHANGING else None
    changed = None if owner is None else _owner(owner)
    if isinstance(changed, ast.Name):
        yield changed.id
