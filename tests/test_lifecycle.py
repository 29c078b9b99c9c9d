"""What a record means on a day: its state, and what was known of its dates by then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import read_rules

from deprecation_lint.dates import When
from deprecation_lint.registry.lifecycle import (
    STATES,
    State,
    chain,
    is_live,
    life,
    regional,
)
from deprecation_lint.registry.records import Record, RegionDates, Source
from deprecation_lint.registry.registry import Registry, merge

READ = date(2026, 10, 1)
PAGE = Source("page", READ, "https://example.com/", None)


def day(text: str) -> date:
    return date.fromisoformat(text)


def on(text: str) -> When:
    """A day, or a month or year as the provider gave it."""
    if len(text) == 10:
        return When(day(text), day(text))
    first = day(f"{text}-01") if len(text) == 7 else day(f"{text}-01-01")
    later = (first + timedelta(31)).replace(day=1) if len(text) == 7 else day(f"{text}-12-31")
    return When(first, later - timedelta(1) if len(text) == 7 else later)


def record(**dates: str) -> Record:
    base = Record(platform="acme", id="m-1", source=PAGE)
    return replace(base, **{key: on(text) for key, text in dates.items()})  # type: ignore[arg-type]


ALL = record(
    released="2024-03-04",
    legacy="2025-02-01",
    deprecated="2025-06-30",
    retires="2026-01-05",
    retires_not_before="2025-03-04",
)
FLOOR = record(released="2025-10-15", retires_not_before="2026-10-15")
MONTHS = record(released="2024", legacy="2025-02", deprecated="2025-06", retires="2026-01")
NO_DAY = record(released="2025-01-01", deprecated="2025-06-30")
UNANNOUNCED_PAST = record(released="2025-01-01", retires="2026-09-14")
UNANNOUNCED_AHEAD = record(released="2025-01-01", retires="2026-11-30")
TIMELESS = record(deprecated="2024-09-04", retires="2024-11-06")


@pytest.mark.parametrize(
    ("of", "as_of", "state"),
    [
        (ALL, "2024-03-03", None),
        (ALL, "2024-03-04", "active"),
        (ALL, "2025-01-31", "active"),
        (ALL, "2025-02-01", "legacy"),
        (ALL, "2025-06-29", "legacy"),
        (ALL, "2025-06-30", "deprecated"),
        (ALL, "2026-01-04", "deprecated"),
        (ALL, "2026-01-05", "retired"),
        (ALL, "2099-01-01", "retired"),
        # A floor is a promise, never a deadline: that it passed changes nothing.
        (FLOOR, "2026-10-14", "active"),
        (FLOOR, "2026-10-15", "active"),
        (FLOOR, "2028-12-31", "active"),
        # A month or a year holds once its last day has come; a release once it may have been.
        (MONTHS, "2023-12-31", None),
        (MONTHS, "2024-01-01", "active"),
        (MONTHS, "2025-02-27", "active"),
        (MONTHS, "2025-02-28", "legacy"),
        (MONTHS, "2025-06-29", "legacy"),
        (MONTHS, "2025-06-30", "deprecated"),
        (MONTHS, "2026-01-30", "deprecated"),
        (MONTHS, "2026-01-31", "retired"),
        # Deprecated, and no date was given.
        (NO_DAY, "2025-06-29", "active"),
        (NO_DAY, "2025-06-30", "deprecated"),
        (NO_DAY, "2028-12-31", "deprecated"),
        # The day of the announcement is unknown: known since the source was read…
        (UNANNOUNCED_AHEAD, "2026-09-30", "active"),
        (UNANNOUNCED_AHEAD, "2026-10-01", "deprecated"),
        (UNANNOUNCED_AHEAD, "2026-11-30", "retired"),
        # …and at the latest since the retirement itself.
        (UNANNOUNCED_PAST, "2026-09-13", "active"),
        (UNANNOUNCED_PAST, "2026-09-14", "retired"),
        # The release is unknown: it was there all along.
        (TIMELESS, "1999-01-01", "active"),
        (TIMELESS, "2024-09-04", "deprecated"),
        (TIMELESS, "2024-11-06", "retired"),
        (record(), "2026-11-22", "active"),
        (replace(UNANNOUNCED_AHEAD, source=None), "2026-11-29", "active"),
        (replace(UNANNOUNCED_AHEAD, source=None), "2026-11-30", "retired"),
    ],
)
def test_state_on_a_day(of: Record, as_of: str, state: State | None) -> None:
    view = life(of, day(as_of))
    assert (view and view.state) == state
    assert view is None or view.as_of == day(as_of)


@pytest.mark.parametrize(
    ("of", "as_of", "deprecated", "retires", "floor", "days_left"),
    [
        # A day in the past knows only what had been announced by then.
        (ALL, "2025-06-29", None, None, "2025-03-04", None),
        (ALL, "2025-06-30", "2025-06-30", "2026-01-05", "2025-03-04", 189),
        (ALL, "2026-01-04", "2025-06-30", "2026-01-05", "2025-03-04", 1),
        (ALL, "2026-01-05", "2025-06-30", "2026-01-05", "2025-03-04", 0),
        (ALL, "2026-01-06", "2025-06-30", "2026-01-05", "2025-03-04", -1),
        (FLOOR, "2026-11-22", None, None, "2026-10-15", None),
        (NO_DAY, "2026-11-22", "2025-06-30", None, None, None),
        (UNANNOUNCED_AHEAD, "2026-09-30", None, None, None, None),
        (UNANNOUNCED_AHEAD, "2026-10-01", None, "2026-11-30", None, 60),
        (UNANNOUNCED_PAST, "2026-09-13", None, None, None, None),
        (UNANNOUNCED_PAST, "2026-09-14", None, "2026-09-14", None, 0),
        # Days are counted to the last day that a month can mean.
        (MONTHS, "2026-01-01", "2025-06", "2026-01", None, 30),
    ],
)
def test_what_was_known_on_a_day(
    of: Record,
    as_of: str,
    deprecated: str | None,
    retires: str | None,
    floor: str | None,
    days_left: int | None,
) -> None:
    view = life(of, day(as_of))
    assert view is not None
    assert view.deprecated == (on(deprecated) if deprecated else None)
    assert view.retires == (on(retires) if retires else None)
    assert view.retires_not_before == (on(floor) if floor else None)
    assert view.days_left == days_left


def test_the_source_is_that_of_the_date_that_counts() -> None:
    sdk = Source("sdk", READ, None, "sdk 1")
    old = Source("old", day("2026-02-17"), "https://example.com/old", None)
    of = replace(ALL, source_of={"retires": sdk, "retires_not_before": old})
    before, after = life(of, day("2025-06-29")), life(of, day("2025-06-30"))
    assert before is not None
    assert after is not None
    assert before.source == old
    assert after.source == sdk
    only_deprecated = life(replace(NO_DAY, source_of={"deprecated": sdk}), day("2026-01-01"))
    assert only_deprecated is not None
    assert only_deprecated.source == sdk


REGIONS = replace(
    record(released="2024-01-01", deprecated="2025-07-15", retires="2026-02-15"),
    regions=("us-east-1",),
    region=(
        RegionDates(("ap-south-1", "ap-east-1"), on("2026-01-01"), on("2026-12-31"), None),
        RegionDates((), on("2025-10-01"), on("2026-08-01"), None),
    ),
)
NAMED_ONLY = replace(REGIONS, regions=(), region=REGIONS.region[:1])
RETIRES_ONLY = replace(
    REGIONS,
    region=(
        RegionDates(("ap-south-1",), None, on("2026-10-17"), replace(PAGE, read=day("2026-10-16"))),
    ),
)


@pytest.mark.parametrize(
    ("of", "region", "as_of", "state"),
    [
        (REGIONS, None, "2026-02-15", "retired"),
        (REGIONS, "us-east-1", "2026-02-15", "retired"),
        (REGIONS, "ap-south-1", "2026-02-15", "deprecated"),
        (REGIONS, "ap-east-1", "2026-12-30", "deprecated"),
        (REGIONS, "ap-east-1", "2026-12-31", "retired"),
        (REGIONS, "eu-west-1", "2026-07-31", "deprecated"),
        (REGIONS, "eu-west-1", "2026-08-01", "retired"),
        (REGIONS, "eu-west-1", "2025-09-30", "active"),
        (REGIONS, "us-east-1", "2025-09-30", "deprecated"),
        (REGIONS, "ap-south-1", "2025-12-31", "active"),
        (REGIONS, "ap-south-1", "2023-12-31", None),
        # Without a block for the rest, the record's dates hold there.
        (NAMED_ONLY, "eu-west-1", "2026-02-15", "retired"),
        (NAMED_ONLY, "ap-south-1", "2026-02-15", "deprecated"),
        # A region's own source tells since when its date was known.
        (RETIRES_ONLY, "ap-south-1", "2026-10-15", "active"),
        (RETIRES_ONLY, "ap-south-1", "2026-10-16", "deprecated"),
        (RETIRES_ONLY, "ap-south-1", "2026-10-17", "retired"),
    ],
)
def test_a_region_has_dates_of_its_own(
    of: Record, region: str | None, as_of: str, state: State | None
) -> None:
    view = life(of, day(as_of), region)
    assert (view and view.state) == state


@pytest.mark.parametrize(
    ("as_of", "retires"),
    [
        ("2025-07-14", []),
        ("2025-07-15", ["active", "active"]),
        ("2025-10-01", ["active"]),
        ("2026-01-01", []),
        ("2026-02-15", ["2026-12-31", "2026-08-01"]),
        ("2026-08-01", ["2026-12-31"]),
        ("2026-12-31", []),
    ],
)
def test_regions_in_another_state_are_told(as_of: str, retires: list[str]) -> None:
    view = life(REGIONS, day(as_of))
    assert view is not None
    told = [there for _, there in regional(REGIONS, day(as_of)) if there.state != view.state]
    assert [str(there.retires or there.state) for there in told] == retires


days = st.dates(date(2023, 1, 1), date(2028, 12, 31))


@st.composite
def records(draw: st.DrawFn) -> Record:
    """Any record that the validator lets pass: its dates are in order."""
    released, legacy, deprecated, retires = sorted(draw(st.lists(days, min_size=4, max_size=4)))
    kept = draw(st.lists(st.booleans(), min_size=5, max_size=5))
    values = (released, legacy, deprecated, retires, draw(days))
    keys = ("released", "legacy", "deprecated", "retires", "retires_not_before")
    chosen = {k: str(v) for k, v, keep in zip(keys, values, kept, strict=True) if keep}
    source = replace(PAGE, read=draw(days))
    return replace(record(**chosen), source=source)


@given(records(), days, days)
def test_a_state_never_goes_back(of: Record, one: date, other: date) -> None:
    first, second = sorted((one, other))
    before, after = life(of, first), life(of, second)
    if before is None:
        return
    assert after is not None
    assert STATES.index(before.state) <= STATES.index(after.state)
    for known, later in ((before.retires, after.retires), (before.deprecated, after.deprecated)):
        assert known is None or known == later


@given(records(), days)
def test_dates_are_told_once_announced_and_not_before(of: Record, as_of: date) -> None:
    view = life(of, as_of)
    if view is None:
        assert of.released is not None
        assert of.released.first > as_of
        return
    told = view.state in ("deprecated", "retired")
    assert (view.deprecated, view.retires) == ((of.deprecated, of.retires) if told else (None,) * 2)
    assert (view.state == "retired") == (
        told and of.retires is not None and of.retires.last <= as_of
    )
    assert view.days_left is None or (view.state == "retired") == (view.days_left <= 0)


@given(records(), days, days)
def test_a_floor_alone_never_changes_a_state(of: Record, floor: date, as_of: date) -> None:
    moved = life(replace(of, retires_not_before=When(floor, floor)), as_of)
    without = life(replace(of, retires_not_before=None), as_of)
    assert (moved and moved.state) == (without and without.state)


HEAD = """
schema = 1
platform = "acme"
[[source]]
key = "page"
url = "https://example.com/"
read = 2026-10-01
"""


def models(**replacements: str) -> Registry:
    """Records by ID with their replacements, all of them released long ago and active."""
    text = HEAD
    for id_, names in replacements.items():
        options = ", ".join(f'"{name}"' for name in names.split())
        text += f'[[model]]\nid = "{id_}"\nreleased = 2023-01-01\nreplacement = [{options}]\n'
    return merge([read_rules(text)])


def first_live(registry: Registry, of: Record, as_of: date) -> Record | None:
    return next((r for r in chain(registry, of) if is_live(r, as_of)), None)


def ids(registry: Registry, start: str) -> list[str]:
    return [r.id for r in chain(registry, registry.by_id["acme", start])]


@pytest.mark.parametrize(
    ("registry", "expected"),
    [
        (models(a=""), ""),
        (models(a="b", b=""), "b"),
        (models(a="b", b="c", c=""), "b c"),
        # Several: in the provider's order, and only then what stands behind them.
        (models(a="b c", b="", c=""), "b c"),
        (models(a="c b", b="", c=""), "c b"),
        (models(a="b c", b="d", c="e", d="", e=""), "b c d e"),
        (models(a="b c", b="c", c="d", d=""), "b c d"),
        # Unknown ones are passed over.
        (models(a="x b", b="y"), "b"),
        # A cycle ends; the start itself never comes back.
        (models(a="a"), ""),
        (models(a="b", b="a"), "b"),
        (models(a="b", b="c", c="b"), "b c"),
        (models(a="b c", b="a c", c="a b"), "b c"),
    ],
)
def test_the_chain_of_successors(registry: Registry, expected: str) -> None:
    assert ids(registry, "a") == expected.split()


@given(
    st.dictionaries(
        st.sampled_from("abcdef"),
        st.lists(st.sampled_from("abcdef"), max_size=4).map(" ".join),
        min_size=1,
    )
)
def test_every_chain_ends_and_names_each_model_once(replacements: dict[str, str]) -> None:
    registry = models(**replacements)
    for start in replacements:
        found = ids(registry, start)
        assert len(found) == len(set(found))
        assert start not in found


@pytest.mark.parametrize(
    ("model", "as_of", "expected"),
    [
        # At the time, the recommended one still lived.
        ("claude-old-1-20240101", "2026-01-14", "claude-middle-2-20250101"),
        # Then it was deprecated itself, and what it points to was not out yet.
        ("claude-old-1-20240101", "2026-01-15", None),
        ("claude-old-1-20240101", "2026-02-28", None),
        ("claude-old-1-20240101", "2026-03-01", "claude-new-4-20260301"),
        ("claude-old-1-20240101", "2028-12-31", "claude-new-4-20260301"),
        # The recommended one was not out yet.
        ("claude-old-1-20240101", "2024-12-31", None),
        ("claude-old-1-20240101", "2025-01-01", "claude-middle-2-20250101"),
        # Several: the first that lives.
        ("claude-soon-3", "2026-02-28", "claude-mystery-1"),
        ("claude-soon-3", "2026-03-01", "claude-new-4-20260301"),
        # None is known.
        ("claude-mystery-1", "2026-11-22", None),
        ("claude-new-4-20260301", "2026-11-22", None),
    ],
)
def test_the_successor_on_a_day(
    registry: Registry, model: str, as_of: str, expected: str | None
) -> None:
    found = first_live(registry, registry.by_id["anthropic", model], day(as_of))
    assert (found and found.id) == expected


def test_a_successor_lives_on_the_day(registry: Registry) -> None:
    for of in registry.records():
        for number in range(0, 6 * 365, 5):
            as_of = date(2023, 1, 1) + timedelta(number)
            found = first_live(registry, of, as_of)
            if found is None:
                continue
            view = life(found, as_of)
            assert view is not None
            assert view.state in ("active", "legacy")
            assert found.platform == of.platform


@pytest.mark.parametrize(
    ("of", "as_of", "live"),
    [
        (ALL, "2024-03-03", False),
        (ALL, "2024-03-04", True),
        (ALL, "2025-06-29", True),  # legacy still serves
        (ALL, "2025-06-30", False),
        (FLOOR, "2028-12-31", True),
        (record(), "2026-11-22", False),  # no day of release: nobody can show that it is out
        (REGIONS, "2025-07-14", True),
        (REGIONS, "2025-07-15", False),  # deprecated in one region
    ],
)
def test_what_may_be_proposed(of: Record, as_of: str, live: bool) -> None:
    assert is_live(of, day(as_of)) is live


def test_what_was_recommended_by_then_comes_first(registry: Registry) -> None:
    """A provider rewrites old rows: a day in the past knows the row as it stood then."""
    record = registry.by_id["anthropic", "claude-middle-2-20250101"]
    read = record.replacement_read
    assert read is not None
    then = [r.id for r in chain(registry, record, day("2026-02-01"))]
    assert then == ["claude-floor-3", "claude-new-4-20260301"]
    assert [r.id for r in chain(registry, record, day("2026-01-14"))] == ["claude-new-4-20260301"]
    assert [r.id for r in chain(registry, record, read)] == ["claude-new-4-20260301"]
