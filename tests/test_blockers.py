"""What a model rejects of the calls that name it: told, fixed with the model, or left to people."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support import AS_OF, BEDROCK, NEW, OLD, check_text, fix, frozen, read_rules

from deprecation_lint.applicability import blocked, with_model
from deprecation_lint.findings import Edit, Finding, Fix
from deprecation_lint.lookups import with_related
from deprecation_lint.placing import place_at
from deprecation_lint.registry.registry import Registry, merge
from deprecation_lint.scanning.document import decode
from deprecation_lint.scanning.pieces import Joined, Piece
from deprecation_lint.scanning.python import scan_python
from deprecation_lint.scanning.references import Home
from deprecation_lint.scanning.tokens import Matcher

HEAD = """\
schema = 1
platform = "anthropic"

[[source]]
key = "own"
url = "https://example.com/own"
read = 2026-10-01

"""
CONSTRAINT = """
[[constraint]]
name = "{name}"
argument = "{at}"
models = ["claude-new-4-20260301"]
effect = "{effect}"
says = "not taken"
{more}

[[constraint.when]]
at = "{at}"
{edit}
"""


def constraint(
    name: str, at: str, more: str = "", edit: str = 'edit = "drop"', effect: str = "rejected"
) -> str:
    return CONSTRAINT.format(name=name, at=at, effect=effect, more=more, edit=edit)


def registry(*constraints: str) -> Registry:
    """The frozen registry with constraints of its own."""
    layer = read_rules(HEAD + "".join(constraints))
    return merge([*frozen().platforms.values(), layer])


OWN = registry(
    constraint("a", "a", 'todo = "leave it out"\nsource = "own"'),
    constraint("b", "b", edit=""),
    constraint("c", "c", effect="ignored"),
    constraint("d", "d", 'needs = { anthropic-python = "2.0" }'),
    constraint("e", "e", 'needs = { anthropic-python = "2.0" }\nblocks = true'),
    constraint("f", "f", 'platforms = ["bedrock"]\nnowhere_else = true'),
)


def told(source: str, name: str = "a.py") -> dict[str, Finding]:
    """What is found in a source, by rule."""
    return {f.rule: f for f in check_text(name, source, registry=OWN).findings}


def call(model: str, arguments: str) -> str:
    return f'c.create(model="{model}", {arguments})\n'


# --- on the way to another model ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "rules"),
    [
        ("x=1", []),
        ("a=1", ["migration-blocker"]),
        ("a=1, b=1", ["migration-blocker"]),
        ("c=1", ["dated-argument"]),
        ("a=1, c=1", ["dated-argument", "migration-blocker"]),
        ("d=1", ["dated-argument"]),
        ("e=1", ["migration-blocker"]),
        ("f=1", []),
        ("**x", []),
    ],
)
def test_what_is_told_of_a_model_that_goes(arguments: str, rules: list[str]) -> None:
    found = told(call(OLD, arguments))
    assert sorted(found) == sorted([*rules, "retired-model"])
    model = found["retired-model"].fix
    assert model is not None
    assert model.applicability == ("unsafe" if "migration-blocker" in rules else "safe")


@pytest.mark.parametrize(
    ("arguments", "rules"),
    [
        ("a=1", ["rejected-argument"]),
        ("c=1", ["dated-argument"]),
        ("d=1", []),
        ("e=1", []),
        ("a=1, c=1", ["dated-argument", "rejected-argument"]),
        ("x=1", []),
    ],
)
def test_what_is_told_of_a_model_that_stays(arguments: str, rules: list[str]) -> None:
    assert sorted(told(call(NEW, arguments))) == rules


def test_a_blocker_says_what_where_and_what_to_do() -> None:
    found = told(call(OLD, "a=1, b=[1]"))
    blocker, model = found["migration-blocker"], found["retired-model"]
    assert blocker.message == f"{NEW} rejects a=1 and b of this call"
    assert blocker.help == "a=1: leave it out; b: not taken"
    assert blocker.place.text == "a=1"
    assert [place.text for place in blocker.related] == [OLD]
    assert blocker.severity == model.severity == "error"
    assert [(a.constraint, a.place.text, a.says) for a in blocker.arguments] == [
        ("a", "a=1", "not taken"),
        ("b", "b=[1]", "not taken"),
    ]
    assert blocker.arguments[0].source == blocker.source == "https://example.com/own"
    assert blocker.arguments[1].source == ""
    assert blocker.arguments[1].read == OWN.read
    assert model.fix is not None
    assert model.fix.reason == f"{NEW} rejects a=1 and b"


@pytest.mark.parametrize(
    ("arguments", "listed"),
    [
        ("a=1", "a=1"),
        ("a=1, b=1", "a=1 and b=1"),
        ("a=1, b=1, e=1", "a=1, b=1 and e=1"),
    ],
)
def test_arguments_in_words(arguments: str, listed: str) -> None:
    assert told(call(OLD, arguments))["migration-blocker"].message.startswith(
        f"{NEW} rejects {listed} of"
    )


def test_of_many_arguments_three_are_named() -> None:
    many = registry(*(constraint(name, name) for name in "abcde"))
    source = call(OLD, ", ".join(f"{name}=1" for name in "abcde"))
    blocker = check_text("a.py", source, registry=many).findings[1]
    assert blocker.message == f"{NEW} rejects a=1, b=1, c=1 and 2 more of this call"
    assert len(blocker.arguments) == 5


@pytest.mark.parametrize(
    ("source", "unseen"),
    [
        (call(OLD, "**x"), ("**x",)),
        (call(OLD, "a=y"), ("y",)),
        (call(OLD, "a=1, b=y"), ("y",)),
        (call(OLD, "x=y"), ()),
    ],
)
def test_what_cannot_be_seen_is_told(source: str, unseen: tuple[str, ...]) -> None:
    assert told(source)["retired-model"].unseen == unseen


def test_conditions() -> None:
    (one,) = told(call(OLD, "e=1"))["migration-blocker"].arguments
    assert one.condition == "with the Python SDK 2.0 or newer"
    (one,) = told(call(BEDROCK, "a=1"))["migration-blocker"].arguments
    assert one.condition == "stated for the Claude API, not for Amazon Bedrock"
    (one,) = told(call(BEDROCK, "f=1"))["migration-blocker"].arguments
    assert one.condition == ""
    (one,) = told(call(BEDROCK, "e=1"))["migration-blocker"].arguments
    assert one.condition.count("; ") == 1


def test_what_is_stated_elsewhere_is_a_warning() -> None:
    bedrock = "anthropic.claude-new-4-20260301-v1:0"
    assert told(call(NEW, "a=1"))["rejected-argument"].severity == "error"
    assert told(call(bedrock, "a=1"))["rejected-argument"].severity == "warning"
    assert told(call(bedrock, "f=1"))["rejected-argument"].severity == "error"


@pytest.mark.parametrize(
    ("source", "is_told"),
    [
        (call(OLD, "a=1"), True),
        (f"def test_x():\n    {call(OLD, 'a=1')}", True),
        (f"M = '{OLD}'\nc.create(model=M, a=1)", True),
        (f'x = {{"deployment": "{OLD}", "a": 1}}', False),
        (f"# c.create(model='{OLD}', a=1)", False),
        (call("claude-mystery-1", "a=1"), False),
        (call("claude-floor-3", "a=1"), False),
    ],
)
def test_only_calls_that_name_a_model(source: str, is_told: bool) -> None:
    assert ("migration-blocker" in told(source)) is is_told


def test_a_request_that_tells_its_version() -> None:
    own = registry(constraint("a", "a", 'needs = { anthropic-api = "2026-10-21" }'))
    for version, rules in (("2026-10-21", ["rejected-argument"]), ("2023-06-01", [])):
        headers = f'a=1, extra_headers={{"anthropic-version": "{version}"}}'
        found = check_text("a.py", call(NEW, headers), registry=own).findings
        assert [finding.rule for finding in found] == rules


def test_an_sdk_of_another_language_is_not_in_use() -> None:
    source = f'{{"model": "{OLD}", "e": 1}}'
    assert list(told(source, "a.json")) == ["retired-model"]
    assert list(told(source, "a.py")) == ["retired-model", "migration-blocker"]


def test_a_platform_that_does_not_have_the_model() -> None:
    """What another platform states of models of its own is not asked."""
    rules = HEAD.replace("anthropic", "vertex") + CONSTRAINT.format(
        name="v", at="a", effect="rejected", more="", edit=""
    ).replace('["claude-new-4-20260301"]', '["*"]')
    own = merge([*frozen().platforms.values(), read_rules(rules)])
    found = check_text("a.py", call("claude-soon-3", "a=1"), registry=own).findings
    assert own.platforms["vertex"].constraints
    assert [finding.rule for finding in found] == ["retiring-model", "migration-blocker"]
    found = check_text("a.py", call("claude-mystery-1", "a=1"), registry=own).findings
    assert [finding.rule for finding in found] == ["deprecated-model"]


def test_a_registry_without_constraints() -> None:
    platforms = (replace(p, constraints=()) for p in frozen().platforms.values())
    found = check_text("a.py", call(OLD, "a=1, warmth=2"), registry=merge(platforms)).findings
    assert [finding.rule for finding in found] == ["retired-model"]


# --- fixes --------------------------------------------------------------------------------------


def fixed(source: str | bytes, name: str = "a.py", unsafe: bool = True) -> bytes:
    result = check_text(name, source, mode="fix", unsafe=unsafe, registry=OWN)
    assert result.output is not None
    return result.output


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a=1, x=1", "x=1"),
        ("x=1, a=1", "x=1"),
        ("a=1, b=1, x=1", "b=1, x=1"),
        ("c=1, x=1", "x=1"),
        ("a=1, c=1, x=1", "x=1"),
        ("b=1", "b=1"),
    ],
)
def test_model_and_arguments_change_together(before: str, after: str) -> None:
    source = call(OLD, before)
    assert fixed(source).decode() == call(NEW, after)
    is_safe = "a=" not in before and "b=" not in before
    assert fixed(source, unsafe=False).decode() == (call(NEW, before) if is_safe else source)


@pytest.mark.parametrize(
    ("arguments", "applicability", "reason"),
    [
        ("a=1", "unsafe", "the call changes"),
        ("a=1, b=1", "unsafe", "the call changes, and part of it is left to you"),
        ("b=1", "display", "what to put in place of it is for a person to say"),
        ("a=[\n 1,  # why\n]", "display", "what to put in place of it is for a person to say"),
    ],
)
def test_how_far_a_fix_of_the_call_goes(arguments: str, applicability: str, reason: str) -> None:
    found = told(call(OLD, arguments))["migration-blocker"].fix
    assert found is not None
    assert (found.applicability, found.reason) == (applicability, reason)
    assert bool(found.edits) is (applicability == "unsafe")


@pytest.mark.parametrize(
    ("encoding", "cookie"),
    [
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("latin-1", "# coding: latin-1\n"),
        ("cp1252", "# coding: cp1252\n"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_edits_are_those_of_the_bytes_of_the_file(encoding: str, cookie: str, end: str) -> None:
    source = cookie + 'é = "üü"; ' + call(OLD, 'x="é", a=1, y="ß"')
    expected = cookie + 'é = "üü"; ' + call(NEW, 'x="é", y="ß"')
    raw = source.replace("\n", end).encode(encoding)
    assert fixed(raw) == expected.replace("\n", end).encode(encoding)


def test_json_is_told_and_not_edited() -> None:
    source = f'{{"model": "{OLD}", "a": 1}}'
    found = told(source, "a.json")["migration-blocker"]
    assert found.fix is not None
    assert found.fix.applicability == "display"
    assert found.place.text == '"a": 1'
    assert fixed(source, "a.json") == source.replace(OLD, NEW).encode()


def test_a_notebook_is_told_and_not_edited() -> None:
    cell = call(OLD, "a=1").strip().replace('"', '\\"')
    source = f'{{"cells": [{{"cell_type": "code", "source": ["{cell}"]}}]}}'
    found = told(source, "a.ipynb")["migration-blocker"]
    assert found.fix is not None
    assert found.fix.applicability == "display"


def test_a_call_is_not_changed_without_its_model() -> None:
    edit = (Edit(0, 1, ""),)
    change, model = Fix("unsafe", "x", edit), Fix("safe", "y", edit)
    assert with_model(change, model) is change
    for told_only in (None, Fix("display", "y", ())):
        found = with_model(change, told_only)
        assert found is not None
        assert (found.applicability, found.edits) == ("display", ())
    assert with_model(None, model) is None
    nothing = Fix("display", "x", ())
    assert with_model(nothing, None) is nothing


@pytest.mark.xfail(strict=True, reason="the argument goes, though the model stays")
def test_what_the_successor_ignores_stays_where_the_model_does() -> None:
    r"""`\x2d` in the ID: it is put together, so that the model is not edited."""
    source = f'c.create(model="{OLD}", a=1, c=1)\n'.replace("claude-", "claude\\x2d")
    assert fixed(source).decode() == source


def test_only_what_is_safe_is_blocked() -> None:
    edit = (Edit(0, 1, ""),)
    assert blocked(Fix("safe", "x", edit), "y") == Fix("unsafe", "y", edit)
    for other in (Fix("unsafe", "x", edit), Fix("display", "x", ())):
        assert blocked(other, "y") is other


# --- applicability by what the model is ---------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "source", "applicability", "reason"),
    [
        ("a.py", f'MODEL = "{OLD}"', "safe", "one whole value"),
        ("a.py", f'fine_tuned_model = "{OLD}"', "display", "tuned"),
        ("a.py", f'deployment_name = "{OLD}"', "display", "deployment"),
        pytest.param(
            *("a.py", f'# c.create(model="{OLD}")', "unsafe", "commented out"),
            marks=pytest.mark.xfail(strict=True, reason="no comment of Python is `disabled`"),
        ),
        ("a.ts", f'// c.create({{model: "{OLD}"}})', "unsafe", "commented out"),
        ("a.py", f"# we used {OLD}", "display", "for people"),
        ("a.md", f'```python\nc.create(model="{OLD}")\n```', "unsafe", "snippet"),
        ("a.py", f'MODELS = ["{OLD}"]', "unsafe", "one of several"),
        ("a.py", 'MODEL = "claude-soon-3"', "safe", "one whole value"),
        ("a.py", f'RUN = "tool --model {OLD}"', "unsafe", "part of a longer text"),
        ("a.py", f'MODEL = "{OLD}"\nif model == "{OLD}": stop()', "unsafe", "breaks the look-up"),
        ("a.py", f'if model == "{OLD}": stop()', "unsafe", "compared"),
        ("a.py", f'PRICES = {{"{OLD}": 3}}', "display", "a row about this model"),
        ("a.py", 'MODEL = "claude\\x2dold-1-20240101"', "display", "put together"),
    ],
)
def test_applicability(name: str, source: str, applicability: str, reason: str) -> None:
    found = check_text(name, source).findings[0]
    assert found.fix is not None
    assert found.fix.applicability == applicability
    assert reason in found.fix.reason


def test_embeddings_are_never_edited() -> None:
    rules = (
        HEAD.replace("schema = 1\n", "schema = 1\n")
        + """
[[model]]
id = "claude-embed-1"
kind = "embedding"
deprecated = 2026-01-01
retires = 2026-02-01
replacement = "claude-embed-2"
replacement_read = 2026-10-01
source = "own"

[[model]]
id = "claude-embed-2"
kind = "embedding"
released = 2026-01-01
source = "own"
"""
    )
    own = merge([*frozen().platforms.values(), read_rules(rules)])
    (found,) = check_text("a.py", 'MODEL = "claude-embed-1"', registry=own).findings
    assert found.replacement == "claude-embed-2"
    assert found.fix is not None
    assert (found.fix.applicability, found.fix.edits) == ("display", ())
    assert found.fix.reason == "stored vectors belong to the model that made them"


def test_a_model_whose_day_is_not_announced() -> None:
    rules = f"""{HEAD}
[[model]]
id = "claude-undated-1"
deprecated = 2026-01-01
replacement = "{NEW}"
replacement_read = 2026-10-01
source = "own"
"""
    own = merge([*frozen().platforms.values(), read_rules(rules)])
    (found,) = check_text("a.py", 'MODEL = "claude-undated-1"', registry=own).findings
    assert found.fix is not None
    assert found.fix.applicability == "unsafe"
    assert found.fix.reason == "its retirement date is not announced"


# --- places that go together --------------------------------------------------------------------


def test_a_value_and_what_it_is_looked_up_by_name_each_other() -> None:
    source = f'MODEL = "{OLD}"\nif model == "{OLD}": stop()\n'
    first, second = check_text("a.py", source).findings
    assert [place.line for place in first.related] == [2]
    assert [place.line for place in second.related] == [1]
    assert fix("a.py", source, unsafe=True).decode() == source.replace(OLD, NEW)


def test_an_alias_of_a_router_is_no_partner() -> None:
    source = (
        f"model_list:\n  - model_name: {OLD}\n    litellm_params:\n      model: anthropic/{OLD}\n"
    )
    found = check_text("a.yaml", source).findings
    assert [finding.related for finding in found] == [(), ()]


def test_of_many_places_fifty_are_named() -> None:
    source = f'MODEL = "{OLD}"\n' + f'if model == "{OLD}": stop()\n' * 60
    assert {len(finding.related) for finding in check_text("a.py", source).findings} == {50}


def test_a_blocker_keeps_its_own_related_places() -> None:
    source = f'{call(OLD, "a=1")}if model == "{OLD}": stop()\n'
    found = told(source)
    assert [p.text for p in found["migration-blocker"].related] == [OLD]
    assert [p.line for p in found["migration-blocker"].related] == [1]


def test_what_is_not_held_has_no_related_places() -> None:
    source = f'MODEL = "{OLD}"\n'.encode()
    (one,) = scan_python(source, Matcher(frozen()), Home())
    place = place_at("a.py", decode(source), one.start, one.end)
    (finding,) = check_text("a.py", source, as_of=AS_OF).findings
    assert list(with_related([(one, finding)], [(one, place)])) == [(one, finding)]


# --- text put together --------------------------------------------------------------------------

JOINED = Joined((Piece(b"abc", 10, 13), Piece(b"x", 20, 24, exact=False), Piece(b"de", 30, 32)))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 1, (10, 11)),
        (1, 3, (11, 13)),
        (2, 4, (12, 24)),
        (3, 4, (20, 24)),
        (3, 5, (20, 31)),
        (0, 6, (10, 32)),
        (4, 6, (30, 32)),
        (1, 1, (11, 11)),
        (6, 6, (32, 32)),
        (9, 12, (32, 32)),
    ],
)
def test_spans_of_text_put_together(start: int, end: int, expected: tuple[int, int]) -> None:
    assert JOINED.span(start, end) == expected
