"""How much waits by kind, in one query whose cost does not grow with what waits: kinds are found by leaping through an
index, and each is counted up to a bound."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection

COUNTED = 1000
"""Beyond it a queue is long, and nobody needs to know by how much to take its first item."""
_TALLY = """
    WITH RECURSIVE kinds AS (
        (SELECT kind FROM work_item WHERE state <> 'done' ORDER BY kind LIMIT 1)
        UNION ALL
        SELECT (SELECT kind FROM work_item WHERE state <> 'done' AND kind > kinds.kind ORDER BY kind LIMIT 1)
        FROM kinds WHERE kinds.kind IS NOT NULL
    )
    SELECT kinds.kind, tally.open, tally.taken, tally.open + tally.taken + tally.asleep > %s, oldest.due_on
    FROM kinds
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE state = 'open') AS open, count(*) FILTER (WHERE state = 'taken') AS taken,
            count(*) FILTER (WHERE state = 'snoozed') AS asleep
        FROM (SELECT state FROM work_item WHERE kind = kinds.kind AND state <> 'done'
            ORDER BY placed_on, id LIMIT %s) AS first
    ) AS tally
    CROSS JOIN LATERAL (
        SELECT min(due_on) AS due_on FROM work_item WHERE kind = kinds.kind AND state <> 'done'
    ) AS oldest
    WHERE kinds.kind IS NOT NULL AND kinds.kind <> ALL(%s)
    ORDER BY kinds.kind"""


@dataclass(frozen=True)
class Waiting:
    """One kind in figures: open, taken, and the oldest promise. With `is_more` only the first COUNTED are counted."""

    open: int
    taken: int
    oldest_promise: date | None
    is_more: bool = False


def counts(*, without: Collection[str] = ()) -> dict[str, Waiting]:
    """By kind what waits, and since which promise; `without` are kinds that are left out. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_TALLY, [COUNTED, COUNTED + 1, list(without)])
        return {
            kind: Waiting(free, taken, oldest, is_more)
            for kind, free, taken, is_more, oldest in cursor.fetchall()
        }
