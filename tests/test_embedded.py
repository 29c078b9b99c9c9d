"""An ID within a longer text: what the text around it makes of it, in a line or in a literal."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import quick
from support import OLD, findings

from deprecation_lint.scanning.embedded import inner

ID = b"claude-x"


def told(text: str, id_: bytes = ID, within: tuple[int, int] | None = None) -> str:
    data = text.encode()
    start = data.index(id_)
    (step,) = inner(data, start, start + len(id_), within)
    return f"{step.kind}:{step.name}" if step.name else step.kind


ROWS = [
    # addresses: of a call, and any other
    ("https://host/model/claude-x/invoke", "endpoint"),
    ("https://host/model/claude-x/converse-stream", "endpoint"),
    ("/model/claude-x/invoke", "endpoint"),
    ("projects/p/publishers/anthropic/models/claude-x", "endpoint"),
    ("https://host/v1/models/claude-x:generateContent", "endpoint"),
    ("claude-x:rawPredict", "endpoint"),
    ("https://host/chat?model=claude-x", "endpoint"),
    ("https://host/chat?a=1&modelId=claude-x&b=2", "endpoint"),
    ("https://host/openai/deployments/claude-x", "endpoint"),
    ("https://host/docs/claude-x", "address"),
    ("https://host/docs/claude-x.html", "address"),
    ("see https://host/claude-x for more", "address"),
    ("www.host.org/claude-x", "address"),
    ("host.org/claude-x", "address"),
    ("./models/claude-x", "address"),
    ("../claude-x", "address"),
    ("~/models/claude-x", "address"),
    ("/models/claude-x", "address"),
    ("[a](https://host/claude-x)", "address"),
    ("models/claude-x/weights", "address"),
    ("https://host/ claude-x", "text"),
    # options and variables
    ("run --model claude-x", "option:--model"),
    ("run --model=claude-x", "option:--model"),
    ("run -m claude-x", "option:-m"),
    ('["run", "--model", "claude-x"]', "option:--model"),
    ("run --model 'claude-x'", "option:--model"),
    ("MODEL=claude-x run", "environment:MODEL"),
    ("export MODEL='claude-x'", "environment:MODEL"),
    ("${MODEL:-claude-x}", "environment:MODEL"),
    ("${MODEL-claude-x}", "environment:MODEL"),
    ("${MODEL:=claude-x}", "environment:MODEL"),
    # fields
    ('{"model": "claude-x"}', "member:model"),
    (r"{\"model\": \"claude-x\"}", "member:model"),
    ("model: claude-x", "member:model"),
    ("{'a': 1, 'model': 'claude-x'}", "member:model"),
    ("models: ['a', 'claude-x']", "member:models"),
    ("model = 'claude-x'", "keyword:model"),
    ("run(a=1, model='claude-x')", "keyword:model"),
    # SQL
    ("SELECT a FROM t WHERE model = 'claude-x'", "compared"),
    ("select a from t where model like 'claude-x'", "compared"),
    ("WHERE model IN ('a', 'claude-x')", "compared"),
    ("model TEXT DEFAULT 'claude-x'", "member:default"),
    ("model == 'claude-x'", "compared"),
    ("model != 'claude-x'", "compared"),
    # sentences, comments, and nothing of all that
    ("We use claude-x here", "prose"),
    ("The model is claude-x", "prose"),
    ("claude-x (the old one)", "prose"),
    ("// claude-x", "prose"),
    (" * claude-x", "prose"),
    ("# claude-x", "prose"),
    ("claude-x", "text"),
    ("a|claude-x|b", "text"),
    ("1 claude-x 2", "text"),
    # only its own line counts
    ("We use models.\nclaude-x\nNot any more.", "text"),
    ("--model\rclaude-x", "text"),
    ("model:\nclaude-x", "text"),
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_step(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "within", "expected"),
    [
        ('run("--model claude-x")', None, "option:--model"),
        ('We say "claude-x" here', (8, 16), "text"),
        ('We say "use claude-x" here', (8, 20), "prose"),
        ('model: "a claude-x"', (8, 18), "text"),
    ],
)
def test_only_what_is_within(text: str, within: tuple[int, int] | None, expected: str) -> None:
    assert told(text, within=within) == expected


def test_a_route_belongs_to_the_id() -> None:
    """The prefix of a router is no path."""
    assert told("--model bedrock/claude-x", b"bedrock/claude-x") == "option:--model"
    assert told("./bedrock/claude-x", b"bedrock/claude-x") == "address"
    assert told("a /claude-x", b"/claude-x") == "address"


def test_the_way_is_short_in_a_long_line() -> None:
    assert told("We use " + "0" * 5000 + " claude-x " + "0" * 5000) == "text"
    assert told("model" + " " * 5000 + ": claude-x") == "text"


near = st.text(st.sampled_from("ab -=:/\\\"'[](){}$&?\r\n.#*é"), max_size=40)


@quick
@given(near, near)
def test_any_text(before: str, after: str) -> None:
    found = told(f"{before}claude-x{after}")
    assert re.fullmatch(
        "endpoint|address|prose|compared|text|(?:option|environment|member|keyword):.+", found
    )


@pytest.mark.parametrize(
    ("name", "text", "role"),
    [
        ("a.py", 'CMD = "run --model ID"', "argument"),
        ("a.py", "CMD = 'MODEL=ID run'", "environment"),
        ("a.py", 'BODY = \'{"model": "ID"}\'', "argument"),
        ("a.py", 'URL = "https://host/model/ID/invoke"', "argument"),
        ("a.py", "QUERY = \"select * from t where model = 'ID'\"", "comparison"),
        ("a.py", 'TEXT = "We use ID here"', "documentation"),
        ("a.py", 'print("run --model ID")', "documentation"),
        ("a.js", "const cmd = `run --model ID`;", "argument"),
        ("a.yaml", "run: |\n  tool --model ID\n", "argument"),
    ],
)
def test_role_of_what_is_embedded(name: str, text: str, role: str) -> None:
    (found,) = findings(name, text.replace("ID", OLD))
    assert found.role == role
    assert found.fix is not None
    assert found.fix.applicability != "safe"


@pytest.mark.parametrize("text", ['URL = "https://host/docs/ID"', 'PATH = "./models/ID/weights"'])
def test_an_address_is_not_reported(text: str) -> None:
    assert findings("a.py", text.replace("ID", OLD)) == ()
