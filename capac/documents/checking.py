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


def check_again(document_id: int, *, because: records.Because) -> str:
    """Check one document that waits: "kept", "infected", or "unchecked" when there is still no verdict.

    The check stands outside the transaction; of two workers one moves the document, and both tell the same.
    """
    try:
        if is_configured():
            scan(blocks(document_id))
    except ScannerError:
        return "unchecked"
    except DocumentError as error:
        return _ended(document_id, "infected", records.Because(because.who, str(error.arguments["virus"])))
    return _ended(document_id, "kept", because)


def _ended(document_id: int, state: str, because: records.Because) -> str:
    with transaction.atomic():
        moved = records.move(DOCUMENTS, [document_id], to=state, because=because)
        Document.objects.filter(pk__in=moved).update(checked_at=clock.now())
    return state
