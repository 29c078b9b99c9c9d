"""The registry that ships: complete, sourced, and never proposing a model that does not serve."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import AS_OF

from deprecation_lint.dates import When
from deprecation_lint.registry.glance import glance, shipped
from deprecation_lint.registry.lifecycle import life
from deprecation_lint.registry.load import load
from deprecation_lint.registry.parse import read_file, rule_files
from deprecation_lint.registry.records import Record, Source, Spelling
from deprecation_lint.registry.registry import Registry, merge
from deprecation_lint.registry.respell import Proposal, propose
from deprecation_lint.registry.schema import DATE_KEYS
from deprecation_lint.registry.validate import validate
from deprecation_lint.scanning.anchors import heads
from deprecation_lint.scanning.tokens import Match, Matcher

FIRST, LAST = date(2023, 1, 1), date(2028, 12, 31)

CLAUDE_API_IDS = """
    claude-1.0 claude-1.1 claude-1.2 claude-1.3
    claude-instant-1.0 claude-instant-1.1 claude-instant-1.2
    claude-2.0 claude-2.1
    claude-3-sonnet-20240229 claude-3-opus-20240229 claude-3-haiku-20240307
    claude-3-5-sonnet-20240620 claude-3-5-sonnet-20241022 claude-3-5-haiku-20241022
    claude-3-7-sonnet-20250219
    claude-sonnet-4-20250514 claude-opus-4-20250514 claude-opus-4-1-20250805
    claude-opus-4-5-20251101 claude-sonnet-4-5-20250929 claude-haiku-4-5-20251001
    claude-opus-4-6 claude-sonnet-4-6 claude-mythos-preview claude-opus-4-7 claude-opus-4-8
    claude-fable-5 claude-mythos-5 claude-sonnet-5 claude-opus-5
    claude-fable-5-1 claude-mythos-5-1 claude-opus-5-5 claude-sonnet-5-5 claude-haiku-5-5
    claude-fable-5-2 claude-mythos-5-2
"""
CLAUDE_API = CLAUDE_API_IDS.split()

REGISTRY = load()
MATCHER = Matcher(REGISTRY)


# The files


def test_the_validator_has_no_complaint(shipped_registry: Registry) -> None:
    files = [(f"{p.name}.toml", p) for p in shipped_registry.platforms.values()]
    assert validate(files, merge([]), AS_OF) == []


def test_a_platform_is_called_like_its_file() -> None:
    """A file that only adds to a platform has its name, too, before an underscore."""
    stems = [file.stem.partition("_") for file in rule_files(Path(shipped()))]
    assert [name for name, mark, _ in stems if not mark] == list(REGISTRY.platforms)
    assert {name for name, _, _ in stems} == set(REGISTRY.platforms)


def test_a_file_that_adds_comes_after_the_one_that_it_adds_to() -> None:
    for place, file in enumerate(files := rule_files(Path(shipped()))):
        base, mark, _ = file.stem.partition("_")
        if mark:
            assert base in [earlier.stem for earlier in files[:place]]
            assert read_file(file).name == base


def test_one_platform_is_the_default() -> None:
    assert [p.name for p in REGISTRY.platforms.values() if p.default] == ["anthropic"]


def test_every_platform_of_the_plan_is_there() -> None:
    assert set(REGISTRY.platforms) >= {"anthropic", "bedrock", "vertex", "openrouter", "vercel"}


def test_all_models_of_the_claude_api_are_there() -> None:
    assert len(CLAUDE_API) == 38
    assert {r.id for r in REGISTRY.platforms["anthropic"].records} == set(CLAUDE_API)


@pytest.mark.parametrize(
    ("alias", "id_"),
    [
        ("claude-2", "claude-2.0"),
        ("claude-v1", "claude-1.3"),
        ("claude-1", "claude-1.3"),
        ("claude-instant-1", "claude-instant-1.2"),
        ("claude-instant-v1", "claude-instant-1.2"),
        ("claude-instant-1.1-100k", "claude-instant-1.1"),
        ("claude-3-opus-latest", "claude-3-opus-20240229"),
        ("claude-3-5-sonnet-latest", "claude-3-5-sonnet-20241022"),
        ("claude-3-5-haiku-latest", "claude-3-5-haiku-20241022"),
        ("claude-3-7-sonnet-latest", "claude-3-7-sonnet-20250219"),
        ("claude-opus-4-0", "claude-opus-4-20250514"),
        ("claude-sonnet-4-0", "claude-sonnet-4-20250514"),
        ("claude-4-opus-20250514", "claude-opus-4-20250514"),
        ("claude-4-sonnet-20250514", "claude-sonnet-4-20250514"),
        ("claude-opus-4-1", "claude-opus-4-1-20250805"),
        ("claude-opus-4-5", "claude-opus-4-5-20251101"),
        ("claude-sonnet-4-5", "claude-sonnet-4-5-20250929"),
        ("claude-haiku-4-5", "claude-haiku-4-5-20251001"),
    ],
)
def test_aliases_of_the_claude_api(alias: str, id_: str) -> None:
    (spelling,) = [s for s in REGISTRY.spellings[alias] if s.platform == "anthropic"]
    assert (spelling.form, spelling.record.id) == ("alias", id_)


@pytest.mark.parametrize(
    "text",
    [
        "claude-3-opus",
        "claude-3.5-sonnet",
        "claude-3-5-sonnet",
        "claude-3-7-sonnet",
        "claude-opus-4",
    ],
)
def test_names_that_the_claude_api_never_took_are_informal(text: str) -> None:
    (spelling,) = [s for s in REGISTRY.spellings[text] if s.platform == "anthropic"]
    assert spelling.form == "informal"


# Sources


def sources() -> list[tuple[str, Source]]:
    return [(p.name, s) for p in REGISTRY.platforms.values() for s in p.sources.values()]


def test_every_source_says_where_and_when() -> None:
    for platform, source in sources():
        where = (platform, source.key)
        assert (source.url is None) != (source.package is None), where
        assert FIRST < source.read <= AS_OF, where
        if source.package is not None:
            assert re.fullmatch(r"\S+ \d[\w.]* \((Python|npm)\)", source.package), where
        if source.url is not None:
            assert urlsplit(source.url).scheme == "https", where


def test_a_url_is_a_providers_page_or_a_public_repository() -> None:
    """A package is named by name and version: an address of a registry would say nothing."""
    known = {
        "api.anthropic.com",
        "docs.aws.amazon.com",
        "docs.cloud.google.com",
        "github.com",
        "platform.claude.com",
    }
    for platform, source in sources():
        if source.url is not None:
            assert urlsplit(source.url).netloc in known, (platform, source.key)


def test_no_file_names_a_path_of_a_machine() -> None:
    for file in rule_files(Path(shipped())):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"[\s\"'(](?:/(?:home|work|tmp|root|Users)/|[A-Z]:\\)", text), file


def test_every_date_has_a_source() -> None:
    for record in REGISTRY.records():
        for key in DATE_KEYS:
            assert getattr(record, key) is None or record.source_for(key), (record.id, key)


def test_every_source_is_used() -> None:
    for platform in REGISTRY.platforms.values():
        used = {
            source.key
            for record in platform.records
            for source in (
                record.source,
                *record.source_of.values(),
                *(entry.source for entry in record.region),
            )
            if source is not None
        }
        used |= {one.source.key for one in platform.constraints if one.source is not None}
        assert used == set(platform.sources), platform.name


def test_a_glance_sees_what_parsing_sees() -> None:
    shipped = glance()
    assert shipped.heads == heads(REGISTRY.spellings)
    assert date.fromordinal(shipped.read) == REGISTRY.read


def test_the_compiled_registry_is_the_parsed_one(shipped_registry: Registry) -> None:
    assert glance().registry() == shipped_registry


# Proposals: whatever the spelling, whatever the day


def spelled() -> list[Spelling]:
    return [spelling for options in REGISTRY.spellings.values() for spelling in options]


def turning_days() -> list[date]:
    """Every day on which anything in the registry changes, the day before, and both ends."""
    days = {FIRST, LAST}
    for record in REGISTRY.records():
        dates: list[When | None] = [getattr(record, key) for key in DATE_KEYS]
        for entry in record.region:
            dates += [entry.deprecated, entry.retires]
        for when in dates:
            if when is not None:
                days |= {when.first, when.last, when.first - timedelta(1), when.last - timedelta(1)}
    days |= {source.read for _, source in sources()}
    days |= {source.read - timedelta(1) for _, source in sources()}
    return sorted(day for day in days if FIRST <= day <= LAST)


@cache
def serves(platform: str, id_: str, day: date) -> bool:
    """Written apart from the package: released by then; no date of the past ends it anywhere."""
    record = REGISTRY.home(REGISTRY.by_id[platform, id_])
    if record.released is None or record.released.first > day:
        return False
    return all(
        (view := life(record, day, region)) is not None
        and view.state not in ("deprecated", "retired")
        for region in (None, *(name for entry in record.region for name in entry.names or ("",)))
    )


def check(spelling: Spelling, proposal: Proposal, prefix: str, day: date) -> None:
    record = proposal.record
    assert record.platform == spelling.platform
    assert serves(record.platform, record.id, day), (spelling.text, str(day), record.id)
    for text, mark in ((proposal.text, "proposal"), (spelling.text, "spelling")):
        assert text == text.strip(), mark
    check_reads_back(spelling, record, proposal.text, prefix)


ROUTES = {
    "anthropic": "",
    "bedrock": "bedrock/",
    "foundry": "azure_ai/",
    "github-copilot": "github_copilot/",
    "heroku": "heroku/",
    "openrouter": "openrouter/anthropic/",
    "vercel": "vercel_ai_gateway/anthropic/",
    "vertex": "vertex_ai/",
}


def only(text: str) -> Match:
    (match,) = MATCHER.matches(text.encode())
    assert match.end == len(text)
    return match


@cache
def read_back(platform: str, text: str) -> tuple[str, str, str, str]:
    match = only(ROUTES[platform] + text)
    spelling = match.spelling
    return spelling.platform, spelling.record.id, match.region_prefix, match.variant


def check_reads_back(spelling: Spelling, record: Record, text: str, prefix: str) -> None:
    assert read_back(spelling.platform, text) == (spelling.platform, record.id, prefix, "")
    bare = text.removeprefix(prefix)
    form = {record.id: "id"} | dict.fromkeys(record.aliases, "alias")
    form |= dict.fromkeys(record.informal, "informal")
    assert bare in form
    dated = re.search(r"(?<!\d)\d{8}(?!\d)", spelling.text) is not None
    if spelling.form == "id" or (spelling.form == "alias" and dated):
        assert bare == record.id
    if spelling.form == "alias":
        assert form[bare] in ("id", "alias")
    if form[bare] == "informal":
        assert spelling.form == "informal"
        assert "." in spelling.text


def test_on_every_day_that_matters_every_proposal_serves() -> None:
    proposals = 0
    for day in turning_days():
        for spelling in spelled():
            proposal = propose(REGISTRY, spelling, day)
            if proposal is not None:
                proposals += 1
                check(spelling, proposal, "", day)
    assert proposals > 1000


@st.composite
def written(draw: st.DrawFn) -> tuple[Spelling, str, str]:
    """A spelling with a region prefix and a variant of its platform, or without."""
    spelling = draw(st.sampled_from(spelled()))
    platform = REGISTRY.platforms[spelling.platform]
    prefix = draw(st.sampled_from(["", *platform.region_prefixes]))
    variant = draw(st.sampled_from(["", *platform.variants]))
    return spelling, prefix, variant


@settings(max_examples=800, deadline=None)
@given(written(), st.dates(FIRST, LAST))
def test_on_any_day_a_proposal_serves_in_the_same_spelling(
    way: tuple[Spelling, str, str], day: date
) -> None:
    spelling, prefix, variant = way
    proposal = propose(REGISTRY, spelling, day, region_prefix=prefix, variant=variant)
    if proposal is not None:
        check(spelling, proposal, prefix, day)
        assert not variant or proposal.doubt is not None


def retired() -> Iterator[Spelling]:
    for spelling in spelled():
        home = REGISTRY.home(spelling.record)
        view = life(home, AS_OF)
        if view is not None and view.state == "retired" and home.replacement:
            yield spelling


def test_every_retired_model_with_a_recommendation_has_a_live_proposal() -> None:
    without = {(s.platform, s.record.id) for s in retired() if propose(REGISTRY, s, AS_OF) is None}
    assert without == set()


def test_a_model_that_goes_faster_is_never_proposed_for_one_that_does_not() -> None:
    for spelling in spelled():
        proposal = propose(REGISTRY, spelling, AS_OF)
        if proposal is not None and "fast" not in spelling.text:
            assert "fast" not in proposal.text, spelling.text


ARN = "arn:aws:bedrock:us-east-1::foundation-model/"
PROFILE = "arn:aws:bedrock:us-west-2:123456789012:inference-profile/"

SPELLED = [
    ("", "claude-3-opus-20240229", "anthropic", "claude-opus-4-8"),
    ("", "claude-3-opus-latest", "anthropic", "claude-opus-4-8"),
    ("", "claude-2", "anthropic", "claude-opus-4-8"),
    ("", "claude-instant-v1", "anthropic", "claude-haiku-4-5"),
    ("", "claude-sonnet-4-0", "anthropic", "claude-sonnet-5-5"),
    ("", "claude-4-opus-20250514", "anthropic", "claude-opus-4-8"),
    ("", "claude-opus-4-1", "anthropic", "claude-opus-4-8"),
    ("", "claude-3-haiku-20240307", "anthropic", "claude-haiku-4-5-20251001"),
    ("", "claude-3.5-sonnet", "anthropic", "claude-sonnet-5.5"),
    ("anthropic:", "claude-3-5-haiku-latest", "anthropic", "claude-haiku-4-5"),
    ("", "anthropic.claude-v2:1", "bedrock", "anthropic.claude-opus-4-8"),
    (
        "",
        "us.anthropic.claude-3-7-sonnet-20250219-v1:0",
        "bedrock",
        "us.anthropic.claude-sonnet-5-5",
    ),
    (
        "",
        "eu.anthropic.claude-3-5-sonnet-20240620-v1:0",
        "bedrock",
        "eu.anthropic.claude-sonnet-5-5",
    ),
    (ARN, "anthropic.claude-3-sonnet-20240229-v1:0", "bedrock", "anthropic.claude-sonnet-5-5"),
    (
        PROFILE,
        "us.anthropic.claude-opus-4-20250514-v1:0",
        "bedrock",
        "us.anthropic.claude-opus-4-8",
    ),
    (
        "bedrock/us-east-1/",
        "anthropic.claude-instant-v1",
        "bedrock",
        "anthropic.claude-haiku-4-5-20251001-v1:0",
    ),
    (
        "bedrock:",
        "global.anthropic.claude-sonnet-4-20250514-v1:0",
        "bedrock",
        "global.anthropic.claude-sonnet-5-5",
    ),
    (
        "",
        "anthropic.claude-instant-v1:2:100k",
        "bedrock",
        "anthropic.claude-haiku-4-5-20251001-v1:0",
    ),
    ("", "claude-3-opus@20240229", "vertex", "claude-opus-4-8"),
    (
        "publishers/anthropic/models/",
        "claude-3-haiku@20240307",
        "vertex",
        "claude-haiku-4-5@20251001",
    ),
    ("vertex_ai/", "claude-3-5-sonnet-v2@20241022", "vertex", "claude-sonnet-5-5"),
    ("openrouter/anthropic/", "claude-3.5-sonnet", "openrouter", "claude-sonnet-5.5"),
    ("openrouter:anthropic/", "claude-2", "openrouter", "claude-opus-4.8"),
    ("anthropic/", "claude-3.7-sonnet", "openrouter", "claude-sonnet-5.5"),
    ("anthropic/", "claude-3-opus-20240229", "anthropic", "claude-opus-4-8"),
    ("vercel_ai_gateway/anthropic/", "claude-3-opus", "vercel", "claude-opus-4.8"),
    ("azure_ai/", "claude-opus-4-1", "foundry", "claude-opus-4-8"),
    ("heroku/", "claude-4-sonnet", "heroku", "claude-sonnet-5-5"),
]


@pytest.mark.parametrize(("route", "text", "platform", "expected"), SPELLED)
def test_ids_in_many_spellings_get_a_live_successor_in_the_same(
    route: str, text: str, platform: str, expected: str
) -> None:
    match = only(route + text)
    assert (match.lead, match.start, match.routed) == (0, len(route), True)
    assert match.spelling.platform == platform
    proposal = propose(
        REGISTRY,
        match.spelling,
        AS_OF,
        region_prefix=match.region_prefix,
        variant=match.variant,
    )
    assert proposal is not None
    assert proposal.text == expected
    home = REGISTRY.home(match.spelling.record)
    view = life(home, AS_OF, match.region)
    assert view is not None
    assert view.state == "retired"


def test_a_record_without_dates_says_so(shipped_registry: Registry) -> None:
    """A change to a copy shows that the checks above look at the dates at all."""
    anthropic = shipped_registry.platforms["anthropic"]
    broken = tuple(
        replace(r, deprecated=r.retires, retires=r.deprecated) if r.deprecated else r
        for r in anthropic.records
    )
    files = [("anthropic.toml", replace(anthropic, records=broken))]
    assert len(validate(files, merge([]), AS_OF)) >= 18
