"""The runner: facts out, models in their order, tests, and the build takes the place of the last one.

Everything is built anew each time. A refresh that fails or is killed leaves the last build as it was.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import duckdb

from capac.core import clock
from capac.core.workdays import Calendar
from capac.people import api as people
from capac.warehouse import builds, inputs, selects, sources
from capac.warehouse.builds import Build


class WarehouseTestError(RuntimeError):
    """A test of the models returned rows: the build is not published. Names the test and its first row."""


@dataclass(frozen=True)
class Refreshed:
    """A refresh that succeeded: its build, and how many models and tests ran."""

    build: Build
    models: int
    tests: int


def refresh() -> Refreshed:
    """Build everything on the facts known now and let it replace the last build. One at a time.

    Raises WarehouseTestError, ModelError, or the database's error; the last build then stays.
    """
    place = builds.home()
    with builds.alone(place):
        builds.clear(place)
        refreshed = _build(builds.aside(place))
        builds.publish(refreshed.build)
        builds.clear(place)
    return refreshed


def _build(folder: Path) -> Refreshed:
    moment = clock.now()
    known = known_calendar(moment.date())
    facts = sources.export(folder / "facts")
    with opened() as session:
        compute(session, folder / "facts", as_of=moment.date(), calendar=known)
        tests = verify(session)
        for name in (*inputs.INPUTS, *selects.KEPT):
            session.table(name).write_parquet(str(folder / "models" / f"{name}.parquet"))
    build = Build(folder, moment.date(), moment, known.version, facts)
    return Refreshed(build, len(selects.models()), tests)


def opened() -> duckdb.DuckDBPyConnection:
    """A session in memory that fetches nothing from outside and spills to the system's temporary folder."""
    spill = Path(tempfile.gettempdir()) / f"capac-warehouse-{os.getuid()}"
    return duckdb.connect(
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "temp_directory": str(spill),
        }
    )


def known_calendar(as_of: date) -> Calendar:
    """The office calendar with the closures known by the end of a day."""
    return people.calendar(datetime.combine(as_of, time.max, clock.BRUSSELS))


def compute(session: duckdb.DuckDBPyConnection, facts: Path, *, as_of: date, calendar: Calendar) -> None:
    """Make every model of the session, from exported facts as they were known on a day; those kept become tables."""
    for name, table in inputs.tables(as_of, calendar).items():
        session.from_arrow(table).create(name)
    _over(session, facts, stored=frozenset())


def recall(session: duckdb.DuckDBPyConnection, build: Path) -> None:
    """Every model of a stored build: what was kept as it is, all others as views over the build's facts."""
    stored = frozenset((*inputs.INPUTS, *selects.KEPT))
    for name in stored:
        session.read_parquet(str(build / "models" / f"{name}.parquet")).create_view(name)
    _over(session, build / "facts", stored=stored)


def _over(session: duckdb.DuckDBPyConnection, facts: Path, *, stored: frozenset[str]) -> None:
    """The models over exported facts in their order, but for those that are stored."""
    for source in sources.SOURCES:
        session.read_parquet(str(facts / f"{source.name}.parquet")).create_view(source.name)
    for model in selects.models():
        if model.name in stored:
            continue
        relation = session.sql(model.sql)
        if model.name in selects.KEPT:
            relation.create(model.name)
        else:
            relation.create_view(model.name)


def verify(session: duckdb.DuckDBPyConnection) -> int:
    """Run every test on the session's models; returns how many. Raises WarehouseTestError at the first row."""
    for test in selects.checks():
        found = session.sql(test.sql).limit(1)
        for row in found.fetchall():
            named = ", ".join(f"{name}={value}" for name, value in zip(found.columns, row, strict=True))
            raise WarehouseTestError(f"{test.name}: {named}")
    return len(selects.checks())
