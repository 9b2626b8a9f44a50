"""A released run goes to the bank: its transfers become files, its payments are filed. Once, in one transaction.

Nothing of a file depends on the moment at which it is written, but for the day for which the bank still takes it: a
worker that dies leaves nothing, and the next one writes the same bytes. The message leaves through the outbox
afterwards. What became doubtful since it was released stays here (keep_back.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, islice

from django.conf import settings
from django.db import transaction

from capac.core import clock
from capac.core.period import Month
from capac.payment import pain001, pain001_check
from capac.payment.keep_back import keep_back
from capac.payment.models import BankFile, Payment, PaymentRun
from capac.payment.release import next_bank_day
from capac.payment.runs import RunError
from capac.payment.states import BANK_FILES, PAYMENTS, RUNS
from capac.payment.transfers import Line, lines
from capac.payment.weighing import alone
from capac.records import api as records

DESTINATION = "bank"
COUNTERS = ("files", "transfers", "transfer_cents", "without_transfer", "kept_back")
SETTINGS = "CAPAC_DEBTOR_NAME, CAPAC_DEBTOR_IBAN, CAPAC_DEBTOR_BIC"


def file_run(run_id: int, *, who: str) -> list[str]:
    """Write the files of a released run into the outbox; returns their message ids. A second call writes nothing.

    Raises RunError (not_released, debtor_not_set) and pain001.BankFileError, and then nothing is written.
    """
    with records.running("file_run", COUNTERS, who=who, about=str(run_id)) as progress:
        because = records.Because(who, "handed to the bank", progress.run.pk)
        with transaction.atomic():
            alone()
            run = PaymentRun.objects.select_for_update().get(pk=run_id)
            if run.state != PaymentRun.State.FILED:
                _file(run, progress, because)
    return list(
        BankFile.objects.filter(run_id=run_id).order_by("number").values_list("message_id", flat=True)
    )


@dataclass(frozen=True, slots=True)
class _Order:
    """What all files of a run share: facts of the run, so that the same run gives the same bytes."""

    run: PaymentRun
    debtor: pain001.Debtor
    released_at: datetime
    execution_date: date


def _file(run: PaymentRun, progress: records.Progress, because: records.Because) -> None:
    if run.state != PaymentRun.State.RELEASED:
        raise RunError("not_released", state=run.state)
    _move_to_a_day_of_the_bank(run)
    order = _order(run)
    progress.count("kept_back", keep_back(run.pk, because=because))
    for number, batch in enumerate(_batches(run.pk), 1):
        file = _write(order, number, batch, because=because)
        progress.count("files")
        progress.count("transfers", file.transfers)
        progress.count("transfer_cents", file.total_cents)
    progress.count("without_transfer", _settle_without_transfer(order, because))
    records.move_all(RUNS, [run.pk], to="filed", because=because)


def _move_to_a_day_of_the_bank(run: PaymentRun) -> None:
    """A run whose files come late is executed on the first day that the bank still takes."""
    day = next_bank_day()
    if run.execution_date < day:
        run.execution_date, run.introduction_month = day, Month.of(day).first
        run.save(update_fields=["execution_date", "introduction_month"])


def _order(run: PaymentRun) -> _Order:
    if settings.DEBTOR is None:
        raise RunError("debtor_not_set", settings=SETTINGS)
    changes = records.history(RUNS.kind, run.pk)
    moment = next((change.at for change in reversed(changes) if change.to_state == "released"), run.known_at)
    return _Order(
        run, pain001.Debtor(*settings.DEBTOR), moment.astimezone(clock.BRUSSELS), run.execution_date
    )


def _batches(run_id: int) -> Iterator[list[Line]]:
    """The lines of each file: one payment type, at most so many as the bank takes."""
    for _, of_scheme in groupby(lines(run_id), key=lambda line: line.scheme):
        while batch := list(islice(of_scheme, settings.BANK_FILE_TRANSFERS)):
            yield batch


def _write(order: _Order, number: int, batch: Sequence[Line], *, because: records.Because) -> BankFile:
    """One file: its row, its message, its payments filed."""
    transfers = [line.transfer for line in batch]
    message_id = f"CAPAC-{order.execution_date:%Y%m%d}-{order.run.pk}-{number}"
    body = pain001.render(
        message_id, order.released_at, order.execution_date, debtor=order.debtor, transfers=transfers
    )
    file = BankFile.objects.create(
        run=order.run,
        number=number,
        payment_type=batch[0].scheme,
        execution_date=order.execution_date,
        message_id=message_id,
        transfers=len(transfers),
        total_cents=sum(transfer.cents for transfer in transfers),
        sha256=hashlib.sha256(body).hexdigest(),
    )
    if pain001_check.count(body) != (file.transfers, file.total_cents):
        raise pain001.BankFileError("CtrlSum", "the file read back holds other transfers than were written")
    records.born(BANK_FILES, [file.pk], state="written", because=because)
    records.put(DESTINATION, message_id, body)
    _file_payments(order.run, file, batch, because)
    return file


def _file_payments(run: PaymentRun, file: BankFile, batch: Sequence[Line], because: records.Because) -> None:
    """A batch is a stretch of the run's payments of one type, so their ids need not travel one by one."""
    ids = [line.payment_id for line in batch]
    stretch = Payment.objects.filter(pk__gte=ids[0], pk__lte=ids[-1], state="released", transfer_cents__gt=0)
    stretch.filter(run=run, scheme=file.payment_type).update(file=file)
    records.move_all(PAYMENTS, ids, to="filed", because=because)


def _settle_without_transfer(order: _Order, because: records.Because) -> int:
    """Payments of which all was withheld move no money to the client: they are settled on the day of the files."""
    rows = Payment.objects.filter(run=order.run, state="released", transfer_cents=0)
    ids = list(rows.values_list("pk", flat=True))
    records.move_all(PAYMENTS, ids, to="settled", because=because)
    Payment.objects.filter(pk__in=ids).update(
        settled_on=order.execution_date, settled_at=clock.now(), ended_at=clock.now()
    )
    return len(ids)
