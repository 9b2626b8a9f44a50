"""Deriving the ledger: events of every source that are not booked yet become entries with their lines.

One poster at a time. A source is read from the last id below which nothing can appear any more, so what a slow
transaction commits late is found by the next round; what is booked already is left alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, transaction

from capac.finance import advances, from_debts, from_payments, interest, verdicts
from capac.finance.booking import Booking, bookings
from capac.finance.events import Event, Read
from capac.finance.models import Entry, Line, Reading
from capac.records import api as records

SOURCES: Mapping[str, Read] = {
    from_payments.KIND: from_payments.events_after,
    from_debts.KIND: from_debts.events_after,
    verdicts.KIND: verdicts.events_after,
    advances.KIND: advances.events_after,
    interest.KIND: interest.events_after,
}
BATCH = 5000
LOCK = 7_204_026
"""The advisory lock that lets one poster work at a time."""
_ENTRY = (
    "id", "source_kind", "source_id", "event", "client_id", "scheme", "month", "day", "book_month", "known_at"
)  # fmt: skip
_BOOKED = "SELECT source_id, event FROM finance_entry WHERE source_kind = %s AND source_id = ANY(%s)"
_LINE = ("entry_id", "account", "scheme", "book_month", "cents")


def post(*, replaying: bool = False) -> Counter[str]:
    """Book what is not booked yet, batch by batch. Returns counts: read, entries, lines, stragglers.

    `replaying`: the ledger is empty and everything goes where it stood, also into closed months.
    """
    counts: Counter[str] = Counter()
    for source, read in SOURCES.items():
        counts += _follow(source, read, replaying=replaying)
    return counts


def alone() -> None:
    """Hold the lock until the end of the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _follow(source: str, read: Read, *, replaying: bool) -> Counter[str]:
    counts: Counter[str] = Counter()
    row, _ = Reading.objects.get_or_create(pk=source)
    oldest = records.oldest_transaction()
    after, seen = row.safe_id, 0
    while True:
        with transaction.atomic():
            alone()
            batch = read(after, BATCH)
            counts += _book(batch.events, bookings(replaying=replaying))
        if batch.last_id is None:
            break
        after = seen = batch.last_id
        counts["read"] += len(batch.events)
    _remember(row, oldest, seen)
    return counts


def _remember(row: Reading, oldest: int, seen: int) -> None:
    """What is safe now: what was seen by an earlier round, if everybody who wrote then was over before this one read.

    Then what this round saw is noted; an older note that is not safe yet stays. Inside a caller's transaction
    nothing is noted: the next round reads from where this one did.
    """
    if connection.in_atomic_block:
        return
    if row.seen_xid and row.seen_xid <= oldest:
        row.safe_id, row.seen_xid = row.seen_id, 0
    if seen and not row.seen_xid:
        row.seen_id, row.seen_xid = seen, records.new_transaction()
    row.save()


def _book(events: Sequence[Event], where: Booking) -> Counter[str]:
    known = _known(events)
    new = [event for event in events if event.source not in known]
    entries: list[tuple[Any, ...]] = []
    lines: list[tuple[Any, ...]] = []
    for pk, event in zip(records.new_ids(Entry, len(new)), new, strict=True):
        month = where.month_of(event)
        entries.append(
            (
                pk, *event.source, event.client_id, event.scheme, event.month, event.day, month, event.known_at
            )
        )  # fmt: skip
        lines += [(pk, account, event.scheme, month, cents) for account, cents in event.lines.items()]
    records.copy_in(Entry, _ENTRY, entries)
    records.copy_in(Line, _LINE, lines)
    return Counter(entries=len(entries), lines=len(lines), stragglers=where.kept())


def _known(events: Sequence[Event]) -> set[tuple[str, int, str]]:
    if not events:
        return set()
    kind, ids = events[0].source_kind, list({event.source_id for event in events})
    with connection.cursor() as cursor:
        cursor.execute(_BOOKED, [kind, ids])
        return {(kind, source_id, event) for source_id, event in cursor.fetchall()}
