"""Object literals and JSON: a bracket of a text, and the values that it holds."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import quick

from deprecation_lint.request import Value, walk
from deprecation_lint.scanning.bindings import Bindings
from deprecation_lint.scanning.dialects import DIALECTS
from deprecation_lint.scanning.objects import CUT, Objects, read_bracket


def read(text: str, dialect: str) -> Value:
    """The bracket behind `@@`, or the first one."""
    data = text.encode()
    at = data.find(b"@@")
    at = min(data.find(sign) % (len(data) + 1) for sign in (b"{", b"[", b"(")) if at < 0 else at
    data = data.replace(b"@@", b"", 1)
    return Objects(data, dialect, Bindings(data, dialect)).at(at)


def tree(value: Value) -> str:
    """A value in a compact form: `…` in quotes is a text, `<…>` is unseen, `...` is spread."""
    rest = [f"...{words}" for words in value.rest]
    if value.kind == "object":
        fields = [f"{one.name}={tree(one.value)}" for one in value.fields]
        return "{" + ", ".join(fields + rest) + "}"
    if value.kind == "list":
        return "[" + ", ".join([*map(tree, value.items), *rest]) + "]"
    return {"text": f"'{value.text}'", "unseen": f"<{value.text}>"}.get(value.kind, value.text)


ROWS = [
    # literals
    ("javascript", "{}", "{}"),
    ("javascript", '{a: "x", b: 0.2, c: true}', "{a='x', b=0.2, c=true}"),
    ("javascript", "{a: null, b: undefined}", "{a=null, b=undefined}"),
    ("javascript", "{'a': 'x', \"b\": -2.5e3, 3: 1_000}", "{a='x', b=-2.5e3, 3=1_000}"),
    ("javascript", r'{a: "\u00e9\x41\u{1F600}\n\"\q"}', "{a='éA😀\n\"q'}"),
    ("javascript", r'{a: "\ud83d\ude00\ud800"}', "{a='😀\ufffd'}"),
    ("javascript", "{a: `x`, b: `y ${z}`, c: 1}", "{a='x', b=<`y ${z}`>, c=1}"),
    ("javascript", "{a: `${b ? `}` : {c: 1}.c}`, d: 1}", "{a=<`${b ? `}` : {c: 1}.c}`>, d=1}"),
    ("javascript", "{a: [1, [2], {b: 3}],}", "{a=[1, [2], {b=3}]}"),
    ("javascript", "{a: [...x, 1]}", "{a=[<...x>, 1]}"),
    ("python", '{"a": True, "b": None}', "{a=true, b=None}"),
    # what is not a literal
    ("javascript", "{a: b}", "{a=<b>}"),
    ("javascript", "{a, b }", "{a=<a>, b=<b>}"),
    ("javascript", "{...a, b: 1, ...c}", "{b=1, ......a, ......c}"),
    ("javascript", "{[a]: 1, b: 2}", "{b=2, ...[a]: 1}"),
    ("javascript", '{a: b ? "x" : "y", c: 1}', '{a=<b ? "x" : "y">, c=1}'),
    ("javascript", '{a: "x" + y, c: 1}', '{a=<"x" + y>, c=1}'),
    ("javascript", "{a: 1 / 2, c: 1}", "{a=<1 / 2>, c=1}"),
    ("javascript", "{a: f(1, {b: 2}), c: 1}", "{a=<f(1, {b: 2})>, c=1}"),
    ("javascript", "{a: (b, c) => { return 1; }, d: 1}", "{a=<(b, c) => { return 1; }>, d=1}"),
    ("javascript", "{a() { return 1; }, b: 2}", "{a=<a() { return 1; }>, b=2}"),
    ("javascript", "{a: /[\"'{]/, b: 2}", "{a=</[\"'{]/>, b=2}"),
    ("javascript", "{a: 1; b: 2}", "<{a: 1; b: 2}>"),
    ("javascript", "{a: " + "b" * 60 + ", c: 1}", "{a=<" + "b" * 39 + "…>, c=1}"),
    # comments
    ("javascript", "{a: 1, // b: 2,\n/* c: 3, */ d: 4}", "{a=1, d=4}"),
    ("hash", "{a: 1, # b: 2,\n d: 4}", "{a=1, d=4}"),
    ("json", '{"a": 1, // b\n "c": "d // e"}', "{a=1, c='d // e'}"),
    # looked through
    ("javascript", "{a: JSON.stringify({b: 1})}", "{a={b=1}}"),
    ("javascript", "{a: JSON.stringify({b: 1}, null, 2)}", "{a={b=1}}"),
    ("javascript", "{a: JSON.stringify(b)}", "{a=<JSON.stringify(b)>}"),
    ("javascript", "{a: ({b: 1}), c: (2)}", "{a={b=1}, c=2}"),
    ("javascript", '{a: {b: 1} as const, c: "d" as T}', "{a={b=1}, c='d'}"),
    ("javascript", "{a: {b: 1} satisfies T, c: <T>{d: 1}}", "{a={b=1}, c={d=1}}"),
    ("javascript", "{a: Object.freeze({b: 1})}", "{a={b=1}}"),
    ("javascript", "{a: {b: 1}.b, c: 1}", "{a=<{b: 1}.b>, c=1}"),
    ("go", "M{A: anthropic.Float(0.2), B: param.NewOpt(1)}", "{A=0.2, B=1}"),
    ("go", 'M{A: []string{b, "c"}, B: []T{{C: 1}}}', "{A=[<b>, 'c'], B=[{C=1}]}"),
    ("go", 'M{A: map[string]any{"b": 1}, C: &D{E: `f\\n`}}', "{A={b=1}, C={E='f\\n'}}"),
    ("rust", 'M {a: "b".to_string(), c: Some(0.2), d: 8u32}', "{a='b', c=0.2, d=8}"),
    ("rust", 'M {a: r#"b"c"#, d: vec![E { f: 1 }], ..g()}', "{a='b\"c', d=[{f=1}], .....g()}"),
    ("c", 'new {a = "b", c = 0.5m, d = new[] { "e" }}', "{a='b', c=0.5, d=['e']}"),
    ("c", '@{@"a": @"b", @"c": @0.2, @"d": @[@1]}', "{a='b', c=0.2, d=[1]}"),
    # other brackets, other signs
    ("php", '["a" => "b", "c" => [1, 2], ...$d]', "{a='b', c=[1, 2], ......$d}"),
    ("php", 'array("a" => \'b$c\', "d" => "e$f")', "{a='b$c', d=<\"e$f\">}"),
    ("hash", "(a: 'b', :c => nil, \"d\" => [e: 1], **f)", "{a='b', c=nil, d={e=1}, ...**f}"),
    ("hash", '%{a: "b", c: %{d: "#{e}"}}', "{a='b', c={d=<\"#{e}\">}}"),
    ("hash", 'list(a = "b", c = c(1, 2))', "{a='b', c=[1, 2]}"),
    ("python", '(x, a="b", **c)', "{a='b', ...**c, ...x}"),
    ("c", '(a = "b", c = listOf(1L), d = mapOf("e" to 2))', "{a='b', c=[1], d={e=2}}"),
    ("swift", '(a: "b", c: "d\\(e)", f: .g)', "{a='b', c=<\"d\\(e)\">, f=<.g>}"),
    ("powershell", "@@{a = 'b'\n c = 1; d = @{e = 2}\n}", "{a='b', c=1, d={e=2}}"),
    ("dash", '{a = "b"; c = 1, {2}}', "{a='b', c=1, ...{2}}"),
    ("json", "[1, [true, null]]", "[1, [true, null]]"),
    # constants of the same text
    ("javascript", "const MAX = 5;\nf(@@{a: MAX})", "{a=5}"),
    ("javascript", "const maxTokens = 5;\nf(@@{maxTokens})", "{maxTokens=5}"),
    ("javascript", "const A: T = {b: [1]} as const;\nf(@@{a: A})", "{a={b=[1]}}"),
    ("javascript", "f(@@{a: MAX}); const MAX = 5", "{a=5}"),
    ("javascript", "let MAX = 5;\nf(@@{a: MAX})", "{a=<MAX>}"),
    ("javascript", "const MAX = 5;\n{ const MAX = 6; }\nf(@@{a: MAX})", "{a=<MAX>}"),
    ("javascript", "const MAX = 5 * 2;\nf(@@{a: MAX})", "{a=<MAX>}"),
    ("javascript", "const MAX = 5\n  * 2;\nf(@@{a: MAX})", "{a=<MAX>}"),
    ("javascript", "const MAX = g();\nf(@@{a: MAX})", "{a=<MAX>}"),
    ("javascript", "const A = B;\nconst B = A;\nf(@@{a: A})", "{a=<A>}"),
    ("javascript", "const max = 5;\nf(@@{max})", "{max=<max>}"),
    ("javascript", "const maxT = 5;\n(maxT) => f(@@{maxT})", "{maxT=<maxT>}"),
    ("javascript", "  const maxT = 5;\nf(@@{maxT})", "{maxT=<maxT>}"),
    ("c", 'static final String M = "x";\nf(@@{a = M})', "{a='x'}"),
    ("hash", "M = 'x'\nf(@@{a: M})", "{a='x'}"),
    # what does not end
    ("javascript", "{a: 1, b: 23", "{a=1, ...…}"),
    ("javascript", "{a: {b: 1, ", "{a={b=1, ...…}, ...…}"),
    ("javascript", "x", "<…>"),
]


@pytest.mark.parametrize(("dialect", "text", "expected"), ROWS)
def test_what_a_bracket_holds(dialect: str, text: str, expected: str) -> None:
    assert tree(read(text, dialect)) == expected


def test_an_entry_is_all_from_its_key_to_the_end_of_its_value() -> None:
    text = 'f({ "a" : {b: 1} as const , c: (2), d })'
    fields = read_bracket(text.encode(), 2, "javascript").fields
    entries = [text[one.start : one.end] for one in fields]
    assert entries == ['"a" : {b: 1} as const', "c: (2)", "d"]
    values = [text[one.value.start : one.value.end] for one in fields]
    assert values == ["{b: 1}", "2", "d"]


def test_a_constant_stands_where_it_is_used_and_what_is_in_it_where_it_is_bound() -> None:
    text = "const A = {b: 1};\nf({a: A})"
    data = text.encode()
    value = Objects(data, "javascript", Bindings(data, "javascript")).at(20).fields[0].value
    assert text[value.start : value.end] == "A"
    assert text[value.fields[0].start : value.fields[0].end] == "b: 1"


def test_what_is_behind_64_kilobytes_is_unseen() -> None:
    value = read('{a: 1, b: "' + "x" * 70_000 + '", c: 2}', "javascript")
    assert tree(value) == "{a=1, ...…}"


def test_what_is_too_deep_is_unseen() -> None:
    value = read('{"a":' * 50 + "1" + "}" * 50, "json")
    unseen = [one for one in walk(value) if one.kind == "unseen"]
    assert [one.rest for one in unseen] == [(CUT,)]
    assert sum(1 for _ in walk(value)) == 42  # 41 objects and the one that is not looked into


def test_brackets_in_brackets_do_not_cost_their_square() -> None:
    text = b'{"a":' * 20_000 + b"1" + b"}" * 20_000
    objects = Objects(text, "json")
    read_to_the_limit = sum(objects.at(at).end > at + 1 for at in range(0, len(text) - 20_001, 5))
    assert 0 < read_to_the_limit < 20_000


def plain(value: Value) -> Any:
    """The value that a program would read."""
    if value.kind == "object":
        return {one.name: plain(one.value) for one in value.fields}
    if value.kind == "list":
        return [plain(item) for item in value.items]
    if value.kind == "number":
        return float(value.text)
    return {"flag": value.text == "true", "null": None}.get(value.kind, value.text)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
scalars = st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | texts
trees = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=12
)


@quick
@given(st.dictionaries(texts, trees) | st.lists(trees), st.booleans(), st.sampled_from([None, 2]))
def test_json_is_read_as_it_was_written(data: Any, ascii_only: bool, indent: int | None) -> None:
    text = json.dumps(data, ensure_ascii=ascii_only, indent=indent)
    value = read_bracket(text.encode(), 0, "json")
    assert plain(value) == data
    assert not any(one.rest for one in walk(value))


def in_order(value: Value, start: int, end: int) -> bool:
    inner = [(one.start, one.end, one.value) for one in value.fields]
    inner += [(one.start, one.end, one) for one in value.items]
    at = start
    for begin, stop, child in sorted(inner, key=lambda one: one[:2]):
        if not (at <= begin <= child.start <= child.end <= stop <= end):
            return False
        if not in_order(child, child.start, child.end):
            return False
        at = stop
    return True


signs = st.lists(
    st.sampled_from([*"{}[](),;:=`'\"\\/$#.@<> \n", "a", "b:", "1", "${", "...", "//", "=>", "é"]),
    max_size=40,
).map("".join)


@quick
@given(st.binary(max_size=80) | signs.map(str.encode), st.sampled_from(sorted(DIALECTS)))
@example(b"a:`${", "javascript")
@example(b'r#"', "rust")
def test_it_never_raises_and_spans_are_in_order(inside: bytes, dialect: str) -> None:
    for mark in (b"{", b"[", b"("):
        text = mark + inside
        value = read_bracket(text, 0, dialect)
        assert 0 <= value.start <= value.end <= len(text)
        assert in_order(value, value.start, value.end)
