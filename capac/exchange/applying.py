"""What new messages become: authorisations at once, or messages that wait for a person. In sets, by COPY."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from capac.core import clock
from capac.exchange.c2 import C2
from capac.exchange.matching import Matched
from capac.exchange.models import Authorisation, AuthorisedPeriod, C2Message
from capac.exchange.read_c9_answers import decided_by
from capac.exchange.states import C2S
from capac.records import api as records
from capac.work import api as work

BY_HAND = "c2_by_hand"
NORM = "8.1.2"
"""The contract's norm for authorisations that the team of C2 experts treats."""
BATCH = 1000


_MESSAGE = (
    "id", "message_id", "file_id", "line", "body", "digest", "client_id", "reference", "sequence", "received_at",
    "state", "hand_reasons", "processed_at",
)  # fmt: skip
_DECISION = (
    "id", "message_id", "client_id", "reference", "sequence", "issued_on", "notified_on", "known_at", "replaces",
    "modules",
)  # fmt: skip
_PERIOD = (
    "authorisation_id", "valid_from", "valid_to", "code", "scheme", "family", "first_year", "daily_cents",
    "half_cents", "wage_code", "phase", "q_hundredths", "s_hundredths", "refusal",
)  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """A message with the id under which it is kept."""

    id: int
    matched: Matched


def keep(file: records.IncomingFile, matched: Sequence[Matched], *, because: records.Because) -> None:
    """Keep new messages of a file: those without reason for a person are applied, the others wait by hand."""
    ids = records.new_ids(C2Message, len(matched))
    kept = [Kept(pk, row) for pk, row in zip(ids, matched, strict=True)]
    records.copy_in(C2Message, _MESSAGE, (_message(file, row) for row in kept))
    records.born(C2S, ids, state="received", because=because)
    _apply([row for row in kept if not row.matched.reasons], because)
    _wait(file, [row for row in kept if row.matched.reasons], because)
    _answers(kept, because)


def authorise(message_id: int, c2: C2, client_id: int) -> int:
    """The authorisation of one kept message, known from now on, with its dated bodies. Returns its id."""
    return _authorise([(message_id, c2, client_id)])[0]


def wait_for_a_person(message: C2Message, *, because: records.Because) -> int:
    """A kept message waits for a C2 expert again, since the moment at which it came. Returns the item's id."""
    item = _hand_item(
        message.pk,
        message.message_id,
        reasons=message.hand_reasons,
        client_id=message.client_id,
        since=message.received_at,
    )
    return work.open_item(
        item.kind,
        item.subject,
        client_id=item.client_id,
        arguments=item.arguments,
        norm=item.norm,
        since=item.since,
        because=because,
    ).pk


def _apply(rows: Sequence[Kept], because: records.Because) -> None:
    _authorise(
        [(r.id, r.matched.reading.c2, r.matched.client_id) for r in rows if r.matched.client_id is not None]
    )
    ids = [row.id for row in rows]
    records.move_all(C2S, ids, to="applied", because=because)
    C2Message.objects.filter(pk__in=ids).update(processed_at=clock.now())


def _authorise(rows: Sequence[tuple[int, C2, int]]) -> list[int]:
    ids, known_at = records.new_ids(Authorisation, len(rows)), clock.now()
    records.copy_in(
        Authorisation,
        _DECISION,
        (_decision(pk, *row, known_at=known_at) for pk, row in zip(ids, rows, strict=True)),
    )
    pairs = zip(ids, rows, strict=True)
    records.copy_in(
        AuthorisedPeriod, _PERIOD, (period for pk, (_, c2, _) in pairs for period in _periods(pk, c2))
    )
    return ids


def _answers(rows: Sequence[Kept], because: records.Because) -> None:
    """ONEM has decided on the files that these name, also where a person must still look at what it decided."""
    for row in rows:
        c2 = row.matched.reading.c2
        if c2.answers:
            decided_by(c2.answers, on=c2.issued_on, because=because)


def _wait(file: records.IncomingFile, rows: Sequence[Kept], because: records.Because) -> None:
    records.move_all(C2S, [row.id for row in rows], to="by_hand", because=because)
    items = [
        _hand_item(
            row.id,
            row.matched.reading.c2.message_id,
            reasons=row.matched.reasons,
            client_id=row.matched.client_id,
            since=file.received_at,
            without_income_since=_first_day(row.matched.reading.c2),
        )
        for row in rows
    ]
    work.open_items(items, because=because)


def _hand_item(
    pk: int,
    message_id: str,
    *,
    reasons: Sequence[str],
    client_id: int | None,
    since: datetime,
    without_income_since: date | None = None,
) -> work.NewItem:
    arguments = {"message_id": message_id, "reasons": " ".join(reasons)}
    return work.NewItem(
        BY_HAND,
        (C2S.kind, pk),
        since,
        NORM,
        client_id,
        arguments,
        without_income_since=without_income_since,
    )


def _first_day(c2: C2) -> date | None:
    """Since when a client waits for money because of a first decision; a later one changes what is paid already."""
    if c2.sequence > 1 or c2.replaces:
        return None
    return min((body.span.first for body in c2.bodies if not body.refusal), default=None)


def _message(file: records.IncomingFile, row: Kept) -> tuple[Any, ...]:
    """Values in the order of _MESSAGE."""
    c2 = row.matched.reading.c2
    return (
        row.id, c2.message_id, file.pk, c2.line, row.matched.reading.body, c2.digest, row.matched.client_id,
        c2.reference, c2.sequence, file.received_at, "received", row.matched.reasons, None,
    )  # fmt: skip


def _decision(pk: int, message_id: int, c2: C2, client_id: int, *, known_at: datetime) -> tuple[Any, ...]:
    """Values in the order of _DECISION."""
    return (
        pk, message_id, client_id, c2.reference, c2.sequence, c2.issued_on, c2.notified_on, known_at, c2.replaces,
        json.dumps(c2.modules),
    )  # fmt: skip


def _periods(authorisation_id: int, c2: C2) -> Iterator[tuple[Any, ...]]:
    """Values in the order of _PERIOD, one row a body."""
    for b in c2.bodies:
        yield (
            authorisation_id, b.span.first, b.span.last, b.code.text, b.code.scheme, b.code.family, b.first_year,
            b.daily_cents, b.half_cents, b.code.wage_code, b.code.phase, b.q_hundredths, b.s_hundredths, b.refusal,
        )  # fmt: skip
