"""What happened, newest first, from the tables of one room: parts of one query, which a page merges with other rooms'.

A room tells its parts as data (table, moment, what is told) and hands the entries of one subject on. The place of
an entry is its moment, its source and its id, so pages follow each other without a gap however many rooms there are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from heapq import nlargest
from typing import Any

from django.db import connection

END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of a timeline ended: entries after it are older, or stand behind it in the order of one moment."""

    at: datetime
    source: str
    id: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: when, what kind of thing, the id of its row, and what is told of it (JSON values)."""

    at: datetime
    source: str
    id: int
    told: Mapping[str, Any]

    @property
    def place(self) -> Place:
        """Its place in the order."""
        return Place(self.at, self.source, self.id)


@dataclass(frozen=True)
class Part:
    """One source of entries. `table` may join; `at` is the moment, `id` the row, `subject` the column asked for.

    `told` names what is told and the column that tells it; `where` keeps rows of which there is nothing to tell.
    All of it is SQL of the room that declares it, never of who asks.
    """

    source: str
    table: str
    at: str
    told: Mapping[str, str] = field(default_factory=dict)
    subject: str = "client_id"
    id: str = "id"
    where: str = "true"

    @property
    def sql(self) -> str:
        """The rows after a place."""
        pairs = ", ".join(f"'{name}', {column}" for name, column in self.told.items())
        return (
            f"SELECT {self.at} AS at, '{self.source}' COLLATE \"C\" AS source, {self.id} AS id, "  # noqa: S608
            f"jsonb_build_object({pairs})::text AS told FROM {self.table} "
            f"WHERE {self.subject} = %(subject)s AND {self.where} "
            f"AND ({self.at}, '{self.source}' COLLATE \"C\", {self.id}) < (%(at)s, %(source)s, %(id)s)"
        )


def midnight(column: str) -> str:
    """The moment at which a day begins in Brussels."""
    return f"({column}::timestamp AT TIME ZONE 'Europe/Brussels')"


def entries(parts: Sequence[Part], subject: int, *, after: Place | None = None, limit: int) -> list[Entry]:
    """The latest entries of a subject after a place. One query for all parts."""
    place = after or Place(END_OF_TIME, "", 0)
    sql = " UNION ALL ".join(part.sql for part in parts)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{sql} ORDER BY at DESC, source DESC, id DESC LIMIT %(limit)s",
            {"subject": subject, "at": place.at, "source": place.source, "id": place.id, "limit": limit},
        )
        return [Entry(at, source, pk, json.loads(told)) for at, source, pk, told in cursor.fetchall()]


def latest(found: Iterable[Entry], limit: int) -> list[Entry]:
    """The latest of the entries of several rooms."""
    return nlargest(limit, found, key=lambda one: (one.at, one.source, one.id))
