"""Python files: a LibCST visitor decides what each string is, and finds the IDs in its value.

LibCST is imported here and nowhere else on the way of a file without a candidate.
"""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate
from operator import itemgetter
from typing import TYPE_CHECKING

from deprecation_lint.scanning.statements import Statements, Unit, parse
from deprecation_lint.scanning.text import reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from deprecation_lint.findings import Reference
    from deprecation_lint.scanning.filetypes import FileType
    from deprecation_lint.scanning.tokens import Matcher
    from deprecation_lint.scanning.visitor import StringFound

_NAME = re.compile(r"[A-Za-z_]\w*")


class Unparsable(Exception):
    """Why a Python file cannot be parsed; the text scanner takes over."""


def scan_python(text: bytes, matcher: Matcher, kind: FileType) -> list[Reference]:
    """Every ID in the source, in order; raise `Unparsable` where it is no valid Python."""
    strings = list(_strings(text, matcher))
    covered = sorted((p.start, p.end) for s in strings for p in s.pieces if not p.foreign)
    found = [r for string in strings for r in _references(string, matcher)]
    found += [
        reference(match, "prose")
        for match in matcher.matches(text)
        if not _is_covered(covered, match.start)
    ]
    return sorted(found, key=lambda r: (r.start, r.end))


def _is_covered(covered: list[tuple[int, int]], offset: int) -> bool:
    at = bisect_right(covered, offset, key=itemgetter(0)) - 1
    return at >= 0 and offset < covered[at][1]


def _strings(text: bytes, matcher: Matcher) -> Iterator[StringFound]:
    """The string expressions of all statements that can hold an ID."""
    units, constants, reason = _units(text, matcher)
    from deprecation_lint.scanning.visitor import ParseFailure, strings_in

    for unit in units:
        try:
            yield from strings_in(unit, constants)
        except ParseFailure as failure:
            raise Unparsable(reason or str(failure)) from None


def _units(text: bytes, matcher: Matcher) -> tuple[list[Unit], Mapping[str, str], str]:
    """What LibCST has to parse, and the module's constants.

    Where `ast` cannot parse the file that is all of it, as LibCST may know a newer syntax; the
    third value then says why.
    """
    try:
        tree = parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return [Unit(0, len(text), text, 0)], {}, _reason(error)
    constants = _constants(tree)
    offsets = [*matcher.anchors(text), *_uses(text, constants, matcher)]
    return Statements(text, tree).units(offsets), constants, ""


def _reason(error: BaseException) -> str:
    line = getattr(error, "lineno", None)
    message = getattr(error, "msg", None) or type(error).__name__
    return f"{message} (line {line})" if line else str(message)


def _constants(tree: ast.Module) -> dict[str, str]:
    """Names that the module assigns exactly once, to a string that is known."""
    values: dict[str, str | None] = {}
    for statement in tree.body:
        for name, value in _assigned(statement):
            known = _constant(value, values) if name not in values else None
            values[name] = known
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            values.pop(node.name, None)
    return {name: value for name, value in values.items() if value is not None}


def _assigned(statement: ast.stmt) -> Iterator[tuple[str, ast.expr | None]]:
    if isinstance(statement, ast.Assign):
        for target in statement.targets:
            for node in ast.walk(target):
                if isinstance(node, ast.Name):
                    yield node.id, statement.value if node is target else None
    elif isinstance(statement, ast.AnnAssign | ast.AugAssign):
        if isinstance(statement.target, ast.Name):
            value = statement.value if isinstance(statement, ast.AnnAssign) else None
            yield statement.target.id, value
    elif isinstance(statement, ast.If | ast.Try | ast.For | ast.While | ast.With):
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id, None


def _constant(node: ast.expr | None, values: Mapping[str, str | None]) -> str | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.Name):
        return values.get(node.id)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _constant(node.left, values), _constant(node.right, values)
        return left + right if left is not None and right is not None else None
    if isinstance(node, ast.JoinedStr):
        parts = [_constant(_field(value), values) for value in node.values]
        return None if None in parts else "".join(part for part in parts if part is not None)
    return None


def _field(node: ast.expr) -> ast.expr | None:
    if not isinstance(node, ast.FormattedValue):
        return node
    return node.value if node.conversion == -1 and node.format_spec is None else None


def _uses(text: bytes, constants: Mapping[str, str], matcher: Matcher) -> Iterator[int]:
    """Offsets where a constant that begins an ID is named: the rest may stand there."""
    names = [name for name, value in constants.items() if matcher.has_candidate(value.encode())]
    if names:
        pattern = rb"(?<![\w.])(?:" + b"|".join(map(str.encode, map(re.escape, names))) + rb")\b"
        for found in re.finditer(pattern, text):
            yield found.start()


def _references(string: StringFound, matcher: Matcher) -> Iterator[Reference]:
    """The IDs in the value of one string expression, mapped back to the file's bytes."""
    ends = list(accumulate(len(piece.value) for piece in string.pieces))
    value = b"".join(piece.value for piece in string.pieces)
    for match in matcher.matches(value):
        first, last = bisect_right(ends, match.start), bisect_right(ends, match.end - 1)
        pieces = string.pieces[first : last + 1]
        if all(piece.foreign for piece in pieces):
            continue  # it stands in the constant that is named here, and is reported there
        spans = [(piece.start, piece.end) for piece in pieces]
        if pieces[0].exact:
            spans[0] = (pieces[0].end - (ends[first] - match.start), spans[0][1])
        if pieces[-1].exact:
            spans[-1] = (spans[-1][0], pieces[-1].end - (ends[last] - match.end))
        hold = string.hold
        if len(pieces) > 1 or not pieces[0].exact:
            hold = "parts"
        elif len(string.pieces) > 1 or match.lead > 0 or match.end < len(value):
            hold = "longer"
        exact = all(piece.exact for piece in pieces)
        yield replace(
            reference(match, hold),
            start=spans[0][0],
            end=spans[-1][1],
            pieces=tuple(spans) if exact else (),
        )
