"""YAML: in which key, item or comment each ID stands, in good files and in broken ones."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import BEDROCK, OLD, frozen

from deprecation_lint.scanning.filetypes import FileType
from deprecation_lint.scanning.tokens import Matcher
from deprecation_lint.scanning.trail import Found, Step
from deprecation_lint.scanning.yaml import read_yaml

KIND = FileType("yaml", reader="yaml")


def step(one: Step) -> str:
    notes = [f"of {one.owner}"] if one.owner else []
    notes += [f"beside {' '.join(sorted(one.beside))}"] if one.beside else []
    notes += ["numeric"] if one.numeric else []
    told = f"{one.kind}:{one.name}" if one.name else one.kind
    return f"{told}{{{', '.join(notes)}}}" if notes else told


def render(found: Found) -> str:
    """A trail as one line; `~` before it where the ID is only part of a text."""
    kinds = [one.kind for one in found.trail]
    start = kinds.index("comment") if "comment" in kinds else 0  # what it says is not ours
    trail = " < ".join(step(one) for one in found.trail[start:])
    return f"~ {trail}" if found.hold else trail


def read(text: str | bytes, start: int = 0, end: int | None = None) -> list[str]:
    raw = text.encode() if isinstance(text, str) else text
    matches = list(Matcher(frozen()).matches(raw))
    told = list(read_yaml(raw, matches, KIND, start, end))
    assert [one.match for one in told] == matches
    return [render(one) for one in told]


# X stands for an ID.
CASES = [
    # --- values, items, keys
    ("model: X\n", "member:model"),
    ("model: X", "member:model"),
    ("env:\n  ANTHROPIC_MODEL: X\n", "member:ANTHROPIC_MODEL < member:env"),
    ("a:\n  b:\n    c: X\n", "member:c < member:b < member:a"),
    ("models:\n  - X\n", "item < member:models"),
    ("models:\n- X\nother: 1\n", "item < member:models{beside other, numeric}"),
    ("- X\n", "item"),
    ("- - X\n", "item < item"),
    ("-   - a\n    - X\n", "item < item"),
    (
        "models:\n  - id: X\n    price: 3\n",
        "member:id{beside price, numeric} < item < member:models",
    ),
    (
        "models:\n  - price: 3\n    tag: new\n    id: X\n  - id: other\n",
        "member:id{beside price tag} < item < member:models",
    ),
    ("models:\n  X:\n    max_tokens: 1\n", "key{beside max_tokens, numeric} < member:models"),
    ("prices:\n  X: 3.5\n  other: 4\n", "key{numeric} < member:prices"),
    ("labels:\n  X: Old one\n", "key < member:labels"),
    ('"X": {a: 1}\n', "key{beside a, numeric}"),
    ("? X\n: a: 1\n", "key{beside a, numeric}"),
    ("? a\n: X\n", "member:a"),
    ("? a\n: - X\n", "item < member:a"),
    ("? 'X' # why\n", "key"),
    ("a:\n  - b: 1\n    c:\n      - X\nd: 2\n", "item < member:c{beside b, numeric} < item < "
     "member:a{beside d, numeric}"),
    ("env:\n  - name: MODEL\n    value: X\n", "member:value{of MODEL, beside name} < item < "
     "member:env"),
    ("env:\n  - value: X\n    name: MODEL\n", "member:value{of MODEL, beside name} < item < "
     "member:env"),
    ("env:\n  - key: MODEL\n    value: X\n", "member:value{of MODEL, beside key} < item < "
     "member:env"),
    ("a: 1\n---\nmodel: X\n", "member:model"),
    ("a:\n  b: 1\n--- # two\n- X\n", "item"),
    ("--- X\n", "text"),
    ("%YAML 1.2\n---\nmodel: X\n...\n", "member:model"),
    ("model:\n  X\n", "member:model"),
    ("a:\n  b: 1\nmodel:\n\n  'X'\n", "member:model{beside a}"),
    # --- scalars
    ("model: 'X'\n", "member:model"),
    ('model: "X"  # note\n', "member:model"),
    ("model: &anchor X\n", "member:model"),
    ("model: !!str &a X\n", "member:model"),
    ("&a model: X\n&b other: 1\n", "member:model{beside other, numeric}"),
    ("'the model': X\n", "member:the model"),
    ('"mo\\"del" : X\n', 'member:mo\\"del'),
    ("model:\tX\n", "member:model"),
    ("model: X#1\n", "~ text < member:model"),
    ("model: unknown/X\n", "~ text < member:model"),
    ("note: use X or not\n", "~ prose < member:note"),
    ("note: use this or\n  that X\n  there\nb: 1\n", "~ prose < member:note{beside b, numeric}"),
    ("note: 'one\n\n  two X'\n", "~ prose < member:note"),
    ("url: https://a.example/X/b\n", "~ address < member:url"),
    ("env:\n  - MODEL=X\n", "~ environment:MODEL < item < member:env"),
    ("model: ${MODEL:-X}\n", "~ environment:MODEL < member:model"),
    ("args: ['--model', X]\n", "item < member:args"),
    ("cmd: run --model X\n", "~ option:--model < member:cmd"),
    ("body: '{\"model\": \"X\"}'\n", "~ member:model < member:body"),
    ("a: b: X\n", "~ member:b < member:a"),
    # --- block scalars
    ("model: >-\n  X\n", "member:model"),
    ("run: |\n  tool --model X\n", "~ option:--model < positional{of tool} < member:run"),
    ("run: |\n  tool \\\n    --model X\n", "~ option:--model < positional{of tool} < member:run"),
    ("run: >\n  tool\n  --model X\n", "~ option:--model < member:run"),
    ("run: |\n  # was X\n  true\n", "~ comment < member:run"),
    ("run: |\n  if [ $m = X ]; then\n", "~ compared < member:run"),
    ("script:\n  - |\n    export MODEL=X\n", "~ environment:MODEL < item < member:script"),
    ("text: |2-  # note\n  # X\nb: 1\n", "~ prose < member:text{beside b, numeric}"),
    ("text: |\n  a: 1\n\n  model: X\n", "~ member:model < member:text"),
    ("a:\n  t: |\n    x\n  model: X\n", "member:model{beside t} < member:a"),
    ("- |\n  tell X more\n- b\n", "~ prose < item"),
    # --- comments
    ("# X\n", "~ comment"),
    ("a: 1 # model: X\n", "~ comment"),
    ("a: 'b' # X\n", "~ comment"),
    ("a: [b, # X\n  c]\n", "~ comment"),
    ("a: [b] # X\n", "~ comment"),
    ("a: | # X\n  b\n", "~ comment"),
    ("- # X\n  a\n", "~ comment"),
    ("a: b # X\n  c\n", "~ comment"),
    ("a: 'b # X'\n", "~ text < member:a"),
    # --- flow
    ("models: [X, b]\n", "item < member:models"),
    ("models: [\n  'a',\n  \"X\",\n]\nb: 1\n", "item < member:models{beside b, numeric}"),
    ("models: [\n  a,\n  X\n", "item < member:models"),
    ("a: {model: X, b: [c]}\n", "member:model{beside b} < member:a"),
    ("a: {b: 1, X: 2}\n", "key{numeric} < member:a"),
    ("a: {b: [c, {d: X}]}\n", "member:d < item < member:b < member:a"),
    ("a: [model: X, 1]\n", "member:model < item{numeric} < member:a"),
    ("a: [X, 200000]\n", "item{numeric} < member:a"),
    ("a: {X}\n", "key < member:a"),
    ("a: [use X now]\n", "~ prose < item < member:a"),
    ('{"models":\n[{"id":"X","n":1}]}\n', "member:id{beside n, numeric} < item < member:models"),
    ("a: {\n  b: 1\nmodel: X\n", "member:model{beside a}"),
    ("a: [b\nmodel: X\n", "member:model{beside a}"),
    # --- templates
    ("model: {{ .Values.model | default \"X\" }}\n", "~ fallback < member:model"),
    ("model: ${{ inputs.model || 'X' }}\n", "~ fallback < member:model"),
    ("if: ${{ inputs.model == 'X' }}\n", "~ compared < member:if"),
    ("models:\n{{- if .x }}\n  - X\n{{- end }}\n", "item < member:models"),
    ("a:\n  {{- if eq .m \"X\" }}\n  b: 1\n", "~ compared < member:a"),
    ("a:\n  {{/* X */}}\n  b: 1\n", "~ comment"),
    ("a:\n  {% if m == 'X' %}\n", "~ compared < member:a"),
    ("{{ .name }}: X\n", "member:{{ .name }}"),
    ("a: {{ x }}\n  {{ y }}\nmodel: X\n", "member:model{beside a}"),
    # --- broken files, and odd bytes
    ("a: 'open\nmodel: X\n", "member:model{beside a}"),
    ('a:\n  b: "open\n  model: X\n', "member:model{beside b} < member:a"),
    ("a:\n\tmodel: X\n", "member:model < member:a"),
    ("a:\rmodel: X\r", "member:model{beside a}"),
    ("a: 1\r\nmodel: X\r\n", "member:model{beside a, numeric}"),
    ("note: a\u2028model: X\n", "~ member:model < member:note"),
    ("}]: X\n", "member:}]"),
    # --- recorded traffic
    ("interactions:\n- request:\n    body: X\n", "member:body < member:request < item < "
     "member:interactions < recorded"),
    ("a: X\nhttp_interactions: []\n", "member:a{beside http_interactions} < recorded"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_trails(text: str, expected: str) -> None:
    assert read(text.replace("X", OLD)) == [expected]


def test_id_with_colons() -> None:
    assert read(f"model: {BEDROCK}\n") == ["member:model"]
    assert read(f"{BEDROCK}: 1\n") == ["key{numeric}"]
    assert read(f"[{BEDROCK}]\n") == ["item"]
    assert read(f"model: bedrock/{BEDROCK}\n") == ["member:model"]


def test_several_in_one_file() -> None:
    text = f"{OLD}:\n  alias: {OLD} # {OLD}\nlist: [{OLD}, {OLD}]\n"
    assert read(text) == [
        "key{beside alias}",
        f"member:alias < member:{OLD}{{beside list}}",
        "~ comment",
        f"item < member:list{{beside {OLD}}}",
        f"item < member:list{{beside {OLD}}}",
    ]


def test_slice_is_read_alone() -> None:
    text = f"---\nmodel: {OLD}\n---\n# {OLD}\n- [ {OLD}\n"
    end = text.index("---", 3)
    assert read(text, 4, end) == ["member:model", "~ text", "~ text"]


def test_names_are_capped() -> None:
    text = f"model: {OLD}\n" + "".join(f"k{number}: v\n" for number in range(1000))
    matches = list(Matcher(frozen()).matches(text.encode()))
    (found,) = read_yaml(text.encode(), matches, KIND)
    assert len(found.trail[0].beside) == 64


PIECES = st.sampled_from(
    [
        OLD,
        OLD,
        BEDROCK,
        f"bedrock/{OLD}",
        "a",
        "key",
        "é",
        "😀",
        "\u2028",
        "\x85",
        "\x00",
        "\x0c",
        "1",
        ":",
        ": ",
        "- ",
        "? ",
        "-",
        "---",
        "...",
        "#",
        " #",
        "&a ",
        "*a ",
        "!!str ",
        "<<: ",
        "'",
        '"',
        "\\",
        "[",
        "]",
        "{",
        "}",
        ",",
        "{{",
        "}}",
        "{%",
        "%}",
        "|",
        ">",
        "|2-",
        "%",
        "\n",
        "\n",
        "\n  ",
        "\n    ",
        "\r\n",
        "\r",
        "\t",
        " ",
        "  ",
        "run: |",
        "<<EOF",
        "\nEOF\n",
    ]
)


@given(st.lists(st.one_of(PIECES, PIECES, st.text(max_size=5)), max_size=40))
@settings(max_examples=500, deadline=None)
def test_any_text_gives_each_id_one_trail(parts: list[str]) -> None:
    for told in read("".join(parts).encode("utf-8", "replace")):
        assert told.removeprefix("~ ")


@given(st.binary(max_size=30), st.binary(max_size=30))
def test_any_bytes(before: bytes, after: bytes) -> None:
    read(before + OLD.encode() + after)


@pytest.mark.parametrize(
    "shape",
    ["- X\n", "X: {a: X}\n", "- - ", "a: [", "{", "[X,", ": ", "? ", "a: 'X\n", "a: \"\\\n",
     "{{", "{{ X\n", "  a: X\n", "k: X # X\n", "- - X\n ", "a:\n", "'", "# X\n", "X ", "a: |\n X\n",
     "run: |\n X \\\n", "a: X\n\n\n", "&a ", " "],
)  # fmt: skip
def test_shapes_repeated(shape: str) -> None:
    text = shape.replace("X", OLD) * 3_000 + f"\nmodel: {OLD}\n"
    assert read(text)


@pytest.mark.slow
def test_a_hundred_thousand_lines() -> None:
    text = f"model: {OLD}\n" + "  - {a: [b, 'c']} # d\n" * 100_000 + f"last: {OLD}\n"
    assert len(read(text)) == 2
