"""Months, spans and arithmetic by months, at month ends and in leap years."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capac.core.period import Month, PeriodError, Span, plus_months

days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
months = days.map(Month.of)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    first = draw(days)
    length = draw(st.one_of(st.none(), st.integers(0, 60)))
    return Span(first, None if length is None else first + timedelta(length))


@given(months)
def test_a_month_is_its_days(month: Month) -> None:
    assert Month.parse(str(month)) == month
    assert month.days[0] == month.first
    assert month.days[-1] == month.last
    assert len(month.days) == calendar.monthrange(month.year, month.number)[1]
    assert {Month.of(day) for day in month.days} == {month}
    assert month.next().first == month.last + timedelta(1)
    assert month.previous().next() == month == month.plus(0)
    assert month.span == Span(month.first, month.last)


@given(months, st.integers(-200, 200), st.integers(-200, 200))
def test_months_add_up(month: Month, one: int, other: int) -> None:
    assert month.plus(one).plus(other) == month.plus(one + other)
    assert (month.plus(one) < month) is (one < 0)


@pytest.mark.parametrize(
    "text", ["2026-7", "2026-13", "2026-00", "26-07", "2026-07-01", "", "٢٠٢٦-07", "2026-07\n"]
)
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(PeriodError, match="write it as 2026-07"):
        Month.parse(text)


@given(days, st.integers(-600, 600))
def test_months_later_keep_the_day_number_or_end_the_month(day: date, number: int) -> None:
    later = plus_months(day, number)
    assert Month.of(later) == Month.of(day).plus(number)
    assert later.day == day.day or (later.day < day.day and later == Month.of(later).last)


@pytest.mark.parametrize(
    ("day", "number", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 3, 9), 1, date(2026, 4, 9)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_the_day_that_does_not_exist_is_the_last(day: date, number: int, expected: date) -> None:
    assert plus_months(day, number) == expected


@given(spans(), spans())
def test_a_clip_is_what_both_hold(one: Span, other: Span) -> None:
    both = one.clip(other)
    assert both == other.clip(one)
    assert one.overlaps(other) is (both is not None)
    edges = [one.first, other.first, one.last or date.max, other.last or date.max]
    for day in [d + timedelta(n) for d in edges for n in (-1, 0, 1) if date.min < d < date.max]:
        held = one.contains(day) and other.contains(day)
        assert held is (both is not None and both.contains(day))


def test_a_span_cannot_end_before_it_starts() -> None:
    with pytest.raises(PeriodError, match="cannot end on 2026-06-30"):
        Span(date(2026, 7, 1), date(2026, 6, 30))
    assert Span(date(2026, 7, 1), date(2026, 7, 1)).contains(date(2026, 7, 1))
