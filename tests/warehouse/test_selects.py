"""The SELECT files: their order follows from themselves, a wrong one is named, and other engines read them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import psycopg
import pyarrow
import pytest
import sqlglot
from django.db import connection
from sqlglot import exp

from capac.core import workdays
from capac.warehouse import inputs, refresh, selects, sources
from tests.warehouse import facts, imported

AS_OF = date(2025, 1, 14)


def folder_with(tmp_path: Path, **models: str) -> Path:
    for name, sql in models.items():
        layer, _, stem = name.partition("__")
        (tmp_path / layer).mkdir(exist_ok=True)
        (tmp_path / layer / f"{stem}.sql").write_text(sql, encoding="utf-8")
    return tmp_path


def test_a_model_comes_after_all_that_it_reads() -> None:
    seen: set[str] = {*inputs.INPUTS, *(source.name for source in sources.SOURCES)}
    for model in selects.models():
        assert model.reads <= seen, model.name
        seen.add(model.name)
    assert len(selects.indicators()) == 32
    assert {"1.1.1", "2.5.1", "8.1.6", "19.4§2a"} < set(selects.indicators())


def test_the_lineage_of_an_article_goes_down_to_its_facts() -> None:
    names = [model.name for model in selects.lineage("8.1.2")]
    assert names == [
        "8.1.2",
        "united_authorisations_by_hand",
        "figures",
        "tallies",
        "cases",
        "clock_tiers",
        "counted",
        "case_clocks",
    ]
    assert {one.name for one in selects.models()} > {*names, "clock_cases", "counted_cases"}


def test_a_column_that_no_model_reads_is_named(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, indicators__x="SELECT id AS case_id, 1 AS lucky FROM imported_emails")
    with pytest.raises(selects.ModelError, match=r"indicators/x\.sql tells lucky, which no model reads"):
        selects.models(folder)


@pytest.mark.parametrize(
    ("models", "message"),
    [
        ({"marts__a": "SELECT 1 FROM nowhere"}, r"marts/a\.sql reads nowhere, which does not exist"),
        ({"marts__a": "SELECT 1 FROM b", "marts__b": "SELECT 1 FROM a"}, "in a circle: "),
        ({"marts__a": "SELECT 1; SELECT 2"}, r"marts/a\.sql must be one SELECT and nothing else"),
        ({"marts__a": "DELETE FROM as_of"}, r"marts/a\.sql must be one SELECT and nothing else"),
        ({"marts__a": "SELECT FROM FROM"}, r"marts/a\.sql cannot be read"),
    ],
)
def test_a_wrong_model_is_named(models: dict[str, str], message: str, tmp_path: Path) -> None:
    with pytest.raises(selects.ModelError, match=message):
        selects.models(folder_with(tmp_path, **models))


def test_no_norm_stands_in_a_select() -> None:
    """Limits, shares and thresholds come from the contract's data. What may stand: hundredths, percentiles, a rank."""
    for model in selects.models():
        numbers = {
            literal.this
            for literal in sqlglot.parse_one(model.sql, read="duckdb").find_all(exp.Literal)
            if not literal.is_string
        }
        assert numbers <= {"0", "1", "2", "80", "95", "100"}, model.name


@pytest.fixture
def other() -> Iterator[psycopg.Connection]:
    """A connection of its own, so that temporary tables stay out of everybody's way."""
    with psycopg.connect(**connection.get_connection_params()) as opened:
        yield opened
        opened.rollback()


@pytest.mark.django_db
def test_postgresql_tells_the_same_figures_from_the_same_files(
    other: psycopg.Connection, tmp_path: Path
) -> None:
    given = facts.at_random(7, 100) | imported.as_exported(imported.at_random(7, 100))
    folder = facts.write(tmp_path, given)
    with facts.computed(folder, as_of=AS_OF) as session:
        expected = facts.figures(session)
        for name in (*inputs.INPUTS, *(source.name for source in sources.SOURCES)):
            load(other, name, session)
    for model in selects.models():
        translated = sqlglot.transpile(model.sql, read="duckdb", write="postgres")[0]
        other.execute(f'CREATE TEMP TABLE "{model.name}" AS {translated}')
    assert dict(told(other)) == expected


def load(other: psycopg.Connection, name: str, session: duckdb.DuckDBPyConnection) -> None:
    table = session.table(name)
    types = ", ".join(f"{column} {kind}" for column, kind in zip(table.columns, table.types, strict=True))
    other.execute(f"CREATE TEMP TABLE {name} ({types})")
    with other.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN") as copy:
        for row in table.fetchall():
            copy.write_row(row)


def told(other: psycopg.Connection) -> Iterator[tuple[tuple[object, ...], dict[str, object]]]:
    cursor = other.execute("SELECT * FROM figures")
    names = [column.name for column in cursor.description or ()]
    for values in cursor:
        row = dict(zip(names, values, strict=True))
        key = tuple(row.pop(column) for column in ("indicator_id", "year", "month", "part", "tier"))
        yield key, row


def test_the_calendar_as_a_table_counts_as_the_calendar_does() -> None:
    office = workdays.office([date(2026, 7, 6)], version="x")
    table = inputs.calendar(office).to_pylist()
    sample = [row for row in table if row["day"].year == 2026]
    assert [row["open_index"] for row in sample] == [office.index(row["day"]) for row in sample]
    assert [row["is_open"] for row in sample] == [office.is_open(row["day"]) for row in sample]
    assert isinstance(inputs.norm_tiers(), pyarrow.Table)
    assert refresh.known_calendar.__doc__
