"""The schema `mart`: counts alone, swapped in whole, and a role that reads them and nothing else."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from capac.flows.refresh_indicators import refresh_indicators
from capac.launcher import reset, start
from capac.launcher.place import Place, place_of
from capac.warehouse import api as warehouse
from capac.warehouse import mart, selects
from tests import world
from tests.warehouse import live

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2027, 3, 3)
EVERY_RELATION = """
    SELECT n.nspname, c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'v', 'm', 'p', 'S') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND n.nspname NOT LIKE 'pg\\_t%'
"""
PRIVILEGES = "SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER"


@pytest.fixture
def reader(settings: Any) -> str:
    """A role of this test's database alone: roles belong to the whole server."""
    settings.MART_READER = f"reader_of_{connection.settings_dict['NAME']}"
    settings.MART_READER_PASSWORD = "of-the-test"
    return mart.make_reader()


@contextmanager
def being(role: str) -> Iterator[None]:
    """Everything asked inside is asked by this role."""
    with connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{role}"')
        yield
        cursor.execute("RESET ROLE")


def rows(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def refused(statement: str) -> bool:
    """Whether the database denies it for want of a privilege."""
    try:
        with transaction.atomic():
            rows(statement)
    except ProgrammingError as error:
        return isinstance(error.__cause__, psycopg.errors.InsufficientPrivilege)
    return False


@pytest.mark.django_db
def test_the_refresh_publishes_the_figures_and_what_they_are_made_of() -> None:
    live.by_hand("C2-1", date(2026, 7, 1), date(2026, 7, 15), client=world.client().pk)
    live.by_hand("C2-2", date(2026, 7, 1), date(2026, 8, 3))
    refresh_indicators(who="test")
    with warehouse.told(TODAY) as told:
        assert told is not None
        built_at, version = told.built_at, told.calendar_version
        figures = told.session.table("figures").order("ALL").fetchall()
    columns = ", ".join(mart.PUBLISHED["figures"])
    published = rows(f"SELECT {columns} FROM mart.figures")
    assert sorted(published, key=repr) == sorted(figures, key=repr)
    assert rows("SELECT * FROM mart.about") == [(TODAY, built_at, version)]
    assert rows("SELECT outcome, reason, cases FROM mart.causes WHERE tier = 1 ORDER BY outcome") == [
        ("in_time", "unknown_person free_text", 1),
        ("late", "unknown_person free_text", 1),
    ]
    refresh_indicators(who="test")
    assert sorted(name for _schema, name in rows(EVERY_RELATION) if _schema == "mart") == sorted(
        [*mart.PUBLISHED, "about"]
    )


@pytest.mark.django_db
def test_no_column_of_a_case_or_a_person_leaves() -> None:
    refresh_indicators(who="test")
    published = rows(
        "SELECT DISTINCT column_name FROM information_schema.columns WHERE table_schema = 'mart'"
    )
    of_a_case = {*selects.GIVEN, *selects.CLOCK} - {"part", "reason"}
    assert {"case_id", "reference", "client_id", "started_on", "stopped_on"} < of_a_case
    assert of_a_case.isdisjoint(name for (name,) in published)


@pytest.mark.django_db
def test_the_reader_reads_mart_and_nothing_else(reader: str) -> None:
    refresh_indicators(who="test")
    others = [f'"{schema}"."{name}"' for schema, name in rows(EVERY_RELATION) if schema != "mart"]
    assert len(others) > 50
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM unnest(%s::text[]) AS name WHERE has_table_privilege(%s, name, %s)",
            [others, reader, PRIVILEGES],
        )
        assert cursor.fetchall() == []
    with being(reader):
        assert rows("SELECT COUNT(*) > 0 FROM mart.calendar") == [(True,)]
        assert refused("SELECT * FROM people_client")
        assert refused("SELECT * FROM warehouse_emails")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM mart.figures RETURNING 1",
        "UPDATE mart.measures SET unit = '' RETURNING 1",
        "INSERT INTO mart.waits VALUES ('1', 2026, '', 1, 1) RETURNING 1",
        "CREATE TABLE mart.mine AS SELECT 1",
        "CREATE TABLE public.mine AS SELECT 1",
        "CREATE SCHEMA mine",
        "DROP TABLE mart.figures",
        "SELECT pg_read_file('/etc/passwd')",
    ],
)
def test_the_reader_cannot_write(statement: str, reader: str) -> None:
    refresh_indicators(who="test")
    with being(reader):
        assert refused(statement)


@pytest.mark.django_db
def test_a_refresh_that_fails_leaves_the_last_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    refresh_indicators(who="test")
    before = rows("SELECT * FROM mart.about")
    monkeypatch.setenv("CAPAC_NOW", "2027-03-04")
    broken = selects.Model("always_wrong", "tests", "SELECT 1 AS one", frozenset())
    monkeypatch.setattr(selects, "checks", lambda: (broken,))
    with pytest.raises(warehouse.WarehouseTestError):
        refresh_indicators(who="test")
    assert rows("SELECT * FROM mart.about") == before


@pytest.mark.django_db
def test_without_a_password_no_reader_is_made(settings: Any) -> None:
    settings.MART_READER_PASSWORD = ""
    with pytest.raises(CommandError, match="set CAPAC_READER_PASSWORD"):
        call_command("mart_reader")


@pytest.fixture
def server() -> Iterator[str]:
    """A server of its own that listens on 127.0.0.1; its URL."""
    base = Path(tempfile.mkdtemp(prefix="capac-mart-"))
    base.chmod(0o711)
    place = Place(base / "home", base / "s", place_of().user)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    yield start(place=place, tcp_port=port)
    reset(place=place)
    shutil.rmtree(base)


@pytest.mark.prove
def test_a_tool_reads_the_counts_over_tcp(server: str, tmp_path: Path) -> None:
    given = {
        "DATABASE_URL": server,
        "CAPAC_READER_PASSWORD": "s3 cret/of the:test",
        "CAPAC_WAREHOUSE": str(tmp_path),
    }
    for verb in ("migrate", "refresh_indicators", "mart_reader"):
        command = [Path(sys.executable).with_name("capac"), verb]
        subprocess.run(command, cwd=ROOT, env=os.environ | given, check=True, capture_output=True)
    where = psycopg.conninfo.make_conninfo(
        server, user="capac_reader", password=given["CAPAC_READER_PASSWORD"]
    )
    with psycopg.connect(where, autocommit=True) as tool:
        assert tool.execute("SELECT COUNT(*) > 0 FROM calendar").fetchone() == (True,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            tool.execute("SELECT * FROM public.people_client")
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            tool.execute("CREATE TEMP TABLE mine AS SELECT 1")
        tool.execute("SET default_transaction_read_only = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            tool.execute("DELETE FROM mart.figures")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(where, password="wrong")
