"""Why a day of the month is paid, halved or not. The numbers are stored: never renumber them."""

from __future__ import annotations

from enum import IntEnum

REASONS = 4
"""A day's byte: its reason times this, and its halves."""


class Why(IntEnum):
    """The reason that a day's part of an allowance stands on."""

    PAID = 1
    SUNDAY = 2
    OUTSIDE = 3
    WORKED = 4
    SICK = 5
    PAID_HOLIDAY = 6
    ABSENT = 7
    PUBLIC_HOLIDAY = 8
    HOLIDAY = 9
    SATURDAY_FULL_PAY = 10
    SATURDAY_BETWEEN = 11
    SATURDAY_AFTER_FIVE = 12
    SATURDAY_FOUR_WORKED = 13
    SATURDAY_HALF = 14
    HOLIDAY_WITH_PAY_FIRST = 15
    DECEMBER_HOLIDAY = 16
    SUNDAY_WORKED = 17
    NOT_IN_PATTERN = 18
    BEFORE_FIRST_PAYABLE = 19
    HOURS_COUNTED = 20
    NO_HOURS = 21
    HOURS_LEFT_OUT = 22
    REST_DAY_WORKED = 23
    COUNTS_IN_GUARANTEE = 24


REASON_OF_CODE = {
    "worked": Why.WORKED,
    "sick": Why.SICK,
    "paid_holiday": Why.PAID_HOLIDAY,
    "absent": Why.ABSENT,
    "public_holiday_paid": Why.PUBLIC_HOLIDAY,
    "holiday": Why.HOLIDAY,
}
LOST_SATURDAYS = (
    Why.SATURDAY_FULL_PAY,
    Why.SATURDAY_BETWEEN,
    Why.SATURDAY_AFTER_FIVE,
    Why.SATURDAY_FOUR_WORKED,
)
