"""Faults of control cards, and what is asked of every card whatever its channel. Reasons are codes; pages say them.

File: empty_file, not_xml, cut, doctype_not_allowed, wrong_root, wrong_header, count_mismatch, not_a_card.
Card: future_month, day_outside_month, day_twice, unknown_day_code, too_many_holidays_left, unknown_client.
Electronic: not_as_described (with `rule`), impossible_date, bad_national_number, confirmed_before_month,
confirmed_in_future, version_not_above, card_known_with_other_content, not_waiting.
Paper: may_not_key, received_before_month, received_in_future.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from capac.core import clock
from capac.core.period import Month
from capac.rules import api as rules

MOST_HOLIDAYS_HALVES = 24 * 2
"""A year has four weeks of six days (AR 25.11.1991 art. 38; AM 26.11.1991 art. 20)."""


class CardError(ValueError):
    """A card that cannot be kept: the reason, the field that is wrong, and what is needed to say so."""

    def __init__(self, reason: str, field: str, **arguments: str) -> None:
        super().__init__(f"{field}: {reason} {arguments or ''}".strip())
        self.reason, self.field, self.arguments = reason, field, arguments


def check_month(month: Month) -> None:
    """A card is of a month that has begun. Raises CardError."""
    if month > Month.of(clock.today()):
        raise CardError("future_month", "month", month=str(month), today=str(clock.today()))


def check_day(day: date, code: str, *, month: Month, before: Iterable[date]) -> None:
    """One mark of a card, after those of the days before it. Raises CardError."""
    if Month.of(day) != month:
        raise CardError("day_outside_month", "date", day=str(day), month=str(month))
    if day in before:
        raise CardError("day_twice", "date", day=str(day))
    if code not in rules.DAY_CODES:
        raise CardError("unknown_day_code", "code", day=str(day), value=code[:40])


def check_holidays_left(halves: int | None) -> None:
    """Half-days of paid holiday not yet taken. Raises CardError."""
    if halves is not None and not 0 <= halves <= MOST_HOLIDAYS_HALVES:
        raise CardError("too_many_holidays_left", "daysLeft", most=str(MOST_HOLIDAYS_HALVES // 2))
