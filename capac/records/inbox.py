"""Collecting from a mailbox, and the list of rejects.

The cursor moves when a page is kept whole, so a collector that dies lists that page again and keeps
each file once. A file that arrives cut is left in the mailbox and tried again.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction

from capac.core import clock
from capac.records import cursors
from capac.records.mailbox import Item, Mailbox, MailboxError
from capac.records.models import IncomingFile, Reject
from capac.records.moves import Because, born, move_all
from capac.records.states import INCOMING, REJECTS


@dataclass(frozen=True)
class Fault:
    """What is wrong with something received: a reason code, where it stands and what it needs to say so."""

    reason: str
    line: int | None = None
    field: str = ""
    message_id: str = ""
    arguments: dict[str, str] = dataclasses.field(default_factory=dict)


def collect(name: str, mailbox: Mailbox, *, who: str) -> dict[str, int]:
    """Read everything that waits in a mailbox. Returns counts: kept, already known, to be tried again.

    The first file that cannot be read ends the round, so that nothing overtakes it, and the next
    round begins with its page: the cursor passes a page only when all of it is kept, in whatever
    order the page listed it.
    """
    counts = {"kept": 0, "known": 0, "later": 0}
    try:
        while page := mailbox.waiting(position := cursors.position(name)):
            for item in page.items:
                counts[_keep(name, mailbox, item, who)] += 1
            if page.next == position:
                raise MailboxError("the mailbox lists the same files again and again")
            cursors.advance(name, page.next)
    except MailboxError:
        counts["later"] += 1
    return counts


def _keep(name: str, mailbox: Mailbox, item: Item, who: str) -> str:
    """Keep one file with its log row, once. The other side's item id says whether it is here already."""
    if IncomingFile.objects.filter(mailbox=name, item=item.id).exists():
        return "known"
    body = mailbox.read(item)
    with transaction.atomic():
        file, fresh = IncomingFile.objects.get_or_create(
            mailbox=name,
            item=item.id,
            defaults={
                "name": item.name,
                "kind": item.kind,
                "sha256": item.sha256,
                "body": body,
                "received_at": clock.now(),
            },
        )
        if fresh:
            born(INCOMING, [file.pk], state="waiting", because=Because(who, f"read from {name}"))
    return "kept" if fresh else "known"


def waiting(kind: str) -> Iterator[IncomingFile]:
    """Files of a kind that no room has read yet, oldest first, one at a time."""
    after = 0
    while (
        file := IncomingFile.objects.filter(kind=kind, state="waiting", pk__gt=after).order_by("pk").first()
    ):
        after = file.pk
        yield file


def hold(file: IncomingFile) -> bool:
    """Hold a waiting file for this transaction. False when another reader holds it or has read it."""
    waits = IncomingFile.objects.filter(pk=file.pk, state="waiting")
    return waits.select_for_update(skip_locked=True).values_list("pk", flat=True).first() is not None


def seen_before(file: IncomingFile) -> bool:
    """True when the same bytes of the same kind have been dealt with: the other side sent a file twice."""
    twins = IncomingFile.objects.filter(kind=file.kind, sha256=file.sha256, pk__lt=file.pk)
    return twins.exclude(state="waiting").exists()


def done(file: IncomingFile, *, because: Because) -> None:
    """The file has been read to its end. Call it in the transaction that keeps what it said."""
    move_all(INCOMING, [file.pk], to="read", because=because)


def reject_file(file: IncomingFile, fault: Fault, *, because: Because) -> Reject | None:
    """The file as a whole cannot be used: it goes to the list of rejects; nothing of it is applied."""
    move_all(INCOMING, [file.pk], to="rejected", because=because)
    return reject(file, fault, because=because)


def reject(file: IncomingFile | None, fault: Fault, *, because: Because, kind: str = "") -> Reject | None:
    """Put one thing on the list of rejects; the same thing a second time is one reject (None)."""
    row, fresh = Reject.objects.get_or_create(
        file=file,
        line=fault.line,
        field=fault.field,
        reason=fault.reason,
        message_id=fault.message_id,
        defaults={
            "kind": kind or (file.kind if file else ""),
            "arguments": fault.arguments,
            "at": clock.now(),
        },
    )
    if fresh:
        born(REJECTS, [row.pk], state="open", because=because)
    return row if fresh else None


_REJECT_KEY = ("line", "field", "reason", "message_id")


def _key(fault: Fault) -> tuple[int | None, str, str, str]:
    return fault.line, fault.field, fault.reason, fault.message_id


def reject_all(file: IncomingFile, faults: Sequence[Fault], *, because: Because) -> list[Reject]:
    """Put many messages of one file on the list of rejects; returns those that were not there yet.

    The caller holds the file (`hold`), so nobody else adds rejects of it meanwhile.
    """
    there = set(Reject.objects.filter(file=file).values_list(*_REJECT_KEY))
    fresh = {_key(fault): fault for fault in faults if _key(fault) not in there}
    rows = Reject.objects.bulk_create(
        [
            Reject(
                file=file, line=f.line, field=f.field, reason=f.reason, message_id=f.message_id,
                kind=file.kind, arguments=f.arguments, at=clock.now(),
            )
            for f in fresh.values()
        ]
    )  # fmt: skip
    born(REJECTS, [row.pk for row in rows], state="open", because=because)
    return rows


def close_reject(reject_id: int, *, because: Because) -> None:
    """The reject has been dealt with."""
    move_all(REJECTS, [reject_id], to="closed", because=because)


def open_rejects() -> list[Reject]:
    """What stands open, oldest first."""
    return list(Reject.objects.filter(state="open").select_related("file").defer("file__body").order_by("id"))
