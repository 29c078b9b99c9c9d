"""One file of rules as TOML → values, or one line for each thing that is wrong with it."""

from __future__ import annotations

from datetime import date

import pytest
import tomli

from deprecation_lint.dates import When
from deprecation_lint.registry.records import (
    EarlierReplacement,
    Platform,
    Record,
    RegionDates,
    Route,
    Source,
)
from deprecation_lint.registry.schema import read_platform

FILE = 'schema = 1\nplatform = "acme"\n'
SOURCE = '[[source]]\nkey = "page"\nurl = "https://example.com/"\nread = 2026-10-01\n'
MODEL = '[[model]]\nid = "m-1"\nsource = "page"\n'


def day(year: int, month: int, number: int) -> When:
    return When(date(year, month, number), date(year, month, number))


def problems(text: str) -> list[tuple[str, str]]:
    return [(problem.record, problem.text) for problem in read_platform(tomli.loads(text))[1]]


def test_the_least_that_a_file_can_say() -> None:
    assert read_platform(tomli.loads(FILE)) == (Platform(name="acme", title="acme"), [])


def test_every_key_of_a_file_is_read() -> None:
    platform, wrong = read_platform(
        tomli.loads("""
            schema = 1
            platform = "acme"
            title = "Acme Cloud"
            kind = "router"
            lifecycle = "anthropic"
            default = true
            routed = true
            covers = ["Acme Two"]
            region_prefixes = ["us.", "eu."]
            variants = ["beta"]
            note = "for people"

            [[source]]
            key = "page"
            url = "https://example.com/"
            read = 2026-10-01

            [[source]]
            key = "package"
            package = "acme 1.2 (Python)"
            read = 2026-10-02
            kind = "package"
            note = "for people"

            [[route]]
            prefix = "acme/"

            [[route]]
            prefix = "acme:"
            platforms = ["acme", "anthropic"]

            [[model]]
            id = "m-1"
            version = "2"
            of = "claude-1"
            aliases = ["m-one"]
            informal = "m.1"
            name = "M 1"
            kind = "embedding"
            released = "2024"
            legacy = 2025-01-01
            deprecated = 2025-02-01
            retires = "2026-03"
            retires_not_before = 2026-01-01
            replacement = ["m-2", "m-3"]
            replacement_read = 2026-09-01
            earlier_replacements = [{ read = 2026-01-01, id = "m-0" }]
            after_retirement = "redirect"
            redirects_to = "m-2"
            needs_context = true
            profiles = ["us."]
            regions = ["us-east-1"]
            rolling = true
            note = "for people"
            source = "page"
            source_of = { retires = "package" }
            unconfirmed = ["retires"]

            [[model.region]]
            names = ["eu-west-1"]
            deprecated = 2025-03-01
            retires = 2026-04-01
            source = "package"
            note = "for people"

            [[model.region]]
            retires = 2026-05-01
        """)
    )
    assert wrong == []
    page = Source("page", date(2026, 10, 1), "https://example.com/", None)
    package = Source("package", date(2026, 10, 2), None, "acme 1.2 (Python)", "package")
    assert platform == Platform(
        name="acme",
        title="Acme Cloud",
        router=True,
        lifecycle="anthropic",
        default=True,
        routed=True,
        covers=("Acme Two",),
        region_prefixes=("us.", "eu."),
        variants=("beta",),
        routes=(Route("acme/", ("acme",)), Route("acme:", ("acme", "anthropic"))),
        sources={"page": page, "package": package},
        records=(
            Record(
                platform="acme",
                id="m-1",
                version="2",
                of="claude-1",
                aliases=("m-one",),
                informal=("m.1",),
                name="M 1",
                kind="embedding",
                released=When(date(2024, 1, 1), date(2024, 12, 31)),
                legacy=day(2025, 1, 1),
                deprecated=day(2025, 2, 1),
                retires=When(date(2026, 3, 1), date(2026, 3, 31)),
                retires_not_before=day(2026, 1, 1),
                replacement=("m-2", "m-3"),
                replacement_read=date(2026, 9, 1),
                earlier_replacements=(EarlierReplacement(date(2026, 1, 1), "m-0"),),
                after_retirement="redirect",
                redirects_to="m-2",
                needs_context=True,
                profiles=("us.",),
                regions=("us-east-1",),
                region=(
                    RegionDates(("eu-west-1",), day(2025, 3, 1), day(2026, 4, 1), package),
                    RegionDates((), None, day(2026, 5, 1), None),
                ),
                rolling=True,
                note="for people",
                source=page,
                source_of={"retires": package},
                unconfirmed=("retires",),
            ),
        ),
    )
    record = platform.records[0]
    assert record.source_for("retires") == package
    assert record.source_for("released") == page


def test_a_record_says_little_and_the_rest_follows() -> None:
    platform, wrong = read_platform(tomli.loads(FILE + SOURCE + MODEL))
    assert wrong == []
    assert platform.records == (Record(platform="acme", id="m-1", source=platform.sources["page"]),)
    assert (platform.router, platform.default, platform.routed) == (False, False, False)


@pytest.mark.parametrize(
    ("source", "where"),
    [
        (Source("k", date(2026, 1, 1), "https://example.com", None), "https://example.com"),
        (Source("k", date(2026, 1, 1), None, "acme 1.2 (Python)"), "acme 1.2 (Python)"),
        (Source("k", date(2026, 1, 1), None, None), "k"),
    ],
)
def test_a_source_says_where_it_is(source: Source, where: str) -> None:
    assert source.where == where


FAULTS = {
    # The file
    "no schema": ('platform = "acme"\n', "file", "schema is None; this version reads schema = 1"),
    "later schema": ('schema = 2\nplatform = "acme"\n', "file", "schema is 2; this version reads"),
    "schema as text": ('schema = "1"\nplatform = "acme"\n', "file", "schema is '1'"),
    "schema as flag": ('schema = true\nplatform = "acme"\n', "file", "schema is True"),
    "schema as float": ('schema = 1.0\nplatform = "acme"\n', "file", "schema is 1.0"),
    "no platform": ("schema = 1\n", "file", 'platform is missing; write platform = "NAME"'),
    "unknown key, near": (
        FILE + 'titel = "A"\n',
        "file",
        "unknown key 'titel'; did you mean title?",
    ),
    "unknown key, far": (
        FILE + "xyzzy = 1\n",
        "file",
        "unknown key 'xyzzy'; known keys: constraint, ",
    ),
    "title": (FILE + "title = 1\n", "file", "title is 1; expected a text"),
    "empty title": (FILE + 'title = ""\n', "file", "title is ''; expected a text"),
    "kind": (FILE + 'kind = "proxy"\n', "file", 'expected "platform" or "router"'),
    "kind, a list": (FILE + "kind = []\n", "file", 'kind is []; expected "platform" or "router"'),
    "flag": (FILE + "default = 1\n", "file", "default is 1; expected true or false"),
    "flag as text": (FILE + 'routed = "yes"\n', "file", "routed is 'yes'; expected true or false"),
    "texts": (FILE + "covers = [1]\n", "file", "covers is [1]; expected a list of texts"),
    "texts, empty one": (FILE + 'variants = [""]\n', "file", "variants is ['']; expected a list"),
    "texts, one empty": (FILE + 'variants = ""\n', "file", "variants is ''; expected a list"),
    "prefixes": (FILE + "region_prefixes = 3\n", "file", "region_prefixes is 3; expected a list"),
    "models no tables": (FILE + "model = 1\n", "file", "model is 1; expected [[model]] tables"),
    "one model table": (FILE + '[model]\nid = "m-1"\n', "file", "expected [[model]] tables"),
    "models of numbers": (FILE + "source = [1]\n", "file", "expected [[source]] tables"),
    "routes no tables": (FILE + 'route = "a/"\n', "file", "expected [[route]] tables"),
    # Sources
    "source key": (
        FILE + '[[source]]\nurl = "https://x.example"\nread = 2026-01-01\n',
        "source",
        "key is missing; give each source a short key",
    ),
    "source twice": (FILE + SOURCE + SOURCE, "source page", "twice"),
    "source read": (
        FILE + '[[source]]\nkey = "k"\nurl = "https://x.example"\n',
        "source k",
        "read is missing; write the day on which the source was read",
    ),
    "source read, a month": (
        FILE + '[[source]]\nkey = "k"\nurl = "https://x.example"\nread = "2026-01"\n',
        "source k",
        "read is '2026-01'; expected a day: 2026-01-31",
    ),
    "source read, a time": (
        FILE + '[[source]]\nkey = "k"\nurl = "https://x.example"\nread = 2026-01-01T00:00:00\n',
        "source k",
        "expected a day: 2026-01-31",
    ),
    "source nowhere": (
        FILE + '[[source]]\nkey = "k"\nread = 2026-01-01\n',
        "source k",
        "give either url or package (name and version)",
    ),
    "source in two places": (
        FILE + SOURCE + 'package = "acme 1"\n',
        "source page",
        "give either url or package (name and version)",
    ),
    "source kind": (FILE + SOURCE + 'kind = "rumour"\n', "source page", '"page" or "package" or'),
    "source unknown key": (FILE + SOURCE + 'ulr = "x"\n', "source page", "did you mean url?"),
    # Routes
    "route prefix": (FILE + "[[route]]\n", "route", "prefix is missing or does not end in / or :"),
    "route end": (FILE + '[[route]]\nprefix = "acme"\n', "route acme", "does not end in / or :"),
    "route type": (FILE + "[[route]]\nprefix = 1\n", "route 1", "prefix is 1; expected a text"),
    "route platforms": (
        FILE + '[[route]]\nprefix = "a/"\nplatforms = [1]\n',
        "route a/",
        "platforms is [1]; expected a list of texts",
    ),
    "route unknown key": (
        FILE + '[[route]]\nprefix = "a/"\nplatform = "acme"\n',
        "route a/",
        "unknown key 'platform'; did you mean platforms?",
    ),
    # Records
    "no id": (FILE + '[[model]]\nname = "M"\n', "model", "id is missing"),
    "empty id": (FILE + '[[model]]\nid = ""\n', "model", "id is ''; expected a text"),
    "id type": (FILE + "[[model]]\nid = 4\n", "4", "id is 4; expected a text"),
    "model unknown key": (
        FILE + SOURCE + MODEL + "retire = 2026-01-01\n",
        "m-1",
        "unknown key 'retire'; did you mean retires?",
    ),
    "aliases": (FILE + SOURCE + MODEL + "aliases = 1\n", "m-1", "aliases is 1; expected a list"),
    "informal": (FILE + SOURCE + MODEL + "informal = [2]\n", "m-1", "informal is [2]; expected a"),
    "name": (FILE + SOURCE + MODEL + "name = []\n", "m-1", "name is []; expected a text"),
    "model kind": (FILE + SOURCE + MODEL + "kind = 1\n", "m-1", "kind is 1; expected a text"),
    "version": (FILE + SOURCE + MODEL + "version = 2\n", "m-1", "version is 2; expected a text"),
    "replacement": (FILE + SOURCE + MODEL + "replacement = 1\n", "m-1", "replacement is 1; expect"),
    "replacement_read": (
        FILE + SOURCE + MODEL + 'replacement_read = "2026"\n',
        "m-1",
        "replacement_read is '2026'; expected a day: 2026-01-31",
    ),
    "after_retirement": (
        FILE + SOURCE + MODEL + 'after_retirement = "explode"\n',
        "m-1",
        'after_retirement is \'explode\'; expected "error" or "redirect"',
    ),
    "rolling": (FILE + SOURCE + MODEL + "rolling = 0\n", "m-1", "rolling is 0; expected true or"),
    "needs_context": (FILE + SOURCE + MODEL + 'needs_context = "no"\n', "m-1", "expected true or"),
    "source not there": (
        FILE + '[[model]]\nid = "m-1"\nsource = "page"\n',
        "m-1",
        "source 'page' is not among the file's [[source]] entries; add it",
    ),
    "source_of not there": (
        FILE + SOURCE + MODEL + 'source_of = { retires = "book" }\n',
        "m-1, source_of",
        "source 'book' is not among the file's [[source]] entries; add it",
    ),
    "source_of of nothing": (
        FILE + SOURCE + MODEL + 'source_of = { retired = "page" }\n',
        "m-1, source_of",
        "unknown key 'retired'; did you mean retires?",
    ),
    "source_of type": (
        FILE + SOURCE + MODEL + 'source_of = "page"\n',
        "m-1",
        "source_of is 'page'; expected a table of field = source key",
    ),
    "earlier without day": (
        FILE + SOURCE + MODEL + 'earlier_replacements = [{ id = "m-0" }]\n',
        "m-1, earlier_replacements m-0",
        "give the ID and the day on which it was read",
    ),
    "earlier without ID": (
        FILE + SOURCE + MODEL + "earlier_replacements = [{ read = 2026-01-01 }]\n",
        "m-1, earlier_replacements",
        "give the ID and the day on which it was read",
    ),
    "earlier unknown key": (
        FILE + SOURCE + MODEL + "earlier_replacements = "
        '[{ read = 2026-01-01, id = "m-0", ID = "m-0" }]\n',
        "m-1, earlier_replacements m-0",
        "unknown key 'ID'; ",
    ),
    "region unknown key": (
        FILE + SOURCE + MODEL + '[[model.region]]\nname = ["eu-west-1"]\n',
        "m-1, region",
        "unknown key 'name'; did you mean names?",
    ),
    "region date": (
        FILE + SOURCE + MODEL + '[[model.region]]\nretires = "soon"\n',
        "m-1, region",
        "retires: expected a date such as 2026-01-31",
    ),
    "region source": (
        FILE + SOURCE + MODEL + '[[model.region]]\nsource = "book"\n',
        "m-1, region",
        "source 'book' is not among the file's [[source]] entries",
    ),
    "regions no tables": (
        FILE + SOURCE + MODEL + 'region = ["eu-west-1"]\n',
        "m-1",
        "expected [[region]] tables",
    ),
} | {
    f"{key}, not a date": (
        f"{FILE}{SOURCE}{MODEL}{key} = {value}\n",
        "m-1",
        f"{key}: expected a date such as 2026-01-31",
    )
    for key in ("released", "legacy", "deprecated", "retires", "retires_not_before")
    for value in ('"soon"',)
}


@pytest.mark.parametrize(("text", "record", "fragment"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_with_its_record(text: str, record: str, fragment: str) -> None:
    told = problems(text)
    assert [(where, fragment in what) for where, what in told if fragment in what] == [
        (record, True)
    ], told
    assert all("\n" not in what for _, what in told)


@pytest.mark.parametrize("value", ['"2026-13"', '"2026-1-1"', "2026", "2026-01-01T00:00:00", "[]"])
def test_a_bad_date_is_told_and_left_out(value: str) -> None:
    platform, wrong = read_platform(tomli.loads(f"{FILE}{SOURCE}{MODEL}retires = {value}\n"))
    assert [problem.record for problem in wrong] == ["m-1"]
    assert wrong[0].text.startswith("retires: ")
    assert platform.records[0].retires is None


def test_a_problem_is_one_line() -> None:
    _, (problem,) = read_platform(tomli.loads(FILE + SOURCE + MODEL + "kind = 1\n"))
    assert str(problem) == "m-1: kind is 1; expected a text"


def test_a_file_with_many_faults_has_a_line_for_each() -> None:
    text = """
        schema = 3
        titel = "Acme"
        default = "yes"

        [[source]]
        key = "page"
        read = 2026-10-01

        [[route]]
        prefix = "acme"

        [[model]]
        id = "m-1"
        released = "soon"
        aliases = [1]
        source = "book"

        [[model]]
        name = "no ID"

        [[model]]
        id = "m-3"
        retires = 2026-01-01
        colour = "red"
    """
    told = [record for record, _ in problems(text)]
    assert sorted(told) == sorted(
        ["file"] * 4 + ["source page", "route acme"] + ["m-1"] * 3 + ["model", "m-3"]
    )
    platform, _ = read_platform(tomli.loads(text))
    assert [record.id for record in platform.records] == ["m-1", "m-3"]
