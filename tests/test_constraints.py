"""`[[constraint]]` tables: read as values, and one line for each thing that is wrong with one."""

from __future__ import annotations

from datetime import date

import pytest
import tomli
from support import read_rules

from deprecation_lint.dates import When
from deprecation_lint.registry.constraints import VERSIONS, Case, Condition, Constraint
from deprecation_lint.registry.records import Platform, Source
from deprecation_lint.registry.registry import merge
from deprecation_lint.registry.schema import read_platform
from deprecation_lint.registry.validate import validate

HEAD = """
schema = 1
platform = "acme"

[[source]]
key = "page"
url = "https://example.com/"
read = 2026-10-01

[[model]]
id = "m-1"
source = "page"
"""
LEAST = {
    "name": '"c"',
    "argument": '"heat"',
    "models": '["m-1"]',
    "effect": '"rejected"',
    "says": '"too hot"',
    "todo": '"cool it"',
    "when": '[{ at = "heat" }]',
    "source": '"page"',
}


def constraint(**changed: str | None) -> str:
    """A constraint as TOML, with some keys changed or left out."""
    lines = (f"{key} = {text}\n" for key, text in {**LEAST, **changed}.items() if text)
    return "[[constraint]]\n" + "".join(lines)


def when(text: str) -> str:
    return constraint(when=f"[{{ {text} }}]")


def only(text: str) -> Constraint:
    (one,) = read_rules(HEAD + text).constraints
    return one


# --- reading ------------------------------------------------------------------------------------


def test_every_key_is_read() -> None:
    one = only("""
        [[constraint]]
        name = "hot"
        argument = "heat"
        models = ["*"]
        except = ["m-2"]
        platforms = ["acme", "other"]
        nowhere_else = true
        needs = { anthropic-api = "2026-10-21", ant = "2" }
        call = 'ask\\Z'
        since = 2026-10-21
        effect = "changed"
        says = "too hot"
        todo = "cool it"
        source = "page"
        unconfirmed = true
        note = "for people"

        [[constraint.when]]
        at = "heat"
        above = 3
        and = [{ at = "thinking.type", is = ["on", 1, true] }, { at = "cold", absent = true }]
        edit = "rename"
        to = "config.heat"

        [[constraint.when]]
        at = "heat.level"
        edit = "drop"
    """)
    assert one == Constraint(
        name="hot",
        platform="acme",
        argument="heat",
        models=("*",),
        excepted=("m-2",),
        platforms=("acme", "other"),
        nowhere_else=True,
        needs=(("anthropic-api", "2026-10-21"), ("ant", "2")),
        call=r"ask\Z",
        since=When(date(2026, 10, 21), date(2026, 10, 21)),
        effect="changed",
        says="too hot",
        todo="cool it",
        cases=(
            Case(
                (
                    Condition("heat", "above", (3,)),
                    Condition("thinking.type", "is", ("on", 1, True)),
                    Condition("cold", "absent"),
                ),
                "rename",
                "config.heat",
            ),
            Case((Condition("heat.level", "present"),), "drop"),
        ),
        source=Source("page", date(2026, 10, 1), "https://example.com/", None),
        unconfirmed=True,
    )


def test_a_constraint_says_little_and_the_rest_follows() -> None:
    one = only(constraint())
    assert (one.platforms, one.nowhere_else) == (("acme",), False)
    assert (one.needs, one.call, one.since, one.unconfirmed) == ((), "", None, False)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ('at = "a"', Condition("a", "present")),
        ('at = "a", absent = true', Condition("a", "absent")),
        ('at = "a", filled = true', Condition("a", "filled")),
        ('at = "a", is = ["x", 1, 0.5, false]', Condition("a", "is", ("x", 1, 0.5, False))),
        ('at = "a", not = [1]', Condition("a", "not", (1,))),
        ('at = "a", above = 8', Condition("a", "above", (8,))),
        (
            'at = "a", above = "max_output_tokens"',
            Condition("a", "above", ("max_output_tokens",)),
        ),
        ('at = "a[]", like = "x_.*"', Condition("a[]", "like", ("x_.*",))),
    ],
)
def test_a_condition_has_one_test(text: str, condition: Condition) -> None:
    assert only(when(text)).cases == (Case((condition,)),)


@pytest.mark.parametrize(
    ("models", "excepted", "held"),
    [
        ('["m-1"]', None, ["m-1"]),
        ('["*"]', None, ["m-1", "m-2"]),
        ('["*"]', '["m-1"]', ["m-2"]),
    ],
)
def test_a_constraint_holds_for_its_models(
    models: str, excepted: str | None, held: list[str]
) -> None:
    one = only(constraint(models=models, **{"except": excepted}))
    assert [id_ for id_ in ("m-1", "m-2") if one.holds_for(id_)] == held


FAULTS = {
    "no name": (constraint(name=None), "constraint", "name is missing"),
    "no argument": (constraint(argument=None), "constraint c", "argument is missing"),
    "no says": (constraint(says=None), "constraint c", "says is missing"),
    "unknown key": (constraint(model='"m-1"'), "constraint c", "did you mean models?"),
    "effect": (constraint(effect='"bad"'), "constraint c", "effect is 'bad'; expected"),
    "since": (constraint(since='"soon"'), "constraint c", "since: expected a date"),
    "call": (constraint(call='"("'), "constraint c", "call is no pattern"),
    "source": (constraint(source='"book"'), "constraint c", "source 'book' is not among"),
    "needs": (constraint(needs="{ ant = 2 }"), "constraint c, needs", "ant is 2; expected a text"),
    "when": (constraint(when='"heat"'), "constraint c", "when is 'heat'; expected [[when]]"),
    "no at": (when("is = [1]"), "constraint c, when", "at is missing; name the argument"),
    "unknown test": (when('at = "a", below = 1'), "constraint c, when", "unknown key 'below'"),
    "two tests": (
        when('at = "a", is = [1], above = 2'),
        "constraint c, when",
        "above and is in one condition; put the others under and",
    ),
    "is": (when('at = "a", is = 1'), "constraint c, when", "is is 1; expected a list of texts"),
    "above": (when('at = "a", above = "it"'), "constraint c, when", 'a number or "max_output'),
    "like": (when('at = "a", like = "("'), "constraint c, when", "like is no pattern"),
    "absent": (when('at = "a", absent = false'), "constraint c, when", "absent is not true"),
    "edit": (when('at = "a", edit = "burn"'), "constraint c, when", "edit is 'burn'; expected"),
    "rename without to": (
        when('at = "a", edit = "rename"'),
        "constraint c, when",
        'edit = "rename" and to = "NEW.NAME" go together',
    ),
    "to without rename": (
        when('at = "a", edit = "drop", to = "b"'),
        "constraint c, when",
        'edit = "rename" and to = "NEW.NAME" go together',
    ),
    "and, no at": (
        when('at = "a", and = [{ is = [1] }]'),
        "constraint c, when, and",
        "at is missing",
    ),
}


@pytest.mark.parametrize(("text", "where", "fragment"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_with_its_constraint(text: str, where: str, fragment: str) -> None:
    _, problems = read_platform(tomli.loads(HEAD + text))
    assert [(p.record, fragment in p.text) for p in problems] == [(where, True)], problems


# --- validating ---------------------------------------------------------------------------------

OTHER = 'schema = 1\nplatform = "other"\n'


def complaints(*texts: str, base: str = "") -> list[str]:
    """Validate texts as files a.toml, b.toml… over a base."""
    files: list[tuple[str, Platform]] = [
        (f"{chr(ord('a') + n)}.toml", read_rules(text)) for n, text in enumerate(texts)
    ]
    return validate(files, merge([read_rules(base)] if base else []))


ADVICE = {"effect": '"advice"', "when": None, "todo": None}

CLEAN = {
    "a plain one": constraint(),
    "for all": constraint(models='["*"]'),
    "for all but one": constraint(models='["*"]', **{"except": '["m-1"]'}),
    "an advice": constraint(**ADVICE),
    "no todo where nothing fails": constraint(effect='"ignored"', todo=None),
    "versions": constraint(needs='{ anthropic-api = "2026-10-21", anthropic-go = "2" }'),
    "two names": constraint() + constraint(name='"d"'),
}


@pytest.mark.parametrize("text", CLEAN.values(), ids=CLEAN)
def test_nothing_to_complain_about(text: str) -> None:
    assert complaints(HEAD + text) == []


WRONG = {
    "unknown model": (
        constraint(models='["m-1", "m-2"]'),
        "m-2 is not a record of acme; mend the ID",
    ),
    "all and one": (constraint(models='["*", "m-1"]'), "* is not a record of acme; mend the ID"),
    "unknown exception": (
        constraint(models='["*"]', **{"except": '["m-2"]'}),
        "m-2 is not a record of acme; mend the ID",
    ),
    "an exception from few": (
        constraint(**{"except": '["m-1"]'}),
        'except goes with models = ["*"]; leave them out of models',
    ),
    "no models": (constraint(models=None), 'models is missing; name them, or write ["*"]'),
    "an advice for nobody": (
        constraint(**{**ADVICE, "models": None}),
        'models is missing; name them, or write ["*"]',
    ),
    "unknown platform": (
        constraint(platforms='["acme", "moon"]'),
        "'moon' is no platform; mend the name",
    ),
    "no source": (constraint(source=None), "has no source; add one"),
    "no todo": (constraint(todo=None), "todo is missing; say what to do instead"),
    "an advice with when": (
        constraint(effect='"advice"'),
        "an advice has no when; leave it out, or choose another effect",
    ),
    "unknown version": (
        constraint(needs='{ acme-sdk = "1" }'),
        f"needs 'acme-sdk', of which no version is known; one of {', '.join(VERSIONS)}",
    ),
    "no version": (constraint(needs='{ ant = "new" }'), "needs ant 'new', which is no version"),
    "twice": (constraint() + constraint(), "stands twice; give each a name of its own"),
} | {
    f"{effect} without when": (
        constraint(effect=f'"{effect}"', when=None),
        f"{effect} without when; say what a call with it looks like",
    )
    for effect in ("rejected", "ignored", "deprecated", "changed")
}


@pytest.mark.parametrize(("text", "complaint"), WRONG.values(), ids=WRONG)
def test_a_complaint_names_the_constraint_and_the_way_out(text: str, complaint: str) -> None:
    assert complaints(HEAD + text) == [f"a.toml: constraint c: {complaint}"]


def test_models_and_platforms_may_stand_in_another_file() -> None:
    added = HEAD.partition("[[model]]")[0] + constraint(platforms='["acme", "other"]')
    assert complaints(HEAD, OTHER, added) == []
    assert complaints(OTHER, added, base=HEAD) == []
    assert len(complaints(added)) == 2


def test_a_name_stands_in_one_file_of_a_platform() -> None:
    again = HEAD.partition("[[model]]")[0] + constraint()
    assert complaints(HEAD + constraint(), again) == [
        "b.toml: constraint c: stands in a.toml too; leave it in one"
    ]


def test_a_users_file_overrides_what_ships() -> None:
    mine = HEAD.partition("[[model]]")[0] + constraint(says='"fine by now"')
    assert complaints(mine, base=HEAD + constraint()) == []
    (one,) = (
        merge([read_rules(HEAD + constraint()), read_rules(mine)]).platforms["acme"].constraints
    )
    assert one.says == "fine by now"
