"""Where a column of the figures comes from: down through every SELECT to the columns of the facts and inputs."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from sqlglot import exp, parse_one
from sqlglot.lineage import Node, lineage

from capac.warehouse import inputs, selects
from capac.warehouse.selects import DIALECT, UNIONS
from capac.warehouse.sources import SOURCES

Origin = tuple[str, str]
"""A fact or input by its name in the models, and its column."""


def origins(article: str, column: str) -> frozenset[Origin]:
    """The columns of facts and inputs that decide a column of `figures` for an article. Raises KeyError."""
    model = next((one for one in selects.models() if one.name == article and one.layer == "indicators"), None)
    if model is None:
        raise KeyError(article)
    union = next(
        name for name, columns in UNIONS.items() if ("outcome" in columns) == ("outcome" in model.tells)
    )
    found = set[Origin]()
    for table, name in _below("figures")[column]:
        if table not in UNIONS:
            found.add((table, name))
        elif table == union and name in model.tells:
            found |= _below(article)[name]
    return frozenset(found)


@cache
def _below(model: str) -> dict[str, frozenset[Origin]]:
    """What each column of a model stands on, down to what is given; the unions of the articles count as given."""
    by_name = {one.name: parse_one(one.sql, read=DIALECT) for one in selects.models()}
    inside = {f'"{name}"': query for name, query in by_name.items() if name not in (*UNIONS, model)}
    whole = exp.expand(by_name[model], inside, dialect=DIALECT)  # type: ignore[arg-type]
    nodes = lineage(None, whole, _given(), dialect=DIALECT, trim_selects=False)
    return {column: _leaves(node) for column, node in nodes.items()}


def _leaves(node: Node) -> frozenset[Origin]:
    return frozenset(
        (one.source.name, one.name.rpartition(".")[2].strip('"'))
        for one in node.walk()
        if isinstance(one.source, exp.Table)
    )


def _given() -> dict[str, dict[str, str]]:
    """What the models begin with: facts, inputs and the unions, by column. The types play no part."""
    columns: dict[str, Collection[str]] = {one.name: one.columns for one in SOURCES}
    columns |= {name: schema.names for name, schema in inputs.SCHEMAS.items()}
    columns |= {name: ("indicator_id", *told) for name, told in UNIONS.items()}
    return {name: dict.fromkeys(told, "TEXT") for name, told in columns.items()}
