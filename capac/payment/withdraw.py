"""A payment that nobody has released is a proposal. When facts move its month, it is withdrawn and prepared anew."""

from __future__ import annotations

from collections.abc import Sequence

from capac.core import clock
from capac.payment.audit import audit
from capac.payment.models import Payment, PaymentRun
from capac.payment.states import PAYMENTS, RUNS
from capac.records import api as records


def withdraw(payments: Sequence[int], *, because: records.Because) -> None:
    """Drop these payments of prepared runs; the audit tables follow, and a run that is left empty is dropped.

    In the transaction of who weighed them, alone: nobody can have released them meanwhile.
    """
    if not payments:
        return
    records.move_all(PAYMENTS, payments, to="dropped", because=because)
    Payment.objects.filter(pk__in=payments).update(ended_at=clock.now())
    for run in PaymentRun.objects.filter(payments__in=payments).distinct():
        run.audit = audit(run)
        run.save(update_fields=["audit"])
        if not run.audit["payments"]:
            records.move_all(RUNS, [run.pk], to="dropped", because=because)
