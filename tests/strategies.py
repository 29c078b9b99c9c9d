"""Hypothesis strategies that test modules share: Python programs full of model IDs."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st
from support import NEW, OLD

SUCCESSORS = {  # retired IDs, each with the ID that takes its place
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
    words = st.sampled_from([*SUCCESSORS, *SUCCESSORS, *NOISE])
    between = list(SEPARATORS)
    between += [r"\d "] if raw else ESCAPES
    between += ["\n", "\n    "] if len(quote) == 3 else []
    between += ["{{", "}}"] if "f" in prefix.lower() else []
    parts = draw(st.lists(st.tuples(words, st.sampled_from(between)), max_size=3))
    last = draw(st.sampled_from([*SUCCESSORS, "", "."]))
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


@st.composite
def split_ids(draw: st.DrawFn) -> tuple[str, str]:
    """An ID, and an expression that puts it together from literals."""
    id_ = draw(st.sampled_from(list(SUCCESSORS)))
    cuts = draw(st.lists(st.integers(len("claude-"), len(id_) - 1), max_size=3, unique=True))
    edges = [0, *sorted(cuts), len(id_)]
    parts = [id_[a:b] for a, b in pairwise(edges)]
    quotes = st.sampled_from(['"{}"', "'{}'", 'r"{}"', "u'{}'", '"""{}"""', "f'{}'"])
    written = [draw(quotes).format(part) for part in parts]
    joiner = draw(st.sampled_from([" ", "\n    ", "  # a comment\n    ", " + ", " +\n    "]))
    return id_, "(" + joiner.join(written) + ")"
