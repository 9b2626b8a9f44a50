"""Keeping a document: looked through, checked for viruses, then written with its bytes in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO, Self
from uuid import UUID

from django.db import transaction

from capac.core import clock
from capac.documents.examining import Examined, examine
from capac.documents.faults import DocumentError
from capac.documents.models import LIVING, Chunk, Document
from capac.documents.scanning import ScannerError, is_configured, scan
from capac.documents.states import DOCUMENTS
from capac.records import api as records


class UnknownDocumentError(LookupError):
    """No document that may be seen has this key."""


@dataclass(frozen=True)
class Ready:
    """A document that was looked through and may be written; `checked` when clamd found it clean or none is configured.

    Used in a `with`, which lets its temporary file go.
    """

    examined: Examined
    checked: bool

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *ended: object) -> None:
        self.examined.close()


def look_through(content: BinaryIO, name: str) -> Ready:
    """Examine a document and have it checked for viruses, outside any transaction. Raises DocumentError."""
    examined = examine(content, name)
    try:
        return Ready(examined, checked=_is_clean(examined))
    except DocumentError:
        examined.close()
        raise


def keep(
    content: BinaryIO, *, name: str, client_id: int | None, received_on: date, channel: str, who: str
) -> Document:
    """Look a document through and keep it; the same bytes of the same client are the document that is there.

    channel: "upload", "scan" or "letter". Raises DocumentError. Not to be called inside a transaction where a
    virus check is configured: take look_through() before it and write() in it.
    """
    with look_through(content, name) as ready:
        return write(ready, client_id=client_id, received_on=received_on, channel=channel, who=who)


def write(
    ready: Ready,
    *,
    client_id: int | None,
    received_on: date,
    channel: str,
    who: str,
    retention: str = "dossier",
    paper_id: int | None = None,
) -> Document:
    """Write a document that was looked through, its bytes and its state in one transaction."""
    one, now = ready.examined, clock.now()
    same: dict[str, Any] = {"client_id": client_id, "sha256": one.sha256, "state__in": LIVING}
    facts = {
        "name": one.name,
        "media_type": one.media_type,
        "size": one.size,
        "pages": one.pages,
        "received_on": received_on,
        "channel": channel,
        "retention": retention,
        "kept_at": now,
        "kept_by": who,
        "checked_at": now if ready.checked else None,
        "paper_id": paper_id,
        "state": "kept" if ready.checked else "unchecked",
    }
    with transaction.atomic():
        row, fresh = Document.objects.get_or_create(**same, defaults=facts)
        if fresh:
            for number, block in enumerate(one.chunks()):
                Chunk.objects.create(document=row, number=number, body=block)
            records.born(DOCUMENTS, [row.pk], state=row.state, because=records.Because(who, channel))
    return row


def document(key: UUID) -> Document:
    """The document of an opaque key. One that waits for its virus check, or is gone, is not there for anybody.

    Raises UnknownDocumentError.
    """
    row = Document.objects.filter(key=key, state="kept").first()
    if row is None:
        raise UnknownDocumentError("this document does not exist, or cannot be shown yet")
    return row


def documents_of(client_id: int, *, limit: int | None = None) -> list[Document]:
    """The documents of a client that may be shown, the latest first. One query."""
    rows = Document.objects.filter(client_id=client_id, state="kept").order_by("-kept_at", "-id")
    return list(rows[:limit] if limit else rows)


def by_ids(ids: Collection[int]) -> dict[int, Document]:
    """Documents by id, whatever their state. One query; none for no id."""
    return Document.objects.in_bulk(set(ids)) if ids else {}


def content(key: UUID) -> Iterator[bytes]:
    """The bytes of a document that may be shown, a megabyte at a time. Raises UnknownDocumentError at once."""
    return blocks(document(key).pk)


def blocks(document_id: int) -> Iterator[bytes]:
    """The bytes of a document, whatever its state; one query a megabyte."""
    number = 0
    while block := Chunk.objects.filter(document_id=document_id, number=number).values_list(
        "body", flat=True
    ):
        if not (found := list(block)):
            return
        yield bytes(found[0])
        number += 1


def _is_clean(examined: Examined) -> bool:
    """False when the check is out of reach. Raises DocumentError for a virus."""
    if not is_configured():
        return True
    try:
        scan(examined.chunks())
    except ScannerError:
        return False
    return True
