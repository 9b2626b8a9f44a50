"""Facts of the tests, shaped like the rooms' views: a few by hand, many at random, as Parquet for the models."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet
import pytest

from capac.core import workdays
from capac.warehouse import engines, refresh, sources

Rows = list[dict[str, Any]]
NAMES = ("authorisations_by_hand", "document_payments", "verified_payments")
EDGES = (
    date(2024, 1, 31), date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 29), date(2024, 4, 30), date(2024, 5, 8),
    date(2024, 5, 31), date(2024, 7, 19), date(2024, 8, 14), date(2024, 10, 31), date(2024, 11, 8), date(2024, 12, 24),
    date(2024, 12, 31), date(2025, 1, 29), date(2025, 1, 30), date(2025, 1, 31),
)  # fmt: skip
"""Days before holidays, at month ends, in a leap year and beside one."""


def by_hand(number: int, received: date, processed: date | None = None) -> dict[str, Any]:
    """A C2 that the experts treat."""
    return {
        "id": number, "reference": f"C2-{number}", "client_id": number, "received_on": received,
        "processed_on": processed, "reasons": "unknown_person",
    }  # fmt: skip


def payment(
    number: int,
    received: date,
    paid: date | None = None,
    *,
    known: date | None = None,
    kind: str = "full_unemployment",
    authorised: date | None = None,
) -> dict[str, Any]:
    """A document and its payment."""
    return {
        "id": f"{number}/{kind}", "client_id": number, "payment_type": kind, "document_received_on": received,
        "authorised_on": authorised, "paid_on": paid, "known_on": known or paid,
    }  # fmt: skip


def verified(
    number: int,
    month: date,
    accepted: bool | None = None,
    *,
    known: date | None = None,
    phase: int = 1,
    incident: date | None = None,
    told: date | None = None,
) -> dict[str, Any]:
    """A payment told to ONEM, with one definitive outcome or none."""
    decided = accepted is not None
    return {
        "id": f"L{number}", "client_id": number, "introduction_month": month, "told_on": told or month + timedelta(45),
        "finally_accepted": accepted, "outcome": ("accepted" if accepted else "C13") if decided else None,
        "cause": ("" if accepted else "AR167-1-2") if decided else None, "phase": phase if decided else None,
        "known_on": known, "technical_incident": incident is not None, "incident_known_on": incident,
    }  # fmt: skip


def write(folder: Path, facts: Mapping[str, Rows]) -> Path:
    """The facts as the export leaves them."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in sources.SOURCES:
        schema = pa.schema(list(source.columns.items()))
        table = pa.Table.from_pylist(facts.get(source.name, []), schema=schema)
        pyarrow.parquet.write_table(table, folder / f"{source.name}.parquet")
    return folder


@contextmanager
def computed(
    folder: Path, *, as_of: date, closures: Sequence[tuple[date, date]] = ()
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The models on the facts of a folder, tested as the runner tests them."""
    known = [day for day, known_on in closures if known_on <= as_of]
    calendar = workdays.office(known, version="of-the-test") if known else workdays.office()
    with engines.DuckDb() as engine:
        refresh.compute(engine, folder, as_of=as_of, calendar=calendar)
        refresh.verify(engine)
        yield engine.session


def figures(session: duckdb.DuckDBPyConnection) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Every figure of a session: (article, year, month, group, tier) to its columns."""
    table = session.table("figures")
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.fetchall()]
    keys = ("indicator_id", "year", "month", "part", "tier")
    return {tuple(row.pop(key) for key in keys): row for row in rows}


def at_random(seed: int, number: int) -> dict[str, Rows]:
    """Facts of 2024 and 2025 with everything that makes figures go wrong."""
    dice = random.Random(seed)
    return {
        NAMES[0]: [by_hand(n, *_clock(dice)) for n in range(number)],
        NAMES[1]: [_payment(dice, n) for n in range(number)],
        NAMES[2]: [row for n in range(number) for row in _verified(dice, n)],
    }


def _day(dice: random.Random) -> date:
    return dice.choice(EDGES) if dice.random() < 0.4 else date(2024, 1, 1) + timedelta(dice.randrange(500))


def _clock(dice: random.Random) -> tuple[date, date | None]:
    start = _day(dice)
    return start, start + timedelta(dice.choice((0, 1, 3, 14, 15, 16, 17, 28, 29, 30, 31, 32, 60)))\
        if dice.random() < 0.9 else None  # fmt: skip


def _payment(dice: random.Random, number: int) -> dict[str, Any]:
    start, stop = _clock(dice)
    return payment(
        number,
        start,
        stop,
        known=stop + timedelta(dice.choice((0, 1, 5, 40))) if stop else None,
        kind=dice.choice(("full_unemployment", "temporary_unemployment")),
        authorised=start + timedelta(dice.randrange(-20, 20)),
    )


def _verified(dice: random.Random, number: int) -> Rows:
    month = _day(dice).replace(day=1)
    incident = month + timedelta(dice.randrange(60, 300)) if dice.random() < 0.1 else None
    known = [month + timedelta(dice.randrange(80, 200)) for _ in range(dice.choice((0, 1, 1, 2)))]
    if not known:
        return [verified(number, month, incident=incident)]
    return [
        verified(number, month, dice.random() < 0.9, known=day, phase=phase, incident=incident)
        for phase, day in enumerate(sorted(known), 1)
    ]


def built(monkeypatch: pytest.MonkeyPatch, given: Mapping[str, Rows]) -> None:
    """A build on these facts instead of the rooms' rows, for pages that need many."""

    def export(folder: Path) -> int:
        write(folder, given)
        return sum(map(len, given.values()))

    monkeypatch.setattr(sources, "export", export)
    refresh.refresh()
