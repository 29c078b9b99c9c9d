"""YAML: the mapping that names a model, as a request."""

from __future__ import annotations

import math

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support import OLD, frozen

from deprecation_lint.request import Request, Value
from deprecation_lint.scanning.filetypes import FileType
from deprecation_lint.scanning.tokens import Matcher
from deprecation_lint.scanning.yaml import read_yaml

KIND = FileType("yaml", reader="yaml")


def requests(text: str | bytes) -> list[Request]:
    raw = text.encode() if isinstance(text, str) else text
    matches = list(Matcher(frozen()).matches(raw))
    return [one for found in read_yaml(raw, matches, KIND) for one in found.requests]


def shown(value: Value) -> str:
    """A value in short: texts in quotes, what is unseen behind `?`, a rest behind `..`."""
    rest = [f"..{words}" for words in value.rest]
    if value.kind == "object":
        fields = [f"{field.name}={shown(field.value)}" for field in value.fields]
        return f"{{{', '.join(fields + rest)}}}"
    if value.kind == "list":
        return f"[{', '.join([shown(item) for item in value.items] + rest)}]"
    if value.kind in ("null", "unseen"):
        return f"?{value.text}" if value.text else value.kind
    return repr(value.text) if value.kind == "text" else value.text


# X stands for an ID, and `model='X'` of what is expected is left out.
CASES = [
    # --- which values have a request
    ("model: X\n", ["{}"]),
    ("model_id: X\ntemperature: 1\n", ["{model_id='X', temperature=1}"]),
    ("modelId: X\n", ["{modelId='X'}"]),
    ("model: 'X'\n", ["{}"]),
    ("model: >-\n  X\n", ["{}"]),
    ("models:\n  - X\n", []),
    ("name: X\ntemperature: 1\n", []),
    ("model: X and more\n", []),
    ("X: {temperature: 1}\n", []),
    ("# model: X\ntemperature: 1\n", []),
    ("model: X\nfallback_model: X\n", ["{fallback_model='X'}"] * 2),
    # --- kinds of scalars
    ("model: X\na: 1\nb: -1.5e3\nc: 0x1F\nd: .inf\n", ["{a=1, b=-1.5e3, c=31, d=.inf}"]),
    ("model: X\na: TRUE\nb: false\nc: yes\nd: Off\n", ["{a=true, b=false, c='yes', d='Off'}"]),
    ("model: X\na: null\nb: ~\nc:\nd: ''\n", ["{a=null, b=null, c=null, d=''}"]),
    ("model: X\na: '1'\nb: \"true\"\nc: 1_000\n", ["{a='1', b='true', c='1_000'}"]),
    ("model: X\na: 'it''s'\nb: \"x\\ty\\u00e9\"\n", ["{a=\"it's\", b='x\\tyé'}"]),
    ("model: X\na: b # c\nd: e#f\n", ["{a='b', d='e#f'}"]),
    ("model: X\na: one\n  two\n\n  three\n", ["{a='one two\\nthree'}"]),
    ("model: X\na:\n  later\n", ["{a='later'}"]),
    ("model: X\na: |\n  one\n   two\n\nb: 1\n", ["{a='one\\n two\\n', b=1}"]),
    ("model: X\na: >-\n  one\n  two\n", ["{a='one two'}"]),
    ("model: X\na: |2-\n   one\n", ["{a=' one'}"]),
    ("model: X\na: |2+\n\n", ["{a='\\n'}"]),
    ("model: X\na: >+\n\nb: |+\nc: |\n\n", ["{a='\\n', b='', c=''}"]),
    # --- nested
    (
        "model: X\nthinking:\n  type: enabled\n  budget_tokens: 2048\n",
        ["{thinking={type='enabled', budget_tokens=2048}}"],
    ),
    ("model: X\nstop:\n- a\n-\n- - b\n", ["{stop=['a', null, ['b']]}"]),
    (
        "model: X\nmessages:\n  - role: user\n    content: hi\n  - role: assistant\n",
        ["{messages=[{role='user', content='hi'}, {role='assistant'}]}"],
    ),
    ("a:\n  - name: n\n    with:\n      model: X\n      t: 1\n  - b\n", ["{t=1}"]),
    ("- model: X\n  t: 1\n- model: X\n  u: 2\n", ["{t=1}", "{u=2}"]),
    ("model: X\nsub:\n  model: X\n  t: 1\n", ["{sub={model='X', t=1}}", "{t=1}"]),
    ("? model\n: X\n? a\n: b\n", ["{a='b'}"]),
    # --- flow
    ("{model: X, t: 0.5}", ["{t=0.5}"]),
    ("a: {model: X, t: [1, 'b', {c: }], u}\n", ["{t=[1, 'b', {c=null}], u=null}"]),
    ('{"model":"X","t":true,"m":[{"role":"user"}]}', ["{t=true, m=[{role='user'}]}"]),
    ("a: [{model: X,\n  t: 1}, # one\n  {model: X}]\nb: 2\n", ["{t=1}", "{}"]),
    ("[model: X, t: 1]", ["{}"]),
    ("{model: X, a: one\n  two, b: 3}", ["{a='one two', b=3}"]),
    # --- what is not seen
    (
        "model: X\na: {{ .A }}\nb: ${B}\nc: ${{ c }}\nd: '{{d}}'\n",
        ["{a=?{{ .A }}, b=?${B}, c=?${{ c }}, d=?{{d}}}"],
    ),
    ("model: X\na: !ref b\nc: !Sub\n  d: e\n", ["{a=?!ref b, c=?!Sub}"]),
    ("model: X\na: *b\nc: [*d, 1]\n", ["{a=?*b, c=[?*d, 1]}"]),
    ("model: X\n{{ k }}: 1\n", ["{..{{ k }}}"]),
    ("model: X\n{{- toYaml .a | nindent 2 }}\nt: 1\n", ["{t=1, ..{{- toYaml .a | nindent 2 }}}"]),
    (
        "model: X\n{{- if .a }}\nt: 1\n{{- else }}\nu: 1\n{{- end }}\nv: 2\n",
        ["{t=?{{- if .a }}, u=?{{- if .a }}, v=2}"],
    ),
    ("model: X\n{% if a %}\nt: 1\n{% endif %}\nu: 2\n", ["{t=?{% if a %}, u=2}"]),
    ("model: X\n{{- /* a remark */}}\nt: 1\n", ["{t=1}"]),
    ("model: X\na: {b: 1\nc: 2\n", ["{a={b=?…, ..…}, c=2}"]),
    # --- anchors and merges
    ("model: X\na: &b 1\nc: &d {e: 2}\nf: [&g h]\n", ["{a=1, c={e=2}, f=['h']} shared"]),
    (
        "d: &d\n  t: 1\n  u: 2\nc:\n  <<: *d\n  model: X\n  t: 3\n",
        ["{t=1, u=2, t=3} shared"],
    ),
    (
        "a: &a {t: 1}\nb: &b {t: 2, u: 3}\nc:\n  <<: [*a, *b]\n  model: X\n",
        ["{t=1, u=3} shared"],
    ),
    (
        "a: &a\n  t: 1\nb: &b\n  <<: *a\n  u: 2\nc:\n  <<: *b\n  model: X\n",
        ["{t=1, u=2} shared"],
    ),
    ("- &a\n  t: 1\n- <<: *a\n  model: X\n", ["{t=1} shared"]),
    ("a: &a\n  t: {{ t }}\nb:\n  <<: *a\n  model: X\n", ["{t=?{{ t }}} shared"]),
    ("model: X\n<<: {t: 1}\n", ["{t=1}"]),
    ("model: X\n<<: *elsewhere\n", ["{..<<: *elsewhere}"]),
    ("model: X\n<<: {{ more }}\n", ["{..<<: {{ more }}}"]),
    (
        "b: &b\n  <<: *b\n  t: 1\nmodel: X\n<<: *b\n",
        ["{t=1, b={t=1, t=1, ..<<: *b}, ..<<: *b} shared"],
    ),
    # --- lines, tabs, documents
    ("model: X # the model\n# t: 2\n\nt: 1\n", ["{t=1}"]),
    ("model: X\r\nt: 1\r\na:\r\n  - b\r\n", ["{t=1, a=['b']}"]),
    ("model: X\rt: 1\r", ["{t=1}"]),
    ("model:\tX\nt:\t1\n", ["{t=1}"]),
    ("--- # one\nmodel: X\nt: 1\n---\nmodel: X\nu: 2\n...\n", ["{t=1}", "{u=2}"]),
    ("\ufeffmodel: X\nt: 1\n", ["{t=1}"]),
    ("model: X\nt: 1\n'u v' : 2\n", ["{t=1, u v=2}"]),
    ("model: X\nt: 'never closed\nu: 2\n", ['{t="\'never closed", u=2}']),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_tree(text: str, expected: list[str]) -> None:
    found = requests(text.replace("X", OLD))
    told = [shown(one.body) + " shared" * (not one.editable) for one in found]
    told = [one.replace(OLD, "X") for one in told]
    assert [_without_model(one) for one in told] == expected
    assert all(one.call == "" and one.language == "yaml" for one in found)


def _without_model(told: str) -> str:
    """What stands beside the model of a mapping."""
    depth = 0
    for at, sign in enumerate(told):
        depth += (sign in "{[") - (sign in "]}")
        if depth == 1 and told.startswith("model='X'", at):
            rest = told[at + len("model='X'") :]
            before = told[:at]
            return before.removesuffix(", ") + rest if before != "{" else "{" + rest.lstrip(", ")
    return told


ENTRIES = [
    ("model: X\nt: 1\n", "t: 1"),
    ("model: X\n't': \"a\"  # why\n", "'t': \"a\""),
    ("model: X\nt:   # why\n", "t:"),
    ("model: X\nt: |\n  a\n\n  b\n\n\nu: 1\n", "t: |\n  a\n\n  b"),
    ("model: X\nt:\n- 1\n- a: b\n  c: {d: e}  # f\n\nu: 1\n", "t:\n- 1\n- a: b\n  c: {d: e}"),
    ("a: {model: X, t : [1, 2] , u: 3}", "t : [1, 2]"),
    ("a: {t, model: X}", "t"),
    ("model: X\r\nt: a\r\n  b\r\nu: 1\r\n", "t: a\r\n  b"),
    ("model: X\n? t\n: 1\n", "? t\n: 1"),
    ("model: X\nt: !u\n", "t: !u"),
    ("model: X\nt: &u 'v'\n", "t: &u 'v'"),
    ("model: X\nt: *u\n", "t: *u"),
    ("é: 1\nmodel: X\nt: é\n", "t: é"),
]


@pytest.mark.parametrize(("text", "expected"), ENTRIES)
def test_entry_spans_from_its_key_to_the_end_of_its_value(text: str, expected: str) -> None:
    raw = text.replace("X", OLD).encode()
    [request] = requests(raw)
    field = request.body.get("t")
    assert field is not None
    assert raw[field.start : field.end].decode() == expected
    assert field.start <= field.value.start <= field.value.end <= field.end


def test_depth_has_an_end() -> None:
    nested = "".join("  " * depth + "a:\n" for depth in range(1, 80))
    [request] = requests(f"model: {OLD}\nsub:\n{nested}t: 1\n")
    assert "?a:" in shown(request.body)
    assert shown(request.body).endswith(", t=1}")


def test_what_lies_behind_the_size_is_unseen() -> None:
    [request] = requests(f"model: {OLD}\nt: 1\n" + "# more\n" * 20_000 + "u: 1\n")
    assert shown(request.body) == f"{{model='{OLD}', t=?…, ..…}}"
    first, second = requests(
        f"model: {OLD}\nsub:\n" + "  - a\n" * 20_000 + f"last:\n  model: {OLD}\n  t: 1\n"
    )
    assert first.body.rest == ("…",)
    assert shown(second.body) == f"{{model='{OLD}', t=1}}"


def test_mappings_within_mappings_are_not_read_for_ever() -> None:
    """Each of them is larger than what is read, so that none is known from the one before."""
    text = f"{{model: {OLD}, a: " * 5_000
    found = requests(text)
    assert len(found) == 5_000
    assert found[-1].body.rest == ("…",)


# --- compared with a library --------------------------------------------------------------------

LETTERS = st.characters(
    codec="utf-8", exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\u2028\u2029\ufeff$*"
)
TEXTS = st.one_of(
    st.text(LETTERS, max_size=12),
    st.sampled_from(["yes", "null", "1", "0x1", "a: b", "- a", "#", "a #b", "it's", '"', "<<"]),
    st.lists(st.sampled_from(["", "a", " b", "c d ", "- e", "# f", "\tg"]), max_size=5).map(
        "\n".join
    ),
    st.text("ab \\", min_size=60, max_size=200),
)
KEYS = st.text("abcdefg hi_-.", min_size=1, max_size=8).map(lambda name: f"k{name}".rstrip())
SCALARS = st.one_of(
    TEXTS,
    st.integers(-(10**9), 10**9),
    st.floats(),
    st.booleans(),
    st.none(),
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


def plain(value: Value) -> object:
    """What a library would make of a value."""
    if value.kind == "object":
        return {field.name: plain(field.value) for field in value.fields}
    if value.kind == "list":
        return [plain(item) for item in value.items]
    if value.kind == "number":
        return float(value.text.replace(".inf", "inf").replace(".nan", "nan"))
    assert value.kind != "unseen", value
    return {"text": value.text, "flag": value.text == "true", "null": None}[value.kind]


def alike(one: object, other: object) -> bool:
    """Whether two trees are equal; all numbers are floats, and one that is none is like itself."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, float) and isinstance(other, float | int) and not isinstance(other, bool):
        return one == other or (math.isnan(one) and math.isnan(other))
    return type(one) is type(other) and one == other


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(KEYS, TREES, max_size=4),
    st.sampled_from([None, True, False]),
    st.sampled_from([None, '"', "'", "|", ">"]),
    st.booleans(),
    st.sampled_from([2, 4]),
    st.sampled_from([20, 80]),
)
@example({"k_": "\n"}, None, "|", True, 2, 80)
def test_values_are_those_of_a_library(
    tree: dict[str, object],
    flow: bool | None,
    style: str | None,
    readable: bool,
    indent: int,
    width: int,
) -> None:
    text = yaml.dump(
        {"model": OLD, **tree},
        default_flow_style=flow,
        default_style=None if flow and style in ("|", ">") else style,
        allow_unicode=readable,
        indent=indent,
        width=width,
        sort_keys=False,
        Dumper=Plain,
    )
    if "{%" in text or "{{" in text or "<%" in text or "!!" in text:
        return
    [request] = requests(text)
    assert request.body.whole
    assert alike(plain(request.body), yaml.safe_load(text)), text


class Plain(yaml.SafeDumper):
    """Writes every value where it stands: no anchors."""

    def ignore_aliases(self, data: object) -> bool:
        return True


PIECES = st.lists(
    st.sampled_from(
        [
            *(OLD, "model: ", "<<: *a", "&a ", "*a", "!t ", "- ", "? ", ": ", "{", "}", "[", "]"),
            *(",", "\n", "\r\n", "\n  ", "\n    ", "\t", "'", '"', "|\n", ">-\n", "{{", "}}"),
            *("{% if %}", "{% endif %}", "---\n", "# ", "a", "1", "\\", "é", "\x00"),
        ]
    ),
    max_size=40,
)


@settings(max_examples=300, deadline=None)
@given(PIECES)
def test_never_raises_and_stays_within_the_text(pieces: list[str]) -> None:
    raw = f"model: {OLD}\n{''.join(pieces)}".encode()
    for request in requests(raw):
        values = [request.body]
        while values:
            value = values.pop()
            assert 0 <= value.start <= value.end <= len(raw)
            for field in value.fields:
                assert 0 <= field.start <= field.end <= len(raw)
                values.append(field.value)
            values += value.items
