"""Items are opened by the room that owns the subject, each with its one promised date."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from capac.core.workdays import Calendar
from capac.people import api as people
from capac.records import api as records
from capac.work.ending import end
from capac.work.kinds import kind_of
from capac.work.models import Item
from capac.work.promises import placed_on, promised
from capac.work.states import ITEMS

REJECTED = "rejected_message"
REJECT_SUBJECT = "records.Reject"


@dataclass(frozen=True)
class NewItem:
    """An item to open. `subject` is (room.Model, id).

    The promise is that of the kind (kinds.yaml). `norm` names another entry of the contract or time limit of the law;
    `due_on` is the day that the law sets, where the room knows it: `norm` then says which limit it is.
    `without_income_since` is the first day for which the client has no income because of it: hardship goes first.
    """

    kind: str
    subject: tuple[str, int]
    since: datetime
    norm: str = ""
    client_id: int | None = None
    arguments: dict[str, str] = field(default_factory=dict)
    due_on: date | None = None
    without_income_since: date | None = None


def open_item(
    kind: str,
    subject: tuple[str, int],
    *,
    client_id: int | None = None,
    arguments: dict[str, str] | None = None,
    norm: str = "",
    since: datetime,
    without_income_since: date | None = None,
    because: records.Because,
) -> Item:
    """Open an item, or find the one that already waits for the same subject and kind."""
    row = NewItem(
        kind, subject, since, norm, client_id, arguments or {}, without_income_since=without_income_since
    )
    open_items([row], because=because)
    return Item.objects.exclude(state="done").get(kind=kind, subject_kind=subject[0], subject_id=subject[1])


def open_items(rows: Sequence[NewItem], *, because: records.Because) -> int:
    """Open many items at once; those that wait already stay as they are. Returns how many are new."""
    if not rows:
        return 0
    calendar = people.calendar()
    clients = people.clients(row.client_id for row in rows if row.client_id is not None)
    with transaction.atomic():
        before = _waiting(rows)
        Item.objects.bulk_create(
            [_item(row, clients, calendar) for row in rows], batch_size=1000, ignore_conflicts=True
        )
        fresh = _waiting(rows) - before
        records.born(ITEMS, sorted(fresh), state="open", because=because)
    return len(fresh)


def open_rejects(rejects: Sequence[records.Reject], *, because: records.Because) -> int:
    """The items of things on the list of rejects. Returns how many are new."""
    return open_items([_of_reject(row) for row in rejects], because=because)


def give_client(item_id: int, client_id: int) -> bool:
    """Say whom an item without a client is about. False when it has one."""
    client = people.clients([client_id])[client_id]
    rows = Item.objects.filter(pk=item_id, client=None)
    return bool(rows.update(client=client, office_id=client.office_id, language=client.language))


def close_for(subject: tuple[str, int], kind: str, *, outcome: str, because: records.Because) -> bool:
    """The subject's room closes its item, whoever has it. False when none waited."""
    return bool(close_all(kind, subject[0], [subject[1]], outcome=outcome, because=because))


def close_all(
    kind: str, subject_kind: str, subjects: Collection[int], *, outcome: str, because: records.Because
) -> int:
    """Close the items of many subjects of one kind at once. Returns how many waited."""
    waiting = Item.objects.filter(kind=kind, subject_kind=subject_kind, subject_id__in=list(subjects))
    with transaction.atomic():
        ids = list(waiting.exclude(state="done").values_list("pk", flat=True))
        return len(end(ids, outcome=outcome, because=because))


def settle_reject(reject_id: int, *, outcome: str, because: records.Because) -> None:
    """Something rejected has been dealt with: the reject and its item close together."""
    with transaction.atomic():
        records.close_reject(reject_id, because=because)
        close_for((REJECT_SUBJECT, reject_id), REJECTED, outcome=outcome, because=because)


def _of_reject(row: records.Reject) -> NewItem:
    arguments = {"reason": row.reason, "kind": row.kind, "message_id": row.message_id}
    return NewItem(REJECTED, (REJECT_SUBJECT, row.pk), row.at, arguments=arguments)


def _item(row: NewItem, clients: Mapping[int, people.Client], calendar: Calendar) -> Item:
    norm = row.norm or kind_of(row.kind).promise
    due_on = row.due_on or promised(norm, row.since, calendar=calendar)
    client = clients.get(row.client_id or 0)
    return Item(
        kind=row.kind,
        subject_kind=row.subject[0],
        subject_id=row.subject[1],
        client_id=row.client_id,
        office_id=client.office_id if client else None,
        language=client.language if client else "",
        arguments=row.arguments,
        since=row.since,
        without_income_since=row.without_income_since,
        norm=norm,
        due_on=due_on,
        placed_on=placed_on(due_on, row.without_income_since),
        calendar_version=calendar.version,
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
