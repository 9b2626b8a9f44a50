"""The facts behind a change: what the calculation of a payment rests on beside the one it is compared with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from capac.core.period import Month
from capac.payment.models import COUNTED, Calculation, Payment
from capac.payment.preview import REFERENCE, Changed

Key = tuple[int, str, date]


@dataclass(frozen=True, slots=True)
class Side:
    """A month as it was computed: halves of allowances, cents; `marks` are the days of its card by what happened."""

    month: date
    allowances_halves: int
    daily_cents: int
    gross_cents: int
    tax_cents: int
    withheld: Mapping[str, int]
    lowered: Mapping[str, int]
    marks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Explained:
    """A change with both sides. `before` is the month before, or of a correction what its month was before; None
    where it was never computed. `elsewhere` are the schemes in which the client was paid for the month before."""

    changed: Changed
    now: Side
    before: Side | None
    elsewhere: tuple[str, ...]


def explain(rows: Sequence[Changed]) -> list[Explained]:
    """Both sides of each change, in order. Four queries, whatever the number."""
    now = _by_id([row.calculation_id for row in rows])
    clients = {row.client_id for row in rows}
    past = _latest(clients, {_before(row) for row in rows if row.cause not in REFERENCE})
    earlier = _corrected([row for row in rows if row.cause in REFERENCE])
    schemes = _schemes(clients, {_before(row) for row in rows})
    return [
        Explained(
            changed=row,
            now=now[row.calculation_id],
            before=earlier.get(row.payment_id)
            if row.cause in REFERENCE
            else past.get((row.client_id, row.scheme, _before(row))),
            elsewhere=tuple(sorted(schemes.get((row.client_id, _before(row)), set()) - {row.scheme})),
        )
        for row in rows
    ]


def _before(row: Changed) -> date:
    return Month.of(row.month).previous().first


def _by_id(ids: Collection[int]) -> dict[int, Side]:
    rows = Calculation.objects.filter(pk__in=list(ids)).select_related("card").defer("vector")
    return {row.pk: _side(row) for row in rows}


def _latest(clients: Collection[int], months: Collection[date]) -> dict[Key, Side]:
    rows = Calculation.objects.filter(client_id__in=list(clients), month__in=list(months))
    rows = rows.order_by("month", "scheme", "client_id", "-id").distinct("month", "scheme", "client_id")
    return {
        (row.client_id, row.scheme, row.month): _side(row)
        for row in rows.select_related("card").defer("vector")
    }


def _corrected(rows: Sequence[Changed]) -> dict[int, Side]:
    """By payment, what its month was the last time that something of it was paid."""
    earlier = Payment.objects.filter(
        client_id__in={row.client_id for row in rows},
        month__in={row.month for row in rows},
        state__in=COUNTED,
    )
    paid: dict[Key, list[tuple[int, int]]] = {}
    for client, scheme, month, pk, calculation in earlier.order_by("pk").values_list(
        "client_id", "scheme", "month", "pk", "calculation_id"
    ):
        paid.setdefault((client, scheme, month), []).append((pk, calculation))
    wanted = {
        row.payment_id: calculation
        for row in rows
        for pk, calculation in paid.get((row.client_id, row.scheme, row.month), ())
        if pk < row.payment_id
    }
    sides = _by_id(wanted.values()) if wanted else {}
    return {payment_id: sides[calculation] for payment_id, calculation in wanted.items()}


def _schemes(clients: Collection[int], months: Collection[date]) -> dict[tuple[int, date], set[str]]:
    rows = Payment.objects.filter(client_id__in=list(clients), month__in=list(months), state__in=COUNTED)
    found: dict[tuple[int, date], set[str]] = {}
    for client, month, scheme in rows.values_list("client_id", "month", "scheme").distinct():
        found.setdefault((client, month), set()).add(scheme)
    return found


def _side(row: Calculation) -> Side:
    return Side(
        month=row.month,
        allowances_halves=row.allowances_halves,
        daily_cents=row.daily_cents,
        gross_cents=row.gross_cents,
        tax_cents=row.tax_cents,
        withheld=dict(row.withheld),
        lowered=dict(row.lowered),
        marks=Counter(row.card.days.values()) if row.card else {},
    )
