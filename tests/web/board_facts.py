"""A year of facts as the board's tests want it: most in time, some late, some still to be decided."""

from __future__ import annotations

import random
from datetime import date, timedelta

from tests.warehouse import facts
from tests.warehouse.facts import NAMES, Rows

CODES = ("unknown_person", "free_text", "name_mismatch", "guardian", "prefix_not_computable")
CAUSES = ("AR167-1-1", "AR167-1-2", "AR167-1-3", "AR167-1-4")


def a_year(seed: int = 1, *, number: int = 480) -> dict[str, Rows]:
    """2026, and the first days of 2027, as known on 3 March 2027."""
    dice = random.Random(seed)
    days = [date(2026, 1, 2) + timedelta(n * 415 // number) for n in range(number)]
    return {
        NAMES[0]: [_by_hand(dice, n, day) for n, day in enumerate(days)],
        NAMES[1]: [_payment(dice, n, day) for n, day in enumerate(days)],
        NAMES[2]: [_verified(dice, n, day) for n, day in enumerate(days) if day.year == 2026],
    }


def _by_hand(dice: random.Random, number: int, day: date) -> dict[str, object]:
    late = dice.random() < (0.12 if day.month in (7, 8) else 0.035)
    row = facts.by_hand(
        number, day, day + timedelta(dice.randrange(18, 45) if late else dice.randrange(0, 12))
    )
    return {**row, "reasons": dice.choice(CODES)}


def _payment(dice: random.Random, number: int, day: date) -> dict[str, object]:
    kind = "full_unemployment" if dice.random() < 0.8 else "temporary_unemployment"
    wait = min(int(dice.expovariate(0.4)) + 1, 40)
    paid = day + timedelta(wait) if dice.random() < 0.97 else None
    return facts.payment(number, day, paid, kind=kind, authorised=day + timedelta(dice.randrange(-60, 8)))


def _verified(dice: random.Random, number: int, day: date) -> dict[str, object]:
    month = day.replace(day=1)
    known = month + timedelta(150)
    if known > date(2027, 3, 3):
        return facts.verified(number, month)
    accepted = dice.random() < (0.9 if month.month in (3, 4) else 0.97)
    incident = month + timedelta(120) if dice.random() < 0.01 else None
    row = facts.verified(number, month, accepted, known=known, incident=incident)
    return {**row, "cause": "" if accepted else dice.choice(CAUSES)}
