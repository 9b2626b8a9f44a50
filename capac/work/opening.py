"""Items are opened by the room that owns the subject, with the promise of their norm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from capac.core import clock
from capac.core.workdays import Calendar
from capac.people import api as people
from capac.records import api as records
from capac.work.models import Item
from capac.work.promises import promised
from capac.work.states import ITEMS

REJECTED = "rejected_message"
REJECT_SUBJECT = "records.Reject"


@dataclass(frozen=True)
class NewItem:
    """An item to open. `subject` is (room.Model, id); `norm` the entry of the contract that sets the promise.

    `due_on` is the day that the law sets, for what no norm of the contract promises.
    """

    kind: str
    subject: tuple[str, int]
    since: datetime
    norm: str = ""
    client_id: int | None = None
    arguments: dict[str, str] = field(default_factory=dict)
    due_on: date | None = None


def open_item(
    kind: str,
    subject: tuple[str, int],
    *,
    client_id: int | None = None,
    arguments: dict[str, str] | None = None,
    norm: str = "",
    since: datetime,
    because: records.Because,
) -> Item:
    """Open an item, or find the one that already waits for the same subject and kind."""
    open_items([NewItem(kind, subject, since, norm, client_id, arguments or {})], because=because)
    return Item.objects.exclude(state="done").get(kind=kind, subject_kind=subject[0], subject_id=subject[1])


def open_items(rows: Sequence[NewItem], *, because: records.Because) -> int:
    """Open many items at once; those that wait already stay as they are. Returns how many are new."""
    if not rows:
        return 0
    calendar = people.calendar()
    with transaction.atomic():
        before = _waiting(rows)
        Item.objects.bulk_create(
            [_item(row, calendar) for row in rows], batch_size=1000, ignore_conflicts=True
        )
        fresh = _waiting(rows) - before
        records.born(ITEMS, sorted(fresh), state="open", because=because)
    return len(fresh)


def open_rejects(rejects: Sequence[records.Reject], *, because: records.Because) -> int:
    """The items of things on the list of rejects. Returns how many are new."""
    return open_items([_of_reject(row) for row in rejects], because=because)


def close_for(subject: tuple[str, int], kind: str, *, outcome: str, because: records.Because) -> bool:
    """The subject's room closes its item, whoever has it. False when none waited."""
    waiting = Item.objects.filter(kind=kind, subject_kind=subject[0], subject_id=subject[1])
    with transaction.atomic():
        moved = records.move(
            ITEMS, waiting.exclude(state="done").values_list("pk", flat=True), to="done", because=because
        )
        Item.objects.filter(pk__in=moved).update(done_at=clock.now(), outcome=outcome, done_by=None)
    return bool(moved)


def settle_reject(reject_id: int, *, outcome: str, because: records.Because) -> None:
    """Something rejected has been dealt with: the reject and its item close together."""
    with transaction.atomic():
        records.close_reject(reject_id, because=because)
        close_for((REJECT_SUBJECT, reject_id), REJECTED, outcome=outcome, because=because)


def _of_reject(row: records.Reject) -> NewItem:
    arguments = {"reason": row.reason, "kind": row.kind, "message_id": row.message_id}
    return NewItem(REJECTED, (REJECT_SUBJECT, row.pk), row.at, arguments=arguments)


def _item(row: NewItem, calendar: Calendar) -> Item:
    return Item(
        kind=row.kind,
        subject_kind=row.subject[0],
        subject_id=row.subject[1],
        client_id=row.client_id,
        arguments=row.arguments,
        since=row.since,
        norm=row.norm,
        due_on=promised(row.norm, row.since, calendar=calendar) or row.due_on,
        calendar_version=calendar.version if row.norm else "",
    )


def _waiting(rows: Sequence[NewItem]) -> set[int]:
    """Ids of the items, not done, for the subjects of these rows."""
    subjects = {(row.kind, *row.subject) for row in rows}
    found = Item.objects.filter(
        kind__in={kind for kind, _, _ in subjects},
        subject_kind__in={name for _, name, _ in subjects},
        subject_id__in={pk for _, _, pk in subjects},
    ).exclude(state="done")
    return {
        pk
        for pk, *subject in found.values_list("pk", "kind", "subject_kind", "subject_id")
        if tuple(subject) in subjects
    }
