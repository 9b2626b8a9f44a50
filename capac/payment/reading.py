"""What pages and other rooms read of payment: a client's months, holds, the vector of a calculation.

A handful of queries, whatever the number of months; nothing here is written or decided.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from capac.payment.models import Calculation, Hold, Payment

Key = tuple[str, date]
Amounts = tuple[tuple[str, int], ...]
Row = TypeVar("Row", bound="Calculation | Hold | Payment")


@dataclass(frozen=True, slots=True)
class PaidView:
    """One payment of a month, in whatever state. Amounts in cents; `withheld` by kind.

    `execution_date` is the day asked of the bank, `settled_on` the day on which it paid.
    """

    id: int
    state: str
    gross_cents: int
    tax_cents: int
    withheld: Amounts
    transfer_cents: int
    settled_on: date | None
    execution_date: date
    iban: str
    holder: str
    bank_reason: str
    run_id: int
    calculation_id: int


@dataclass(frozen=True, slots=True)
class HoldView:
    """Why a month is not paid (yet). `turn` is client, employer, onem, bank or us; `state` open or lifted."""

    id: int
    reason: str
    turn: str
    arguments: Mapping[str, Any]
    since: datetime
    state: str
    accepted_by: str = ""


@dataclass(frozen=True, slots=True)
class MonthView:
    """A client's month in one scheme: what is owed by the last calculation, what was paid, what holds it.

    Amounts in cents, `month` its first day. Without calculation (nothing computed yet) the figures are zero
    and `calculation_id` and `known_at` None. Owed is gross less `lowered`, what ONEM took out, by cause.
    """

    client_id: int
    scheme: str
    month: date
    calculation_id: int | None
    known_at: datetime | None
    allowances_halves: int
    daily_cents: int
    gross_cents: int
    lowered: Amounts
    lowered_cents: int
    tax_cents: int
    withheld: Amounts
    payable_cents: int
    payments: tuple[PaidView, ...]
    holds: tuple[HoldView, ...]


def months_of(client_id: int) -> list[MonthView]:
    """Every month of a client that was computed, paid or held, newest first. Three queries."""
    calculations = _by_key(Calculation.objects.filter(client_id=client_id).defer("vector").order_by("id"))
    payments = _by_key(
        Payment.objects.filter(client_id=client_id).select_related("run", "file").order_by("id")
    )
    holds = _by_key(Hold.objects.filter(client_id=client_id).order_by("id"))
    keys = sorted({*calculations, *payments, *holds}, key=lambda key: (key[1], key[0]), reverse=True)
    return [
        _month(client_id, key, calculations.get(key, [None])[-1], payments.get(key, []), holds.get(key, []))
        for key in keys
    ]


def clients_of_transfer(end_to_end_id: str) -> list[int]:
    """The client of the payment that the bank knows by a reference; [] where there is none. One query."""
    return list(Payment.objects.filter(end_to_end_id=end_to_end_id).values_list("client_id", flat=True))


def vector_of(calculation_id: int) -> bytes:
    """The steps of a calculation, for rules.render. Raises Calculation.DoesNotExist."""
    return bytes(Calculation.objects.values_list("vector", flat=True).get(pk=calculation_id))


def open_holds(
    clients: Collection[int] | None, months: Collection[date] | None = None
) -> dict[tuple[int, str, date], tuple[HoldView, ...]]:
    """The open holds by client, scheme and month, oldest first. None asks for everybody, or for every month."""
    rows = Hold.objects.filter(state="open").order_by("id")
    if clients is not None:
        rows = rows.filter(client_id__in=list(clients))
    if months is not None:
        rows = rows.filter(month__in=list(months))
    found: dict[tuple[int, str, date], list[HoldView]] = {}
    for row in rows.iterator(chunk_size=5000):
        found.setdefault((row.client_id, row.scheme, row.month), []).append(_hold(row))
    return {key: tuple(views) for key, views in found.items()}


def _by_key(rows: Iterable[Row]) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = {}
    for row in rows:
        found.setdefault((row.scheme, row.month), []).append(row)
    return found


def _month(
    client_id: int, key: Key, last: Calculation | None, payments: Iterable[Payment], holds: Iterable[Hold]
) -> MonthView:
    scheme, month = key
    return MonthView(
        client_id=client_id,
        scheme=scheme,
        month=month,
        calculation_id=last.pk if last else None,
        known_at=last.known_at if last else None,
        allowances_halves=last.allowances_halves if last else 0,
        daily_cents=last.daily_cents if last else 0,
        gross_cents=last.gross_cents if last else 0,
        lowered=_amounts(last.lowered) if last else (),
        lowered_cents=last.lowered_cents if last else 0,
        tax_cents=last.tax_cents if last else 0,
        withheld=_amounts(last.withheld) if last else (),
        payable_cents=last.payable_cents if last else 0,
        payments=tuple(_paid(row) for row in payments),
        holds=tuple(_hold(row) for row in holds),
    )


def _paid(row: Payment) -> PaidView:
    """A payment in a file is due on the file's day; before it is filed, on the day of its run."""
    return PaidView(
        row.pk, row.state, row.gross_cents, row.tax_cents, _amounts(row.withheld), row.transfer_cents,
        row.settled_on, row.file.execution_date if row.file else row.run.execution_date, row.iban, row.holder,
        row.bank_reason, row.run_id, row.calculation_id,
    )  # fmt: skip


def _hold(row: Hold) -> HoldView:
    return HoldView(row.pk, row.reason, row.turn, row.arguments, row.since, row.state, row.accepted_by)


def _amounts(kept: Iterable[tuple[str, int]]) -> Amounts:
    return tuple((kind, cents) for kind, cents in kept)
