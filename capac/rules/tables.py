"""The door to tables of facts and of answers. Arrow is loaded on first use: who asks one case need not wait for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from capac.rules.facts import Facts

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


def facts_table(people: Iterable[tuple[str, Facts]]) -> pa.RecordBatch:
    """A table of facts with a row for each key and its facts, in order (facts_table.py)."""
    from capac.rules.facts_write import table_of

    return table_of(people)
