"""What is written when items are done, whoever ended them: how many working days they waited, and whether the promise
was kept. Both stay, so that the delay of every office is read without looking anything up again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from capac.core import clock
from capac.core.workdays import Calendar
from capac.people import api as people
from capac.records import api as records
from capac.work.models import Item
from capac.work.states import ITEMS


def end(
    ids: Collection[int], *, outcome: str, because: records.Because, done_by: people.Staff | None = None
) -> list[int]:
    """Move items to done, inside the caller's transaction. Returns those that moved."""
    moved = records.move(ITEMS, ids, to="done", because=because)
    if not moved:
        return []
    ended = {"done_at": clock.now(), "outcome": outcome, "done_by": done_by, "snoozed_until": None}
    for (days, is_kept), same in _waited(moved).items():
        Item.objects.filter(pk__in=same).update(waited_days=days, is_kept=is_kept, **ended)
    return moved


def _waited(ids: Collection[int]) -> dict[tuple[int, bool], list[int]]:
    """Items by how long they waited and whether their first promise was kept: few groups, however many items."""
    found: dict[tuple[int, bool], list[int]] = defaultdict(list)
    calendar, today = people.calendar(), clock.today()
    for pk, since, due_on, slips in Item.objects.filter(pk__in=ids).values_list(
        "pk", "since", "due_on", "slips"
    ):
        start = since.astimezone(clock.BRUSSELS).date()
        found[_days(start, today, calendar), slips == 0 and today <= due_on].append(pk)
    return found


def _days(start: date, today: date, calendar: Calendar) -> int:
    return max(calendar.count(start, today), 0)
