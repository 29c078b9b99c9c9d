"""The role of an ID by its trail, as a table: `kind:name@owner#index{beside}!`, outwards by `<`.

`!` stands for numbers beside or behind it.
"""

from __future__ import annotations

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import quick

from deprecation_lint.roles import IN_USE, ROLES
from deprecation_lint.scanning import usage as module
from deprecation_lint.scanning.trail import Step, StepKind, Trail
from deprecation_lint.scanning.usage import usage

STEP = re.compile(r"(\w+)(?::([^@#{!]+))?(?:@([^#{!]+))?(?:#(\d+))?(?:\{([^}]*)\})?(!)?")

KINDS: tuple[StepKind, ...] = get_args(StepKind)


def trail(text: str) -> Trail:
    return tuple(map(step, text.split(" < ")))


def step(text: str) -> Step:
    found = STEP.fullmatch(text)
    assert found, text
    _, name, owner, index, beside, numeric = found.groups()
    (kind,) = (kind for kind in KINDS if kind == found[1])
    names = frozenset((beside or "").split())
    return Step(kind, name or "", owner or "", int(index or 0), names, numeric is not None)


def role(text: str, *, settings: bool = False) -> str:
    used = usage(trail(text), settings=settings)
    return "none" if used is None else used.role


ANYWHERE = [  # in a program and in data alike
    # what decides wherever it stands, the first of them first
    ("address", "none"),
    ("code", "none"),
    ("shown", "none"),
    ("address < member:model", "none"),
    ("comment", "documentation"),
    ("member:model < comment", "documentation"),
    ("keyword:model@create < docstring", "documentation"),
    ("member:model < prose", "documentation"),
    ("member:model < recorded", "recording"),
    ("comment < recorded", "recording"),
    ("keyword:model@create < tested", "test"),
    ("comment < tested", "documentation"),
    # fields that speak of the model
    ("member:enum < member:model", "type"),
    ("item < member:enum", "type"),
    ("member:label{model}", "table"),
    ("member:displayName", "table"),
    ("member:description", "documentation"),
    ("item < member:examples", "documentation"),
    ("member:model < member:sample", "documentation"),
    ("item < member:show < member:displayOptions", "comparison"),
    ("member:model{stop_reason content}", "recording"),
    ("member:id{input_cost_per_token max_tokens}", "table"),
    ("member:id{contextWindow}", "table"),
    ("member:model{price}", "table"),
    ("member:name{cost_limit}", "not a table"),
    ("member:model_name{litellm_params}", "table"),
    ("member:model < member:litellm_params{model_name}", "in use"),
    # fields that are used
    ("member:MODEL < member:environment", "environment"),
    ("member:model{max_tokens temperature}", "in use"),
    # lists
    ("item < member:models", "choice"),
    ("item < member:deprecated_models", "table"),
    ("item < member:prefixes", "comparison"),
    ("item < assigned:MODELS", "choice"),
    ("item < assigned:MODELS_WITH_VISION", "table"),
    ("item < assigned:SUPPORTED_MODELS", "choice"),
    ("item < assigned:MODEL_PREFIXES", "comparison"),
    ("member:id < item", "choice"),
    # keys and subscripts
    ("key!", "table"),
    ("key{input output price}", "table"),
    ("index", "table"),
    # the rest decides by itself
    ("environment:MODEL", "environment"),
    ("option:--model", "argument"),
    ("option:--model < positional@grep", "comparison"),
    ("compared", "comparison"),
    ("typed", "type"),
    ("endpoint", "argument"),
    ("endpoint < text < comment", "documentation"),
    # within a longer text: what stands around it, and what is told in it if that is in use
    ("option:--model < text < assigned:COMMAND", "argument"),
    ("environment:MODEL < text < assigned:COMMAND", "environment"),
    ("member:default < text < compared", "comparison"),
    ("option:--model < text < positional@print", "documentation"),
]
PROGRAM = [
    ("keyword:model@client.messages.create", "argument"),
    ("keyword:model@client.create{price_per_token}", "table"),
    ("keyword:model@print", "documentation"),
    ("keyword:help@add_argument", "documentation"),
    ("keyword:model@assertEqual", "test"),
    ("keyword:label@Button", "table"),
    ("keyword:default@add_argument", "default"),
    ("item < keyword:choices@add_argument", "choice"),
    ("keyword:model@Message{stop_reason}", "recording"),
    ("positional@run", "argument"),
    ("positional@run#1", "argument"),
    ("positional@name.startswith", "comparison"),
    ("positional@re.compile", "comparison"),
    ("positional@text.replace", "comparison"),
    ("positional@prices.get", "table"),
    ("positional@settings.get#1", "default"),
    ("positional@logger.info", "documentation"),
    ("positional@ValueError", "documentation"),
    ("positional@MyOwnError", "documentation"),
    ("positional@expect", "test"),
    ("positional@Field", "default"),
    ("positional@frozenset < assigned:MODEL", "default"),
    ("item < positional@frozenset < assigned:MODELS", "choice"),
    ("item < positional@run", "choice"),
    ("positional@str < keyword:model@run", "argument"),
    ("assigned:MODEL", "default"),
    ("assigned:DESCRIPTION", "documentation"),
    ("parameter:model", "default"),
    ("item < parameter:models", "choice"),
    ("returned", "default"),
    ("item < returned", "choice"),
    ("fallback", "default"),
    ("fallback < assigned:MODEL", "default"),
    ("member:model", "argument"),
    ("member:model < keyword:body@post", "argument"),
    ("member:defaultModel", "default"),
    ("member:fast", "choice"),
    ("member:fast < member:label", "table"),
    ("member:value@option", "choice"),
    ("member:data@tag", "argument"),
    ("member:model{label} < item", "choice"),
    ("key{a b}", "table"),
    ("section:a", "default"),
    ("item", "choice"),
    ("text", "default"),
    ("text < assigned:MODEL", "default"),
]
DATA = [
    ("member:model", "setting"),
    ("member:default", "setting"),
    ("member:fast", "setting"),
    ("member:fast < member:aliases", "choice"),
    ("member:model{label} < item", "choice"),
    ("member:a < member:description", "documentation"),
    ("assigned:MODEL", "setting"),
    ("key{a} < member:models", "choice"),
    ("key{a} < section:models", "choice"),
    ("key! < member:models", "table"),
    ("key{a} < member:other", "table"),
    ("positional@concat < member:model", "setting"),
    ("section:a", "setting"),
    ("item", "choice"),
    ("text", "setting"),
    ("returned", "default"),
]


def matches(found: str, expected: str) -> bool:
    """Whether a role is the expected one; some rows only tell what kind it is."""
    kinds = {"in use": found in IN_USE, "not a table": found != "table"}
    return kinds.get(expected, found == expected)


@pytest.mark.parametrize(("text", "expected"), ANYWHERE)
@pytest.mark.parametrize("settings", [False, True], ids=["program", "data"])
def test_anywhere(text: str, expected: str, settings: bool) -> None:
    found = role(text, settings=settings)
    assert matches(found, expected), found


@pytest.mark.parametrize(("text", "expected"), PROGRAM)
def test_in_a_program(text: str, expected: str) -> None:
    assert role(text) == expected


@pytest.mark.parametrize(("text", "expected"), DATA)
def test_in_data(text: str, expected: str) -> None:
    assert role(text, settings=True) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("endpoint", True),
        ("keyword:model@create", True),
        ("keyword:modelId@create", True),
        ("assigned:DEFAULT_MODEL", True),
        ("option:--model", True),
        ("member:deployment_name", True),
        ("item < assigned:models", True),
        ("fallback < environment:LLM", True),
        ("positional@get_model", True),
        ("positional@ChatAnthropic", True),
        ("member:id < member:model", True),
        ("member:name < item < assigned:MODELS", True),
        ("keyword:model_provider@create", False),
        ("keyword:name@create < assigned:x", False),
        ("assigned:NAME_OF_FILE", False),
        ("member:title < member:model", False),
        ("positional@open < assigned:model", False),
        ("item < section:models", False),
        ("item", False),
    ],
)
def test_whether_a_model_is_expected(text: str, expected: bool) -> None:
    used = usage(trail(text))
    assert used is not None
    assert used.expects_model is expected


def test_every_kind_of_step_has_an_entry() -> None:
    assert set(module._DECIDES) == set(KINDS)


def test_the_tables_name_every_kind_of_step() -> None:
    named = {s.kind for text, _ in (*ANYWHERE, *PROGRAM, *DATA) for s in trail(text)}
    assert named == set(KINDS)


words = st.sampled_from(["", "model", "enum", "prices", "print", "get", "label", "env", "ä"])
steps = st.builds(
    Step,
    kind=st.sampled_from(KINDS),
    name=words,
    owner=words,
    index=st.integers(0, 2),
    beside=st.frozensets(words, max_size=3),
    numeric=st.booleans(),
)


@quick
@given(st.lists(steps, max_size=5).map(tuple), st.booleans())
def test_any_trail_has_a_role_or_is_left_out(around: Trail, settings: bool) -> None:
    used = usage(around, settings=settings)
    kinds = {s.kind for s in around}
    if kinds & {"address", "code", "shown"}:
        assert used is None
    else:
        assert used is not None
        assert used.role in ROLES
