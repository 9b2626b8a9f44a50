"""A client sends a document: acknowledged at once with the promised day; refused with what to do; one's own alone."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from capac.documents import api as documents
from capac.documents.models import InboundLetter
from capac.people import api as people
from capac.work import api as work
from tests import papers, world
from tests.web import portal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-05T12:00")


def sent(content: bytes, name: str = "IMG_0001.JPG", **filled: str) -> Any:
    told: dict[str, Any] = {"about": "my C4", **filled}
    if name:
        told["file"] = SimpleUploadedFile(name, content)
    return portal.visitor().post("/file/documents/", told, follow=True)


def test_a_photo_is_acknowledged_with_the_promised_day_and_is_a_task() -> None:
    page = " ".join(sent(papers.picture()).content.decode().split())
    assert "We have your document. We answer by 12 August 2026 at the latest." in page
    assert "Arrived on 5 August 2026. Promised by 12 August 2026." in page
    (item,), (letter,) = work.queue(), InboundLetter.objects.all()
    assert (item.kind, item.client_id, item.due_on) == ("inbound_letter", letter.client_id, date(2026, 8, 12))
    assert (letter.channel, letter.about, letter.document.media_type) == ("upload", "my C4", papers.JPEG)
    assert "You sent this document before." in sent(papers.picture()).content.decode()
    assert len(work.queue()) == 1
    assert "Your letter waits for its answer." in portal.seen("amina", "/file/")


@pytest.mark.parametrize(
    ("content", "name", "filled", "words"),
    [
        (b"", "", {}, "Choose the file, or take a photo."),
        (b"\0\0\0\x18ftypheic" + bytes(60), "IMG.HEIC", {}, "This is a photo in the format HEIC."),
        (papers.picture()[:-40], "IMG.JPG", {}, "The file is damaged or not complete"),
        (papers.picture(), "IMG.JPG", {"about": ""}, "Fill this in."),
        (papers.picture(), "IMG.JPG", {"about": world.number_of("amina")}, "Leave your national number out"),
    ],
)
def test_what_cannot_be_kept_says_what_to_do(
    content: bytes, name: str, filled: dict[str, str], words: str
) -> None:
    page = sent(content, name, **filled)
    assert (page.status_code, words in page.content.decode()) == (422, True)
    assert InboundLetter.objects.count() == 0


def test_the_field_offers_the_camera_and_what_we_take() -> None:
    assert 'accept="application/pdf,image/jpeg,image/png"' in portal.seen("amina", "/file/documents/")


def test_what_was_sent_is_read_again_and_nobody_elses() -> None:
    content = papers.pdf(about="own")
    sent(content, "C4.pdf")
    own = InboundLetter.objects.get().document
    answer = portal.visitor().get(f"/file/documents/{own.key}/")
    assert b"".join(answer.streaming_content) == content  # type: ignore[attr-defined]
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    other = documents.keep(
        io.BytesIO(content), name="x", client_id=world.client("bram").pk,
        received_on=date(2026, 8, 5), channel="scan", who="x",
    )  # fmt: skip
    assert portal.visitor().get(f"/file/documents/{other.key}/").status_code == 404
    look = people.Access.objects.latest("pk")
    assert (look.actor_kind, look.action, look.clients) == ("client", "documents", [own.client_id])


def test_a_document_that_held_a_virus_after_all_is_told(settings: Any) -> None:
    settings.CLAMD = "tcp://127.0.0.1:1"
    assert "our turn" in sent(papers.picture()).content.decode()
    pk = InboundLetter.objects.get().document_id
    documents.settle_check(pk, "infected Test.Virus", because=world.because())
    assert "holds a virus" in portal.seen("amina", "/file/documents/")
