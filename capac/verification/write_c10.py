"""The monthly expenditure file (C10): all that was paid in an introduction month, to ONEM by the 20th of the next.

Own interface, to be replaced by the official one. The file's row, its lines and the message that
carries it are written in one transaction; a second call finds them.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.db import transaction

from capac.core import clock
from capac.core.period import Month
from capac.exchange import api as exchange
from capac.payment import api as payment
from capac.people import api as people
from capac.records import api as records
from capac.rules import api as rules
from capac.verification import c10
from capac.verification.models import ExpenditureFile, Expense, Prediction
from capac.verification.states import C10S, PREDICTIONS
from capac.work import api as work

DESTINATION = "onem"
KIND = "C10"
FORESEEN = "would_be_rejected"
REFUSED, UNWRITTEN = "c10_refused", "c10_unwritten"
COUNTERS = ("files", "lines")
LAST_CALL = timedelta(5)
"""So long before its due day a file is written without waiting for the bank any longer."""


class VerificationError(ValueError):
    """A verb that cannot be done now; says why and what to do."""


def write_due(*, who: str) -> dict[str, int]:
    """Write the files of all months that are over. Returns counts: written, waiting (for the bank), unwritten.

    A month waits while the bank has not said what became of its payments: what it refuses was not spent.
    A file that cannot be written stands on the list of rejects with a work item, and is tried again.
    """
    counts = {"written": 0, "waiting": 0, "unwritten": 0}
    for month in to_be_written():
        if _waits(month):
            counts["waiting"] += 1
            continue
        try:
            write_c10(month, who=who)
            counts["written"] += 1
        except c10.C10Error as error:
            _reject(month, error, who)
            counts["unwritten"] += 1
    return counts


def write_c10(introduction_month: Month, *, who: str) -> ExpenditureFile:
    """Write the file of a month that is over, once; later calls return it as it is.

    Raises VerificationError before the month is over, c10.C10Error for a payment that cannot be told.
    """
    written = ExpenditureFile.objects.filter(introduction_month=introduction_month.first).first()
    if written is not None:
        return written
    if clock.today() <= introduction_month.last:
        raise VerificationError(
            f"{introduction_month} is not over: its C10 is written from {introduction_month.next().first}"
        )
    with records.running("write_c10", COUNTERS, who=who, about=str(introduction_month)) as progress:
        because = records.Because(who, "the introduction month is over", progress.run.pk)
        file = _write(introduction_month, because)
        progress.count("files")
        progress.count("lines", file.lines)
        return file


def write_again(introduction_month: Month, *, because: records.Because) -> ExpenditureFile:
    """Write a file that ONEM refused once more, under a new name, with the same lines. Raises VerificationError.

    The refusal is settled: its reject and its item close.
    """
    with transaction.atomic():
        rows = ExpenditureFile.objects.select_for_update()
        file = rows.filter(introduction_month=introduction_month.first).first()
        if file is None or file.state != ExpenditureFile.State.REFUSED:
            raise VerificationError(
                f"the C10 of {introduction_month} was not refused: nothing to write again"
            )
        settle(REFUSED, file.name, outcome="written again", because=because)
        ids = set(file.expenses.values_list("payment_id", flat=True))
        file.attempt += 1
        _fill(file, introduction_month, list(payment.spent_by_id(ids)))
        file.save()
        records.move_all(C10S, [file.pk], to="written", because=because)
    file.refresh_from_db()
    return file


def introduction_months() -> list[Month]:
    """Introduction months that are over, from the first payment on."""
    first = payment.first_spent()
    if first is None:
        return []
    month, current, found = Month.of(first), Month.of(clock.today()), []
    while month < current:
        found.append(month)
        month = month.next()
    return found


def to_be_written() -> list[Month]:
    """Those of them that have no file. An empty month has one too."""
    there = set(ExpenditureFile.objects.values_list("introduction_month", flat=True))
    return [month for month in introduction_months() if month.first not in there]


def untold(month: Month) -> list[payment.Spent]:
    """The payments of a month that no file has told yet; the bank may have moved the day of one meanwhile."""
    lines = list(payment.spent(month.span))
    if not lines:
        return []
    lowest = min(row.payment_id for row in lines)
    told = set(Expense.objects.filter(payment_id__gte=lowest).values_list("payment_id", flat=True))
    return [row for row in lines if row.payment_id not in told]


def _waits(month: Month) -> bool:
    """For the bank, and for what ONEM would reject: both only until the last call."""
    if clock.today() >= rules.deadline_on("c10", month.first) - LAST_CALL:
        return False
    foreseen = Prediction.objects.filter(introduction_month=month.first, state="open")
    return payment.unanswered(month.span) > 0 or foreseen.exists()


@transaction.atomic
def _write(month: Month, because: records.Because) -> ExpenditureFile:
    """Two writers at once: the second waits on the unique month, and its transaction falls away."""
    lines = untold(month)
    file = ExpenditureFile(introduction_month=month.first, due_on=rules.deadline_on("c10", month.first))
    _fill(file, month, lines)
    file.save()
    records.born(C10S, [file.pk], state="written", because=because)
    Expense.objects.bulk_create([_expense(file, row) for row in lines], batch_size=2000)
    settle(UNWRITTEN, _message_id(month), outcome="written", because=because)
    _tell_foreseen(month, because)
    return file


def _tell_foreseen(month: Month, because: records.Because) -> None:
    """What ONEM would reject leaves all the same: its item closes, and what ONEM says will measure the forecast."""
    rows = Prediction.objects.filter(introduction_month=month.first, state="open")
    payments = dict(rows.values_list("pk", "payment_id"))
    for pk in records.move(PREDICTIONS, list(payments), to="told", because=because):
        work.close_for(("payment.Payment", payments[pk]), FORESEEN, outcome="told to ONEM", because=because)


@transaction.atomic
def _reject(month: Month, error: c10.C10Error, who: str) -> None:
    because = records.Because(who, str(error)[:300])
    fault = records.Fault("c10_unwritten", message_id=_message_id(month), arguments=error.arguments)
    row = records.reject(None, fault, because=because, kind=KIND)
    work.open_rejects([row] if row else [], because=because)


def settle(reason: str, message_id: str, *, outcome: str, because: records.Because) -> None:
    """What was on the list of rejects is dealt with, and so is its item."""
    for reject_id in records.open_rejects_of(KIND, reason, [message_id]):
        work.settle_reject(reject_id, outcome=outcome, because=because)


def _message_id(month: Month) -> str:
    return f"C10-{month}"


def _fill(file: ExpenditureFile, month: Month, lines: list[payment.Spent]) -> None:
    """Render the file and hand it to the outbox, under the name of this attempt."""
    file.name = f"C10-{month}-{file.attempt}.xml"
    file.written_at = clock.now()
    body = c10.render(
        file.name.removesuffix(".xml"), month, file.written_at, lines=lines, named=_named(lines)
    )
    file.lines, file.gross_cents = len(lines), sum(row.gross_cents for row in lines)
    file.sha256 = hashlib.sha256(body).hexdigest()
    records.put(DESTINATION, file.name, body)


def _named(lines: list[payment.Spent]) -> c10.Named:
    return c10.Named(
        numbers=people.numbers_of({row.client_id for row in lines}),
        references=exchange.references({pk for row in lines for pk in row.authorisations}),
    )


def _expense(file: ExpenditureFile, row: payment.Spent) -> Expense:
    return Expense(
        file=file,
        line_id=c10.line_id(row),
        payment_id=row.payment_id,
        client_id=row.client_id,
        scheme=row.scheme,
        month=row.month,
        gross_cents=row.gross_cents,
    )
