"""What holds of every fix, whatever the file: plain functions that raise `AssertionError`.

`check` runs them all on one file. They judge the bytes before and after by the parsers of the
languages, and trust nothing of a fix but the spans that it names.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import tomli
import yaml
from python_trees import changed_as_said
from support import AS_OF, frozen

from deprecation_lint.engine import Engine
from deprecation_lint.fixing import chosen
from deprecation_lint.registry.load import load
from deprecation_lint.ruleset import ABOUT_REQUESTS, Policy
from deprecation_lint.scanning.document import decode
from deprecation_lint.scanning.filetypes import file_type
from deprecation_lint.task import Task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from deprecation_lint.findings import Argument, Edit, Finding
    from deprecation_lint.registry.registry import Registry
    from deprecation_lint.values import FileResult


LEFT_ALONE = "not fixed: the new text would have more findings than the old"
"""What may be said of a file instead of a fix: edits that do not go together."""


@cache
def registry(shipped: bool) -> Registry:
    """The registry that ships, or the frozen one."""
    return load() if shipped else frozen()


@cache
def engine(unsafe: bool, shipped: bool = True) -> Engine:
    """The engine that fixes with the registry that ships, or with the frozen one."""
    return Engine(registry(shipped), Task(Policy(AS_OF), "fix", unsafe))


@dataclass(frozen=True)
class Fixed:
    """A file before and after a fix, and what the fix said of it."""

    name: str
    raw: bytes
    unsafe: bool
    result: FileResult
    again: FileResult

    @property
    def output(self) -> bytes:
        """The bytes after the fix."""
        return self.raw if self.result.output is None else self.result.output

    @cached_property
    def edits(self) -> list[Edit]:
        """What was to be changed, in order, each once."""
        edits = {e for f in self.result.fixed for e in (f.fix.edits if f.fix else ())}
        return sorted(edits, key=lambda e: (e.start, e.end))

    @property
    def renamed(self) -> list[Finding]:
        """The findings about models that were fixed."""
        return [f for f in self.result.fixed if not f.arguments]

    @property
    def told_again(self) -> tuple[Finding, ...]:
        """What is told of the new file."""
        return (*self.again.findings, *self.again.fixed)

    def moved(self, offset: int) -> int:
        """Where a byte of the old file is in the new one."""
        by = 0
        for edit in self.edits:
            if edit.start >= offset:
                break
            by += len(self.encoded(edit.text)) - (min(edit.end, offset) - edit.start)
        return offset + by

    def encoded(self, text: str) -> bytes:
        """A text in the encoding of the file."""
        return text.encode(self.encoding)

    @cached_property
    def encoding(self) -> str:
        """How the file is stored."""
        return decode(self.raw, python=self.kind == "python").encoding

    @cached_property
    def kind(self) -> str:
        """The name of its file type."""
        return file_type(self.name, self.raw[:200]).name

    def texts(self) -> tuple[bytes, bytes]:
        """Both files as UTF-8."""
        python = self.kind == "python"
        return decode(self.raw, python=python).text, decode(self.output, python=python).text


def fixed(
    name: str, raw: bytes, unsafe: bool, shipped: bool = True, twice: bool = True
) -> Fixed | None:
    """A file after its fix, and fixed once more; `None` where there was nothing to fix.

    `twice=False` spares the second run where the first one leaves nothing that may be fixed.
    """
    runner = engine(unsafe, shipped)
    result = runner.check_bytes(name, raw)
    if not result.fixed:
        assert result.output in (None, raw), "changed, and nothing is said to be fixed"
        said = [n.reason for n in result.notes if n.reason.startswith("not fixed")]
        assert said in ([], [LEFT_ALONE]), f"left alone: {said}"
        return None
    assert result.output is not None
    if twice or chosen(result.findings, unsafe):
        return Fixed(name, raw, unsafe, result, runner.check_bytes(name, result.output))
    return Fixed(name, raw, unsafe, result, replace(result, fixed=()))


# --- any file -----------------------------------------------------------------------------------


def idempotent(one: Fixed) -> None:
    """The second fix finds nothing to do."""
    assert one.again.output == one.output, f"fixed again: {one.again.output!r}"
    assert one.again.fixed == (), f"to be fixed again: {_told(one.again.fixed)}"
    assert one.again.findings == one.result.findings, "the findings left are not those of the file"


def only_edits(one: Fixed) -> None:
    """Outside of the edits all bytes are equal, and an edit of a model is the model only."""
    expected, at = b"", 0
    for edit in one.edits:
        assert at <= edit.start <= edit.end <= len(one.raw), f"edits overlap: {one.edits}"
        expected += one.raw[at : edit.start] + one.encoded(edit.text)
        at = edit.end
    assert one.output == expected + one.raw[at:], f"bytes differ outside of {one.edits}"
    for finding in one.renamed:
        for edit in finding.fix.edits if finding.fix else ():
            place = finding.place
            assert place.start_byte <= edit.start < edit.end <= place.end_byte
            assert edit.text in ("", finding.replacement)


def allowed(one: Fixed) -> None:
    """Only what may be fixed was, and what was not shown as a fix stays."""
    kinds = ("safe", "unsafe") if one.unsafe else ("safe",)
    for finding in one.result.fixed:
        assert finding.fix is not None
        assert finding.fix.applicability in kinds, f"{finding.rule} at {finding.place.line}"


def resolved(one: Fixed) -> None:
    """No finding that the fix claimed to resolve is still there."""
    left = {(f.rule, f.place.text, f.place.start_byte) for f in one.told_again}
    for finding in one.result.fixed:
        place = finding.place
        mine = (finding.rule, place.text, one.moved(place.start_byte))
        is_part = not all(_is_changed(finding, a) for a in finding.arguments)
        assert finding.forced or is_part or mine not in left, f"not resolved: {mine}"


def safe_calls_work(one: Fixed) -> None:
    """After a safe fix the new model rejects nothing that can be seen of the call."""
    if one.unsafe:
        return
    there = {one.moved(f.place.start_byte) for f in one.renamed}
    for finding in one.told_again:
        if finding.rule == "rejected-argument":
            models = {place.start_byte for place in finding.related}
            assert there.isdisjoint(models), f"safe, and then {finding.message}"


def nothing_new(one: Fixed) -> None:
    """All models that are still told of were there before."""
    if any(f.forced for f in one.result.fixed):
        return
    new = {one.moved(f.place.start_byte) for f in one.renamed}
    told = [f for f in one.told_again if f.rule not in ABOUT_REQUESTS]
    bad = [f for f in told if f.place.start_byte in new]
    assert not bad, f"a fix put there what is told of: {_told(bad)}"


def _told(findings: tuple[Finding, ...] | list[Finding]) -> list[tuple[str, str, int]]:
    return [(f.rule, f.place.text, f.place.start_byte) for f in findings]


# --- formats ------------------------------------------------------------------------------------


def python_is_equal(one: Fixed) -> None:
    """The tree is equal apart from the constants that hold an edit, and arguments that go."""
    old, new = one.texts()
    before = _parsed(old)
    if before is None:
        return
    after = _parsed(new)
    assert after is not None, "no longer valid Python"
    problem = changed_as_said(before, after, Spans(one, old))
    assert not problem, problem
    assert _python_twice(after) <= _python_twice(before), "an entry stands twice"


class Spans:
    """The edits of a fix as offsets of the old text in UTF-8."""

    def __init__(self, one: Fixed, text: bytes) -> None:
        self._one = one
        self.text = text
        self._lines = [0, *(m.end() for m in re.finditer(rb"\r\n|\r|\n", text))]
        bom = len(one.raw) - len(text.decode().encode(one.encoding))
        self._bom = bom
        model = {e for f in one.renamed for e in (f.fix.edits if f.fix else ())}
        self.models = [self._span(e.start, e.end) for e in model]
        self.arguments = [
            self._span(a.place.start_byte, a.place.end_byte)
            for f in one.result.fixed
            for a in f.arguments
            if _is_changed(f, a)
        ]

        told = [f for f in one.result.fixed if f.arguments]
        edits = [e for f in told for e in (f.fix.edits if f.fix else ())]
        self.edits = [self._span(e.start, e.end) for e in edits]
        self.named = {a.place.text for f in told for a in f.arguments}

    def _span(self, start: int, end: int) -> tuple[int, int]:
        return self._at(start), self._at(end)

    def _at(self, raw: int) -> int:
        part = self._one.raw[self._bom : raw]
        return len(part.decode(self._one.encoding).encode())

    def offset(self, line: int, column: int) -> int:
        """The offset of a place as `ast` tells it."""
        return self._lines[line - 1] + column


def _is_changed(finding: Finding, argument: Argument) -> bool:
    """Whether the fix drops or renames an argument: of its neighbours an edit may touch a quote."""
    start, end = argument.place.start_byte, argument.place.end_byte
    edits = finding.fix.edits if finding.fix else ()
    covered = sum(max(0, min(e.end, end) - max(e.start, start)) for e in edits)
    is_renamed = argument.argument.split(".")[-1].startswith("output_format")
    return covered > (0 if is_renamed else (end - start) / 2)


def _parsed(text: bytes) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text.decode())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _python_twice(tree: ast.Module) -> int:
    """How many entries of displays stand there already."""
    twice = 0
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            twice += _twice([k.value for k in node.keys if isinstance(k, ast.Constant)])
        elif isinstance(node, ast.List | ast.Set | ast.Tuple):
            texts = [e.value for e in node.elts if isinstance(e, ast.Constant)]
            twice += _twice([t for t in texts if isinstance(t, str)])
    return twice


def _twice(entries: list[Any]) -> int:
    return sum(count - 1 for count in Counter(entries).values())


class _Twice(Exception):
    """A key stands twice in a mapping."""


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if _twice([key for key, _ in pairs]):
        raise _Twice
    return dict(pairs)


def _json(text: str) -> object:
    return json.loads(text, object_pairs_hook=_pairs)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Loads YAML, refuses keys that stand twice, and takes tags that it does not know."""


def _yaml_mapping(loader: Any, node: Any) -> Iterator[dict[object, object]]:
    keys = [(k.tag, k.value) for k, _ in node.value if isinstance(k, yaml.ScalarNode)]
    if _twice([key for key in keys if key[1] != "<<"]):
        raise _Twice
    data: dict[object, object] = {}
    yield data
    data.update(yaml.SafeLoader.construct_mapping(loader, node))


_Loader.add_constructor("tag:yaml.org,2002:map", _yaml_mapping)


def _yaml(text: str) -> object:
    return list(yaml.load_all(text, Loader=_Loader))


LOADERS: Mapping[str, Callable[[str], object]] = {
    "json": _json,
    "notebook": _json,
    "toml": tomli.loads,
    "yaml": _yaml,
}
_REFUSED = (ValueError, RecursionError, yaml.YAMLError, TypeError, AttributeError, KeyError)


def loads_equal(one: Fixed) -> None:
    """What is loaded is equal apart from the texts that hold a model which was renamed."""
    load_ = LOADERS.get(one.kind)
    if load_ is None:
        return
    old, new = (text.decode() for text in one.texts())
    try:
        before = load_(old)
    except (_Twice, *_REFUSED):
        return
    try:
        after = load_(new)
    except _Twice:
        raise AssertionError("a key stands twice after the fix") from None
    except _REFUSED as problem:
        raise AssertionError(f"no longer valid {one.kind}: {problem}") from None
    texts = set(_spellings(one))
    differs = _differ(before, after, texts, one.unsafe)
    assert not differs, differs


def _spellings(one: Fixed) -> Iterator[str]:
    """What was replaced, as it stood in the file, and without its escapes."""
    models = {e for f in one.renamed for e in (f.fix.edits if f.fix else ())}
    for edit in models:
        text = one.raw[edit.start : edit.end].decode(one.encoding)
        yield text
        if "\\" in text:
            yield re.sub(r"\\u([0-9A-Fa-f]{4})|\\x([0-9A-Fa-f]{2})", _unescaped, text)


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1] or found[2], 16))


def _differ(old: object, new: object, texts: set[str], unsafe: bool) -> str:
    """What differs that should not, or ""."""
    pairs: list[tuple[object, object]] = [(old, new)]
    seen: set[tuple[int, int]] = set()  # YAML has data that holds itself
    while pairs:
        a, b = pairs.pop()
        if isinstance(a, dict | list) and (id(a), id(b)) in seen:
            continue
        seen.add((id(a), id(b)))
        if isinstance(a, dict) and isinstance(b, dict) and len(a) == len(b):
            if not unsafe and list(a) != list(b):
                return f"the keys {list(a)} became {list(b)}"
            pairs += [*zip(a, b, strict=True), *zip(a.values(), b.values(), strict=True)]
        elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
            if _count_twice(b) > _count_twice(a):
                return f"an entry stands twice: {a} became {b}"
            pairs += zip(a, b, strict=True)
        elif not _may_become(a, b, texts):
            return f"{a!r} became {b!r}"
    return ""


def _may_become(old: object, new: object, texts: set[str]) -> bool:
    """Whether a value is as it was, or held one of the texts."""
    if isinstance(old, str) and isinstance(new, str) and old != new:
        return any(text in old for text in texts)
    return type(old) is type(new) and repr(old) == repr(new)  # nan is no other than nan


def _count_twice(entries: list[Any]) -> int:
    return _twice([e for e in entries if isinstance(e, str)])


PROPERTIES: tuple[Callable[[Fixed], None], ...] = (
    idempotent,
    only_edits,
    allowed,
    resolved,
    nothing_new,
    safe_calls_work,
    python_is_equal,
    loads_equal,
)


def check(
    name: str, raw: bytes, unsafe: bool, shipped: bool = True, twice: bool = True
) -> Fixed | None:
    """All of them on one file; whether anything was fixed is told by what comes back."""
    one = fixed(name, raw, unsafe, shipped, twice)
    if one is not None:
        for holds in PROPERTIES if file_type(name, raw[:200]).name == "python" else _NOT_PYTHON:
            holds(one)
    return one


_NOT_PYTHON = tuple(p for p in PROPERTIES if p is not python_is_equal)


def in_either_order(
    first: tuple[str, bytes], second: tuple[str, bytes], unsafe: bool, shipped: bool = True
) -> None:
    """Two files give the same, whichever is fixed first."""
    task = Task(Policy(AS_OF), "fix", unsafe)
    one_way, other_way = Engine(registry(shipped), task), Engine(registry(shipped), task)
    there = [one_way.check_bytes(*first), one_way.check_bytes(*second)]
    back = [other_way.check_bytes(*second), other_way.check_bytes(*first)]
    assert there == back[::-1], "the order of two files makes a difference"
