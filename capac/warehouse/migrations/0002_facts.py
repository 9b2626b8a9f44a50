"""The views through which imported rows are read: those that stand, and those that were replaced with their last day."""

from collections.abc import Iterator

from django.db import migrations

from capac.warehouse.facts import PERIOD, Fact, facts


def made(fact: Fact) -> str:
    """Every declared column, then until_on: none for a row that stands."""
    columns = [*fact.types, *([] if fact.since else [PERIOD])]
    own, former = (", ".join(f"{of}.{name}" for name in columns) for of in ("t", "r"))
    return (
        f"CREATE VIEW {fact.view} AS SELECT {own}, NULL::date AS until_on FROM {fact.table} AS t"  # noqa: S608
        f" UNION ALL SELECT {former}, f.until_on FROM warehouse_former AS f,"
        f" jsonb_populate_record(NULL::{fact.table}, f.row) AS r WHERE f.fact = '{fact.name}'"
    )


def operations() -> Iterator[migrations.RunSQL]:
    """A view a fact."""
    for fact in facts().values():
        yield migrations.RunSQL(made(fact), f"DROP VIEW {fact.view}", elidable=False)


class Migration(migrations.Migration):
    dependencies = [("warehouse", "0001_initial")]

    operations = list(operations())
