"""A released run goes to the bank: its transfers become files, its payments are filed. Once, in one transaction.

Nothing of a file depends on the moment at which it is written, but for the day for which the bank still takes it: a
worker that dies leaves nothing, and the next one writes the same bytes. The message leaves through the outbox
afterwards. What became doubtful since it was released stays here (keep_back.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from capac.core import clock
from capac.core.period import Month
from capac.payment import pain001
from capac.payment.keep_back import keep_back
from capac.payment.models import BankFile, Payment, PaymentRun
from capac.payment.release import next_bank_day
from capac.payment.runs import RunError
from capac.payment.states import BANK_FILES, PAYMENTS, RUNS
from capac.payment.transfers import tables
from capac.payment.weighing import alone
from capac.payment.write_files import Made, Wanted, make_all
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
    for number, made in enumerate(make_all(_wanted(order)), 1):
        file = _keep(run, number, made, execution_date=order.execution_date, because=because)
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


def _wanted(order: _Order) -> Iterator[Wanted]:
    """The files of a run: of one payment type each, of at most so many transfers as the bank takes."""
    for number, rows in enumerate(tables(order.run.pk, most=settings.BANK_FILE_TRANSFERS), 1):
        message_id = f"CAPAC-{order.execution_date:%Y%m%d}-{order.run.pk}-{number}"
        yield Wanted(message_id, order.released_at, order.execution_date, order.debtor, rows)


def _keep(
    run: PaymentRun, number: int, made: Made, *, execution_date: date, because: records.Because
) -> BankFile:
    """One file: its row, its message, its payments filed."""
    file = BankFile.objects.create(
        run=run,
        number=number,
        payment_type=made.scheme,
        execution_date=execution_date,
        message_id=made.message_id,
        transfers=made.transfers,
        total_cents=made.cents,
        sha256=hashlib.sha256(made.body).hexdigest(),
    )
    records.born(BANK_FILES, [file.pk], state="written", because=because)
    records.put(DESTINATION, made.message_id, made.body)
    stretch = Payment.objects.filter(run=run, scheme=made.scheme, pk__gte=made.first, pk__lte=made.last)
    rows, also = stretch.filter(transfer_cents__gt=0), {"file_id": file.pk}
    filed = records.move_rows(PAYMENTS, rows, out_of="released", to="filed", because=because, also=also)
    if filed != made.transfers:
        raise pain001.BankFileError("NbOfTxs", "other payments were released than were written")
    return file


def _settle_without_transfer(order: _Order, because: records.Because) -> int:
    """Payments of which all was withheld move no money to the client: they are settled on the day of the files."""
    rows = Payment.objects.filter(run=order.run, state="released", transfer_cents=0)
    ids = list(rows.values_list("pk", flat=True))
    records.move_all(PAYMENTS, ids, to="settled", because=because)
    Payment.objects.filter(pk__in=ids).update(
        settled_on=order.execution_date, settled_at=clock.now(), ended_at=clock.now()
    )
    return len(ids)
