"""Where the SELECT files run: DuckDB in this process, Spark on a cluster, or PostgreSQL. All three tell the same rows.

The files are written in DuckDB's dialect; SQLGlot says them to the other two. Each engine reads the facts of a build
from the same Parquet.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self

import duckdb
import psycopg
import pyarrow as pa
import pyarrow.parquet
import sqlglot
from django.db import connection
from psycopg import sql

from capac.launcher import spark_session
from capac.warehouse import rows
from capac.warehouse.selects import DIALECT

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


class Engine(Protocol):
    """What the runner asks of an engine. After `with` everything made in it is gone."""

    def __enter__(self) -> Self:
        """The engine itself."""

    def __exit__(self, *error: object) -> None:
        """Let go of what was made."""

    def load(self, name: str, file: Path) -> None:
        """Put a Parquet file under a name."""

    def give(self, name: str, table: pa.Table) -> None:
        """Put a small table under a name."""

    def make(self, name: str, query: str, *, kept: bool) -> None:
        """Put a model under its name: its rows where they are kept, else the query alone."""

    def first(self, query: str) -> Mapping[str, Any] | None:
        """The first row of a query by column; None where it has none."""

    def told(self, name: str) -> pa.Table:
        """Every row under a name."""


class DuckDb:
    """In this process and its memory; fetches nothing from outside, spills to the system's temporary folder."""

    def __init__(self) -> None:
        spill = Path(tempfile.gettempdir()) / f"capac-warehouse-{os.getuid()}"
        self.session = duckdb.connect(
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "temp_directory": str(spill),
            }
        )
        # A query over many files reads the head of each once, however many models stand on it.
        self.session.execute("SET parquet_metadata_cache = true")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.session.close()

    def load(self, name: str, file: Path) -> None:
        self.session.read_parquet(str(file)).create_view(name)

    def give(self, name: str, table: pa.Table) -> None:
        self.session.from_arrow(table).create(name)

    def make(self, name: str, query: str, *, kept: bool) -> None:
        self.session.execute(f'CREATE {"TABLE" if kept else "VIEW"} "{name}" AS {query}')

    def first(self, query: str) -> Mapping[str, Any] | None:
        found = self.session.sql(query).limit(1)
        return next((dict(zip(found.columns, row, strict=True)) for row in found.fetchall()), None)

    def told(self, name: str) -> pa.Table:
        return self.session.table(name).to_arrow_table()


class Spark:
    """On this machine, or on the cluster that SPARK_MASTER names: its nodes must see the folder of the warehouse."""

    def __init__(self) -> None:
        self.session = spark_session("capac warehouse").newSession()
        self._kept: dict[str, pa.Table] = {}
        context = self.session.sparkContext
        if str(context.master).startswith("local"):
            # Two hundred small parts, as Spark makes them by itself, are for two hundred machines.
            self.session.conf.set("spark.sql.shuffle.partitions", str(context.defaultParallelism))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        for name in self._kept:
            self.session.catalog.dropTempView(name)

    def load(self, name: str, file: Path) -> None:
        """Its columns are read here: Spark would start a job for each file to find them."""
        from pyspark.sql.pandas.types import from_arrow_schema

        columns = from_arrow_schema(pyarrow.parquet.read_schema(file))
        self._name(name, self.session.read.schema(columns).parquet(file.absolute().as_uri()))

    def give(self, name: str, table: pa.Table) -> None:
        """The rows are held here as well: what is kept is small, and a plan that begins with it is short."""
        self._kept[name] = table
        self._name(name, self.session.createDataFrame(table))

    def make(self, name: str, query: str, *, kept: bool) -> None:
        if kept:
            self.give(name, self._query(query).toArrow())
        else:
            self._name(name, self._query(query))

    def first(self, query: str) -> Mapping[str, Any] | None:
        row = self._query(query).first()
        return row.asDict() if row else None

    def told(self, name: str) -> pa.Table:
        return self._kept[name] if name in self._kept else self.session.table(f"`{name}`").toArrow()

    def _query(self, query: str) -> DataFrame:
        return self.session.sql(_said(query, "spark"))

    def _name(self, name: str, told: DataFrame) -> None:
        told.createOrReplaceTempView(f"`{name}`")


class Postgres:
    """In the database of the rooms, in temporary tables of a connection of its own that nobody else sees."""

    def __init__(self) -> None:
        self.connection = psycopg.connect(**connection.get_connection_params())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.connection.close()

    def load(self, name: str, file: Path) -> None:
        with pyarrow.parquet.ParquetFile(file) as source:
            self._fill(name, source.iter_batches(), source.schema_arrow)

    def give(self, name: str, table: pa.Table) -> None:
        self._fill(name, table.to_batches(), table.schema)

    def make(self, name: str, query: str, *, kept: bool) -> None:
        made = sql.SQL("CREATE TEMP {} {} AS {}").format(
            sql.SQL("TABLE" if kept else "VIEW"), sql.Identifier(name), sql.SQL(_said(query, "postgres"))
        )
        self.connection.execute(made)
        if kept:
            self._learn(name)

    def first(self, query: str) -> Mapping[str, Any] | None:
        with self.connection.cursor(row_factory=psycopg.rows.dict_row) as cursor:
            return cursor.execute(_said(query, "postgres")).fetchone()

    def told(self, name: str) -> pa.Table:
        return rows.read(self.connection, sql.Identifier(name))

    def _fill(self, name: str, batches: Any, schema: pa.Schema) -> None:
        rows.fill(self.connection, sql.Identifier(name), batches, schema=schema, temporary=True)
        self._learn(name)

    def _learn(self, name: str) -> None:
        """How large a temporary table is; the server never finds out by itself and would join it row by row."""
        self.connection.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(name)))


ENGINES: dict[str, Callable[[], Engine]] = {"duckdb": DuckDb, "spark": Spark, "postgres": Postgres}


def _said(query: str, dialect: str) -> Any:
    """A query of the files as an engine says it."""
    return sqlglot.transpile(query, read=DIALECT, write=dialect)[0]
