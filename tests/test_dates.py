"""Dates as providers state them, and dates and spans as users type them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deprecation_lint.dates import When, when
from deprecation_lint.parsing import parse_day, parse_span


@pytest.mark.parametrize(
    ("value", "first", "last", "text"),
    [
        (date(2026, 1, 31), date(2026, 1, 31), date(2026, 1, 31), "2026-01-31"),
        ("2026-01", date(2026, 1, 1), date(2026, 1, 31), "2026-01"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024-02"),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28), "2026-02"),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31), "2026-12"),
        ("2023", date(2023, 1, 1), date(2023, 12, 31), "2023"),
        ("9999", date(9999, 1, 1), date(9999, 12, 31), "9999"),
    ],
)
def test_a_date_is_as_precise_as_the_provider_was(
    value: object, first: date, last: date, text: str
) -> None:
    read = when(value)
    assert (read.first, read.last) == (first, last)
    assert str(read) == text
    assert read.exact is (first == last)


@pytest.mark.parametrize(
    "value",
    [
        "2026-01-31",  # a day is a TOML date, not a text
        "2026-1",
        "2026-13",
        "2026-00",
        "0000",
        "26",
        "2026-01 ",
        " 2026",
        "2026\n",
        "2026-",
        "2026/01",
        "soon",
        "",
        "２０２６",
        2026,
        2026.5,
        True,
        None,
        [2026],
        datetime(2026, 1, 31, tzinfo=timezone.utc),
    ],
)
def test_anything_else_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        when(value)


def test_a_refusal_says_what_is_expected() -> None:
    with pytest.raises(ValueError) as refused:
        when("soon")
    assert str(refused.value) == "expected a date such as 2026-01-31 (or \"2026-01\"), got 'soon'"


@given(st.dates(min_value=date(1900, 1, 1)))
def test_an_exact_date_reads_back(day: date) -> None:
    assert when(day) == When(day, day)
    assert parse_day(str(when(day))) == day


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2999, 12, 31)))
def test_a_month_and_a_year_hold_each_of_their_days(day: date) -> None:
    month, year = when(f"{day:%Y-%m}"), when(f"{day:%Y}")
    assert year.first <= month.first <= day <= month.last <= year.last
    assert (month.last + timedelta(1)).day == 1
    assert str(month) == f"{day:%Y-%m}"
    assert str(year) == f"{day:%Y}"


@pytest.mark.parametrize("text", ["2026-11-22", "2024-02-29", "0001-01-01", "9999-12-31"])
def test_a_day_is_typed_in_full(text: str) -> None:
    assert str(parse_day(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-29",
        "2026-13-01",
        "20261122",
        "2026-W47-7",
        "2026-11-2",
        "2026-11",
        "22.11.2026",
        "2026-11-22T00:00",
        " 2026-11-22",
        "2026-11-22\n",
        "２０２６-11-22",
        "today",
        "",
    ],
)
def test_any_other_day_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(ValueError) as refused:
        parse_day(text)
    assert str(refused.value) == f"{text!r} is not a date; write it as YYYY-MM-DD"


@pytest.mark.parametrize(
    ("text", "days"), [("30", 30), ("30d", 30), ("0", 0), ("0d", 0), ("007", 7), ("99999", 99999)]
)
def test_a_span_is_a_number_of_days(text: str, days: int) -> None:
    assert parse_span(text) == days


@pytest.mark.parametrize(
    "text", ["", "d", "-1", "+1", "1.5", "30 d", "30D", "4w", "100000", "1_0", "٣٠", "30\n"]
)
def test_any_other_span_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(ValueError) as refused:
        parse_span(text)
    assert str(refused.value) == f"{text!r} is not a number of days; write it as 30 or 30d"
