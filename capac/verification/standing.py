"""Where the expenses of an introduction month stand: the outcome that counts of each, what is open, what is at stake."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q, QuerySet, Sum

from capac.verification.judging import LOSSES
from capac.verification.models import CLIENTS_ACT, Expense, Outcome, Refund

ASKING = (*LOSSES, "C14")
"""Outcomes that we answer while they are not definitive."""


@dataclass(frozen=True, slots=True)
class Stake:
    """How many expenses, for how much in cents."""

    number: int
    cents: int


def latest(month: date) -> QuerySet[Outcome]:
    """The outcome of the highest phase of each expense of an introduction month."""
    rows = Outcome.objects.filter(expense__file__introduction_month=month)
    last = rows.order_by("expense_id", "-phase").distinct("expense_id")
    return Outcome.objects.filter(pk__in=last.values("pk"))


def unsaid(month: date) -> int:
    """Expenses of which ONEM has said nothing yet."""
    return Expense.objects.filter(file__introduction_month=month, outcomes__isnull=True).count()


def by_phase(month: date) -> dict[int, dict[str, Stake]]:
    """What was said in each phase, by outcome. One query."""
    rows = Outcome.objects.filter(expense__file__introduction_month=month).values("phase", "outcome")
    found: dict[int, dict[str, Stake]] = {}
    for row in rows.annotate(n=Count("pk"), cents=Sum("amount_cents")).order_by("phase", "outcome"):
        found.setdefault(row["phase"], {})[row["outcome"]] = Stake(row["n"], row["cents"])
    return found


def open_by_phase(month: date) -> dict[int, Stake]:
    """Losses and complements that count now and are not definitive, by phase: of them the next one speaks. One query."""
    rows = latest(month).filter(definitive=False, outcome__in=ASKING).values("phase")
    told = rows.annotate(n=Count("pk"), cents=Sum("amount_cents")).order_by("phase")
    return {row["phase"]: Stake(row["n"], row["cents"]) for row in told}


def to_answer(month: date, phase: int) -> QuerySet[Outcome]:
    """Outcomes of a phase that count, are not definitive, and wait for our answer: not the client's own act."""
    rows = latest(month).filter(phase=phase, definitive=False, outcome__in=ASKING, answer__isnull=True)
    return rows.exclude(cause=CLIENTS_ACT)


def untold_answers(month: date, phase: int) -> QuerySet[Outcome]:
    """Outcomes of a phase that we answered, of which ONEM has not been told."""
    rows = Outcome.objects.filter(expense__file__introduction_month=month, phase=phase)
    return rows.filter(answer__isnull=False, answer__dispatch__isnull=True)


def first_notified(month: date) -> date | None:
    """The day of the first notification of an introduction month: the 12 and 30 months run from it (AR 165)."""
    rows = Outcome.objects.filter(expense__file__introduction_month=month)
    day: date | None = rows.aggregate(first=Min("notified_on"))["first"]
    return day


def liable(month: date) -> dict[str, int]:
    """Cents by C12 and C13 that are definitive and ours to give back: not the client's own act (AR 167, 169)."""
    rows = latest(month).filter(definitive=True, outcome__in=LOSSES).exclude(cause=CLIENTS_ACT)
    return dict(rows.values_list("outcome").annotate(cents=Sum("amount_cents")))


def by_cause(month: date) -> dict[tuple[str, str], Stake]:
    """What counts now of C12 and C13, by outcome and cause of art. 167."""
    rows = latest(month).filter(outcome__in=LOSSES).values("outcome", "cause")
    told = rows.annotate(n=Count("pk"), cents=Sum("amount_cents")).order_by("outcome", "cause")
    return {(row["outcome"], row["cause"]): Stake(row["n"], row["cents"]) for row in told}


def given_back(month: date) -> dict[str, int]:
    """Cents given back so far, by C12 and C13."""
    rows = Refund.objects.filter(introduction_month=month)
    return dict(Counter(dict(rows.values_list("kind").annotate(cents=Sum("cents")))))


def neutralised(month: date) -> tuple[int, int, int, int]:
    """Expenses and cents told, and of them those let be: what the end of the tolerance is measured on."""
    told = Expense.objects.filter(file__introduction_month=month).aggregate(
        n=Count("pk"), c=Sum("gross_cents")
    )
    let = latest(month).filter(Q(outcome="neutralised")).aggregate(n=Count("pk"), c=Sum("amount_cents"))
    return told["n"], told["c"] or 0, let["n"], let["c"] or 0


def lost_at_first(month: date) -> QuerySet[Outcome]:
    """C12 and C13 of the first phase: what the mirror is held against."""
    return Outcome.objects.filter(expense__file__introduction_month=month, phase=1, outcome__in=LOSSES)
