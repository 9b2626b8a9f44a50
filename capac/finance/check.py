"""Invariants of the ledger over all data, run every day.

Every entry balances, closed months stay as they were closed, and per client, payment type and month the ledger says
what payment and debt say: settled, in flight, taxed, withheld, claimed. What happened since the last posting is
left to the next one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import connection
from django.db.models import Max, Min, Sum

from capac.debt import api as debt
from capac.finance.balance import sums_of
from capac.finance.events import Event, Lines, lines_of
from capac.finance.from_payments import position
from capac.finance.models import Closing, Entry, Line, Reading
from capac.finance.post import BATCH, SOURCES
from capac.payment import api as payment

Key = tuple[int, str, date]
CLIENTS = 20_000
"""Clients compared at a time."""
SPENT = ("6000", "1300", "6500", "1200")
"""What a payment made was for: charged to ONEM, refused by it, our loss, or claimed back. Together: its gross."""
PAID_FROM = ("1000", "1010", "2000", "2100", "2200")
_UNBALANCED = """
    SELECT count(*) FROM (SELECT entry_id FROM finance_line GROUP BY entry_id HAVING sum(cents) <> 0) AS wrong"""
_EMPTY = """
    SELECT count(*) FROM finance_entry AS e WHERE NOT EXISTS (SELECT FROM finance_line WHERE entry_id = e.id)"""
_ASTRAY = """
    SELECT count(*) FROM finance_line AS l JOIN finance_entry AS e ON e.id = l.entry_id
    WHERE (l.scheme, l.book_month) <> (e.scheme, e.book_month)"""


def check() -> list[str]:
    """What is wrong, one sentence each; months by client id, never by number or name."""
    found = {
        "entries do not balance": _count(_UNBALANCED),
        "entries have no line": _count(_EMPTY),
        "lines have another payment type or month than their entry": _count(_ASTRAY),
        "closed months do not add up to what they were closed with": sum(
            sums_of(row.month) != row.sums for row in Closing.objects.all()
        ),
    }
    wrong = list(disagreeing())
    some = ", ".join(f"client {client} {scheme} {month:%Y-%m}" for client, scheme, month in wrong[:5])
    told = [f"{number} {sentence}" for sentence, number in found.items() if number]
    return told + ([f"{len(wrong)} months stand otherwise in the ledger: {some}"] if wrong else [])


def disagreeing() -> Iterator[Key]:
    """Months of which the ledger says something else than payment and debt, but for what is not booked yet."""
    waits, claimed = waiting(), debt.claimed_of_all()
    for first, last in stretches():
        ledger, standing = accounts(first, last), payment.books.standing(first, last)
        claims = {key for key in claimed if first <= key[0] <= last}
        for key in sorted(ledger.keys() | standing.keys() | claims):
            wanted = _wanted(standing.get(key, ()), claimed.get(key, 0))
            if key not in waits and _seen(ledger.get(key, {})) != wanted:
                yield key


def waiting() -> set[tuple[int | None, str, date | None]]:
    """Client, payment type and month of what is not booked yet."""
    return {(event.client_id, event.scheme, event.month) for event in unbooked()}


def unbooked() -> Iterator[Event]:
    """Events that no entry has: of the last minutes, or never posted."""
    for source, read in SOURCES.items():
        row = Reading.objects.filter(pk=source).first()
        after: int | None = row.safe_id if row else 0
        while after is not None:
            batch = read(after, BATCH)
            ids = [event.source_id for event in batch.events]
            booked = set(
                Entry.objects.filter(source_kind=source, source_id__in=ids).values_list("source_id", "event")
            )
            yield from (event for event in batch.events if event.source[1:] not in booked)
            after = batch.last_id


def stretches() -> Iterator[tuple[int, int]]:
    """Ranges of client ids that hold everybody with a payment or an entry."""
    ends = Entry.objects.aggregate(first=Min("client_id"), last=Max("client_id"))
    ids = [one for one in (*ends.values(), *(payment.books.clients_paid() or ())) if one is not None]
    for first in range(min(ids, default=1), max(ids, default=0) + 1, CLIENTS):
        yield first, first + CLIENTS - 1


def accounts(first: int, last: int) -> dict[Key, dict[str, int]]:
    """Account to cents by client, scheme and month, for clients from one id to another. One query."""
    rows = Line.objects.filter(entry__client_id__gte=first, entry__client_id__lte=last)
    sums = rows.values_list("entry__client_id", "scheme", "entry__month", "account").annotate(Sum("cents"))
    found: dict[Key, dict[str, int]] = {}
    for client, scheme, month, account, cents in sums.order_by():
        found.setdefault((client, scheme, month), {})[account] = cents
    return found


def _seen(lines: Lines) -> dict[str, int]:
    """What the ledger says of a month: where its money is, what was spent in all, what is claimed."""
    told = {account: lines.get(account, 0) for account in PAID_FROM}
    told |= {"spent": sum(lines.get(account, 0) for account in SPENT), "1200": lines.get("1200", 0)}
    return {name: cents for name, cents in told.items() if cents}


def _wanted(standing: tuple[payment.books.Standing, ...], claimed: int) -> dict[str, int]:
    """The same from payments, by their state, and from debts."""
    lines = lines_of(*((position(row.state, row), 1) for row in standing))
    told = {**lines, "spent": lines.get("6000", 0), "1200": claimed}
    return {name: cents for name, cents in told.items() if cents and name != "6000"}


def _count(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])
