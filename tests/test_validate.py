"""What a registry must hold to be trusted: each complaint is one line, `file: record: text`."""

from __future__ import annotations

from datetime import date

import pytest
from support import read_rules

from deprecation_lint.registry.registry import merge
from deprecation_lint.registry.validate import validate

FILE = 'schema = 1\nplatform = "acme"\n'
SOURCE = '[[source]]\nkey = "page"\nurl = "https://example.com/"\nread = 2026-10-01\n'
HEAD = FILE + SOURCE
ROUTER = 'schema = 1\nplatform = "hub"\nkind = "router"\n'


def complaints(*texts: str, base: str = "", today: date | None = None) -> list[str]:
    """Validate texts as files a.toml, b.toml… over a base."""
    files = [(f"{chr(ord('a') + n)}.toml", read_rules(text)) for n, text in enumerate(texts)]
    return validate(files, merge([read_rules(base)] if base else []), today)


def model(id_: str, *lines: str, source: str | None = "page") -> str:
    keys = [f'id = "{id_}"', *lines, *([f'source = "{source}"'] if source else [])]
    return "[[model]]\n" + "".join(f"{key}\n" for key in keys)


def successor(id_: str) -> tuple[str, str]:
    return f'replacement = "{id_}"', "replacement_read = 2026-09-01"


CLEAN = {
    "nothing": FILE,
    "records in order": HEAD + model("m-1") + model("m-2"),
    "dates in order": HEAD
    + model(
        "m-1",
        "released = 2024-01-01",
        "legacy = 2025-01-01",
        "deprecated = 2025-02-01",
        "retires = 2025-04-01",
        "retires_not_before = 2025-01-01",
    ),
    "dates on one day": HEAD
    + model("m-1", "released = 2025-01-01", "deprecated = 2025-01-01", "retires = 2025-01-01"),
    "a month that may be in order": HEAD
    + model("m-1", "deprecated = 2025-01-31", 'retires = "2025-01"'),
    "a year that may be in order": HEAD
    + model("m-1", 'released = "2025"', "deprecated = 2025-01-01"),
    "a successor": HEAD + model("m-1", *successor("m-2")) + model("m-2"),
    "a successor that is deprecated only": HEAD
    + model("m-1", *successor("m-2"))
    + model("m-2", "deprecated = 2026-01-01", "retires = 2026-12-31"),
    "a successor of the same kind": HEAD
    + model("m-1", *successor("m-2"), 'kind = "embedding"')
    + model("m-2", 'kind = "embedding"'),
    "two roads to one end": HEAD
    + model("m-1", 'replacement = ["m-2", "m-3"]', "replacement_read = 2026-09-01")
    + model("m-2", *successor("m-3"))
    + model("m-3"),
    "dates with sources of their own": HEAD
    + model("m-1", "retires = 2027-01-01", 'source_of = { retires = "page" }', source=None),
    "versions of one ID": HEAD + model("m-1", 'version = "1"') + model("m-1", 'version = "2"'),
    "a route to itself": FILE + '[[route]]\nprefix = "acme/"\n',
    "regions in order": HEAD
    + model("m-1", "released = 2024-01-01")
    + '[[model.region]]\nnames = ["eu"]\ndeprecated = 2025-01-01\nretires = 2025-06-01\n',
    "every character of an ID": HEAD + model("Az0.m_x-y@1:2"),
}


@pytest.mark.parametrize("text", CLEAN.values(), ids=CLEAN)
def test_nothing_to_complain_about(text: str) -> None:
    assert complaints(text) == []


ORDER = [
    ("released", "legacy"),
    ("legacy", "deprecated"),
    ("released", "deprecated"),
    ("deprecated", "retires"),
    ("released", "retires"),
    ("legacy", "retires"),
    ("released", "retires_not_before"),
]


@pytest.mark.parametrize(("first", "second"), ORDER)
@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        ("2025-01-02", "2025-01-01"),
        ('"2025-02"', "2025-01-31"),
        ('"2026"', '"2025-12"'),
    ],
)
def test_dates_out_of_order(first: str, second: str, later: str, earlier: str) -> None:
    told = complaints(HEAD + model("m-1", f"{first} = {later}", f"{second} = {earlier}"))
    a, b = later.strip('"'), earlier.strip('"')
    assert told == [f"a.toml: m-1: {first} {a} is later than {second} {b}; one of them is wrong"]


COMPLAINTS = {
    # IDs
    "unsorted": (
        HEAD + model("m-2") + model("m-1"),
        "a.toml: m-1: not sorted; move it before m-2",
    ),
    "unsorted by one": (
        HEAD + model("m-1") + model("m-3") + model("m-2") + model("m-4"),
        "a.toml: m-2: not sorted; move it before m-3",
    ),
    "duplicate ID": (
        HEAD + model("m-1") + model("m-1"),
        "a.toml: m-1: stands twice; leave one of the two records",
    ),
    "duplicate version": (
        HEAD + model("m-1", 'version = "1"') + model("m-1", 'version = "1"'),
        "a.toml: m-1: stands twice; leave one of the two records",
    ),
    "alias of two": (
        HEAD + model("m-1", 'aliases = ["m"]') + model("m-2", 'aliases = ["m"]'),
        "a.toml: m-2: m is claimed by m-1 too; leave it in one of them",
    ),
    "alias against ID": (
        HEAD + model("m-1", 'aliases = ["m-2"]') + model("m-2"),
        "a.toml: m-2: m-2 is claimed by m-1 too; leave it in one of them",
    ),
    "ID against alias": (
        HEAD + model("m-1") + model("m-2", 'aliases = ["m-1"]'),
        "a.toml: m-2: m-1 is claimed by m-1 too; leave it in one of them",
    ),
    "informal against alias": (
        HEAD + model("m-1", 'informal = ["m"]') + model("m-2", 'aliases = ["m"]'),
        "a.toml: m-2: m is claimed by m-1 too; leave it in one of them",
    ),
    "informal against ID": (
        HEAD + model("m-1") + model("m-2", 'informal = ["m-1"]'),
        "a.toml: m-2: m-1 is claimed by m-1 too; leave it in one of them",
    ),
    "informal of two": (
        HEAD + model("m-1", 'informal = ["m"]') + model("m-2", 'informal = ["m"]'),
        "a.toml: m-2: m is claimed by m-1 too; leave it in one of them",
    ),
    "one spelling twice": (
        HEAD + model("m-1", 'aliases = ["m", "m"]'),
        "a.toml: m-1: names one spelling twice; leave it once",
    ),
    "alias that is the ID": (
        HEAD + model("m-1", 'aliases = ["m-1"]'),
        "a.toml: m-1: names one spelling twice; leave it once",
    ),
    "a space in an ID": (
        HEAD + model("m 1"),
        "a.toml: m 1: 'm 1' cannot be an ID; use letters, digits and ",
    ),
    "a letter that is not ASCII": (HEAD + model("mé-1"), "a.toml: mé-1: 'mé-1' cannot be an ID"),
    "a hyphen in front": (HEAD + model("-m"), "a.toml: -m: '-m' cannot be an ID"),
    "a slash": (HEAD + model("acme/m-1"), "a.toml: acme/m-1: 'acme/m-1' cannot be an ID"),
    "an ID too long": (HEAD + model("m" * 129), "cannot be an ID; use letters, digits and "),
    "an alias that cannot be": (
        HEAD + model("m-1", 'aliases = ["m,1"]'),
        "a.toml: m-1: 'm,1' cannot be an ID; use letters",
    ),
    # Dates and sources
    "region out of order": (
        HEAD
        + model("m-1")
        + '[[model.region]]\nnames = ["eu"]\ndeprecated = 2025-02-01\nretires = 2025-01-01\n',
        "a.toml: m-1: region: deprecated 2025-02-01 is later than retires 2025-01-01",
    ),
    "region before the release": (
        HEAD
        + model("m-1", "released = 2025-06-01")
        + '[[model.region]]\nnames = ["eu"]\nretires = 2025-01-01\n',
        "a.toml: m-1: region: ",
    ),
    "region without a source": (
        FILE + model("m-1", source=None) + "[[model.region]]\nretires = 2025-01-01\n",
        "a.toml: m-1: region: ",
    ),
    "replacement without a day": (
        HEAD + model("m-1", 'replacement = "m-2"') + model("m-2"),
        "a.toml: m-1: replacement has no replacement_read; add the day it was read",
    ),
    "replacement without a source": (
        HEAD + model("m-1", *successor("m-2"), source=None) + model("m-2"),
        "a.toml: m-1: replacement has no source; add source or source_of",
    ),
    # Replacements
    "unknown replacement": (
        HEAD + model("m-1", *successor("m-9")),
        "a.toml: m-1: replacement m-9 is not a record of acme; add it",
    ),
    "an alias is no record": (
        HEAD + model("m-1", *successor("m")) + model("m-2", 'aliases = ["m"]'),
        "a.toml: m-1: replacement m is not a record of acme; add it",
    ),
    "itself": (
        HEAD + model("m-1", *successor("m-1")),
        "a.toml: m-1: replacement m-1 leads back to it; break the cycle",
    ),
    "another kind": (
        HEAD + model("m-1", *successor("m-2")) + model("m-2", 'kind = "embedding"'),
        "a.toml: m-1: replacement m-2 is embedding, not chat",
    ),
    "a retired one": (
        HEAD
        + model("m-1", *successor("m-2"))
        + model("m-2", "deprecated = 2026-01-01", "retires = 2026-10-01"),
        "a.toml: m-1: replacement m-2 is retired itself; name a live model",
    ),
    "a retired second choice": (
        HEAD
        + model("m-1", 'replacement = ["m-2", "m-3"]', "replacement_read = 2026-09-01")
        + model("m-2")
        + model("m-3", "deprecated = 2026-01-01", "retires = 2026-10-01"),
        "a.toml: m-1: replacement m-3 is retired itself; name a live model",
    ),
    # Routers and routes
    "router without lifecycle": (
        ROUTER,
        "a.toml: file: lifecycle None is no platform; name the one it borrows",
    ),
    "router of an unknown platform": (
        ROUTER + 'lifecycle = "nowhere"\n',
        "a.toml: file: lifecycle 'nowhere' is no platform; name the one it borrows",
    ),
    "route to an unknown platform": (
        FILE + '[[route]]\nprefix = "x/"\nplatforms = ["acme", "nowhere"]\n',
        "a.toml: route x/: 'nowhere' is no platform; mend the name",
    ),
    "of on a platform": (
        HEAD + model("m-1", 'of = "m-1"'),
        "a.toml: m-1: of m-1 is no record of ",
    ),
} | {
    f"{key} without a source": (
        FILE + model("m-1", f"{key} = 2026-01-01", source=None),
        f"a.toml: m-1: {key} has no source; add source or source_of",
    )
    for key in ("released", "legacy", "deprecated", "retires", "retires_not_before")
}


@pytest.mark.parametrize(("text", "line"), COMPLAINTS.values(), ids=COMPLAINTS)
def test_one_complaint_is_one_line(text: str, line: str) -> None:
    told = complaints(text)
    assert len(told) == 1
    assert line in told[0]
    assert "\n" not in told[0]


BASE = HEAD + model("m-1") + model("m-2", "retires = 2026-01-01")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (HEAD.replace("acme", "hub"), []),
        (ROUTER + 'lifecycle = "acme"\n' + SOURCE + model("h-1", 'of = "m-1"'), []),
        (ROUTER + 'lifecycle = "acme"\n' + SOURCE + model("h-1", "rolling = true"), []),
        (
            ROUTER + 'lifecycle = "acme"\n' + SOURCE + model("h-1", 'of = "m-9"'),
            ["a.toml: h-1: of m-9 is no record of acme; mend the ID"],
        ),
        (
            ROUTER + 'lifecycle = "acme"\n' + SOURCE + model("h-1"),
            ["a.toml: h-1: a router's record needs of, or rolling = true"],
        ),
        # A user's file adds to the shipped one, and may override its records.
        (HEAD + model("m-1", "retires = 2027-01-01"), []),
        (HEAD + model("own-1", *successor("m-1")), []),
        (
            HEAD + model("own-1", *successor("m-2")),
            ["a.toml: own-1: replacement m-2 is retired itself; name a live model"],
        ),
        (
            HEAD + model("m-1", *successor("own-1")) + model("own-1", *successor("m-1")),
            [
                "a.toml: m-1: replacement own-1 leads back to it; break the cycle",
                "a.toml: own-1: replacement m-1 leads back to it; break the cycle",
            ],
        ),
    ],
)
def test_files_are_seen_with_what_they_add_to(text: str, lines: list[str]) -> None:
    assert complaints(text, base=BASE) == lines


def test_a_cycle_is_told_at_each_record_of_it() -> None:
    text = (
        HEAD
        + model("m-1", *successor("m-2"))
        + model("m-2", *successor("m-3"))
        + model("m-3", *successor("m-1"))
    )
    assert complaints(text) == [
        f"a.toml: {a}: replacement {b} leads back to it; break the cycle"
        for a, b in (("m-1", "m-2"), ("m-2", "m-3"), ("m-3", "m-1"))
    ]


def test_what_leads_into_a_cycle_is_no_cycle_itself() -> None:
    text = (
        HEAD
        + model("m-0", *successor("m-1"))
        + model("m-1", *successor("m-2"))
        + model("m-2", *successor("m-1"))
    )
    assert [line.split(": ")[1] for line in complaints(text)] == ["m-1", "m-2"]


@pytest.mark.parametrize(
    ("first", "second", "record", "text"),
    [
        (model("m-1"), model("m-1"), "m-1", "m-1"),
        (model("m-1", 'aliases = ["m"]'), model("m-2", 'aliases = ["m"]'), "m-2", "m"),
        (model("m-1", 'aliases = ["m"]'), model("m"), "m", "m"),
        (model("m-1", 'informal = ["m"]'), model("m-2", 'aliases = ["m"]'), "m-2", "m"),
    ],
)
def test_an_id_is_claimed_in_one_file_of_a_platform(
    first: str, second: str, record: str, text: str
) -> None:
    told = complaints(HEAD + first, HEAD + second)
    assert told == [f"b.toml: {record}: {text} is claimed in a.toml too; leave it in one"]


def test_platforms_may_use_the_same_id() -> None:
    assert complaints(HEAD + model("m-1"), HEAD.replace("acme", "other") + model("m-1")) == []


def test_a_source_cannot_have_been_read_tomorrow() -> None:
    assert complaints(HEAD, today=date(2026, 10, 1)) == []
    assert complaints(HEAD, today=date(2026, 9, 30)) == [
        "a.toml: source page: read on 2026-10-01, which is still to come"
    ]
    assert complaints(HEAD) == []


def test_many_faults_are_a_line_each() -> None:
    text = (
        FILE
        + '[[route]]\nprefix = "x/"\nplatforms = ["nowhere"]\n'
        + SOURCE
        + model("m-2", "released = 2026-02-01", "retires = 2026-01-01")
        + model("m-1", *successor("m-9"), 'aliases = ["m-2", "m,1"]')
        + model("m-3", "deprecated = 2026-01-01", source=None)
    )
    told = complaints(text, today=date(2026, 1, 1))
    assert [line.partition("; use ")[0] for line in sorted(told)] == [
        "a.toml: m-1: 'm,1' cannot be an ID",
        "a.toml: m-1: m-2 is claimed by m-2 too; leave it in one of them",
        "a.toml: m-1: not sorted; move it before m-2",
        "a.toml: m-1: replacement m-9 is not a record of acme; add it",
        "a.toml: m-2: released 2026-02-01 is later than retires 2026-01-01; one of them is wrong",
        "a.toml: m-3: deprecated has no source; add source or source_of",
        "a.toml: route x/: 'nowhere' is no platform; mend the name",
        "a.toml: source page: read on 2026-10-01, which is still to come",
    ]
