"""A person takes an item, gives it back, hands it over, lets it sleep, does it, undoes it.

Two people never take the same item: each verb first writes on the row under its condition, which waits for whoever
holds the row and then looks again; only the one whose condition still held moves the state.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from capac.core import clock
from capac.people import api as people
from capac.records import api as records
from capac.work.ending import end
from capac.work.kinds import kind_of
from capac.work.models import Item
from capac.work.perms import may_take
from capac.work.states import ITEMS

IN_HAND = ("taken", "snoozed")
LONGEST_SLEEP = 5
"""Working days for which an item may sleep when its promise has passed already."""


class TakingError(ValueError):
    """What cannot be done with an item: `reason` is a code, with its arguments."""

    def __init__(self, reason: str, **arguments: str) -> None:
        super().__init__(reason)
        self.reason, self.arguments = reason, arguments


def take(item_id: int, staff: people.Staff) -> bool:
    """Take an open item. False when somebody else has it or it is done."""
    wanted = Item.objects.filter(pk=item_id, state="open")
    return _change(wanted, to="taken", staff=staff, why="taken", taken_by=staff)


def give_back(item_id: int, staff: people.Staff) -> bool:
    """Put an item that one has back in the queue. False when it is not with this person."""
    return _change(
        _mine(item_id, staff), to="open", staff=staff, why="given back", taken_by=None, snoozed_until=None
    )


def hand_over(item_id: int, staff: people.Staff, to: people.Staff, *, note: str) -> bool:
    """Give an item that one has to somebody by name. False when it is not with this person.

    Whether the other may work it is for perms to say. Raises TakingError: absent, where the other is not there today.
    """
    if to.pk in people.absent_on(clock.today()):
        raise TakingError("absent", name=to.name)
    why = f"handed over to {to.login}: {note}"
    return _change(_mine(item_id, staff), to="taken", staff=staff, why=why, taken_by=to, snoozed_until=None)


def snooze(item_id: int, staff: people.Staff, until: date, *, reason: str) -> bool:
    """Let an item that one has sleep until a day. The promise does not move. False when it is not with this person.

    Raises TakingError: past, where the day has come already, or beyond, where it lies after the promise (once that
    has passed, after LONGEST_SLEEP working days). `last` is the last day that is allowed.
    """
    item = _mine(item_id, staff).first()
    if item is None:
        return False
    if until <= clock.today():
        raise TakingError("past")
    if until > (last := last_sleep(item)):
        raise TakingError("beyond", last=last.isoformat())
    why = f"until {until.isoformat()}: {reason}"
    taken = Item.objects.filter(pk=item_id, state="taken", taken_by=staff)
    return _change(taken, to="snoozed", staff=staff, why=why, snoozed_until=until)


def last_sleep(item: Item) -> date:
    """The last day until which an item may sleep."""
    today = clock.today()
    return item.due_on if item.due_on > today else people.calendar().add(today, LONGEST_SLEEP)


def wake_now(item_id: int, staff: people.Staff) -> bool:
    """Somebody wakes what they let sleep. False when it does not sleep with this person."""
    asleep = Item.objects.filter(pk=item_id, state="snoozed", taken_by=staff)
    return _change(asleep, to="taken", staff=staff, why="woken", snoozed_until=None)


def colleagues(item: Item, staff: people.Staff) -> list[people.Staff]:
    """To whom somebody may hand an item over: who may work it and is there, of the own office or the item's.

    Where the kind asks for a role, everybody who has it. Two queries.
    """
    offices = {staff.office_id, item.office_id}
    absent = people.absent_on(clock.today())
    return [
        one
        for one in people.working()
        if one.pk != staff.pk
        and one.pk not in absent
        and may_take(one, item.kind)
        and (one.office_id in offices or kind_of(item.kind).role)
    ]


def wake(*, because: records.Because) -> int:
    """Items whose day has come are in the hand of who let them sleep again. Returns how many."""
    asleep = Item.objects.filter(state="snoozed", snoozed_until__lte=clock.today())
    with transaction.atomic():
        woken = records.move(ITEMS, asleep.values_list("pk", flat=True), to="taken", because=because)
        Item.objects.filter(pk__in=woken).update(snoozed_until=None)
    return len(woken)


def done(item_id: int, staff: people.Staff, outcome: str) -> bool:
    """Finish an item that one has. False when it is not with this person."""
    with transaction.atomic():
        held = list(_mine(item_id, staff).select_for_update().values_list("pk", flat=True))
        because = records.Because(staff.login, outcome)
        return bool(held and end(held, outcome=outcome, because=because, done_by=staff))


def undo(item_id: int, staff: people.Staff) -> bool:
    """Take back an item that one has finished oneself. False for any other, and where a new one waits.

    An item that its subject's room closed stays closed: the subject is settled.
    """
    mine = Item.objects.filter(pk=item_id, state="done", done_by=staff)
    item = mine.first()
    if item is None or _another_waits(item):
        return False
    undone = {"done_by": None, "done_at": None, "waited_days": None, "is_kept": None, "outcome": ""}
    return _change(mine, to="taken", staff=staff, why="undone", taken_by=staff, **undone)


def _mine(item_id: int, staff: people.Staff) -> QuerySet[Item]:
    return Item.objects.filter(pk=item_id, state__in=IN_HAND, taken_by=staff)


def _change(rows: QuerySet[Item], *, to: str, staff: people.Staff, why: str, **fields: object) -> bool:
    """Move the one row that still answers the condition and write its fields; log who and why.

    What a state asks for is written before the move, what it leaves behind is emptied after it.
    """
    given = {name: value for name, value in fields.items() if value not in (None, "")}
    emptied = {name: value for name, value in fields.items() if name not in given}
    with transaction.atomic():
        held = list(rows.select_for_update().values_list("pk", flat=True))
        if not held:
            return False
        same = Item.objects.filter(pk__in=held)
        if given:
            same.update(**given)
        records.move_all(ITEMS, held, to=to, because=records.Because(staff.login, why))
        if emptied:
            same.update(**emptied)
    return True


def _another_waits(item: Item) -> bool:
    same = Item.objects.filter(kind=item.kind, subject_kind=item.subject_kind, subject_id=item.subject_id)
    return same.exclude(state="done").exists()
