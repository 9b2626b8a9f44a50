"""What the ledger reads of payments: every change of state with its amounts, and what each month adds up to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from capac.payment.calculations import Key
from capac.payment.models import COUNTED, Payment, Statement, StatementEntry
from capac.payment.states import PAYMENTS
from capac.records import api as records


@dataclass(frozen=True, slots=True)
class Booked:
    """The amounts of one payment, in cents: gross is tax, kept for others and transfer. `settled_on`: the bank's day."""

    id: int
    client_id: int
    scheme: str
    month: date
    gross_cents: int
    tax_cents: int
    transfer_cents: int
    settled_on: date | None
    end_to_end_id: str

    @property
    def kept_cents(self) -> int:
        """Everything withheld but the tax."""
        return self.gross_cents - self.tax_cents - self.transfer_cents


@dataclass(frozen=True, slots=True)
class Moved:
    """A payment went from one state ("" at birth) to another. `id` is that of the log."""

    id: int
    from_state: str
    to_state: str
    at: datetime
    payment: Booked


@dataclass(frozen=True, slots=True)
class Standing:
    """Payments of one month in one state, added up, in cents."""

    state: str
    gross_cents: int
    tax_cents: int
    transfer_cents: int

    @property
    def kept_cents(self) -> int:
        """Everything withheld but the tax."""
        return self.gross_cents - self.tax_cents - self.transfer_cents


@dataclass(frozen=True, slots=True)
class Stated:
    """Our account as the bank states it, in cents: what moved from the first day stated to the last one.

    `unknown_cents` is of entries that nobody has told yet what they are.
    """

    first: date
    last: date
    closing_cents: int
    moved_cents: int
    unknown_cents: int


_BOOKED = """
    SELECT id, client_id, scheme, month, gross_cents, tax_cents, transfer_cents, settled_on, end_to_end_id
    FROM payment_payment WHERE id = ANY(%s)"""


def moves_after(after: int, *, limit: int) -> list[Moved]:
    """Changes of state of payments above an id of the log, in its order. Two queries."""
    rows = records.moves_after(PAYMENTS.kind, after, limit=limit)
    found = booked({row.subject_id for row in rows})
    return [Moved(row.id, row.from_state, row.to_state, row.at, found[row.subject_id]) for row in rows]


def booked(ids: Collection[int]) -> dict[int, Booked]:
    """The amounts of these payments by id. One query; an array travels faster than a list of values."""
    with connection.cursor() as cursor:
        cursor.execute(_BOOKED, [list(ids)])
        return {row[0]: Booked(*row) for row in cursor.fetchall()}


def states_of(ids: Collection[int]) -> dict[int, list[tuple[datetime, str]]]:
    """When these payments came into which state, oldest first. One query."""
    found = records.histories(PAYMENTS.kind, ids)
    return {pk: [(row.at, row.to_state) for row in rows] for pk, rows in found.items()}


def standing(first: int, last: int) -> dict[Key, tuple[Standing, ...]]:
    """What payments of clients from one id to another add up to, by client, scheme, month and state. One query."""
    rows = Payment.objects.filter(client_id__gte=first, client_id__lte=last).order_by()
    sums = rows.values_list("client_id", "scheme", "month", "state").annotate(
        Sum("gross_cents"), Sum("tax_cents"), Sum("transfer_cents")
    )
    found: dict[Key, tuple[Standing, ...]] = {}
    for client_id, scheme, month, *told in sums:
        key = (client_id, scheme, month)
        found[key] = (*found.get(key, ()), Standing(*told))
    return found


def clients_paid() -> tuple[int, int] | None:
    """The lowest and the highest id of clients with a payment; None before the first one."""
    row = Payment.objects.order_by("client_id").values_list("client_id", flat=True)
    first = row.first()
    return None if first is None else (first, row.order_by(F("client_id").desc())[0])


def paid_after(ids: Collection[int]) -> dict[int, int]:
    """Per payment the gross, in cents, of later payments of its month that count as made. One query."""
    later = (
        Payment.objects.filter(
            client=OuterRef("client"), scheme=OuterRef("scheme"), month=OuterRef("month"), pk__gt=OuterRef("pk"),
            state__in=COUNTED,
        )
        .order_by()
        .values("month")
        .annotate(cents=Sum("gross_cents"))
        .values("cents")
    )  # fmt: skip
    rows = Payment.objects.filter(pk__in=list(ids)).annotate(cents=Coalesce(Subquery(later), 0))
    return dict(rows.values_list("pk", "cents"))


def stated(account: str) -> Stated | None:
    """The statements of an account together; None before the first one. Three queries."""
    rows = Statement.objects.filter(account=account).order_by("day", "pk")
    first, last = rows.first(), rows.last()
    if first is None or last is None:
        return None
    unknown = StatementEntry.objects.filter(statement__account=account, state="unknown")
    return Stated(
        first.day,
        last.day,
        last.closing_cents,
        last.closing_cents - first.opening_cents,
        unknown.aggregate(cents=Coalesce(Sum("cents"), 0))["cents"],
    )
