"""Beside the SELECT files in these folders: a table for each fact of facts.yaml, made from its declaration.

Rows come in by import alone, as a set, and are read by the export. `period` is the year of a fact
without date; `known_on` the day from which a row is known where it is not its own date. What an import
replaced stays as a Former.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models

from capac.warehouse.facts import PERIOD, Fact, facts

FIELDS: dict[str, Callable[..., models.Field[Any, Any]]] = {
    "text": models.TextField,
    "date": models.DateField,
    "time": models.DateTimeField,
    "bool": models.BooleanField,
    "count": models.BigIntegerField,
    "cents": models.BigIntegerField,
    "amount": lambda **options: models.DecimalField(max_digits=18, decimal_places=2, **options),
}
ID = "fact_id"
"""Django keeps the name `id` for a key of its own; the column is called id all the same."""


def _model(fact: Fact) -> type[models.Model]:
    fields = {_name(column): _field(fact, column, kind) for column, kind in fact.types.items()}
    if fact.since is None:
        fields[PERIOD] = models.SmallIntegerField(db_comment="the year of a fact without date")
    fields["run"] = models.ForeignKey(
        "records.Run", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    if len(fact.key) > 1:
        fields["pk"] = models.CompositePrimaryKey(*map(_name, fact.key))
    meta = type("Meta", (), {"db_table": fact.table, "app_label": "warehouse"})
    title = "".join(word.title() for word in fact.name.split("_"))
    about = f"Imported rows of {fact.name}."
    return type(title, (models.Model,), {**fields, "Meta": meta, "__module__": __name__, "__doc__": about})


def _name(column: str) -> str:
    return ID if column == "id" else column


def _field(fact: Fact, column: str, kind: Any) -> Any:
    options: dict[str, Any] = {"db_column": column}
    if (column,) == fact.key:
        options["primary_key"] = True
    elif column not in fact.needed:
        options["null"] = True
    return FIELDS[kind if isinstance(kind, str) else "text"](**options)


class Former(models.Model):
    """An imported row as it was before an import replaced it; it holds until the day from which its successor is known."""

    fact = models.CharField(max_length=40)
    key = models.TextField()
    row = models.JSONField()
    until_on = models.DateField()
    replaced_by = models.ForeignKey("records.Run", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        app_label = "warehouse"
        indexes = [models.Index(fields=["fact", "key"], name="warehouse_former_key")]


TABLES = {fact.name: _model(fact) for fact in facts().values()}
