"""The SELECT files, in the order that follows from what each reads.

A model is models/<layer>/<name>.sql, one SELECT in DuckDB's dialect, and becomes a table of its name.
What it reads is found in the SQL itself, so no list of dependencies can fall behind it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import sqlglot
from sqlglot import exp

from capac.warehouse.facts import UNTIL, facts
from capac.warehouse.inputs import INPUTS
from capac.warehouse.sources import SOURCES

FOLDER = Path(__file__).parent / "models"
LAYERS = ("staging", "indicators", "marts")
UNITED = "unions"
DIALECT = "duckdb"
KEPT = ("spans", "clocks", "tallies", "waits", "causes", "figures")
"""The models that become tables and are stored; every other one is a view over the facts, also of a stored build."""
GIVEN = {
    "case_id": "VARCHAR", "reference": "VARCHAR", "client_id": "BIGINT", "part": "VARCHAR", "started_on": "DATE",
    "known_on": "DATE", "reason": "VARCHAR",
}  # fmt: skip
"""What the file of an indicator tells of a case: at least case_id and started_on."""
CLOCK = GIVEN | {"stopped_on": "DATE", "stop_known_on": "DATE", "due_on": "DATE"}
COUNTED = GIVEN | {
    "year": "INTEGER", "tier": "INTEGER", "outcome": "VARCHAR", "numerator": "BIGINT", "denominator": "BIGINT",
    "days": "BIGINT", "decided_on": "DATE",
}  # fmt: skip
UNIONS = {"clock_cases": CLOCK, "counted_cases": COUNTED}
"""All indicators together, made from their files: those that tell an outcome, and those that leave it to a clock."""


class ModelError(ValueError):
    """A model that is no single SELECT, reads something that does not exist, or reads itself in a circle."""


@dataclass(frozen=True)
class Model:
    """One SELECT file: its name, layer and text, the names that it reads, and the columns that it tells."""

    name: str
    layer: str
    sql: str
    reads: frozenset[str]
    tells: tuple[str, ...] = ()


@cache
def models(folder: Path = FOLDER) -> tuple[Model, ...]:
    """Every model, each after all that it reads. Raises ModelError."""
    found = {one.name: one for layer in LAYERS for one in _layer(folder, layer)}
    found |= {one.name: one for one in (*_valid(), *_unions(found.values()))}
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
    """An article's SELECT and everything that it stands on, itself first; then the models through which all go."""
    by_name = {one.name: one for one in models()}
    wanted, found = [name, "figures"], list[Model]()
    for one in wanted:
        model = by_name.get(one)
        if model and model not in found and (one == name or model.layer not in ("indicators", UNITED)):
            found.append(model)
            wanted += sorted(model.reads)
    return tuple(sorted(found, key=lambda model: (model.name != name, LAYERS.index(model.layer))))


def _valid() -> Iterator[Model]:
    """The imported rows of each fact as they hold on the as-of day, made from the declaration of the facts."""
    for fact in facts().values():
        text = (
            "-- Imported rows that hold on the as-of day: one that was replaced does so until its successor is known.\n"
            f"SELECT i.* FROM {fact.source} AS i CROSS JOIN as_of AS d\n"
            f"WHERE i.{UNTIL} IS NULL OR i.{UNTIL} > d.as_of\n"
        )
        yield Model(fact.valid, "staging", text, frozenset({fact.source, "as_of"}))


def _unions(found: Iterable[Model]) -> Iterator[Model]:
    """The SELECTs that put the files of the indicators one under the other, each with every column."""
    told = {one.name: one.tells for one in found if one.layer == "indicators"}
    for name, columns in UNIONS.items():
        parts = [
            _part(article, given, columns)
            for article, given in sorted(told.items())
            if ("outcome" in given) == ("outcome" in columns)
        ]
        if parts:
            yield Model(name, UNITED, "\nUNION ALL\n".join(parts), frozenset(told))


def _part(article: str, given: Collection[str], columns: Mapping[str, str]) -> str:
    if unknown := sorted(set(given).difference(columns)):
        raise ModelError(f"indicators/{article}.sql tells {', '.join(unknown)}, which no model reads")
    values = [
        f"CAST({name if name in given else 'NULL'} AS {kind}) AS {name}" for name, kind in columns.items()
    ]
    told = ", ".join(values)
    return f"SELECT '{article}' AS indicator_id, {told} FROM \"{article}\""  # noqa: S608


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
    return Model(path.stem, layer, text, _reads(parsed[0]), tuple(parsed[0].named_selects))


def _reads(query: exp.Query) -> frozenset[str]:
    return frozenset(table.name for table in query.find_all(exp.Table)) - _parts(query)


def _parts(query: exp.Query) -> frozenset[str]:
    """The names that a query gives to parts of its own."""
    return frozenset(one.alias for one in query.find_all(exp.CTE))


def _check(found: Mapping[str, Model], given: Collection[str]) -> None:
    for one in found.values():
        if unknown := sorted(one.reads.difference(found, given)):
            raise ModelError(f"{one.layer}/{one.name}.sql reads {', '.join(unknown)}, which does not exist")
