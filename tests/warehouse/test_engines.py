"""The same SELECT files tell the same rows in DuckDB, Spark and PostgreSQL: every model, row by row, with its types."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from capac.core import workdays
from capac.warehouse import engines, refresh, selects
from capac.warehouse.refresh import WarehouseTestError
from tests.warehouse import facts, imported

pytestmark = pytest.mark.django_db
AS_OF = date(2025, 1, 14)
CLOSED = date(2024, 12, 26)
OTHERS = ("spark", "postgres")


@pytest.fixture(autouse=True)
def _a_short_java(monkeypatch: pytest.MonkeyPatch) -> None:
    """Java translates what it runs with little effort: the test is over before more would pay."""
    monkeypatch.setenv("SPARK_SUBMIT_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    given = facts.at_random(7, 60) | imported.as_exported(imported.at_random(7, 60))
    return facts.write(tmp_path_factory.mktemp("facts"), given)


@pytest.fixture
def opened() -> Iterator[Callable[[str, Path], engines.Engine]]:
    """Engines with every model made in them, closed after the test."""
    with ExitStack() as stack:

        def computed(name: str, folder: Path) -> engines.Engine:
            engine = stack.enter_context(engines.ENGINES[name]())
            calendar = workdays.office([CLOSED], version="of-the-test")
            refresh.compute(engine, folder, as_of=AS_OF, calendar=calendar)
            return engine

        yield computed


def rows(engine: engines.Engine, name: str) -> tuple[list[tuple[str, str]], list[tuple[Any, ...]]]:
    """The columns with their types, and the rows in an order of their own."""
    table = engine.told(name)
    told = sorted((tuple(row.values()) for row in table.to_pylist()), key=repr)
    return [(field.name, str(field.type)) for field in table.schema], told


@pytest.mark.parametrize("other", OTHERS)
def test_every_model_is_the_same_row_by_row(
    other: str, folder: Path, opened: Callable[[str, Path], engines.Engine]
) -> None:
    ours, theirs = opened("duckdb", folder), opened(other, folder)
    refresh.verify(theirs)
    compared = 0
    for model in selects.models():
        expected = rows(ours, model.name)
        assert rows(theirs, model.name) == expected, model.name
        compared += len(expected[1])
    assert compared > 5_000


def test_a_test_of_the_models_that_fails_is_named_by_another_engine_too(
    folder: Path, opened: Callable[[str, Path], engines.Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = selects.Model("always_wrong", "tests", "SELECT indicator_id FROM measures", frozenset())
    monkeypatch.setattr(selects, "checks", lambda: (broken,))
    monkeypatch.setattr(selects, "models", lambda: ())
    with pytest.raises(WarehouseTestError, match=r"always_wrong: indicator_id="):
        refresh.verify(opened("postgres", folder))
