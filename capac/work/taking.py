"""A person takes an item, gives it back, does it, undoes it. Two people never take the same item.

Each verb first writes on the row under its condition, which waits for whoever holds the row and then
looks again; only the one whose condition still held moves the state.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from capac.core import clock
from capac.people import api as people
from capac.records import api as records
from capac.work.models import Item
from capac.work.states import ITEMS


def take(item_id: int, staff: people.Staff) -> bool:
    """Take an open item. False when somebody else has it or it is done."""
    wanted = Item.objects.filter(pk=item_id, state="open")
    return _change(wanted, to="taken", staff=staff, why="taken", taken_by=staff)


def give_back(item_id: int, staff: people.Staff) -> bool:
    """Put an item that one has taken back in the queue. False when it is not with this person."""
    mine = Item.objects.filter(pk=item_id, state="taken", taken_by=staff)
    return _change(mine, to="open", staff=staff, why="given back")


def done(item_id: int, staff: people.Staff, outcome: str) -> bool:
    """Finish an item that one has taken. False when it is not with this person."""
    mine = Item.objects.filter(pk=item_id, state="taken", taken_by=staff)
    return _change(
        mine, to="done", staff=staff, why=outcome, done_by=staff, done_at=clock.now(), outcome=outcome
    )


def undo(item_id: int, staff: people.Staff) -> bool:
    """Take back an item that one has finished oneself. False for any other, and where a new one waits.

    An item that its subject's room closed stays closed: the subject is settled.
    """
    mine = Item.objects.filter(pk=item_id, state="done", done_by=staff)
    item = mine.first()
    if item is None or _another_waits(item):
        return False
    return _change(
        mine, to="taken", staff=staff, why="undone", taken_by=staff, done_by=None, done_at=None, outcome=""
    )


def _change(rows: QuerySet[Item], *, to: str, staff: people.Staff, why: str, **fields: object) -> bool:
    """Write the fields on the one row that still answers the condition, then move it; log who and why."""
    with transaction.atomic():
        held = list(rows.select_for_update().values_list("pk", flat=True))
        if not held:
            return False
        because = records.Because(staff.login, why)
        if to == "open":
            records.move_all(ITEMS, held, to=to, because=because)
            Item.objects.filter(pk__in=held).update(taken_by=None)
        else:
            Item.objects.filter(pk__in=held).update(**fields)
            records.move_all(ITEMS, held, to=to, because=because)
    return True


def _another_waits(item: Item) -> bool:
    same = Item.objects.filter(kind=item.kind, subject_kind=item.subject_kind, subject_id=item.subject_id)
    return same.exclude(state="done").exists()
