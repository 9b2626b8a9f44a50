"""Only one's own file, only while logged in, never without a row in the register first."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext

from capac.people import api as people
from capac.people.models import Access, ClientSession
from capac.web.login.middleware import CLIENT_COOKIE, STAFF_KEY
from tests import world
from tests.flows.paying import Calendar
from tests.web.portal import PATHS, july_paid, visitor

pytestmark = pytest.mark.django_db
SESSION_TABLES = ("people_clientsession", "people_client")
"""What must be read to know who asks."""


@pytest.fixture
def act(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    """The clock."""
    return Calendar(monkeypatch)


@pytest.mark.parametrize("path", PATHS.values())
def test_nobody_is_let_in_without_log_in_and_comes_back_after_it(path: str) -> None:
    answer = Client().get(path)
    assert (answer.status_code, answer["location"]) == (
        302,
        f"/login/client/?next={path.replace('/', '%2F')}",
    )
    assert Access.objects.count() == 0


@pytest.mark.parametrize("path", PATHS.values())
def test_staff_have_no_file_of_their_own(path: str) -> None:
    client = Client()
    session = client.session
    session[STAFF_KEY] = world.staff("agnes").pk
    session.save()
    assert client.get(path)["location"].startswith("/login/client/")


@pytest.mark.parametrize(("action", "path"), PATHS.items())
def test_each_page_leaves_one_row_before_anything_of_the_person_is_read(
    act: Calendar, action: str, path: str
) -> None:
    amina = july_paid(act)
    client = visitor("amina")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    row = Access.objects.get()
    assert (row.actor_kind, row.actor, row.clients) == ("client", str(amina.key), [amina.pk])
    assert (row.route, row.action, row.why) == (f"portal:{action}", action, "own file")
    tables = [re.findall(r'(?:FROM|INTO|UPDATE) "(\w+)"', one["sql"]) for one in queries]
    named = [name for found in tables for name in found]
    before = named[: named.index("people_access")]
    assert set(before) <= set(SESSION_TABLES)


@pytest.mark.parametrize("path", PATHS.values())
def test_a_register_that_cannot_be_written_shows_nothing(
    act: Calendar, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    july_paid(act)
    client = visitor("amina", told=False)

    def full(*_: object, **__: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(people, "write", full)
    answer = client.get(path)
    assert answer.status_code == 500
    assert "Amina" not in answer.content.decode()
    assert "582" not in answer.content.decode()


@pytest.mark.parametrize("path", PATHS.values())
def test_no_key_or_number_in_the_address_opens_another_file(act: Calendar, path: str) -> None:
    amina = july_paid(act)
    bram = visitor("bram")
    keys = {
        "client": str(amina.key),
        "key": str(amina.key),
        "id": str(amina.pk),
        "niss": world.number_of("amina"),
    }
    answer = bram.get(path, keys)
    page = answer.content.decode()
    assert answer.status_code == (404 if "/month/" in path else 200)
    assert "Amina" not in page
    assert "1,582" not in page
    assert "1,759" not in page
    assert not Access.objects.filter(clients__contains=[amina.pk]).exists()


def test_a_token_of_another_shape_is_nobody(act: Calendar) -> None:
    amina = july_paid(act)
    for token in ("", "x", str(amina.pk), str(amina.key), "a" * 5000):
        client = Client()
        client.cookies[CLIENT_COOKIE] = token
        assert client.get("/file/").status_code == 302


@pytest.mark.parametrize("path", PATHS.values())
def test_the_pages_are_kept_by_no_browser(act: Calendar, path: str) -> None:
    july_paid(act)
    assert "no-store" in visitor("amina").get(path)["Cache-Control"]


@pytest.mark.parametrize("path", PATHS.values())
def test_the_pages_only_read(act: Calendar, path: str) -> None:
    act.at("2026-08-10")
    assert visitor("amina").post(path).status_code == 405


def test_a_session_ends_by_itself(act: Calendar) -> None:
    july_paid(act)
    client = visitor("amina")
    assert client.get("/file/").status_code == 200
    ClientSession.objects.update(expires_at=Now() - timedelta(seconds=1))
    assert client.get("/file/")["location"].startswith("/login/client/")


def test_a_form_sent_after_the_session_ended_says_that_nothing_was_done() -> None:
    answer = Client(headers={"accept-language": "en"}).post("/file/")
    assert answer.status_code == 403
    assert "Your session had ended, so what you sent was not carried out." in answer.content.decode()


def test_log_out_ends_the_session_at_once_and_says_so(act: Calendar) -> None:
    july_paid(act)
    client = visitor("amina")
    token = client.cookies[CLIENT_COOKIE].value
    page = client.post("/login/logout/", follow=True).content.decode()
    assert "You are logged out." in page
    assert ClientSession.objects.count() == 0
    again = Client()
    again.cookies[CLIENT_COOKIE] = token
    assert again.get("/file/").status_code == 302


def test_log_out_is_a_form_alone() -> None:
    assert Client().get("/login/logout/").status_code == 405


def test_home_asks_a_fixed_number_of_questions_of_the_database(act: Calendar) -> None:
    july_paid(act)
    client = visitor("amina")
    with CaptureQueriesContext(connection) as few:
        client.get("/file/")
    act.at("2028-07-31T10:00")
    with CaptureQueriesContext(connection) as many:
        client.get("/file/")
    assert len(many) == len(few)
