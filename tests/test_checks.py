"""The rules: when each applies, what it says word for word, and which fix it offers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from support import ALL_RULES, AS_OF, BEDROCK, OLD, check_text, read_rules

from deprecation_lint.checks import Judge
from deprecation_lint.findings import Edit, Finding, Place, Reference
from deprecation_lint.registry.registry import Registry, merge
from deprecation_lint.roles import IN_USE, ROLES
from deprecation_lint.ruleset import BY_NAME, RULES, Policy
from deprecation_lint.scanning.document import decode
from deprecation_lint.scanning.filetypes import PYTHON
from deprecation_lint.scanning.references import Home
from deprecation_lint.scanning.references import reference as read_reference
from deprecation_lint.scanning.tokens import Matcher
from deprecation_lint.scanning.trail import Found, Step
from deprecation_lint.workpiece import Workpiece

if TYPE_CHECKING:
    from deprecation_lint.findings import Hold
    from deprecation_lint.roles import Role

PLACE = Place("a.txt", 1, 1, 1, 2, 0, 1, "x", "x", 0)


def reference(
    registry: Registry, text: str, role: Role = "argument", hold: Hold | None = None
) -> Reference:
    """The last model that a text names, prefixes and all, as the value of a role."""
    *_, match = Matcher(registry).matches(text.encode())
    found = read_reference(Found(match, (Step("assigned", name="x"),), hold), Home())
    assert found is not None
    return replace(found, role=role)


def finding(
    registry: Registry,
    text: str,
    as_of: str | date = AS_OF,
    *,
    role: Role = "argument",
    hold: Hold | None = None,
    policy: Policy | None = None,
) -> Finding | None:
    day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    policy = policy or Policy(day, rules=ALL_RULES)
    return judged(registry, policy, reference(registry, text, role, hold))


def judged(registry: Registry, policy: Policy, one: Reference) -> Finding | None:
    """What is said of the model of a reference, which stands alone."""
    page = Workpiece("a.py", decode(b""), PYTHON)
    return next(Judge(registry, policy).judge(one, PLACE, page), None)


SOON = "claude-soon-3"


MESSAGES = [
    # Retired: the date, the distance, the way out.
    (
        OLD,
        "2026-11-22",
        "retired-model",
        "claude-old-1-20240101 was retired on 2026-01-05 (321 days ago); use claude-new-4-20260301",
    ),
    (
        OLD,
        "2026-01-05",
        "retired-model",
        "claude-old-1-20240101 was retired on 2026-01-05 (today); use claude-middle-2-20250101",
    ),
    (
        "claude-middle-2-20250101",
        "2026-06-16",
        "retired-model",
        "claude-middle-2-20250101 was retired on 2026-06-15 (yesterday); use claude-floor-3",
    ),
    # Deprecated: with a date, near or far, and without.
    (
        SOON,
        "2026-11-22",
        "retiring-model",
        "claude-soon-3 is deprecated and retires on 2026-12-01 (in 9 days); "
        "use claude-new-4-20260301",
    ),
    (
        SOON,
        "2026-11-30",
        "retiring-model",
        "claude-soon-3 is deprecated and retires on 2026-12-01 (tomorrow); "
        "use claude-new-4-20260301",
    ),
    (
        SOON,
        "2026-09-01",
        "deprecated-model",
        "claude-soon-3 is deprecated and retires on 2026-12-01 (in 91 days); "
        "use claude-new-4-20260301",
    ),
    (
        "claude-mystery-1",
        "2026-11-22",
        "deprecated-model",
        "claude-mystery-1 is deprecated since 2026-03-01; its retirement date is not announced; "
        "no successor is known on the Claude API",
    ),
    # No successor lives on that day.
    (
        OLD,
        "2026-02-01",
        "retired-model",
        "claude-old-1-20240101 was retired on 2026-01-05 (27 days ago); "
        "no successor is known on the Claude API",
    ),
    # Legacy, and a floor.
    (
        "claude-legacy-3",
        "2026-11-22",
        "legacy-model",
        "claude-legacy-3 is legacy: it gets no more updates and may be deprecated",
    ),
    (
        "claude-floor-3",
        "2026-11-22",
        "retirement-floor",
        "claude-floor-3 was promised until 2026-10-20, which passed (33 days ago); "
        "nothing is announced",
    ),
    (
        "claude-floor-3",
        "2026-10-20",
        "retirement-floor",
        "claude-floor-3 was promised until 2026-10-20, which passed (today); nothing is announced",
    ),
    (
        "claude-floor-3",
        "2026-10-19",
        "retirement-floor",
        "claude-floor-3 was promised until 2026-10-20, which comes up (tomorrow); "
        "nothing is announced",
    ),
    # How it is written: an alias, an informal name.
    (
        "claude-old-1-latest",
        "2026-11-22",
        "retired-model",
        "claude-old-1-latest (alias of claude-old-1-20240101) was retired on 2026-01-05 "
        "(321 days ago); use claude-new-4",
    ),
    (
        "claude-1.0-old",
        "2026-11-22",
        "retired-model",
        "claude-1.0-old (informal name of claude-old-1-20240101) was retired on 2026-01-05 "
        "(321 days ago); use claude-new-4.0",
    ),
    # Where it is served: any but the default platform is named.
    (
        BEDROCK,
        "2026-11-22",
        "retired-model",
        f"{BEDROCK} on Amazon Bedrock was retired on 2026-02-15 (280 days ago) "
        "[ap-south-1: 2026-12-31]; use anthropic.claude-new-4-20260301-v1:0",
    ),
    (
        f"us.{BEDROCK}:28k",
        "2026-11-22",
        "retired-model",
        f"us.{BEDROCK}:28k on Amazon Bedrock was retired on 2026-02-15 (280 days ago) "
        "[ap-south-1: 2026-12-31]; use us.anthropic.claude-new-4-20260301-v1:0",
    ),
    (
        BEDROCK,
        "2026-03-01",
        "retired-model",
        f"{BEDROCK} on Amazon Bedrock was retired on 2026-02-15 (14 days ago) "
        "[ap-south-1: 2026-12-31; other regions: 2026-08-01]; "
        "use anthropic.claude-new-4-20260301-v1:0",
    ),
    (
        f"bedrock/ap-south-1/{BEDROCK}",
        "2026-12-02",
        "retiring-model",
        f"{BEDROCK} on Amazon Bedrock is deprecated and retires on 2026-12-31 (in 29 days) "
        "[other regions: 2026-08-01]; use anthropic.claude-new-4-20260301-v1:0",
    ),
    (
        "claude-old-1@20240101",
        "2026-11-22",
        "retired-model",
        "claude-old-1@20240101 on Vertex AI was retired on 2026-11-01 (21 days ago); "
        "use claude-new-4@20260301",
    ),
    (
        "claude-old-1@20240101",
        "2026-10-02",
        "retiring-model",
        "claude-old-1@20240101 on Vertex AI is deprecated and retires on 2026-11-01 (in 30 days); "
        "use claude-new-4@20260301",
    ),
    (
        "claude-old-1@20240101",
        "2026-11-01",
        "retired-model",
        "claude-old-1@20240101 on Vertex AI was retired on 2026-11-01 (today); "
        "use claude-new-4@20260301",
    ),
    (
        "anthropic/claude-1.0-old",
        "2026-11-22",
        "retired-model",
        "claude-1.0-old on A Router was retired on 2026-01-05 (321 days ago); use claude-new-4.0",
    ),
]


@pytest.mark.parametrize(("text", "as_of", "rule", "message"), MESSAGES)
def test_what_a_finding_says(
    registry: Registry, text: str, as_of: str, rule: str, message: str
) -> None:
    told = finding(registry, text, as_of)
    assert told is not None
    assert (told.rule, told.message) == (rule, message)
    assert told.code == BY_NAME[rule].code
    assert told.severity == BY_NAME[rule].severity


@pytest.mark.parametrize(
    ("text", "as_of"),
    [
        ("claude-new-4-20260301", "2026-11-22"),  # active, the floor far away
        ("claude-floor-3", "2026-09-19"),  # 31 days before the floor
        (OLD, "2023-12-31"),  # not yet released
        (OLD, "2025-06-29"),  # not yet announced
        (SOON, "2026-08-31"),
        (BEDROCK, "2025-07-14"),
        ("claude-old-1@20240101", "2026-09-30"),  # nobody had read it yet
        ("~anthropic/claude-new-latest", "2026-11-22"),  # it moves on by itself
    ],
)
def test_nothing_to_say(registry: Registry, text: str, as_of: str) -> None:
    assert finding(registry, text, as_of) is None


@pytest.mark.parametrize("text", ["claude-legacy-3", "claude-floor-3"])
def test_quiet_rules_are_off_unless_chosen(registry: Registry, text: str) -> None:
    assert finding(registry, text, policy=Policy(AS_OF)) is None
    assert finding(registry, text, policy=Policy(AS_OF, rules=ALL_RULES)) is not None


def test_a_rule_that_is_not_chosen_says_nothing(registry: Registry) -> None:
    for text, as_of, rule, _ in MESSAGES:
        day = date.fromisoformat(as_of)
        assert finding(registry, text, policy=Policy(day, rules=ALL_RULES - {rule})) is None
        assert finding(registry, text, policy=Policy(day, rules=frozenset({rule}))) is not None


RETIRES = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("days_left", "within", "rule"),
    [
        (31, 30, "deprecated-model"),
        (30, 30, "retiring-model"),
        (29, 30, "retiring-model"),
        (1, 30, "retiring-model"),
        (0, 30, "retired-model"),
        (-1, 30, "retired-model"),
        (1, 0, "deprecated-model"),
        (1, 1, "retiring-model"),
        (2, 1, "deprecated-model"),
        (0, 0, "retired-model"),
        (91, 91, "retiring-model"),
        (90, 89, "deprecated-model"),
        (91, 99999, "retiring-model"),
    ],
)
def test_the_window_counts_its_last_day(
    registry: Registry, days_left: int, within: int, rule: str
) -> None:
    as_of = RETIRES - timedelta(days_left)
    told = finding(registry, SOON, policy=Policy(as_of, fail_within=within, rules=ALL_RULES))
    assert told is not None
    assert (told.rule, told.days_left) == (rule, days_left)


@pytest.mark.parametrize(("within", "told"), [(0, False), (9, False), (10, True), (11, True)])
def test_the_window_holds_for_the_floor_too(registry: Registry, within: int, told: bool) -> None:
    policy = Policy(date(2026, 10, 10), fail_within=within, rules=ALL_RULES)
    assert (finding(registry, "claude-floor-3", policy=policy) is not None) is told


def test_a_deprecation_without_a_date_is_never_near(registry: Registry) -> None:
    policy = Policy(date(2028, 12, 31), fail_within=99999, rules=ALL_RULES)
    told = finding(registry, "claude-mystery-1", policy=policy)
    assert told is not None
    assert (told.rule, told.days_left, told.retires) == ("deprecated-model", None, None)


def test_a_severity_can_be_set_for_each_rule(registry: Registry) -> None:
    for text, as_of, rule, _ in MESSAGES:
        policy = Policy(
            date.fromisoformat(as_of),
            rules=ALL_RULES,
            severity=(
                ("retired-model", "note"),
                ("retiring-model", "warning"),
                ("legacy-model", "error"),
            ),
        )
        told = finding(registry, text, policy=policy)
        assert told is not None
        expected = {
            "retired-model": "note",
            "retiring-model": "warning",
            "deprecated-model": "warning",
            "legacy-model": "error",
            "retirement-floor": "note",
        }
        assert told.severity == expected[rule]


def test_the_rules_themselves() -> None:
    assert [(r.code, r.name, r.severity, r.default) for r in RULES] == [
        ("DLM101", "retired-model", "error", True),
        ("DLM102", "retiring-model", "error", True),
        ("DLM103", "deprecated-model", "warning", True),
        ("DLM104", "legacy-model", "note", False),
        ("DLM105", "retirement-floor", "note", False),
        ("DLM106", "unknown-model", "note", True),
        ("DLM107", "rejected-argument", "error", True),
        ("DLM108", "migration-blocker", "error", True),
        ("DLM109", "dated-argument", "note", True),
    ]
    for rule in RULES:
        assert BY_NAME[rule.name] is BY_NAME[rule.code] is rule
        assert rule.summary.endswith(".")
        assert rule.help.endswith(".")


def test_all_that_a_finding_holds(registry: Registry) -> None:
    told = finding(registry, OLD)
    assert told is not None
    assert (told.model, told.platform, told.state) == (OLD, "anthropic", "retired")
    assert (told.deprecated, told.retires) == ("2025-06-30", "2026-01-05")
    assert (told.retires_not_before, told.days_left) == (None, -321)
    assert (told.replacement, told.role) == ("claude-new-4-20260301", "argument")
    assert (told.source, told.read) == ("https://example.com/deprecations", date(2026, 10, 1))
    assert told.order == ("a.txt", 0, 1, "DLM101")


def test_a_routers_finding_has_the_dates_and_source_of_the_platform(registry: Registry) -> None:
    told = finding(registry, "anthropic/claude-1.0-old")
    assert told is not None
    assert (told.model, told.platform) == ("claude-1.0-old", "router")
    assert (told.deprecated, told.retires) == ("2025-06-30", "2026-01-05")
    assert told.source == "https://example.com/deprecations"


@pytest.mark.parametrize(
    ("text", "as_of", "help_"),
    [
        # The provider's own recommendation is told where it is not what is proposed.
        (
            OLD,
            "2026-11-22",
            "replace with claude-new-4-20260301 "
            "(the provider names claude-middle-2-20250101, which is not live itself on this date)",
        ),
        (OLD, "2026-01-10", "replace with claude-middle-2-20250101"),
        ("claude-middle-2-20250101", "2026-11-22", "replace with claude-new-4-20260301"),
        (
            "anthropic/claude-1.0-old",
            "2026-11-22",
            "replace with claude-new-4.0 "
            "(the provider names claude-middle-2-20250101, which is not live itself on this date)",
        ),
        ("claude-mystery-1", "2026-11-22", BY_NAME["deprecated-model"].help),
        (OLD, "2026-02-01", BY_NAME["retired-model"].help),
        ("claude-legacy-3", "2026-11-22", BY_NAME["legacy-model"].help),
        ("claude-floor-3", "2026-11-22", BY_NAME["retirement-floor"].help),
    ],
)
def test_what_to_do(registry: Registry, text: str, as_of: str, help_: str) -> None:
    told = finding(registry, text, as_of)
    assert told is not None
    assert told.help == help_


REDIRECTING = """
schema = 1
platform = "cloud"
title = "Some Cloud"
default = true
[[source]]
key = "page"
url = "https://example.com/"
read = 2026-10-01

[[model]]
id = "m-1"
released = 2024-01-01
deprecated = 2026-01-01
retires = 2026-06-01
replacement = "m-2"
replacement_read = 2026-09-01
after_retirement = "redirect"
redirects_to = "m-3"
source = "page"

[[model]]
id = "m-2"
released = 2026-01-01
source = "page"

[[model]]
id = "m-3"
deprecated = "2026-01"
retires = "2026-12"
after_retirement = "redirect"
source = "page"
"""


@pytest.mark.parametrize(
    ("text", "as_of", "message"),
    [
        (
            "m-1",
            "2026-06-03",
            "m-1 was retired on 2026-06-01 (2 days ago); requests now go to m-3; use m-2",
        ),
        ("m-1", "2026-05-30", "m-1 is deprecated and retires on 2026-06-01 (in 2 days); use m-2"),
        (
            "m-3",
            "2027-01-01",
            "m-3 was retired on 2026-12 (yesterday); requests now go to another model; "
            "no successor is known on Some Cloud",
        ),
        (
            "m-3",
            "2026-12-01",
            "m-3 is deprecated and retires on 2026-12 (in 30 days); "
            "no successor is known on Some Cloud",
        ),
    ],
)
def test_a_model_that_redirects(text: str, as_of: str, message: str) -> None:
    told = finding(merge([read_rules(REDIRECTING)]), text, as_of)
    assert told is not None
    assert told.message == message


LOOKUP = "also a key, a type or compared in this file: renaming one alone breaks the look-up"
PREFIX = "behind a prefix that is not in the registry"
SUFFIX = "followed by a suffix that the registry does not know"
DEPLOYMENT = "the name of a deployment, which its owner chose"
ALIAS = "a name by which a router is asked: its callers use it"
AMBIGUOUS = "its prefix fits several platforms, and not all of them take this name"
SAFE = "one whole value; claude-new-4-20260301 is its live successor"
INFORMAL = "claude-1-old is an informal name that the Claude API never took"
FAR = "anthropic.claude-new-4-20260301-v1:0 is not known to be served under the prefix apac."
VARIANT = "the variant :28k is not known for anthropic.claude-new-4-20260301-v1:0"


@pytest.mark.parametrize(
    ("text", "hold", "as_of", "applicability", "reason"),
    [
        # One whole value, a firm date, a successor in the same spelling.
        (OLD, None, "2026-11-22", "safe", SAFE),
        (SOON, None, "2026-11-22", "safe", SAFE),
        (SOON, None, "2026-09-01", "safe", SAFE),
        (
            f"us.{BEDROCK}",
            None,
            "2026-11-22",
            "safe",
            "one whole value; us.anthropic.claude-new-4-20260301-v1:0 is its live successor",
        ),
        # How it stands in its text.
        (OLD, "lookup", "2026-11-22", "unsafe", LOOKUP),
        (OLD, "longer", "2026-11-22", "unsafe", "part of a longer text"),
        (OLD, "parts", "2026-11-22", "unsafe", "put together from several parts"),
        (OLD, "prefix", "2026-11-22", "unsafe", PREFIX),
        (OLD, "suffix", "2026-11-22", "display", SUFFIX),
        (OLD, "deployment", "2026-11-22", "display", DEPLOYMENT),
        (OLD, "alias", "2026-11-22", "display", ALIAS),
        (OLD, "ambiguous", "2026-11-22", "unsafe", AMBIGUOUS),
        # How it is spelled.
        ("claude-1-old", None, "2026-11-22", "unsafe", INFORMAL),
        (f"apac.{BEDROCK}", None, "2026-11-22", "unsafe", FAR),
        (f"{BEDROCK}:28k", None, "2026-11-22", "unsafe", VARIANT),
        # Both: where it stands is told.
        ("claude-1-old", "lookup", "2026-11-22", "unsafe", LOOKUP),
    ],
)
def test_how_far_a_fix_can_be_trusted(
    registry: Registry,
    text: str,
    hold: Hold | None,
    as_of: str,
    applicability: str,
    reason: str,
) -> None:
    told = finding(registry, text, as_of, hold=hold)
    assert told is not None
    assert told.fix is not None
    assert (told.fix.applicability, told.fix.reason) == (applicability, reason)
    assert bool(told.fix.edits) is (applicability != "display")


CHOICE = "one of several to choose from: the list may hold the successor already"
BY_ROLE: dict[Role, tuple[str, str]] = {
    **dict.fromkeys(IN_USE, ("safe", SAFE)),
    "choice": ("unsafe", CHOICE),
    "table": ("display", "a row about this model: its values would not fit another"),
    "comparison": ("unsafe", "compared with another value: renaming one side breaks the other"),
    "type": ("unsafe", "part of a type: values of this type elsewhere must change with it"),
    "test": ("unsafe", "in a test: what it expects may depend on the model"),
    "recording": ("display", "a recording, not a setting"),
    "documentation": ("display", "in text for people"),
}


def test_the_table_of_roles_is_whole() -> None:
    assert set(BY_ROLE) == set(ROLES)


@pytest.mark.parametrize(("role", "told"), BY_ROLE.items(), ids=list(BY_ROLE))
@pytest.mark.parametrize("runnable", [False, True])
def test_how_far_a_fix_can_be_trusted_in_a_role(
    registry: Registry, role: Role, told: tuple[str, str], runnable: bool
) -> None:
    if runnable and role == "documentation":
        told = "unsafe", "a snippet that readers copy: the text around it may speak of the model"
    one = replace(reference(registry, OLD, role), runnable=runnable)
    found = judged(registry, Policy(AS_OF), one)
    assert found is not None
    assert found.fix is not None
    assert (found.fix.applicability, found.fix.reason) == told
    assert bool(found.fix.edits) is (told[0] != "display")
    assert (found.role, found.runnable) == (role, runnable)


@pytest.mark.parametrize(
    ("role", "hold", "reason"),
    [
        ("table", "lookup", LOOKUP),  # with its partner, on request
        ("comparison", "lookup", LOOKUP),
        ("choice", "longer", CHOICE),
        ("documentation", "suffix", SUFFIX),
        ("test", "deployment", DEPLOYMENT),
    ],
)
def test_the_weightier_reason_is_told(
    registry: Registry, role: Role, hold: Hold, reason: str
) -> None:
    told = finding(registry, OLD, role=role, hold=hold)
    assert told is not None
    assert told.fix is not None
    assert told.fix.reason == reason


def test_without_a_firm_date_a_fix_is_unsafe() -> None:
    text = REDIRECTING.replace("retires = 2026-06-01\n", "")
    told = finding(merge([read_rules(text)]), "m-1")
    assert told is not None
    assert told.fix is not None
    assert told.fix.applicability == "unsafe"
    assert told.fix.reason == "its retirement date is not announced"


@pytest.mark.parametrize("text", ["claude-mystery-1", "claude-legacy-3", "claude-floor-3"])
def test_without_a_successor_there_is_no_fix(registry: Registry, text: str) -> None:
    told = finding(registry, text)
    assert told is not None
    assert told.fix is None
    assert told.replacement is None


def test_a_model_that_serves_is_never_fixed() -> None:
    text = REDIRECTING.replace("deprecated = 2026-01-01", "legacy = 2026-01-01")
    told = finding(merge([read_rules(text)]), "m-1", "2026-02-01")
    assert told is not None
    assert (told.rule, told.fix, told.replacement) == ("legacy-model", None, None)


def test_the_new_id_goes_where_the_old_one_begins(registry: Registry) -> None:
    whole = reference(registry, OLD)
    parts = replace(whole, pieces=((4, 9), (12, 20), (30, 31)), hold="parts")
    told = judged(registry, Policy(AS_OF), parts)
    assert told is not None
    assert told.fix is not None
    assert told.fix.edits == (
        Edit(4, 9, "claude-new-4-20260301"),
        Edit(12, 20, ""),
        Edit(30, 31, ""),
    )


def test_a_reference_without_pieces_is_only_told(registry: Registry) -> None:
    """An ID that the file nowhere spells out cannot be edited."""
    told = judged(registry, Policy(AS_OF), replace(reference(registry, OLD), pieces=()))
    assert told is not None
    assert told.fix is not None
    assert (told.fix.applicability, told.fix.edits) == ("display", ())


@pytest.mark.parametrize("routed", [True, False])
def test_what_was_judged_before_changes_nothing(registry: Registry, routed: bool) -> None:
    """A route tells the platform: what else the text could mean is no question then."""
    judge = Judge(registry, Policy(AS_OF, rules=ALL_RULES))
    open_ = reference(registry, "claude-1-old")
    both = {way: replace(open_, routed=way) for way in (routed, not routed)}
    page = Workpiece("a.py", decode(b""), PYTHON)
    told = {way: next(judge.judge(one, PLACE, page)).message for way, one in both.items()}
    assert "if it is Vertex AI" in told[False]
    assert "if it is" not in told[True]


def test_every_finding_of_a_text() -> None:
    text = f'a = "{OLD}"\nb = "claude-new-4"\nc = "{SOON}"  # {BEDROCK}\nds = ["claude-v1"]\n'
    result = check_text("settings.toml", text.encode())
    assert [(f.rule, f.place.line, f.place.column, f.place.text) for f in result.findings] == [
        ("retired-model", 1, 6, OLD),
        ("retiring-model", 3, 6, SOON),
        ("retired-model", 3, 24, BEDROCK),
        ("retired-model", 4, 8, "claude-v1"),
    ]
    assert [(f.role, f.severity, f.fix and f.fix.applicability) for f in result.findings] == [
        ("setting", "error", "safe"),
        ("setting", "error", "safe"),
        ("documentation", "note", "display"),
        ("choice", "error", "unsafe"),
    ]


def test_what_is_said_of_an_id_does_not_depend_on_what_was_said_before(
    shipped_registry: Registry,
) -> None:
    texts = ["claude-3-7-sonnet", "anthropic/claude-3-7-sonnet"]

    def messages(order: list[str]) -> dict[str, str]:
        judge = Judge(shipped_registry, Policy(AS_OF))
        page = Workpiece("a.py", decode(b""), PYTHON)
        return {
            text: found.message
            for text in order
            for found in judge.judge(reference(shipped_registry, text), PLACE, page)
        }

    assert messages(texts) == messages(texts[::-1])
    assert len(set(messages(texts).values())) == 2
