"""What is counted in hours, once more in Fractions, written from the reference. Imports nothing of capac.

Section 3.3 (temporary unemployment), 3.4 (youth and senior holidays), 3.5 (activation), and 5 for the tax.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any

QUARTER, HALF = Fraction(1, 4), Fraction(1, 2)
BY_OWN_HOURS = {"full_time", "part_time_with_rights"}


def exact(text: str) -> Fraction:
    """A decimal string as it stands."""
    return Fraction(text)


def cut(text: str) -> Fraction:
    """Hours of an employer's declaration, cut at two decimals."""
    return Fraction(floor(exact(text) * 100), 100)


def quarter_rule(number: Fraction) -> Fraction:
    """Below .25 down, from .75 up, a half between."""
    whole, rest = floor(number), number - floor(number)
    if rest < QUARTER:
        return Fraction(whole)
    return whole + (HALF if rest < 1 - QUARTER else Fraction(1))


def nearest(number: Fraction) -> int:
    """To the nearest whole, a half up."""
    return floor(number + HALF)


def cents(amount: Fraction) -> Fraction:
    """To the nearest cent, half a cent up."""
    return Fraction(nearest(amount * 100), 100)


def down(amount: Fraction) -> Fraction:
    """Cut at the cent."""
    return Fraction(floor(amount * 100), 100)


def up(amount: Fraction) -> Fraction:
    """To the next cent."""
    return Fraction(ceil(amount * 100), 100)


def money(amount: Fraction) -> str:
    """An amount as it is written."""
    whole = amount * 100
    assert whole.denominator == 1
    return f"{whole.numerator // 100}.{whole.numerator % 100:02d}"


def number(count: Fraction) -> str:
    """A count as it is written."""
    return str(count.numerator) if count.denominator == 1 else f"{floor(count)}.5"


def paid(allowances: Fraction, daily: Fraction, half: Fraction) -> Fraction:
    """Whole allowances at the daily amount, and one half at its own."""
    return floor(allowances) * daily + (half if allowances.denominator != 1 else 0)


def half_amount(segment: dict[str, Any]) -> Fraction:
    """The half amount of the C2, or half of the daily amount."""
    return (
        exact(segment["half_amount"])
        if "half_amount" in segment
        else cents(exact(segment["daily_amount"]) / 2)
    )


def inside(segment: dict[str, Any], day: date) -> bool:
    """The segment holds the day."""
    end = segment.get("to")
    return date.fromisoformat(segment["from"]) <= day and (end is None or day <= date.fromisoformat(end))


def days_of(case: dict[str, Any]) -> list[date]:
    """The days of the month."""
    first = date.fromisoformat(case["month"] + "-01")
    return [
        day
        for day in (date.fromordinal(first.toordinal() + n) for n in range(31))
        if day.month == first.month
    ]


def touching(case: dict[str, Any]) -> list[dict[str, Any]]:
    """The segments that hold a day of the month."""
    days = days_of(case)
    first, last = str(days[0]), str(days[-1])
    return [one for one in case["authorisation"] if one["from"] <= last and one.get("to", last) >= first]


def temporary(case: dict[str, Any]) -> dict[str, Any]:
    """Allowances of each occupation and their sum, gross and tax."""
    segments, by_occupation, gross = touching(case) or case["authorisation"][-1:], [], Fraction(0)
    halves_alone = all(one["regime"] == "voluntary_part_time" for one in segments)
    for occupation in case["temporary"]:
        total = Fraction(0)
        for group in groups(segments):
            count, amount = counted(case, occupation, group)
            total, gross = total + count, gross + amount
        by_occupation.append(total)
    scale = 2 if halves_alone else 1
    told: dict[str, Any] = {"allowances": number(sum(by_occupation, Fraction(0)) * scale)}
    if halves_alone:
        told["unit"] = "half_allowances"
    rate = Fraction(2675, 10_000)
    return told | {
        "gross": money(gross), "tax": money(down(gross * rate)),
        "by_occupation": [number(count * scale) for count in by_occupation],
    }  # fmt: skip


def groups(segments: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Segments of one amount and one regime together."""
    found: list[list[dict[str, Any]]] = []
    for segment in segments:
        for group in found:
            if all(
                group[0].get(key) == segment.get(key) for key in ("daily_amount", "half_amount", "regime")
            ):
                group.append(segment)
                break
        else:
            found.append([segment])
    return found


def counted(
    case: dict[str, Any], occupation: dict[str, Any], group: list[dict[str, Any]]
) -> tuple[Fraction, Fraction]:
    """Allowances and gross of one occupation at one amount. A half-allowance is half an allowance."""
    hours, rest_days = hours_of(case, occupation, group)
    regime = group[0]["regime"]
    if regime == "voluntary_part_time":
        halves = max(0, nearest(hours * 12 / exact(occupation["s"])) - 2 * rest_days)
        return Fraction(halves, 2), halves * half_amount(group[0])
    divisor = exact(occupation["q" if regime in BY_OWN_HOURS else "s"])
    allowances = max(Fraction(0), quarter_rule(hours * 6 / divisor) - rest_days)
    return allowances, paid(allowances, exact(group[0]["daily_amount"]), half_amount(group[0]))


def hours_of(
    case: dict[str, Any], occupation: dict[str, Any], group: list[dict[str, Any]]
) -> tuple[Fraction, int]:
    """Hours that count, and Sundays or days off worked after the first of them."""
    if "hours" in occupation:
        return (cut(occupation["hours"]) if touching(case) else Fraction(0)), 0
    by_day = {date.fromisoformat(day): cut(text) for day, text in occupation["hours_by_day"].items()}
    marked = {date.fromisoformat(day) for day in case.get("days", {})}
    free = {day: hours for day, hours in by_day.items() if hours and day not in marked}
    lost = [day for day in free if any(inside(one, day) for one in touching(case))]
    hours = sum((free[day] for day in lost if any(inside(one, day) for one in group)), Fraction(0))
    worked = {date.fromisoformat(day) for day in occupation.get("worked_rest_days", [])}
    after = [day for day in worked if lost and min(lost) <= day <= days_of(case)[-1]]
    return hours, sum(any(inside(one, day) for one in group) for day in after)


def holidays(case: dict[str, Any]) -> dict[str, Any]:
    """Youth and senior holidays: hours x 6 / S less the holidays with pay that are left."""
    given, segments = case["holiday_hours"], touching(case)
    days = exact(given["hours"]) * 6 / exact(given["s"]) - exact(given["paid_days_left"])
    count = quarter_rule(max(Fraction(0), days)) if segments else Fraction(0)
    segment = (segments or case["authorisation"])[-1]
    gross = paid(count, exact(segment["daily_amount"]), half_amount(segment))
    return {
        "allowances": number(count),
        "gross": money(gross),
        "tax": money(down(gross * Fraction(1009, 10_000))),
    }


def activation(case: dict[str, Any]) -> dict[str, Any]:
    """T x H / (4 x S), never above T nor the net wage; no tax."""
    given = case["activation"]
    theoretical = exact(given["theoretical"])
    amount = min(cents(theoretical * exact(given["hours"]) / (4 * exact(given["s"]))), theoretical)
    if "net_wage" in given:
        amount = min(amount, exact(given["net_wage"]))
    if case.get("authorisation") and not touching(case):
        amount = Fraction(0)
    return {"allowances": "0", "gross": money(amount), "tax": "0.00"}
