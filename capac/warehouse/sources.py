"""The facts of the rooms and those imported, and their export to Parquet. Of a room only the views of its facts.sql.

Each source names the columns that the models use; a view that lost one stops the export.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from django.db import connection, transaction
from psycopg import Cursor, sql

from capac.warehouse.facts import PERIOD, UNTIL, Fact, facts

PERIOD_END = "period_end"
"""The last day of the year of a fact without date, from which it is known."""
TEXT, DAY, NUMBER, YES_NO = pa.string(), pa.date32(), pa.int64(), pa.bool_()


@dataclass(frozen=True)
class Source:
    """A fact: its name in the models, the view that holds it, its columns. A list column comes as words."""

    name: str
    view: str
    columns: dict[str, pa.DataType]
    renamed: dict[str, str]
    dated: str = ""


ROOMS = (
    Source(
        "authorisations_by_hand",
        "exchange_facts_authorisations_by_hand",
        {"id": NUMBER, "reference": TEXT, "client_id": NUMBER, "received_on": DAY, "processed_on": DAY, "reasons": TEXT},
        {"reference": "message_id", "reasons": "array_to_string(reasons, ' ')"},
        dated="received_on",
    ),
    Source(
        "submissions",
        "exchange_facts_submissions",
        {
            "id": NUMBER, "reference": TEXT, "client_id": NUMBER, "answered_on": DAY, "returned_c51": YES_NO,
            "return_due_to_capac": YES_NO, "cause": TEXT,
        },
        {"reference": "name"},
        dated="answered_on",
    ),
    Source(
        "document_payments",
        "payment_facts_document_payments",
        {
            "id": TEXT, "client_id": NUMBER, "payment_type": TEXT, "document_received_on": DAY, "authorised_on": DAY,
            "paid_on": DAY, "known_on": DAY,
        },
        {"paid_on": "first_paid_on", "known_on": "first_known_on"},
        dated="document_received_on",
    ),
    Source(
        "verified_payments",
        "verification_facts_verified_payments",
        {
            "id": TEXT, "client_id": NUMBER, "introduction_month": DAY, "told_on": DAY, "finally_accepted": YES_NO,
            "outcome": TEXT, "cause": TEXT, "phase": NUMBER, "known_on": DAY, "technical_incident": YES_NO,
            "incident_known_on": DAY,
        },
        {},
        dated="introduction_month",
    ),
)  # fmt: skip
"""What the rooms' facts.sql tell; `dated` is the column whose year is the period that a room fills."""

ARROW = {
    "text": TEXT, "date": DAY, "time": DAY, "bool": YES_NO, "count": NUMBER, "cents": NUMBER,
    "amount": pa.decimal128(18, 2),
}  # fmt: skip


def _imported(fact: Fact) -> Source:
    """The imported rows of a fact, with its columns as declared; a moment comes as its Belgian day.

    Also those that were replaced, each with the day until which it holds (none: still).
    """
    columns = {name: ARROW[kind if isinstance(kind, str) else "text"] for name, kind in fact.types.items()}
    renamed = {
        name: f"({name} AT TIME ZONE 'Europe/Brussels')::date"
        for name, kind in fact.types.items()
        if kind == "time"
    }
    if fact.since is None:
        columns |= {PERIOD: pa.int32(), PERIOD_END: DAY}
        renamed[PERIOD_END] = f"make_date({PERIOD}, 12, 31)"
    return Source(fact.source, fact.view, columns | {UNTIL: DAY}, renamed)


IMPORTED = tuple(_imported(fact) for fact in facts().values())
SOURCES = (*ROOMS, *IMPORTED)


def live_years(name: str) -> frozenset[int]:
    """The years of which a room tells at least one fact."""
    source = next(one for one in ROOMS if one.name == name)
    query = sql.SQL("SELECT DISTINCT EXTRACT(YEAR FROM {})::int FROM {}").format(
        sql.Identifier(source.dated), sql.Identifier(source.view)
    )
    with connection.cursor() as cursor:
        raw = cast("Cursor[Any]", cursor.cursor)
        return frozenset(year for (year,) in raw.execute(query))


def export(folder: Path) -> int:
    """Write each source as <name>.parquet, all as they stood at one moment. Returns how many facts."""
    with transaction.atomic():
        _stand_still()
        return sum(_export(source, folder) for source in SOURCES)


def _stand_still() -> None:
    """All views as of one snapshot. Inside a caller's transaction, that transaction's reading rules."""
    if len(connection.atomic_blocks) == 1:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _export(source: Source, folder: Path) -> int:
    text = folder / f"{source.name}.csv"
    _copy_out(source, text)
    rows = _to_parquet(source, text, folder / f"{source.name}.parquet")
    text.unlink()
    return rows


def _copy_out(source: Source, target: Path) -> None:
    columns = [source.renamed.get(name, name) for name in source.columns]
    statement = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT (FORMAT csv)").format(
        sql.SQL(", ").join(sql.SQL(cast("Any", one)) for one in columns), sql.Identifier(source.view)
    )
    with connection.cursor() as cursor, target.open("wb") as file:
        raw = cast("Cursor[Any]", cursor.cursor)
        with raw.copy(statement) as copy:
            for chunk in copy:
                file.write(chunk)


def _to_parquet(source: Source, text: Path, target: Path) -> int:
    """A quoted empty text is an empty text; an unquoted one is unknown."""
    schema, rows = pa.schema(list(source.columns.items())), 0
    with pyarrow.parquet.ParquetWriter(target, schema) as writer:
        for batch in _batches(source, text):
            writer.write_batch(batch)
            rows += batch.num_rows
    return rows


def _batches(source: Source, text: Path) -> Any:
    if text.stat().st_size == 0:
        return ()
    return pyarrow.csv.open_csv(
        text,
        read_options=pyarrow.csv.ReadOptions(column_names=list(source.columns)),
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=source.columns,
            null_values=[""],
            true_values=["t"],
            false_values=["f"],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
