"""The virus check: found is refused, clean is kept, silent makes the document wait and nobody sees it."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from capac.documents import api as documents
from capac.documents.models import Document
from capac.documents.states import DOCUMENTS
from capac.flows.check_documents import check_documents
from capac.records import api as records
from capac.work import api as work
from tests import papers, world

pytestmark = pytest.mark.django_db
NOBODY = "tcp://127.0.0.1:1"


def kept(content: bytes, client_id: int | None = None) -> Document:
    return documents.keep(
        io.BytesIO(content),
        name="C4.png",
        client_id=client_id,
        received_on=date(2026, 7, 1),
        channel="upload",
        who="client",
    )


def test_clean_bytes_are_kept_and_a_virus_is_refused_by_its_name(settings: Any) -> None:
    with papers.clamd() as settings.CLAMD:
        assert kept(papers.picture("PNG")).state == "kept"
        with pytest.raises(documents.DocumentError) as caught:
            kept(papers.picture("PNG", colour=7) + papers.VIRUS)
    assert (caught.value.reason, caught.value.arguments) == ("infected", {"virus": "Test.Virus"})
    assert Document.objects.count() == 1


@pytest.mark.parametrize("silence", ["unreachable", "error", "socket gone"])
def test_a_check_without_verdict_makes_the_document_wait(settings: Any, silence: str, tmp_path: Path) -> None:
    client = world.client()
    with papers.clamd(b"INSTREAM size limit exceeded. ERROR") as address:
        settings.CLAMD = {
            "unreachable": NOBODY,
            "error": address,
            "socket gone": f"unix://{tmp_path}/clamd.sock",
        }[silence]
        row = kept(papers.picture("PNG"), client.pk)
    assert (row.state, row.checked_at) == ("unchecked", None)
    assert documents.documents_of(client.pk) == []
    with pytest.raises(documents.UnknownDocumentError):
        documents.document(row.key)
    with pytest.raises(documents.UnknownDocumentError):
        documents.content(row.key)


def test_what_waited_is_checked_later_and_seen_or_never(settings: Any) -> None:
    client = world.client()
    settings.CLAMD = NOBODY
    clean = kept(papers.picture("PNG"), client.pk)
    infected = kept(papers.picture("PNG", colour=7) + papers.VIRUS, client.pk)
    assert documents.unchecked() == [clean.pk, infected.pk]
    assert check_documents(who="job") == {"kept": 0, "infected": 0, "unchecked": 2}
    with papers.clamd() as settings.CLAMD:
        assert check_documents(who="job") == {"kept": 1, "infected": 1, "unchecked": 0}
        assert check_documents(who="job") == {"kept": 0, "infected": 0, "unchecked": 0}
    assert documents.unchecked() == []
    assert documents.documents_of(client.pk) == [clean]
    assert [(one.to_state, one.why) for one in records.history(DOCUMENTS.kind, infected.pk)] == [
        ("unchecked", "upload"),
        ("infected", "Test.Virus"),
    ]
    (item,) = work.queue()
    assert (item.kind, item.client_id, item.subject_id) == ("infected_document", client.pk, infected.pk)


def test_a_document_that_waits_more_than_a_day_is_told(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CLAMD = NOBODY
    kept(papers.picture("PNG"))
    assert documents.check() == []
    monkeypatch.setenv("CAPAC_NOW", "2026-07-02T13:00")
    assert documents.check() == [
        "1 documents wait for their virus check since more than a day; nobody sees them"
    ]
