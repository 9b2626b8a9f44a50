"""The rules on a cluster: the same function over batches of facts, wherever Spark runs it (mapInArrow)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from capac.launcher import spark_session
from capac.rules.api import answer_schema, answer_table


def answer_files(facts: Path, into: Path) -> tuple[int, int]:
    """Answer the Parquet files of facts into a folder of Parquet files; how many rows are computed, and refused.

    Raises LauncherError where Spark is not installed. Rows keep their order file by file.
    """
    from pyspark.sql.pandas.types import from_arrow_schema

    session = spark_session("capac rules")
    rows = session.read.parquet(str(facts.resolve()))
    answered = rows.mapInArrow(_answers, from_arrow_schema(answer_schema()))
    answered.write.mode("overwrite").parquet(str(into.resolve()))
    written = session.read.parquet(str(into.resolve()))
    refused = written.filter("refused_message is not null").count()
    return written.count() - refused, refused


def _answers(tables: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    return map(answer_table, tables)
