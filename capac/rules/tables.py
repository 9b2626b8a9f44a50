"""The door to tables of facts and of answers. Arrow is loaded on first use: who asks one case need not wait for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from capac.core.period import Month
from capac.rules.calendar_grid import days_of
from capac.rules.facts import Facts
from capac.rules.reading import facts_of

if TYPE_CHECKING:
    import pyarrow as pa

TABLE_ROWS = 100_000
"""Rows of a batch: few enough to stay small in memory, many enough that the batch itself costs nothing."""


def answer_table(table: pa.RecordBatch) -> pa.RecordBatch:
    """What each row of facts owes, or why it cannot be said (bulk.py). Raises ValueError for another kind of table."""
    from capac.rules.bulk import answer

    return answer(table)


def answer_tables(
    tables: Iterable[pa.RecordBatch], *, workers: int | None = None
) -> Iterator[pa.RecordBatch]:
    """The same for many tables, in order, on every core; only as many are held as there are workers."""
    from capac.rules.bulk import answers

    return answers(tables, workers=workers)


def answer_schema() -> pa.Schema:
    """The columns of a table of answers."""
    from capac.rules.bulk import SCHEMA

    return SCHEMA


def facts_schema() -> pa.Schema:
    """The columns of a table of facts."""
    from capac.rules.facts_table import SCHEMA

    return SCHEMA


def digests(table: pa.RecordBatch) -> list[str]:
    """What names the facts of each row: equal facts have equal digests (digest.py)."""
    from capac.rules.digest import digests as named

    return named(table)


def facts_of_row(row: Mapping[str, Any]) -> Facts:
    """The facts of one row, as Arrow hands it to Python. Raises CaseError."""
    from capac.rules.facts_rows import case_of_row

    return facts_of(case_of_row(row))


def grid_days(month: Month) -> tuple[date, ...]:
    """The days of which a row of facts holds a byte each, in order."""
    return days_of(month).dates


def facts_table(people: Iterable[tuple[str, Facts]]) -> pa.RecordBatch:
    """A table of facts with a row for each key and its facts, in order (facts_table.py)."""
    from capac.rules.facts_write import table_of

    return table_of(people)
