"""The compiled registry: never another one than the rules say, wherever it can be written."""

from __future__ import annotations

import marshal
import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import RULES_FOLDER, posix, run

from deprecation_lint.dates import When
from deprecation_lint.registry import compiling, glance
from deprecation_lint.registry.constraints import Case, Condition, Constraint
from deprecation_lint.registry.glance import NAME
from deprecation_lint.registry.packed import pack, unpack
from deprecation_lint.registry.parse import read_folder
from deprecation_lint.registry.records import (
    EarlierReplacement,
    Platform,
    Record,
    RegionDates,
    Route,
    Source,
)
from deprecation_lint.registry.registry import Registry, merge
from deprecation_lint.scanning.anchors import heads

DAY = date(2026, 2, 28)


@pytest.fixture
def rules(tmp_path: Path) -> Iterator[Path]:
    """A copy of the frozen rules, as those that ship."""
    folder = tmp_path / "rules"
    shutil.copytree(RULES_FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    with patch("deprecation_lint.registry.glance.shipped", return_value=str(folder)):
        yield folder


@pytest.fixture
def compiles() -> Iterator[list[int]]:
    """The length of what was compiled, each time that anything was."""
    lengths: list[int] = []

    def compiled(folder: str, files: glance.Rules) -> bytes:
        body = real(folder, files)
        lengths.append(len(body))
        return body

    real = compiling.compiled
    with patch("deprecation_lint.registry.compiling.compiled", compiled):
        yield lengths


def beside(rules: Path) -> Path:
    """Where the compiled file lies in a checkout."""
    return rules / "__pycache__" / NAME


def assert_right(rules: Path) -> None:
    """What a run gets is what the files say."""
    parsed = merge(read_folder(rules))
    shipped = glance.glance()
    assert shipped.registry() == parsed
    assert shipped.heads == heads(parsed.spellings)
    assert date.fromordinal(shipped.read) == parsed.read


# --- when it is made ----------------------------------------------------------------------------


def test_it_is_made_once(rules: Path, compiles: list[int]) -> None:
    for _ in range(3):
        assert_right(rules)
    assert len(compiles) == 1
    assert [file.name for file in beside(rules).parent.iterdir()] == [NAME]


def edited(file: Path) -> None:
    raw = file.read_bytes()
    assert b'"Claude Old 1"' in raw
    file.write_bytes(raw.replace(b'"Claude Old 1"', b'"Claude Odd 1"'))


def added(file: Path) -> None:
    shutil.copy(file, file.with_name("zzz.toml"))


def renamed(file: Path) -> None:
    file.rename(file.with_name("zzz.toml"))


def removed(file: Path) -> None:
    file.unlink()


@pytest.mark.parametrize("change", [edited, added, renamed, removed])
def test_a_change_of_the_rules_is_seen_by_the_next_run(
    rules: Path, compiles: list[int], change: object
) -> None:
    assert callable(change)
    assert_right(rules)
    file = rules / "anthropic.toml"
    status = file.stat()
    change(file)
    if file.exists():  # neither its size nor its time tells
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
        assert file.stat().st_size == status.st_size
    assert_right(rules)
    assert len(compiles) == 2


def test_an_edit_shows_in_what_is_printed(rules: Path) -> None:
    def listed() -> str:
        with patch("support.RULES_FOLDER", rules):
            return run("models", "--platform", "anthropic").out

    assert "claude-old-1-20240101" in listed()
    file = rules / "anthropic.toml"
    file.write_bytes(file.read_bytes().replace(b"claude-old-1-20240101", b"claude-odd-1-20240101"))
    assert "claude-old-1-20240101" not in listed()


@pytest.mark.parametrize(
    ("name", "value"), [("FORMAT", glance.FORMAT + 1), ("__version__", "0.0.1")]
)
def test_one_of_another_version_does_not_count(
    rules: Path, compiles: list[int], name: str, value: object
) -> None:
    with patch(f"deprecation_lint.registry.glance.{name}", value):
        assert_right(rules)
    assert_right(rules)
    assert len(compiles) == 2


# --- when it is broken --------------------------------------------------------------------------


def flipped(raw: bytes, at: int) -> bytes:
    return raw[:at] + bytes([raw[at] ^ 0x40]) + raw[at + 1 :]


@pytest.mark.parametrize("part", range(12))
def test_a_damaged_one_is_made_anew(rules: Path, compiles: list[int], part: int) -> None:
    assert_right(rules)
    raw = beside(rules).read_bytes()
    at = part * len(raw) // 12
    for damaged in (flipped(raw, at), raw[:at], raw[:at] + raw[at + 1 :], raw + raw[:at] + b"x"):
        beside(rules).write_bytes(damaged)
        compiles.clear()
        assert_right(rules)
        assert len(compiles) == 1
        assert beside(rules).read_bytes() == raw


def test_runs_at_the_same_time_all_see_the_right_one(rules: Path) -> None:
    wrong: list[object] = []
    parsed = merge(read_folder(rules))

    def look() -> None:
        for _ in range(5):
            beside(rules).unlink(missing_ok=True)
            if glance.glance().registry() != parsed:
                wrong.append(1)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    left = {file.name for file in beside(rules).parent.iterdir()}
    assert left <= {NAME}


# --- where it lies ------------------------------------------------------------------------------


def test_one_that_was_shipped_is_taken_as_it_is(rules: Path, compiles: list[int]) -> None:
    assert_right(rules)
    beside(rules).rename(rules / NAME)
    assert_right(rules)
    assert len(compiles) == 1
    assert not beside(rules).exists()


@pytest.fixture
def unwritable(rules: Path) -> Path:
    """A place beside the rules where nobody can write, the superuser neither."""
    beside(rules).parent.write_text("a file, no folder")
    return rules


def test_where_it_cannot_lie_beside_the_rules_the_users_cache_takes_it(
    unwritable: Path, tmp_path: Path, compiles: list[int]
) -> None:
    environ = {"XDG_CACHE_HOME": str(tmp_path / "caches"), "LOCALAPPDATA": str(tmp_path / "caches")}
    for _ in range(2):
        assert glance.glance(environ).registry() == merge(read_folder(unwritable))
    assert len(compiles) == 1
    (file,) = (tmp_path / "caches").rglob(f"*{NAME}")
    other = tmp_path / "other"
    shutil.copytree(unwritable, other)
    with patch("deprecation_lint.registry.glance.shipped", return_value=str(other)):
        glance.glance(environ)
    assert len(list(file.parent.iterdir())) == 2  # each installation has its own


@pytest.mark.parametrize("environ", [{}, {"HOME": "/dev/null"}, {"XDG_CACHE_HOME": "relative"}])
@posix
def test_where_there_is_no_place_at_all_it_is_kept_in_memory(
    unwritable: Path, environ: dict[str, str], here: Path
) -> None:
    assert glance.glance(environ).registry() == merge(read_folder(unwritable))
    assert not (here / "relative").exists()


# --- what it holds ------------------------------------------------------------------------------

words = st.sampled_from(["", "a", "b-1", "c:d", "é", "\n"])
days = st.dates()
whens = st.none() | days.map(lambda day: When(day, day)) | st.builds(When, days, days)
sources = st.builds(Source, words, days, st.none() | words, st.none() | words)
named = st.dictionaries(words, sources, max_size=2)
some = st.lists(words, max_size=2).map(tuple)
regions = st.builds(RegionDates, some, whens, whens, st.none() | sources)
earlier = st.builds(EarlierReplacement, st.none() | days, words)
records = st.builds(
    Record,
    platform=words,
    id=words,
    version=st.none() | words,
    aliases=some,
    name=st.none() | words,
    released=whens,
    legacy=whens,
    deprecated=whens,
    retires=whens,
    retires_not_before=whens,
    replacement=some,
    replacement_read=st.none() | days,
    earlier_replacements=st.lists(earlier, max_size=2).map(tuple),
    needs_context=st.booleans(),
    region=st.lists(regions, max_size=2).map(tuple),
    max_output_tokens=st.none() | st.integers(1, 10**6),
    source=st.none() | sources,
    source_of=named,
)
scalars = words | st.integers() | st.booleans() | st.floats(allow_nan=False)
conditions = st.builds(Condition, words, st.just("is"), st.lists(scalars, max_size=3).map(tuple))
cases = st.builds(Case, st.lists(conditions, max_size=2).map(tuple), st.none(), words)
constraints = st.builds(
    Constraint,
    **dict.fromkeys(("name", "platform", "argument", "call", "says", "todo"), words),
    **dict.fromkeys(("models", "excepted", "platforms"), some),
    nowhere_else=st.booleans(),
    needs=st.lists(st.tuples(words, words), max_size=2).map(tuple),
    since=whens,
    effect=st.just("rejected"),
    cases=st.lists(cases, max_size=2).map(tuple),
    source=st.none() | sources,
)


patient = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def assert_comes_back(platform: Platform) -> None:
    registry = Registry({platform.name: platform})
    body = marshal.dumps(pack(registry), 2)
    assert unpack(marshal.loads(body)) == registry
    assert body == marshal.dumps(pack(registry), 2)


@patient
@given(st.lists(records, max_size=2))
def test_records_come_back(listed: list[Record]) -> None:
    assert_comes_back(Platform("p", "P", records=tuple(listed)))


@patient
@given(st.lists(constraints, max_size=2))
def test_constraints_come_back(listed: list[Constraint]) -> None:
    assert_comes_back(Platform("p", "P", constraints=tuple(listed)))


@patient
@given(named, st.lists(st.builds(Route, words, some), max_size=2), some, st.booleans())
def test_platforms_come_back(
    given: dict[str, Source], routes: list[Route], covers: tuple[str, ...], router: bool
) -> None:
    assert_comes_back(
        Platform("p", "P", router, covers=covers, routes=tuple(routes), sources=given)
    )


FULL_DAY, MONTH = When(DAY, DAY), When(date(2026, 2, 1), DAY)
SOURCE = Source("key", DAY, "https://example.com", "package 1", "reading")
RECORD = Record(
    platform="p",
    id="m",
    version="1",
    of="n",
    aliases=("a",),
    informal=("i",),
    name="N",
    kind="image",
    released=FULL_DAY,
    legacy=FULL_DAY,
    deprecated=MONTH,
    retires=FULL_DAY,
    retires_not_before=MONTH,
    replacement=("r", "s"),
    replacement_read=DAY,
    earlier_replacements=(EarlierReplacement(DAY, "e"), EarlierReplacement(None, "f")),
    after_retirement="redirect",
    redirects_to="r",
    needs_context=True,
    profiles=("eu.",),
    regions=("eu",),
    region=(RegionDates(("us",), MONTH, FULL_DAY, SOURCE), RegionDates((), None, None, None)),
    rolling=True,
    max_output_tokens=8,
    note="n",
    source=SOURCE,
    source_of={"retires": SOURCE},
    unconfirmed=("retires",),
)
CONSTRAINT = Constraint(
    name="c",
    platform="p",
    argument="a",
    models=("m",),
    excepted=("n",),
    platforms=("p", "q"),
    nowhere_else=True,
    needs=(("sdk", "2"),),
    call="c",
    since=FULL_DAY,
    effect="changed",
    says="s",
    todo="t",
    cases=(Case((Condition("x.y", "is", (1, "a", True, 0.5)), Condition("z", "absent")), "drop"),),
    source=SOURCE,
    unconfirmed=True,
    blocks=True,
)
PLATFORM = Platform(
    name="p",
    title="P",
    router=True,
    lifecycle="q",
    default=True,
    routed=True,
    covers=("q",),
    region_prefixes=("eu.",),
    variants=("v",),
    evidence=("e",),
    shape="s",
    routes=(Route("p/", ("p",)),),
    sources={"key": SOURCE},
    records=(RECORD,),
    constraints=(CONSTRAINT,),
)


@pytest.mark.parametrize("value", [RECORD, CONSTRAINT, PLATFORM], ids=lambda v: type(v).__name__)
def test_no_field_is_left_to_its_default(value: Record | Constraint | Platform) -> None:
    """Or the next test would not see that a new one is lost."""
    for field in fields(value):
        given = getattr(value, field.name)
        assert given not in ((), None, {})
        assert given != field.default


def test_every_field_comes_back() -> None:
    registry = Registry({"p": PLATFORM})
    back = unpack(pack(registry))
    assert back == registry
    assert back.platforms["p"].records[0].source is back.platforms["p"].sources["key"]
