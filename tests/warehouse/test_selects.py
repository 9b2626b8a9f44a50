"""The SELECT files: their order follows from themselves, a wrong one is named, and other engines read them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow
import pytest
import sqlglot
from sqlglot import exp

from capac.core import workdays
from capac.warehouse import inputs, refresh, selects, sources

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
        "valid_authorisations_by_hand",
        "figures",
        "tallies",
        "clocks",
        "counted",
        "spans",
        "known_clocks",
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


def test_the_calendar_as_a_table_counts_as_the_calendar_does() -> None:
    office = workdays.office([date(2026, 7, 6)], version="x")
    table = inputs.calendar(office).to_pylist()
    sample = [row for row in table if row["day"].year == 2026]
    assert [row["open_index"] for row in sample] == [office.index(row["day"]) for row in sample]
    assert [row["is_open"] for row in sample] == [office.is_open(row["day"]) for row in sample]
    assert isinstance(inputs.norm_tiers(), pyarrow.Table)
    assert refresh.known_calendar.__doc__
