"""What new messages become: authorisations at once, or messages that wait for a person. In sets."""

from __future__ import annotations

from collections.abc import Sequence

from capac.core import clock
from capac.exchange.c2 import C2, Body
from capac.exchange.matching import Matched
from capac.exchange.models import Authorisation, AuthorisedPeriod, C2Message
from capac.exchange.states import C2S
from capac.records import api as records
from capac.work import api as work

BY_HAND = "c2_by_hand"
NORM = "8.1.2"
"""The contract's norm for authorisations that the team of C2 experts treats."""
BATCH = 1000


def keep(file: records.IncomingFile, matched: Sequence[Matched], *, because: records.Because) -> None:
    """Keep new messages of a file: those without reason for a person are applied, the others wait by hand."""
    rows = C2Message.objects.bulk_create([_message(file, row) for row in matched], batch_size=BATCH)
    records.born(C2S, [row.pk for row in rows], state="received", because=because)
    pairs = list(zip(rows, matched, strict=True))
    _apply([(row, m) for row, m in pairs if not m.reasons], because)
    _wait([row for row, m in pairs if m.reasons], because)


def authorise(message: C2Message, c2: C2, client_id: int) -> Authorisation:
    """The authorisation of one message, known from now on, with its dated bodies."""
    row = _authorisation(message, c2, client_id)
    row.save()
    AuthorisedPeriod.objects.bulk_create([_period(row, body) for body in c2.bodies])
    return row


def _apply(pairs: Sequence[tuple[C2Message, Matched]], because: records.Because) -> None:
    decisions = Authorisation.objects.bulk_create(
        [_authorisation(row, m.reading.c2, m.client_id) for row, m in pairs if m.client_id is not None],
        batch_size=BATCH,
    )
    AuthorisedPeriod.objects.bulk_create(
        [
            _period(decision, body)
            for decision, (_, m) in zip(decisions, pairs, strict=True)
            for body in m.reading.c2.bodies
        ],
        batch_size=BATCH,
    )
    ids = [row.pk for row, _ in pairs]
    records.move_all(C2S, ids, to="applied", because=because)
    C2Message.objects.filter(pk__in=ids).update(processed_at=clock.now())


def _wait(rows: Sequence[C2Message], because: records.Because) -> None:
    records.move_all(C2S, [row.pk for row in rows], to="by_hand", because=because)
    items = [
        work.NewItem(
            kind=BY_HAND,
            subject=(C2S.kind, row.pk),
            since=row.received_at,
            norm=NORM,
            client_id=row.client_id,
            arguments={"message_id": row.message_id, "reasons": " ".join(row.hand_reasons)},
        )
        for row in rows
    ]
    work.open_items(items, because=because)


def _message(file: records.IncomingFile, m: Matched) -> C2Message:
    c2 = m.reading.c2
    return C2Message(
        message_id=c2.message_id,
        file=file,
        line=c2.line,
        body=m.reading.body,
        digest=c2.digest,
        client_id=m.client_id,
        reference=c2.reference,
        sequence=c2.sequence,
        received_at=file.received_at,
        hand_reasons=m.reasons,
    )


def _authorisation(message: C2Message, c2: C2, client_id: int) -> Authorisation:
    return Authorisation(
        message=message,
        client_id=client_id,
        reference=c2.reference,
        sequence=c2.sequence,
        issued_on=c2.issued_on,
        notified_on=c2.notified_on,
        known_at=clock.now(),
        replaces=c2.replaces,
        modules=c2.modules,
    )


def _period(decision: Authorisation, body: Body) -> AuthorisedPeriod:
    return AuthorisedPeriod(
        authorisation=decision,
        valid_from=body.span.first,
        valid_to=body.span.last,
        code=body.code.text,
        scheme=body.code.scheme,
        family=body.code.family,
        first_year=body.first_year,
        daily_cents=body.daily_cents,
        half_cents=body.half_cents,
        wage_code=body.code.wage_code,
        phase=body.code.phase,
        q_hundredths=body.q_hundredths,
        s_hundredths=body.s_hundredths,
        refusal=body.refusal,
    )
