"""The SELECT files, in the order that follows from what each reads.

A model is models/<layer>/<name>.sql, one SELECT in DuckDB's dialect, and becomes a table of its name.
What it reads is found in the SQL itself, so no list of dependencies can fall behind it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import sqlglot
from sqlglot import exp

from capac.warehouse.inputs import INPUTS
from capac.warehouse.sources import SOURCES

FOLDER = Path(__file__).parent / "models"
LAYERS = ("staging", "marts", "indicators")
DIALECT = "duckdb"
FIGURES = "figures"
"""The table of all indicators together, which the runner makes from their files."""


class ModelError(ValueError):
    """A model that is no single SELECT, reads something that does not exist, or reads itself in a circle."""


@dataclass(frozen=True)
class Model:
    """One SELECT file: its name, layer and text, and the names that it reads."""

    name: str
    layer: str
    sql: str
    reads: frozenset[str]


@cache
def models(folder: Path = FOLDER) -> tuple[Model, ...]:
    """Every model, each after all that it reads. Raises ModelError."""
    found = {one.name: one for layer in LAYERS for one in _layer(folder, layer)}
    given = {*INPUTS, *(source.name for source in SOURCES)}
    _check(found, given)
    try:
        order = TopologicalSorter(
            {name: one.reads.difference(given) for name, one in found.items()}
        ).static_order()
        return tuple(found[name] for name in order)
    except CycleError as error:
        raise ModelError(f"models read each other in a circle: {' -> '.join(error.args[1])}") from error


@cache
def checks(folder: Path = FOLDER) -> tuple[Model, ...]:
    """Every test of the models: a query of what is wrong, which must return no row."""
    return tuple(_layer(folder, "tests"))


def indicators() -> tuple[str, ...]:
    """The articles that are measured, by number."""
    return tuple(sorted(one.name for one in models() if one.layer == "indicators"))


def lineage(name: str) -> tuple[Model, ...]:
    """A model and everything that it stands on, itself first, the nearest before the farthest."""
    by_name = {one.name: one for one in models()}
    wanted, found = [name], list[Model]()
    for one in wanted:
        if one in by_name and by_name[one] not in found:
            found.append(by_name[one])
            wanted += sorted(by_name[one].reads)
    return tuple(found)


def _layer(folder: Path, layer: str) -> list[Model]:
    return [_model(path, layer) for path in sorted((folder / layer).glob("*.sql"))]


def _model(path: Path, layer: str) -> Model:
    text = path.read_text(encoding="utf-8")
    try:
        parsed = [one for one in sqlglot.parse(text, read=DIALECT) if one is not None]
    except sqlglot.ParseError as error:
        raise ModelError(f"{layer}/{path.name} cannot be read: {error}") from error
    if len(parsed) != 1 or not isinstance(parsed[0], exp.Query):
        raise ModelError(f"{layer}/{path.name} must be one SELECT and nothing else")
    return Model(path.stem, layer, text, _reads(parsed[0]))


def _reads(query: exp.Query) -> frozenset[str]:
    own = {one.alias for one in query.find_all(exp.CTE)}
    return frozenset(table.name for table in query.find_all(exp.Table)) - own


def _check(found: Mapping[str, Model], given: Collection[str]) -> None:
    for one in found.values():
        if unknown := sorted(one.reads.difference(found, given)):
            raise ModelError(f"{one.layer}/{one.name}.sql reads {', '.join(unknown)}, which does not exist")
