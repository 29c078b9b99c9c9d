"""Python expressions as values of a request. This module needs LibCST."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import libcst as cst

from deprecation_lint.patterns import lazy
from deprecation_lint.request import Field, Value, merged, opened
from deprecation_lint.scanning.parents import dotted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from deprecation_lint.scanning.python_names import Named

    Span = Callable[[cst.CSTNode], tuple[int, int]]

_WORDS = 40  # characters of an expression that is only named
_DEEP = 24  # values within values
_NOT_GIVEN = frozenset(("None", "NOT_GIVEN", "NotGiven", "omit", "Omit", "not_given"))
_ROLES: Mapping[str, str] = {
    "AIMessage": "assistant",
    "AIMessageChunk": "assistant",
    "HumanMessage": "user",
    "SystemMessage": "system",
    "ToolMessage": "tool",
}
_SPEAKERS = frozenset(("ai", "assistant", "human", "user", "system"))
_DUMPED = lazy(r"(?:^|\.)(?:dumps|dict)\Z")
_DEFAULTED = lazy(r"\.(?:get|pop|setdefault)\Z|(?:^|\.)getenv\Z")
_RECORD = lazy(r"(?:^|\.)[A-Z]\w*(?:Param|Params|Settings|Config|Configuration|Options)\Z")
_CLIENT = lazy(r"(?:^|\.)(?:Async)?Anthropic\w*\Z|(?:^|\.)(?:with_options|copy)\Z")
_HEADERS = ("default_headers", "extra_headers", "headers")
_ENCODED = frozenset(("encode", "copy"))
_BLANK = cst.Module([])


class Values:
    """Reads expressions of one unit; names are looked up by `named`."""

    def __init__(self, span: Span, named: Named | None = None, depth: int = 0) -> None:
        self._span = span
        self._named = named
        self._depth = depth

    def value(self, node: cst.BaseExpression) -> Value:
        """What an expression is worth, as far as the file shows it."""
        self._depth += 1
        try:
            read = _READERS.get(type(node))
            known = read(self, node) if read is not None and self._depth < _DEEP else None
        finally:
            self._depth -= 1
        return known if known is not None else self._unseen(node)

    def arguments(self, args: Iterable[cst.Arg], start: int, end: int) -> Value:
        """The keyword arguments of a call as an object."""
        fields: list[Field] = []
        rest: list[str] = []
        for arg in args:
            if arg.star == "**":
                self._spread(arg.value, fields, rest)
            elif arg.star == "*":
                rest.append(f"*{words(arg.value)}")
            elif arg.keyword is not None:
                fields.append(Field(arg.keyword.value, *self._span(arg), self.value(arg.value)))
        return Value(start, end, "object", fields=tuple(fields), rest=tuple(rest))

    def place(self, node: cst.CSTNode) -> tuple[int, int]:
        """Where a node begins and ends in the file."""
        return self._span(node)

    def calls_with(self, name: str, node: cst.CSTNode) -> Iterator[tuple[cst.Call, Values]]:
        """The calls that are made on, or given, a name that means an expression."""
        if self._named is not None:
            yield from self._named.calls_with(name, self._span(node))

    def headers(self, call: cst.Call) -> Value | None:
        """The headers among the arguments of a call."""
        for arg in call.args:
            if arg.keyword is not None and arg.keyword.value in _HEADERS:
                value = self.value(arg.value)
                return opened(value) if value.kind in ("object", "unseen") else None
        return None

    def client_headers(self, node: cst.BaseExpression) -> Value | None:
        """The headers that a client was made with, in the same expression or behind its name."""
        while isinstance(node, cst.Attribute | cst.Call):
            if isinstance(node, cst.Call) and _CLIENT.search(dotted(node.func)):
                headers = self.headers(node)
                if headers is not None:
                    return headers
            node = node.func if isinstance(node, cst.Call) else node.value
        if self._named is None or not isinstance(node, cst.Name) or self._depth > 0:
            return None
        return self._named.client_headers(node.value, self._span(node)[0])

    def _spread(self, node: cst.BaseExpression, fields: list[Field], rest: list[str]) -> None:
        inside = self.value(node)
        if inside.kind == "object":
            fields += inside.fields
            rest += inside.rest
        else:
            rest.append(f"**{words(node)}")

    def _unseen(self, node: cst.BaseExpression) -> Value:
        return Value(*self._span(node), "unseen", words(node))

    # --- one kind of expression each --------------------------------------------------------------

    def text(self, node: cst.BaseExpression) -> Value | None:
        """A string that is known."""
        assert isinstance(node, cst.SimpleString | cst.ConcatenatedString)
        value = node.evaluated_value
        return Value(*self._span(node), "text", value) if isinstance(value, str) else None

    def number(self, node: cst.BaseExpression) -> Value | None:
        """A number; of others than decimal ones nothing is known."""
        assert isinstance(node, cst.Integer | cst.Float)
        return Value(*self._span(node), "number", node.value)

    def signed(self, node: cst.BaseExpression) -> Value | None:
        """A number with a sign."""
        assert isinstance(node, cst.UnaryOperation)
        inside = node.expression
        if not isinstance(inside, cst.Integer | cst.Float) or not _is_minus(node):
            return None
        return Value(*self._span(node), "number", f"-{inside.value}")

    def name(self, node: cst.BaseExpression) -> Value | None:
        """A constant of the language, or what a name of the file is bound to."""
        assert isinstance(node, cst.Name)
        if node.value in ("True", "False"):
            return Value(*self._span(node), "flag", node.value.lower())
        if node.value in _NOT_GIVEN:
            return Value(*self._span(node), "null")
        if self._named is None or self._depth > _DEEP // 2:
            return None
        return self._named.value(node.value, self._span(node)[0], self._depth)

    def attribute(self, node: cst.BaseExpression) -> Value | None:
        """`anthropic.NOT_GIVEN`, or an attribute that the file sets once."""
        assert isinstance(node, cst.Attribute)
        if node.attr.value in _NOT_GIVEN:
            return Value(*self._span(node), "null")
        if self._named is None or self._depth > _DEEP // 2:
            return None
        return self._named.attribute(node.attr.value, words(node), self._depth)

    def mapping(self, node: cst.BaseExpression) -> Value | None:
        """A dictionary; a key that is no text is spread into it for all that is known."""
        assert isinstance(node, cst.Dict)
        fields: list[Field] = []
        rest: list[str] = []
        for element in node.elements:
            if isinstance(element, cst.StarredDictElement):
                self._spread(element.value, fields, rest)
                continue
            assert isinstance(element, cst.DictElement)
            key = self.value(element.key)
            if key.kind == "text":
                fields.append(Field(key.text, *self._span(element), self.value(element.value)))
            else:
                rest.append(f"[{words(element.key)}]")
        return Value(*self._span(node), "object", fields=tuple(fields), rest=tuple(rest))

    def sequence(self, node: cst.BaseExpression) -> Value | None:
        """A list or tuple; a pair of a speaker and what is said is a message."""
        assert isinstance(node, cst.List | cst.Tuple)
        items = tuple(self._items(node.elements))
        is_pair = isinstance(node, cst.Tuple) and len(items) == 2 and items[0].kind == "text"
        if is_pair and items[0].text in _SPEAKERS:
            role = Field("role", items[0].start, items[0].end, items[0])
            content = Field("content", items[1].start, items[1].end, items[1])
            return Value(*self._span(node), "object", fields=(role, content))
        return Value(*self._span(node), "list", items=items)

    def _items(self, elements: Iterable[cst.BaseElement]) -> Iterator[Value]:
        for element in elements:
            inside = self.value(element.value)
            if isinstance(element, cst.StarredElement):
                if inside.kind == "list":
                    yield from inside.items
                else:
                    yield Value(*self._span(element), "unseen", f"*{words(element.value)}")
            else:
                yield inside

    def sum(self, node: cst.BaseExpression) -> Value | None:
        """Lists that are joined, objects that are merged."""
        assert isinstance(node, cst.BinaryOperation)
        left, right = self.value(node.left), self.value(node.right)
        if isinstance(node.operator, cst.Add) and "list" in (left.kind, right.kind):
            parts = (part.items if part.kind == "list" else (part,) for part in (left, right))
            return Value(*self._span(node), "list", items=tuple(i for p in parts for i in p))
        if isinstance(node.operator, cst.BitOr) and "object" in (left.kind, right.kind):
            return merged(opened(left), right)
        return None

    def fallback(self, node: cst.BaseExpression) -> Value | None:
        """What stands behind `or`: what is given by default."""
        assert isinstance(node, cst.BooleanOperation)
        return self._default(node.right, node) if isinstance(node.operator, cst.Or) else None

    def _default(self, value: cst.BaseExpression, whole: cst.CSTNode) -> Value:
        """A value that is given unless something unseen is."""
        known = self.value(value)
        return known if known.kind == "unseen" else replace(known, rest=(words(whole),))

    def call(self, node: cst.BaseExpression) -> Value | None:
        """A message, a record, or what a call only passes on."""
        assert isinstance(node, cst.Call)
        owner = dotted(node.func)
        start, end = self._span(node)
        role = _ROLES.get(owner.rpartition(".")[2])
        if role is not None:
            field = Field("role", start, end, Value(start, end, "text", role))
            return Value(start, end, "object", fields=(field,), rest=(words(node),))
        if isinstance(node.func, cst.Attribute) and node.func.attr.value in _ENCODED:
            return self.value(node.func.value)
        if node.args and node.args[0].keyword is None and _DUMPED.search(owner):
            first = self.value(node.args[0].value)
            rest = self.arguments(node.args[1:], start, end)
            return merged(opened(first), rest) if owner == "dict" and rest.fields else first
        if _DEFAULTED.search(owner) and len(node.args) == 2 and node.args[1].keyword is None:
            return self._default(node.args[1].value, node)
        named = all(arg.keyword or arg.star for arg in node.args)
        is_record = named and (owner == "dict" or _RECORD.search(owner))
        return self.arguments(node.args, start, end) if is_record else None


def _is_minus(node: cst.UnaryOperation) -> bool:
    return isinstance(node.operator, cst.Minus)


def words(node: cst.CSTNode) -> str:
    """An expression as it is written, in one line and not too long."""
    if isinstance(node, cst.BaseExpression) and node.lpar and not isinstance(node, cst.Tuple):
        node = node.with_changes(lpar=(), rpar=())
    text = " ".join(_BLANK.code_for_node(node).split())
    return text if len(text) <= _WORDS else f"{text[:_WORDS]}…"


_READERS: Mapping[type[cst.CSTNode], Callable[[Values, cst.BaseExpression], Value | None]] = {
    cst.SimpleString: Values.text,
    cst.ConcatenatedString: Values.text,
    cst.Integer: Values.number,
    cst.Float: Values.number,
    cst.UnaryOperation: Values.signed,
    cst.Name: Values.name,
    cst.Attribute: Values.attribute,
    cst.Dict: Values.mapping,
    cst.List: Values.sequence,
    cst.Tuple: Values.sequence,
    cst.BinaryOperation: Values.sum,
    cst.BooleanOperation: Values.fallback,
    cst.Call: Values.call,
}
