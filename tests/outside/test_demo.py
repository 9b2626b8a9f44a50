"""A demonstration in small, as its own process with its own simulators: begun anew, played once, found again, served."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psycopg
import pytest
from django.db import connection

from capac import launcher
from world import serving
from world.database import Database
from world.stage import Stage

DEMO = (sys.executable, "-m", "world", "demo")
SMALL = Path(__file__).with_name("few.yaml")
AMINA = 1818_01
"""Twenty-seven allowances of 74.89 less 10.09 % (example E-CC1)."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A database of this worker's own, dropped afterwards."""
    worker = str(connection.settings_dict["NAME"]).replace("-", "_")
    path, _, query = launcher.ensure().partition("?")
    yield f"{path.rpartition('/')[0]}/{worker}_demo?{query}"
    with psycopg.connect(f"{path.rpartition('/')[0]}/postgres?{query}", autocommit=True) as beside:
        beside.execute(f'DROP DATABASE IF EXISTS "{worker}_demo" WITH (FORCE)'.encode())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


def demo(url: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [*DEMO, "--folder", str(folder), *options]
    environment = {**os.environ, "DATABASE_URL": url, "PYTHONWARNINGS": "default"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def table(said: str) -> dict[str, str]:
    """The result table, name to value."""
    rows = said.partition("It is ")[2].splitlines()[2:]
    return {row[:34].strip(): row[34:].strip() for row in rows if row.strip()}


@pytest.fixture(scope="module")
def played(url: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Played once for all tests of this file, in a database where another one broke off."""
    Database(url).begin("one that broke off")
    ask(url, "CREATE TABLE people_client (id int)", answers=False)
    said = demo(url, folder, "--scenario", str(SMALL))
    assert said.returncode == 0, said.stderr
    return said


def ask(url: str, query: str, *, answers: bool = True) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as there:
        told = there.execute(query.encode())
        return told.fetchall() if answers else []


def test_it_says_what_it_is_and_ends_with_a_table(played: subprocess.CompletedProcess[str]) -> None:
    assert "DEMONSTRATION, all people are invented. July 2026 for forty people." in played.stdout
    assert "It is 2027-01-27T09:00 there." in played.stdout
    told = table(played.stdout)
    assert told["clients"] == "40"
    assert told["C2 applied, by hand, rejected"].endswith(", 0, 1")
    assert told["rejects open, closed"] == "1, 1"
    assert played.stderr == ""


def test_amina_was_paid_to_the_cent_and_once(url: str, played: subprocess.CompletedProcess[str]) -> None:
    assert played.returncode == 0
    query = """SELECT transfer_cents, state FROM payment_payment JOIN people_client ON client_id = people_client.id
        WHERE given_name = 'Amina' AND family_name = 'Baert' AND month = '2026-07-01'"""
    assert ask(url, query) == [(AMINA, "settled")]


def test_faults_on_the_way_lost_nothing_and_doubled_nothing(
    url: str, played: subprocess.CompletedProcess[str]
) -> None:
    assert played.returncode == 0
    twice = "SELECT client_id FROM payment_payment WHERE state = 'settled' GROUP BY client_id, month HAVING count(*) > 1"
    assert ask(url, twice) == []
    assert ask(url, "SELECT count(*) FROM records_outbox WHERE state = 'waiting'") == [(0,)]
    assert ask(url, "SELECT state, reason FROM records_reject ORDER BY id") == [
        ("closed", "cut"), ("open", "not_xml"),
    ]  # fmt: skip


def test_what_people_looked_at_is_in_the_sealed_register(
    url: str, played: subprocess.CompletedProcess[str]
) -> None:
    assert played.returncode == 0
    looked = ask(url, "SELECT DISTINCT actor, route FROM people_access ORDER BY 1")
    assert ("carla", "desk:item") in looked
    assert ask(url, "SELECT count(*) FROM people_access LEFT JOIN people_accessseal s ON s.access_id = people_access.id WHERE s.position IS NULL") == [(0,)]  # fmt: skip


def test_a_second_time_finds_it_played_and_changes_nothing(
    url: str, folder: Path, played: subprocess.CompletedProcess[str]
) -> None:
    before = ask(url, "SELECT max(id), count(*) FROM records_statelog")
    again = demo(url, folder, "--scenario", str(SMALL))
    assert again.returncode == 0
    assert "played in" not in again.stdout
    assert table(again.stdout) == table(played.stdout)
    assert ask(url, "SELECT max(id), count(*) FROM records_statelog") == before


def log_in(site: str, who: str, person: str) -> tuple[str, str]:
    """Leave for the provider, choose, come back; the address of the page one is on, and the page."""
    with httpx.Client(follow_redirects=True, timeout=30) as browser:
        page = browser.get(f"{site}/login/{who}/")
        request_id = re.search(r'name="request" value="([^"]+)"', page.text)
        assert request_id, page.text
        form = {"request": request_id[1], "person": person, "level": "500", "fault": "none"}
        home = browser.post(str(page.url.join("choose")), data=form)
        return str(home.url).removeprefix(site), home.text


def test_a_folder_of_another_demonstration_is_not_taken_for_its_own(
    url: str, folder: Path, tmp_path: Path, played: subprocess.CompletedProcess[str]
) -> None:
    assert played.returncode == 0
    own, other = Stage(folder), Stage(tmp_path)
    other.set_clock("2026-06-01")
    mark = Database(url).mark() or ""
    assert mark.endswith(own.name())
    assert other.name() not in mark


@contextmanager
def serving_site(url: str, folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """The demonstration with its site, from the moment at which it says where it is."""
    options = ["--folder", str(folder), "--scenario", str(SMALL), "--serve", "--port", str(port)]
    environment = {**os.environ, "DATABASE_URL": url}
    with subprocess.Popen([*DEMO, *options], stdout=subprocess.PIPE, text=True, env=environment) as serves:
        try:
            assert serves.stdout
            said = next((line for line in serves.stdout if line.startswith("The site: ")), "")
            assert said == f"The site: http://localhost:{port}\n"
            yield serves
        finally:
            serves.terminate()


def test_the_site_is_served_with_its_people_until_it_is_ended(
    url: str, folder: Path, played: subprocess.CompletedProcess[str]
) -> None:
    assert played.returncode == 0
    with serving.bound(0) as free:
        port = free.getsockname()[1]
    site = f"http://localhost:{port}"
    with serving_site(url, folder, port) as serves:
        start = httpx.get(site).text
        assert "27 janvier 2027" in start
        assert "Amina Baert" in start
        assert log_in(site, "client", "amina")[0] == "/file/"
        assert log_in(site, "staff", "agnes")[0].startswith("/desk/")
        serves.send_signal(signal.SIGINT)
        serves.communicate(timeout=30)
        assert serves.returncode == 0
    with pytest.raises(httpx.HTTPError):
        httpx.get(f"{site}/health")
    assert not list(folder.glob("*/address"))


def test_a_port_that_is_taken_is_said_before_anything_is_played(url: str, folder: Path) -> None:
    with serving.bound(0) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        said = demo(url, folder, "--scenario", str(SMALL), "--serve", "--port", str(port))
    assert said.returncode == 1
    assert (
        said.stderr == f"demonstration: port {port} is in use: stop what runs there, or choose another port\n"
    )
    assert said.stdout == ""


def test_an_unknown_scenario_is_said(url: str, folder: Path) -> None:
    said = demo(url, folder, "--scenario", "dream")
    assert (said.returncode, said.stderr) == (1, "demonstration: no scenario 'dream': there is month\n")
