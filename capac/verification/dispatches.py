"""What leaves for ONEM after the C10: the bank file and the papers (by the 15th of M+3), our answers of each phase.

Row and message are written in one transaction. A file that ONEM refused stands on the list of rejects.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction

from capac.core import clock
from capac.core.period import Month
from capac.payment import api as payment
from capac.records import api as records
from capac.verification import proofs, standing
from capac.verification.models import Answer, Dispatch, ExpenditureFile, Expense
from capac.verification.rounds import ANSWERS, rounds
from capac.verification.states import DISPATCHES
from capac.verification.write_c10 import DESTINATION, REFUSED, VerificationError, settle

PREFIXES = {"bank_file": "OF", "papers": "PAPERS", "answers": "ANSWERS"}
LAST_CALL = timedelta(5)


def write_dispatches(*, who: str) -> dict[str, int]:
    """Write what is due of every month whose C10 ONEM has. Returns counts by kind."""
    counts = dict.fromkeys(PREFIXES, 0)
    for day in (
        ExpenditureFile.objects.filter(state="sent")
        .values_list("introduction_month", flat=True)
        .order_by("pk")
    ):
        month = Month.of(day)
        counts["bank_file"] += _proof(month, "bank_file", who)
        counts["papers"] += _proof(month, "papers", who)
        for phase in ANSWERS:
            counts["answers"] += _answers(month, phase, who)
    return counts


@transaction.atomic
def write_again(name: str, *, because: records.Because) -> Dispatch:
    """Write a file that ONEM refused once more, under a new name. Raises VerificationError."""
    row = Dispatch.objects.select_for_update().filter(name=name, state="refused").first()
    if row is None or _attempts(Month.of(row.introduction_month), row.kind, row.phase) > row.attempt:
        raise VerificationError(f"{name} was not refused, or is written again already")
    settle(REFUSED, name, outcome="written again", because=because)
    again = _write(Month.of(row.introduction_month), row.kind, row.phase, because)
    Answer.objects.filter(dispatch=row).update(dispatch=again)
    return again


def _proof(month: Month, kind: str, who: str) -> int:
    """The bank file waits until the bank has said everything, at the longest until the last call."""
    if _attempts(month, kind, 0):
        return 0
    last_call = rounds(month.first)[kind].due_on(month.first) - LAST_CALL
    if kind == "bank_file" and clock.today() < last_call and payment.unanswered(month.span):
        return 0
    with transaction.atomic():
        _write(month, kind, 0, records.Because(who, "ONEM has the C10 of the month"))
    return 1


def _answers(month: Month, phase: int, who: str) -> int:
    rows = standing.untold_answers(month.first, phase)
    ids = list(rows.values_list("answer__pk", flat=True))
    last_call = rounds(month.first)[ANSWERS[phase]].due_on(month.first) - LAST_CALL
    if not ids or (clock.today() < last_call and standing.to_answer(month.first, phase).exists()):
        return 0
    with transaction.atomic():
        locked = Answer.objects.select_for_update().filter(pk__in=ids, dispatch__isnull=True)
        kept = sorted(locked.values_list("pk", flat=True))
        row = _write(month, "answers", phase, records.Because(who, "the phase is answered"), kept)
        Answer.objects.filter(pk__in=kept).update(dispatch=row)
    return 1


def _write(
    month: Month, kind: str, phase: int, because: records.Because, answers: Iterable[int] = ()
) -> Dispatch:
    attempt = _attempts(month, kind, phase) + 1
    stem = "-".join([PREFIXES[kind], str(month), *([str(phase)] if phase else []), str(attempt)])
    now, rows = clock.now(), list(_rows(month, kind, phase, answers))
    body = proofs.render(kind, stem, month, phase=phase, created=now, rows=rows)
    row = Dispatch.objects.create(
        introduction_month=month.first, kind=kind, phase=phase, attempt=attempt, name=f"{stem}.xml", written_at=now,
        lines=len(rows), sha256=hashlib.sha256(body).hexdigest(),
    )  # fmt: skip
    records.born(DISPATCHES, [row.pk], state="written", because=because)
    records.put(DESTINATION, row.name, body)
    return row


def _rows(month: Month, kind: str, phase: int, answers: Iterable[int]) -> Iterable[str]:
    if kind == "answers":
        told = Answer.objects.filter(pk__in=list(answers))
        again = Answer.objects.filter(
            dispatch__introduction_month=month.first, dispatch__phase=phase, dispatch__state="refused"
        )
        return proofs.answered((told | again).select_related("outcome__expense").order_by("pk"))
    file = Expense.objects.filter(file__introduction_month=month.first)
    ids = list(file.values_list("payment_id", flat=True))
    spent = payment.spent_by_id(ids)
    return proofs.papers(spent) if kind == "papers" else proofs.executed(spent, payment.counted_ids(ids))


def _attempts(month: Month, kind: str, phase: int) -> int:
    return Dispatch.objects.filter(introduction_month=month.first, kind=kind, phase=phase).count()
