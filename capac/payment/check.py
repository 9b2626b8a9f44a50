"""Invariants of payment over all data, run every day. Balances are recomputed from stored rows.

What the claims of debt balance is checked by flows, which see both rooms.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import connection
from django.db.models import Count, F, Q, Sum

from capac.core import clock
from capac.core.period import plus_months
from capac.payment.calculations import Key
from capac.payment.changed import changed_since, held
from capac.payment.models import BankFile, Calculation, Hold, Payment, PaymentRun, StatementEntry
from capac.payment.runs import last_known
from capac.payment.silence import silent_files
from capac.records import api as records

LOOKBACK = timedelta(hours=2)
"""How far before the last run a fact may have become known that its transaction committed after it."""

_BALANCES = """
    WITH owed AS (
        SELECT DISTINCT ON (month, scheme, client_id) client_id, scheme, month,
            gross_cents AS gross, lowered_cents AS lowered
        FROM payment_calculation ORDER BY month, scheme, client_id, id DESC
    ), counted AS (
        SELECT client_id, scheme, month, sum(gross_cents) AS cents FROM payment_payment
        WHERE state IN ('prepared', 'released', 'filed', 'settled') GROUP BY client_id, scheme, month
    ), months AS (
        SELECT client_id, scheme, month, coalesce(gross, 0) AS gross, coalesce(lowered, 0) AS lowered,
            coalesce(counted.cents, 0) AS counted
        FROM owed FULL JOIN counted USING (client_id, scheme, month)
    ), differences AS (
        SELECT client_id, scheme, month,
            greatest(0, gross - greatest(0, lowered - greatest(0, counted - gross))) - counted AS cents
        FROM months
    )
    SELECT client_id, scheme, month, cents::bigint FROM differences WHERE cents <> 0"""
_UNSOUND = """
    SELECT count(*) FROM payment_payment WHERE gross_cents <> tax_cents + transfer_cents + coalesce(
        (SELECT sum((item ->> 1)::bigint) FROM jsonb_array_elements(withheld) AS item), 0)"""

_UNEVEN = """
    SELECT count(*) FROM payment_statement AS s WHERE closing_cents - opening_cents <> coalesce(
        (SELECT sum(e.cents) FROM payment_statemententry AS e WHERE e.statement_id = s.id), 0)"""


def check() -> list[str]:
    """What is wrong, one sentence each."""
    found = {
        "months are owed more than was paid and nothing holds them": _unpaid(),
        "payments rest on a calculation of another client, scheme or month": _astray(),
        "rows of calculations and payments point to what is not there": sum(
            records.dangling(model) for model in (Calculation, Payment)
        ),
        "payments do not add up: gross is not tax, withheld and transfer": _count(_UNSOUND),
        "payments are in another state than their run allows": _out_of_step(),
        "payments are settled without a day, or have a day of the bank before it answered": _days_of_bank(),
        "bank files should have been answered or booked by now": len(silent_files(clock.today())),
        "booked entries of the bank are still unknown after a month": _unknown_entries(),
        "statements of the bank do not add up to their entries": _count(_UNEVEN),
        "rows are not of a first day of a month": _odd_months(),
        "bank files do not add up to their payments": _unsound_files(),
        "runs are released by the person who prepared them": PaymentRun.objects.filter(
            released_by=F("prepared_by")
        ).count(),
    }
    return [f"{number} {sentence}" for sentence, number in found.items() if number]


def balances() -> Iterator[tuple[Key, int]]:
    """Owed less counted of every month where the two differ, in cents, recomputed from stored rows.

    Above zero is to be paid; below zero must stand open as debt, which another room knows.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BALANCES)
        while rows := cursor.fetchmany(5000):
            for client_id, scheme, month, cents in rows:
                yield (client_id, scheme, month), cents


def moved_since_last_run() -> set[tuple[int, date]]:
    """Client and month of payments that came back, or were dropped, and that the next run will look at."""
    last = last_known()
    return changed_since(last[0] - LOOKBACK, clock.now()) if last else set()


def _unpaid() -> int:
    """Months above zero without hold, unless what moved them became known after the last run."""
    excused = held(None) | moved_since_last_run()
    return sum(1 for key, cents in balances() if cents > 0 and (key[0], key[2]) not in excused)


def _astray() -> int:
    return Payment.objects.exclude(
        client=F("calculation__client"), scheme=F("calculation__scheme"), month=F("calculation__month")
    ).count()


def _count(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


def _out_of_step() -> int:
    early = Q(state="prepared") & ~Q(run__state__in=["preparing", "prepared"])
    gone = Q(run__state="dropped") & ~Q(state="dropped")
    late = Q(run__state="filed", state="released") | Q(
        run__state__in=["preparing", "prepared", "empty"], state__in=["released", "filed", "settled"]
    )
    return Payment.objects.filter(early | gone | late).count()


def _days_of_bank() -> int:
    early = Q(state__in=["prepared", "released", "filed", "dropped"], settled_on__isnull=False)
    return Payment.objects.filter(Q(state="settled", settled_on__isnull=True) | early).count()


def _unknown_entries() -> int:
    before = plus_months(clock.today(), -1)
    return StatementEntry.objects.filter(state="unknown", booked_on__lt=before).count()


def _odd_months() -> int:
    return sum(model.objects.exclude(month__day=1).count() for model in (Calculation, Payment, Hold))


def _unsound_files() -> int:
    transfers = Q(payments__transfer_cents__gt=0)
    rows = BankFile.objects.annotate(
        n=Count("payments", filter=transfers), cents=Sum("payments__transfer_cents")
    )
    return sum(1 for row in rows if (row.transfers, row.total_cents) != (row.n, row.cents or 0))
