"""Letters received at the desk: registered with their scan, listed with their promise, given to a client, answered."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from capac.documents.models import InboundLetter
from capac.people import api as people
from capac.work import api as work
from tests import papers, world
from tests.web import desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-05T12:00")


def registered(content: bytes = b"", **filled: str) -> Any:
    told = {"received_on": "2026-08-03", "about": "asks for a certificate", **filled}
    file = SimpleUploadedFile("letter.pdf", content or papers.pdf())
    return desk.visitor().post("/desk/mail/", {**told, "file": file}, follow=True)


def acted(item: work.Item, **filled: str) -> str:
    page = desk.visitor().post(f"/desk/items/{item.pk}/do/", filled, follow=True)
    return page.content.decode()


def test_a_letter_is_registered_with_its_promise_and_stands_in_the_list() -> None:
    page = registered().content.decode()
    assert "An answer is promised for 10 August 2026" in page
    assert "asks for a certificate" in page and "not known yet" in page and "10 Aug" in page
    assert "This scan is here already" in registered().content.decode()
    assert InboundLetter.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "filled", "words"),
    [
        (b"PK\x03\x04" + bytes(40), {}, "This is a ZIP archive or a Word document."),
        (b"", {"about": ""}, "Fill this in."),
        (b"", {"about": f"of {world.number_of('amina')}"}, "Leave the national number out"),
        (b"", {"received_on": "2026-08-06"}, "This day has not come yet."),
    ],
)
def test_what_cannot_be_registered_says_what_to_do(
    content: bytes, filled: dict[str, str], words: str
) -> None:
    page = registered(content, **filled)
    assert (page.status_code, words in page.content.decode()) == (422, True)
    assert InboundLetter.objects.count() == 0


def test_a_letter_is_given_to_the_client_found_and_then_answered() -> None:
    bram = world.client("bram")
    registered()
    item = desk.item_of("inbound_letter")
    work.take(item.pk, world.staff())
    assert "Claes Bram" in acted(item, act="search", words="clase bram")
    assert people.Access.objects.filter(action="candidates").latest("pk").clients == [bram.pk]
    assert "Choose whose letter it is." in acted(item, act="give", client="x")
    assert "stands in this client&#x27;s file now" in acted(item, act="give", client=str(bram.key))
    assert "Write in a few words what you did" in acted(item, note="")
    assert "The letter counts as treated" in acted(item, note="certificate sent")
    letter = InboundLetter.objects.get()
    assert (letter.client_id, letter.state, desk.state_of(item)) == (bram.pk, "treated", "done")
    desk.visitor().post(f"/desk/items/{item.pk}/undo/")
    letter.refresh_from_db()
    assert (letter.state, desk.state_of(item)) == ("waiting", "taken")


def test_the_scan_of_nobody_is_sent_and_that_of_a_client_through_the_file() -> None:
    content, bram = papers.pdf(about="scan"), world.client("bram")
    registered(content)
    letter = InboundLetter.objects.get()
    answer = desk.visitor().get(f"/desk/mail/{letter.pk}/scan/")
    assert b"".join(answer.streaming_content) == content  # type: ignore[attr-defined]
    item = desk.item_of("inbound_letter")
    work.take(item.pk, world.staff())
    acted(item, act="give", client=str(bram.key))
    letter.refresh_from_db()
    answer = desk.visitor().get(f"/desk/mail/{letter.pk}/scan/")
    assert answer["Location"] == f"/desk/files/{bram.key}/documents/{letter.document.key}/"
    assert desk.visitor().get("/desk/mail/999/scan/").status_code == 404


@pytest.mark.parametrize(("name", "answer"), [("agnes", 200), ("pol", 200), ("sam", 403), ("aude", 403)])
def test_only_who_works_items_sees_the_letters(name: str, answer: int) -> None:
    assert desk.visitor(name).get("/desk/mail/").status_code == answer
