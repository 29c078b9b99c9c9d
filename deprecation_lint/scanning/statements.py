"""The smallest statements of a Python file that hold given offsets, each parsable on its own.

LibCST takes 20 to 30 times as long as `ast` for a file, so `ast` finds the statements and
LibCST parses only those. Of a compound statement that is the header, with `pass` for a body.
"""

from __future__ import annotations

import ast
import warnings
from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, Literal

from deprecation_lint.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TypeAlias

    _Part: TypeAlias = "Unit | Iterator[_Part]"

_Owner = ast.stmt | ast.match_case | ast.ExceptHandler
_TEXT = ast.Constant | ast.BinOp | ast.JoinedStr


@dataclass(frozen=True, slots=True)
class Scope:
    """What a statement stands in: the members of an enumeration, a test, a function by name.

    `start` is where the enumeration begins.
    """

    kind: Literal["", "enum", "test"] = ""
    function: str = ""
    start: int = 0


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of Python that parses alone. Byte n of `code` is byte n + `shift` of the file.

    `scope` is what it stands in.
    """

    start: int
    end: int
    code: bytes
    shift: int
    scope: Scope = Scope()

    def moved(self, by: int) -> Unit:
        """The unit in a text that begins so many bytes earlier."""
        scope = self.scope
        if scope.kind == "enum":
            scope = replace(scope, start=scope.start + by)
        return Unit(self.start + by, self.end + by, self.code, self.shift + by, scope)


def parse(source: bytes) -> ast.Module:
    """Parse UTF-8 source; raise `SyntaxError` or `ValueError` like `ast.parse`, but quietly."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source.decode("utf-8"))


def line_starts(text: bytes) -> list[int]:
    """Where each line begins; only LF, CRLF and CR end one."""
    starts = [0, *accumulate(map(len, text.splitlines(keepends=True)))]
    return starts if text.endswith((b"\n", b"\r")) or not text else starts[:-1]


class Statements:
    """The statements of a parsed file, looked up by offset."""

    def __init__(self, source: bytes, tree: ast.Module) -> None:
        self._source = source
        self.tree = tree
        self.lines = line_starts(source)

    def units(self, offsets: Iterable[int]) -> list[Unit]:
        """The innermost units that hold the offsets; an offset in a comment has none."""
        wanted = sorted(set(offsets))
        return list(self._within(wanted))

    def is_given_text(self, offsets: Iterable[int]) -> bool:
        """Whether one of the offsets stands in a text that a statement of the module assigns."""
        holding = self._holding(self.tree.body, sorted(set(offsets)))
        return any(
            isinstance(statement, ast.Assign | ast.AnnAssign) and isinstance(statement.value, _TEXT)
            for statement, *_ in holding
        )

    def _holding(
        self, body: Sequence[ast.stmt], wanted: list[int]
    ) -> Iterator[tuple[ast.stmt, int, int, list[int]]]:
        """The statements that hold offsets, with their bounds and those offsets."""
        if not wanted or not body:
            return
        first = bisect_right(body, wanted[0], key=self._start) - 1
        last = bisect_right(body, wanted[-1], key=self._start)
        for statement in body[max(0, first) : last]:
            start, end = self._start(statement), self._end(statement)
            inside = wanted[bisect_left(wanted, start) : bisect_right(wanted, end - 1)]
            if inside:
                yield statement, start, end, inside

    def _within(self, wanted: list[int]) -> Iterator[Unit]:
        """The units in order, without a call for each block: an `elif` stands in the one before."""
        around = [self._parts(self.tree.body, wanted, Scope())]
        while around:
            part = next(around[-1], None)
            if part is None:
                around.pop()
            elif isinstance(part, Unit):
                yield part
            else:
                around.append(part)

    def _parts(self, body: Sequence[ast.stmt], wanted: list[int], scope: Scope) -> Iterator[_Part]:
        """What the statements of a block are made of: units, and the parts of further blocks."""
        for statement, start, end, inside in self._holding(body, wanted):
            blocks = list(_blocks(statement))
            if not blocks:
                yield Unit(start, end, self._source[start:end], start, scope)
            below = _scope(statement, scope, start)
            for owner, children in blocks:
                header = self._header(owner, children) if owner is not None else None
                if header is not None and _any_in(inside, header.start, header.end):
                    yield header
                yield self._parts(children, inside, below)

    def _header(self, owner: _Owner, children: Sequence[ast.stmt]) -> Unit:
        """What stands between the start of a block's owner and the block, made parsable."""
        if isinstance(owner, ast.Match):
            first = owner.cases[0].pattern
            start, end = self._start(owner), self._case_start(first)
            return self._unit(start, end, after=b"case _: pass")
        end = self._start(children[0])
        if isinstance(owner, ast.match_case):
            return self._unit(self._case_start(owner.pattern), end, before=b"match x:\n ")
        if isinstance(owner, ast.ExceptHandler):
            start = self._offset(owner.lineno, owner.col_offset)
            return self._unit(start, end, before=b"try: pass\n")
        start = self._start(owner)
        if self._source.startswith(b"elif", start):
            return Unit(start, end, self._source[start + 2 : end] + b"pass", start + 2)
        line = self.lines[bisect_right(self.lines, start) - 1]
        if line < start and getattr(owner, "decorator_list", None):
            return self._unit(line, end, before=b"if x:\n")  # its lines are indented alike
        return self._unit(start, end)

    def _unit(self, start: int, end: int, before: bytes = b"", after: bytes = b"pass") -> Unit:
        return Unit(start, end, before + self._source[start:end] + after, start - len(before))

    def _case_start(self, pattern: ast.pattern) -> int:
        offset = self._offset(pattern.lineno, pattern.col_offset)
        return self._source.rindex(b"case", 0, offset)

    def _start(self, statement: ast.stmt) -> int:
        start = self._offset(statement.lineno, statement.col_offset)
        decorators = getattr(statement, "decorator_list", None)
        if decorators:
            first = self._offset(decorators[0].lineno, decorators[0].col_offset)
            return self._source.rindex(b"@", 0, first)
        return start

    def _end(self, statement: ast.stmt) -> int:
        return self._offset(statement.end_lineno or 0, statement.end_col_offset or 0)

    def _offset(self, line: int, column: int) -> int:
        return self.lines[line - 1] + column


def _scope(statement: ast.stmt, outer: Scope, start: int) -> Scope:
    """What the block of a statement stands in."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
        is_test = outer.kind == "test" or statement.name.startswith("test_")
        return Scope("test" if is_test else "", statement.name)
    if outer.kind == "test" or not isinstance(statement, ast.ClassDef):
        return outer
    bases = [ast.unparse(base).rpartition(".")[2] for base in statement.bases]
    if any(base.endswith("Enum") for base in bases):
        return Scope("enum", start=start)
    return Scope("test" if "TestCase" in bases else "")


def _blocks(statement: ast.stmt) -> Iterator[tuple[_Owner | None, Sequence[ast.stmt]]]:
    """The blocks of a compound statement, each with the node whose header stands before it.

    `None` stands for a header that holds no expression: `try`, `else`, `finally`.
    """
    if isinstance(statement, ast.Match):
        yield statement, ()
        for case in statement.cases:
            yield case, case.body
        return
    body = getattr(statement, "body", None)
    if body:
        yield None if hasattr(statement, "handlers") else statement, body
    for handler in getattr(statement, "handlers", ()):
        yield handler, handler.body
    for name in ("orelse", "finalbody"):
        block = getattr(statement, name, None)
        if block:
            yield None, block


def _any_in(offsets: list[int], start: int, end: int) -> bool:
    at = bisect_left(offsets, start)
    return at < len(offsets) and offsets[at] < end
