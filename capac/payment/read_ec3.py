"""Read the electronic control cards that wait. Each file is one transaction: read to its end and kept, or rejected whole.

A fault of one card puts it on the list of rejects with a work item; the others are kept. A card is known
by its id, so reading a file again changes nothing. The card of a number that nobody has stays in its file
until the client is registered: then it comes again, or `read_rejected_card` keeps it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import transaction

from capac.core import clock
from capac.payment import ec3
from capac.payment.card_faults import CardError
from capac.payment.card_matching import UNKNOWN, marks, match, what_is_known
from capac.payment.ec3 import EC3
from capac.payment.models import ControlCard
from capac.payment.states import CARDS
from capac.records import api as records
from capac.work import api as work

KIND = "EC3"
COUNTERS = ("files", "rejected_files", "cards", "kept", "known", "rejected")
BATCH = 1000
Fresh = tuple[int, EC3]
"""A new card with its client."""
_COLUMNS = (
    "id", "client_id", "month", "channel", "card_id", "version", "received_on", "known_at", "confirmed_on", "days",
    "paid_holidays_left_halves", "file_id", "keyed_by_id",
)  # fmt: skip


def read_ec3(*, who: str) -> dict[str, int]:
    """Read every waiting file of electronic cards, oldest first. Returns the counters of the run."""
    with records.running("read_ec3", COUNTERS, who=who) as progress:
        because = records.Because(who, "read from a file of control cards", progress.run.pk)
        work.read_files(KIND, _keep_all, progress, because=because)
        return progress.counters


def read_rejected_card(reject_id: int, *, because: records.Because) -> bool:
    """Read once more the card of an unknown client. True when it is new; its reject closes with its item.

    Raises CardError when the reject is not such a card or stands open no more ("not_waiting"), when the
    client is still unknown, or when the card cannot be kept.
    """
    row = records.reject_of(reject_id)
    if row is None or row.file is None or (row.kind, row.reason, row.state) != (KIND, UNKNOWN, "open"):
        raise CardError("not_waiting", "reject")
    try:
        with transaction.atomic():
            card = _card_at(row.file, row.message_id)
            client_id = match(card, what_is_known([card]))
            _keep(row.file, [(client_id, card)] if client_id else [], because)
            _close([card.card_id], because)
    except records.MessageFaultError as error:
        raise CardError(error.reason, error.field, **error.arguments) from error
    return client_id is not None


def _keep_all(file: records.IncomingFile, because: records.Because) -> Counter[str]:
    counts: Counter[str] = Counter()
    stream = _readings(file)
    while chunk := list(islice(stream, BATCH)):
        counts += _keep_chunk(file, chunk, because)
    return counts


def _readings(file: records.IncomingFile) -> Iterator[EC3 | records.Fault]:
    """Each card as read, or what is wrong with it."""
    for element in ec3.elements(bytes(file.body)):
        try:
            yield ec3.read(element)
        except records.MessageFaultError as error:
            yield error.of(ec3.card_id(element))


def _keep_chunk(
    file: records.IncomingFile, chunk: Sequence[EC3 | records.Fault], because: records.Because
) -> Counter[str]:
    cards = [row for row in chunk if isinstance(row, EC3)]
    faults = [row for row in chunk if isinstance(row, records.Fault)]
    fresh: list[Fresh] = []
    known = what_is_known(cards)
    for card in cards:
        try:
            if (client_id := match(card, known)) is not None:
                fresh.append((client_id, card))
        except records.MessageFaultError as error:
            faults.append(error.of(card.card_id))
    _keep(file, fresh, because)
    _close([card.card_id for _, card in fresh], because)
    work.reject_messages(file, faults, because=because)
    return Counter(
        cards=len(chunk),
        kept=len(fresh),
        rejected=len(faults),
        known=len(chunk) - len(fresh) - len(faults),
    )


def _keep(file: records.IncomingFile, fresh: Sequence[Fresh], because: records.Because) -> None:
    ids, known_at = records.new_ids(ControlCard, len(fresh)), clock.now()
    rows = (_row(pk, *row, file=file, known_at=known_at) for pk, row in zip(ids, fresh, strict=True))
    records.copy_in(ControlCard, _COLUMNS, rows)
    records.born(CARDS, ids, state="kept", because=because)


def _close(card_ids: Sequence[str], because: records.Because) -> None:
    """The cards of clients who were unknown and are registered now need nobody any more."""
    for reject_id in records.open_rejects_of(KIND, UNKNOWN, card_ids):
        work.settle_reject(reject_id, outcome="kept", because=because)


def _row(
    pk: int, client_id: int, card: EC3, *, file: records.IncomingFile, known_at: datetime
) -> tuple[Any, ...]:
    """Values in the order of _COLUMNS."""
    received_on: date = file.received_at.astimezone(clock.BRUSSELS).date()
    return (
        pk, client_id, card.month.first, "ec3", card.card_id, card.version, received_on, known_at, card.confirmed_on,
        json.dumps(marks(card)), card.holidays_left_halves, file.pk, None,
    )  # fmt: skip


def _card_at(file: records.IncomingFile, card_id: str) -> EC3:
    """A card of a file. Raises MessageFaultError when it cannot be read."""
    for element in ec3.elements(bytes(file.body)):
        if ec3.card_id(element) == card_id:
            return ec3.read(element)
    raise CardError("not_waiting", "reject")
