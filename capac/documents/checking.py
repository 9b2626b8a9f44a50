"""Documents whose virus check could not be reached are checked later; until then nobody sees them."""

from __future__ import annotations

from django.db import transaction

from capac.core import clock
from capac.documents.faults import DocumentError
from capac.documents.keeping import blocks
from capac.documents.models import Document
from capac.documents.scanning import ScannerError, is_configured, scan
from capac.documents.states import DOCUMENTS
from capac.records import api as records

PAGE = 500


def unchecked(after: int = 0, *, limit: int = PAGE) -> list[int]:
    """Ids of documents that wait for their check, by id."""
    rows = Document.objects.filter(state="unchecked", pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def verdict(document_id: int) -> str:
    """What the check says of one document that waits: "kept", "infected NAME", or "unchecked" when it says nothing.

    Called outside transactions.
    """
    try:
        if is_configured():
            scan(blocks(document_id))
    except ScannerError:
        return "unchecked"
    except DocumentError as error:
        return f"infected {error.arguments['virus']}"
    return "kept"


def settle_check(document_id: int, said: str, *, because: records.Because) -> bool:
    """Write a verdict. False when another worker has written it: of two one moves the document."""
    state, _, virus = said.partition(" ")
    why = records.Because(because.who, virus) if virus else because
    with transaction.atomic():
        moved = records.move(DOCUMENTS, [document_id], to=state, because=why)
        Document.objects.filter(pk__in=moved).update(checked_at=clock.now())
    return bool(moved)
