"""Python, by properties: whatever the source, what `ast` sees is found, and a fix harms nothing."""

from __future__ import annotations

import ast
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from strategies import SUCCESSORS, quick, sources, split_ids
from support import NEW, OLD, check_text, findings, fix

if TYPE_CHECKING:
    from collections.abc import Iterator


def tokens(value: str) -> Counter[str]:
    """The retired IDs in a text, found in the dullest way: cut it up and compare."""
    words = re.split(r"[^A-Za-z0-9_.@\-]", value)
    return Counter(w for word in words if (w := word.rstrip(".")) in SUCCESSORS)


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
def test_each_id_in_a_constant_of_ast_is_found(source: str) -> None:
    wanted: Counter[tuple[int, int]] = Counter()
    for start, end, value in spans(source):
        folders = re.findall(r"/claude-[\w.-]*(?=[/#?])", value)  # part of a path, no model
        wanted[start, end] += sum(tokens(value).values()) - len(folders)
    found = findings("a.py", source)
    for (start, end), count in wanted.items():
        inside = [f for f in found if start <= f.place.start_byte < end]
        assert len(inside) >= count, source[start:end]


@quick
@given(sources())
def test_nothing_is_found_that_is_not_there(source: str) -> None:
    """The value of every finding is an ID; no finding stands in another."""
    end = 0
    for finding in findings("a.py", source):
        assert finding.place.text in SUCCESSORS
        assert finding.place.start_byte >= end
        end = finding.place.end_byte


@quick
@given(sources())
def test_valid_python_is_read_as_python(source: str) -> None:
    ast.parse(source)
    assert check_text("a.py", source.encode()).notes == ()


@quick
@given(sources(), st.booleans())
def test_fixed_python_differs_in_constants_only(source: str, unsafe: bool) -> None:
    fixed = fix("a.py", source.encode(), unsafe).decode()
    assert shape(ast.parse(fixed)) == shape(ast.parse(source))


@quick
@given(sources(), st.booleans())
def test_fix_is_idempotent_and_resolves_what_it_claims(source: str, unsafe: bool) -> None:
    raw = source.encode()
    result = check_text("a.py", raw, mode="fix", unsafe=unsafe)
    fixed = result.output
    assert fixed is not None
    assert fix("a.py", fixed, unsafe) == fixed
    found = findings("a.py", source)
    assert len(result.fixed) + len(result.findings) == len(found)
    assert check_text("a.py", fixed).findings == result.findings
    if unsafe:
        assert not [f for f in result.findings if f.fix and f.fix.applicability != "display"]


@quick
@given(sources())
def test_safe_fixes_touch_whole_values_only(source: str) -> None:
    """A safe fix stands in a literal that is nothing but the ID, which becomes the new one."""
    constants = {(start, end): value for start, end, value in spans(source)}
    for finding in findings("a.py", source):
        if finding.fix is None or finding.fix.applicability != "safe":
            continue
        place = finding.place
        around = [v for (a, b), v in constants.items() if a <= place.start_byte < b]
        assert place.text in around
        assert finding.replacement == SUCCESSORS[place.text]


@quick
@given(split_ids(), st.sampled_from(["x = {}\n", "f(a={})\n", "def f(a={}): pass\n", "x = [{}]\n"]))
def test_an_id_in_parts_is_one_finding(split: tuple[str, str], template: str) -> None:
    id_, expression = split
    source = template.format(expression)
    (finding,) = findings("a.py", source)
    assert finding.replacement == SUCCESSORS[id_]
    whole = '" ' not in expression and id_ in expression
    assert finding.fix is not None
    assert (finding.fix.applicability == "safe") == (whole and "[" not in template)
    prepared = fix("a.py", f"x = {expression}\n".encode(), unsafe=True).decode()
    scope: dict[str, str] = {}
    exec(prepared, {}, scope)
    assert scope["x"] == SUCCESSORS[id_]


@quick
@given(split_ids(), st.sampled_from(["-x", "x", "_", ".5", "-20990101"]))
def test_parts_that_make_a_longer_word_are_no_id(split: tuple[str, str], tail: str) -> None:
    _, expression = split
    assert findings("a.py", f"x = {expression[:-1]} '{tail}')\n") == () or "+" in expression
    assert findings("a.py", f"x = {expression} + '{tail}'\n") == ()


@quick
@given(st.sampled_from(list(SUCCESSORS)), st.data())
def test_an_id_put_together_at_run_time(id_: str, data: st.DataObject) -> None:
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
    (finding,) = findings("a.py", source)
    assert finding.replacement == SUCCESSORS[id_]
    assert finding.place.start_byte < finding.place.end_byte
    assert finding.fix is not None
    assert finding.fix.applicability == "unsafe"
    fixed = fix("a.py", source.encode(), unsafe=True).decode()
    scope: dict[str, str] = {}
    exec(fixed, {}, scope)
    assert scope["x"] == SUCCESSORS[id_]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*"\"'#\\\r\n\t(){}[]=+:,%f rb@\x0cé😀x\0", OLD])).map("".join))
@example("'\\\n" + OLD)
@example("f'{" + OLD + "}'")
@example("f'{'" + OLD + "'}'")
def test_rubbish_is_never_a_crash_and_never_missed(text: str) -> None:
    """What stands before a statement never hides the ID in it."""
    source = f"{text}\n\nlast = '{OLD}'\n"
    result = check_text("a.py", source.encode(), mode="fix", unsafe=True)
    if result.skipped is None:
        at = source.encode().rindex(OLD.encode())
        assert at in [f.place.start_byte for f in result.findings + result.fixed]
    assert check_text("a.py", text.encode(), mode="fix", unsafe=True).skipped == result.skipped


@pytest.mark.parametrize("depth", [50, 150, 400, 3000, 20_000])
@pytest.mark.parametrize(
    ("opening", "closing"),
    [("(", ")"), ("[", "]"), ("f(", ")"), ("{1: ", "}"), ("-", ""), ("not ", ""), ("'' + ", "")],
)
def test_deep_nesting_is_read(depth: int, opening: str, closing: str) -> None:
    """No depth ends the process or takes minutes; past some depth the file is read as text."""
    found = findings("a.py", f'x = {opening * depth}"{OLD}"{closing * depth}\n')
    assert [f.place.text for f in found] == [OLD]


@pytest.mark.parametrize("count", [50, 700, 900, 5000])
def test_a_long_row_of_cases_is_read(count: int) -> None:
    """Each `elif` stands in the one before it, as the parser has it."""
    rows = "".join(f'elif x == {n}: y = "{OLD}"\n' for n in range(count))
    assert len(findings("a.py", f"if x: pass\n{rows}")) == count


@pytest.mark.parametrize("depth", [100, 300, 900, 3000])
def test_a_base_of_any_depth_is_no_crash(depth: int) -> None:
    found = findings("a.py", f'class A(b{".b" * depth}):\n    model = "{OLD}"\n')
    assert [f.place.text for f in found] == [OLD]


def test_a_very_long_line() -> None:
    source = "x = [" + '"filler", ' * 40_000 + f'"{OLD}"]\n'
    (finding,) = findings("a.py", source)
    assert (finding.place.line, finding.place.column) == (1, source.index(OLD) + 1)
    assert finding.fix is not None
    assert finding.fix.applicability == "unsafe"  # too large to be parsed: read as plain text


def test_many_ids() -> None:
    source = "".join(f'x{n} = "{OLD}"\n' for n in range(2000))
    assert len(findings("a.py", source)) == 2000
    assert fix("a.py", source.encode()) == source.replace(OLD, NEW).encode()


def test_a_newer_syntax_than_this_python_knows() -> None:
    """LibCST may know what the running Python does not; if neither does, a note says so."""
    source = f'type A[T = int] = list[T]\nx = "{OLD}"\ny == "{OLD}"\n'
    result = check_text("a.py", source.encode())
    assert [f.place.line for f in result.findings] == [2, 3]
