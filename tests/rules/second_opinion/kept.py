"""What is kept back from the net, once more in Fractions, written from section 6 and readings 14 to 16.

Imports nothing of capac. The scale is that of 2026.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.rules.second_opinion.hours import cents, exact, money

FREE, FIFTH, THIRTY, FORTY = 1419, 1524, 1682, 1839
CHILD = 88


def seizable(net: Fraction, children: int, *, with_wage: bool) -> Fraction:
    """0, 20, 40 and 100 per cent, with 30 between where there is a wage; less an amount for each child."""
    if with_wage:
        steps = [(FREE, FIFTH, 20), (FIFTH, THIRTY, 30), (THIRTY, FORTY, 40), (FORTY, 10**9, 100)]
    else:
        steps = [(FREE, FIFTH, 20), (FIFTH, FORTY, 40), (FORTY, 10**9, 100)]
    total = sum(max(Fraction(0), min(net, Fraction(high)) - low) * rate / 100 for low, high, rate in steps)
    return max(Fraction(0), cents(Fraction(total)) - children * CHILD)


def kept(case: dict[str, Any], gross: Fraction, net: Fraction) -> list[list[str]]:
    """Kind and amount, in the order in which they take."""
    asked = case.get("withholdings", {})
    if asked.get("collective_debt_settlement"):
        return [["collective_debt_settlement", money(net)]] if net else []
    seizure = asked.get("seizure", {})
    other = exact(seizure.get("other_income", "0"))
    wage = bool(seizure.get("other_income_is_wage")) and other > 0
    part = min(net, seizable(net + other, int(seizure.get("children") or 0), with_wage=wage))
    left, found = net, []
    for kind, wanted in (
        ("maintenance", exact(seizure.get("maintenance", "0"))),
        ("full_recovery", net if asked.get("full_recovery") else Fraction(0)),
        ("recovery_ex_officio", Fraction(0) if asked.get("full_recovery") else tenth(asked, gross)),
        ("seizure", part if seizure.get("children") is not None else Fraction(0)),
        ("assignment", exact(asked.get("assignment", "0"))),
    ):
        most = min(left, part) if kind in {"seizure", "assignment"} else left
        taken = max(Fraction(0), min(wanted, most))
        left -= taken
        if kind in {"maintenance", "seizure", "assignment"}:
            part = max(Fraction(0), part - taken)
        if taken:
            found.append([kind, money(taken)])
    return found


def tenth(asked: dict[str, Any], gross: Fraction) -> Fraction:
    """Ten per cent of the gross, ex officio."""
    return cents(gross / 10) if asked.get("recovery_ex_officio") else Fraction(0)
