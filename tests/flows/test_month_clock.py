"""The dates of a month: when its card can be filled, when it is usually paid, until when it must be."""

from __future__ import annotations

from datetime import date

import pytest

from capac.core.period import Month
from capac.core.workdays import office
from capac.flows import month_clock


@pytest.mark.parametrize(
    ("month", "day"),
    [
        (Month(2026, 7), date(2026, 7, 30)),
        (Month(2026, 8), date(2026, 8, 28)),
        (Month(2026, 5), date(2026, 5, 28)),
        (Month(2026, 12), date(2026, 12, 30)),
        (Month(2027, 2), date(2027, 2, 25)),
    ],
)
def test_a_card_can_be_filled_from_the_second_last_working_day(month: Month, day: date) -> None:
    assert month_clock.fill_from(month, office()) == day


@pytest.mark.parametrize(
    ("month", "today", "day"),
    [
        (Month(2026, 7), date(2026, 7, 10), date(2026, 8, 4)),
        (Month(2026, 7), date(2026, 8, 14), date(2026, 8, 17)),
        (Month(2026, 12), date(2026, 12, 1), date(2027, 1, 5)),
        (Month(2026, 3), date(2026, 4, 2), date(2026, 4, 7)),
    ],
)
def test_the_usual_day_is_the_banks_first_after_a_day_of_the_office(
    month: Month, today: date, day: date
) -> None:
    assert month_clock.usual_day(month, today, office()) == day


@pytest.mark.parametrize(
    ("notified", "complete", "day"),
    [
        (date(2026, 6, 16), date(2026, 7, 30), date(2026, 9, 1)),
        (date(2026, 6, 16), date(2026, 8, 20), date(2026, 9, 20)),
        (date(2026, 9, 1), date(2026, 8, 20), date(2026, 10, 4)),
    ],
)
def test_the_law_counts_from_the_later_of_the_decision_and_all_conditions(
    notified: date, complete: date, day: date
) -> None:
    said = month_clock.last_day(Month(2026, 7), notified_on=notified, complete_on=complete, calendar=office())
    assert said == day
