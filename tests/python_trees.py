"""Two trees of Python, before and after a fix: what may differ between them, written a second time.

The tree before is changed as the fix says that it changes the file; then both must be equal.
"""

from __future__ import annotations

import ast
from itertools import zip_longest
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    Span = tuple[int, int]


class Places(Protocol):
    """What a fix changes, by offsets of the old text."""

    text: bytes
    models: list[Span]
    arguments: list[Span]
    edits: list[Span]
    named: set[str]

    def offset(self, line: int, column: int) -> int:
        """The offset of a place as `ast` tells it."""


_GONE = "gone"


def changed_as_said(old: ast.Module, new: ast.Module, places: Places) -> str:
    """What differs that should not, or ""."""
    _Expected(places).visit(old)
    return _differ(old, new, places)


class _Expected(ast.NodeTransformer):
    """The tree after the fix, but for the constants."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._arguments = set(places.arguments)

    def _span(self, first: ast.AST, last: ast.AST | None = None) -> Span:
        return _span(first, self._places, last)

    def _is_named(self, first: ast.AST, last: ast.AST | None = None) -> bool:
        """Whether a span is that of an argument, which may have brackets of its own around it."""
        start, end = self._span(first, last)
        return any(
            a <= start
            and end <= b
            and not self._places.text[a:start].strip(b"( \n\r\t")
            and not self._places.text[end:b].strip(b") \n\r\t")
            for a, b in self._arguments
        )

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        node.args = [a for a in node.args if not _is_gone(a)]
        node.keywords = [k for k in map(self._keyword, node.keywords) if k is not None]
        return node

    def _keyword(self, keyword: ast.keyword) -> ast.keyword | None:
        if _is_gone(keyword.value):
            return None
        if not self._is_named(keyword):
            return keyword
        if keyword.arg in _RENAMED:
            name, inner = _RENAMED[keyword.arg or ""]
            value = ast.Dict([ast.Constant(inner)], [keyword.value])
            return ast.copy_location(ast.keyword(name, value), keyword)
        return None

    def visit_Dict(self, node: ast.Dict) -> ast.AST:
        self.generic_visit(node)
        keys: list[ast.expr | None] = []
        values: list[ast.expr] = []
        for key, value in zip(node.keys, node.values, strict=True):
            named = key is not None and self._is_named(key, value)
            name = key.value if isinstance(key, ast.Constant) else None
            if named and name in _RENAMED:
                outer, inner = _RENAMED[str(name)]
                keys.append(ast.copy_location(ast.Constant(outer), node))
                values.append(ast.Dict([ast.Constant(inner)], [value]))
            elif not named and not _is_gone(value):
                keys.append(key)
                values.append(value)
        return self._kept(node, keys, node.keys, values)

    def _kept(
        self,
        node: ast.Dict,
        keys: list[ast.expr | None],
        before: Sequence[ast.expr | None],
        values: list[ast.expr],
    ) -> ast.AST:
        if before and not keys:
            setattr(node, _GONE, True)
        node.keys, node.values = keys, values
        return node

    def visit_List(self, node: ast.List) -> ast.AST:
        self.generic_visit(node)
        kept = [e for e in node.elts if not self._is_named(e) and not _is_gone(e)]
        if node.elts and not kept:
            setattr(node, _GONE, True)
        node.elts = kept
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        start, end = self._span(node) if hasattr(node, "lineno") else (0, 0)
        touched = any(start < b and a < end for a, b in self._places.edits)
        if touched and isinstance(node.value, str):
            inside = [s for s in self._arguments if start < s[0] and s[1] < end]
            if inside and len(inside) == len(_items(node.value)):
                setattr(node, _GONE, True)
            node.kind = _HEADER
        return node


_HEADER = "header"  # of which some items may be gone
_RENAMED = {"output_format": ("output_config", "format")}


def _is_gone(node: ast.AST) -> bool:
    return getattr(node, _GONE, False)


def _span(first: ast.AST, places: Places, last: ast.AST | None = None) -> Span:
    last = last or first
    start = places.offset(getattr(first, "lineno", 1), getattr(first, "col_offset", 0))
    end_line, end = getattr(last, "end_lineno", 1), getattr(last, "end_col_offset", 0)
    return start, places.offset(end_line, end)


def _differ(old: ast.AST, new: ast.AST, places: Places) -> str:
    pairs: list[tuple[object, object, ast.AST]] = [(old, new, old)]
    while pairs:
        a, b, owner = pairs.pop()
        if isinstance(a, list) and isinstance(b, list):
            pairs += [(x, y, owner) for x, y in zip_longest(a, b)]
        elif isinstance(a, ast.Constant) and isinstance(b, ast.Constant):
            if not _is_same(a, b, owner, places):
                return f"{a.value!r} became {b.value!r}"
        elif isinstance(a, ast.AST) and type(a) is type(b):
            inner = owner if isinstance(owner, ast.JoinedStr) else a
            pairs += [(getattr(a, f, None), getattr(b, f, None), inner) for f in a._fields]
        elif a != b or type(a) is not type(b):
            return f"{_shown(a)} became {_shown(b)}"
    return ""


def _is_same(old: ast.Constant, new: ast.Constant, owner: ast.AST, places: Places) -> bool:
    """Whether a constant is as it was, or holds an edit."""
    if type(old.value) is not type(new.value):
        return False
    if old.value == new.value:
        return True
    if old.kind == _HEADER and _is_shorter(str(old.value), str(new.value), places.named):
        return True
    if not isinstance(old.value, str | bytes):
        return False
    whole = owner if isinstance(owner, ast.JoinedStr) else old
    start, end = _span(whole, places)
    return any(start <= a and b <= end for a, b in places.models)


def _is_shorter(old: str, new: str, named: set[str]) -> bool:
    """Whether a header is as it was, but for items that the fix names."""
    return [item for item in _items(old) if item not in named] == [
        item for item in _items(new) if item not in named
    ]


def _items(header: str) -> Sequence[str]:
    return [item.strip() for item in header.split(",") if item.strip()]


def _shown(node: object) -> str:
    return ast.unparse(node) if isinstance(node, ast.expr | ast.stmt) else repr(node)
