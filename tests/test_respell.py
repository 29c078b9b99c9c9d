"""A successor in the spelling that the user used, and why that spelling may not work."""

from __future__ import annotations

from datetime import date

import pytest
from support import AS_OF, read_rules

from deprecation_lint.registry.registry import Registry, merge
from deprecation_lint.registry.respell import Proposal, propose

CLOUD = """
schema = 1
platform = "cloud"
title = "Some Cloud API"
region_prefixes = ["us.", "eu."]
variants = ["28k"]
[[source]]
key = "page"
url = "https://example.com/"
read = 2026-10-01

[[model]]
id = "a-1@20240101"
aliases = ["a-1", "a-1-20240101", "a-1-latest", "a-1@default", "a-1@latest"]
informal = ["a-one", "a-1.0", "one.a"]
released = 2024-01-01
deprecated = 2026-01-01
retires = 2026-06-01
replacement = "a-2@20260101"
source = "page"

[[model]]
id = "a-2@20260101"
aliases = ["a-2-20260101", "a-2@default", "a-2-latest"]
informal = ["a-two", "a-2.0"]
released = 2026-01-01
profiles = ["us."]
source = "page"

[[model]]
id = "b-1"
aliases = ["b-1@default", "b-1-latest"]
informal = ["b.1", "b-one"]
released = 2024-01-01
deprecated = 2026-01-01
retires = 2026-06-01
replacement = "b-2"
source = "page"

[[model]]
id = "b-2"
released = 2026-01-01
source = "page"

[[model]]
id = "c-1"
released = 2024-01-01
deprecated = 2026-01-01
retires = 2026-06-01
replacement = ["b-2", "a-2@20260101"]
source = "page"

[[model]]
id = "d-1"
released = 2024-01-01
deprecated = 2026-01-01
source = "page"
"""
HUB = """
schema = 1
platform = "hub"
title = "The Hub"
kind = "router"
lifecycle = "cloud"
variants = ["beta"]
[[source]]
key = "page"
url = "https://example.com/"
read = 2026-10-01

[[model]]
id = "a-1.0"
of = "a-1@20240101"
aliases = ["a-1"]
source = "page"

[[model]]
id = "a-2.0"
of = "a-2@20260101"
aliases = ["a-2.0-20260102"]
source = "page"

[[model]]
id = "b-1.0"
of = "b-1"
source = "page"

[[model]]
id = "c-1.0"
of = "c-1"
source = "page"

[[model]]
id = "d-1.0"
of = "d-1"
source = "page"
"""


@pytest.fixture(scope="module")
def small() -> Registry:
    return merge([read_rules(text) for text in (CLOUD, HUB)])


def proposed(
    registry: Registry,
    platform: str,
    text: str,
    *,
    as_of: date = AS_OF,
    prefix: str = "",
    variant: str = "",
) -> Proposal | None:
    spelling = next(s for s in registry.spellings[text] if s.platform == platform)
    return propose(registry, spelling, as_of, region_prefix=prefix, variant=variant)


@pytest.mark.parametrize(
    ("platform", "text", "expected"),
    [
        # The ID becomes the ID, an alias the alias of the same kind.
        ("cloud", "a-1@20240101", "a-2@20260101"),
        ("cloud", "a-1", "a-2-latest"),
        ("cloud", "a-1-latest", "a-2-latest"),
        ("cloud", "a-1@default", "a-2@default"),
        # A dated alias pins: it becomes the canonical pinned ID.
        ("cloud", "a-1-20240101", "a-2@20260101"),
        # No alias of that kind: the nearest that there is, at last the ID.
        ("cloud", "a-1@latest", "a-2-latest"),
        ("cloud", "b-1", "b-2"),
        ("cloud", "b-1@default", "b-2"),
        ("cloud", "b-1-latest", "b-2"),
        # Informal names: dots stay dots, anything else becomes what the platform takes.
        ("cloud", "a-1.0", "a-2.0"),
        ("cloud", "one.a", "a-2@20260101"),
        ("cloud", "a-one", "a-2@20260101"),
        ("cloud", "b.1", "b-2"),
        ("cloud", "b-one", "b-2"),
        # A router's own spelling.
        ("hub", "a-1.0", "a-2.0"),
        ("hub", "a-1", "a-2.0"),
        # The first successor that lives and that the router lists.
        ("cloud", "c-1", "b-2"),
        ("hub", "c-1.0", "a-2.0"),
        # Nothing is guessed: not listed, or no successor named.
        ("hub", "b-1.0", None),
        ("hub", "d-1.0", None),
        ("cloud", "d-1", None),
        ("cloud", "b-2", None),
    ],
)
def test_the_users_spelling_is_kept(
    small: Registry, platform: str, text: str, expected: str | None
) -> None:
    proposal = proposed(small, platform, text)
    assert (proposal and proposal.text) == expected
    assert proposal is None or proposal.record.platform == platform


@pytest.mark.parametrize(
    ("platform", "text", "prefix", "variant", "expected", "doubt"),
    [
        (
            "cloud",
            "a-1@20240101",
            "",
            "",
            "a-2@20260101",
            "it may need an inference profile: us. before a-2@20260101",
        ),
        (
            "cloud",
            "a-1-latest",
            "",
            "",
            "a-2-latest",
            "it may need an inference profile: us. before a-2@20260101",
        ),
        ("cloud", "a-1@20240101", "us.", "", "us.a-2@20260101", None),
        (
            "cloud",
            "a-1@20240101",
            "eu.",
            "",
            "eu.a-2@20260101",
            "a-2@20260101 is not known to be served under the prefix eu.",
        ),
        (
            "cloud",
            "b-1",
            "us.",
            "",
            "us.b-2",
            "b-2 is not known to be served under the prefix us.",
        ),
        (
            "cloud",
            "a-1@20240101",
            "",
            "28k",
            "a-2@20260101",
            "the variant :28k is not known for a-2@20260101",
        ),
        ("hub", "a-1.0", "", "beta", "a-2.0", "the variant :beta is not known for a-2.0"),
        (
            "cloud",
            "a-1.0",
            "",
            "",
            "a-2.0",
            "a-1.0 is an informal name that the Some Cloud API never took",
        ),
        (
            "cloud",
            "a-one",
            "us.",
            "",
            "us.a-2@20260101",
            "a-one is an informal name that the Some Cloud API never took",
        ),
        ("hub", "a-1.0", "", "", "a-2.0", None),
    ],
)
def test_a_spelling_that_may_not_work_is_told(
    small: Registry,
    platform: str,
    text: str,
    prefix: str,
    variant: str,
    expected: str,
    doubt: str | None,
) -> None:
    proposal = proposed(small, platform, text, prefix=prefix, variant=variant)
    assert proposal is not None
    assert (proposal.text, proposal.doubt) == (expected, doubt)


@pytest.mark.parametrize(
    ("platform", "text", "prefix", "variant", "expected"),
    [
        ("anthropic", "claude-old-1-20240101", "", "", "claude-new-4-20260301"),
        ("anthropic", "claude-old-1-latest", "", "", "claude-new-4"),
        ("anthropic", "claude-1-old-20240101", "", "", "claude-new-4-20260301"),
        ("anthropic", "claude-1-old", "", "", "claude-new-4-20260301"),
        ("anthropic", "claude-1.0-old", "", "", "claude-new-4.0"),
        ("anthropic", "claude-v1", "", "", "claude-new-4"),
        ("anthropic", "claude-1.0", "", "", "claude-new-4-20260301"),
        ("vertex", "claude-old-1@20240101", "", "", "claude-new-4@20260301"),
        ("vertex", "claude-1-old", "", "", "claude-new-4@20260301"),
        ("router", "claude-1.0-old", "", "", "claude-new-4.0"),
        ("router", "claude-1.0-old", "", "beta", "claude-new-4.0"),
        (
            "bedrock",
            "anthropic.claude-old-1-20240101-v1:0",
            "eu.",
            "",
            "eu.anthropic.claude-new-4-20260301-v1:0",
        ),
        (
            "bedrock",
            "anthropic.claude-old-1-20240101-v1:0",
            "apac.",
            "28k",
            "apac.anthropic.claude-new-4-20260301-v1:0",
        ),
    ],
)
def test_the_frozen_registry(
    registry: Registry, platform: str, text: str, prefix: str, variant: str, expected: str
) -> None:
    proposal = proposed(registry, platform, text, prefix=prefix, variant=variant)
    assert proposal is not None
    assert proposal.text == expected


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2025, 1, 1), "claude-middle-2-latest"),
        (date(2026, 1, 14), "claude-middle-2-latest"),
        (date(2026, 1, 15), None),
        (date(2026, 3, 1), "claude-new-4"),
    ],
)
def test_a_proposal_belongs_to_its_day(
    registry: Registry, as_of: date, expected: str | None
) -> None:
    proposal = proposed(registry, "anthropic", "claude-old-1-latest", as_of=as_of)
    assert (proposal and proposal.text) == expected
