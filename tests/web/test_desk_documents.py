"""Documents at the desk: added with a reason, refused with what to do, sent as a download that nothing can run."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from capac.core import niss
from capac.documents import api as documents
from capac.documents.models import Document, InboundLetter
from capac.people import api as people
from capac.work import api as work
from tests import papers, world
from tests.web import desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-05T12:00")


@pytest.fixture
def amina() -> people.Client:
    """Somebody whose file Agnes may open."""
    return world.client("amina")


def sent(client: people.Client, content: bytes = b"", name: str = "scan.pdf", **filled: str) -> Any:
    """The form with a file, by Agnes."""
    file = {"file": SimpleUploadedFile(name, content)} if name else {}
    told = {"received_on": "2026-08-04", **filled, **file}
    return desk.allowed("agnes", client).post(f"/desk/files/{client.key}/documents/add/", told)


def stored(client: people.Client, content: bytes = papers.pdf()) -> Document:
    return documents.keep(
        io.BytesIO(content),
        name="C4.pdf",
        client_id=client.pk,
        received_on=date(2026, 8, 4),
        channel="scan",
        who="x",
    )


def test_a_scan_is_kept_beside_the_file_and_stands_on_its_page(amina: people.Client) -> None:
    answer = sent(amina, papers.pdf(pages=2), "C4 été.pdf")
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/files/{amina.key}/")
    (row,) = documents.documents_of(amina.pk)
    assert (row.name, row.channel, row.received_on, row.kept_by) == (
        "C4_été.pdf", "scan", date(2026, 8, 4), "agnes",
    )  # fmt: skip
    page = desk.allowed("agnes", amina).get(f"/desk/files/{amina.key}/").content.decode()
    assert f"/desk/files/{amina.key}/documents/{row.key}/" in page and "2 pages" in page
    assert work.queue() == []


def test_what_asks_an_answer_is_a_letter_with_its_promised_day(amina: people.Client) -> None:
    sent(amina, papers.pdf(), asks_answer="yes", about="asks for a certificate")
    (item,), (letter,) = work.queue(), InboundLetter.objects.all()
    assert (item.kind, item.subject_id, item.client_id, item.norm) == (
        "inbound_letter", letter.pk, amina.pk, "2.5.1",
    )  # fmt: skip
    assert (letter.about, letter.channel, letter.promised_on) == (
        "asks for a certificate", "letter", date(2026, 8, 11),
    )  # fmt: skip
    assert item.due_on == letter.promised_on
    assert letter.document.retention == "correspondence"


@pytest.mark.parametrize(
    ("content", "name", "filled", "words"),
    [
        (b"", "", {}, "Choose the file."),
        (b"", "empty.pdf", {}, "The file is empty"),
        (b"PK\x03\x04" + bytes(40), "C1.pdf", {}, "This is a ZIP archive or a Word document."),
        (papers.pdf(pages=9)[:-200], "C1.pdf", {}, "The file is damaged or not complete"),
        (papers.picture("PNG"), "C1.pdf", {}, "The name says pdf, the content is a picture (PNG)."),
        (papers.pdf(), "C1.pdf", {"received_on": "2026-08-06"}, "This day has not come yet."),
        (papers.pdf(), "C1.pdf", {"received_on": ""}, "Fill this in."),
        (
            papers.pdf(),
            "C1.pdf",
            {"about": f"{niss.display(world.number_of('amina'))} asks"},
            "Leave the national number out",
        ),
    ],
)
def test_what_cannot_be_kept_says_what_to_do_and_leaves_nothing(
    amina: people.Client, content: bytes, name: str, filled: dict[str, str], words: str
) -> None:
    answer = sent(amina, content, name, **filled)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Document.objects.count() == 0


def test_a_document_that_waits_for_its_check_is_told_and_seen_by_nobody(
    amina: people.Client, settings: Settings
) -> None:
    settings.CLAMD = "tcp://127.0.0.1:1"
    sent(amina, papers.pdf())
    row = Document.objects.get()
    visitor = desk.allowed("agnes", amina)
    page = visitor.get(f"/desk/files/{amina.key}/").content.decode()
    assert "Document waits for its virus check" in page and str(row.key) not in page
    assert visitor.get(f"/desk/files/{amina.key}/documents/{row.key}/").status_code == 404


def test_a_download_carries_headers_that_let_nothing_run(amina: people.Client) -> None:
    content = papers.pdf(about="download")
    row = stored(amina, content)
    answer = desk.allowed("agnes", amina).get(f"/desk/files/{amina.key}/documents/{row.key}/")
    assert b"".join(answer.streaming_content) == content  # type: ignore[attr-defined]
    assert {name: answer[name] for name in ("Content-Type", "Content-Disposition", "Content-Length")} == {
        "Content-Type": "application/pdf",
        "Content-Disposition": "attachment; filename*=UTF-8''C4.pdf",
        "Content-Length": str(len(content)),
    }
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    look = people.Access.objects.latest("pk")
    assert (look.route, look.action, look.clients) == ("desk:document", "document", [amina.pk])


def test_a_document_is_found_under_its_own_client_alone(amina: people.Client) -> None:
    bram = world.client("bram")
    row = stored(bram)
    assert (
        desk.allowed("agnes", amina).get(f"/desk/files/{amina.key}/documents/{row.key}/").status_code == 404
    )


@pytest.mark.parametrize(("name", "answer"), [("agnes", 200), ("rita", 403), ("sam", 403), ("aude", 403)])
def test_only_who_works_items_adds_a_document(amina: people.Client, name: str, answer: int) -> None:
    visitor = desk.allowed(name, amina) if name != "sam" else desk.visitor(name)
    assert visitor.get(f"/desk/files/{amina.key}/documents/add/").status_code == answer


def test_a_file_without_a_reason_asks_for_one_before_a_document_is_sent(amina: people.Client) -> None:
    row = stored(amina)
    answer = desk.visitor().get(f"/desk/files/{amina.key}/documents/{row.key}/")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, f"/desk/files/{amina.key}/reason/")
