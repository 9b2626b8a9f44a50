"""Invariants of verification over all data, run every day."""

from __future__ import annotations

from django.db.models import Count, F, Max, Sum

from capac.core import clock
from capac.core.period import Month
from capac.payment import api as payment
from capac.rules import api as rules
from capac.verification.models import ExpenditureFile, Expense, Outcome
from capac.verification.write_c10 import to_be_written


def check() -> list[str]:
    """What is wrong, one sentence each."""
    found = {
        "expenditure files do not add up to their lines": _unsound_files(),
        "outcomes come after a definitive one": _after_definitive(),
        "C12 and C13 are above the expense that they lower": Outcome.objects.filter(
            outcome__in=("C12", "C13"), amount_cents__gt=F("expense__gross_cents")
        ).count(),
        "payments of a month that has its expenditure file are not in it": _untold(),
        "expenditure files are past their day and not sent": _late(),
    }
    return [f"{number} {sentence}" for sentence, number in found.items() if number]


def _unsound_files() -> int:
    rows = ExpenditureFile.objects.annotate(n=Count("expenses"), cents=Sum("expenses__gross_cents"))
    return sum(1 for row in rows if (row.lines, row.gross_cents) != (row.n, row.cents or 0))


def _after_definitive() -> int:
    ended = Outcome.objects.filter(definitive=True).values("expense").annotate(last=Max("phase"))
    phases = {row["expense"]: row["last"] for row in ended}
    later = Outcome.objects.filter(expense__in=list(phases)).values_list("expense_id", "phase")
    return sum(1 for expense, phase in later if phase > phases[expense])


def _untold() -> int:
    last = ExpenditureFile.objects.aggregate(last=Max("introduction_month"))["last"]
    if last is None:
        return 0
    paid = payment.spent_ids(Month.of(last).last)
    return len(paid.keys() - set(Expense.objects.values_list("payment_id", flat=True)))


def _late() -> int:
    unsent = ExpenditureFile.objects.exclude(state="sent").filter(due_on__lt=clock.today()).count()
    unwritten = sum(1 for month in to_be_written() if rules.deadline_on("c10", month.first) < clock.today())
    return unsent + unwritten
