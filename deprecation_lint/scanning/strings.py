"""What a Python string expression is worth, and which bytes of the file each part came from.

Literals, implicit concatenation, `+`, and the constant parts of f-strings, `.format` and `%`
are evaluated; whatever is not known becomes a gap. This module needs LibCST.
"""

from __future__ import annotations

import ast
import re
import warnings
from typing import TYPE_CHECKING

import libcst as cst

from deprecation_lint.patterns import lazy
from deprecation_lint.scanning.pieces import Piece

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from deprecation_lint.scanning.constants import Constants

GAP = "\0"  # stands for a value that is not known; no ID holds it, and it ends every token

_ESCAPE = lazy(
    r"\\(?:\r\n|[0-7]{1,3}|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|N\{[^}]*\}|.)|[^\\]+",
    re.DOTALL,
)
_BRACES = lazy(r"\{\{|\}\}")
_FORMAT = lazy(r"\{\{|\}\}|\{([^{}:!]*)([:!][^{}]*)?\}")
_PERCENT = lazy(r"%%|%\((\w+)\)([a-z])|%[#0\- +]*[\d.*]*([a-zA-Z])")


class Evaluator:
    """Evaluates string expressions of one parsed unit."""

    def __init__(
        self, span: Callable[[cst.CSTNode], tuple[int, int]], constants: Constants
    ) -> None:
        self._span = span
        self._constants = constants
        self.unknown: list[cst.BaseExpression] = []

    def is_text(self, node: cst.CSTNode) -> bool:
        """Whether the expression is a string whose value is known at least in part."""
        if isinstance(node, cst.SimpleString | cst.ConcatenatedString | cst.FormattedString):
            return True
        if isinstance(node, cst.BinaryOperation):
            if isinstance(node.operator, cst.Add):
                return self._is_part(node.left) or self._is_part(node.right)
            return isinstance(node.operator, cst.Modulo) and self.is_text(node.left)
        return _format_call(node) is not None

    def _is_part(self, node: cst.BaseExpression) -> bool:
        return self.is_text(node) or (
            isinstance(node, cst.Name) and self._constants.get(node.value) is not None
        )

    def pieces(self, node: cst.BaseExpression) -> list[Piece]:
        """The parts of a string expression, in order; expressions not known go to `unknown`."""
        self.unknown = []
        return list(self._pieces(node))

    def _pieces(self, node: cst.BaseExpression) -> Iterator[Piece]:
        called = _format_call(node)
        if isinstance(node, cst.SimpleString):
            yield from self._literal(node)
        elif isinstance(node, cst.ConcatenatedString):
            yield from self._pieces(node.left)
            yield from self._pieces(node.right)
        elif isinstance(node, cst.FormattedString):
            yield from self._formatted(node)
        elif isinstance(node, cst.BinaryOperation) and self.is_text(node):
            if isinstance(node.operator, cst.Add):
                yield from self._pieces(node.left)
                yield from self._pieces(node.right)
            else:
                yield from self._percent(node)
        elif called is not None and isinstance(node, cst.Call):
            yield from self._format(called, node.args)
        else:
            yield self._named(node)

    def _named(self, node: cst.BaseExpression) -> Piece:
        start, end = self._span(node)
        known = self._constants.get(node.value) if isinstance(node, cst.Name) else None
        if known is not None:
            value = known.encode("utf-8", "replace")
            return Piece(value, start, end, exact=False, foreign=True)
        if not isinstance(node, cst.Name):
            self.unknown.append(node)
        return Piece(GAP.encode(), start, end, exact=False, foreign=True)

    def _literal(self, node: cst.SimpleString) -> Iterator[Piece]:
        start, _ = self._span(node)
        start += len(node.prefix) + len(node.quote)
        yield from _unescaped(node.raw_value, start, raw="r" in node.prefix.lower())

    def _formatted(self, node: cst.FormattedString) -> Iterator[Piece]:
        raw = "r" in node.prefix.lower()
        for part in node.parts:
            start, _ = self._span(part)
            if isinstance(part, cst.FormattedStringText):
                for text, offset in _split(_BRACES, part.value):
                    at = start + len(part.value[:offset].encode())
                    if _BRACES.fullmatch(text):
                        yield Piece(text[:1].encode(), at, at + 2, exact=False)
                    else:
                        yield from _unescaped(text, at, raw)
            elif isinstance(part, cst.FormattedStringExpression):
                yield from self._replaced(part)

    def _replaced(self, part: cst.FormattedStringExpression) -> Iterator[Piece]:
        start, end = self._span(part)
        plain = part.conversion is None and not part.format_spec and part.equal is None
        if plain and self._is_part(part.expression):
            values = list(self._pieces(part.expression))
            yield from (
                Piece(p.value, start, end, exact=False, foreign=True) if p.foreign else p
                for p in values
            )
        else:
            self.unknown.append(part.expression)
            self.unknown.extend(_spec_expressions(part))
            yield Piece(GAP.encode(), start, end, exact=False, foreign=True)

    def _format(self, template: cst.BaseExpression, args: Sequence[cst.Arg]) -> Iterator[Piece]:
        positional = [arg.value for arg in args if arg.keyword is None and not arg.star]
        named = {arg.keyword.value: arg.value for arg in args if arg.keyword is not None}
        used: set[int] = set()
        automatic = iter(positional)
        for piece, found in self._template(template, _FORMAT):
            if found is None or found[0] in ("{{", "}}"):
                yield piece if found is None else _doubled(piece)
                continue
            argument = None
            if found[2] is None:
                key = found[1]
                if key == "":
                    argument = next(automatic, None)
                elif key.isdigit():
                    argument = positional[int(key)] if int(key) < len(positional) else None
                else:
                    argument = named.get(key)
            yield from self._argument(argument, piece, used)
        self.unknown.extend(a.value for a in args if id(a.value) not in used)

    def _percent(self, node: cst.BinaryOperation) -> Iterator[Piece]:
        given = node.right
        values = [e.value for e in given.elements] if isinstance(given, cst.Tuple) else [given]
        used: set[int] = set()
        rest = iter(values)
        for piece, found in self._template(node.left, _PERCENT):
            if found is None or found[0] == "%%":
                yield piece if found is None else _doubled(piece)
                continue
            argument = next(rest, None) if found[0] == "%s" else None
            yield from self._argument(argument, piece, used)
        self.unknown.extend(value for value in values if id(value) not in used)

    def _template(
        self, template: cst.BaseExpression, pattern: re.Pattern[str]
    ) -> Iterator[tuple[Piece, re.Match[str] | None]]:
        """The parts of a template: text as it stands, and its replacement fields."""
        for piece in self._pieces(template):
            if not piece.exact:
                yield piece, None
                continue
            value = piece.value.decode("utf-8", "replace")
            for text, offset in _split(pattern, value):
                at = piece.start + len(value[:offset].encode())
                part = Piece(text.encode(), at, at + len(text.encode()))
                yield part, pattern.fullmatch(text)

    def _argument(
        self, argument: cst.BaseExpression | None, field: Piece, used: set[int]
    ) -> Iterator[Piece]:
        if argument is not None and self._is_part(argument):
            used.add(id(argument))
            yield from self._pieces(argument)
        else:
            yield Piece(GAP.encode(), field.start, field.end, exact=False, foreign=True)


def _format_call(node: cst.CSTNode) -> cst.BaseExpression | None:
    """The template of `"…".format(…)`, if that is what the node is."""
    if not isinstance(node, cst.Call) or not isinstance(node.func, cst.Attribute):
        return None
    template = node.func.value
    texts = cst.SimpleString | cst.ConcatenatedString | cst.FormattedString
    return template if node.func.attr.value == "format" and isinstance(template, texts) else None


def _spec_expressions(part: cst.FormattedStringExpression) -> Iterator[cst.BaseExpression]:
    for nested in part.format_spec or ():
        if isinstance(nested, cst.FormattedStringExpression):
            yield nested.expression


def _split(pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, int]]:
    """The text cut at each match of the pattern, matches included, with offsets."""
    at = 0
    for found in pattern.finditer(text):
        if found.start() > at:
            yield text[at : found.start()], at
        yield found[0], found.start()
        at = found.end()
    if at < len(text):
        yield text[at:], at


def _doubled(piece: Piece) -> Piece:
    return Piece(piece.value[:1], piece.start, piece.end, exact=False)


def _unescaped(text: str, start: int, raw: bool) -> Iterator[Piece]:
    """The value of the inside of a literal, cut at its escapes."""
    if raw or "\\" not in text:
        if text:
            yield Piece(text.encode(), start, start + len(text.encode()))
        return
    for found in _ESCAPE.finditer(text):
        part = found[0]
        end = start + len(part.encode())
        if part.startswith("\\"):
            yield Piece(_escape(part).encode("utf-8", "replace"), start, end, exact=False)
        else:
            yield Piece(part.encode(), start, end)
        start = end


def _escape(text: str) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value = ast.literal_eval(f'"{text}"' if text != '\\"' else "'\\\"'")
    except (SyntaxError, ValueError):
        return text
    return value if isinstance(value, str) else text
