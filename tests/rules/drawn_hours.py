"""Cases drawn at random for the schemes that count hours, edge cases weighted. Synthetic data."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

from capac.core.period import Month
from capac.rules.facts import REGIMES
from tests.rules.drawn_days import MONTHS, amounts, halves, marks, two

CAUSES = ["economic", "weather", "technical", "force_majeure", "strike"]
WEEKS = ["36", "37.5", "38", "39", "40"]
GUARANTEE_MONTHS = [Month(2026, 4).plus(n) for n in range(5)]


def temporary_unemployment(pick: random.Random) -> dict[str, Any]:
    """One to three jobs, hours of the month or by day, one or two amounts, days off worked, marked days."""
    month = pick.choice(MONTHS)
    regime = pick.choice(REGIMES)
    first = month.first + timedelta(pick.choice([-40, -1, 0, 0, 1, 9]))

    def draw() -> dict[str, Any]:
        mine = regime if pick.random() < 0.8 else pick.choice(REGIMES)
        return {"regime": mine} | (halves(pick) if mine == "voluntary_part_time" else amounts(pick))

    segments = two(pick, first, str(month), draw)
    if len(segments) > 1 and pick.random() < 0.3:
        segments[1] |= {key: value for key, value in segments[0].items() if key not in {"from", "to"}}
    by_day = len(segments) > 1 or pick.random() < 0.6
    return {
        "month": str(month),
        "scheme": "temporary_unemployment",
        "authorisation": segments,
        "days": marks(pick, month) if pick.random() < 0.4 else {},
        "temporary": [occupation(pick, month, by_day=by_day) for _ in range(pick.choice([1, 1, 2, 3]))],
    }


def occupation(pick: random.Random, month: Month, *, by_day: bool) -> dict[str, Any]:
    """A job whose hours stand at the edges of the quarter rule as often as anywhere."""
    s = pick.choice(WEEKS)
    told: dict[str, Any] = {
        "q": pick.choice([s, "19", "24", "30.4", "12.5"]),
        "s": s,
        "cause": pick.choice(CAUSES),
    }
    if not by_day:
        return told | {"hours": edge(pick, told["q"], 180)}
    days = [month.first + timedelta(n) for n in range(28)]
    told["hours_by_day"] = {
        str(day): pick.choice(["0", "7.6", "7.6666", "8", "3.8", "4.75"])
        for day in days
        if pick.random() < 0.3
    }
    if pick.random() < 0.4:
        told["worked_rest_days"] = [str(pick.choice(days)) for _ in range(pick.randrange(4))]
    return told


def edge(pick: random.Random, divisor: str, most: int) -> str:
    """Hours anywhere, none, or so that hours x 6 / Q falls on or beside a quarter."""
    if pick.random() < 0.4:
        return f"{pick.uniform(0, most):.2f}"
    quarters = pick.randrange(0, 60)
    exact = quarters * float(divisor) / 24
    return f"{min(most, max(0, exact + pick.choice([-0.01, 0, 0, 0.01]))):.2f}"


def youth_holiday(pick: random.Random) -> dict[str, Any]:
    """Hours around the quarters of what the holidays with pay leave."""
    month, s = pick.choice(MONTHS), pick.choice(WEEKS)
    return {
        "month": str(month),
        "scheme": pick.choice(["youth_holiday", "senior_holiday"]),
        "authorisation": [
            {"from": str(month.first + timedelta(pick.choice([-40, 0, 5, 45])))} | amounts(pick)
        ],
        "holiday_hours": {
            "hours": edge(pick, s, 160),
            "s": s,
            "paid_days_left": pick.choice(["0", "0.5", "3", "12"]),
        },
    }


def activation(pick: random.Random) -> dict[str, Any]:
    """Amounts of the regions and any other, more hours than a full month, low net wages, with or without dates."""
    month = pick.choice(MONTHS)
    given = {
        "theoretical": pick.choice(
            ["500.00", "250.00", "125.00", "350.00", "800.00", f"{pick.uniform(0, 900):.2f}"]
        ),
        "s": pick.choice(WEEKS),
        "hours": f"{pick.choice([0, 76, 152, 160, pick.uniform(0, 200)]):.2f}",
    }
    if pick.random() < 0.4:
        given["net_wage"] = pick.choice(["0", "210.00", f"{pick.uniform(0, 2000):.2f}"])
    start = str(month.first + timedelta(pick.choice([-40, 0, 5, 45])))
    return {
        "month": str(month),
        "scheme": "activation",
        "authorisation": pick.choice([[], [{"from": start}]]),
        "activation": given,
    }


def income_guarantee(pick: random.Random) -> dict[str, Any]:
    """Every band of the bonus and of the tax, months that are cut, old rights, wages at the reference wage."""
    month, s = pick.choice(GUARANTEE_MONTHS), pick.choice(WEEKS)
    q = pick.choice(["19", "12.67", "24", f"{float(s) * 4 / 5:.2f}", f"{pick.uniform(2, float(s)):.2f}"])
    hourly = pick.choice([pick.uniform(9, 16), pick.uniform(16, 21), pick.uniform(21, 60)])
    usual = hourly * float(q) * 4.3333
    gross = pick.choice([usual, usual, pick.uniform(0, 1400), pick.uniform(0, 2300), 2189.80, 2189.81, 0])
    given: dict[str, Any] = {
        "gross_wage": f"{gross:.2f}",
        "hours_paid": f"{pick.choice([float(q) * 4.3333, pick.uniform(0, 190), 55, 0]):.2f}",
        "old_scheme": pick.random() < 0.4,
    }
    given |= pick.choice(
        [{"hourly_wage": f"{hourly:.4f}"}, {"monthly_wage": f"{hourly * float(q) * 4.3333:.2f}"}]
    )
    if pick.random() < 0.4:
        given["absence_hours"] = edge(pick, q, 100)
    if pick.random() < 0.4:
        given["not_payable_days"] = pick.choice(["0", "0.5", "3", "13", "26", "30"])
    first = month.first + timedelta(pick.choice([-40, -40, 0, 5, 20, 45]))
    family = pick.choice("ANB")
    return {
        "month": str(month),
        "scheme": "income_guarantee",
        "authorisation": [
            {"from": str(first), "q": q, "s": s, "family": family, "first_year": pick.random() < 0.5}
            | amounts(pick)
        ],
        "days": marks(pick, month) if pick.random() < 0.4 else {},
        "income_guarantee": given,
    }
