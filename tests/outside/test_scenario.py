"""Scenarios as data, and the database of a demonstration: whose it is, and what is never touched."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from capac import launcher
from world import demo, scenario, stage, steps
from world.database import Database, DatabaseError
from world.scenario import ScenarioError, Step

SMALL = Path(__file__).with_name("few.yaml")


def test_every_scenario_can_be_played() -> None:
    names = [path.stem for path in scenario.SCENARIOS.glob("*.yaml")]
    assert "month" in names
    for name in names:
        assert scenario.read(name, verbs=steps.VERBS).acts
    assert demo.VERBS == steps.VERBS


def test_the_month_begins_in_june_and_ends_in_march_with_five_thousand_clients() -> None:
    month = scenario.read("month", verbs=steps.VERBS)
    assert (month.acts[0].on, month.acts[-1].on) == (date(2026, 6, 12), date(2027, 3, 16))
    assert (month.wish.number, month.wish.panel) == (5000, 300)
    assert month.acts[0].moment == "2026-06-12T09:00"


def test_a_routine_stands_for_its_steps() -> None:
    small = scenario.read(str(SMALL), verbs=steps.VERBS)
    payday = [Step("outside"), Step("exchange"), Step("prepare"), Step("release", "rita"), Step("exchange")]
    assert list(small.acts[3].steps) == payday
    assert small.name == "few"


@pytest.mark.parametrize(
    ("acts", "sentence"),
    [
        (
            "[{day: 2026-06-01, do: [dance]}]",
            "2026-06-01: no step 'dance': there is accounts, apply, bareme",
        ),
        ("[{day: 2026-06-02, do: [exchange]}, {day: 2026-06-01, do: [exchange]}]", "stands after that of"),
    ],
)
def test_a_scenario_that_cannot_be_played_says_which_act(tmp_path: Path, acts: str, sentence: str) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(f"about: x\npeople: {{seed: 1, number: 20, panel: 20}}\nacts: {acts}\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        scenario.read(str(file), verbs=steps.VERBS)
    assert sentence in str(refused.value)


def test_an_unknown_scenario_names_those_that_exist() -> None:
    with pytest.raises(ScenarioError, match="no scenario 'dream': there is month"):
        scenario.read("dream", verbs=steps.VERBS)


@pytest.fixture
def database() -> Iterator[Database]:
    """A database of this worker's own, dropped afterwards."""
    name = f"{connection.settings_dict['NAME']}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    worker = name.replace("-", "_")
    url = launcher.ensure().split("?")
    address = f"{url[0].rpartition('/')[0]}/{worker}_play?{url[1]}"
    yield Database(address)
    with psycopg.connect(f"{url[0].rpartition('/')[0]}/postgres?{url[1]}", autocommit=True) as beside:
        beside.execute(f'DROP DATABASE IF EXISTS "{worker}_play" WITH (FORCE)'.encode())


def test_a_database_that_is_not_there_is_made_and_marked(database: Database) -> None:
    assert database.mark() is None
    database.begin("x")
    assert database.mark() == "demonstration begun x"
    assert not database.is_finished("x")
    database.finish("x")
    assert database.is_finished("x")
    assert not database.is_finished("y")


def test_one_that_broke_off_begins_empty(database: Database) -> None:
    database.begin("x")
    with psycopg.connect(database.url, autocommit=True) as there:
        there.execute("CREATE TABLE left_over (id int)")
    database.begin("x")
    with psycopg.connect(database.url) as there:
        assert there.execute("SELECT count(*) FROM pg_tables WHERE tablename = 'left_over'").fetchone() == (
            0,
        )


def test_a_database_with_somebodys_data_is_never_touched(database: Database) -> None:
    database.begin("x")
    database.set_mark("")
    with psycopg.connect(database.url, autocommit=True) as there:
        there.execute("CREATE TABLE precious AS SELECT 1 AS id")
    with pytest.raises(DatabaseError, match="holds data that is no demonstration"):
        database.begin("y")
    with psycopg.connect(database.url) as there:
        assert there.execute("SELECT count(*) FROM precious").fetchone() == (1,)


def test_a_database_with_empty_tables_alone_is_nobodys(database: Database) -> None:
    database.begin("x")
    database.set_mark("")
    with psycopg.connect(database.url, autocommit=True) as there:
        there.execute("CREATE TABLE empty_one (id int)")
        there.execute("CREATE TABLE django_migrations AS SELECT 1 AS id")
    database.begin("y")
    assert database.mark() == "demonstration begun y"


def test_secrets_are_drawn_once_and_private(tmp_path: Path) -> None:
    place = stage.Stage(tmp_path)
    first = place.secret("django")
    assert place.secret("django") == first
    assert place.secret("mailbox") != first
    assert (tmp_path / "django.secret").stat().st_mode & 0o077 == 0
