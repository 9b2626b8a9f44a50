"""What leaves our account on which day and what comes back, and what the bank states of the account. Cents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Sum

from capac.payment.models import Payment, Statement
from capac.payment.release import next_bank_day

LEFT, AT_BANK, RELEASED, PROPOSED = "left", "at_bank", "released", "proposed"
"""Where the money of a day is: gone, with the bank, released, or waiting for a second person."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Transfers of one day and payment type that are at one place; `back_cents` came back on that day."""

    day: date
    scheme: str
    place: str
    out_cents: int
    back_cents: int
    transfers: int


_LATEST = 45
"""A transfer is booked within so many days after the day that was asked for: runs before are not looked at."""
_MOVING = """
    WITH gone AS (
        SELECT CASE WHEN p.state IN ('prepared', 'released') THEN greatest(r.execution_date, %(bank_day)s)
                ELSE coalesce(p.settled_on, r.execution_date) END AS day,
            p.scheme, p.transfer_cents,
            CASE p.state WHEN 'prepared' THEN 'proposed' WHEN 'released' THEN 'released'
                WHEN 'filed' THEN 'at_bank' ELSE 'left' END AS place
        FROM payment_payment AS p JOIN payment_paymentrun AS r ON r.id = p.run_id
        WHERE r.execution_date BETWEEN %(since)s AND %(last)s AND p.transfer_cents > 0
            AND p.state IN ('prepared', 'released', 'filed', 'settled', 'returned')),
    back AS (
        SELECT (ended_at AT TIME ZONE 'Europe/Brussels')::date AS day, scheme, transfer_cents
        FROM payment_payment WHERE state = 'returned' AND transfer_cents > 0 AND ended_at >= %(since)s)
    SELECT day, scheme, place, sum(transfer_cents)::bigint, 0, count(*) FROM gone
    WHERE day BETWEEN %(first)s AND %(last)s GROUP BY day, scheme, place
    UNION ALL
    SELECT day, scheme, 'left', 0, sum(transfer_cents)::bigint, count(*) FROM back
    WHERE day BETWEEN %(first)s AND %(last)s GROUP BY day, scheme
    ORDER BY 1, 2, 3"""


def moving(first: date, last: date) -> list[Moved]:
    """Transfers by day, type and place from one day to another. What has not left yet leaves on a day of the bank
    to come. One query."""
    with connection.cursor() as cursor:
        since = first - timedelta(days=_LATEST)
        cursor.execute(_MOVING, {"first": first, "last": last, "since": since, "bank_day": next_bank_day()})
        return [Moved(*row) for row in cursor.fetchall()]


def left_until(day: date) -> int:
    """What left our account up to and with a day, less what came back by then. Two queries."""
    gone = Payment.objects.filter(
        transfer_cents__gt=0, settled_on__lte=day, state__in=("settled", "returned")
    )
    back = gone.filter(state="returned", ended_at__date__lte=day)
    return _sum(gone) - _sum(back)


def stated_closings(account: str, first: date, last: date) -> dict[date, int]:
    """What the bank states at the end of each day from one to another; and the last one before, on its day."""
    rows = Statement.objects.filter(account=account, day__lte=last).order_by("day", "pk")
    told = dict(rows.filter(day__gte=first).values_list("day", "closing_cents"))
    before = rows.filter(day__lt=first).last()
    return {**({before.day: before.closing_cents} if before else {}), **told}


def _sum(rows: Any) -> int:
    return int(rows.aggregate(cents=Sum("transfer_cents"))["cents"] or 0)
