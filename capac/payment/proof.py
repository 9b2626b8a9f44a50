"""Everything that payment knows of one payment, for a proof: the calculation it rests on, what had been paid before
it, its line in the bank's file as it left, and what the bank said of it, as it came."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BinaryField, Func, IntegerField, Value

from capac.payment.file_run import DESTINATION
from capac.payment.models import COUNTED, BankAnswer, Calculation, Payment
from capac.payment.states import PAYMENTS
from capac.records import api as records

Amounts = tuple[tuple[str, int], ...]
LINE = ("CdtTrfTxInf",)
SAID = ("TxInfAndSts", "TxDtls", "Ntry")
"""The smallest elements in which the bank speaks of one transfer."""


@dataclass(frozen=True, slots=True)
class Before:
    """A payment of the same month that counted when this one was prepared, in cents."""

    end_to_end_id: str
    gross_cents: int
    tax_cents: int
    transfer_cents: int


@dataclass(frozen=True, slots=True)
class Said:
    """What the bank said of the transfer: kind and id of its message, and the element as it came."""

    kind: str
    message_id: str
    element: bytes


@dataclass(frozen=True, slots=True)
class Proof:
    """One payment whole. Amounts in cents. `known_at`: on the facts known then it was computed.

    `prepared_at` is its birth, `line` its element in the file `message_id` (b"" where nothing was transferred or
    nothing has left yet).
    """

    payment: Payment
    calculation: Calculation
    known_at: datetime
    prepared_at: datetime
    states: tuple[tuple[datetime, str], ...]
    before: tuple[Before, ...]
    message_id: str
    file_sha256: str
    execution_date: date | None
    line: bytes
    said: tuple[Said, ...]


def payment_of(end_to_end_id: str) -> tuple[int, int] | None:
    """Payment and client of a reference of the bank; None where there is none. One query."""
    rows = Payment.objects.filter(end_to_end_id=end_to_end_id)
    return rows.values_list("pk", "client_id").first()


def proof_of(payment_id: int) -> Proof:
    """Raises Payment.DoesNotExist."""
    row = Payment.objects.select_related("calculation", "file").get(pk=payment_id)
    states = tuple((one.at, one.to_state) for one in records.histories(PAYMENTS.kind, [row.pk])[row.pk])
    file = row.file
    return Proof(
        payment=row,
        calculation=row.calculation,
        known_at=row.calculation.known_at,
        prepared_at=states[0][0],
        states=states,
        before=_before(row, states[0][0]),
        message_id=file.message_id if file else "",
        file_sha256=file.sha256 if file else "",
        execution_date=file.execution_date if file else None,
        line=_around(records.sent_body(DESTINATION, file.message_id), row.end_to_end_id, LINE)
        if file
        else b"",
        said=_said(row) if file else (),
    )


def _before(row: Payment, at: datetime) -> tuple[Before, ...]:
    """What counted of the month at that moment, in order."""
    same = {"client_id": row.client_id, "scheme": row.scheme, "month": row.month}
    earlier = {one.pk: one for one in Payment.objects.filter(**same, pk__lt=row.pk).order_by("pk")}
    states = records.histories(PAYMENTS.kind, earlier)
    then = {pk: [one.to_state for one in states.get(pk, []) if one.at <= at][-1:] for pk in earlier}
    return tuple(
        Before(one.end_to_end_id, one.gross_cents, one.tax_cents, one.transfer_cents)
        for pk, one in earlier.items()
        if then[pk] and then[pk][0] in COUNTED
    )


def _said(row: Payment) -> tuple[Said, ...]:
    """The answers of the bank that name the transfer, in the order in which they were applied."""
    wanted = Value(f">{row.end_to_end_id}<".encode(), output_field=BinaryField())
    answers = BankAnswer.objects.annotate(at=_Position(wanted, "file__body")).filter(at__gt=0)
    told = answers.order_by("pk").values_list("kind", "message_id", "file__body")
    return tuple(
        Said(kind, message_id, element)
        for kind, message_id, body in told
        if (element := _around(bytes(body), row.end_to_end_id, SAID))
    )


class _Position(Func):
    """Where some bytes begin in others, from 1; 0 where they do not."""

    function, arg_joiner, output_field = "position", " in ", IntegerField()


def _around(body: bytes, reference: str, names: tuple[str, ...]) -> bytes:
    """The element of the first of these names that holds the reference; b"" where none does."""
    at = body.find(f">{reference}<".encode())
    for name in names if at >= 0 else ():
        starts = list(re.finditer(rf"<(\w+:)?{name}[ >]".encode(), body[:at]))
        end = re.compile(rf"</(\w+:)?{name}>".encode()).search(body, at)
        if starts and end:
            return body[starts[-1].start() : end.end()]
    return b""
