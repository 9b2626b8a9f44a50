"""The queue: what waits, in the order in which it is worked, page by page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from capac.people import api as people
from capac.records import api as records
from capac.work.models import Item
from capac.work.states import ITEMS

PAGE = 50
WAITING = ("open", "taken")
"""States of what is not done and does not sleep. Told one by one: an index holds what is not done, of any kind."""
NOT_DONE = ("open", "taken", "snoozed")


@dataclass(frozen=True)
class Filters:
    """What to see. Empty means all; by default what waits. `without` are kinds that are left out."""

    kinds: Collection[str] = ()
    states: Collection[str] = WAITING
    taken_by_id: int | None = None
    client_id: int | None = None
    office_id: int | None = None
    without: Collection[str] = ()


@dataclass(frozen=True)
class Key:
    """Where a page ended: the place and the id of its last item."""

    placed_on: date
    id: int


def queue(filters: Filters | None = None, *, after: Key | None = None, limit: int = PAGE) -> list[Item]:
    """One page of items, by place, then by id; `after` is the key of the last item of the page before."""
    rows = _filtered(filters or Filters())
    if after is not None:
        rows = rows.filter(placed_on__gte=after.placed_on)
        rows = rows.filter(Q(placed_on__gt=after.placed_on) | Q(id__gt=after.id))
    return list(rows.select_related("taken_by", "office").order_by("placed_on", "id")[:limit])


def one(item_id: int) -> Item | None:
    """An item with who has it and who did it, or None."""
    return Item.objects.select_related("taken_by", "done_by", "office").filter(pk=item_id).first()


def waiting_for(subject_kind: str, subjects: Collection[int]) -> dict[int, int]:
    """The item that waits for each subject, by the subject's id. One query; none for no subject."""
    if not subjects:
        return {}
    rows = Item.objects.filter(subject_kind=subject_kind, subject_id__in=list(subjects))
    return dict(rows.exclude(state="done").values_list("subject_id", "pk"))


def lately_done(staff: people.Staff, *, limit: int = PAGE) -> list[Item]:
    """What a person had and what is done, the last one first: where a slip is undone. Two queries."""
    done = Item.objects.filter(state="done").select_related("taken_by", "done_by").order_by("-done_at", "-id")
    found = {
        one.pk: one
        for rows in (done.filter(done_by=staff), done.filter(taken_by=staff))
        for one in rows[:limit]
    }
    return sorted(found.values(), key=lambda one: (one.done_at, one.pk), reverse=True)[:limit]


def key_of(item: Item) -> Key:
    """The key after which the next page begins."""
    return Key(item.placed_on, item.pk)


def history(item_id: int) -> list[records.Change]:
    """Who opened, took, gave back, handed over, did and undid an item, oldest first."""
    return records.history(ITEMS.kind, item_id)


def _filtered(filters: Filters) -> QuerySet[Item]:
    rows = Item.objects.filter(state__in=list(filters.states)) if filters.states else Item.objects.all()
    if filters.kinds:
        rows = rows.filter(kind__in=list(filters.kinds))
    if filters.without:
        rows = rows.exclude(kind__in=list(filters.without))
    if filters.taken_by_id is not None:
        rows = rows.filter(taken_by_id=filters.taken_by_id)
    if filters.client_id is not None:
        rows = rows.filter(client_id=filters.client_id)
    if filters.office_id is not None:
        rows = rows.filter(office_id=filters.office_id)
    return rows
