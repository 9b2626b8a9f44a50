"""The income guarantee once more, in Fractions, written from section 3.6 of the reference. Imports nothing of capac.

The figures are those of 1.4.2026, as the reference prints them.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from tests.rules.second_opinion.hours import (
    cents,
    days_of,
    down,
    exact,
    inside,
    money,
    nearest,
    number,
    quarter_rule,
    touching,
    up,
)

SUNDAY = 6
WEEKS = exact("4.3333")
GROSS = 100 / exact("89.91")
MINIMUM, REFERENCE = exact("14.64"), exact("2189.81")
OLD = {"A": exact("9.35"), "N": exact("7.48"), "B": exact("5.61")}


def cut4(amount: Fraction) -> Fraction:
    """Cut at four decimals."""
    return Fraction(floor(amount * 10_000), 10_000)


def bonus(wage: Fraction) -> Fraction:
    """The work bonus of a full-time wage."""
    if wage <= exact("2255.50"):
        return exact("293.66")
    if wage <= exact("2880.32"):
        return cents(exact("293.66") - exact("0.2699") * (wage - exact("2255.50")))
    if wage <= exact("3336.98"):
        return cents(exact("125.04") - exact("0.2738") * (wage - exact("2880.32")))
    return Fraction(0)


def bands(year: Fraction) -> Fraction:
    """Tax of a yearly amount, each band to the cent."""
    tax, low = Fraction(0), Fraction(0)
    for top, rate in ((16710, "0.2675"), (29500, "0.428"), (51050, "0.4815"), (10**9, "0.535")):
        tax += cents(max(Fraction(0), min(year, Fraction(top)) - low) * exact(rate))
        low = Fraction(top)
    return tax


def withheld(wage: Fraction, family: str) -> Fraction:
    """The tax of a month on a taxable wage; A uses the scale of a spouse without income."""
    net = wage * 12 - min(cents(wage * 12 * Fraction(3, 10)), Fraction(6070))
    credit = exact("2987.98")
    if family == "A":
        spouse = min(cents(net * Fraction(3, 10)), Fraction(13790))
        return cents(max(Fraction(0), bands(spouse) + bands(net - spouse) - 2 * credit) / 12)
    return cents(max(Fraction(0), bands(net) - credit) / 12)


def not_payable(case: dict[str, Any], segment: dict[str, Any]) -> Fraction:
    """Days that cannot be paid: as given, or outside the segment, sick, absent, or a worked Sunday."""
    given = case["income_guarantee"]
    if given.get("not_payable_days") is not None:
        return exact(given["not_payable_days"])
    marks = {date.fromisoformat(day): code for day, code in case.get("days", {}).items()}
    lost = 0
    for day in days_of(case):
        if day.weekday() == SUNDAY:
            lost += marks.get(day) == "worked" and inside(segment, day)
        else:
            lost += not inside(segment, day) or marks.get(day) in {"sick", "absent"}
    return Fraction(lost)


def month(case: dict[str, Any]) -> dict[str, Any]:
    """Equivalent days, gross and tax."""
    segment = (touching(case) or case["authorisation"])[-1]
    given, family = case["income_guarantee"], segment["family"]
    q, s, daily = exact(segment["q"]), exact(segment["s"]), exact(segment["daily_amount"])
    absence = quarter_rule(exact(given.get("absence_hours", "0")) * 6 / q)
    f1 = max(Fraction(0), 26 - absence - not_payable(case, segment))
    f2 = up(daily * exact("0.8991")) if family == "B" and segment["first_year"] else daily
    f6 = (
        exact(given["hourly_wage"])
        if given.get("hourly_wage")
        else cut4(exact(given["monthly_wage"]) / (WEEKS * q))
    )
    f8 = cut4(exact(given["hours_paid"]) * 38 / s)
    full, gross = cents(f6 * s * WEEKS), exact(given["gross_wage"])
    own_bonus = cents(bonus(full) * cut4(f1 / 26))
    taxable = up(gross * exact("0.8693")) + cents(own_bonus * gross / full)
    net = taxable - withheld(taxable, family)
    hours = max(Fraction(0), f8 - cut4(55 * f1 / 26))
    one_a = up(max(Fraction(0), f2 * f1 + cut4(exact("4.10") * hours) - net) * GROSS)
    most = min(Fraction(6000), up(full * f1 / 26 * exact("0.8693")) + own_bonus)
    one_b = up(max(Fraction(0), most - withheld(most, family) - net) * GROSS)
    due = Fraction(0) if one_a < MINIMUM or one_b < MINIMUM else min(one_a, one_b)
    if given.get("old_scheme"):
        lower = min(
            up(max(Fraction(0), f1 * (f2 + OLD[family]) - net) * GROSS), up(exact("23.4") * f2 * GROSS)
        )
        due = max(due, lower if lower >= MINIMUM else Fraction(0))
    if gross >= REFERENCE or q > s * Fraction(4, 5):
        due = Fraction(0)
    days = max(Fraction(1, 2), Fraction(nearest(due / daily * 2), 2)) if due else Fraction(0)
    return {"allowances": number(days), "gross": money(due), "tax": money(down(due * exact("0.1009")))}
