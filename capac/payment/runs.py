"""A run of payments: opened when there is something to prepare, closed with its audit table."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from capac.payment.audit import audit
from capac.payment.models import PaymentRun
from capac.payment.states import RUNS
from capac.records import api as records
from capac.rules import api as rules


class RunError(ValueError):
    """A run that cannot be moved so: `reason` is a code with its arguments."""

    def __init__(self, reason: str, **arguments: str) -> None:
        super().__init__(f"{reason} {arguments or ''}".strip())
        self.reason, self.arguments = reason, arguments


def preparing() -> PaymentRun | None:
    """The one run that is being prepared, if any: a worker that died left it, or another one is at it."""
    return PaymentRun.objects.filter(state="preparing").first()


def released() -> list[int]:
    """Runs that a second person released and that are not at the bank yet, oldest first."""
    return list(PaymentRun.objects.filter(state="released").order_by("id").values_list("pk", flat=True))


def open_run(introduction_month: date, execution_date: date, *, known: datetime, who: str) -> int:
    """Open a run on the facts known at a moment, or go on with the one that is preparing. Returns its id.

    A run that is gone on with keeps its moment; its dates become those asked for now.
    """
    with transaction.atomic():
        run = PaymentRun.objects.select_for_update().filter(state="preparing").first()
        if run is None:
            return _opened(introduction_month, execution_date, known=known, who=who)
        run.introduction_month, run.execution_date = introduction_month, execution_date
        run.save(update_fields=["introduction_month", "execution_date"])
        return run.pk


def finish(run_id: int, *, because: records.Because) -> str:
    """Close the preparation: the audit table is kept and the run waits for a second person. Returns the state.

    A run without payments is empty and waits for nobody. One that another worker has closed stays as it is.
    """
    with transaction.atomic():
        run = PaymentRun.objects.select_for_update().get(pk=run_id)
        if run.state != PaymentRun.State.PREPARING:
            return run.state
        run.audit = audit(run)
        run.save(update_fields=["audit"])
        state = "prepared" if run.audit["payments"] else "empty"
        records.move_all(RUNS, [run_id], to=state, because=because)
    return state


def last_known() -> tuple[datetime, str] | None:
    """Up to which moment facts were considered by a run that ended, and with which figures of the law."""
    rows = PaymentRun.objects.exclude(state="preparing").order_by("-known_at", "-id")
    return rows.values_list("known_at", "parameters_version").first()


def _opened(introduction_month: date, execution_date: date, *, known: datetime, who: str) -> int:
    run = PaymentRun.objects.create(
        introduction_month=introduction_month,
        execution_date=execution_date,
        known_at=known,
        prepared_by=who[:60],
        parameters_version=rules.parameters_version(),
    )
    because = records.Because(who, "something became payable, or ceased to be")
    records.born(RUNS, [run.pk], state="preparing", because=because)
    return run.pk
