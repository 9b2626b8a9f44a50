"""A payment beside the month before: is it the first, has it changed, and why. For the run's audit table."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from capac.core.period import Month
from capac.payment.calculations import Due
from capac.payment.models import COUNTED, Calculation, Payment
from capac.records import api as records

Whose = tuple[int, str]
"""Client and scheme."""
CAUSES = ("first", "correction", "paid_again", "late", "resumed", "daily_amount", "allowances", "same")


@dataclass(frozen=True, slots=True)
class Compared:
    """Why a payment differs from the gross paid for the month before, in cents (None: never paid before)."""

    cause: str
    before_cents: int | None


@dataclass(frozen=True, slots=True)
class _Past:
    """What was paid earlier: months by client, gross of the month before, its allowances and amount."""

    paid: dict[Whose, dict[date, int]]
    came_back: set[tuple[int, str, date]]
    computed: dict[tuple[int, str, date], tuple[int, int]]


def compare(rows: Sequence[Due], introduction_month: date) -> list[Compared]:
    """The comparison of each month that is paid now, in order. Three queries."""
    clients = {row.client_id for row in rows}
    months = {Month.of(row.month).previous().first for row in rows}
    past = _Past(_paid(clients), _came_back(clients), _computed(clients, months))
    usual = Month.of(introduction_month).previous().first
    return [_compared(row, past, usual) for row in rows]


def _compared(due: Due, past: _Past, usual: date) -> Compared:
    paid = past.paid.get((due.client_id, due.scheme), {})
    previous = Month.of(due.month).previous().first
    before = paid.get(previous, 0) if paid else None
    return Compared(_cause(due, past, paid, usual=usual), before)


def _cause(due: Due, past: _Past, paid: dict[date, int], *, usual: date) -> str:
    said = due.calculation
    assert said is not None, "what is paid was computed"
    if due.key in past.came_back:
        return "paid_again"
    if not paid:
        return "first"
    if due.month in paid:
        return "correction"
    if due.month < usual:
        return "late"
    previous = Month.of(due.month).previous().first
    if previous not in paid:
        return "resumed"
    daily, halves = past.computed.get((due.client_id, due.scheme, previous), (0, 0))
    if daily != said.daily_cents:
        return "daily_amount"
    return "allowances" if halves != said.allowances_halves else "same"


def _paid(clients: Collection[int]) -> dict[Whose, dict[date, int]]:
    rows = Payment.objects.filter(records.among("client_id", clients), state__in=COUNTED)
    found: dict[Whose, dict[date, int]] = {}
    sums = rows.values_list("client_id", "scheme", "month").annotate(Sum("gross_cents"))
    for client, scheme, month, cents in sums:
        found.setdefault((client, scheme), {})[month] = cents
    return found


def _came_back(clients: Collection[int]) -> set[tuple[int, str, date]]:
    rows = Payment.objects.filter(records.among("client_id", clients), state__in=["returned", "refused"])
    return set(rows.values_list("client_id", "scheme", "month"))


def _computed(
    clients: Collection[int], months: Collection[date]
) -> dict[tuple[int, str, date], tuple[int, int]]:
    rows = Calculation.objects.filter(records.among("client_id", clients), month__in=list(months))
    rows = rows.order_by("month", "scheme", "client_id", "-id").distinct("month", "scheme", "client_id")
    columns = ("client_id", "scheme", "month", "daily_cents", "allowances_halves")
    return {(c, s, m): (daily, halves) for c, s, m, daily, halves in rows.values_list(*columns)}
