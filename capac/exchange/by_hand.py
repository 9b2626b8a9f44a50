"""Messages that wait for a C2 expert: the list, and the two ways out of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from capac.core import clock
from capac.exchange import c2
from capac.exchange.applying import BY_HAND, authorise, wait_for_a_person
from capac.exchange.matching import sequences_of
from capac.exchange.models import C2Message
from capac.exchange.states import C2S
from capac.records import api as records
from capac.work import api as work


class ByHandError(RuntimeError):
    """The message does not wait for a person, or cannot become this client's authorisation.

    `reason` is settled (somebody has settled it), sequence_known or not_rejected; pages put it into words.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True)
class HandCase:
    """A message that waits: why, since when, and whom its number names (None: nobody known)."""

    c2_id: int
    message_id: str
    reference: str
    reasons: list[str]
    received_at: datetime
    client_id: int | None


def by_hand() -> list[HandCase]:
    """What waits for a person, oldest first."""
    rows = C2Message.objects.filter(state="by_hand").order_by("received_at", "id").defer("body")
    return [
        HandCase(row.pk, row.message_id, row.reference, row.hand_reasons, row.received_at, row.client_id)
        for row in rows
    ]


def message_of(c2_id: int) -> c2.C2:
    """What a kept message says, for the page that shows it."""
    return c2.parse(bytes(C2Message.objects.get(pk=c2_id).body))


def apply_by_hand(c2_id: int, client_id: int, *, because: records.Because) -> int:
    """A person has looked: the message is this client's authorisation, known from now on. Returns its id.

    Raises ByHandError when it does not wait, or when the client has this sequence with other content.
    """
    with transaction.atomic():
        row = _held(c2_id)
        before = sequences_of({client_id}).get((client_id, row.reference, row.sequence))
        if before is not None and row.client_id != client_id:
            raise ByHandError(
                "sequence_known",
                f"this client has sequence {row.sequence} of {row.reference} already: reject this message",
            )
        row.client_id = client_id
        row.save(update_fields=["client"])
        decision = authorise(row.pk, c2.parse(bytes(row.body)), client_id)
        _leave(row, to="applied", outcome="applied", because=because)
    return decision


def reject_by_hand(c2_id: int, *, reason: str, because: records.Because) -> None:
    """A person has looked: the message cannot be used, and why. Raises ByHandError when it does not wait."""
    with transaction.atomic():
        _leave(_held(c2_id), to="rejected", outcome=reason, because=because)


def wait_again(c2_id: int, *, because: records.Because) -> int:
    """A rejection by hand was a slip: the message waits again, with the promise that it had. Returns its work item.

    What was applied stays: a decision of ONEM is corrected by its next one. Raises ByHandError.
    """
    with transaction.atomic():
        row = C2Message.objects.select_for_update().filter(pk=c2_id, state="rejected").first()
        if row is None:
            raise ByHandError("not_rejected", "this message was not rejected by hand")
        records.move_all(C2S, [row.pk], to="by_hand", because=because)
        C2Message.objects.filter(pk=row.pk).update(processed_at=None)
        return wait_for_a_person(row, because=because)


def _held(c2_id: int) -> C2Message:
    row = C2Message.objects.select_for_update().filter(pk=c2_id, state="by_hand").first()
    if row is None:
        raise ByHandError("settled", "this message does not wait for a person: somebody has settled it")
    return row


def _leave(row: C2Message, *, to: str, outcome: str, because: records.Because) -> None:
    records.move_all(C2S, [row.pk], to=to, because=because)
    C2Message.objects.filter(pk=row.pk).update(processed_at=clock.now())
    work.close_for((C2S.kind, row.pk), BY_HAND, outcome=outcome, because=because)
