"""The table of kinds of items: how each is shown and what its actions do. Rooms know items, pages know kinds."""

from __future__ import annotations

from capac.web.desk import (
    application_items,
    bank_items,
    c2_hand,
    held,
    letter_items,
    noted,
    onem_items,
    rejects,
    returned,
    reviews,
    verified,
)
from capac.web.desk.acting import Kind

KINDS: dict[str, Kind] = {
    "c2_by_hand": c2_hand.KIND,
    "rejected_message": rejects.KIND,
    "returned_payment": returned.KIND,
    "payment_held": held.KIND,
    "complement_proposed": verified.KIND,
    "own_fault_loss": verified.KIND,
    "loss_to_answer": verified.KIND,
    "would_be_rejected": verified.FORESEEN,
    "verification_late": verified.LATE,
    "payee_unmatched": bank_items.NAME,
    "recall_asked": bank_items.RECALL,
    "recall_answered": bank_items.RECALL,
    "unknown_entry": bank_items.ENTRY,
    "bank_silent": bank_items.SILENCE,
    "inbound_letter": letter_items.KIND,
    "access_to_review": reviews.KIND,
    "application_complete": application_items.FILE,
    "application_at_risk": application_items.FILE,
    "file_returned": onem_items.FILE,
    "file_refused": onem_items.FILE,
    "file_unwritten": onem_items.FILE,
    "onem_letter": onem_items.LETTER,
    "register_difference": application_items.DIFFERENCE,
    "register_change": application_items.CHANGE,
}


def kind_of(name: str) -> Kind:
    """The kind of an item; one that this table does not know is shown with its facts and closed with a note."""
    return KINDS.get(name, noted.KIND)
