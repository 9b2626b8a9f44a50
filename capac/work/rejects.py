"""A person settles something rejected, and takes that back: the reject and its item move together."""

from __future__ import annotations

from django.db import transaction

from capac.people import api as people
from capac.records import api as records
from capac.work.opening import REJECTED
from capac.work.queue import one
from capac.work.taking import done, undo


def settle_by_hand(item_id: int, staff: people.Staff, outcome: str) -> bool:
    """Finish the item that one has taken, and close its reject. False when it is not with this person."""
    item = one(item_id)
    if item is None or item.kind != REJECTED:
        return False
    with transaction.atomic():
        if not done(item_id, staff, outcome):
            return False
        records.close_reject(item.subject_id, because=records.Because(staff.login, outcome))
    return True


def reopen_reject(item_id: int, staff: people.Staff) -> bool:
    """Take back what one has settled oneself: the reject stands open again. False for any other."""
    item = one(item_id)
    if item is None or item.kind != REJECTED:
        return False
    with transaction.atomic():
        if not undo(item_id, staff):
            return False
        records.reopen_reject(item.subject_id, because=records.Because(staff.login, "undone"))
    return True
