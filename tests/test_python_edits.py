"""Arguments of Python calls dropped and renamed: what goes, and that nothing else does."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import quick

from deprecation_lint.fixing import splice
from deprecation_lint.migration import Change
from deprecation_lint.scanning.python_edits import edits_of


def change(source: str, argument: str) -> Change:
    """A change by the text of the argument: `a=1` is dropped, `a=1 -> b` is renamed."""
    text, arrow, to = argument.partition(" -> ")
    raw, wanted = source.encode(), text.encode()
    assert raw.count(wanted) == 1, f"{text} stands {raw.count(wanted)} times"
    start = raw.index(wanted)
    return Change("rename" if arrow else "drop", start, start + len(wanted), to)


def changed(source: str, *arguments: str) -> str | None:
    """A source with its changes made; `None` where one of them is refused."""
    edits = edits_of(source.encode(), [change(source, one) for one in arguments])
    return splice(source.encode(), edits, "utf-8").decode() if edits else None


DROPPED = {
    # one line
    "first": ("f(a=1, b=2, c=3)", ["a=1"], "f(b=2, c=3)"),
    "middle": ("f(a=1, b=2, c=3)", ["b=2"], "f(a=1, c=3)"),
    "last": ("f(a=1, b=2, c=3)", ["c=3"], "f(a=1, b=2)"),
    "only": ("f(a=1)", ["a=1"], "f()"),
    "only, with space": ("f( a=1 )", ["a=1"], "f()"),
    "only, with a comma": ("f(a=1,)", ["a=1"], "f()"),
    "last, with a comma": ("f(a=1, b=2,)", ["b=2"], "f(a=1,)"),
    "last, with space": ("f( a=1, b=2 )", ["b=2"], "f( a=1 )"),
    "behind a positional one": ("f(x, a=1)", ["a=1"], "f(x)"),
    "before a spread": ("f(a=1, **x)", ["a=1"], "f(**x)"),
    "behind a spread": ("f(**x, a=1)", ["a=1"], "f(**x)"),
    "odd space": ("f(a = 1 ,b=2  ,  c=3)", ["b=2"], "f(a = 1 ,c=3)"),
    "two": ("f(a=1, b=2, c=3)", ["a=1", "c=3"], "f(b=2)"),
    "two that touch": ("f(a=1, b=2, c=3)", ["b=2", "c=3"], "f(a=1)"),
    "all": ("f(a=1, b=2)", ["a=1", "b=2"], "f()"),
    "in whatever order": ("f(a=1, b=2, c=3)", ["c=3", "a=1"], "f(b=2)"),
    # many lines
    "first line": ("f(\n    a=1,\n    b=2,\n)", ["a=1"], "f(\n    b=2,\n)"),
    "middle line": ("f(\n    a=1,\n    b=2,\n    c=3,\n)", ["b=2"], "f(\n    a=1,\n    c=3,\n)"),
    "last line": ("f(\n    a=1,\n    b=2,\n)", ["b=2"], "f(\n    a=1,\n)"),
    "last line, no comma": ("f(\n    a=1,\n    b=2\n)", ["b=2"], "f(\n    a=1\n)"),
    "only line": ("f(\n    a=1,\n)", ["a=1"], "f()"),
    "empty line": ("f(\n    a=1,\n\n    b=2,\n    c=3,\n)", ["b=2"], "f(\n    a=1,\n\n    c=3,\n)"),
    "two on a line": ("f(\n    a=1, b=2,\n    c=3,\n)", ["b=2"], "f(\n    a=1,\n    c=3,\n)"),
    "value of many lines": ("f(\n    a=[\n        1,\n    ],\n    b=2,\n)",
                            ["a=[\n        1,\n    ]"], "f(\n    b=2,\n)"),
    "beside the bracket": ("f(a=1,\n  b=2,\n  c=3)", ["a=1"], "f(b=2,\n  c=3)"),
    "last beside the bracket": ("f(a=1,\n  b=2,\n  c=3)", ["c=3"], "f(a=1,\n  b=2)"),
    "backslash": ("x = \\\n    f(a=1, b=2)", ["b=2"], "x = \\\n    f(a=1)"),
    # comments stay
    "comment of the one before": (
        "f(\n    a=1,  # one\n    b=2,\n)", ["b=2"], "f(\n    a=1,  # one\n)"),
    "comment of the one behind": (
        "f(\n    a=1,\n    b=2,\n    c=3,  # three\n)", ["b=2"],
        "f(\n    a=1,\n    c=3,  # three\n)"),
    "comment of its own in the middle": (
        "f(\n    a=1,\n    b=2,  # two\n    c=3,\n)", ["b=2"],
        "f(\n    a=1,\n    # two\n    c=3,\n)"),
    "comments of both": (
        "f(\n    a=1,  # one\n    b=2,  # two\n    c=3,\n)", ["b=2"],
        "f(\n    a=1,  # one\n    # two\n    c=3,\n)"),
    "comment on a line of its own": (
        "f(\n    a=1,\n    # about b\n    b=2,\n    c=3,\n)", ["b=2"],
        "f(\n    a=1,\n    # about b\n    c=3,\n)"),
    "comment behind it on a line of its own": (
        "f(\n    a=1,\n    b=2,\n    # about c\n    c=3,\n)", ["b=2"],
        "f(\n    a=1,\n    # about c\n    c=3,\n)"),
    "comment of its own at the end": (
        "f(\n    a=1,\n    b=2,  # two\n)", ["b=2"], "f(\n    a=1,\n    # two\n)"),
    "comments of both at the end": (
        "f(\n    a=1,  # one\n    b=2,  # two\n)", ["b=2"],
        "f(\n    a=1,  # one\n    # two\n)"),
    "comments at the end, no comma": (
        "f(\n    a=1,  # one\n    b=2  # two\n)", ["b=2"],
        "f(\n    a=1  # one\n    # two\n)"),
    "comment before the last": (
        "f(\n    a=1,\n\n    # about b\n    b=2,\n)", ["b=2"],
        "f(\n    a=1,\n    # about b\n)"),
    "comment at the end": (
        "f(\n    a=1,\n    b=2,\n    # end\n)", ["b=2"], "f(\n    a=1,\n    # end\n)"),
    "comment before a bracket at the end of a line": (
        "f(a=1,  # one\n  b=2)", ["b=2"], "f(a=1  # one\n  )"),
    "comment at the end of one line": (
        "f(a=1, b=2,  # both\n)", ["b=2"], "f(a=1,  # both\n)"),
    "comments of three, two go": (
        "f(\n    a=1,  # one\n    b=2,  # two\n    c=3,  # three\n)", ["b=2", "c=3"],
        "f(\n    a=1,  # one\n    # two\n    # three\n)"),
    "comment of the one before, in a list": (
        "x = [\n    'a',  # one\n    'b',  # two\n]", ["'b'"],
        "x = [\n    'a',  # one\n    # two\n]"),
    "comments of three, two go from a list": (
        "x = [\n    'a',  # one\n    'b',  # two\n    'c'  # three\n]", ["'b'", "'c'"],
        "x = [\n    'a'  # one\n    # two\n    # three\n]"),
    "comment before the last, in a dictionary": (
        "x = {\n    'a': 1,\n    # about b\n    'b': 2,\n}", ["'b': 2"],
        "x = {\n    'a': 1,\n    # about b\n}"),
    "comment above the first": (
        "f(\n    # one\n    a=1,\n    b=2,\n)", ["a=1"], "f(\n    # one\n    b=2,\n)"),
    "comment behind the call": ("f(a=1, b=2)  # two", ["b=2"], "f(a=1)  # two"),
    # dictionaries
    "entry": ('f(**{"a": 1, "b": 2})', ['"b": 2'], 'f(**{"a": 1})'),
    "first entry": ("x = {'a': 1, 'b': 2}", ["'a': 1"], "x = {'b': 2}"),
    "entry on a line": ('x = {\n    "a": 1,\n    "b": 2,\n}', ['"b": 2'], 'x = {\n    "a": 1,\n}'),
    "entry behind a spread": ('x = {**y, "a": 1}', ['"a": 1'], "x = {**y}"),
    "only entry": ('x = {"a": 1}', ['"a": 1'], "x = {}"),
    "entry of a dictionary that goes": ('f(a=1, b={"c": 2})', ['"c": 2'], "f(a=1)"),
    "entry of dictionaries that go": ('f(a={"b": {"c": 2}}, d=3)', ['"c": 2'], "f(d=3)"),
    "entry of one that stays": ('f(a={"b": {"c": 2}, "d": 3})', ['"c": 2'], 'f(a={"d": 3})'),
    "all entries": ('f(a={"b": 1, "c": 2}, d=3)', ['"b": 1', '"c": 2'], "f(d=3)"),
    # lists
    "item": ('f(betas=["x", "y"])', ['"x"'], 'f(betas=["y"])'),
    "last item": ('f(betas=["x", "y"])', ['"y"'], 'f(betas=["x"])'),
    "only item": ('f(betas=["x"], a=1)', ['"x"'], "f(a=1)"),
    "only item of all": ('f(betas=["x"])', ['"x"'], "f()"),
    "all items": ('f(a=1, betas=["x", "y"])', ['"x"', '"y"'], "f(a=1)"),
    "item in a list of its own": ('x = ["x"]', ['"x"'], "x = []"),
    "items on lines": ("f(b=[\n    'x',\n    'y',\n])", ["'x'"], "f(b=[\n    'y',\n])"),
    # a header with commas
    "first of a header": ('f(h={"b": "x1,y2"})', ["x1"], 'f(h={"b": "y2"})'),
    "last of a header": ('f(h={"b": "x1,y2"})', ["y2"], 'f(h={"b": "x1"})'),
    "middle of a header": ('f(h={"b": "x1, y2, z3"})', ["y2"], 'f(h={"b": "x1, z3"})'),
    "two of a header": ('f(h={"b": "x1, y2, z3"})', ["x1", "z3"], 'f(h={"b": "y2"})'),
    "all of a header": ('f(h={"b": "x1, y2"}, a=1)', ["x1", "y2"], "f(a=1)"),
    "header with a prefix": ('f(h={"b": r"x1,y2"})', ["x1"], 'f(h={"b": r"y2"})'),
    "only of a header": ('f(h={"b": "x1", "c": "z"})', ["x1"], 'f(h={"c": "z"})'),
    "header in single quotes": ("f(h={'b': 'x1,y2'})", ["x1"], "f(h={'b': 'y2'})"),
    # where it stands
    "nested call": ("f(g(a=1, b=2), c=3)", ["b=2"], "f(g(a=1), c=3)"),
    "nested calls, both": ("f(g(a=1, b=2), c=3)", ["b=2", "c=3"], "f(g(a=1))"),
    "chained": ("f(a=1).g(b=2, c=3)", ["a=1", "b=2"], "f().g(c=3)"),
    "in a decorator": (
        "@f(a=1, b=2)\ndef g():\n    return 1", ["a=1"], "@f(b=2)\ndef g():\n    return 1"),
    "in a decorator of a method": (
        "class A:\n    @f(a=1, b=2)\n    def g(self): pass", ["a=1"],
        "class A:\n    @f(b=2)\n    def g(self): pass"),
    "in a default": ("def g(x=f(a=1, b=2)):\n    pass", ["b=2"], "def g(x=f(a=1)):\n    pass"),
    "in a header of with": (
        "with f(a=1, b=2) as x:\n    y()", ["b=2"], "with f(a=1) as x:\n    y()"),
    "in elif": ("if x:\n  y\nelif f(a=1, b=2):\n  z", ["b=2"], "if x:\n  y\nelif f(a=1):\n  z"),
    "in a function": (
        "def g():\n\tx = f(a=1, b=2)\n\treturn x", ["b=2"], "def g():\n\tx = f(a=1)\n\treturn x"),
    "in an f-string": ("x = f'{f(a=1, b=2)}'", ["b=2"], "x = f'{f(a=1)}'"),
    "two statements": ("f(a=1, b=2)\nf(c=3, d=4)", ["b=2", "c=3"], "f(a=1)\nf(d=4)"),
    "two functions": (
        "def g():\n    f(a=1, b=2)\n\ndef h():\n    f(c=3, d=4)\n", ["b=2", "c=3"],
        "def g():\n    f(a=1)\n\ndef h():\n    f(d=4)\n"),
    "behind a semicolon": ("f(a=1); f(b=2, c=3)", ["b=2"], "f(a=1); f(c=3)"),
    # bytes
    "beyond ASCII before the call": (
        'x = "é😀"; f("ü", a=1, b=2)', ["b=2"], 'x = "é😀"; f("ü", a=1)'),
    "beyond ASCII in the call": ('f(a="日本", b=2, c="é")', ["b=2"], 'f(a="日本", c="é")'),
    "beyond ASCII goes": ('f(a="日本", c="é")', ['a="日本"'], 'f(c="é")'),
    "beyond ASCII in a line before": ("# é\nf(a=1, b=2)", ["b=2"], "# é\nf(a=1)"),
    "CRLF": ("f(\r\n    a=1,\r\n    b=2,\r\n)\r\n", ["b=2"], "f(\r\n    a=1,\r\n)\r\n"),
    "CRLF with comments": (
        "f(\r\n    a=1,\r\n    b=2,  # two\r\n    c=3,\r\n)", ["b=2"],
        "f(\r\n    a=1,\r\n    # two\r\n    c=3,\r\n)"),
    "tabs": ("if x:\n\tf(\n\t\ta=1,\n\t\tb=2,\n\t)", ["b=2"], "if x:\n\tf(\n\t\ta=1,\n\t)"),
}  # fmt: skip
RENAMED = {
    "argument": ("f(a=1, b=2)", ["a=1 -> c"], "f(c=1, b=2)"),
    "argument into an object": ("f(a=x, b=2)", ["a=x -> c.d"], 'f(c={"d": x}, b=2)'),
    "argument with spaces": ("f(a = x)", ["a = x -> c.d"], 'f(c = {"d": x})'),
    "argument of many lines": (
        "f(\n    a={\n        'x': 1,\n    },\n)", ["a={\n        'x': 1,\n    } -> c.d"],
        "f(\n    c={\"d\": {\n        'x': 1,\n    }},\n)"),
    "entry": ('f(**{"a": 1})', ['"a": 1 -> c'], 'f(**{"c": 1})'),
    "entry in single quotes": ("x = {'a': y}", ["'a': y -> c.d"], "x = {'c': {'d': y}}"),
    "renamed and dropped": ("f(a=1, b=2)", ["a=1 -> c", "b=2"], "f(c=1)"),
    "renamed around what is dropped": (
        'f(a={"x": 1, "y": 2})', ['a={"x": 1, "y": 2} -> c', '"y": 2'], 'f(c={"x": 1})'),
    "comment inside stays": (
        "f(\n    a=[  # why\n        1,\n    ],\n)", ["a=[  # why\n        1,\n    ] -> c"],
        "f(\n    c=[  # why\n        1,\n    ],\n)"),
}  # fmt: skip
REFUSED = {
    "item of a tuple": ('f(a=("x", "y"))', ['"y"']),
    "only item of a tuple": ('f(a=("x",))', ['"x"']),
    "comment inside": ("f(\n    a=1,\n    b=[\n        1,  # why\n    ],\n)",
                       ["b=[\n        1,  # why\n    ]"]),
    "comment inside the first": ("f(\n    a=[\n        1,  # why\n    ],\n    b=2,\n)",
                                 ["a=[\n        1,  # why\n    ]"]),
    "comment of the first": ("f(\n    a=1,  # one\n    b=2,\n)", ["a=1"]),
    "comment of the only one": ("f(\n    a=1,  # one\n)", ["a=1"]),
    "comment above the only one": ("f(\n    # one\n    a=1,\n)", ["a=1"]),
    "comment in a list that goes": ("f(b=1, a=[  # why\n    'x',\n])", ["'x'"]),
    "base of a class": ("class A(b=1, c=2): pass", ["b=1"]),
    "no entry": ("f(a=1)", ["f(a=1)"]),
    "part of an entry": ("f(abc=1)", ["bc=1"]),
    "outside of all statements": ("f(a=1)  # b=2", ["b=2"]),
    "across statements": ("f(a=1)\nf(b=2)", ["a=1)\nf(b=2"]),
    "one of two": ("f(a=1, b=2)", ["a=1", "f(a=1, b=2)"]),
    "positional, renamed": ("f(x, a=1)", ["x -> c"]),
    "item, renamed": ("f([x])", ["x -> c"]),
    "key that is no literal, renamed": ("f({a: 1})", ["a: 1 -> c"]),
    "escape in a header": (r'f(h={"b": "x1,\x79"})', ["x1"]),
    "beyond ASCII in a header": ('f(h={"b": "x1,é"})', ["x1"]),
    "formatted header": ('f(h={"b": f"x1,{y}"})', ["x1"]),
    "no Python": ("f(a=1", ["a=1"]),
    "a surrogate": ("f(a=1, b=2)\x00", ["a=1"]),
}  # fmt: skip


@pytest.mark.parametrize(("source", "arguments", "after"), DROPPED.values(), ids=DROPPED)
def test_dropped(source: str, arguments: list[str], after: str) -> None:
    assert changed(source, *arguments) == after


@pytest.mark.parametrize(("source", "arguments", "after"), RENAMED.values(), ids=RENAMED)
def test_renamed(source: str, arguments: list[str], after: str) -> None:
    assert changed(source, *arguments) == after


@pytest.mark.parametrize(("source", "arguments"), REFUSED.values(), ids=REFUSED)
def test_refused(source: str, arguments: list[str]) -> None:
    """All or nothing: where one change cannot be made, none is."""
    assert changed(source, *arguments) is None


def test_no_change_is_no_edit() -> None:
    assert edits_of(b"f(a=1)", []) == ()


def test_what_is_no_utf_8_is_not_edited() -> None:
    assert edits_of(b"f(a='\xff', b=2)", [Change("drop", 8, 11)]) == ()


def test_what_libcst_cannot_read_is_not_edited(monkeypatch: pytest.MonkeyPatch) -> None:
    def deep(_: str) -> None:
        raise RecursionError

    monkeypatch.setattr("libcst.parse_module", deep)
    assert changed("f(a=1, b=2)", "b=2") is None


def test_an_edit_that_spans_too_much_is_not_made() -> None:
    long = ", ".join(f"x{n}=1" for n in range(4000))
    assert changed(f"f(a=1, {long}, b=2)", "a=1") == f"f({long}, b=2)"
    assert changed(f"f(q=0, a=1, {long}, b=2)", "a=1", "b=2") is None


# --- properties ---------------------------------------------------------------------------------

VALUES = [
    "1",
    '"x"',
    "[1, 2]",
    '{"k": 1}',
    "g(z=1)",
    '"é😀"',
    "(1, 2)",
    "[\n        1,\n    ]",
    "-0.5",
]
STYLES = [  # how a call is laid out: before the first argument, between, behind the last
    ("", ", ", ""),
    ("", ", ", ","),
    (" ", " , ", " "),
    ("\n    ", ",\n    ", "\n"),
    ("\n    ", ",\n    ", ",\n"),
    ("\n\t", ",\n\n\t", ",\n"),
    ("", ",\n  ", ""),
    ("\r\n    ", ",\r\n    ", ",\r\n"),
]
BEFORE = ["", "x = 1\n", '"é"\n\n', "# é😀\n", "if y:\n    z()\n"]
BEHIND = ["", "\n", "\nh(a0=1)\n", "  # é", "; x = 'é'\n"]


@st.composite
def calls(draw: st.DrawFn) -> tuple[str, str, str, list[str], list[int]]:
    """What stands before a call, the call, what stands behind it, its arguments, those that go."""
    count = draw(st.integers(1, 6))
    values = draw(st.lists(st.sampled_from(VALUES), min_size=count, max_size=count))
    arguments = [f"a{n}={value}" for n, value in enumerate(values)]
    gone = draw(st.lists(st.integers(0, count - 1), unique=True, min_size=1))
    first, between, last = draw(st.sampled_from(STYLES))
    call = f"client.ask({first}{between.join(arguments)}{last})"
    return draw(st.sampled_from(BEFORE)), call, draw(st.sampled_from(BEHIND)), arguments, gone


@quick
@given(calls())
def test_any_arguments_of_any_call_go_and_nothing_else(
    given_call: tuple[str, str, str, list[str], list[int]],
) -> None:
    before, call, behind, arguments, gone = given_call
    source = before + call + behind
    changes = []
    for number in gone:
        start = len((before + call[: call.index(arguments[number])]).encode())
        changes.append(Change("drop", start, start + len(arguments[number].encode())))
    edits = edits_of(source.encode(), changes)
    assert edits
    after = splice(source.encode(), edits, "utf-8").decode()
    left = ", ".join(one for n, one in enumerate(arguments) if n not in gone)
    assert ast.dump(ast.parse(after)) == ast.dump(ast.parse(f"{before}client.ask({left}){behind}"))
    assert after.startswith(before)
    assert after.endswith(behind)


@quick
@given(st.text(alphabet='f(a=1,b"x )]\n#é', max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_any_text_and_any_span(text: str, start: int, length: int) -> None:
    raw = text.encode()
    edits = edits_of(raw, [Change("drop", start, start + length)])
    assert all(0 <= edit.start <= edit.end <= len(raw) for edit in edits)
