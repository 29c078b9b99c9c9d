"""What programs and JSON give beside a model: requests, containers, code that is commented out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import quick
from support import OLD, frozen
from test_objects import tree

from deprecation_lint.request import Request
from deprecation_lint.scanning.code import read_code
from deprecation_lint.scanning.filetypes import file_type
from deprecation_lint.scanning.tokens import Matcher
from deprecation_lint.scanning.trail import Found

ID = "claude-x"  # in the tables: stands for the ID of the registry


def read(path: str, text: str) -> list[Found]:
    data = text.replace(ID, OLD).encode()
    return list(read_code(data, list(Matcher(frozen()).matches(data)), file_type(path)))


def told(request: Request) -> str:
    headers = f" with {tree(request.headers)}" if request.headers is not None else ""
    return f"{request.call}{tree(request.body)}{headers}".replace(OLD, ID)


def requests(path: str, text: str) -> list[str]:
    return [told(request) for one in read(path, text) for request in one.requests]


MODEL = "model='claude-x'"
ROWS = [
    # where the ID itself stands in the object
    (
        "a.ts",
        'c.messages.create({model: "claude-x", n: 1})',
        [f"c.messages.create{{{MODEL}, n=1}}"],
    ),
    ("a.ts", 'new Chat({model: "claude-x"})', [f"Chat{{{MODEL}}}"]),
    ("a.ts", 'c?.create({model: "claude-x", ...o})', [f"c.create{{{MODEL}, ......o}}"]),
    ("a.ts", 'const o = {model: "claude-x", n: 1}', [f"{{{MODEL}, n=1}}"]),
    ("a.ts", 'f({o: {modelId: "claude-x"}})', ["{modelId='claude-x'}"]),
    ("a.ts", 'f({model: a ? "claude-x" : "b"})', ['f{model=<a ? "claude-x" : "b">}']),
    ("a.ts", 'f({model: p("claude-x"), n: 1})', ['f{model=<p("claude-x")>, n=1}']),
    ("a.ts", 'Anthropic("claude-x", {n: 1})', ["Anthropic{n=1}"]),
    ("a.json", '{"model": "claude-x", "n": 1}', [f"{{{MODEL}, n=1}}"]),
    ("a.jsonl", '{"p": {"model": "claude-x"}, "n": 1}', [f"{{{MODEL}}}"]),
    ("a.rb", 'c.create(model: "claude-x", n: 1, **o)', [f"c.create{{{MODEL}, n=1, ...**o}}"]),
    ("a.php", '$c->create(["model" => "claude-x"]);', [f"c.create{{{MODEL}}}"]),
    ("a.kt", 'Chat(model = "claude-x", n = 1)', [f"Chat{{{MODEL}, n=1}}"]),
    ("a.cs", 'new R { Model = "claude-x", N = 1 }', ["{Model='claude-x', N=1}"]),
    ("a.go", 'c.New(x, P{Model: "claude-x", N: F(1)})', ["c.New{Model='claude-x', N=1}"]),
    # no request
    ("a.ts", 'f({models: ["claude-x"]})', []),
    ("a.ts", 'f({name: "claude-x"})', []),
    ("a.ts", 'f({"claude-x": {model: 1}})', []),
    ("a.ts", 'function f(model = "claude-x", n = 1) {}', []),
    ("a.ts", 'class A { model = "claude-x"; n = 1 }', []),
    ("a.ts", 'f("claude-x", {n: 1})', []),
    ("a.ts", '// f({model: "claude-x"})', []),
    ("a.toml", 'model = "claude-x"', []),
    # headers
    (
        "a.ts",
        'c.f({model: "claude-x"}, {headers: {"anthropic-beta": "a"}})',
        [f"c.f{{{MODEL}}} with {{anthropic-beta='a'}}"],
    ),
    ("a.ts", 'c.f({model: "claude-x"}, {headers: h})', [f"c.f{{{MODEL}}} with {{...h}}"]),
    ("a.ts", 'c.f({model: "claude-x"}, {timeout: 1})', [f"c.f{{{MODEL}}}"]),
    (
        "a.ts",
        'fetch(u, {headers: {a: "b"}, body: JSON.stringify({model: "claude-x"})})',
        [f"fetch{{{MODEL}}} with {{a='b'}}"],
    ),
    ("a.ts", 'x({headers, data: {model: "claude-x"}})', [f"x{{{MODEL}}} with {{...headers}}"]),
    (
        "a.json",
        '{"headers": {"a": "b"}, "body": {"model": "claude-x"}}',
        [f"{{{MODEL}}} with {{a='b'}}"],
    ),
    # where a name stands for the ID
    (
        "a.ts",
        'const MODEL = "claude-x";\nconst MAX = 5;\nc.f({model: MODEL, n: MAX})',
        [f"c.f{{{MODEL}, n=5}}"],
    ),
    ("a.ts", 'const M = "claude-x"; f({model: p(M), n: 1})', ["f{model=<p(M)>, n=1}"]),
    ("a.ts", 'const M = e.M ?? "claude-x"; f({model: M, n: 1})', ["f{model=<M>, n=1}"]),
    (
        "a.ts",
        'const M = "claude-x"; f({model: M}); g({model: M})',
        [f"f{{{MODEL}}}", f"g{{{MODEL}}}"],
    ),
    ("a.ts", 'let model = "claude-x"; f({model, n: 1})', ["f{model=<model>, n=1}"]),
    ("a.ts", 'let model = "claude-x"; export {model}', []),
    (
        "a.ts",
        'class A { model = "claude-x"; f() { g({model: this.model}) } }',
        ["g{model=<this.model>}"],
    ),
    ("a.ts", 'const M = {fast: "claude-x"}; f({model: M.fast})', ["f{model=<M.fast>}"]),
    ("a.ts", 'const M = {fast: "claude-x"}; f({model: fast})', []),
    ("a.ts", 'const M = "claude-x"; { const M = "claude-x"; } f({model: M})', []),
    ("a.ts", 'const M = "claude-x"; f({name: M}); x = {model: M2}; f("model: M")', []),
    ("a.ts", 'const M = ["claude-x"]; f({model: M})', []),
    ("a.ts", '// M = "claude-x"\nf({model: M})', []),
    ("a.go", 'const m = "claude-x"\nf(x, P{Model: p.F(m), N: 1})', ["f{Model=<p.F(m)>, N=1}"]),
    ("a.php", 'const M = "claude-x"; f(["model" => self::M])', ["f{model=<self::M>}"]),
]


@pytest.mark.parametrize(("path", "text", "expected"), ROWS)
def test_requests(path: str, text: str, expected: list[str]) -> None:
    assert requests(path, text) == expected


def test_the_language_is_that_of_the_file() -> None:
    (found,) = read("a.tsx", 'f({model: "claude-x"})')
    assert found.requests[0].language == "javascript"
    assert found.requests[0].editable


def test_the_uses_of_a_name_are_so_many_at_most() -> None:
    text = 'const M = "claude-x";\n' + "f({model: M, n: 1});\n" * 500
    assert len(requests("a.ts", text)) == 64


CONTAINERS = [  # `@` is where the container begins
    ("a.ts", 'a = @["claude-x", "b"]', True),
    ("a.ts", 'a = @[("claude-x")]', True),
    ("a.ts", 'a = [1, @["claude-x"]]', True),
    ("a.kt", 'a = listOf@("claude-x")', True),
    ("a.ts", 'a = @{"claude-x": 1}', True),
    ("a.ts", 'a = @{b: 1, "claude-x": {c: 1}}', True),
    ("a.ts", 'type T = @"a" | "claude-x"', True),
    ("a.ts", 'type T =\n  @| "a"\n  | "claude-x"\n', True),
    ("a.ts", 'enum T @{ A = "claude-x" }', True),
    ("a.ts", 'switch (m) @{ case "claude-x": g() }', True),
    ("a.rs", 'match m @{ "claude-x" => 1 }', True),
    ("a.rb", "a = @%w[claude-x b]", True),
    ("a.json", '{"a": @["claude-x"]}', True),
    ("a.ts", 'a = {model: "claude-x"}', False),
    ("a.ts", 'a = "claude-x"', False),
    ("a.ts", 'f("claude-x")', False),
    ("a.ts", 'a === "claude-x"', False),
    ("a.ts", '// ["claude-x"]', False),
]


@pytest.mark.parametrize(("path", "text", "has_one"), CONTAINERS)
def test_containers(path: str, text: str, has_one: bool) -> None:
    (found,) = read(path, text.replace("@", ""))
    assert found.container == (text.index("@") if has_one else None)


def test_all_of_a_long_union_have_one_container() -> None:
    text = "type T =" + '\n  | "claude-x"' * 200
    assert {one.container for one in read("a.ts", text)} == {text.index("|")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('// model: "claude-x",', True),
        ("// the model claude-x is old", False),
        ('f({\n  // model: "claude-x",\n})', True),
        ('a = "claude-x"', False),
    ],
)
def test_code_that_is_commented_out(text: str, expected: bool) -> None:
    (found,) = read("a.ts", text)
    assert found.disabled == expected


signs = st.lists(
    st.sampled_from([*"{}[](),;:='\" \n", OLD, f'"{OLD}"', "model:", "M", "const M = ", "//"]),
    max_size=30,
).map("".join)


@quick
@given(signs, st.sampled_from(["a.ts", "a.json", "a.php", "a.go", "a.rb", "a.ps1", "a.tf"]))
def test_it_never_raises_and_places_are_within_the_text(text: str, path: str) -> None:
    for one in read(path, text):
        assert one.container is None or 0 <= one.container <= len(text)
        for request in one.requests:
            assert 0 <= request.body.start <= request.body.end <= len(text)


def test_names_of_many_constants_are_looked_up_in_one_reading() -> None:
    text = "".join(
        f'f({{model: "{OLD}", temperature: tempOf{n}}});\nexport const tempOf{n} = 1;\n'
        for n in range(2_000)
    )
    found = read("a.ts", text)
    assert [one.requests[0].body.fields[1].value.text for one in found] == ["1"] * 2_000


def test_a_quote_without_an_end_is_looked_for_once() -> None:
    """In the names beside a field, and in what is given with it."""
    text = f'f({{model: "{OLD}", a: "' + '\\"' * 40_000
    (found,) = read("a.ts", text)
    assert found.requests[0].body.rest == ("…",)
