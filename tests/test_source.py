"""A Python file that is cut up is read as the whole file is: the same units, names and nodes."""

from __future__ import annotations

import ast
import gc

import libcst as cst
import pytest
from casefiles import ALL_CASES, bytes_before
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import quick, sources
from support import OLD, findings

from deprecation_lint.scanning.source import Source, Unparsable, section_starts
from deprecation_lint.scanning.statements import Statements, line_starts, parse
from deprecation_lint.scanning.trees import children, spans

PARTS = [
    "import os\n",
    "x = 1; y = 2\n",
    "(x) = 1\n",
    "def f():\n    return 1\n",
    "async def f(): pass\n",
    "async  def f(): pass\n",
    "class A(B):\n    def f(self):\n        pass\n",
    "@deco\n@deco(\n1\n)\ndef f():\n    pass\n",
    "@deco  # '''\nclass A: pass\n",
    '"""\ndef f():\n    pass\n"""\n',
    "'''\n\"\"\"\ndef f(): pass\n\"\"\"\n'''\n",
    'def f():\n    r"""\\\\"""\n    pass\n"""\nclass A: pass\n"""\n',
    'f("""\nclass A: pass\n""", """\ndef f(): pass\n""")\n',
    'x = """\\\\"""\n',
    'x = """ \\"""\ndef f(): pass\n"""\n',
    "x = 'a \\\ndef f() \\\n@deco\\\n'\n",
    'x = \'"""\'\ndef f(): pass\ny = \'"""\'\n',
    "# \"\"\"\ndef f(): pass\n# '''\n",
    "x = (a\n@ b)\ndef f(): pass\n",
    "x = (a\n@ b\n@ c)\n",
    "x = [\n1,\n]\n",
    "if a:\n    def f(): pass\nelse:\n    pass\n",
    "\f\ndef f(): pass\n",
    "defer = classes = 1\n",
    "x = 1 \\\n+ 2\n",
    "é = 'ä'\n",
]


def _by_tree(text: bytes) -> list[int]:
    """Where functions and classes begin, as `ast` has it."""
    tree = parse(text)
    starts = line_starts(text)
    heads = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    first = (
        min([n.lineno, *(d.lineno for d in n.decorator_list)])
        for n in tree.body
        if isinstance(n, heads)
    )
    return [0, *(starts[line - 1] for line in first if line > 1)]


def _units(source: Source, offset: int) -> list[object]:
    return list(source.units([offset]))


@given(
    st.lists(st.sampled_from(PARTS), max_size=8).map("".join), st.sampled_from(["\n", "\r\n", "\r"])
)
@example("".join(PARTS), "\n")
@example("x = 1\n" + "".join(PARTS[3:9]), "\r\n")
@quick
def test_units_of_a_file_that_is_cut_up_are_those_of_the_whole(text: str, line_end: str) -> None:
    data = text.replace("\n", line_end).encode()
    whole = Source(data, len(data) + 1)
    cut = Source(data, 0)
    for offset in range(0, len(data), 3):
        assert _units(cut, offset) == _units(whole, offset)
    everywhere = range(len(data))
    assert cut.units(everywhere) == whole.units(everywhere)


@given(sources(), sources())
@quick
def test_so_are_those_of_any_source(one: str, other: str) -> None:
    data = f"{one}\n{other}\n".encode()
    assert Source(data, 0).units(range(len(data))) == Source(data, len(data) + 1).units(
        range(len(data))
    )


@pytest.mark.parametrize("part", PARTS)
def test_a_file_is_cut_where_its_tree_says_or_not_at_all(part: str) -> None:
    data = f"import os\n{part}\ndef g(): pass\n".encode()
    starts = section_starts(data)
    assert starts in ([0], _by_tree(data)) or _is_refused(data, starts)


def _is_refused(data: bytes, starts: list[int]) -> bool:
    """Whether a wrong cut leaves a section that is no Python."""
    wrong = set(starts) - set(_by_tree(data))
    around = [n for n, start in enumerate(starts) if start in wrong]
    bounds = [*starts, len(data)]
    return bool(wrong) and all(
        _is_broken(data[bounds[n - 1] : bounds[n]]) and _is_broken(data[bounds[n] : bounds[n + 1]])
        for n in around
    )


def _is_broken(text: bytes) -> bool:
    try:
        parse(text)
    except SyntaxError:
        return True
    return False


PLAIN = b"def f():\n    '''a'''\n\n\n@deco\nclass A:\n    pass\n"


def test_a_plain_file_is_cut() -> None:
    assert section_starts(b"import os\n" + PLAIN) == [0, 10, 10 + PLAIN.index(b"@")]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("large", [0, 10_000])
def test_every_name_that_the_module_binds_may_be_bound(part: str, large: int) -> None:
    data = f"{part}{PLAIN.decode()}".encode()
    source = Source(data, large)
    for statement in parse(data).body:
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        for name in (t.id for t in targets if isinstance(t, ast.Name) and len(targets) == 1):
            assert source.may_bind(name) or not name.isascii()


def test_what_no_statement_of_the_module_binds_needs_no_tree() -> None:
    source = Source(PLAIN + b"def g(x):\n    y = x\n", 0)
    assert not source.may_bind("y")
    assert "whole" not in vars(source)


def test_only_the_sections_that_are_asked_about_have_to_be_valid() -> None:
    data = PLAIN + b"def g():\n    print 'old'\n"
    source = Source(data, 0)
    assert [u.code for u in source.units([13])] == [b"'''a'''"]
    with pytest.raises(Unparsable):
        source.units([13, len(data) - 5])


FAR = "def pad():\n    pass\n" * 2000


@pytest.mark.parametrize(
    "text",
    [
        f'A = "claude-"\nB = A + "old-1"\n{FAR}def f():\n    return B + "-20240101"\n',
        f'def f():\n    return f"claude-old-1{{A}}"\n{FAR}A = "-20240101"\n',
        f'def f():\n    return g(model="{OLD}", temperature=T)\n{FAR}T = 0.5\n',
        f'M = "{OLD}"\n{FAR}def f():\n    return g(model=M, temperature=0.5)\n',
        f'class A:\n    m = "{OLD}"\n{FAR}def f(a):\n    return g(model=a.m, top_k=1)\n',
        f'class A(Enum):\n    M = "{OLD}"\n{FAR}',
        f'{FAR}class A(Enum):\n    M = "{OLD}"\n    N = "{OLD}"\n',
        f'{FAR}class A(TestCase):\n    def f(self):\n        return "{OLD}"\n',
    ],
)
def test_a_large_file_says_what_a_small_one_does(text: str) -> None:
    small = text.replace(FAR, "")
    assert len(text) > 16 * 1024 > len(small)

    def told(one: str) -> list[tuple[object, ...]]:
        return [(f.rule, f.role, f.place.text, f.message, f.help) for f in findings("a.py", one)]

    assert told(text) == told(small) != []


PYTHON = [c for c in ALL_CASES if c["filename"].endswith(".py")]


@pytest.mark.parametrize("case", PYTHON, ids=[c["id"] for c in PYTHON])
def test_children_are_all_that_may_hold_a_text(case: dict[str, object]) -> None:
    try:
        module = cst.parse_module(bytes_before(case).decode("utf-8"))
    except (cst.ParserSyntaxError, UnicodeDecodeError):
        return
    seen: list[cst.CSTNode] = []

    class _All(cst.CSTVisitor):
        def on_visit(self, node: cst.CSTNode) -> bool:
            seen.append(node)
            return True

    module.visit(_All())
    walked: list[cst.CSTNode] = [module]
    for node in walked:
        walked += children(node)
    wanted = {id(n) for n in seen if isinstance(n, cst.BaseExpression | cst.Arg | cst.Element)}
    assert wanted <= set(map(id, walked))


def test_spans_are_those_of_the_metadata_of_libcst() -> None:
    module = cst.parse_module("def f(a='é'):\n    return [a, 'ü', (b)]\n")
    wrapper = cst.metadata.MetadataWrapper(module, unsafe_skip_copy=True)
    expected = wrapper.resolve(cst.metadata.ByteSpanPositionProvider)
    place = spans(module)
    assert expected
    assert all(place(node) == span for node, span in expected.items())


def test_lines_end_with_what_ends_them() -> None:
    for text in (b"", b"a", b"a\n", b"a\r\nb\rc\n\n", b"\f\x0b\x1c\n", b"\r"):
        tree = Statements(text, ast.parse(""))
        ends = [n for n in range(1, len(text) + 1) if _ends_line(text, n)]
        assert tree.lines == [0, *ends]


def _ends_line(text: bytes, at: int) -> bool:
    return text[at - 1 : at] == b"\n" or (text[at - 1 : at] == b"\r" and text[at : at + 1] != b"\n")


def test_trees_are_gone_with_the_file() -> None:
    """Nothing holds itself, so a long run needs no collector to keep its memory flat."""
    text = f'''class A:
    m = "{OLD}"
    def f(self, t):
        c = Anthropic(default_headers={{"a": "b"}})
        return c.messages.create(model=self.m, temperature=t, **{{"top_k": 1}})
'''
    findings("a.py", text)  # what is made once is made
    gc.collect()
    gc.disable()
    try:
        findings("a.py", text)
        kept = gc.collect()
    finally:
        gc.enable()
    assert kept < 100
