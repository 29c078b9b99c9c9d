"""Frameworks: what is given in their spelling, in the API's own names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import count

import pytest
from test_python_requests import show
from test_shipped_constraints import REST, X, request, value

from deprecation_lint.frameworks import spoken
from deprecation_lint.request import Field, Request, Value, merged, walk


def said(body: Mapping[str, object]) -> str:
    """A body in the API's names, without the field that keeps it as it was written."""
    spoke = spoken(request(body))
    return show(replace(spoke, fields=tuple(f for f in spoke.fields if f.name != "keywords")))


NAMES = [
    ("max_tokens", 5, "max_tokens: 5"),
    ("maxTokens", 5, "max_tokens: 5"),
    ("max_tokens_to_sample", 5, "max_tokens: 5"),
    ("maxOutputTokens", 5, "max_tokens: 5"),
    ("max_completion_tokens", 5, "max_tokens: 5"),
    ("MaxTokens", 5, "max_tokens: 5"),
    ("topP", 1, "top_p: 1"),
    ("TopK", 1, "top_k: 1"),
    ("effort", "low", "output_config: {effort: 'low'}"),
    ("anthropic_effort", X, "output_config: {effort: <x>}"),
    ("outputConfig", {"effort": "low"}, "output_config: {effort: 'low'}"),
    ("output_format", {"type": "x"}, "output_format: {type: 'x'}"),
    ("serviceTier", "auto", "service_tier: 'auto'"),
    ("anthropic-version", "2023-06-01", "api_version: '2023-06-01'"),
    ("own", {"topP": 1}, "own: {topP: 1}"),
    # tool_choice
    *(
        ("tool_choice", given, f"tool_choice: {{{expected}}}")
        for given, expected in (
            ("any", "type: 'any'"),
            ("auto", "type: 'auto'"),
            ("none", "type: 'none'"),
            ("required", "type: 'any'"),
            ("my_tool", "type: 'tool'"),
            ({"type": "any"}, "type: 'any'"),
            ({"type": "function", "function": {"name": "x"}}, "type: 'tool'"),
            ({"type": X}, "type: <x>"),
            ({"any": {}}, "type: 'any'"),
            ({"tool": {"name": "x"}}, "type: 'tool'"),
            ({"other": {}}, "other: {}"),
            ({}, ""),
        )
    ),
    ("tool_choice", X, "tool_choice: <x>"),
    ("toolConfig", {"toolChoice": {"any": {}}}, "tool_choice: {type: 'any'}"),
    # thinking
    ("thinking", {"budgetTokens": 1}, "thinking: {budget_tokens: 1}"),
    ("thinkingConfig", {"budget": 1}, "thinking: {budget_tokens: 1}"),
    ("thinking", X, "thinking: <x>"),
    # messages
    ("messages", [{"role": "human"}, {"role": "ai"}],
     "messages: [{role: 'user'}, {role: 'assistant'}]"),
    ("messages", [{"role": X, "content": "ai"}, X], "messages: [{role: <x>, content: 'ai'}, <x>]"),
    ("messages", X, "messages: <x>"),
    # betas
    ("betas", ["a"], "betas: ['a']"),
    ("betas", "a, b", "betas: ['a', 'b']"),
    ("anthropicBeta", X, "betas: <x>"),
]  # fmt: skip
BODIES = [
    # containers
    ({"model_kwargs": {"topP": 1}}, "{top_p: 1}"),
    ({"ModelKwargs": {"topP": 1}}, "{top_p: 1}"),
    ({"extra_body": {"modelKwargs": {"a": 1}}}, "{a: 1}"),
    ({"extra_body": {"a": 1, **REST}}, "{a: 1, ...x}"),
    ({"extra_body": X}, "{extra_body: <x>, ...x}"),
    ({"ExtraBody": X}, "{extraBody: <x>, ...x}"),
    ({"body": "text"}, "{body: 'text'}"),
    ({"a": 1, "extra_body": {"a": 2}}, "{a: 2}"),
    ({"thinking": {"type": "x"}, "extra_body": {"thinking": {"budget": 1}}},
     "{thinking: {type: 'x', budget_tokens: 1}}"),
    # what stands in several places
    ({"effort": "low", "output_config": {"format": {}}},
     "{output_config: {effort: 'low', format: {}}}"),
    ({"effort": "low", "output_config": X}, "{output_config: {effort: 'low', ...x}}"),
    ({"output_config": X, "effort": "low"}, "{output_config: {effort: 'low', ...x}}"),
    ({"betas": ["a"], "headers": {"anthropic-beta": "b"}}, "{betas: ['a', 'b']}"),
    ({"betas": X, "headers": {"anthropic-beta": "b"}}, "{betas: [<x>, 'b']}"),
    ({"betas": ["a"], "headers": {"anthropic-beta": X}}, "{betas: ['a', <x>]}"),
    # headers
    ({"extra_headers": {"Anthropic-Beta": "a,b", "anthropic-version": "2023", "x": "y"}},
     "{betas: ['a', 'b'], api_version: '2023'}"),
    ({"default_headers": {"anthropic-beta": X}}, "{betas: <x>}"),
    ({"headers": X}, "{...x}"),
    ({"headers": {"a": "b", **REST}}, "{...x}"),
    (REST, "{...x}"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "expected"), NAMES)
def test_names(name: str, given: object, expected: str) -> None:
    assert said({name: given}) == f"{{{expected}}}"


@pytest.mark.parametrize(("body", "expected"), BODIES)
def test_bodies(body: Mapping[str, object], expected: str) -> None:
    assert said(body) == expected


def test_what_is_left_out_is_not_given() -> None:
    body = Value(0, 9, "object", fields=(Field("top_k", 1, 8, Value(7, 8, "null")),))
    assert [field.name for field in spoken(Request("", body)).fields] == ["keywords"]


def test_headers_beside_the_body() -> None:
    headers = value({"anthropic-beta": "a", "anthropic-version": "2023", **REST}, count())
    spoke = spoken(replace(request({"betas": ["b"]}), headers=headers))
    assert [(f.name, show(f.value)) for f in spoke.fields if f.name != "keywords"] == [
        ("betas", "['b', 'a']"),
        ("api_version", "'2023'"),
    ]
    assert spoke.rest == ("x",)


def test_the_body_as_written_is_kept() -> None:
    body = {"extra_body": {"a": 1}, "maxTokens": 1}
    written = spoken(request(body)).get("keywords")
    assert written is not None
    assert show(written.value) == "{extra_body: {a: 1}, maxTokens: 1}"


@pytest.mark.parametrize(
    ("literal", "text", "expected"),
    [
        ('"aé, b"', "aé, b", ["aé", "b"]),
        ("a,b", "a,b", ["a", "b"]),
        ('r"a,b"', "a,b", ['r"a,b"'] * 2),
        ('"a," "b"', "a,b", ['"a," "b"'] * 2),
        (r'"a\x2cb"', "a,b", [r'"a\x2cb"'] * 2),
    ],
)
def test_items_of_a_header_have_their_places(literal: str, text: str, expected: list[str]) -> None:
    """Where a literal is not plain, no part of it has a place of its own."""
    raw = b"h=" + literal.encode()
    told = Value(2, len(raw), "text", text)
    body = Value(0, len(raw), "object", fields=(Field("betas", 0, len(raw), told),))
    betas = spoken(Request("", body)).get("betas")
    assert betas is not None
    assert [raw[i.start : i.end].decode() for i in betas.value.items] == expected


# --- the request itself -------------------------------------------------------------------------


def test_a_value_is_whole_where_nothing_of_it_is_unseen() -> None:
    one = Value(0, 1, "number", "1")
    assert one.whole
    assert not replace(one, rest=("x",)).whole
    assert not Value(0, 1, "unseen", "x").whole


@pytest.mark.parametrize(
    ("kind", "text", "number"),
    [("number", "1_000.5", 1000.5), ("number", "0x10", None), ("text", "1", None)],
)
def test_numbers(kind: str, text: str, number: float | None) -> None:
    assert Value(0, 1, kind, text).number == number  # type: ignore[arg-type]


def test_the_last_field_of_a_name_counts() -> None:
    body = value({}, count())
    fields = tuple(Field("a", n, n, Value(n, n, "number", str(n))) for n in (1, 2))
    found = replace(body, fields=fields).get("a")
    assert found is not None
    assert found.value.text == "2"
    assert body.get("a") is None


def test_merged() -> None:
    first, second = value({"a": 1, **REST}, count()), value({"a": 2, "b": [1]}, count())
    unseen, other = Value(0, 1, "unseen", "y"), Value(0, 1, "number", "3")
    assert show(merged(first, second, unseen, other)) == "{a: 1, a: 2, b: [1], ...x, ...y}"


def test_walk_goes_everywhere() -> None:
    told = [one.text for one in walk(value({"a": [1, {"b": "x"}], "c": X}, count())) if one.text]
    assert told == ["1", "x", "x"]


@pytest.mark.parametrize("has_headers", [False, True])
def test_moved(has_headers: bool) -> None:
    headers = value({"h": "x"}, count()) if has_headers else None
    one = replace(request({"a": [1, {"b": 2}]}), headers=headers)
    moved = one.moved(lambda start, end: (start + 100, end + 200))
    assert one.editable
    assert not moved.editable
    assert show(moved.body) == show(one.body)
    pairs = [*zip(walk(one.body), walk(moved.body), strict=True)]
    if one.headers is not None and moved.headers is not None:
        pairs += zip(walk(one.headers), walk(moved.headers), strict=True)
    assert all((a.start + 100, a.end + 200) == (b.start, b.end) for a, b in pairs)
    assert [(f.start, f.end) for f in moved.body.fields] == [
        (f.start + 100, f.end + 200) for f in one.body.fields
    ]
    assert (moved.headers is None) is not has_headers
