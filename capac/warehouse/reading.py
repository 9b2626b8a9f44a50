"""What a build says: figures, months, waits, causes and cases. A day before the build's is computed from its facts.

A figure as of a past day is made by the same files from the same facts; only the as-of day differs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, TypeVar

import duckdb

from capac.warehouse import builds
from capac.warehouse.engines import DuckDb
from capac.warehouse.refresh import compute, known_calendar, recall


@dataclass(frozen=True)
class Counted:
    """One row of an indicator: a year (or a month of it), a part ("" all together) and a tier. Days are working days."""

    indicator_id: str
    year: int
    month: date | None
    part: str
    tier: int
    numerator: int
    denominator: int
    still_open: int
    left_out: int
    stopped: int
    sum_days: int | None
    p80_days: int | None
    p95_days: int | None
    oldest_open_days: int | None
    first_missed: date | None


@dataclass(frozen=True)
class Wait:
    """How many stopped cases of a part took so many working days."""

    part: str
    days: int
    cases: int


@dataclass(frozen=True)
class Cause:
    """How many cases ended so in a tier, for a reason as its room codes it ("" none)."""

    tier: int
    outcome: str
    reason: str
    cases: int


@dataclass(frozen=True)
class Case:
    """One case behind a figure, against one tier. `case_id` is the fact's id; `reference` what may be shown."""

    case_id: str
    reference: str
    client_id: int | None
    part: str
    month: date
    started_on: date
    stopped_on: date | None
    last_day: date | None
    days: int | None
    outcome: str
    reason: str


@dataclass(frozen=True)
class Asked:
    """Which cases: an indicator's, of a year, against a tier; outcome, part, month and reason where given."""

    indicator_id: str
    year: int
    tier: int = 1
    outcome: str = ""
    part: str = ""
    month: date | None = None
    reason: str = ""


Row = TypeVar("Row", Counted, Wait, Cause, Case)


@dataclass(frozen=True)
class Told:
    """An opened build as known on a day, never later than the build itself."""

    session: duckdb.DuckDBPyConnection
    as_of: date
    built_at: datetime
    calendar_version: str

    def counts(self, *, year: int, indicator_id: str = "") -> list[Counted]:
        """The year's rows of every indicator, or of one; parts after the whole, tiers in order."""
        where = "month IS NULL AND year = $year AND ($indicator = '' OR indicator_id = $indicator)"
        return self._rows(
            Counted, "figures", where, "indicator_id, part, tier", year=year, indicator=indicator_id
        )

    def months(self, indicator_id: str, *, year: int) -> list[Counted]:
        """The months of a year in which a case started, in order."""
        where = "month IS NOT NULL AND year = $year AND indicator_id = $indicator"
        return self._rows(Counted, "figures", where, "part, tier, month", year=year, indicator=indicator_id)

    def years(self) -> dict[str, list[int]]:
        """The years of each indicator in which at least one case is counted, oldest first."""
        rows = self.session.execute(
            "SELECT DISTINCT indicator_id, year FROM figures WHERE denominator > 0 ORDER BY indicator_id, year"
        ).fetchall()
        found: dict[str, list[int]] = {}
        for indicator_id, year in rows:
            found.setdefault(indicator_id, []).append(year)
        return found

    def waits(self, indicator_id: str, *, year: int) -> list[Wait]:
        """How long the stopped cases of a year took, by part and days."""
        where = "year = $year AND indicator_id = $indicator"
        return self._rows(Wait, "waits", where, "part, days", year=year, indicator=indicator_id)

    def causes(self, indicator_id: str, *, year: int) -> list[Cause]:
        """The cases of a year by tier, outcome and reason, the most frequent first."""
        rows = self.session.execute(
            "SELECT tier, outcome, reason, CAST(SUM(cases) AS BIGINT) AS many FROM causes"
            " WHERE year = $year AND indicator_id = $indicator"
            " GROUP BY tier, outcome, reason ORDER BY tier, outcome, many DESC, reason",
            {"year": year, "indicator": indicator_id},
        ).fetchall()
        return [Cause(*row) for row in rows]

    def cases(self, asked: Asked, *, after: tuple[date, str] | None, limit: int) -> list[Case]:
        """The next cases in the order of their start, then id; `after` is the start and id of the last one seen."""
        where = (
            "indicator_id = $indicator AND year = $year AND tier = $tier"
            " AND ($outcome = '' OR outcome = $outcome) AND ($part = '' OR part = $part)"
            " AND ($reason = '' OR reason = $reason) AND ($month IS NULL OR month = $month)"
            " AND ($day IS NULL OR (started_on, case_id) > ($day, $id))"
        )
        day, last_id = after or (None, "")
        return self._rows(
            Case, "cases", where, f"started_on, case_id LIMIT {limit:d}",
            indicator=asked.indicator_id, year=asked.year, tier=asked.tier, outcome=asked.outcome, part=asked.part,
            reason=asked.reason, month=asked.month, day=day, id=last_id,
        )  # fmt: skip

    def _rows(self, kind: type[Row], table: str, where: str, order: str, **values: Any) -> list[Row]:
        """Rows of a table; every text here is this file's own, every value is bound."""
        columns = ", ".join(field.name for field in fields(kind))
        query = f"SELECT {columns} FROM {table} WHERE {where} ORDER BY {order}"  # noqa: S608
        return [kind(*row) for row in self.session.execute(query, values).fetchall()]


@contextmanager
def told(as_of: date) -> Iterator[Told | None]:
    """Open the last build as known on a day (the build's own where the day is later); None before the first refresh."""
    with builds.held() as build:
        if build is None:
            yield None
            return
        day = min(as_of, build.as_of)
        with DuckDb() as engine:
            version = _load(engine, build, day)
            yield Told(engine.session, day, build.built_at, version)


def _load(engine: DuckDb, build: builds.Build, day: date) -> str:
    """Stored models for the build's own day, else computed ones; returns the calendar's version."""
    if day == build.as_of:
        recall(engine, build.folder)
        return build.calendar_version
    calendar = known_calendar(day)
    compute(engine, build.folder / "facts", as_of=day, calendar=calendar)
    return calendar.version
