"""Following the state log from where a reader stopped, without losing what was written by a slow transaction.

Ids are drawn when a row is written and seen when its transaction ends, so a low id may appear after a high one.
A reader keeps the last id seen with `new_transaction()`, taken afterwards: once `oldest_transaction()` is not
below it, everybody who held a lower id is over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from capac.records.models import StateLog


@dataclass(frozen=True, slots=True)
class Logged:
    """One row of the log: which row went from one state ("" at birth) to another, and when."""

    id: int
    subject_id: int
    from_state: str
    to_state: str
    at: datetime


_COLUMNS = ("id", "subject_id", "from_state", "to_state", "at")


def moves_after(kind: str, after: int, *, limit: int) -> list[Logged]:
    """Changes of the rows of a kind (room.Model) above an id of the log, in its order. One query."""
    rows = StateLog.objects.filter(subject_kind=kind, id__gt=after).order_by("id")
    return [Logged(*row) for row in rows.values_list(*_COLUMNS)[:limit]]


def histories(kind: str, ids: Collection[int]) -> dict[int, list[Logged]]:
    """All changes of these rows by row, oldest first. One query."""
    found: dict[int, list[Logged]] = defaultdict(list)
    rows = StateLog.objects.filter(subject_kind=kind, subject_id__in=list(ids)).order_by("id")
    for row in rows.values_list(*_COLUMNS):
        found[row[1]].append(Logged(*row))
    return dict(found)


def oldest_transaction() -> int:
    """The number of the oldest transaction that is not over."""
    return _number("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")


def new_transaction() -> int:
    """The number of a transaction begun and ended just now: above that of everybody who had written before.

    Raises RuntimeError inside a transaction, whose own number is older than what others have written since.
    """
    if connection.in_atomic_block:
        raise RuntimeError("a new transaction is asked for inside another one")
    return _number("SELECT pg_current_xact_id()::text::bigint")


def _number(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])
