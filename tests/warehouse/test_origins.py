"""Every column of a figure is followed down to the facts of the rooms, the imports, and the contract's own data."""

from __future__ import annotations

import pytest
import sqlglot
from sqlglot import exp

from capac.warehouse import inputs, mart, selects, sources
from capac.warehouse.origins import origins

GIVEN = {one.name: set(one.columns) for one in sources.SOURCES} | {
    name: set(schema.names) for name, schema in inputs.SCHEMAS.items()
}
FACTS = {one.name for one in sources.SOURCES}
COUNTED = ("numerator", "denominator", "p80_days", "first_missed", "month")


@pytest.mark.parametrize("article", selects.indicators())
def test_every_column_stands_on_facts_and_data_that_exist(article: str) -> None:
    found = {column: origins(article, column) for column in mart.PUBLISHED["figures"]}
    assert [one for told in found.values() for one in told if one[1] not in GIVEN[one[0]]] == []
    assert {table for table, _name in found["year"]} & FACTS
    assert any(table in FACTS for name in COUNTED for table, _name in found[name])


def test_a_payment_is_followed_to_the_room_that_made_it_and_to_its_import() -> None:
    assert {one for one in origins("8.1.5", "numerator") if one[0] not in inputs.INPUTS} == {
        ("document_payments", "document_received_on"),
        ("document_payments", "paid_on"),
        ("document_payments", "known_on"),
        ("imported_document_payments", "document_received_on"),
        ("imported_document_payments", "paid_on"),
    }
    assert ("norm_tiers", "n") in origins("8.1.5", "numerator")
    views = {one.name: one.view for one in sources.SOURCES}
    assert views["document_payments"] == "payment_facts_document_payments"


def test_what_is_no_article_has_no_origin() -> None:
    with pytest.raises(KeyError):
        origins("16.4.1", "numerator")


def test_no_query_names_its_own_part_as_a_model_is_named() -> None:
    """Such a part would be taken for the model when the SELECTs are written into each other."""
    names = {one.name for one in selects.models()} | GIVEN.keys()
    for model in selects.models():
        parts = {one.alias for one in sqlglot.parse_one(model.sql, read="duckdb").find_all(exp.CTE)}
        assert names.isdisjoint(parts), model.name
