"""The three calendars against a naive count and against the holidays package."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from capac.core import workdays
from capac.core.workdays import Calendar, CalendarError

DAY = timedelta(days=1)
CLOSURES = (date(2026, 12, 24), date(2026, 12, 31), date(2028, 2, 29), date(2026, 7, 20))
CALENDARS = (workdays.office(), workdays.office(CLOSURES, "test"), workdays.legal(), workdays.bank())
calendars = st.sampled_from(CALENDARS)
days = st.dates(date(1991, 1, 1), date(2059, 12, 31))
BELGIUM = holidays.country_holidays("BE", years=range(1990, 2061), language="en_US")
EURO_CENTRAL_BANK = holidays.financial_holidays("ECB", years=range(2000, 2061))


def open_naively(calendar: Calendar, day: date) -> bool:
    """Straight from the definitions in the law, day by day."""
    if calendar.kind == "bank":
        return day.weekday() < 5 and day not in workdays_target(day.year)
    if day.weekday() == 6 or day in workdays.legal_holidays(day.year):
        return False
    return calendar.kind == "legal" or (
        day.weekday() < 5 and not (calendar is CALENDARS[1] and day in CLOSURES)
    )


def easter(year: int) -> date:
    """Gauss's rule (Meeus's form), so that no library is asked twice."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def workdays_target(year: int) -> set[date]:
    """New Year, Good Friday, Easter Monday, 1 May, Christmas, 26 December."""
    sunday = easter(year)
    fixed = {date(year, 1, 1), date(year, 5, 1), date(year, 12, 25), date(year, 12, 26)}
    return fixed | {sunday - 2 * DAY, sunday + DAY}


@given(calendars, days, st.integers(-60, 60))
def test_a_working_day_is_found_as_by_counting_on_the_fingers(
    calendar: Calendar, day: date, number: int
) -> None:
    step, left, found = (DAY if number > 0 else -DAY), abs(number), day
    while left:
        found += step
        left -= open_naively(calendar, found)
    assert calendar.add(day, number) == found


@given(calendars, days, st.integers(0, 400))
def test_the_days_between_are_as_many_as_by_counting(calendar: Calendar, first: date, length: int) -> None:
    last = first + length * DAY
    between = [first + n * DAY for n in range(1, length + 1)]
    number = sum(open_naively(calendar, day) for day in between) if last <= workdays.LAST else None
    if number is not None:
        assert calendar.count(first, last) == number
        assert calendar.count(last, first) == -number
        assert calendar.index(last) - calendar.index(first) == number


@given(calendars, days)
def test_open_and_next_open(calendar: Calendar, day: date) -> None:
    assert calendar.is_open(day) is open_naively(calendar, day)
    following = day
    while not open_naively(calendar, following):
        following += DAY
    assert calendar.next_open(day) == following


@given(calendars, days, st.integers(1, 60))
def test_forth_and_back_ends_on_an_open_day_at_or_before(calendar: Calendar, day: date, number: int) -> None:
    there = calendar.add(day, number)
    assert calendar.is_open(there)
    assert calendar.count(day, there) == number
    assert calendar.add(there, -number) <= day


@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        (date(2026, 9, 30), 3, date(2026, 10, 5)),  # across a month end and a weekend
        (date(2026, 3, 4), 3, date(2026, 3, 9)),  # the third working day of AR 161
        (date(2026, 12, 31), 1, date(2027, 1, 4)),  # New Year's Day is a Friday
        (date(2028, 2, 28), 1, date(2028, 2, 29)),  # a leap day
        (date(2027, 2, 26), 1, date(2027, 3, 1)),  # none
        (date(2026, 4, 3), 1, date(2026, 4, 7)),  # Good Friday is open, Easter Monday is not
        (date(2026, 7, 20), 1, date(2026, 7, 22)),  # the national holiday
        (date(2026, 5, 15), -1, date(2026, 5, 13)),  # back over Ascension
        (date(2026, 7, 22), 0, date(2026, 7, 22)),
    ],
)
def test_office_days_at_the_edges(start: date, number: int, end: date) -> None:
    assert workdays.office().add(start, number) == end


def test_the_bank_is_closed_on_good_friday_and_open_on_belgian_holidays() -> None:
    assert workdays.bank().add(date(2026, 4, 2), 1) == date(2026, 4, 7)
    assert workdays.bank().is_open(date(2026, 7, 21))
    assert not workdays.office().is_open(date(2026, 7, 21))


def test_saturday_is_a_legal_working_day() -> None:
    assert workdays.legal().add(date(2026, 7, 3), 1) == date(2026, 7, 4)


@pytest.mark.parametrize("year", range(1990, 2061))
def test_the_legal_holidays_are_those_of_the_package_less_its_two_sundays(year: int) -> None:
    sundays = {easter(year), easter(year) + 49 * DAY}
    ten = workdays.legal_holidays(year)
    assert set(ten) == {day for day in BELGIUM if day.year == year} - sundays | (set(ten) & sundays)
    assert ten == tuple(sorted(ten))
    # When a fixed holiday falls on one of the two Sundays it stays a holiday; two on one day are one date.
    assert len(ten) in {9, 10}


@pytest.mark.parametrize("year", range(2002, 2061))
def test_the_bank_closes_on_the_days_of_the_central_bank(year: int) -> None:
    closed = {day for day in EURO_CENTRAL_BANK if day.year == year}
    assert closed == workdays_target(year)
    weekdays = {date(year, 1, 1) + n * DAY for n in range(365)}
    assert {day for day in weekdays if day.weekday() < 5 and not workdays.bank().is_open(day)} == {
        day for day in closed if day.weekday() < 5
    }


@pytest.mark.parametrize("day", [date(1989, 12, 31), date(2061, 1, 1)])
def test_outside_the_covered_years_nothing_is_guessed(day: date) -> None:
    with pytest.raises(CalendarError, match="1990-2060"):
        workdays.office().is_open(day)
    with pytest.raises(CalendarError):
        workdays.office().add(day, 1)
    with pytest.raises(CalendarError):
        workdays.legal_holidays(day.year)


def test_counting_past_the_last_covered_year_is_refused() -> None:
    with pytest.raises(CalendarError, match="lie outside"):
        workdays.office().add(date(2060, 12, 30), 10)
    with pytest.raises(CalendarError, match="lie outside"):
        workdays.office().add(date(1990, 1, 3), -10)


def test_the_version_names_the_data_and_the_closures() -> None:
    plain, closed = workdays.office(), workdays.office(CLOSURES, "test")
    assert closed.version == f"{plain.version}+test"
    assert not closed.is_open(date(2028, 2, 29))
    assert plain.is_open(date(2028, 2, 29))
    assert {workdays.legal().kind, workdays.bank().kind, plain.kind} == {"legal", "bank", "office"}
