"""A run beside the month before, for who releases it: totals by scheme and cause, who is new, changed or ended.

Everything is asked of the database in sets; lists go on after a mark (keyset), so that a page of a run of the whole
country costs what a page of a small one does. Amounts in cents, months by their first day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Case, Count, F, Q, QuerySet, Sum, When
from django.db.models.functions import Abs, Coalesce

from capac.core.period import Month
from capac.payment.models import COUNTED, Payment

OUTLIER_CENTS, OUTLIER_PART = 100_00, 4
"""Our own choice, shown on the page: a change of 100 euro or more that is a quarter or more of the month before."""
REFERENCE = ("correction",)
"""Causes that add to a month already paid: what is paid now is the whole change."""
AGAIN = "paid_again"
"""Money that came back and goes out once more: nothing of the month changed."""


@dataclass(frozen=True, slots=True)
class Group:
    """Payments of a run of one scheme and cause, added up. `before_cents`: gross of the months before."""

    scheme: str
    cause: str
    number: int
    gross_cents: int
    transfer_cents: int
    before_cents: int


@dataclass(frozen=True, slots=True)
class Kinds:
    """How many payments of a run are new, changed by how much in all, the same, and how many stand out."""

    new: int
    more: int
    less: int
    same: int
    outliers: int


@dataclass(frozen=True, slots=True)
class Changed:
    """One payment beside the month before. `size` is the change without its sign: with the id it is the mark."""

    payment_id: int
    client_id: int
    scheme: str
    month: date
    cause: str
    gross_cents: int
    before_cents: int | None
    size: int
    calculation_id: int

    @property
    def change_cents(self) -> int:
        """Above zero: more than before."""
        if self.cause in REFERENCE:
            return self.gross_cents
        return self.gross_cents - (self.before_cents or 0)


@dataclass(frozen=True, slots=True)
class EndedGroup:
    """Who was paid for the month before and not for this one, by why: a hold's reason, nothing_owed, not_computed."""

    scheme: str
    reason: str
    turn: str
    number: int
    before_cents: int


@dataclass(frozen=True, slots=True)
class Ended:
    """One of them, with what was paid for the month before."""

    client_id: int
    scheme: str
    reason: str
    turn: str
    before_cents: int


def groups(run_id: int) -> list[Group]:
    """Totals of a run by scheme and cause. One query."""
    rows = _rows(run_id).values_list("scheme", "cause").order_by("scheme", "cause")
    sums = rows.annotate(
        Count("pk"), Sum("gross_cents"), Sum("transfer_cents"), before=Coalesce(Sum("before_cents"), 0)
    )
    return [Group(*row) for row in sums]


def kinds(run_id: int) -> Kinds:
    """How many of each kind. One query."""
    counts = {name: Count("pk", filter=which) for name, which in _kinds().items()}
    return Kinds(**_sized(_rows(run_id)).aggregate(**counts))


def changes(
    run_id: int, kind: str, *, after: tuple[int, int] | None = None, limit: int = 50
) -> list[Changed]:
    """The payments of a kind, the largest change first, after a mark (size, payment id). One query.

    `kind` is outliers, new, more, less or same. Raises KeyError for none of them.
    """
    rows = _sized(_rows(run_id)).filter(_kinds()[kind]).order_by("-size", "pk")
    if after is not None:
        size, pk = after
        rows = rows.filter(Q(size__lt=size) | Q(size=size, pk__gt=pk))
    return [
        Changed(
            row.pk, row.client_id, row.scheme, row.month, row.cause, row.gross_cents, row.before_cents, row.size,
            row.calculation_id,
        )
        for row in rows[:limit]
    ]  # fmt: skip


def ended_groups(introduction_month: date) -> list[EndedGroup]:
    """Who was paid for the month before and not for the month of the run, by scheme and reason. One query."""
    return [EndedGroup(*row) for row in _asked(_ENDED + _BY_REASON, _months(introduction_month))]


def ended(introduction_month: date, *, after: tuple[int, str] = (0, ""), limit: int = 50) -> list[Ended]:
    """Each of them in the order of clients, after a mark (client, scheme). One query."""
    told = {**_months(introduction_month), "client": after[0], "scheme": after[1], "limit": limit}
    return [Ended(*row) for row in _asked(_ENDED + _ONE_BY_ONE, told)]


def month_of(introduction_month: date) -> date:
    """The reference month that a run is mainly about: the one before its introduction month."""
    return Month.of(introduction_month).previous().first


_ENDED = """
    WITH ended AS (
        SELECT p.client_id, p.scheme, sum(p.gross_cents) AS gross_cents
        FROM payment_payment AS p
        WHERE p.month = %(before)s AND p.state = ANY(%(counted)s) AND NOT EXISTS (
            SELECT FROM payment_payment AS n
            WHERE n.month = %(month)s AND n.scheme = p.scheme AND n.client_id = p.client_id
                AND n.state = ANY(%(counted)s))
        GROUP BY p.client_id, p.scheme),
    told AS (
        SELECT e.client_id, e.scheme, e.gross_cents, coalesce(h.turn, '') AS turn,
            coalesce(h.reason, CASE WHEN c.id IS NULL THEN 'not_computed' ELSE 'nothing_owed' END) AS reason
        FROM ended AS e
        LEFT JOIN LATERAL (
            SELECT reason, turn FROM payment_hold
            WHERE month = %(month)s AND client_id = e.client_id AND scheme = e.scheme AND state = 'open'
            ORDER BY id LIMIT 1) AS h ON true
        LEFT JOIN LATERAL (
            SELECT id FROM payment_calculation
            WHERE month = %(month)s AND scheme = e.scheme AND client_id = e.client_id
            ORDER BY id DESC LIMIT 1) AS c ON true)"""
_BY_REASON = """
    SELECT scheme, reason, turn, count(*), sum(gross_cents)::bigint FROM told
    GROUP BY scheme, reason, turn ORDER BY count(*) DESC, scheme, reason"""
_ONE_BY_ONE = """
    SELECT client_id, scheme, reason, turn, gross_cents::bigint FROM told
    WHERE (client_id, scheme) > (%(client)s, %(scheme)s) ORDER BY client_id, scheme LIMIT %(limit)s"""


def _months(introduction_month: date) -> dict[str, Any]:
    month = month_of(introduction_month)
    return {"month": month, "before": Month.of(month).previous().first, "counted": list(COUNTED)}


def _asked(sql: str, told: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, told)
        return list(cursor.fetchall())


def _rows(run_id: int) -> QuerySet[Payment]:
    return Payment.objects.filter(run_id=run_id).exclude(state=Payment.State.DROPPED)


def _sized(rows: QuerySet[Payment]) -> QuerySet[Any]:
    whole = When(cause__in=REFERENCE, then=F("gross_cents"))
    change = Case(whole, default=Abs(F("gross_cents") - Coalesce(F("before_cents"), 0)))
    found: QuerySet[Any] = rows.annotate(size=change)
    return found


def _kinds() -> dict[str, Q]:
    changed = Q(before_cents__gt=0)
    return {
        "outliers": _stands_out(),
        "new": Q(before_cents=0) | Q(before_cents__isnull=True),
        "more": changed & Q(gross_cents__gt=F("before_cents")),
        "less": changed & Q(gross_cents__lt=F("before_cents")),
        "same": changed & Q(gross_cents=F("before_cents")),
    }


def _stands_out() -> Q:
    """A payment that came back and goes out again changes nothing; without a month before there is no change."""
    large = Q(before_cents__gt=0, size__gte=OUTLIER_CENTS)
    return large & Q(size__gte=F("before_cents") / OUTLIER_PART) & ~Q(cause=AGAIN)
