"""What somebody sent us and waits for an answer: registered with its day, given to its client, treated, taken back.

The contract prints no norm for letters (2.5.3): they run on the clock of e-mails, and the promise is kept beside them.
The work item belongs to flows, which opens and closes both together.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from capac.core import clock
from capac.documents.models import Document, InboundLetter
from capac.documents.states import LETTERS
from capac.records import api as records

SUBJECT = "documents.InboundLetter"
ABOUT_LENGTH, OUTCOME_LENGTH = 120, 200


def register_letter(
    document: Document, *, office_id: int | None, about: str, received_on: date, because: records.Because
) -> tuple[InboundLetter, bool]:
    """The letter that a document is, and whether it is new: the same scan twice is one letter."""
    row, fresh = InboundLetter.objects.get_or_create(
        document=document,
        defaults={
            "client_id": document.client_id,
            "office_id": office_id,
            "channel": document.channel,
            "about": about[:ABOUT_LENGTH],
            "received_on": received_on,
            "registered_at": clock.now(),
        },
    )
    if fresh:
        records.born(LETTERS, [row.pk], state="waiting", because=because)
    return row, fresh


def promise(letter_id: int, day: date) -> None:
    """Keep the day promised beside the letter."""
    InboundLetter.objects.filter(pk=letter_id).update(promised_on=day)


def letter_by_id(letter_id: int) -> InboundLetter | None:
    """A letter with its document and its office, or None."""
    return InboundLetter.objects.select_related("document", "office").filter(pk=letter_id).first()


def letter_with(document_key: UUID) -> InboundLetter | None:
    """The letter whose scan has this opaque key, or None."""
    return InboundLetter.objects.select_related("document").filter(document__key=document_key).first()


def letters_from(client_id: int, *, limit: int) -> list[InboundLetter]:
    """What a client sent, the latest first, each with its document. One query."""
    rows = InboundLetter.objects.select_related("document").filter(client_id=client_id)
    return list(rows.order_by("-registered_at", "-pk")[:limit])


def give_letter(letter_id: int, client_id: int) -> bool:
    """Say whose letter it is. False when it has a client, or when this client has the same bytes already."""
    with transaction.atomic():
        letter = InboundLetter.objects.select_for_update().get(pk=letter_id)
        twins = Document.objects.filter(client_id=client_id, sha256=letter.document.sha256)
        if letter.client_id is not None or twins.filter(state__in=("unchecked", "kept")).exists():
            return False
        Document.objects.filter(pk=letter.document_id).update(client_id=client_id)
        InboundLetter.objects.filter(pk=letter_id).update(client_id=client_id)
    return True


def treat_letter(letter_id: int, *, outcome: str, because: records.Because) -> bool:
    """The letter is answered or settled. False when it was already."""
    with transaction.atomic():
        waiting = InboundLetter.objects.filter(pk=letter_id, state="waiting")
        waiting.update(treated_at=clock.now(), outcome=outcome[:OUTCOME_LENGTH])
        return bool(records.move(LETTERS, [letter_id], to="treated", because=because))


def wait_again(letter_id: int, *, because: records.Because) -> bool:
    """What was treated waits again. False when it waits already."""
    with transaction.atomic():
        moved = records.move(LETTERS, [letter_id], to="waiting", because=because)
        InboundLetter.objects.filter(pk__in=moved).update(treated_at=None, outcome="")
    return bool(moved)


def letters_waiting(
    *, after: tuple[date, int] | None = None, limit: int, office_id: int | None = None
) -> list[InboundLetter]:
    """Letters that wait, the oldest first; `after` is (received_on, id) of the last one of the page before. One query."""
    rows = InboundLetter.objects.filter(state="waiting").select_related("document", "office")
    if office_id is not None:
        rows = rows.filter(office_id=office_id)
    if after is not None:
        rows = rows.filter(received_on__gte=after[0]).exclude(received_on=after[0], pk__lte=after[1])
    return list(rows.order_by("received_on", "pk")[:limit])
