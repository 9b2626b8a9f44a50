"""A second person releases a prepared run, or it is dropped and everything in it is owed again."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from capac.core import clock, workdays
from capac.core.period import Month
from capac.payment import perms
from capac.payment.models import Payment, PaymentRun
from capac.payment.runs import RunError
from capac.payment.states import PAYMENTS, RUNS
from capac.payment.weighing import alone
from capac.people import api as people
from capac.records import api as records


@transaction.atomic
def release(
    run_id: int, *, staff: people.Staff, because: records.Because, seen_cents: int | None = None
) -> int:
    """Release a prepared run for the bank, on the next day on which the bank works. Returns how many payments.

    `seen_cents` is the total that was looked at; None where nobody looks. Raises RunError: not_allowed,
    same_person, not_prepared, moved_meanwhile. The database refuses the same person too.
    """
    alone()
    run = _held(run_id)
    if staff.login == run.prepared_by:
        raise RunError("same_person", prepared_by=run.prepared_by)
    if not perms.may_release(staff, run.prepared_by):
        raise RunError("not_allowed")
    if seen_cents not in (None, run.audit["transfer_cents"]):
        raise RunError("moved_meanwhile")
    run.released_by = staff.login
    run.execution_date = max(run.execution_date, next_bank_day())
    run.introduction_month = Month.of(run.execution_date).first
    run.save(update_fields=["released_by", "execution_date", "introduction_month"])
    records.move_all(RUNS, [run_id], to="released", because=because)
    return records.move_rows(PAYMENTS, _payments(run_id), out_of="prepared", to="released", because=because)


@transaction.atomic
def drop(run_id: int, *, staff: people.Staff, because: records.Because) -> int:
    """Drop a prepared run: its payments count no more, so the next run finds them owed. Returns how many.

    What it found of calculations, debts and holds stays true and stays. Raises RunError.
    """
    alone()
    _held(run_id)
    if not perms.may_drop(staff):
        raise RunError("not_allowed")
    records.move_all(RUNS, [run_id], to="dropped", because=because)
    return records.move_rows(
        PAYMENTS,
        _payments(run_id),
        out_of="prepared",
        to="dropped",
        because=because,
        also={"ended_at": clock.now()},
    )


def next_bank_day() -> date:
    """The first day for which the bank still takes a file: an open day of the euro payment system after today.

    After the hour at which the bank closes its day (CAPAC_BANK_CUT_OFF) it is the one after that.
    """
    is_late = clock.now().astimezone(clock.BRUSSELS).hour >= settings.BANK_CUT_OFF
    return workdays.bank().add(clock.today(), 2 if is_late else 1)


def _held(run_id: int) -> PaymentRun:
    run = PaymentRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None or run.state != PaymentRun.State.PREPARED:
        raise RunError("not_prepared", state=run.state if run else "")
    return run


def _payments(run_id: int) -> QuerySet[Payment]:
    return Payment.objects.filter(run_id=run_id)
