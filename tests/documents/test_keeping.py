"""A document is looked through before it is kept; the same bytes are kept once; what is refused leaves nothing."""

from __future__ import annotations

import hashlib
import io
from datetime import date
from uuid import uuid4

import pytest

from capac.documents import api as documents
from capac.documents import examining
from capac.documents.models import Chunk, Document
from capac.documents.states import DOCUMENTS
from capac.records import api as records
from tests import papers, world

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 30)


def kept(content: bytes, name: str = "scan.pdf", client_id: int | None = None) -> Document:
    return documents.keep(
        io.BytesIO(content), name=name, client_id=client_id, received_on=DAY, channel="scan", who="agnes"
    )


def refused(content: bytes, name: str) -> tuple[str, dict[str, str | int]]:
    with pytest.raises(documents.DocumentError) as caught:
        kept(content, name)
    assert (Document.objects.count(), Chunk.objects.count()) == (0, 0)
    return caught.value.reason, caught.value.arguments


def test_a_pdf_is_kept_with_its_hash_its_pages_and_its_first_state() -> None:
    client, content = world.client(), papers.pdf(pages=3)
    row = kept(content, "C4 de juin.PDF", client.pk)
    assert (row.name, row.media_type, row.size, row.pages) == ("C4_de_juin.pdf", papers.PDF, len(content), 3)
    assert (row.sha256, row.client_id, row.received_on) == (
        hashlib.sha256(content).hexdigest(),
        client.pk,
        DAY,
    )
    assert [(one.to_state, one.who, one.why) for one in records.history(DOCUMENTS.kind, row.pk)] == [
        ("kept", "agnes", "scan")
    ]
    assert b"".join(documents.content(row.key)) == content
    assert documents.documents_of(client.pk) == [documents.document(row.key)] == [row]
    assert documents.check() == []


@pytest.mark.parametrize(
    ("kind", "name", "media_type"), [("JPEG", "a.jpeg", papers.JPEG), ("PNG", "a", papers.PNG)]
)
def test_a_picture_is_one_page(kind: str, name: str, media_type: str) -> None:
    row = kept(papers.picture(kind), name)
    assert (row.media_type, row.pages) == (media_type, 1)
    assert row.name == {papers.JPEG: "a.jpg", papers.PNG: "a.png"}[media_type]


def test_a_document_of_several_megabytes_is_kept_in_parts_and_read_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(examining, "CHUNK", 1000)
    content = papers.picture("PNG", size=(400, 400)) + bytes(range(256)) * 20
    row = kept(content, "plan.png")
    assert Chunk.objects.filter(document=row).count() == -(-len(content) // 1000) > 5
    assert b"".join(documents.content(row.key)) == content


def test_the_same_bytes_of_a_client_are_one_document_and_of_another_are_his_own() -> None:
    amina, bram, content = world.client(), world.client("bram"), papers.pdf()
    first = kept(content, "a.pdf", amina.pk)
    assert kept(content, "b.pdf", amina.pk) == first
    assert kept(content, "a.pdf", bram.pk) != first
    assert kept(content, "a.pdf") == kept(content, "again.pdf")
    assert (Document.objects.count(), Chunk.objects.count()) == (3, 3)


ZIP = b"PK\x03\x04" + bytes(60)


@pytest.mark.parametrize(
    ("content", "name", "reason", "arguments"),
    [
        (b"", "empty.pdf", "empty", {}),
        (ZIP, "C1.pdf", "unknown_type", {"found": "zip"}),
        (ZIP + papers.pdf(), "C1.pdf", "unknown_type", {"found": "zip"}),
        (b"<html><script>", "C1.pdf", "unknown_type", {"found": "text"}),
        (b"\0\0\0\x18ftypheic" + bytes(60), "photo.jpg", "unknown_type", {"found": "heic"}),
        (b"nothing known", "C1.pdf", "unknown_type", {"found": ""}),
        (papers.picture("PNG"), "C1.pdf", "type_differs", {"found": papers.PNG, "named": "pdf"}),
        (papers.pdf(), "photo.jpg", "type_differs", {"found": papers.PDF, "named": "jpg"}),
        (papers.pdf(pages=20)[:-300], "C1.pdf", "cut", {"found": papers.PDF}),
        (papers.pdf(pages=0), "C1.pdf", "cut", {"found": papers.PDF}),
        (b"%PDF-1.7\nnot really\n%%EOF", "C1.pdf", "cut", {"found": papers.PDF}),
        (papers.picture()[:-40], "photo.jpg", "cut", {"found": papers.JPEG}),
        (papers.picture("PNG")[:-16], "photo.png", "cut", {"found": papers.PNG}),
        (papers.pdf(password="secret"), "C1.pdf", "locked", {}),
        (bytes(50 * 1024 * 1024 + 1), "C1.pdf", "too_big", {"most_mb": 50}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_kept_is_refused_with_its_reason(
    content: bytes, name: str, reason: str, arguments: dict[str, str | int]
) -> None:
    assert refused(content, name) == (reason, arguments)


def test_a_picture_that_would_unfold_beyond_measure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examining, "MOST_MEGAPIXELS", 1)
    assert refused(papers.picture("PNG", size=(1001, 1000)), "big.png") == (
        "too_large_picture",
        {"most_megapixels": 1},
    )


def test_a_pdf_with_a_small_fault_that_readers_mend_is_kept() -> None:
    content = papers.pdf(pages=2)
    start = content.rindex(b"startxref")
    spoiled = content[:start] + b"startxref\n7\n%%EOF\n"
    assert kept(spoiled).pages == 2


def test_nobody_reads_a_document_by_a_key_that_is_not() -> None:
    with pytest.raises(documents.UnknownDocumentError):
        documents.content(uuid4())
