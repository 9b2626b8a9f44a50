"""Whose a declaration is, whether it says anything new, and its keeping as a version. A few queries for many at once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from capac.core import clock
from capac.exchange.faults import MessageFaultError
from capac.exchange.models import Declaration
from capac.exchange.states import DECLARATIONS
from capac.exchange.wech import Wech
from capac.exchange.wech_faults import INVALID, OUTSIDE, anomaly
from capac.people import api as people
from capac.records import api as records

UNKNOWN = "unknown_worker"
Chain = tuple[str, int]
"""Form and client: what every version of one declaration shares."""
_COLUMNS = (
    "id", "form", "ticket", "original", "status", "created_at", "digest", "file_id", "line", "client_id", "month",
    "employer", "employer_class", "worker_code", "joint_committee", "occupied_from", "occupied_to", "q_hundredths",
    "s_hundredths", "risks", "days", "content", "received_on", "known_at", "state",
)  # fmt: skip
_SAME = "SELECT ticket, digest FROM exchange_declaration WHERE ticket = ANY(%s)"
_CHAINS = "SELECT DISTINCT original, form, client_id FROM exchange_declaration WHERE original = ANY(%s)"
_RELEASED = """SELECT waiting.id FROM exchange_declaration waiting WHERE waiting.state = 'waiting'
    AND waiting.original = ANY(%s) AND EXISTS (SELECT 1 FROM exchange_declaration one
        WHERE one.original = waiting.original AND one.status <> 3)"""
_MONTHS = """UPDATE exchange_declaration waiting SET month = one.month FROM exchange_declaration one
    WHERE waiting.id = ANY(%s) AND one.original = waiting.original AND one.status <> 3"""


@dataclass
class Known:
    """What is known already, and what these declarations add to it as they are sorted.

    Clients by number, digests by ticket, the chain that begins with a ticket.
    """

    clients: Mapping[str, int]
    digests: dict[str, str]
    chains: dict[str, Chain]


def what_is_known(wechs: Sequence[Wech]) -> Known:
    """Everything that decides over these declarations. Three queries; an array travels faster than a list of values."""
    with connection.cursor() as cursor:
        cursor.execute(_SAME, [[wech.ticket for wech in wechs]])
        digests = dict(cursor.fetchall())
        cursor.execute(_CHAINS, [list({wech.original for wech in wechs})])
        chains = {original: (form, client_id) for original, form, client_id in cursor.fetchall()}
    return Known(people.current_numbers({wech.number for wech in wechs}), digests, chains)


def match(wech: Wech, known: Known) -> int | None:
    """The client of a new declaration; None when it is known already. Raises MessageFaultError."""
    client_id = known.clients.get(wech.number)
    if client_id is None:
        raise _fault(wech, UNKNOWN, "INSS", OUTSIDE)
    before = known.digests.get(wech.ticket)
    if before == wech.digest:
        return None
    if before is not None:
        raise _fault(wech, "ticket_known_with_other_content", "ReferenceNbr", INVALID)
    if known.chains.get(wech.original, (wech.form, client_id)) != (wech.form, client_id):
        raise _fault(wech, "original_of_another", "ReferenceNbr", INVALID)
    known.digests[wech.ticket] = wech.digest
    known.chains[wech.original] = (wech.form, client_id)
    return client_id


def keep(file: records.IncomingFile, fresh: Sequence[tuple[int, Wech]], *, because: records.Because) -> None:
    """Keep new versions; a cancellation waits until something of its chain has come, in whatever order they come."""
    ids, known_at = records.new_ids(Declaration, len(fresh)), clock.now()
    received_on = file.received_at.astimezone(clock.BRUSSELS).date()
    rows = [
        _row(pk, *one, file=file, received_on=received_on, known_at=known_at)
        for pk, one in zip(ids, fresh, strict=True)
    ]
    records.copy_in(Declaration, _COLUMNS, rows)
    for state in ("kept", "waiting"):
        born = [row[0] for row in rows if row[-1] == state]
        records.born(DECLARATIONS, born, state=state, because=because)
    _release({wech.original for _, wech in fresh}, because)


def _release(originals: set[str], because: records.Because) -> None:
    """Cancellations that waited for one of these chains wait no more."""
    with connection.cursor() as cursor:
        cursor.execute(_RELEASED, [list(originals)])
        ids = [row[0] for row in cursor.fetchall()]
        if ids:
            cursor.execute(_MONTHS, [ids])
            records.move_all(DECLARATIONS, ids, to="kept", because=because)


def _row(
    pk: int, client_id: int, wech: Wech, *, file: records.IncomingFile, received_on: date, known_at: datetime
) -> tuple[Any, ...]:
    """Values in the order of _COLUMNS."""
    work = wech.occupation
    return (
        pk, wech.form, wech.ticket, wech.original, wech.status, wech.created_at, wech.digest, file.pk, wech.line,
        client_id, wech.month.first if wech.month else None, wech.employer, work.employer_class if work else "",
        work.worker_code if work else "", work.joint_committee if work else "", work.first if work else None,
        work.last if work else None, work.q if work else None, work.s if work else None, list(wech.risks),
        json.dumps(wech.days), json.dumps(wech.content), received_on, known_at,
        "waiting" if wech.is_cancellation else "kept",
    )  # fmt: skip


def _fault(wech: Wech, reason: str, field: str, suffix: str) -> MessageFaultError:
    return MessageFaultError(reason, wech.line, field, anomaly=anomaly(wech.form, field, suffix))
