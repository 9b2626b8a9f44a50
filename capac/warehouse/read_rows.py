"""The rows of a file to import, CSV or Parquet, each with its line and its values as given."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet

BATCH = 20_000
LONGEST_FIELD = 1_000_000


class ImportFault(ValueError):
    """A file, or a wish, that cannot be imported at all; nothing of it is loaded."""


@dataclass(frozen=True)
class Row:
    """A row: its line (of a CSV file, the header's being 1) or number (of a Parquet file, from 1)."""

    line: int
    values: Sequence[Any]


@dataclass(frozen=True)
class File:
    """A file opened: its columns, and its rows, to be read once."""

    columns: tuple[str, ...]
    rows: Iterator[Row]


@contextmanager
def opened(path: Path) -> Iterator[File]:
    """A file's columns and rows. Raises ImportFault where it is not what its name says, here or while it is read."""
    kinds = {".csv": _csv, ".parquet": _parquet}
    if path.suffix.lower() not in kinds:
        raise ImportFault(f"{path.name}: a file to import ends in .csv or .parquet")
    try:
        with kinds[path.suffix.lower()](path) as file:
            repeated = sorted({name for name in file.columns if file.columns.count(name) > 1})
            if repeated:
                raise ImportFault(f"{path.name}: the column {', '.join(repeated)} stands there twice")
            yield file
    except UnicodeDecodeError as error:
        raise ImportFault(f"{path.name}: the text is not UTF-8") from error
    except (csv.Error, pa.ArrowException, OSError) as error:
        raise ImportFault(f"{path.name} cannot be read: {error}") from error


@contextmanager
def _csv(path: Path) -> Iterator[File]:
    csv.field_size_limit(LONGEST_FIELD)
    with path.open(encoding="utf-8-sig", newline="") as text:
        reader = csv.reader(text, strict=True)
        yield File(tuple(next(reader, ())), _lines(reader))


def _lines(reader: Any) -> Iterator[Row]:
    """Every row but blank lines; a value with line breaks makes the row start some lines above its end."""
    before = reader.line_num
    for values in reader:
        if values:
            yield Row(before + 1, values)
        before = reader.line_num


@contextmanager
def _parquet(path: Path) -> Iterator[File]:
    with pyarrow.parquet.ParquetFile(path) as file:
        yield File(tuple(file.schema_arrow.names), _numbered(file))


def _numbered(file: pyarrow.parquet.ParquetFile) -> Iterator[Row]:
    before = 0
    for batch in file.iter_batches(batch_size=BATCH):
        columns = [_values(column) for column in batch.columns]
        for number, values in enumerate(zip(*columns, strict=True), before + 1):
            yield Row(number, values)
        before += batch.num_rows


def _values(column: pa.Array) -> list[Any]:
    """A column's values; moments to the microsecond, as the database keeps them."""
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    return list(column.to_pylist())
