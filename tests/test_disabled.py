"""Which comments are code that was switched off, and which are sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import quick

from deprecation_lint.scanning.disabled import is_disabled_code

ID = "claude-x"

CODE = r"""
# model = "claude-x"
# model: claude-x
# model: "claude-x"
#model="claude-x",
#   model: claude-x,
# "model": "claude-x"
# "model": "claude-x",
// "model": "claude-x", "temperature": 0.2,
// model: 'claude-x',
//   model: "claude-x", temperature: 0.2,
// const MODEL = "claude-x";
// const MODEL: string = "claude-x";
// export const model = 'claude-x'
// String model = "claude-x";
//   Model: "claude-x",
//   fast: "claude-x",
//   Model: anthropic.F("claude-x"),
// model := "claude-x"
// private static final String MODEL = "claude-x";
//let model = "claude-x".to_string();
-- local model = "claude-x"
; model = claude-x
% model = "claude-x";
REM set MODEL=claude-x
" let model = "claude-x"
<!-- model: claude-x -->
<!-- "model": "claude-x", -->
/* model: "claude-x" */
/* model = "claude-x"; */
 * model: "claude-x",
   model: "claude-x",
# MODEL=claude-x
# export MODEL=claude-x
# MODEL="claude-x"
# ANTHROPIC_MODEL = "claude-x"
# model_id: anthropic/claude-x
# model = "anthropic/claude-x"
# - claude-x
# - "claude-x"
# - model: claude-x
# - model_name: claude-x
# "claude-x",
# "claude-y", "claude-x",
# "claude-x"]
# "claude-x": 0.25,
# "claude-x": {
# client.messages.create(model="claude-x")
# client.create(model="claude-x", max_tokens=10)
# response = client.messages.create(model="claude-x", messages=[{"role": "user"}])
# llm = ChatAnthropic(model="claude-x", temperature=0)
# llm = ChatAnthropic(temperature=0, model="claude-x")
# return "claude-x"
// return new ChatAnthropic({ model: "claude-x" });
// const llm = await init("claude-x", { temperature: 0 });
// model: anthropic("claude-x"),
// model: process.env.MODEL || "claude-x",
# model = os.getenv("MODEL", "claude-x")
# self.model = "claude-x"
# config["model"] = "claude-x"
# models = ["claude-x", "claude-y"]
# --model claude-x
# --model=claude-x
# --model claude-x \
# python run.py --model claude-x --verbose
# $ python run.py --model claude-x
# model = "claude-x"  # fast
// model: "claude-x", // fast
x = 1  # model = "claude-x"
temperature: 0.2, // model: "claude-x",
"""

SENTENCES = r"""
# claude-x
# "claude-x"
# `claude-x`
# use model: claude-x for this
# use model: claude-x
# we switched from claude-x to claude-y
# TODO: replace model=claude-x
# TODO: model = "claude-x"
# e.g. claude-x
# e.g. "claude-x"
# e.g. model="claude-x"
# e.g. model=claude-x
# e.g.: "claude-x"
# for example claude-x
# Example: claude-x
# Note: claude-x
# note: "claude-x"
# default: claude-x
# Default: "claude-x"
# Defaults to "claude-x"
# Model: claude-x
# models: claude-x, claude-y
# supported: "claude-x", "claude-y"
# model: claude-x is retired
# model: claude-x (retired)
# model: claude-x - the fast one
# model: "claude-x" for the fast path
# model = claude-x works
# the model (claude-x) is retired
# was "claude-x"
# was: claude-x
# old = claude-x
# claude-x, claude-y
# see claude-x.
# see https://x.y/claude-x
# https://x.y/models?model=claude-x
# - claude-x: the old one
# - claude-x is retired
# - use claude-x
# like "claude-x", "claude-y" and others
# "claude-x", "claude-y" and others
# "claude-x" is retired
# "claude-x": the old one
# set model to "claude-x"
# model "claude-x"
# Model is claude-x
# what if model = "claude-x"?
# use --model claude-x
# pass --model claude-x to it
# claude-x vs claude-y
# claude-x -> claude-y
# claude-x = the old one
# The name, "claude-x", is old
# anthropic: claude-x
 * @default "claude-x"
 * @param model e.g. "claude-x"
 * The model, e.g. claude-x.
 * model: claude-x which is old
/* claude-x */
// claude-x
// was claude-x
// fixed in claude-x; see docs
// Haiku = claude-x, Sonnet = claude-y
<!-- claude-x is retired -->
-- claude-x was here
# deprecation-lint: ignore claude-x
# Haiku = claude-x
# anthropic: "claude-x"
# Sonnet: "claude-x", Opus: "claude-y"
# Model: "claude-x"
# modèle : claude-x
MODEL = "new"  # was claude-x
MODEL = "new"  # instead of model = "claude-x"
"""


def lines(table: str) -> list[str]:
    return [line for line in table.split("\n") if line.strip()]


def is_code(line: str) -> bool:
    data = f"first\n{line}\nlast".encode()
    start = data.index(ID.encode())
    return is_disabled_code(data, start, start + len(ID))


@pytest.mark.parametrize("line", lines(CODE))
def test_code_that_was_switched_off(line: str) -> None:
    assert is_code(line)


@pytest.mark.parametrize("line", lines(SENTENCES))
def test_sentences_are_not_code(line: str) -> None:
    assert not is_code(line)


def test_a_line_that_is_too_long_to_tell_is_not_code() -> None:
    assert not is_code("# " + "a" * 10_000 + ' model = "claude-x"')
    assert not is_code('# model = "claude-x"' + " " * 10_000)


@quick
@given(st.binary(max_size=200), st.binary(max_size=200))
def test_it_never_raises(before: bytes, after: bytes) -> None:
    text = before + ID.encode() + after
    is_disabled_code(text, len(before), len(before) + len(ID))
