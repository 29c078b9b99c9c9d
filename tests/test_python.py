"""Python, by properties: whatever the source, what `ast` sees is found, and a fix harms nothing."""

from __future__ import annotations

import ast
import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from conftest import check_text
from hypothesis import example, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deprecation_lint.findings import Finding
    from deprecation_lint.registry.registry import Registry

OLD = "claude-old-1-20240101"
NEW = "claude-new-4-20260301"
RETIRED = {  # each with the ID that takes its place
    OLD: NEW,
    "claude-1-old-20240101": NEW,
    "claude-old-1-latest": "claude-new-4",
    "claude-middle-2": "claude-new-4",
    "claude-middle-2-20250101": NEW,
    "claude-soon-3": NEW,
    "claude-v1": "claude-new-4",
}
NOISE = [
    *("claude-new-4", "claude-middle-2-x", "xclaude-middle-2", "my_claude-v1", "claude-middle-20"),
    *("claude-old-1-2024010", "claude-", "gpt", "é", "日本", "😀", "e\u0301", "\u2028", "\x85"),
]
SEPARATORS = [" ", ", ", "/", "(", ")", "; ", "=", "|", "\t", "!", "模", "😀", "«"]
ESCAPES = [r"\n", r"\t", r"\\", r"\x41", r"\u00e9", r"\N{BULLET}", r"\'", r"\"", r"\101", r"\f"]

quick = settings(max_examples=60, deadline=None)


@st.composite
def literals(draw: st.DrawFn, plain: bool = False) -> str:
    """A string literal of any kind with IDs, near misses and noise in it; always valid."""
    prefix = draw(st.sampled_from(["", "", "r", "u", "R"] + ([] if plain else ["f", "rf", "F"])))
    quote = draw(st.sampled_from(['"', "'", '"""', "'''"]))
    raw = "r" in prefix.lower()
    words = st.sampled_from([*RETIRED, *RETIRED, *NOISE])
    between = list(SEPARATORS)
    between += [r"\d "] if raw else ESCAPES
    between += ["\n", "\n    "] if len(quote) == 3 else []
    between += ["{{", "}}"] if "f" in prefix.lower() else []
    parts = draw(st.lists(st.tuples(words, st.sampled_from(between)), max_size=3))
    last = draw(st.sampled_from([*RETIRED, "", "."]))
    body = "".join(word + separator for word, separator in parts) + last
    return prefix + quote + body + quote


TEMPLATES = [
    "x = {}",
    "call({}, a={})",
    "x: str = {}",
    "def f(a={}, *, b={}):\n    return {}",
    "async def f(a={}) -> {}: pass",
    "@deco({})\ndef f(): pass",
    "class C(a={}):\n    {}\n    x = {}",
    "f = lambda a={}: {}",
    "x = {{{}: {}, **y}}",
    "x = d[{}]",
    "if x == {}: y = {}",
    "if x:\n\ty = {}\nelif y == {}:\n\tz = {}\nelse:\n\ty = {}",
    "for x in {}, {}:\n  y = {}",
    "while f({}): x = {}",
    "try:\n    x = {}\nexcept E({}) as e:\n    y = {}\nfinally: z = {}",
    "with f({}) as a, g({}):\n    x = {}",
    "async def f():\n    async with g({}): await h({})",
    "x = 1; y = {}; z = {}",
    "x = ({}\n     if y else {})",
    "x = [{} for a in {} if b]",
    "if (x := {}): pass",
    "assert x, {}",
    "x = {}  # {}",
    "\x0cx = {}",
    "{}",
]
PLAIN_TEMPLATES = ["match {}:\n    case {}:\n        x = {}\n    case {} | 1: pass"]
LINE_ENDS = st.sampled_from(["\n", "\n", "\r\n", "\r"])


@st.composite
def sources(draw: st.DrawFn) -> str:
    """A Python program full of string literals."""
    statements = []
    for template in draw(st.lists(st.sampled_from(TEMPLATES + PLAIN_TEMPLATES), max_size=4)):
        kind = literals(plain=template in PLAIN_TEMPLATES)
        count = template.replace("{{", "").count("{}")
        given_literals = [draw(kind) for _ in range(count)]
        if "#" in template:
            given_literals[-1] = given_literals[-1].replace("\n", " ")
        statements.append(template.format(*given_literals))
    end = draw(st.sampled_from(["", "\n", "\n\n# the end"]))
    return ("\n".join(statements) + end).replace("\n", draw(LINE_ENDS))


def check(registry: Registry, source: str, name: str = "a.py") -> tuple[Finding, ...]:
    return check_text(registry, name, source.encode()).findings


def fix(registry: Registry, raw: bytes, unsafe: bool = False, name: str = "a.py") -> bytes:
    result = check_text(registry, name, raw, mode="fix", unsafe=unsafe)
    assert not result.notes, result.notes
    assert result.output is not None
    return result.output


def tokens(value: str) -> Counter[str]:
    """The retired IDs in a text, found in the dullest way: cut it up and compare."""
    words = re.split(r"[^A-Za-z0-9_.@\-]", value)
    return Counter(w for word in words if (w := word.rstrip(".")) in RETIRED)


def shape(tree: ast.AST) -> str:
    """A tree without the values of its constants."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            node.values = [v for v in node.values if not isinstance(v, ast.Constant)]
        if isinstance(node, ast.Constant):
            node.value = type(node.value).__name__
    return ast.dump(tree)


def spans(source: str) -> Iterator[tuple[int, int, str]]:
    """Byte offsets and value of each string constant that `ast` sees."""
    starts = [0, *(m.end() for m in re.finditer(rb"\r\n|\r|\n", source.encode()))]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            start = starts[node.lineno - 1] + node.col_offset
            end = starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
            yield start, end, node.value


@quick
@given(sources())
def test_each_id_in_a_constant_of_ast_is_found(registry: Registry, source: str) -> None:
    wanted: Counter[tuple[int, int]] = Counter()
    for start, end, value in spans(source):
        wanted[start, end] += sum(tokens(value).values())
    found = check(registry, source)
    for (start, end), count in wanted.items():
        inside = [f for f in found if start <= f.place.start_byte < end]
        assert len(inside) >= count, source[start:end]


@quick
@given(sources())
def test_nothing_is_found_that_is_not_there(registry: Registry, source: str) -> None:
    """The value of every finding is an ID; no finding stands in another."""
    end = 0
    for finding in check(registry, source):
        assert finding.place.text in RETIRED
        assert finding.place.start_byte >= end
        end = finding.place.end_byte


@quick
@given(sources())
def test_valid_python_is_read_as_python(registry: Registry, source: str) -> None:
    ast.parse(source)
    assert check_text(registry, "a.py", source.encode()).notes == ()


@quick
@given(sources(), st.booleans())
def test_fixed_python_differs_in_constants_only(
    registry: Registry, source: str, unsafe: bool
) -> None:
    fixed = fix(registry, source.encode(), unsafe).decode()
    assert shape(ast.parse(fixed)) == shape(ast.parse(source))


@quick
@given(sources(), st.booleans())
def test_fix_is_idempotent_and_resolves_what_it_claims(
    registry: Registry, source: str, unsafe: bool
) -> None:
    raw = source.encode()
    result = check_text(registry, "a.py", raw, mode="fix", unsafe=unsafe)
    fixed = result.output
    assert fixed is not None
    assert fix(registry, fixed, unsafe) == fixed
    found = check(registry, source)
    assert len(result.fixed) + len(result.findings) == len(found)
    assert check_text(registry, "a.py", fixed).findings == result.findings
    if unsafe:
        assert not [f for f in result.findings if f.fix and f.fix.applicability != "display"]


@quick
@given(sources())
def test_safe_fixes_touch_whole_values_only(registry: Registry, source: str) -> None:
    """A safe fix stands in a literal that is nothing but the ID, which becomes the new one."""
    constants = {(start, end): value for start, end, value in spans(source)}
    for finding in check(registry, source):
        if finding.fix is None or finding.fix.applicability != "safe":
            continue
        place = finding.place
        around = [v for (a, b), v in constants.items() if a <= place.start_byte < b]
        assert place.text in around
        assert finding.replacement == RETIRED[place.text]


@st.composite
def split_ids(draw: st.DrawFn) -> tuple[str, str]:
    """An ID, and an expression that puts it together from literals."""
    id_ = draw(st.sampled_from(list(RETIRED)))
    cuts = draw(st.lists(st.integers(len("claude-"), len(id_) - 1), max_size=3, unique=True))
    edges = [0, *sorted(cuts), len(id_)]
    parts = [id_[a:b] for a, b in pairwise(edges)]
    quotes = st.sampled_from(['"{}"', "'{}'", 'r"{}"', "u'{}'", '"""{}"""', "f'{}'"])
    written = [draw(quotes).format(part) for part in parts]
    joiner = draw(st.sampled_from([" ", "\n    ", "  # a comment\n    ", " + ", " +\n    "]))
    return id_, "(" + joiner.join(written) + ")"


@quick
@given(split_ids(), st.sampled_from(["x = {}\n", "f(a={})\n", "def f(a={}): pass\n", "x = [{}]\n"]))
def test_an_id_in_parts_is_one_finding(
    registry: Registry, split: tuple[str, str], template: str
) -> None:
    id_, expression = split
    source = template.format(expression)
    (finding,) = check(registry, source)
    assert finding.replacement == RETIRED[id_]
    whole = '" ' not in expression and id_ in expression
    assert finding.fix is not None
    assert (finding.fix.applicability == "safe") == whole
    prepared = fix(registry, f"x = {expression}\n".encode(), unsafe=True).decode()
    scope: dict[str, str] = {}
    exec(prepared, {}, scope)
    assert scope["x"] == RETIRED[id_]


@quick
@given(split_ids(), st.sampled_from(["-x", "x", "_", ".5", "-20990101"]))
def test_parts_that_make_a_longer_word_are_no_id(
    registry: Registry, split: tuple[str, str], tail: str
) -> None:
    _, expression = split
    assert check(registry, f"x = {expression[:-1]} '{tail}')\n") == () or "+" in expression
    assert check(registry, f"x = {expression} + '{tail}'\n") == ()


@quick
@given(st.sampled_from(list(RETIRED)), st.data())
def test_an_id_put_together_at_run_time(registry: Registry, id_: str, data: st.DataObject) -> None:
    """`.format`, `%` and f-strings give what Python gives; the fix on request gives the new ID."""
    cut = data.draw(st.integers(len("claude-"), len(id_) - 1))
    end = data.draw(st.integers(cut + 1, len(id_)))
    head, middle, tail = id_[:cut], id_[cut:end], id_[end:]
    expression = data.draw(
        st.sampled_from(
            [
                f"'{head}{{}}{tail}'.format('{middle}')",
                f"'{head}{{0}}{tail}'.format('{middle}')",
                f"'{head}{{a}}{tail}'.format(a='{middle}', b=1)",
                f"'{{}}{middle}{tail}'.format('{head}')",
                f"'{head}%s{tail}' % '{middle}'",
                f"'%s{middle}%s' % ('{head}', '{tail}')",
                f"f'{head}{{\"{middle}\"}}{tail}'",
                f"f'{{\"{head}\"}}{middle}{tail}'",
            ]
        )
    )
    source = f"x = {expression}\n"
    (finding,) = check(registry, source)
    assert finding.replacement == RETIRED[id_]
    assert finding.place.start_byte < finding.place.end_byte
    assert finding.fix is not None
    assert finding.fix.applicability == "unsafe"
    fixed = fix(registry, source.encode(), unsafe=True).decode()
    scope: dict[str, str] = {}
    exec(fixed, {}, scope)
    assert scope["x"] == RETIRED[id_]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*"\"'#\\\r\n\t(){}[]=+:,%f rb@\x0cé😀x\0", OLD])).map("".join))
@example("'\\\n" + OLD)
@example("f'{" + OLD + "}'")
@example("f'{'" + OLD + "'}'")
def test_rubbish_is_never_a_crash_and_never_missed(registry: Registry, text: str) -> None:
    result = check_text(registry, "a.py", text.encode(), mode="fix", unsafe=True)
    if result.skipped is None:
        lonely = re.findall(rf"(?<![A-Za-z0-9_.@\\\-é]){OLD}(?![A-Za-z0-9_.@:\-é])", text)
        assert len(result.findings) + len(result.fixed) >= len(lonely)


@pytest.mark.parametrize("depth", [50, 150, 400, 3000, 20_000])
@pytest.mark.parametrize(
    ("opening", "closing"),
    [("(", ")"), ("[", "]"), ("f(", ")"), ("{1: ", "}"), ("-", ""), ("not ", ""), ("'' + ", "")],
)
def test_deep_nesting_is_read(registry: Registry, depth: int, opening: str, closing: str) -> None:
    """No depth ends the process or takes minutes; past some depth the file is read as text."""
    found = check(registry, f'x = {opening * depth}"{OLD}"{closing * depth}\n')
    assert [f.place.text for f in found] == [OLD]


def test_a_very_long_line(registry: Registry) -> None:
    source = "x = [" + '"filler", ' * 40_000 + f'"{OLD}"]\n'
    (finding,) = check(registry, source)
    assert (finding.place.line, finding.place.column) == (1, source.index(OLD) + 1)
    assert finding.fix is not None
    assert finding.fix.applicability == "safe"


def test_many_ids(registry: Registry) -> None:
    source = "".join(f'x{n} = "{OLD}"\n' for n in range(2000))
    assert len(check(registry, source)) == 2000
    assert fix(registry, source.encode()) == source.replace(OLD, NEW).encode()


def test_a_newer_syntax_than_this_python_knows(registry: Registry) -> None:
    """LibCST may know what the running Python does not; if neither does, a note says so."""
    source = f'type A[T = int] = list[T]\nx = "{OLD}"\ny == "{OLD}"\n'
    result = check_text(registry, "a.py", source.encode())
    assert [f.place.line for f in result.findings] == [2, 3]
