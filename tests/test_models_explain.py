"""`models`, `explain`, `rules validate`: the registry, told to people and programs."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support import AS_OF, OWN_RULES, ROOT, RULES_FOLDER, Outcome, assert_refused, run, write

from deprecation_lint.commands.models import borrowed, model_object
from deprecation_lint.registry.lifecycle import life
from deprecation_lint.registry.registry import Registry

pytestmark = pytest.mark.usefixtures("here")


def models(*arguments: str) -> list[dict[str, Any]]:
    """The list as programs read it."""
    outcome = run("models", "--format", "json", *arguments)
    assert (outcome.code, outcome.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(outcome.raw)
    return found


def ids(*arguments: str) -> list[str]:
    return [f"{model['platform']}:{model['id']}" for model in models(*arguments)]


def one(id_: str, *arguments: str) -> dict[str, Any]:
    (found,) = [model for model in models(*arguments) if model["id"] == id_]
    return found


# --- models -------------------------------------------------------------------------------------

PROMISED = {
    "id", "aliases", "name", "released", "legacy", "deprecated", "retires",
    "retires_not_before", "replacement", "replacement_read", "note",
    "platform", "state", "source", "read",
}  # fmt: skip


def test_models_json_keys() -> None:
    found = models()
    assert found
    for model in found:
        assert set(model) >= PROMISED
        assert list(model) == list(found[0])
        assert isinstance(model["aliases"], list)
        assert model["state"] in ("active", "legacy", "deprecated", "retired")
        for key in ("deprecated", "retires", "retires_not_before", "read"):
            assert model[key] is None or str(date.fromisoformat(model[key])) == model[key]


def test_models_json_record() -> None:
    model = one("claude-middle-2-20250101")
    assert {key: model[key] for key in sorted(PROMISED)} == {
        "aliases": ["claude-middle-2-latest", "claude-middle-2"],
        "deprecated": "2026-01-15",
        "id": "claude-middle-2-20250101",
        "legacy": None,
        "name": "Claude Middle 2",
        "note": None,
        "platform": "anthropic",
        "read": "2026-10-01",
        "released": "2025-01-01",
        "replacement": "claude-new-4-20260301",
        "replacement_read": "2026-09-01",
        "retires": "2026-06-15",
        "retires_not_before": "2026-01-01",
        "source": "https://example.com/deprecations",
        "state": "retired",
    }


def test_models_text_and_json_list_the_same() -> None:
    lines = run("models").out.splitlines()
    assert lines[0].split() == [
        "platform", "id", "state", "deprecated", "retires", "not", "before", "replacement",
    ]  # fmt: skip
    assert [":".join(line.split()[:2]) for line in lines[1:]] == ids()
    assert [line.split()[2] for line in lines[1:]] == [model["state"] for model in models()]
    assert all(line == line.rstrip() for line in lines)


def test_models_are_sorted_by_platform_and_id() -> None:
    order = [(model["platform"], model["id"]) for model in models()]
    assert order == sorted(order)


def test_models_of_a_platform() -> None:
    assert ids("--platform", "vertex") == [
        "vertex:claude-new-4@20260301",
        "vertex:claude-old-1@20240101",
    ]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("active", ["claude-floor-3", "claude-new-4-20260301"]),
        ("legacy", ["claude-legacy-3"]),
        ("deprecated", ["claude-mystery-1", "claude-soon-3"]),
        ("retired", ["claude-1.0", "claude-middle-2-20250101", "claude-old-1-20240101"]),
    ],
)
def test_models_in_a_state(state: str, expected: list[str]) -> None:
    found = models("--platform", "anthropic", "--state", state)
    assert [model["id"] for model in found] == expected
    assert {model["state"] for model in found} == {state}


@pytest.mark.parametrize(
    ("day", "state", "deprecated", "retires", "days_left"),
    [
        ("2025-06-29", "active", None, None, None),
        ("2025-06-30", "deprecated", "2025-06-30", "2026-01-05", 189),
        ("2026-01-04", "deprecated", "2025-06-30", "2026-01-05", 1),
        ("2026-01-05", "retired", "2025-06-30", "2026-01-05", 0),
        ("2030-01-01", "retired", "2025-06-30", "2026-01-05", -1457),
    ],
)
def test_models_as_of_a_day(
    day: str, state: str, deprecated: str | None, retires: str | None, days_left: int | None
) -> None:
    model = one("claude-old-1-20240101", "--as-of", day)
    assert (model["state"], model["deprecated"], model["retires"]) == (state, deprecated, retires)
    assert model["days_left"] == days_left
    assert (model["replacement"] is None) is (state == "active")


def test_models_not_yet_released_are_left_out() -> None:
    assert "anthropic:claude-new-4-20260301" not in ids("--as-of", "2026-02-28")
    assert "anthropic:claude-new-4-20260301" in ids("--as-of", "2026-03-01")


def test_models_of_a_router_borrow_their_dates() -> None:
    model = one("claude-1.0-old", "--platform", "router")
    assert (model["state"], model["retires"]) == ("retired", "2026-01-05")
    assert model["of"] == "claude-old-1-20240101"


def test_rolling_names_have_no_lifecycle_to_list() -> None:
    assert "router:claude-new-latest" not in ids()


def test_models_with_rules_of_ones_own() -> None:
    write("own.toml", OWN_RULES)
    assert one("claude-in-house-1", "--rules", "own.toml")["source"] == "https://example.com/own"


def test_nothing_to_list() -> None:
    assert models("--platform", "vertex", "--state", "legacy") == []
    assert len(run("models", "--platform", "vertex", "--state", "legacy").out.splitlines()) == 1


# --- explain ------------------------------------------------------------------------------------


def explained(*arguments: str) -> str:
    outcome = run("explain", *arguments)
    assert (outcome.code, outcome.err) == (0, "")
    return outcome.out


def test_explain_tells_the_whole_story() -> None:
    text = explained("claude-old-1-20240101")
    for part in (
        "claude-old-1-20240101: Claude Old 1, as of 2026-11-22\n",
        "  the ID on the Claude API\n",
        "Claude API: claude-old-1-20240101: retired, 321 days ago\n",
        "  released 2024-01-01\n",
        "  deprecated 2025-06-30, from https://example.com/deprecations (read 2026-10-01)\n",
        "  retired 2026-01-05, from https://example.com/deprecations (read 2026-10-01)\n",
        "  recommended: claude-middle-2-20250101 (read 2026-09-01",
        "claude-old-1-20240101 -> claude-middle-2-20250101 (not live) -> claude-new-4-20260301",
        "Amazon Bedrock: anthropic.claude-old-1-20240101-v1:0: retired, 280 days ago\n",
        "Vertex AI: claude-old-1@20240101: retired, 21 days ago\n",
        "  rests on one reading only: retires\n",
        "  note: The day of the announcement is not known.\n",
        "A Router (dates of Claude API): claude-1.0-old: retired",
        "\nproposed: claude-new-4-20260301\n",
    ):
        assert part in text


@pytest.mark.parametrize(
    ("spelling", "form", "proposed"),
    [
        ("claude-old-1-20240101", "the ID on the Claude API", "claude-new-4-20260301"),
        ("claude-old-1-latest", "an alias of claude-old-1-20240101", "claude-new-4"),
        ("claude-1-old-20240101", "an alias of claude-old-1-20240101", "claude-new-4-20260301"),
        ("claude-v1", "an alias of claude-1.0", "claude-new-4"),
        ("anthropic/claude-old-1-20240101", "the ID on the Claude API", "claude-new-4-20260301"),
        (
            "anthropic.claude-old-1-20240101-v1:0",
            "the ID on Amazon Bedrock",
            "anthropic.claude-new-4-20260301-v1:0",
        ),
        (
            "us.anthropic.claude-old-1-20240101-v1:0",
            "us. is the region prefix of an inference profile",
            "us.anthropic.claude-new-4-20260301-v1:0",
        ),
        (
            "bedrock/us-east-1/anthropic.claude-old-1-20240101-v1:0",
            "the ID on Amazon Bedrock",
            "anthropic.claude-new-4-20260301-v1:0",
        ),
        (
            "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-old-1-20240101-v1:0",
            "the ID on Amazon Bedrock",
            "anthropic.claude-new-4-20260301-v1:0",
        ),
        ("claude-old-1@20240101", "the ID on Vertex AI", "claude-new-4@20260301"),
        (
            "publishers/anthropic/models/claude-old-1@20240101",
            "the ID on Vertex AI",
            "claude-new-4@20260301",
        ),
        ("router:claude-1.0-old", "the ID on A Router", "claude-new-4.0"),
        ("claude-1-old", "an informal name of claude-old-1-20240101", "claude-new-4-20260301"),
    ],
)
def test_explain_any_spelling(spelling: str, form: str, proposed: str) -> None:
    text = explained(spelling)
    assert text.startswith(f"{spelling}: ")
    assert form in text
    assert f"\nproposed: {proposed}\n" in text


def test_explain_where_dates_differ_by_region() -> None:
    id_ = "anthropic.claude-old-1-20240101-v1:0"
    text = explained(id_)
    assert "  ap-south-1: deprecated 2026-01-01, retires 2026-12-31\n" in text
    assert "  other regions: deprecated 2025-10-01, retires 2026-08-01\n" in text
    early = explained(f"bedrock/ap-south-1/{id_}", "--as-of", "2025-12-31")
    assert "nothing to change on this date" in early
    assert "proposed: " not in early


def test_explain_a_region_of_which_only_the_end_is_known() -> None:
    regional = '[[model.region]]\nnames = ["eu-west-2"]\nretires = 2026-10-17\nsource = "own"\n'
    write("own.toml", OWN_RULES + regional)
    text = explained("claude-in-house-1", "--rules", "own.toml")
    assert "  eu-west-2: retires 2026-10-17\n" in text


def test_explain_tells_earlier_recommendations() -> None:
    text = explained("claude-middle-2-20250101", "--as-of", "2026-02-01")
    assert "  recommended: claude-new-4-20260301 (read 2026-09-01" in text
    assert "    before that: claude-floor-3 (read 2026-01-15)\n" in text
    assert "    recommended by 2026-02-01: claude-floor-3 (read 2026-01-15); the provider" in text


@pytest.mark.parametrize(
    ("id_", "told"),
    [
        ("claude-new-4-20260301", "nothing to change on this date\n"),
        ("claude-legacy-3", "nothing to change on this date\n"),
        ("claude-floor-3", "nothing to change on this date\n"),
        ("claude-mystery-1", "no live successor is known on the Claude API\n"),
    ],
)
def test_explain_where_nothing_is_proposed(id_: str, told: str) -> None:
    text = explained(id_)
    assert text.endswith(told)
    assert "proposed" not in text


def test_explain_knows_no_more_than_was_announced() -> None:
    text = explained("claude-old-1-20240101", "--as-of", "2025-06-29")
    assert "Claude API: claude-old-1-20240101: active\n" in text
    assert "2026-01-05" not in text
    assert text.endswith("nothing to change on this date\n")


def test_explain_before_the_release() -> None:
    text = explained("claude-new-4-20260301", "--as-of", "2026-02-28")
    assert "Claude API: claude-new-4-20260301: not yet released\n" in text


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-11-29", "deprecated, 2 days left\n"),
        ("2026-11-30", "deprecated, 1 day left\n"),
        ("2026-12-01", "retired, today\n"),
        ("2026-12-02", "retired, 1 day ago\n"),
        ("2026-12-03", "retired, 2 days ago\n"),
    ],
)
def test_explain_counts_days(day: str, told: str) -> None:
    assert f"Claude API: claude-soon-3: {told}" in explained("claude-soon-3", "--as-of", day)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("claude-old-1-20240102", "claude-old-1-20240101"),
        ("claude-nwe-4", "claude-new-4"),
        ("Claude-New-4", "claude-new-4"),
        ("claude-soon-3x", "claude-soon-3"),
    ],
)
def test_explain_unknown_with_near_misses(text: str, near: str) -> None:
    outcome = run("explain", text)
    assert outcome.code == 1
    first, second = outcome.out.splitlines()
    assert first == (f"{text}: not in the registry read on 2026-10-01. Unknown is not deprecated.")
    assert second.startswith("nearest known: ")
    assert near in second


@pytest.mark.parametrize("text", ["", "zzz", "-", "ü" * 50, "x" * 10_000, "claude soon 3!?"])
def test_explain_unknown_with_nothing_near(text: str) -> None:
    outcome = run("explain", "--", text)
    assert outcome.code == 1
    assert "not in the registry read on 2026-10-01" in outcome.out


def test_explain_takes_the_whole_text_as_the_id() -> None:
    for text in ("claude-soon-3 claude-soon-3", "claude-soon-3.", "claude-soon-3-extra"):
        assert run("explain", text).code == 1


@pytest.mark.parametrize("key", ["retiring-model", "DLM102"])
def test_explain_a_rule(key: str) -> None:
    text = explained(key)
    assert text.startswith("retiring-model (DLM102)\n")
    assert "severity: error; on by default" in text


def test_explain_a_rule_that_is_off() -> None:
    assert "severity: note; off by default" in explained("legacy-model")


def test_explain_unknown_text_cannot_forge_lines() -> None:
    outcome = run("explain", "nope\nclaude-new-4: all is well\x1b[0m")
    assert len(outcome.out.splitlines()) <= 2
    assert "\x1b" not in outcome.out


# --- rules validate -----------------------------------------------------------------------------


def validated(text: str) -> Outcome:
    write("own/rules.toml", text)
    return run("rules", "validate", "own")


def test_complaints_are_one_line_each_with_file_and_record() -> None:
    """The frozen registry has old rows that lead on through a retired model."""
    outcome = run("rules", "validate", RULES_FOLDER)
    told = "replacement claude-middle-2-20250101 is retired itself; name a live model"
    assert outcome.code == 1
    assert outcome.out.splitlines() == [
        f"{RULES_FOLDER / 'anthropic.toml'}: {record}: {told}"
        for record in ("claude-1.0", "claude-old-1-20240101")
    ]


def test_shipped_registry_is_valid() -> None:
    place = ROOT / "rules"
    outcome = run("rules", "validate", place, today=date.max)
    assert outcome.code == 0, outcome.out
    assert outcome.out.endswith(": nothing to complain about\n")


def test_rules_of_ones_own_are_valid() -> None:
    expected = b"1 file, 1 record: nothing to complain about\n"
    assert validated(OWN_RULES) == Outcome(0, expected, "")
    assert run("rules", "validate", "own/rules.toml").raw == expected


@pytest.mark.parametrize(
    ("old", "new", "record", "told"),
    [
        ("retires =", "retire =", "claude-in-house-1", "did you mean retires?"),
        ("2026-02-01", '"soon"', "claude-in-house-1", "retires"),
        ("retires = 2026-02-01", "retires = 2025-12-01", "claude-in-house-1", "is later than"),
        ('source = "own"\n', "", "claude-in-house-1", "has no source"),
        ('source = "own"\n', 'source = "wiki"\n', "claude-in-house-1", "'wiki' is not among"),
        ("claude-new-4-20260301", "claude-nope-1", "claude-in-house-1", "is not a record of"),
        ("claude-new-4-20260301", "claude-in-house-1", "claude-in-house-1", "cycle"),
        ("claude-new-4-20260301", "claude-1.0", "claude-in-house-1", "is retired itself"),
        ("read = 2026-10-01\n\n", "read = 2027-01-01\n\n", "source own", "still to come"),
        ("schema = 1", "schema = 2", "file", "reads schema = 1"),
    ],
)
def test_complaint(old: str, new: str, record: str, told: str) -> None:
    outcome = validated(OWN_RULES.replace(old, new, 1))
    assert outcome.code == 1
    assert outcome.err == ""
    for line in outcome.out.splitlines():
        assert line.startswith("own/rules.toml: ")
    assert any(line.startswith(f"own/rules.toml: {record}: ") for line in outcome.out.splitlines())
    assert told in outcome.out


def test_complaints_of_all_files_are_told() -> None:
    write("own/a.toml", "not TOML")
    write("own/b.toml", OWN_RULES.replace("retires =", "retire ="))
    outcome = run("rules", "validate", "own")
    assert outcome.code == 1
    assert {line.split(":")[0] for line in outcome.out.splitlines()} == {"own/a.toml", "own/b.toml"}


def test_folder_without_rules_is_refused(here: Path) -> None:
    (here / "empty").mkdir()
    assert_refused(run("rules", "validate", "empty"), "no *.toml file in this folder")


def test_refused_rules_stop_every_command() -> None:
    write("own/rules.toml", OWN_RULES.replace("retires =", "retire ="))
    write("app.py", "x = 1\n")
    for command in (["app.py"], ["models"], ["explain", "claude-soon-3"]):
        assert_refused(run(*command, "--rules", "own"), "did you mean retires?")


def test_today_is_the_given_day() -> None:
    assert f"as of {AS_OF}" in explained("claude-soon-3")


def test_explain_names_the_offers_that_share_the_dates() -> None:
    assert "  its dates hold for Another Cloud too\n" in explained("claude-old-1-20240101")


def test_explain_says_where_no_date_is_known() -> None:
    text = explained("anthropic.claude-new-4-20260301-v1:0")
    assert "  no lifecycle date is known on this platform\n" in text


def test_a_router_names_the_plain_successor(shipped_registry: Registry) -> None:
    """The first slug that a router lists for a model, not another speed of it."""
    record = shipped_registry.by_id["openrouter", "claude-3-opus"]
    assert borrowed(shipped_registry, record).replacement == ("claude-opus-4.8",)


def test_a_region_is_known_from_its_announcement_on(registry: Registry) -> None:
    record = registry.by_id["bedrock", "anthropic.claude-old-1-20240101-v1:0"]
    early, late = date(2025, 9, 30), date(2025, 10, 1)
    for as_of, told in ((early, [None, None]), (late, [None, "2026-08-01"])):
        view = life(record, as_of)
        assert view is not None
        assert [region["retires"] for region in model_object(record, view)["regions"]] == told
