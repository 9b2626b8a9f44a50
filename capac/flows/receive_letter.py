"""A letter comes in (on paper and scanned, or sent by the client): kept, registered and promised together.

Letters run on the clock of e-mails (docs/decisions/0037). The document is looked through and checked for viruses
before the transaction begins; what is refused leaves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import BinaryIO

from django.db import transaction

from capac.core import clock
from capac.documents import api as documents
from capac.people import api as people
from capac.records import api as records
from capac.work import api as work

KIND = "inbound_letter"
SUBJECT = "documents.InboundLetter"
MORNING = time(9, 0)


@dataclass(frozen=True)
class Received:
    """A letter that was received: its document, the day promised for an answer, and whether it came for the first time."""

    letter_id: int
    document: documents.Document
    promised_on: date | None
    is_new: bool


def receive_letter(
    content: BinaryIO,
    *,
    name: str,
    client_id: int | None,
    office_id: int | None,
    received_on: date,
    about: str,
    channel: str,
    who: str,
) -> Received:
    """Keep what came and open its item, with the promise that is counted from the day of receipt.

    channel: "letter" or "upload". The same bytes of the same client are the letter that is there.
    Raises documents.DocumentError.
    """
    because = records.Because(who, f"received by {channel}")
    with documents.look_through(content, name) as ready, transaction.atomic():
        document = documents.write(
            ready,
            client_id=client_id,
            received_on=received_on,
            channel=channel,
            who=who,
            retention="correspondence",
        )
        letter, fresh = documents.register_letter(
            document, office_id=office_id, about=about, received_on=received_on, because=because
        )
        promised = _open(letter, because) if fresh else letter.promised_on
    return Received(letter.pk, document, promised, fresh)


def give_letter(item_id: int, client_id: int) -> bool:
    """Say whose letter an item is about; the item is then about this client. False when it has one already."""
    item = work.one(item_id)
    if item is None or item.kind != KIND:
        return False
    with transaction.atomic():
        return documents.give_letter(item.subject_id, client_id) and work.give_client(item_id, client_id)


def treat_letter(item_id: int, staff: people.Staff, outcome: str) -> bool:
    """Finish the item of a letter that one has taken: the letter is treated. False when it is not with this person."""
    item = work.one(item_id)
    if item is None or item.kind != KIND:
        return False
    because = records.Because(staff.login, "treated")
    with transaction.atomic():
        if not work.done(item_id, staff, outcome):
            return False
        documents.treat_letter(item.subject_id, outcome=outcome, because=because)
    return True


def wait_again(item_id: int, staff: people.Staff) -> bool:
    """Take back what one has treated oneself: the letter waits again. False for any other."""
    item = work.one(item_id)
    if item is None or item.kind != KIND:
        return False
    with transaction.atomic():
        if not work.undo(item_id, staff):
            return False
        documents.wait_again(item.subject_id, because=records.Because(staff.login, "undone"))
    return True


def _open(letter: documents.InboundLetter, because: records.Because) -> date:
    item = work.open_item(
        KIND,
        (SUBJECT, letter.pk),
        client_id=letter.client_id,
        arguments={"about": letter.about, "channel": letter.channel},
        since=_since(letter.received_on),
        because=because,
    )
    documents.promise(letter.pk, item.due_on)
    return item.due_on


def _since(day: date) -> datetime:
    """The moment of receipt: now for today, the morning of an earlier day."""
    now = clock.now()
    return now if day >= now.date() else datetime.combine(day, MORNING, clock.BRUSSELS)
