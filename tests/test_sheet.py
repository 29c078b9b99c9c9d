"""`explain OLD --to NEW`: the migration sheet, and the provider's record of the same model."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support import (
    AS_OF,
    BEDROCK,
    NEW,
    OLD,
    OWN_HEAD,
    assert_refused,
    frozen,
    read_rules,
    run,
    write,
)

from deprecation_lint.commands.sheet import sheet as sheet_of
from deprecation_lint.registry.registry import Registry, merge
from deprecation_lint.scanning.tokens import Matcher

pytestmark = pytest.mark.usefixtures("here")

PAGE = "from https://example.com/own (read 2026-10-01)"


def constraint(name: str, text: str) -> str:
    """A constraint for the new model, where the text says nothing else."""
    lines = [f'name = "{name}"', text]
    defaults = {
        "argument": f'argument = "{name}"',
        "models": f'models = ["{NEW}"]',
        "effect": 'effect = "rejected"',
        "says": f'says = "no {name} here"',
        "todo": 'todo = "leave it out"',
        "when": f'when = [{{ at = "{name}" }}]',
        "source": 'source = "own"',
    }
    keys = {line.partition(" ")[0] for line in text.splitlines()}
    keys |= {"when"} if 'effect = "advice"' in text else set()
    lines += [line for key, line in defaults.items() if key not in keys]
    return "\n".join(["[[constraint]]", *lines, ""])


def sheet(old: str, new: str, *constraints: str, as_of: str = AS_OF.isoformat()) -> str:
    """The sheet by the frozen registry, with some constraints in place of its own."""
    elsewhere = 'models = ["claude-floor-3"]'
    frozen_ones = (constraint(name, elsewhere) for name in ("old-beta", "warmth"))
    write("own.toml", "\n".join([OWN_HEAD, *frozen_ones, *constraints]))
    outcome = run("explain", old, "--to", new, "--rules", "own.toml", "--as-of", as_of)
    assert (outcome.code, outcome.err) == (0, "")
    return outcome.out


def section(text: str, title: str) -> str:
    """The lines below a title, up to the next empty line; "" where there is no such title."""
    _, found, rest = f"\n{text}".partition(f"\n{title}:\n")
    return rest.partition("\n\n")[0] if found else ""


NOTHING = constraint("nothing", 'models = ["claude-floor-3"]')

# --- the head -----------------------------------------------------------------------------------


def test_head() -> None:
    text = sheet(OLD, NEW, NOTHING)
    assert text.splitlines()[:4] == [
        f"{OLD} -> {NEW}: Claude Old 1 -> Claude New 4, as of 2026-11-22",
        f"  from Claude API: {OLD}, released 2024-01-01, retired on 2026-01-05 (321 days ago), "
        "from https://example.com/deprecations (read 2026-10-01)",
        f"  to Claude API: {NEW}, released 2026-03-01, active, not before 2027-03-01, "
        "from https://example.com/deprecations (read 2026-10-01)",
        "  the provider recommends claude-middle-2-20250101, and that leads on to it, "
        "from https://example.com/deprecations (read 2026-09-01)",
    ]
    assert text.endswith(
        "\nregistry read 2026-10-01; what is not listed here is not known to be fine\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("claude-middle-2-20250101", NEW, "  recommended by the provider, from https://"),
        ("claude-middle-2", "claude-new-4", "  recommended by the provider, from https://"),
        (BEDROCK, NEW, "  recommended by the provider, from https://"),
        (OLD, "claude-floor-3", "  the provider recommends claude-middle-2-20250101, not this, "),
        (
            "claude-middle-2-20250101",
            "claude-floor-3",
            f"  recommended before (read 2026-01-15); now it is {NEW}, ",
        ),
        ("claude-mystery-1", NEW, "  nothing is recommended\n"),
    ],
)
def test_who_recommends_it(old: str, new: str, told: str) -> None:
    assert told in sheet(old, new, NOTHING)


@pytest.mark.parametrize(
    ("new", "told"),
    [
        (OLD, f"{OLD} was retired on 2026-01-05 (321 days ago); {NEW} is its live successor"),
        (
            "claude-soon-3",
            f"claude-soon-3 is deprecated, retires on 2026-12-01 (9 days left); {NEW} is its "
            "live successor",
        ),
        (
            "claude-mystery-1",
            "claude-mystery-1 is deprecated, its retirement is not announced; no live successor "
            "is known",
        ),
        ("claude-new-4.0", f"the Claude API never took claude-new-4.0; write {NEW}"),
        ("claude-legacy-3", "both names mean the same model"),
        (
            "anthropic.claude-new-4-20260301-v1:0",
            f"it is another platform; on the Claude API it is {NEW}",
        ),
    ],
)
def test_what_speaks_against_the_new_name_is_on_top(new: str, told: str) -> None:
    lines = sheet("claude-legacy-3", new, NOTHING).splitlines()
    assert lines[1] == f"  look first: {told}"


def test_a_model_that_is_not_yet_released() -> None:
    text = sheet(OLD, NEW, NOTHING, as_of="2026-02-01")
    assert f"\n  look first: {NEW} is not yet released on this day\n" in text
    assert f"  to Claude API: {NEW}, released 2026-03-01, not yet released" in text


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (f"us.{BEDROCK}", NEW, "on Amazon Bedrock it is us.anthropic.claude-new-4-20260301-v1:0"),
        (f"apac.{BEDROCK}", NEW, "on Amazon Bedrock it is anthropic.claude-new-4-20260301-v1:0"),
        ("router:claude-1.0-old", NEW, "on A Router it is claude-new-4.0"),
        (BEDROCK, "claude-floor-3", "and Amazon Bedrock is not known to serve Claude Floor 3"),
    ],
)
def test_how_the_new_model_is_called_on_the_platform_of_the_old_one(
    old: str, new: str, told: str
) -> None:
    assert told in sheet(old, new, NOTHING).splitlines()[1]


def test_a_name_that_platforms_share_is_meant_for_that_of_the_old_one() -> None:
    write("own/anthropic.toml", OWN_HEAD + SHARED_MODEL)
    write("own/vertex.toml", SHARED)
    arguments = ("--to", "claude-shared-1", "--rules", "own")
    assert "\n  to Vertex AI: claude-shared-1" in run("explain", VERTEX, *arguments).out
    assert "\n  to Claude API: claude-shared-1" in run("explain", OLD, *arguments).out
    routed = ("--to", "anthropic/claude-shared-1", "--rules", "own")
    assert "\n  to Claude API: claude-shared-1" in run("explain", VERTEX, *routed).out


def test_a_name_that_the_platform_of_the_old_one_never_took_is_not_meant_for_it() -> None:
    informal = SHARED_MODEL.replace("-1", "-1-x", 1) + 'informal = ["claude-shared-1"]\n'
    write("own/anthropic.toml", OWN_HEAD + SHARED_MODEL)
    write("own/vertex.toml", SHARED.replace(SHARED_MODEL, informal))
    text = run("explain", VERTEX, "--to", "claude-shared-1", "--rules", "own").out
    assert "\n  to Claude API: claude-shared-1" in text


VERTEX = "claude-old-1@20240101"
SHARED_MODEL = """\
[[model]]
id = "claude-shared-1"
name = "Claude Shared 1"
released = 2026-01-01
source = "own"
"""
SHARED = (OWN_HEAD + SHARED_MODEL).replace('"anthropic"', '"vertex"')


# --- which constraints --------------------------------------------------------------------------


def test_no_constraint_is_known() -> None:
    bare = merge(replace(platform, constraints=()) for platform in frozen().platforms.values())
    old, new = (next(Matcher(bare).matches(text.encode())) for text in (OLD, NEW))
    assert f"no constraint is in the registry for {NEW}" in list(sheet_of(bare, old, new, AS_OF))


def test_an_entry_tells_what_to_do_since_when_and_by_whom() -> None:
    text = sheet(
        OLD,
        NEW,
        constraint("speed", "since = 2026-03-01\nunconfirmed = true"),
    )
    assert section(text, "new with the move") == (
        "  rejected: the request fails\n"
        "    speed: no speed here\n"
        "      do: leave it out\n"
        f"      since 2026-03-01, {PAGE}, rests on one reading"
    )


def test_effects_come_in_their_order() -> None:
    effects = ["advice", "ignored", "deprecated", "changed", "rejected"]
    several = [constraint(effect, f'effect = "{effect}"') for effect in effects]
    lines = section(sheet(OLD, NEW, *several), "new with the move").splitlines()
    assert [line for line in lines if not line.startswith("   ")] == [
        "  rejected: the request fails",
        "  changed: the answer differs",
        "  deprecated: works for now",
        "  ignored: has no effect",
        "  to know: no call shows it",
    ]


BOTH = f'models = ["{OLD}", "{NEW}"]'


@pytest.mark.parametrize(
    ("constraints", "title"),
    [
        ([constraint("speed", "")], "new with the move"),
        ([constraint("speed", BOTH)], "holds already"),
        ([constraint("speed", 'models = ["*"]')], "holds already"),
        ([constraint("speed", f'models = ["*"]\nexcept = ["{OLD}"]')], "new with the move"),
        ([constraint("speed", f'models = ["{OLD}"]')], "holds no longer"),
        (
            [
                constraint("a", 'argument = "speed"\nsays = "no speed here"'),
                constraint("b", f'argument = "speed"\nsays = "no speed here"\nmodels = ["{OLD}"]'),
            ],
            "holds already",
        ),
        (
            [
                constraint("a", 'argument = "speed"\nsays = "no speed here"'),
                constraint(
                    "b",
                    f'argument = "speed"\nsays = "no speed here"\nmodels = ["{OLD}"]\n'
                    'effect = "ignored"',
                ),
            ],
            "new with the move",
        ),
        (
            [constraint("speed", 'needs = { anthropic-python = "2" }')],
            "with the Python SDK 2, or newer",
        ),
        (
            [constraint("speed", f'{BOTH}\nneeds = {{ anthropic-python = "2" }}')],
            "with the Python SDK 2, or newer",
        ),
        (
            [constraint("speed", 'platforms = ["bedrock"]\nnowhere_else = true')],
            "on other platforms only",
        ),
    ],
)
def test_where_a_constraint_is_listed(constraints: list[str], title: str) -> None:
    text = sheet(OLD, NEW, *constraints)
    assert "    speed: no speed here\n" in f"{section(text, title)}\n"
    if title != "new with the move":
        assert "\n0 new with the move, " in text


def test_what_holds_already_is_told_in_short() -> None:
    text = sheet(OLD, NEW, constraint("speed", f"{BOTH}\nsince = 2026-03-01"))
    assert section(text, "holds already") == (
        f"  rejected: the request fails\n    speed: no speed here\n      {PAGE}"
    )


@pytest.mark.parametrize(("day", "count"), [("2026-10-20", 0), ("2026-10-21", 1)])
def test_what_is_not_in_force_yet_is_left_out(day: str, count: int) -> None:
    text = sheet(OLD, NEW, constraint("speed", "since = 2026-10-21"), as_of=day)
    assert f"\n{count} new with the move, 0 already the same, 0 by version, " in text
    assert ("speed" in text) is bool(count)


def test_versions_are_told_once_for_all_that_depend_on_them() -> None:
    needs = 'needs = { anthropic-api = "2026-10-21", anthropic-csharp = "13", ant = "2" }'
    text = sheet(OLD, NEW, constraint("a", needs), constraint("b", needs))
    title = (
        "with the header anthropic-version 2026-10-21, the C# SDK 13 or the ant command 2, or newer"
    )
    assert text.count("anthropic-version") == 1
    assert "    a: no a here\n" in section(text, title)
    assert "    b: no b here\n" in section(text, title)
    assert "\n0 new with the move, 0 already the same, 2 by version, 0 on other" in text


# --- platforms ----------------------------------------------------------------------------------

NEW_ON_BEDROCK = "anthropic.claude-new-4-20260301-v1:0"


@pytest.mark.parametrize(
    ("old", "new", "stated"),
    [
        (OLD, NEW, ""),
        (f"us.{BEDROCK}", NEW_ON_BEDROCK, ", stated for the Claude API"),
        (BEDROCK, NEW, ", stated for the Claude API"),
        (VERTEX, "claude-new-4@20260301", ", stated for the Claude API"),
        ("router:claude-1.0-old", "router:claude-new-4.0", ", stated for the Claude API"),
        ("claude-1-old", "claude-new-4", ""),
    ],
)
def test_any_spelling_is_judged_as_the_providers_own_model(old: str, new: str, stated: str) -> None:
    text = sheet(old, new, constraint("speed", ""), constraint("other", f'models = ["{OLD}"]'))
    assert section(text, "new with the move").endswith(f"      {PAGE}{stated}")
    assert "    other: no other here" in section(text, "holds no longer")


def test_a_constraint_of_some_platforms_names_them() -> None:
    two = constraint("speed", 'platforms = ["anthropic", "vertex"]\nnowhere_else = true')
    assert sheet(VERTEX, NEW, two).count(", stated for") == 0
    assert f"{PAGE}, stated for the Claude API and Vertex AI only\n" in sheet(BEDROCK, NEW, two)


def test_what_holds_on_the_new_platform_only_is_new_with_the_move() -> None:
    one = constraint("speed", f'{BOTH}\nplatforms = ["bedrock"]\nnowhere_else = true')
    assert "speed" in section(sheet(OLD, NEW_ON_BEDROCK, one), "new with the move")
    assert "speed" in section(sheet(BEDROCK, NEW_ON_BEDROCK, one), "holds already")
    assert "speed" in section(sheet(OLD, NEW, one), "on other platforms only")


# --- limits -------------------------------------------------------------------------------------


def model(id_: str, limit: str) -> str:
    return f'[[model]]\nid = "{id_}"\nreleased = 2026-01-01\n{limit}\nsource = "own"\n'


LIMITED = constraint(
    "max_tokens", 'models = ["*"]\nwhen = [{ at = "max_tokens", above = "max_output_tokens" }]'
)


@pytest.mark.parametrize(
    ("old", "new", "title"),
    [
        ("max_output_tokens = 64000", "max_output_tokens = 128000", "holds already"),
        ("max_output_tokens = 64000", "max_output_tokens = 64000", "holds already"),
        ("max_output_tokens = 64000", "max_output_tokens = 8192", "new with the move"),
        ("", "max_output_tokens = 8192", "new with the move"),
        ("max_output_tokens = 64000", "", "new with the move"),
    ],
)
def test_the_limits_of_both_models_are_told(old: str, new: str, title: str) -> None:
    models = [model("claude-from-1", old), model("claude-into-2", new)]
    found = section(sheet("claude-from-1", "claude-into-2", LIMITED, *models), title)
    for id_, limit in (("claude-from-1", old), ("claude-into-2", new)):
        number = f"{int(limit.split()[-1]):,}, {PAGE}" if limit else "not known"
        assert f"\n      {id_}: {number}\n" in found


def test_a_limit_that_rests_on_one_reading() -> None:
    once = 'max_output_tokens = 8192\nunconfirmed = ["max_output_tokens"]'
    models = [model("claude-from-1", once), model("claude-into-2", once)]
    text = sheet("claude-from-1", "claude-into-2", LIMITED, *models)
    assert f"      claude-into-2: 8,192, {PAGE}, rests on one reading\n" in text


def test_of_an_old_model_that_the_provider_does_not_have_all_is_new() -> None:
    other = SHARED.replace("claude-shared-1", "claude-theirs-1").replace("Shared", "Theirs")
    write("vertex.toml", other)
    write("own.toml", OWN_HEAD + constraint("speed", 'models = ["*"]'))
    rules = ("--rules", "own.toml", "--rules", "vertex.toml")
    text = run("explain", "claude-theirs-1", "--to", NEW, *rules).out
    assert "\n3 new with the move, 0 already" in text
    assert "\n  the Claude API has no record of the old model\n" in text


# --- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "unknown"),
    [
        (OLD, "claude-new-44", ["claude-new-44"]),
        ("claude-odl-1", NEW, ["claude-odl-1"]),
        ("claude-odl-1", "claude-new-44", ["claude-odl-1", "claude-new-44"]),
        (OLD, "", [""]),
    ],
)
def test_unknown_models(old: str, new: str, unknown: list[str]) -> None:
    outcome = run("explain", old, "--to", new)
    assert outcome.code == 1
    told = [line for line in outcome.out.splitlines() if not line.startswith("nearest known: ")]
    assert told == [
        f"{name}: not in the registry read on 2026-10-01. Unknown is not deprecated."
        for name in unknown
    ]


def test_a_rule_leads_nowhere() -> None:
    assert_refused(run("explain", "retired-model", "--to", NEW), "name the model to move from")


# --- the provider's record ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("platform", "id_", "expected"),
    [
        ("anthropic", OLD, OLD),
        ("bedrock", BEDROCK, OLD),
        ("vertex", VERTEX, OLD),
        ("router", "claude-1.0-old", OLD),
    ],
)
def test_provider_record(platform: str, id_: str, expected: str) -> None:
    registry = frozen()
    found = registry.provider_record(registry.by_id[platform, id_], "anthropic")
    assert found is registry.by_id["anthropic", expected]


BUILDS = "".join(
    f'[[model]]\nid = "{id_}"\nname = "Claude Twin"\nreleased = 2024-01-01\n'
    f'deprecated = 2025-01-01\nretires = {retires}\nsource = "own"\n'
    for id_, retires in (
        ("claude-twin", "2026-01-01"),
        ("claude-twin-20240101", "2026-01-01"),
        ("claude-twin-20240601", "2026-12-01"),
    )
)


@pytest.mark.parametrize(
    ("id_", "name", "expected"),
    [
        ("anthropic.claude-twin-20240101-v1:0", "Claude Twin", "claude-twin-20240101"),
        ("claude-twin@20240101", "Claude Twin", "claude-twin"),
        ("twin", "Claude Twin", "claude-twin-20240601"),
        ("claude-twin-20240101", "Claude Other", None),
        ("claude-twin-20240101", None, None),
    ],
)
def test_provider_record_of_several_builds(
    id_: str, name: str | None, expected: str | None
) -> None:
    told = f'name = "{name}"\n' if name else ""
    there = f'[[model]]\nid = "{id_}"\n{told}released = 2024-01-01\nsource = "own"\n'
    vertex = (OWN_HEAD + there).replace('"anthropic"', '"vertex"')
    registry = merge([read_rules(OWN_HEAD + BUILDS), read_rules(vertex)])
    found = registry.provider_record(registry.by_id["vertex", id_], "anthropic")
    assert (found.id if found else None) == expected


def test_provider_record_of_the_shipped_registry(shipped_registry: Registry) -> None:
    """Every model of the other platforms is known, but for what they have made themselves."""
    missing = {
        f"{record.platform}:{record.id}"
        for record in shipped_registry.by_id.values()
        if not record.rolling and shipped_registry.provider_record(record, "anthropic") is None
    }
    assert missing == {
        "github-copilot:claude-3.7-sonnet-thought",
        "github-copilot:claude-opus-4.8-fast",
    }
