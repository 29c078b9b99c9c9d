"""Which platform an ID belongs to where its spelling fits several, in a registry of three."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import quick
from support import check_text, read_rules

from deprecation_lint.registry.registry import Registry, merge

HEAD = """
schema = 1
platform = "{name}"
title = "The {name}"
evidence = {evidence}
{more}
[[source]]
key = "page"
url = "https://example.com/{name}"
read = 2026-10-01
"""
MODEL = """
[[model]]
id = "{id}"
deprecated = 2026-01-01
retires = {retires}
source = "page"
"""


def platform(name: str, evidence: list[str], retires: dict[str, str], more: str = "") -> str:
    head = HEAD.format(name=name, evidence=evidence, more=more)
    return head + "".join(MODEL.format(id=id_, retires=day) for id_, day in retires.items())


@cache
def registry() -> Registry:
    return merge(
        [
            read_rules(
                platform(
                    "api",
                    ["ApiClient", "api.example.com"],
                    {"m-1": "2026-06-01", "m-2": "2026-06-01", "m-api": "2026-06-01"},
                    "default = true",
                )
            ),
            read_rules(
                platform(
                    "cloud",
                    ["CloudClient", "CloudChat", "cloud-sdk", "cloud"],
                    {"m-1": "2026-07-01", "m-2": "2026-06-01"},
                )
            ),
            read_rules(
                platform(
                    "edge",
                    ["EdgeClient", "CloudClientOfEdge"],
                    {"m-1": "2027-08-01", "m-edge": "2026-06-01"},
                    '[[route]]\nprefix = "edge/"',
                )
            ),
        ]
    )


def told(name: str, text: str, configured: str | None = None) -> list[tuple[str, str]]:
    """Platform and message of each finding."""
    result = check_text(name, text, registry=registry(), platform=configured)
    return [(f.platform, f.message) for f in result.findings]


def platforms(text: str, configured: str | None = None, name: str = "a.py") -> list[str]:
    return [found for found, _ in told(name, text, configured)]


CALL = "CloudClient(model='m-1')\n"
ROWS = [
    # nothing tells: the platform that is the default
    ("run(model='m-1')", None, "api"),
    ("model = 'm-1'", None, "api"),
    # the call around it
    ("CloudClient(model='m-1')", None, "cloud"),
    ("lib.CloudClient(model='m-1')", None, "cloud"),
    ("EdgeClient(run(model='m-1'))", None, "edge"),
    ("CloudClient('m-1')", None, "cloud"),
    # what the file imports or addresses
    ("from lib import CloudClient\nmodel = 'm-1'", None, "cloud"),
    ("import cloud\nmodel = 'm-1'", None, "cloud"),
    ("URL = 'https://api.example.com/v1'\nmodel = 'm-1'", "cloud", "api"),
    ("# with the CloudChat\nmodel = 'm-1'", None, "cloud"),
    # whole words, the longest first
    ("import cloudy\nmodel = 'm-1'", None, "api"),
    ("import my_cloud\nmodel = 'm-1'", None, "api"),
    ("from lib import CloudClientOfEdge\nmodel = 'm-1'", None, "edge"),
    ("import CLOUD\nmodel = 'm-1'", None, "api"),
    # the call before the file
    ("from lib import EdgeClient\nCloudClient(model='m-1')", None, "cloud"),
    # several words of one platform, and of several
    ("from cloud import CloudClient, CloudChat\nmodel = 'm-1'", None, "cloud"),
    ("import cloud, EdgeClient\nmodel = 'm-1'", None, "api"),
    ("import cloud, EdgeClient\nmodel = 'm-1'", "edge", "edge"),
    ("CloudClient(EdgeClient('m-1'))", "edge", "edge"),
    # what is configured comes after what the file says
    ("model = 'm-1'", "edge", "edge"),
    ("model = 'm-1'", "cloud", "cloud"),
    ("CloudClient(model='m-1')", "edge", "cloud"),
    ("import cloud\nmodel = 'm-1'", "edge", "cloud"),
    ("model = 'm-1'", "nowhere", "api"),
    # a platform that has no such name does not speak for it
    ("EdgeClient(model='m-2')", None, "api"),
    ("EdgeClient(model='m-2')", "cloud", "cloud"),
    ("from lib import CloudChat\nEdgeClient(model='m-2')", None, "api"),  # the file names both
    ("CloudClient(model='m-api')", None, "api"),
    ("CloudClient(model='m-edge')", None, "edge"),
    # a prefix settles it before all else
    ("CloudClient(model='edge/m-edge')", None, "edge"),
]


@pytest.mark.parametrize(("text", "configured", "expected"), ROWS)
def test_platform(text: str, configured: str | None, expected: str) -> None:
    assert platforms(text, configured) == [expected]


def test_each_call_speaks_for_its_own() -> None:
    text = "CloudClient(model='m-1')\nApiClient(model='m-1')\nrun(model='m-1')\n"
    assert platforms(text) == ["cloud", "api", "api"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "host: cloud-sdk\nmodel: m-1\n"),
        ("a.js", 'import { CloudClient } from "x";\nconst model = "m-1";\n'),
        (".env", "CLIENT=CloudChat\nMODEL=m-1\n"),
        ("a.md", "With cloud-sdk use m-1.\n"),
    ],
)
def test_in_every_kind_of_file(name: str, text: str) -> None:
    assert platforms(text, name=name) == ["cloud"]


RETIRED = "was retired on 2026-06-01 (174 days ago)"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # open: the others are told where they differ
        (
            "model = 'm-1'",
            f"m-1 {RETIRED} [if it is The cloud: 2026-07-01; if it is The edge: 2027-08-01]; "
            "no successor is known on The api",
        ),
        ("model = 'm-2'", f"m-2 {RETIRED}; no successor is known on The api"),
        ("model = 'm-api'", f"m-api {RETIRED}; no successor is known on The api"),
        # settled: nothing else is told
        ("ApiClient(model='m-1')", f"m-1 {RETIRED}; no successor is known on The api"),
        (
            "CloudClient(model='m-1')",
            "m-1 on The cloud was retired on 2026-07-01 (144 days ago); "
            "no successor is known on The cloud",
        ),
        (
            "EdgeClient(model='m-1')",
            "m-1 on The edge is deprecated and retires on 2027-08-01 (in 252 days); "
            "no successor is known on The edge",
        ),
        (
            "run(model='edge/m-1')",
            "m-1 on The edge is deprecated and retires on 2027-08-01 (in 252 days); "
            "no successor is known on The edge",
        ),
    ],
)
def test_message(text: str, message: str) -> None:
    ((_, found),) = told("a.py", text)
    assert found == message


def test_what_is_configured_is_settled() -> None:
    ((_, message),) = told("a.py", "model = 'm-1'", "api")
    assert message == f"m-1 {RETIRED}; no successor is known on The api"


@quick
@given(st.text(max_size=20), st.text(max_size=20))
def test_any_text(before: str, after: str) -> None:
    for found in platforms(f"{before}\n m-1 \n{after}", name="a.md"):
        assert found in ("api", "cloud", "edge")


def test_without_any_evidence_nothing_is_settled() -> None:
    silent = merge([read_rules(platform("api", [], {"m-1": "2026-06-01"}, "default = true"))])
    (found,) = check_text("a.py", CALL, registry=silent).findings
    assert found.platform == "api"
