"""Every constraint that ships, as calls: one that violates it, one that does not, one unseen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from support import AS_OF

from deprecation_lint.frameworks import spoken
from deprecation_lint.migration import Outcome, Target, examine
from deprecation_lint.registry.constraints import Constraint
from deprecation_lint.registry.lifecycle import life
from deprecation_lint.registry.load import load
from deprecation_lint.request import Field, Request, Value

REGISTRY = load()
CONSTRAINTS = {one.name: one for one in REGISTRY.platforms["anthropic"].constraints}
SEEN = {name: one for name, one in CONSTRAINTS.items() if one.effect != "advice"}
RECORDS = {record.id: record for record in REGISTRY.platforms["anthropic"].records}

FACTS = """
    sampling-nondefault sampling-haiku55 sampling-both sampling-apiversion sampling-pysdk1 prefill
    thinking-enabled thinking-enabled-deprecated thinking-adaptive thinking-disabled
    thinking-disabled-effort between-tools thinking-default-on thinking-display forced-tool-choice
    effort-unsupported effort-levels tools-text-editor tools-code-exec tools-computer-20250124
    tools-computer-20251124 fgts-with-toolset output-format speed-fast context-1m beta-noop
    beta-interleaved beta-response-shape max-tokens tokenizer refusal stop-context
    thinking-block-binding system-role advisor-pair web-fetch-opus5 priority-tier zdr
    bedrock-structured apiv-document-assistant apiv-user-citations text-completions
"""


# --- requests, shortly written ------------------------------------------------------------------


class Unseen:
    """Something that the file does not show."""


X = Unseen()  # a variable named x
REST = {"**": X}  # **x


def value(data: object, places: count[int]) -> Value:
    """Python data as a value; no two places are alike."""
    start = next(places)
    kind, text = _kind(data)
    fields: list[Field] = []
    items: list[Value] = []
    rest = ("x",) if isinstance(data, dict) and "**" in data else ()
    if isinstance(data, dict):
        fields = [field(name, given, places) for name, given in data.items() if name != "**"]
    elif isinstance(data, list):
        items = [value(item, places) for item in data]
    return Value(start, next(places), kind, text, tuple(fields), tuple(items), rest)


def field(name: str, data: object, places: count[int]) -> Field:
    start = next(places)
    inner = value(data, places)
    return Field(name, start, next(places), inner)


def _kind(data: object) -> tuple[Any, str]:
    if isinstance(data, bool):
        return "flag", str(data).lower()
    if isinstance(data, int | float):
        return "number", str(data)
    if isinstance(data, str):
        return "text", data
    return {dict: "object", list: "list", Unseen: "unseen"}[type(data)], "x" * (data is X)


def request(data: Mapping[str, object], call: str = "") -> Request:
    return Request(call, value(dict(data), count()))


CALLS = {
    "sampling-pysdk1": "client.messages.create",
    "system-role": "client.beta.messages.create",
    "system-role-older": "client.messages.stream",
    "output-format-pysdk1": "client.messages.create",
    "text-completions": "client.completions.create",
}
MODELS = {"max-tokens": "claude-haiku-4-5-20251001"}


def model_of(one: Constraint) -> str:
    """A model that the constraint is about."""
    return MODELS.get(one.name) or next(id_ for id_ in RECORDS if one.holds_for(id_))


def versions_of(one: Constraint) -> dict[str, str]:
    return dict(one.needs[:1])


def judge(one: Constraint, data: Mapping[str, object], **changed: Any) -> Outcome:
    """What one constraint finds, where it holds unless something is changed."""
    call = changed.get("call", CALLS.get(one.name, ""))
    model = RECORDS[changed.get("model", model_of(one))]
    target = Target(model, changed.get("platform", one.platforms[0]))
    versions = changed.get("versions", versions_of(one))
    day = changed.get("day", AS_OF)
    return examine(spoken(request(data, call)), call, target, [one], day, versions)


# --- the calls ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """Of one constraint: a body that violates it, what is blamed, a body without, one unseen."""

    name: str
    bad: Mapping[str, object]
    blamed: str
    good: Mapping[str, object]
    hidden: Mapping[str, object]


def dicts(key: str, *values: object) -> list[dict[str, object]]:
    return [{key: given} for given in values]


def argument(name: str, key: str, bad: object, blamed: str, good: object) -> Row:
    """One argument at the top."""
    return Row(name, {key: bad}, blamed, {key: good}, {key: X})


def thinking(name: str, bad: str, good: str) -> Row:
    bodies = [{"thinking": {"type": kind}} for kind in (bad, good)]
    return Row(name, bodies[0], f'thinking.type="{bad}"', bodies[1], {"thinking": X})


def effort(name: str, level: str, good: Mapping[str, object]) -> Row:
    blamed = f'output_config.effort="{level}"'
    body = {"output_config": {"effort": level}}
    return Row(name, body, blamed, good, {"output_config": {"effort": X}})


def tool(name: str, bad: str, good: str) -> Row:
    """A type of a tool."""
    bodies = [{"tools": dicts("type", kind)} for kind in (bad, good)]
    return Row(name, bodies[0], f'tools[].type="{bad}"', bodies[1], {"tools": [X]})


def beta(name: str, bad: str, **others: object) -> Row:
    """A beta, with what else has to be there."""
    body = {"betas": ["other-2025-01-01", bad], **others}
    good = {"betas": ["other-2025-01-01"], **others}
    return Row(name, body, f'betas[]="{bad}"', good, {"betas": [X], **others})


def said(*roles: str) -> dict[str, object]:
    return {"messages": dicts("role", *roles)}


def block(role: str, **given: object) -> dict[str, object]:
    """One message with one block of content."""
    return {"messages": [{"role": role, "content": [given]}]}


def sampling(name: str) -> list[Row]:
    return [
        argument(name, "temperature", 0.2, "temperature=0.2", 1),
        argument(name, "temperature", 0, "temperature=0", 1.0),
        argument(name, "top_p", 0.5, "top_p=0.5", 0.99),
        argument(name, "top_p", 1, "top_p=1", 0.99),
        Row(name, {"top_k": 5}, "top_k=5", {}, REST),
    ]


def gone(name: str) -> list[Row]:
    """Sampling that fails however it is set."""
    return [
        Row(name, {key: given}, f"{key}={given}", {"max_tokens": 10}, {"max_tokens": 10, **REST})
        for key, given in (
            ("temperature", 1),
            ("temperature", 1.0),
            ("temperature", 0.3),
            ("top_p", 0.99),
            ("top_p", 0.5),
            ("top_k", 5),
        )
    ]


def both(name: str) -> Row:
    one = {"temperature": 1}
    return Row(name, {**one, "top_p": 0.99}, "temperature=1", one, {**one, **REST})


def between(key: str, given: object, shown: str) -> Row:
    kind = {"type": "between_tools"}
    return Row(
        "between-tools-fields",
        {"thinking": {**kind, key: given}},
        f"thinking.{key}{shown}",
        {"thinking": kind},
        {"thinking": {key: given, **REST}},
    )


EFFORT_XHIGH = {"output_config": {"effort": "xhigh"}}
SCHEMA = {"type": "json_schema", "schema": {}}
OLD_BETA = "structured-outputs-2025-11-13"
FGTS = "fine-grained-tool-streaming-2025-05-14"
CITED = [{"type": "char_location"}]
ADVISOR = {"type": "advisor_20260301"}
COMPUTER = "computer_toolset_20260801"

NO_OPS = """
    token-efficient-tools-2025-02-19 output-128k-2025-02-19 effort-2025-11-24
    fine-grained-tool-streaming-2025-05-14 prompt-caching-2024-07-31 pdfs-2024-09-25
    token-counting-2024-11-01 extended-cache-ttl-2025-04-11 message-batches-2024-09-24
    cache-diagnosis-2026-04-07 ce-user-management-2026-07-13
"""

ROWS = [
    # Sampling
    *sampling("sampling-nondefault"),
    *sampling("sampling-haiku55"),
    both("sampling-haiku55"),
    both("sampling-both"),
    both("sampling-both-4-5"),
    *gone("sampling-apiversion"),
    *gone("sampling-pysdk1"),
    Row(
        "sampling-pysdk1",
        {"temperature": 0.4},
        "temperature=0.4",
        {"extra_body": {"temperature": 0.4}},
        {"extra_body": {"temperature": 0.4}, **REST},
    ),
    # Messages
    Row(
        "prefill",
        said("user", "assistant"),
        'messages[-1].role="assistant"',
        said("user", "assistant", "user"),
        {"messages": [*dicts("role", "user"), X]},
    ),
    *(
        Row(
            name,
            said("user", "system", "user"),
            'messages[].role="system"',
            said("user", "assistant", "user"),
            {"messages": X},
        )
        for name in ("system-role", "system-role-older")
    ),
    Row(
        "apiv-document-assistant",
        block("assistant", type="document"),
        'messages[].content[].type="document"',
        block("user", type="document"),
        {"messages": [{"role": X, "content": dicts("type", "document")}]},
    ),
    Row(
        "apiv-document-assistant",
        block("assistant", type="document"),
        'messages[].content[].type="document"',
        {"messages": [{"role": "assistant", "content": "text"}]},
        {"messages": [{"content": dicts("type", "document"), **REST}]},
    ),
    Row(
        "apiv-user-citations",
        block("user", type="text", citations=CITED),
        "messages[].content[].citations",
        block("user", type="text", citations=[]),
        block("user", type="text", **REST),
    ),
    Row(
        "apiv-user-citations",
        block("user", type="search_result", content=dicts("citations", CITED)),
        "messages[].content[].content[].citations",
        block("assistant", type="text", citations=CITED),
        block("user", type="search_result", content=X),
    ),
    # Thinking
    thinking("thinking-enabled", "enabled", "adaptive"),
    Row(
        "thinking-enabled",
        {"thinking": {"budget_tokens": 1024}},
        "thinking.budget_tokens=1024",
        {"thinking": {"type": "disabled"}},
        {"thinking": {"budget_tokens": 1024, **REST}},
    ),
    Row(
        "thinking-enabled",
        {"thinking": {"type": "adaptive", "budget_tokens": 1024}},
        "thinking.budget_tokens=1024",
        {"thinking": {"type": "adaptive"}},
        {"thinking": {"type": X, "budget_tokens": 1024}},
    ),
    thinking("thinking-enabled-deprecated", "enabled", "adaptive"),
    thinking("thinking-adaptive", "adaptive", "enabled"),
    thinking("thinking-disabled", "disabled", "adaptive"),
    thinking("thinking-disabled-sonnet-5-5", "disabled", "between_tools"),
    *(
        Row(
            name,
            {"thinking": {"type": kind}, "output_config": {"effort": level}},
            f'thinking.type="{kind}"',
            {"thinking": {"type": kind}, "output_config": {"effort": "high"}},
            {"thinking": {"type": kind}, "output_config": {"effort": X}},
        )
        for name, kind in (
            ("thinking-disabled-effort", "disabled"),
            ("between-tools-effort", "between_tools"),
        )
        for level in ("xhigh", "max")
    ),
    thinking("between-tools", "between_tools", "adaptive"),
    between("display", "summarized", '="summarized"'),
    between("budget_tokens", 1024, "=1024"),
    between("block_binding", {"type": "strict"}, ""),
    # Effort and limits
    effort("effort-unsupported", "low", {}),
    effort("effort-levels", "xhigh", {"output_config": {"effort": "max"}}),
    effort("effort-levels-opus-4-5", "xhigh", {"output_config": {"effort": "high"}}),
    effort("effort-levels-opus-4-5", "max", {"output_config": {"effort": "low"}}),
    argument("max-tokens", "max_tokens", 64_001, "max_tokens=64001", 64_000),
    # Tools
    *(
        Row(
            name,
            {"tool_choice": {"type": kind}},
            f'tool_choice.type="{kind}"',
            {"tool_choice": {"type": "auto"}},
            {"tool_choice": X},
        )
        for name in ("forced-tool-choice", "forced-tool-choice-5-2")
        for kind in ("any", "tool")
    ),
    *(
        tool("tools-text-editor", f"text_editor_{day}", "text_editor_20250728")
        for day in ("20241022", "20250124", "20250429")
    ),
    Row(
        "tools-text-editor-name",
        {"tools": [{"type": "text_editor_20250728", "name": "str_replace_editor"}]},
        'tools[].name="str_replace_editor"',
        {"tools": [{"type": "custom", "name": "str_replace_editor"}]},
        {"tools": [{"type": "text_editor_20250728", "name": X}]},
    ),
    tool("tools-code-exec", "code_execution_20250522", "code_execution_20250825"),
    tool("tools-computer-20250124", "computer_20250124", "computer_20251124"),
    tool("tools-computer-20250124-5-5", "computer_20250124", COMPUTER),
    tool("tools-computer-20251124", "computer_20251124", COMPUTER),
    tool("tools-computer-20251124-5-2", "computer_20251124", COMPUTER),
    beta("fgts-with-toolset", FGTS, tools=dicts("type", COMPUTER)),
    Row(
        "fgts-with-toolset",
        {"betas": [FGTS], "tools": dicts("type", "browser_toolset_20260801")},
        f'betas[]="{FGTS}"',
        {"betas": [FGTS], "tools": dicts("type", "custom")},
        {"betas": [FGTS], "tools": X},
    ),
    *(
        Row(
            "advisor-pair",
            {"tools": [{**ADVISOR, "model": id_}]},
            f'tools[].model="{id_}"',
            {"tools": [{**ADVISOR, "model": "claude-opus-5"}]},
            {"tools": [{**ADVISOR, "model": X}]},
        )
        for id_ in ("claude-opus-4-8", "claude-opus-4-7", "claude-sonnet-5", "claude-haiku-5-5")
    ),
    Row(
        "advisor-pair-5-2",
        {"tools": [{**ADVISOR, "model": "claude-opus-5"}]},
        'tools[].model="claude-opus-5"',
        {"tools": [{**ADVISOR, "model": "claude-fable-5-2"}]},
        {"tools": [{**ADVISOR, **REST}]},
    ),
    tool("web-fetch-opus5", "web_fetch_20250910", "web_search_20250305"),
    # Formats, tiers and endpoints
    Row(
        "output-format",
        {"output_format": SCHEMA},
        "output_format",
        {"output_format": SCHEMA, "betas": [OLD_BETA]},
        {"output_format": SCHEMA, "betas": X},
    ),
    Row(
        "output-format",
        {"output_format": SCHEMA, "output_config": {"effort": "low"}, "betas": ["other"]},
        "output_format",
        {"output_config": {"format": SCHEMA}},
        {"output_format": SCHEMA, **REST},
    ),
    Row(
        "output-format-beta",
        {"output_format": SCHEMA, "betas": [OLD_BETA]},
        "output_format",
        {"output_config": {"format": SCHEMA}, "betas": [OLD_BETA]},
        {"output_format": SCHEMA, "betas": X},
    ),
    Row(
        "output-format-pysdk1",
        {"output_format": SCHEMA},
        "output_format",
        {"output_config": {"format": SCHEMA}},
        {"output_format": X},
    ),
    Row(
        "output-format-pysdk1",
        {"output_format": SCHEMA, "output_config": {"effort": "low"}, "betas": [OLD_BETA]},
        "output_format",
        {},
        REST,
    ),
    Row(
        "bedrock-structured",
        {"output_config": {"format": SCHEMA}},
        "output_config.format",
        {"output_config": {"effort": "low"}},
        {"output_config": X},
    ),
    Row(
        "bedrock-structured",
        {"tools": dicts("strict", True)},
        "tools[].strict=true",
        {"tools": dicts("strict", False)},
        {"tools": dicts("strict", X)},
    ),
    argument("speed-fast", "speed", "fast", 'speed="fast"', "standard"),
    argument("speed-fast-opus-4-6", "speed", "fast", 'speed="fast"', "standard"),
    argument("priority-tier", "service_tier", "auto", 'service_tier="auto"', "standard_only"),
    Row("text-completions", {"model": "m"}, 'model="m"', {}, REST),
    # Betas
    beta("context-1m", "context-1m-2025-08-07"),
    beta("context-1m-4-6", "context-1m-2025-08-07"),
    *(beta("beta-noop", name) for name in NO_OPS.split()),
    beta("beta-interleaved", "interleaved-thinking-2025-05-14"),
    beta("beta-interleaved-4-6", "interleaved-thinking-2025-05-14", thinking={"type": "adaptive"}),
    Row(
        "beta-interleaved-4-6",
        {"betas": ["interleaved-thinking-2025-05-14"], "thinking": {"type": "adaptive"}},
        'betas[]="interleaved-thinking-2025-05-14"',
        {"betas": ["interleaved-thinking-2025-05-14"], "thinking": {"type": "enabled"}},
        {"betas": ["interleaved-thinking-2025-05-14"], "thinking": X},
    ),
    beta("beta-response-shape", "files-api-2025-04-14"),
    beta("beta-response-shape", "skills-2025-10-02"),
]
LABELS = [f"{row.name}: {row.blamed}" for row in ROWS]


@pytest.mark.parametrize("row", ROWS, ids=LABELS)
def test_a_violation_is_found_and_blamed(row: Row) -> None:
    outcome = judge(CONSTRAINTS[row.name], row.bad)
    assert [(v.argument, v.certainty) for v in outcome.violations] == [(row.blamed, "yes")]


@pytest.mark.parametrize("row", ROWS, ids=LABELS)
def test_a_call_without_it_is_clean(row: Row) -> None:
    assert judge(CONSTRAINTS[row.name], row.good) == Outcome()


@pytest.mark.parametrize("row", ROWS, ids=LABELS)
def test_what_cannot_be_seen_is_told_where_the_call_could_fail(row: Row) -> None:
    one = CONSTRAINTS[row.name]
    assert judge(one, row.hidden) == Outcome((), ("x",) * (one.effect == "rejected"))


@pytest.mark.parametrize(
    ("name", "number"), [(name, n) for name, one in SEEN.items() for n in range(len(one.cases))]
)
def test_every_case_of_every_constraint_is_tried(name: str, number: int) -> None:
    one = replace(SEEN[name], cases=(SEEN[name].cases[number],))
    assert any(judge(one, row.bad).violations for row in ROWS if row.name == name)


# --- when and for whom --------------------------------------------------------------------------

FIRST = {row.name: row for row in ROWS}.values()


@pytest.mark.parametrize("row", FIRST, ids=lambda row: row.name)
def test_it_holds_for_its_models_and_no_others(row: Row) -> None:
    one = CONSTRAINTS[row.name]
    bad = {**row.bad, "max_tokens": 10**6} if row.name == "max-tokens" else row.bad
    for id_, record in RECORDS.items():
        expected = one.holds_for(id_)
        if row.name == "max-tokens":
            expected = record.max_output_tokens is not None
        assert bool(judge(one, bad, model=id_).violations) is expected, id_


@pytest.mark.parametrize("row", FIRST, ids=lambda row: row.name)
def test_it_holds_from_its_day_on(row: Row) -> None:
    one = CONSTRAINTS[row.name]
    if one.since is not None:
        assert judge(one, row.bad, day=one.since.first).violations
        assert judge(one, row.bad, day=one.since.first - timedelta(1)) == Outcome()
        assert one.since.exact
        assert one.since.last <= AS_OF
    else:
        assert judge(one, row.bad, day=date(2023, 1, 1)).violations


@pytest.mark.parametrize("row", FIRST, ids=lambda row: row.name)
def test_it_holds_on_its_platforms(row: Row) -> None:
    one = CONSTRAINTS[row.name]
    for platform in REGISTRY.platforms:
        expected = platform in one.platforms or not one.nowhere_else
        assert bool(judge(one, row.bad, platform=platform).violations) is expected, platform


NEEDY = [row for row in FIRST if CONSTRAINTS[row.name].needs]


@pytest.mark.parametrize("row", NEEDY, ids=lambda row: row.name)
def test_without_a_known_version_it_may_hold(row: Row) -> None:
    one = CONSTRAINTS[row.name]
    assert [v.certainty for v in judge(one, row.bad, versions={}).violations] == ["if"]


@pytest.mark.parametrize("row", NEEDY, ids=lambda row: row.name)
def test_the_version_decides(row: Row) -> None:
    one = CONSTRAINTS[row.name]
    for key, least in one.needs:
        (violation,) = judge(one, row.bad, versions={key: f"{least}.0.1"}).violations
        assert violation.certainty == "yes", key
    old = dict.fromkeys(dict(one.needs), "0.9")
    assert judge(one, row.bad, versions=old) == Outcome()


@pytest.mark.parametrize(
    ("used", "violated"), [("2023-06-01", False), ("2026-10-21", True), ("2027-01-01", True)]
)
def test_the_version_of_the_api_decides_alone(used: str, violated: bool) -> None:
    one = CONSTRAINTS["sampling-apiversion"]
    for others in ({}, {"anthropic-typescript": "0.9"}):
        outcome = judge(one, {"temperature": 1}, versions={"anthropic-api": used, **others})
        assert bool(outcome.violations) is violated


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("text-completions", "openai.chat.completions.create"),
        ("text-completions", "client.messages.create"),
        ("sampling-pysdk1", "client.chat.completions.create"),
        ("sampling-pysdk1", "litellm.completion"),
        ("system-role", ""),
        ("system-role", "litellm.completion"),
        ("output-format", "client.messages.parse"),
        ("output-format", "client.beta.messages.stream"),
        ("output-format-beta", "client.beta.messages.parse"),
        ("output-format-pysdk1", "client.messages.parse"),
    ],
)
def test_another_call_is_not_meant(name: str, call: str) -> None:
    for row in ROWS:
        if row.name == name:
            assert judge(CONSTRAINTS[name], row.bad, call=call) == Outcome()


@pytest.mark.parametrize("name", [n for n, one in CONSTRAINTS.items() if one.effect == "advice"])
def test_an_advice_is_never_violated(name: str) -> None:
    for row in ROWS:
        assert judge(CONSTRAINTS[name], row.bad) == Outcome()


# --- mechanical edits ---------------------------------------------------------------------------

EDITS: list[tuple[str, dict[str, object], tuple[str, str] | None]] = [
    ("sampling-apiversion", {"temperature": 1}, ("drop", "")),
    ("sampling-apiversion", {"temperature": 1.0}, ("drop", "")),
    ("sampling-apiversion", {"temperature": 0.5}, None),
    ("sampling-apiversion", {"top_p": 0.99}, ("drop", "")),
    ("sampling-apiversion", {"top_p": 1}, None),
    ("sampling-apiversion", {"top_k": 1}, None),
    ("sampling-pysdk1", {"temperature": 1}, ("drop", "")),
    ("sampling-pysdk1", {"temperature": 0}, None),
    ("sampling-pysdk1", {"top_p": 0.99}, ("drop", "")),
    ("sampling-nondefault", {"temperature": 0.5}, None),
    ("sampling-both", {"temperature": 1, "top_p": 1}, None),
    ("output-format", {"output_format": SCHEMA}, ("rename", "output_config.format")),
    ("output-format", {"output_format": SCHEMA, "output_config": {"effort": "low"}}, None),
    ("output-format-pysdk1", {"output_format": SCHEMA}, ("rename", "output_config.format")),
    ("output-format-beta", {"output_format": SCHEMA, "betas": [OLD_BETA]}, None),
    ("beta-noop", {"betas": ["pdfs-2024-09-25"]}, ("drop", "")),
    ("context-1m", {"betas": ["context-1m-2025-08-07"]}, ("drop", "")),
    ("beta-interleaved", {"betas": ["interleaved-thinking-2025-05-14"]}, ("drop", "")),
    ("beta-response-shape", {"betas": ["files-api-2025-04-14"]}, None),
    ("fgts-with-toolset", {"betas": [FGTS], "tools": dicts("type", COMPUTER)}, None),
]


@pytest.mark.parametrize(("name", "body", "edit"), EDITS)
def test_an_edit_is_offered_where_there_is_no_choice(
    name: str, body: dict[str, object], edit: tuple[str, str] | None
) -> None:
    (violation,) = judge(CONSTRAINTS[name], body).violations
    change = violation.change
    assert (change and (change.kind, change.to)) == edit
    assert change is None or (change.start, change.end) == (violation.start, violation.end)


def test_the_beta_of_a_header_is_the_same_and_stands_in_the_text() -> None:
    text = "pdfs-2024-09-25, files-api-2025-04-14"
    header = Field("anthropic-beta", 100, 160, Value(118, 118 + len(text) + 2, "text", text))
    headers = Value(99, 161, "object", fields=(header,))
    body = spoken(replace(request({}), headers=headers))
    target = Target(RECORDS["claude-opus-4-8"], "anthropic")
    outcome = examine(body, "", target, CONSTRAINTS.values(), AS_OF, {})
    assert [(v.constraint.name, v.start, v.end) for v in outcome.violations] == [
        ("beta-noop", 119, 134),
        ("beta-response-shape", 136, 156),
    ]


# --- all together -------------------------------------------------------------------------------

PLAIN = {
    "model": "m",
    "max_tokens": 1024,
    "system": "Be brief.",
    "messages": [{"role": "user", "content": "Hello"}],
    "tools": [{"name": "look_up", "input_schema": {}}],
    "tool_choice": {"type": "auto"},
}


@pytest.mark.parametrize("id_", RECORDS)
def test_a_plain_call_violates_nothing(id_: str) -> None:
    body, call = spoken(request(PLAIN, "client.messages.create")), "client.messages.create"
    for platform in ("anthropic", "bedrock", "vertex"):
        target = Target(RECORDS[id_], platform)
        assert examine(body, call, target, CONSTRAINTS.values(), AS_OF, {}) == Outcome()


def test_one_argument_is_told_once() -> None:
    body = spoken(request({"temperature": 0.2, "top_p": 0.9}, "client.messages.create"))
    target = Target(RECORDS["claude-haiku-5-5"], "anthropic")
    outcome = examine(
        body,
        "client.messages.create",
        target,
        CONSTRAINTS.values(),
        AS_OF,
        {"anthropic-python": "2"},
    )
    assert [v.argument for v in outcome.violations] == ["temperature=0.2", "top_p=0.9"]


# --- the data -----------------------------------------------------------------------------------


def test_every_fact_has_its_constraint() -> None:
    assert len(FACTS.split()) == 42
    assert set(FACTS.split()) <= set(CONSTRAINTS)


def test_a_suffix_stands_behind_the_name_of_a_fact() -> None:
    for name in CONSTRAINTS:
        assert any(name == fact or name.startswith(f"{fact}-") for fact in FACTS.split()), name


def test_every_constraint_has_rows_and_every_row_a_constraint() -> None:
    assert {row.name for row in ROWS} == set(SEEN)


STATED = """
    sampling-nondefault rejected 2026-04-16
    sampling-haiku55 rejected 2026-10-07
    sampling-both rejected 2025-08-05
    sampling-both-4-5 rejected 2025-09-29 unconfirmed
    sampling-apiversion rejected 2026-10-21
    sampling-pysdk1 rejected 2026-08-20
    prefill rejected 2026-02-05
    system-role rejected 2026-05-28
    system-role-older rejected 2026-05-28 unconfirmed
    apiv-document-assistant rejected 2026-10-21
    apiv-user-citations rejected 2026-10-21
    thinking-block-binding advice 2026-09-01
    thinking-enabled rejected 2026-04-16
    thinking-enabled-deprecated deprecated 2026-02-05
    thinking-adaptive rejected 2026-02-05
    thinking-disabled rejected 2026-06-09
    thinking-disabled-sonnet-5-5 rejected 2026-09-28
    thinking-disabled-effort rejected 2026-07-24
    between-tools rejected 2026-09-28
    between-tools-effort rejected 2026-09-28
    between-tools-fields rejected 2026-09-28
    thinking-default-on advice 2026-06-09
    thinking-display advice 2026-04-16
    effort-unsupported rejected always
    effort-levels rejected always
    effort-levels-opus-4-5 rejected always
    max-tokens rejected always
    tokenizer advice 2026-04-16
    forced-tool-choice rejected 2026-09-01
    forced-tool-choice-5-2 rejected 2026-11-09 unconfirmed
    tools-text-editor rejected 2025-07-28
    tools-text-editor-name rejected 2025-07-28
    tools-code-exec rejected always unconfirmed
    tools-computer-20250124 rejected 2025-11-24
    tools-computer-20250124-5-5 rejected 2026-09-28 only anthropic vertex
    tools-computer-20251124 rejected 2026-09-22 only anthropic vertex
    tools-computer-20251124-5-2 rejected 2026-11-09 only anthropic foundry vertex
    fgts-with-toolset rejected 2026-08-19
    advisor-pair rejected 2026-09-28
    advisor-pair-5-2 rejected 2026-11-09
    web-fetch-opus5 rejected 2026-07-24 unconfirmed
    output-format rejected 2026-01-29
    output-format-beta deprecated 2026-01-29
    output-format-pysdk1 rejected 2026-08-20
    bedrock-structured rejected 2026-09-28 only bedrock
    speed-fast rejected 2026-07-24
    speed-fast-opus-4-6 changed 2026-06-29
    priority-tier ignored 2026-06-30
    text-completions rejected 2026-08-20
    context-1m ignored 2026-04-30
    context-1m-4-6 ignored 2026-04-30
    beta-noop ignored always
    beta-interleaved ignored 2026-02-05
    beta-interleaved-4-6 ignored 2026-02-05
    beta-response-shape changed 2026-08-19
    refusal advice 2025-05-22
    stop-context advice 2025-09-29
    zdr advice 2026-06-09
"""


def test_effects_and_days_are_those_that_are_stated() -> None:
    told = []
    for one in CONSTRAINTS.values():
        words = [one.name, one.effect, str(one.since or "always")]
        words += ["unconfirmed"] * one.unconfirmed
        words += ["only", *one.platforms] if one.nowhere_else else []
        told.append(" ".join(words))
    assert told == [line.strip() for line in STATED.strip().split("\n")]


FOR_ALL_BUT = {  # what holds for every model, and how many of the older ones are excepted
    "sampling-apiversion": 0,
    "sampling-pysdk1": 0,
    "apiv-document-assistant": 0,
    "apiv-user-citations": 0,
    "max-tokens": 0,
    "output-format": 0,
    "output-format-beta": 0,
    "output-format-pysdk1": 0,
    "text-completions": 0,
    "beta-response-shape": 0,
    "between-tools": 1,  # Sonnet 5.5
    "beta-noop": 16,  # those before Claude 4
    "refusal": 16,
    "tools-text-editor": 19,  # those before Claude 4.5
    "tools-text-editor-name": 19,
    "tools-code-exec": 19,
    "stop-context": 19,
}


def test_what_holds_for_all_models_but_some() -> None:
    wide = {name: one for name, one in CONSTRAINTS.items() if one.models == ("*",)}
    assert {name: len(one.excepted) for name, one in wide.items()} == FOR_ALL_BUT
    ends = {16: "claude-3-7-sonnet-20250219", 19: "claude-opus-4-1-20250805"}
    for name, number in FOR_ALL_BUT.items():
        assert number < 2 or ends[number] in wide[name].excepted
        assert number != 16 or "claude-opus-4-20250514" not in wide[name].excepted
        assert not {"claude-opus-4-5-20251101", "claude-opus-5"} & set(wide[name].excepted)


HELD_TO = {  # a model, and what is stated for it among others
    "claude-opus-4-1-20250805": """
        sampling-both system-role
    """,
    "claude-opus-4-5-20251101": """
        sampling-both-4-5 system-role thinking-adaptive effort-levels-opus-4-5
    """,
    "claude-haiku-4-5-20251001": """
        sampling-both system-role-older thinking-adaptive effort-unsupported
    """,
    "claude-opus-4-6": """
        prefill system-role thinking-enabled-deprecated effort-levels tools-computer-20250124
        speed-fast-opus-4-6 context-1m-4-6 beta-interleaved-4-6
    """,
    "claude-mythos-preview": """
        sampling-nondefault prefill thinking-enabled-deprecated thinking-disabled
        thinking-display tokenizer tools-computer-20250124 context-1m-4-6 beta-interleaved-4-6
    """,
    "claude-opus-4-7": """
        sampling-nondefault prefill system-role thinking-enabled thinking-display tokenizer
        tools-computer-20250124 speed-fast context-1m-4-6 beta-interleaved
    """,
    "claude-opus-4-8": """
        sampling-nondefault prefill thinking-enabled thinking-display tokenizer
        tools-computer-20250124 context-1m-4-6 beta-interleaved
    """,
    "claude-sonnet-5": """
        sampling-nondefault prefill system-role thinking-enabled thinking-default-on
        thinking-display tokenizer tools-computer-20250124 priority-tier context-1m-4-6
        beta-interleaved
    """,
    "claude-opus-5": """
        sampling-nondefault prefill thinking-enabled thinking-disabled-effort
        thinking-default-on thinking-display tokenizer tools-computer-20250124 web-fetch-opus5
        priority-tier context-1m-4-6 beta-interleaved
    """,
    "claude-fable-5": """
        sampling-nondefault prefill thinking-enabled thinking-disabled thinking-default-on
        thinking-display tokenizer tools-computer-20250124 context-1m-4-6 beta-interleaved zdr
    """,
    "claude-fable-5-1": """
        sampling-nondefault prefill thinking-block-binding thinking-enabled thinking-disabled
        thinking-default-on thinking-display tokenizer forced-tool-choice
        tools-computer-20250124 context-1m-4-6 beta-interleaved
    """,
    "claude-opus-5-5": """
        sampling-nondefault prefill thinking-block-binding thinking-enabled thinking-disabled
        thinking-default-on thinking-display tokenizer forced-tool-choice
        tools-computer-20250124 tools-computer-20251124 fgts-with-toolset priority-tier
        context-1m-4-6 beta-interleaved
    """,
    "claude-sonnet-5-5": """
        sampling-nondefault prefill thinking-block-binding thinking-enabled
        thinking-disabled-sonnet-5-5 between-tools-effort between-tools-fields
        thinking-default-on thinking-display tokenizer forced-tool-choice
        tools-computer-20250124-5-5 tools-computer-20251124 fgts-with-toolset advisor-pair
        bedrock-structured context-1m-4-6 beta-interleaved
    """,
    "claude-haiku-5-5": """
        sampling-haiku55 prefill thinking-block-binding thinking-enabled thinking-default-on
        thinking-display tokenizer tools-computer-20250124-5-5 tools-computer-20251124
        fgts-with-toolset bedrock-structured priority-tier context-1m-4-6 beta-interleaved
    """,
    "claude-fable-5-2": """
        sampling-nondefault prefill thinking-block-binding thinking-enabled thinking-disabled
        thinking-default-on thinking-display tokenizer forced-tool-choice-5-2
        tools-computer-20250124 tools-computer-20251124-5-2 advisor-pair-5-2 context-1m-4-6
        beta-interleaved
    """,
    "claude-mythos-5-2": """
        sampling-nondefault prefill thinking-enabled thinking-disabled thinking-display
        tokenizer forced-tool-choice-5-2 tools-computer-20250124 tools-computer-20251124-5-2
        context-1m-4-6 beta-interleaved
    """,
}


@pytest.mark.parametrize("id_", HELD_TO)
def test_what_is_stated_for_a_model(id_: str) -> None:
    named = {n for n, one in CONSTRAINTS.items() if one.models != ("*",) and one.holds_for(id_)}
    assert named == set(HELD_TO[id_].split())


@pytest.mark.parametrize("one", CONSTRAINTS.values(), ids=lambda one: one.name)
def test_texts_are_short_and_end_without_a_period(one: Constraint) -> None:
    for text in (one.argument, one.says, one.todo):
        assert text
        assert len(text) <= 100
        assert not text.endswith(".")
        assert text[0].islower() or text.startswith("HTTP")


@pytest.mark.parametrize("id_", RECORDS)
def test_a_model_that_serves_has_a_limit_unless_nobody_told_it(id_: str) -> None:
    record = RECORDS[id_]
    view = life(record, AS_OF)
    serving = view is not None and view.state != "retired"
    if serving and id_ not in ("claude-mythos-preview", "claude-mythos-5-2"):
        assert record.max_output_tokens in (64_000, 128_000)
    if record.max_output_tokens is not None:
        source = record.source_of["max_output_tokens"]
        assert ("max_output_tokens" in record.unconfirmed) is source.key.startswith("litellm")
