"""Cases drawn at random for the schemes that count days, edge cases weighted. Synthetic data."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

from capac.core.period import Month
from capac.rules.facts import DAY_CODES

MONTHS = [Month(2026, 1).plus(n) for n in range(12)]
WEEKLY = [
    ("24", "38"),
    ("15", "36"),
    ("24", "39"),
    ("30", "38"),
    ("19", "38"),
    ("38", "38"),
    ("1", "38"),
    ("3", "38"),
]
"""Weekly hours: the examples of the reference, the half-up of 12 Q / S at .5, nothing, and a full week."""


def full_unemployment(pick: random.Random) -> dict[str, Any]:
    """Dense weeks, starts inside the month, holidays left, worked Sundays, two segments."""
    case, first = month_of(pick, "full_unemployment")
    case["authorisation"] = two(pick, first, case["month"], lambda: amounts(pick) | family(pick))
    return case


def insertion_allowance(pick: random.Random) -> dict[str, Any]:
    """The same with the families that exist there, or none."""
    case = full_unemployment(pick) | {"scheme": "insertion_allowance"}
    for segment in case["authorisation"]:
        segment["family"] = pick.choice("ANBP")
        if pick.random() < 0.5:
            del segment["family"], segment["first_year"]
    return case


def voluntary_part_time(pick: random.Random) -> dict[str, Any]:
    """The same with weekly hours in each segment, and sometimes the half amount alone."""
    case, first = month_of(pick, "voluntary_part_time")
    case["authorisation"] = two(
        pick, first, case["month"], lambda: halves(pick) | family(pick) | weekly(pick)
    )
    return case


def month_of(pick: random.Random, scheme: str) -> tuple[dict[str, Any], Any]:
    """A month with its card, and the first day of the authorisation."""
    month = pick.choice([*MONTHS, MONTHS[-1], MONTHS[-1]])
    first = month.first + timedelta(pick.choice([-40, -1, 0, 0, 1, 5, 9, 17]))
    case: dict[str, Any] = {"month": str(month), "scheme": scheme, "days": marks(pick, month)}
    if pick.random() < 0.3:
        case["paid_holiday_left"] = pick.choice(["0.5", "1", "2.5", "6", "20"])
    if pick.random() < 0.3:
        case["paid_in_previous_month"] = pick.random() < 0.5
    if pick.random() < 0.2:
        case["weekly_pay_full_time"] = [str(month.first + timedelta(pick.randrange(28)))]
    return case, first


def marks(pick: random.Random, month: Month) -> dict[str, str]:
    """A card: most days nothing, or dense weeks, or runs of one code; with days of the months around."""
    found = {
        str(month.first + timedelta(n)): pick.choice(DAY_CODES)
        for n in range(-8, 40)
        if pick.random() < pick.choice([0.05, 0.3, 0.7])
    }
    if pick.random() < 0.4:
        for _ in range(pick.choice([1, 2])):
            first, code = pick.randrange(-8, 30), pick.choice(DAY_CODES)
            run = range(first, first + pick.choice([2, 3, 4, 5, 7]))
            found |= {str(month.first + timedelta(n)): code for n in run}
    return dict(sorted(found.items())) if pick.random() < 0.8 else {}


def two(pick: random.Random, first: Any, month: str, draw: Any) -> list[dict[str, Any]]:
    """One segment, or two with a change inside the month and sometimes days between them."""
    segments = [{"from": str(first)} | draw()]
    start = Month.parse(month).first
    change = start + timedelta(pick.randrange(2, 27))
    if pick.random() < 0.4 and change > first:
        segments[0]["to"] = str(change - timedelta(pick.choice([1, 1, 3])))
        segments.append({"from": str(change)} | draw())
        if segments[0]["to"] < segments[0]["from"]:
            segments = segments[1:]
    return segments


def amounts(pick: random.Random) -> dict[str, str]:
    """A daily amount, odd and even cents."""
    return {"daily_amount": f"{pick.randrange(29, 106)}.{pick.randrange(100):02d}"}


def halves(pick: random.Random) -> dict[str, str]:
    """A daily amount, or the half amount alone, or both."""
    half = {"half_amount": f"{pick.randrange(14, 53)}.{pick.randrange(100):02d}"}
    return pick.choice([amounts(pick), amounts(pick), half, amounts(pick) | half])


def family(pick: random.Random) -> dict[str, Any]:
    """A family; cohabitants in their first year, whose tax is settled."""
    return {"family": pick.choice("ANB"), "first_year": True}


def weekly(pick: random.Random) -> dict[str, str]:
    """Weekly hours of the examples, or any."""
    if pick.random() < 0.6:
        q, s = pick.choice(WEEKLY)
        return {"q": q, "s": s}
    s = pick.choice(["36", "37.5", "38", "39", "40"])
    return {"q": f"{min(pick.uniform(0.5, 40), float(s)):.2f}", "s": s}
