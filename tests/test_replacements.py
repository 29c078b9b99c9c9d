"""The user's own choice of a successor: which entry counts, what it becomes, what is refused."""

from __future__ import annotations

import pickle
from datetime import date
from typing import TYPE_CHECKING

import pytest
from support import (
    AS_OF,
    BEDROCK,
    NEW,
    OLD,
    RETIRED,
    assert_refused,
    check_text,
    read_rules,
    report,
    run,
    run_process,
    write,
)

from deprecation_lint.refusals import refusals
from deprecation_lint.registry.registry import Registry, merge
from deprecation_lint.replacements import Choice, Replacements, read_choices

if TYPE_CHECKING:
    from pathlib import Path

    from deprecation_lint.findings import Finding
    from deprecation_lint.values import FileResult

pytestmark = pytest.mark.usefixtures("here")

SOON = "claude-soon-3"
FLOOR = "claude-floor-3"
MYSTERY = "claude-mystery-1"
MIDDLE = "claude-middle-2-20250101"
OWN = "deprecation-lint.toml"


def forced(new: str) -> dict[str, object]:
    return {"to": new, "force": True}


def chosen(**table: object) -> Replacements:
    return Replacements(read_choices(table))


# --- which entry counts -------------------------------------------------------------------------

ENTRIES: dict[str, tuple[list[Choice], list[str], str | None]] = {
    "nothing": ([], ["a-1"], None),
    "another": ([Choice("a-2", "x")], ["a-1"], None),
    "the name": ([Choice("a-1", "x")], ["a-1"], "x"),
    "no part of a name": ([Choice("a-1", "x")], ["a-1-latest"], None),
    "case counts": ([Choice("A-1", "x"), Choice("A-*", "x")], ["a-1"], None),
    "a pattern": ([Choice("a-*", "x")], ["a-1"], "x"),
    "one character": ([Choice("a-?", "x")], ["a-1"], "x"),
    "a set": ([Choice("a-[23]", "x")], ["a-1"], None),
    "the ID behind an alias": ([Choice("a-1", "x")], ["a-latest", "a-1"], "x"),
    "as written before the ID": (
        [Choice("a-1", "x"), Choice("a-latest", "y")],
        ["a-latest", "a-1"],
        "y",
    ),
    "an ID before a pattern": (
        [Choice("a-latest*", "x"), Choice("a-1", "y")],
        ["a-latest", "a-1"],
        "y",
    ),
    "the longer pattern": ([Choice("a-*", "x"), Choice("a-1*", "y")], ["a-1"], "y"),
    "the longer pattern, first": ([Choice("a-1*", "y"), Choice("a-*", "x")], ["a-1"], "y"),
    "the command line before an ID of the settings": (
        [Choice("a-1", "x"), Choice("*", "y", asked=True)],
        ["a-1"],
        "y",
    ),
}


@pytest.mark.parametrize(("choices", "names", "new"), ENTRIES.values(), ids=list(ENTRIES))
def test_which_entry_counts(choices: list[Choice], names: list[str], new: str | None) -> None:
    found = Replacements(tuple(choices)).find(*names)
    assert (found and found.new) == new


def test_they_travel_to_other_processes() -> None:
    own = Replacements((Choice(OLD, NEW, force=True, asked=True),))
    assert pickle.loads(pickle.dumps(own)) == own
    assert own
    assert not Replacements()


# --- what becomes of a reference ----------------------------------------------------------------


def found(text: str, own: Replacements, rules: frozenset[str] | None = None) -> Finding:
    result = check_text("a.yaml", f"model: {text}\n", replacements=own, rules=rules)
    (finding,) = result.findings
    return finding


BECOMES: dict[str, tuple[str, Replacements, str | None, str]] = {
    "an ID": (OLD, chosen(**{OLD: FLOOR}), FLOOR, "safe"),
    "as the user spells it": (OLD, chosen(**{OLD: "claude-new-4"}), "claude-new-4", "safe"),
    "an alias by its ID": ("claude-old-1-latest", chosen(**{OLD: FLOOR}), FLOOR, "safe"),
    "a pattern": (SOON, chosen(**{"claude-s*": FLOOR}), FLOOR, "safe"),
    "where no successor is known": (MYSTERY, chosen(**{MYSTERY: FLOOR}), FLOOR, "unsafe"),
    "an informal name": ("claude-1-old", chosen(**{OLD: FLOOR}), FLOOR, "unsafe"),
    "on Bedrock": (
        BEDROCK,
        chosen(**{"*old-1*": NEW}),
        "anthropic.claude-new-4-20260301-v1:0",
        "unsafe",
    ),
    "behind a region prefix": (
        f"us.{BEDROCK}",
        chosen(**{BEDROCK: NEW}),
        "us.anthropic.claude-new-4-20260301-v1:0",
        "safe",
    ),
    "behind a region prefix, spelled for Bedrock": (
        f"us.{BEDROCK}",
        chosen(**{BEDROCK: "anthropic.claude-new-4-20260301-v1:0"}),
        "us.anthropic.claude-new-4-20260301-v1:0",
        "safe",
    ),
    "behind a prefix under which it is not known": (
        f"apac.{BEDROCK}",
        chosen(**{BEDROCK: NEW}),
        "apac.anthropic.claude-new-4-20260301-v1:0",
        "unsafe",
    ),
    "on Vertex AI": (
        "claude-old-1@20240101",
        chosen(**{"claude-old-1@20240101": NEW}),
        "claude-new-4@20260301",
        "safe",
    ),
    "on a router by the ID of the provider": (
        "router:claude-1.0-old",
        chosen(**{OLD: "claude-new-4@20260301"}),
        "claude-new-4.0",
        "safe",
    ),
    "not served there": (BEDROCK, chosen(**{BEDROCK: FLOOR}), None, "none"),
    "forced": (OLD, chosen(**{OLD: forced(SOON)}), SOON, "unsafe"),
    "forced and unknown": (OLD, chosen(**{OLD: forced("claude-mine")}), "claude-mine", "unsafe"),
    "forced, and fine": (OLD, chosen(**{OLD: forced(FLOOR)}), FLOOR, "safe"),
    "forced and not served there": (BEDROCK, chosen(**{BEDROCK: forced(SOON)}), None, "none"),
    "forced, and rolling": (
        "router:claude-1.0-old",
        chosen(**{OLD: forced("claude-new-latest")}),
        "claude-new-latest",
        "unsafe",
    ),
    "chosen by force elsewhere": (SOON, chosen(**{OLD: forced(SOON)}), None, "none"),
    "matched by its own pattern": (SOON, chosen(**{"claude-*": forced(SOON)}), None, "none"),
}


@pytest.mark.parametrize(("text", "own", "new", "fix"), BECOMES.values(), ids=list(BECOMES))
def test_what_it_becomes(text: str, own: Replacements, new: str | None, fix: str) -> None:
    finding = found(text, own)
    assert finding.replacement == new
    assert (finding.fix.applicability if finding.fix else "none") == fix
    assert finding.replacement_by == ("user" if new else None)


SAYS: dict[str, tuple[str, Replacements, str, str]] = {
    "chosen": (
        OLD,
        chosen(**{OLD: FLOOR}),
        "; use claude-floor-3 (your choice)",
        "replace with claude-floor-3 (your choice; the provider names claude-new-4-20260301)",
    ),
    "the same as the provider's": (
        OLD,
        chosen(**{OLD: "claude-new-4"}),
        "; use claude-new-4 (your choice)",
        "replace with claude-new-4 (your choice)",
    ),
    "where the provider names none": (
        MYSTERY,
        chosen(**{MYSTERY: FLOOR}),
        "; use claude-floor-3 (your choice)",
        "replace with claude-floor-3 (your choice)",
    ),
    "forced": (
        OLD,
        chosen(**{OLD: forced(MIDDLE)}),
        "; use claude-middle-2-20250101 (your choice, which was retired on 2026-06-15)",
        "replace with claude-middle-2-20250101 "
        "(your choice; the provider names claude-new-4-20260301)",
    ),
    "not served there": (
        BEDROCK,
        chosen(**{BEDROCK: FLOOR}),
        "; your choice claude-floor-3 is not known on Amazon Bedrock",
        "choose a live model of Amazon Bedrock for it "
        "(the provider names anthropic.claude-new-4-20260301-v1:0)",
    ),
    "chosen by force elsewhere": (
        SOON,
        chosen(**{OLD: forced(SOON)}),
        "; kept: it is your own choice",
        "you chose it by force (the provider names claude-new-4-20260301)",
    ),
}


@pytest.mark.parametrize(("text", "own", "message", "help_"), SAYS.values(), ids=list(SAYS))
def test_what_it_says(text: str, own: Replacements, message: str, help_: str) -> None:
    finding = found(text, own)
    assert finding.message.endswith(message)
    assert finding.help == help_


def test_a_forced_fix_tells_why_it_is_not_safe() -> None:
    fix = found(OLD, chosen(**{OLD: forced(MIDDLE)})).fix
    assert fix is not None
    assert fix.reason == f"your own choice {MIDDLE}, which was retired on 2026-06-15"


LEFT: dict[str, tuple[str, Replacements, str]] = {
    "another model": (OLD, chosen(**{SOON: FLOOR}), NEW),
    "chosen by force on another platform": (
        "claude-old-1@20240101",
        chosen(**{SOON: forced(OLD)}),
        "claude-new-4@20260301",
    ),
    "chosen, and not by force": (MIDDLE, chosen(**{OLD: MIDDLE}), NEW),
}


@pytest.mark.parametrize(("text", "own", "new"), LEFT.values(), ids=list(LEFT))
def test_what_stays_with_the_provider(text: str, own: Replacements, new: str) -> None:
    finding = found(text, own)
    assert (finding.replacement, finding.replacement_by) == (new, "provider")


@pytest.mark.parametrize("live", [NEW, "claude-next-of-mine", "router:claude-new-latest"])
def test_no_finding_comes_of_an_entry(live: str) -> None:
    own = chosen(**{"claude-*": FLOOR})
    assert check_text("a.yaml", f"model: {live}\n", replacements=own).findings == ()


def test_a_legacy_model_is_replaced_where_it_is_reported() -> None:
    own = chosen(**{"claude-legacy-3": NEW})
    assert check_text("a.yaml", "model: claude-legacy-3\n", replacements=own).findings == ()
    finding = found("claude-legacy-3", own, frozenset({"legacy-model"}))
    assert finding.message.endswith("; use claude-new-4-20260301 (your choice)")
    assert (finding.fix and finding.fix.applicability) == "unsafe"


def test_a_pattern_leaves_models_of_another_kind(wider: Registry) -> None:
    own = chosen(**{"claude-*": "claude-vector-1"})
    result = check_text("a.yaml", f"model: {OLD}\n", replacements=own, registry=wider)
    assert [(f.replacement, f.replacement_by) for f in result.findings] == [(NEW, "provider")]


# --- a choice that is reported itself -----------------------------------------------------------

BOTH = f"model: {OLD}\nfallback_model: {MIDDLE}\n"
BY_FORCE = chosen(**{OLD: forced(MIDDLE)})


def fixed(text: str, own: Replacements, unsafe: bool = True) -> FileResult:
    return check_text("a.yaml", text, mode="fix", unsafe=unsafe, replacements=own)


def test_a_forced_fix_is_made_and_made_once() -> None:
    result = fixed(BOTH, BY_FORCE)
    assert result.notes == ()
    assert result.output == f"model: {MIDDLE}\nfallback_model: {MIDDLE}\n".encode()
    assert [f.place.text for f in result.findings] == [MIDDLE, MIDDLE]
    again = fixed(result.output.decode(), BY_FORCE)
    assert (again.output, again.fixed) == (result.output, ())


@pytest.mark.parametrize(
    ("name", "before", "new", "after"),
    [
        ("a.yaml", f"model: us.{BEDROCK}:28k\n", "claude-next-9", "model: claude-next-9\n"),
        ("a.py", f'm = ["{OLD}", "{SOON}"]\n', MIDDLE, f'm = ["{MIDDLE}", "{NEW}"]\n'),
        ("a.py", 'm = "claude-old-1-" "20240101"\n', MIDDLE, f'm = "{MIDDLE}" ""\n'),
        ("a.py", f'm = """{OLD} {OLD}"""\n', MIDDLE, f'm = """{MIDDLE} {MIDDLE}"""\n'),
    ],
)
def test_forced_texts_that_are_reported_are_written(
    name: str, before: str, new: str, after: str
) -> None:
    own = chosen(**{"*old-1*": forced(new)})
    result = check_text(name, before, mode="fix", unsafe=True, replacements=own)
    assert (result.output, result.notes) == (after.encode(), ())


def test_a_forced_fix_is_not_made_unread() -> None:
    assert fixed(BOTH, BY_FORCE, unsafe=False).output == BOTH.encode()


def test_only_what_is_forced_may_stay() -> None:
    """A choice that was not refused, as no command looked at it, does no harm."""
    result = fixed(f"model: {OLD}\n", chosen(**{OLD: MIDDLE}))
    assert result.output == f"model: {OLD}\n".encode()
    (finding,) = result.findings
    problem = f"your choice {MIDDLE} was retired on 2026-06-15 on the Claude API"
    assert finding.message.endswith(problem)


# --- what is refused ----------------------------------------------------------------------------

EMBEDDING = """
schema = 1
platform = "anthropic"
title = "Claude API"
[[source]]
key = "own"
url = "https://example.com/own"
read = 2026-10-01
[[model]]
id = "claude-vector-1"
name = "Vector 1"
kind = "embedding"
released = 2026-01-01
source = "own"
"""


@pytest.fixture(scope="module")
def wider(registry: Registry) -> Registry:
    return merge([*registry.platforms.values(), read_rules(EMBEDDING)])


REFUSED: dict[str, tuple[dict[str, object], str]] = {
    "OLD is unknown": (
        {"claude-old-1-2024010": FLOOR},
        "claude-old-1-2024010 is no known model; nearest: claude-old-1-20240101, ",
    ),
    "OLD has a region prefix": (
        {f"us.{BEDROCK}": NEW},
        f"us.{BEDROCK} is no known model; write {BEDROCK}: each place keeps the us. that it has",
    ),
    "OLD has a routing prefix": (
        {f"acme/{OLD}": NEW},
        f"write {OLD}: each place keeps the acme/ that it has",
    ),
    "pattern of nothing": ({"gpt-*": FLOOR}, "no known model matches gpt-*; "),
    "NEW is unknown": (
        {OLD: "claude-new-44"},
        "claude-new-44 is no known model; nearest: claude-new-4, ",
    ),
    "NEW is unknown, nothing near": (
        {OLD: "zzz"},
        "zzz is no known model; `deprecation-lint models` lists all, "
        'or force it with { to = "zzz", force = true }',
    ),
    "NEW has a region prefix": (
        {BEDROCK: "eu.anthropic.claude-new-4-20260301-v1:0"},
        "write anthropic.claude-new-4-20260301-v1:0: each place keeps the eu. that it has",
    ),
    "NEW is informal": (
        {OLD: "claude-2-middle"},
        "claude-2-middle is an informal name that the Claude API never took; "
        f"write {MIDDLE}, or force it with",
    ),
    "NEW is rolling": (
        {OLD: "claude-new-latest"},
        "claude-new-latest is a rolling alias, which moves from model to model on A Router; ",
    ),
    "NEW is deprecated": (
        {OLD: SOON},
        "claude-soon-3 is deprecated since 2026-09-01 and retires on 2026-12-01 on the Claude "
        "API; its live successor is claude-new-4-20260301, or force it with "
        '{ to = "claude-soon-3", force = true }',
    ),
    "NEW is deprecated without a date": (
        {OLD: MYSTERY},
        "claude-mystery-1 is deprecated since 2026-03-01 on the Claude API; choose a live model, ",
    ),
    "NEW is retired": (
        {SOON: MIDDLE},
        "claude-middle-2-20250101 was retired on 2026-06-15 on the Claude API; "
        "its live successor is claude-new-4-20260301, ",
    ),
    "the alias of one that is retired": (
        {SOON: "claude-middle-2"},
        "claude-middle-2 was retired on 2026-06-15 on the Claude API; "
        "its live successor is claude-new-4, ",
    ),
    "NEW is retired where OLD is": (
        {SOON: "claude-old-1@20240101"},
        "claude-old-1@20240101 was retired on 2026-01-05 on the Claude API; "
        "its live successor is claude-new-4-20260301, ",
    ),
    "itself": ({OLD: forced(OLD)}, "a model cannot replace itself; choose another"),
    "an alias of itself": (
        {OLD: forced("claude-old-1-latest")},
        "claude-old-1-latest is the same model; choose another",
    ),
    "itself elsewhere": (
        {OLD: forced("claude-old-1@20240101")},
        "claude-old-1@20240101 is the same model; choose another",
    ),
    "another kind": (
        {OLD: forced("claude-vector-1")},
        "claude-vector-1 is of the kind embedding, not chat; choose one of the same kind",
    ),
    "another kind by a pattern": (
        {"claude-vector-*": FLOOR, "claude-s*": "claude-vector-1"},
        "claude-vector-1 is of the kind embedding, not chat; choose one of the same kind",
    ),
    "circle": (
        {OLD: forced(SOON), SOON: forced(OLD)},
        f"the replacements go in a circle ({OLD} -> {SOON} -> {OLD}); take one of them out",
    ),
    "circle by a pattern": (
        {OLD: forced(SOON), "claude-s*": forced(OLD)},
        f"the replacements go in a circle ({OLD} -> claude-s* -> {OLD}); take one of them out",
    ),
}


@pytest.mark.parametrize(("table", "expected"), REFUSED.values(), ids=list(REFUSED))
def test_refused(wider: Registry, table: dict[str, object], expected: str) -> None:
    told = refusals(wider, chosen(**table), AS_OF, "pyproject.toml")
    assert any(expected in line for line in told)
    assert all(line.startswith("pyproject.toml: replacements: '") for line in told)


ACCEPTED: dict[str, dict[str, object]] = {
    "nothing": {},
    "a live model": {OLD: FLOOR},
    "its alias": {OLD: "claude-new-4"},
    "a legacy model": {OLD: "claude-legacy-3"},
    "by an alias": {"claude-old-1-latest": FLOOR},
    "by an informal name": {"claude-1-old": FLOOR},
    "a pattern that matches its own choice": {"claude-*": NEW},
    "the spelling of another platform": {OLD: "anthropic.claude-new-4-20260301-v1:0"},
    "by force: unknown": {OLD: forced("claude-mine")},
    "by force: retired": {SOON: forced(MIDDLE)},
    "by force: informal": {OLD: forced("claude-2-middle")},
    "by force: rolling": {OLD: forced("claude-new-latest")},
    "a chain that ends": {OLD: forced(SOON), SOON: NEW},
}


@pytest.mark.parametrize("table", ACCEPTED.values(), ids=list(ACCEPTED))
def test_accepted(wider: Registry, table: dict[str, object]) -> None:
    assert refusals(wider, chosen(**table), AS_OF, "pyproject.toml") == []


@pytest.mark.parametrize(
    ("as_of", "word"),
    [
        ("2024-12-31", "is not released before 2025-01-01"),
        ("2026-01-14", ""),
        ("2026-01-15", "is deprecated since 2026-01-15 and retires on 2026-06-15"),
        ("2026-06-15", "was retired on 2026-06-15"),
    ],
)
def test_a_refusal_belongs_to_its_day(registry: Registry, as_of: str, word: str) -> None:
    told = refusals(registry, chosen(**{OLD: MIDDLE}), date.fromisoformat(as_of), OWN)
    assert len(told) == bool(word)
    assert word in "".join(told)


def test_every_entry_is_told_of(registry: Registry) -> None:
    told = refusals(registry, chosen(**{OLD: SOON, "claude-x": NEW, SOON: NEW}), AS_OF, OWN)
    assert len(told) == 2


# --- the command line and the settings ----------------------------------------------------------


def replaced(*arguments: str) -> list[tuple[str | None, str | None]]:
    write("app.py", RETIRED)
    told = report("app.py", *arguments).report["findings"]
    return [(finding["replacement"], finding["replacement_by"]) for finding in told]


def test_settings_and_command_line() -> None:
    assert replaced() == [(NEW, "provider")]
    write(OWN, f'[replacements]\n"claude-old-1-*" = "{FLOOR}"\n')
    assert replaced() == [(FLOOR, "user")]
    assert replaced("--isolated") == [(NEW, "provider")]
    assert replaced("--replace", f"{OLD}=claude-new-4") == [("claude-new-4", "user")]
    assert replaced("--replace", f"{SOON}=claude-new-4") == [(FLOOR, "user")]


def test_fix_by_choice(here: Path) -> None:
    write("pyproject.toml", f'[tool.deprecation-lint.replacements]\n"{OLD}" = "{FLOOR}"\n')
    write("app.py", RETIRED)
    assert run("--fix", "app.py").code == 0
    assert (here / "app.py").read_text() == f'MODEL = "{FLOOR}"\n'


def test_fix_by_force() -> None:
    own = ["--stdin-filename", "a.py", "--replace", f"{OLD}={SOON}", "--force-replace"]
    assert run("-", "--fix", *own, stdin=RETIRED.encode()).out == RETIRED
    unsafe = run("-", "--fix", "--unsafe-fixes", *own, stdin=RETIRED.encode())
    assert unsafe.out == f'MODEL = "{SOON}"\n'
    assert unsafe.code == 1


BAD_INPUT: dict[str, tuple[list[str], str]] = {
    "no sign": (["--replace", OLD], f"'{OLD}' is not OLD=NEW; write an ID or a pattern, =, and"),
    "no NEW": (["--replace", f"{OLD}="], "is not OLD=NEW"),
    "no OLD": (["--replace", f"={NEW}"], "is not OLD=NEW"),
    "force of nothing": (["--force-replace"], "--force-replace forces nothing alone"),
    "retired": (
        ["--replace", f"{OLD}={MIDDLE}"],
        f"--replace {OLD}={MIDDLE}: {MIDDLE} was retired on 2026-06-15 on the Claude API; "
        f"its live successor is {NEW}, or add --force-replace",
    ),
    "twice": (
        ["--replace", f"{OLD}={NEW}", "--replace", f"{OLD}={FLOOR}"],
        f"--replace {OLD}={FLOOR}: another entry says {NEW} for the same; keep one",
    ),
}


@pytest.mark.parametrize(("arguments", "expected"), BAD_INPUT.values(), ids=list(BAD_INPUT))
def test_bad_input(arguments: list[str], expected: str, here: Path) -> None:
    write("app.py", RETIRED)
    assert_refused(run("--fix", "app.py", *arguments), expected)
    assert (here / "app.py").read_text() == RETIRED


BAD_SETTINGS: dict[str, tuple[str, str]] = {
    "no table": ('replacements = "x"', "replacements: write it as a table"),
    "a number": (f'[replacements]\n"{OLD}" = 1', f"replacements: '{OLD}': write it as \"NEW\" or"),
    "nothing": (f'[replacements]\n"{OLD}" = ""', "write it as"),
    "no target": (f'[replacements]\n"{OLD}" = {{ force = true }}', "write it as"),
    "another key": (f'[replacements]\n"{OLD}" = {{ to = "{NEW}", forced = true }}', "write it as"),
    "force as a text": (f'[replacements]\n"{OLD}" = {{ to = "{NEW}", force = "y" }}', "write it"),
    "retired": (
        f'[replacements]\n"{OLD}" = "{MIDDLE}"',
        f"replacements: '{OLD}' = '{MIDDLE}': {MIDDLE} was retired on 2026-06-15",
    ),
}


@pytest.mark.parametrize(("text", "expected"), BAD_SETTINGS.values(), ids=list(BAD_SETTINGS))
def test_bad_settings(text: str, expected: str, here: Path) -> None:
    write(OWN, f"{text}\n")
    write("clean.py", "x = 1\n")
    outcome = run("clean.py")
    assert_refused(outcome, expected)
    assert str(here / OWN) in outcome.err


def test_several_processes_do_the_same(here: Path) -> None:
    for name in ("a.py", "b.py"):
        write(name, 'MODEL = "claude-3-opus-20240229"\n')
    own = ["--replace", "claude-3-opus-*=claude-haiku-5-5", "--format", "json", "."]
    one, two = (run_process(*own, "--jobs", jobs, cwd=here) for jobs in ("1", "2"))
    assert one.stdout == two.stdout
    assert one.stdout.count(b'"replacement": "claude-haiku-5-5"') == 2
