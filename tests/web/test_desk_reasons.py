"""A file opens for a reason: found by work, or given before anything of the client is shown."""

from __future__ import annotations

import pytest

from capac.people import api as people
from capac.work import api as work
from tests import world
from tests.architecture.test_silence import patterns
from tests.web import desk, portal

pytestmark = pytest.mark.django_db
WORDS = "her brother rang about a letter"


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-03T12:00")


@pytest.fixture
def amina() -> people.Client:
    return world.client("amina")


def test_without_a_reason_the_file_asks_for_one_and_shows_nothing(amina: people.Client) -> None:
    visitor = desk.visitor("agnes")
    for page in ("", "months/full_unemployment/2026-07/", "card/?month=2026-07"):
        answer = visitor.get(f"/desk/files/{amina.key}/{page}")
        assert answer.status_code == 302
        assert answer["Location"].startswith(f"/desk/files/{amina.key}/reason/?next=%2Fdesk%2Ffiles%2F")
    asked = visitor.get(f"/desk/files/{amina.key}/reason/").content.decode()
    assert "Why do you open this file?" in asked and "The client is on the telephone" in asked
    assert "Baert" not in asked
    assert people.Access.objects.count() == 0


def test_a_reason_given_opens_the_page_that_was_asked_for_and_stands_in_the_register(
    amina: people.Client,
) -> None:
    visitor, wanted = desk.visitor("agnes"), f"/desk/files/{amina.key}/card/?month=2026-07"
    answer = visitor.post(f"/desk/files/{amina.key}/reason/", {"motive": "phone", "next": wanted})
    assert answer["Location"] == wanted
    assert visitor.get(wanted).status_code == 200
    look = people.Access.objects.get()
    assert (look.action, look.clients, look.why.split()[0], look.why.split()[2]) == (
        "card", [amina.pk], "motive", "phone",
    )  # fmt: skip
    told = portal.visitor("amina").get("/file/looks/").content.decode()
    assert "because you were on the telephone with us" in told


def test_a_task_of_the_client_is_reason_enough() -> None:
    item = desk.c2_item("amina")
    visitor, amina = desk.visitor("carla"), world.client("amina")
    visitor.post(f"/desk/items/{item.pk}/take/")
    assert visitor.get(f"/desk/files/{amina.key}/").status_code == 200
    assert people.Access.objects.latest("pk").why == f"item {item.pk}"


def test_a_broken_glass_is_read_by_the_client_and_reviewed_by_a_manager(amina: people.Client) -> None:
    visitor = desk.visitor("agnes")
    page = visitor.post(f"/desk/files/{amina.key}/reason/", {"text": WORDS}, follow=True)
    assert page.redirect_chain == [(f"/desk/files/{amina.key}/", 302)]
    assert b"The client sees your words, and a manager reviews them." in page.content
    told = portal.visitor("amina").get("/file/looks/").content.decode()
    assert f"“{WORDS}”. A manager reviews this." in told
    item = desk.item_of(work.REVIEW)
    manager = desk.visitor("mia")
    shown = manager.get(f"/desk/items/{item.pk}/").content.decode()
    assert WORDS in shown and "Baert Amina" in shown and "Agnes" in shown
    manager.post(f"/desk/items/{item.pk}/take/")
    manager.post(f"/desk/items/{item.pk}/do/", {"note": "talked with her: it was right"})
    assert desk.state_of(item) == "done"


@pytest.mark.parametrize(
    ("filled", "message"),
    [
        ({"text": "why not"}, "Write in a few words why you open this file"),
        ({"text": "x" * 201}, "200 characters are kept"),
        ({"motive": "audit"}, "Choose one of the reasons"),
    ],
)
def test_a_reason_that_cannot_be_kept_opens_nothing(
    amina: people.Client, filled: dict[str, str], message: str
) -> None:
    page = desk.visitor("agnes").post(f"/desk/files/{amina.key}/reason/", filled)
    assert page.status_code == 422 and message in page.content.decode()
    assert work.may_open(world.staff("agnes"), amina.pk) is None


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/desk/", "/file/", ""])
def test_a_reason_leads_nowhere_else(amina: people.Client, wanted: str) -> None:
    answer = desk.visitor("agnes").post(
        f"/desk/files/{amina.key}/reason/", {"motive": "phone", "next": wanted}
    )
    assert answer["Location"] == f"/desk/files/{amina.key}/"


@pytest.mark.parametrize(
    ("name", "answer"), [("agnes", 200), ("rita", 200), ("aude", 200), ("sam", 403), ("mia", 403)]
)
def test_only_who_may_see_clients_is_asked(amina: people.Client, name: str, answer: int) -> None:
    assert desk.visitor(name).get(f"/desk/files/{amina.key}/reason/").status_code == answer


def test_every_page_of_one_client_s_file_asks_for_a_reason() -> None:
    pages = [one for written, one in patterns() if "files/<uuid:key>/" in written and one.name != "reason"]
    assert len(pages) > 3
    assert [one.name for one in pages if not getattr(one.callback, "asks_a_reason", False)] == []
