"""Facts of 2024 and 2025 as an institution would import them: at random, with all that makes figures go wrong."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.warehouse.facts import EDGES, Rows

WAITS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 15, 16, 21, 22, 27, 28, 29, 30, 31, 32, 90)
PERIODS = (2024, 2025)
AMOUNTS = ("fte", "training_days", "core_days", "telework_days_a_week")


def at_random(seed: int, number: int) -> dict[str, Rows]:
    """Every fact, so many rows each; a period for those without date, amounts in hundredths."""
    dice = random.Random(seed)
    return {
        name: [{**row(dice, n), "known_on": _late(dice)} for n in range(number)] for name, row in ROWS.items()
    }


def as_exported(given: dict[str, Rows]) -> dict[str, Rows]:
    """The same rows as the export of the warehouse has them: the end of the period, amounts with two decimals."""
    return {f"imported_{name}": [_exported(row) for row in rows] for name, rows in given.items()}


def _exported(row: dict[str, Any]) -> dict[str, Any]:
    ends = {"period_end": date(row["period"], 12, 31)} if "period" in row else {}
    amounts = {name: Decimal(row[name]) / 100 for name in AMOUNTS if row.get(name) is not None}
    return {**row, **ends, **amounts}


def _late(dice: random.Random) -> date | None:
    """Now and then a row is known from another day than its own."""
    return _day(dice) if dice.random() < 0.1 else None


def _day(dice: random.Random) -> date:
    return dice.choice(EDGES) if dice.random() < 0.4 else date(2024, 1, 1) + timedelta(dice.randrange(700))


def _yes(dice: random.Random, chance: float = 0.5) -> bool | None:
    return None if dice.random() < 0.05 else dice.random() < chance


def _span(dice: random.Random, start: str, stop: str) -> dict[str, Any]:
    first = _day(dice)
    return {start: first, stop: first + timedelta(dice.choice(WAITS)) if dice.random() < 0.9 else None}


def _call(dice: random.Random, n: int) -> dict[str, Any]:
    return {
        "id": str(n), "period": dice.choice(PERIODS), "cut_before_ivr": _yes(dice, 0.1), "served_by_ivr": _yes(dice, 0.2),
        "to_operator": _yes(dice, 0.8), "answered": _yes(dice), "waited_s": dice.choice((None, 0, 60, 149, 150, 151, 900)),
    }  # fmt: skip


def _slot(dice: random.Random, n: int) -> dict[str, Any]:
    first = date(2024, 1, 1) + timedelta(5 * n + dice.randrange(5))
    return {
        "office": f"office {n}" if n % 2 else f"office {n - 1}", "mode": dice.choice(("office", "phone", "video")), "observed_on": first,
        "first_free_on": first + timedelta(dice.choice(WAITS)) if dice.random() < 0.8 else None,
    }  # fmt: skip


def _flow(dice: random.Random, n: int) -> dict[str, Any]:
    three = [_day(dice) for _ in range(3)]
    near = [three[0] + timedelta(dice.randrange(-20, 20)) for _ in range(2)]
    return {
        "id": str(n), "flow": dice.choice(("WECH508", "WECH510", "WECH505", "WECH506")), "received_on": three[0],
        "period_end": near[0], "authorised_on": None if dice.random() < 0.1 else near[1],
        "paid_on": max(three[0], *near) + timedelta(dice.choice(WAITS)) if dice.random() < 0.9 else None,
    }  # fmt: skip


def _training(dice: random.Random, n: int) -> dict[str, Any]:
    days = dice.choice((None, 0, 50, 99, 100, 450, 700))
    return {
        "staff_id": str(n), "period": dice.choice(PERIODS), "fte": dice.choice((50, 80, 100, None)),
        "training_days": days, "core_days": days and days // 2,
    }  # fmt: skip


def _staff(dice: random.Random, n: int) -> dict[str, Any]:
    return {
        "id": str(n), "period": dice.choice(PERIODS), "grade": dice.choice(("A2", "A3", "A4", "A5", "B")),
        "gender": dice.choice(("F", "F", "M", "X", None)), "disability_recognised": _yes(dice, 0.05), "fte": dice.choice((50, 100)),
        "telework_days_a_week": dice.choice((None, 0, 150, 200, 300)), "teleworkable": _yes(dice, 0.8),
    }  # fmt: skip


KINDS = ("state_consultation", "platina", "organisation_control", "audit_global", "secondary_network")
ROWS: dict[str, Any] = {
    "emails": lambda dice, n: {
        "id": str(n), **_span(dice, "received_on", "answered_on"), "line": dice.choice("1112"), "has_attachment": _yes(dice),
    },
    "letters_in": lambda dice, n: {
        "id": str(n), "office": f"office {n % 4}", **_span(dice, "received_on", "treated_on"),
    },
    "complaints": lambda dice, n: {
        "id": str(n), **_span(dice, "received_on", "replied_on"), "admissible": _yes(dice, 0.8),
    },
    "mediator_questions": lambda dice, n: {"id": str(n), **_span(dice, "received_on", "answered_on")},
    "calls": _call,
    "callbacks": lambda dice, n: {"id": str(n), **_span(dice, "asked_at", "called_at")},
    "chats": lambda dice, n: {
        "id": str(n), "started_at": _day(dice), "answered_after_s": dice.choice((None, 3, 30, 300)), "resolved": _yes(dice),
        "rating": None,
    },
    "bot_sessions": lambda dice, n: {
        "id": str(n), "started_at": _day(dice), "answered": _yes(dice, 0.8), "handed_over": _yes(dice),
    },
    "appointment_slots": _slot,
    "info_desks": lambda dice, n: {
        "office": f"office {n}", "period": dice.choice(PERIODS), "open_half_days_a_week": dice.choice((None, 3, 4, 5, 6)),
    },
    "submissions": lambda dice, n: {
        "id": str(n), "period": dice.choice(PERIODS), "returned_c51": _yes(dice, 0.3), "return_due_to_capac": _yes(dice),
    },
    "authorisations_by_hand": lambda dice, n: {"id": str(n), **_span(dice, "received_on", "processed_on")},
    "flow_payments": _flow,
    "document_payments": lambda dice, n: {
        "id": str(n), "payment_type": dice.choice(("full_unemployment", "youth_holiday")),
        **_span(dice, "document_received_on", "paid_on"), "authorised_on": None,
    },
    "verified_payments": lambda dice, n: {
        "id": str(n), "period": dice.choice(PERIODS), "finally_accepted": _yes(dice, 0.9), "technical_incident": _yes(dice, 0.1),
    },
    "training": _training,
    "certified_courses": lambda dice, n: {"id": str(n), "held_on": _day(dice)},
    "team_interviews": lambda dice, n: {
        "office": f"office {n}", "period": dice.choice(PERIODS), "completed": _yes(dice, 0.9),
    },
    "staff": _staff,
    "meetings": lambda dice, n: {"id": str(n), "kind": dice.choice(KINDS), "held_on": _day(dice)},
    "supplier_invoices": lambda dice, n: {
        "id": str(n), **_span(dice, "received_on", "paid_on"), "due_on": None if n % 9 == 0 else _day(dice),
        "amount_cents": 100 * n,
    },
}  # fmt: skip
