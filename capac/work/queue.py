"""The queue: what waits, in the order of its promises, page by page; how much waits by kind."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q, QuerySet

from capac.people import api as people
from capac.records import api as records
from capac.work.models import Item
from capac.work.states import ITEMS

PAGE = 50
WAITING = ("open", "taken")
"""States of what is not done. Told one by one, so that the index by state finds them among years of done ones."""


@dataclass(frozen=True)
class Filters:
    """What to see. Empty means all; by default what is not done."""

    kinds: Collection[str] = ()
    states: Collection[str] = WAITING
    taken_by_id: int | None = None
    client_id: int | None = None


@dataclass(frozen=True)
class Key:
    """Where a page ended: the promise and the id of its last item. Items without promise come last."""

    due_on: date | None
    id: int


@dataclass(frozen=True)
class Waiting:
    """One kind in figures: open, taken, and the oldest promise among both."""

    open: int
    taken: int
    oldest_promise: date | None


def queue(filters: Filters | None = None, *, after: Key | None = None, limit: int = PAGE) -> list[Item]:
    """One page of items, by promise, then by id; `after` is the key of the last item of the page before."""
    rows = _filtered(filters or Filters())
    if after is not None:
        rows = rows.filter(_beyond(after))
    return list(rows.select_related("taken_by").order_by("due_on", "id")[:limit])


def one(item_id: int) -> Item | None:
    """An item with who has it and who did it, or None."""
    return Item.objects.select_related("taken_by", "done_by").filter(pk=item_id).first()


def waiting_for(subject_kind: str, subjects: Collection[int]) -> dict[int, int]:
    """The item that waits for each subject, by the subject's id. One query; none for no subject."""
    if not subjects:
        return {}
    rows = Item.objects.filter(subject_kind=subject_kind, subject_id__in=list(subjects))
    return dict(rows.filter(state__in=WAITING).values_list("subject_id", "pk"))


def lately_done(staff: people.Staff, *, limit: int = PAGE) -> list[Item]:
    """What a person had and what is done, the last one first: where a slip is undone. One query."""
    rows = Item.objects.filter(Q(done_by=staff) | Q(taken_by=staff), state="done")
    rows = rows.select_related("taken_by", "done_by")
    return list(rows.order_by("-done_at", "-id")[:limit])


def key_of(item: Item) -> Key:
    """The key after which the next page begins."""
    return Key(item.due_on, item.pk)


def counts() -> dict[str, Waiting]:
    """By kind what waits, and since which promise. One query."""
    rows = (
        Item.objects.filter(state__in=WAITING)
        .values("kind")
        .annotate(
            open=Count("pk", Q(state="open")), taken=Count("pk", Q(state="taken")), oldest=Min("due_on")
        )
        .order_by("kind")
    )
    return {row["kind"]: Waiting(row["open"], row["taken"], row["oldest"]) for row in rows}


def history(item_id: int) -> list[records.Change]:
    """Who opened, took, gave back, did and undid an item, oldest first."""
    return records.history(ITEMS.kind, item_id)


def _filtered(filters: Filters) -> QuerySet[Item]:
    rows = Item.objects.filter(state__in=list(filters.states)) if filters.states else Item.objects.all()
    if filters.kinds:
        rows = rows.filter(kind__in=list(filters.kinds))
    if filters.taken_by_id is not None:
        rows = rows.filter(taken_by_id=filters.taken_by_id)
    if filters.client_id is not None:
        rows = rows.filter(client_id=filters.client_id)
    return rows


def _beyond(key: Key) -> Q:
    """Items after a key. PostgreSQL puts an empty promise last, and so does this."""
    if key.due_on is None:
        return Q(due_on__isnull=True, id__gt=key.id)
    return Q(due_on__gt=key.due_on) | Q(due_on=key.due_on, id__gt=key.id) | Q(due_on__isnull=True)
