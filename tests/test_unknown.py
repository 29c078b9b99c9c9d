"""Names of no known model: told where a model is expected, quietly, and never with a fix."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import quick
from support import ALL_RULES, AS_OF, OLD, check_text, codes, frozen, read_rules, run, write

from deprecation_lint.registry.registry import Registry, merge
from deprecation_lint.ruleset import BY_NAME, Policy

NEXT = "claude-next-9"  # of the shape that the frozen registry has for the Claude API
RULE = BY_NAME["unknown-model"]


def found(name: str, text: str) -> list[tuple[str, str]]:
    """Text and role of what is told as unknown."""
    findings = check_text(name, text).findings
    return [(f.place.text, f.role) for f in findings if f.rule == "unknown-model"]


def test_all_that_is_told() -> None:
    (told,) = check_text("a.py", f'run(model="{NEXT}")\n').findings
    assert (told.rule, told.code, told.severity) == ("unknown-model", "DLM106", "note")
    assert told.message == (
        "claude-next-9 is not in the registry read on 2026-10-01; "
        "nearest: claude-new-4, claude-soon-3, claude-middle-2"
    )
    assert told.help == RULE.help
    assert (told.model, told.platform, told.state) == (NEXT, "anthropic", "unknown")
    assert (told.deprecated, told.retires, told.retires_not_before) == (None, None, None)
    assert (told.days_left, told.replacement, told.fix) == (None, None, None)
    assert told.role == "argument"
    assert told.place.text == NEXT


# --- where --------------------------------------------------------------------------------------

TOLD = [
    ("a.py", 'run(model="ID")', "argument"),
    ("a.py", 'MODEL = "ID"', "default"),
    ("a.py", 'def run(model="ID"): pass', "default"),
    ("a.py", 'MODELS = ["ID"]', "choice"),
    ("a.py", 'm = os.getenv("MODEL", "ID")', "environment"),
    ("a.py", 'ChatModel("ID")', "argument"),
    ("a.yaml", "model: ID", "setting"),
    ("a.json", '{"modelId": "ID"}', "setting"),
    (".env", "MODEL=ID", "environment"),
    ("a.ts", 'run({ model: "ID" })', "argument"),
    ("a.sh", "run --model ID", "argument"),
]
NOT_TOLD = [
    # no role in use
    ("a.py", "# model = ID"),
    ("a.py", 'if model == "ID": stop()'),
    ("a.py", 'MODEL_PRICES = {"ID": 3}'),
    ("a.md", 'Write `model="ID"`.'),
    ("test_a.py", 'MODEL = "ID"'),
    ("cassettes/a.yaml", "model: ID"),
    # no name that expects a model
    ("a.py", 'x = "ID"'),
    ("a.py", 'run(name="ID")'),
    ("a.py", 'open("ID")'),
    ("a.py", 'model_file = "ID"'),
    ("a.yaml", "name: ID"),
    # no whole value
    ("a.py", 'run(model="ID and more")'),
    ("a.py", 'model = f"ID{x}"'),
    ("a.py", 'model = "claude-" "next-9"'),
    ("a.py", 'run(model="mine/ID")'),
    ("a.py", 'run(model="ID:1m")'),
    # another word, or a model that is known
    ("a.py", 'run(model="claude-next")'),
    ("a.py", 'run(model="claude-next-9x")'),
    ("a.py", 'run(model="my-claude-next-9")'),
    ("a.py", 'run(model="claude-of-my-own")'),
    ("a.py", 'run(model="claude-new-4")'),
]


@pytest.mark.parametrize(("name", "text", "role"), TOLD)
def test_told(name: str, text: str, role: str) -> None:
    assert found(name, text.replace("ID", NEXT) + "\n") == [(NEXT, role)]


@pytest.mark.parametrize(("name", "text"), NOT_TOLD)
def test_not_told(name: str, text: str) -> None:
    assert found(name, text.replace("ID", NEXT) + "\n") == []


@pytest.mark.parametrize(("name", "text", "_"), TOLD)
def test_never_fixed(name: str, text: str, _: str) -> None:
    raw = text.replace("ID", NEXT).encode()
    result = check_text(name, raw, mode="fix", unsafe=True)
    assert (result.output, result.fixed) == (raw, ())


def test_known_models_beside_it_are_told_as_ever() -> None:
    text = f'MODELS = ["{OLD}", "{NEXT}"]\n'
    rules = [f.rule for f in check_text("a.py", text).findings]
    assert rules == ["retired-model", "unknown-model"]


@quick
@given(st.text(st.sampled_from("claude-next9 .:/\"'\n=model")))
def test_any_text(text: str) -> None:
    raw = f"model = {text}{NEXT}\n".encode()
    for finding in check_text("a.py", raw, rules=ALL_RULES).findings:
        assert finding.fix is None or finding.rule != "unknown-model"


# --- what is near -------------------------------------------------------------------------------

RULES = """
schema = 1
platform = "api"
default = true
shape = "{shape}"
[[source]]
key = "page"
url = "https://example.com/"
read = 2026-10-01
[[model]]
id = "mod-large-2"
aliases = ["mod-large-latest"]
informal = ["mod-large-3x"]
source = "page"
[[model]]
id = "mod-large-1"
source = "page"
[[model]]
id = "mod-small-1"
source = "page"
[[model]]
id = "mod-tiny-1"
source = "page"
"""


@cache
def registry(shape: str) -> Registry:
    return merge([read_rules(RULES.format(shape=shape))])


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("mod-large-3", "mod-large-2, mod-large-1, "),
        ("mod-smal-1", "mod-small-1, "),
        ("mod-zzzzzzzzzzzzzzzzzzzzzz", None),
    ],
)
def test_nearest(text: str, nearest: str | None) -> None:
    (told,) = check_text("a.py", f'model = "{text}"', registry=registry("mod-[a-z0-9-]+")).findings
    head, _, tail = told.message.partition("; nearest: ")
    assert head == f"{text} is not in the registry read on 2026-10-01"
    assert tail.startswith(nearest or "")
    assert bool(tail) is (nearest is not None)
    assert "mod-large-3x" not in tail  # informal: no platform takes it
    assert tail.count(",") < 3


@pytest.mark.parametrize(
    ("shape", "text", "told"),
    [
        ("mod-[a-z]+-[0-9]", "mod-huge-1", True),
        ("mod-[a-z]+-[0-9]", "mod-huge-12", False),  # the shape is that of a whole ID
        ("mod-[a-z]+-[0-9]", "xmod-huge-1", False),
        ("mod-(?:a|b)", "mod-b", True),
        ("other-[a-z]+", "other-a", False),  # no known ID begins like that
    ],
)
def test_shape(shape: str, text: str, told: bool) -> None:
    result = check_text("a.py", f'model = "{text}"', registry=registry(shape))
    assert bool(result.findings) is told


def test_without_a_shape_nothing_is_unknown() -> None:
    silent = merge([read_rules(RULES.replace('shape = "{shape}"', ""))])
    assert check_text("a.py", 'model = "mod-large-3"', registry=silent).findings == ()


# --- which severity -----------------------------------------------------------------------------

UNKNOWN = f'MODEL = "{NEXT}"\n'


def test_the_rule() -> None:
    assert (RULE.severity, RULE.raised, RULE.default) == ("note", "warning", True)
    assert RULE.name in Policy(AS_OF).rules
    assert frozen().platforms["anthropic"].shape


@pytest.mark.parametrize(
    ("options", "severity"),
    [
        ([], "note"),
        (["--select", "ALL"], "note"),
        (["--extend-select", "ALL"], "note"),
        (["--select", "unknown-model"], "warning"),
        (["--select", "DLM106"], "warning"),
        (["--select", "ALL,DLM106"], "warning"),
        (["--extend-select", "unknown-model"], "warning"),
        (["--select", "retired-model"], None),
        (["--ignore", "unknown-model"], None),
        (["--select", "DLM106", "--ignore", "DLM106"], None),
        (["--role-severity", "default=error"], "error"),
        (["--role-severity", "default=off"], None),
        (["--select", "DLM106", "--role-severity", "default=rule"], "warning"),
    ],
)
@pytest.mark.usefixtures("here")
def test_severity(options: list[str], severity: str | None) -> None:
    write("app.py", UNKNOWN)
    told = run("app.py", "--format", "json", *options).report["findings"]
    assert [f["severity"] for f in told] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("settings", "severity"),
    [
        ('select = ["ALL"]', "note"),
        ('select = ["unknown-model"]', "warning"),
        ('extend-select = ["DLM106"]', "warning"),
        ('severity = { unknown-model = "error" }', "error"),
        ('extend-select = ["DLM106"]\nseverity = { DLM106 = "note" }', "note"),
    ],
)
@pytest.mark.usefixtures("here")
def test_severity_in_the_settings(settings: str, severity: str) -> None:
    write("app.py", UNKNOWN)
    write("deprecation-lint.toml", settings)
    (told,) = run("app.py", "--format", "json").report["findings"]
    assert told["severity"] == severity


@pytest.mark.usefixtures("here")
def test_a_note_fails_only_who_asks_for_it() -> None:
    write("app.py", UNKNOWN)
    assert run("app.py").code == 0
    assert run("app.py", "--fail-on", "warning").code == 0
    assert run("app.py", "--fail-on", "warning", "--select", "DLM106").code == 1
    assert "DLM106" not in codes("--ignore", "DLM106")


@pytest.mark.parametrize("format_", ["text", "concise", "json", "github", "sarif"])
@pytest.mark.usefixtures("here")
def test_no_source_is_told_where_there_is_none(format_: str) -> None:
    """Nothing was read about it, so no line, bracket or property is left empty."""
    write("app.py", UNKNOWN)
    out = run("app.py", "--format", format_).out
    assert "is not in the registry read on 2026-10-01" in out
    for empty in ("source:  (", "(, read", "%0A (read"):
        assert empty not in out
