"""What the mirror finds, kept until it is mended or told: a row and a work item for each expense at risk.

Looked at each day from the end of the introduction month until its C10 leaves.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from capac.core import clock, money
from capac.core.period import Month
from capac.records import api as records
from capac.verification.mirror import Foreseen, foresee
from capac.verification.models import Prediction
from capac.verification.states import PREDICTIONS
from capac.verification.write_c10 import FORESEEN, to_be_written, untold
from capac.work import api as work

SUBJECT = "payment.Payment"


def foresee_due(*, who: str) -> dict[str, int]:
    """Look at all months whose C10 has not left. Returns counts: foreseen (new), mended."""
    counts = {"foreseen": 0, "mended": 0}
    for month in to_be_written():
        found = foresee(untold(month), month, known=clock.now())
        with transaction.atomic():
            counts["mended"] += _mend(
                month.first, found, records.Because(who, "nothing speaks against it any more")
            )
            counts["foreseen"] += _keep(month.first, found, records.Because(who, "ONEM would reject it"))
    return counts


def _mend(month: date, found: list[Foreseen], because: records.Because) -> int:
    """What is not found any more, or for another reason."""
    still = {(one.line.payment_id, one.reason) for one in found}
    rows = Prediction.objects.filter(introduction_month=month, state="open")
    gone = [row for row in rows if (row.payment_id, row.reason) not in still]
    moved = records.move(PREDICTIONS, [row.pk for row in gone], to="mended", because=because)
    for row in gone:
        work.close_for((SUBJECT, row.payment_id), FORESEEN, outcome="mended", because=because)
    return len(moved)


def _keep(month: date, found: list[Foreseen], because: records.Because) -> int:
    there = set(
        Prediction.objects.filter(introduction_month=month, state="open").values_list("payment_id", flat=True)
    )
    fresh = [one for one in found if one.line.payment_id not in there]
    rows = Prediction.objects.bulk_create([_row(month, one) for one in fresh], batch_size=1000)
    if rows:
        records.born(PREDICTIONS, [row.pk for row in rows], state="open", because=because)
    work.open_items([_item(month, one) for one in fresh], because=because)
    return len(rows)


def _row(month: date, one: Foreseen) -> Prediction:
    return Prediction(
        payment_id=one.line.payment_id,
        client_id=one.line.client_id,
        introduction_month=month,
        reason=one.reason,
        arguments=dict(one.arguments),
        cents=one.cents,
        found_at=clock.now(),
    )


def _item(month: date, one: Foreseen) -> work.NewItem:
    return work.NewItem(
        kind=FORESEEN,
        subject=(SUBJECT, one.line.payment_id),
        since=clock.now(),
        client_id=one.line.client_id,
        arguments={
            "reason": one.reason,
            "amount": money.plain(one.cents),
            "month": str(Month.of(one.line.month)),
            "scheme": one.line.scheme,
            "introduction_month": f"{month:%Y-%m}",
            **one.arguments,
        },
    )
