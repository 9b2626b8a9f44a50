"""The runner: facts out, models in their order, tests, and the build takes the place of the last one.

Everything is built anew each time. A refresh that fails or is killed leaves the last build as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

from capac.core import clock
from capac.core.workdays import Calendar
from capac.people import api as people
from capac.warehouse import builds, inputs, mart, selects, sources
from capac.warehouse.builds import Build
from capac.warehouse.engines import ENGINES, Engine


class WarehouseTestError(RuntimeError):
    """A test of the models returned rows: the build is not published. Names the test and its first row."""


@dataclass(frozen=True)
class Refreshed:
    """A refresh that succeeded: its build, and how many models and tests ran."""

    build: Build
    models: int
    tests: int


def refresh(engine: str = "duckdb") -> Refreshed:
    """Build everything on the facts known now and let it replace the last build. One at a time.

    `engine` is one of engines.ENGINES; each builds the same rows. Raises WarehouseTestError, ModelError, LauncherError
    where the engine is not installed, or the database's error; the last build and the last counts of `mart` then stay.
    """
    place = builds.home()
    with builds.alone(place):
        builds.clear(place)
        refreshed, counts = _build(builds.aside(place), ENGINES[engine])
        mart.publish(counts, refreshed.build)
        builds.publish(refreshed.build)
        builds.clear(place)
    return refreshed


def _build(folder: Path, chosen: Callable[[], Engine]) -> tuple[Refreshed, dict[str, pa.Table]]:
    """A build aside, and its stored tables by name."""
    moment = clock.now()
    known = known_calendar(moment.date())
    facts = sources.export(folder / "facts")
    with chosen() as engine:
        compute(engine, folder / "facts", as_of=moment.date(), calendar=known)
        tests = verify(engine)
        stored = {name: engine.told(name) for name in (*inputs.INPUTS, *selects.KEPT)}
    for name, table in stored.items():
        pyarrow.parquet.write_table(table, folder / "models" / f"{name}.parquet")
    build = Build(folder, moment.date(), moment, known.version, facts)
    return Refreshed(build, len(selects.models()), tests), stored


def known_calendar(as_of: date) -> Calendar:
    """The office calendar with the closures known by the end of a day."""
    return people.calendar(datetime.combine(as_of, time.max, clock.BRUSSELS))


def compute(engine: Engine, facts: Path, *, as_of: date, calendar: Calendar) -> None:
    """Make every model in the engine, from exported facts as they were known on a day; those kept become tables."""
    for name, table in inputs.tables(as_of, calendar).items():
        engine.give(name, table)
    _over(engine, facts, stored=frozenset())


def recall(engine: Engine, build: Path) -> None:
    """Every model of a stored build: what was kept as it is, all others as queries over the build's facts."""
    stored = frozenset((*inputs.INPUTS, *selects.KEPT))
    for name in stored:
        engine.load(name, build / "models" / f"{name}.parquet")
    _over(engine, build / "facts", stored=stored)


def _over(engine: Engine, facts: Path, *, stored: frozenset[str]) -> None:
    """The models over exported facts in their order, but for those that are stored."""
    for source in sources.SOURCES:
        engine.load(source.name, facts / f"{source.name}.parquet")
    make(engine, (model for model in selects.models() if model.name not in stored))


def make(engine: Engine, models: Iterable[selects.Model]) -> None:
    """Models in their order, over facts and inputs that the engine has."""
    for model in models:
        engine.make(model.name, model.sql, kept=model.name in selects.KEPT)


def verify(engine: Engine) -> int:
    """Run every test on the models made; returns how many. Raises WarehouseTestError at the first row."""
    for test in selects.checks():
        if row := engine.first(test.sql):
            named = ", ".join(f"{name}={value}" for name, value in row.items())
            raise WarehouseTestError(f"{test.name}: {named}")
    return len(selects.checks())
