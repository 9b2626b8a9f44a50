"""Read what ONEM says of our expenses. Each file is one transaction: read to its end and applied, or rejected whole.

A fault of one outcome puts it on the list of rejects with a work item; the others are applied. An
outcome is known by its line and phase, so reading a file again changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice

from django.db import transaction

from capac.core import clock
from capac.records import api as records
from capac.verification import judging
from capac.verification.batches import Header, Said, outcomes
from capac.verification.faults import FileFaultError, OutcomeFaultError
from capac.verification.models import RESULTS, Expense, Outcome
from capac.verification.persons import ask_persons
from capac.work import api as work

KIND = "VERIFICATION"
COUNTERS = ("files", "rejected_files", "outcomes", "known", "rejected", *RESULTS)
BATCH = 2000
Row = tuple[Header, Said | OutcomeFaultError, str]


def read_outcomes(*, who: str) -> dict[str, int]:
    """Read every waiting file of outcomes, oldest first. Returns the counters of the run."""
    with records.running("read_outcomes", COUNTERS, who=who) as progress:
        because = records.Because(who, "read from a file of outcomes", progress.run.pk)
        for file in records.waiting(KIND):
            for name, number in _read(file, because).items():
                progress.count(name, number)
        return progress.counters


def _read(file: records.IncomingFile, because: records.Because) -> Counter[str]:
    try:
        with transaction.atomic():
            if not records.hold(file):
                return Counter()
            counts = Counter(files=1)
            stream = outcomes(bytes(file.body))
            while chunk := list(islice(stream, BATCH)):
                counts += _apply(file, chunk, because)
            records.done(file, because=because)
            return counts
    except FileFaultError as error:
        return _reject_whole(file, error.fault, because)


def _apply(file: records.IncomingFile, chunk: Sequence[Row], because: records.Because) -> Counter[str]:
    fresh: dict[str, tuple[Expense, Said]] = {}
    faults = [said.of(line_id) for _, said, line_id in chunk if isinstance(said, OutcomeFaultError)]
    readable = [(header, said) for header, said, _ in chunk if isinstance(said, Said)]
    known = judging.what_is_known([said.line_id for _, said in readable])
    for header, said in readable:
        try:
            if said.line_id in fresh:
                raise OutcomeFaultError("line_twice", said.line, "lineId")
            expense = judging.judge(said, header, known)
            if expense is not None:
                fresh[said.line_id] = (expense, said)
        except OutcomeFaultError as fault:
            faults.append(fault.of(said.line_id))
    rows = Outcome.objects.bulk_create([_outcome(file, *pair) for pair in fresh.values()], batch_size=BATCH)
    ask_persons(rows, {expense.pk: expense for expense, _ in fresh.values()}, because=because)
    for reject in records.reject_all(file, faults, because=because):
        work.open_reject(reject, because=because)
    counts = Counter(said.result for _, said in fresh.values())
    counts.update(outcomes=len(chunk), rejected=len(faults), known=len(chunk) - len(fresh) - len(faults))
    return counts


def _outcome(file: records.IncomingFile, expense: Expense, said: Said) -> Outcome:
    return Outcome(
        expense=expense,
        file=file,
        outcome=said.result,
        phase=said.phase,
        amount_cents=said.amount_cents,
        cause=said.cause,
        cause_text=said.cause_text,
        recoverable=judging.is_recoverable(said),
        notified_on=said.notified_on,
        definitive=said.definitive,
        known_at=clock.now(),
    )


def _reject_whole(file: records.IncomingFile, fault: records.Fault, because: records.Because) -> Counter[str]:
    """Nothing of the file has been applied; it stands on the list of rejects and is asked for again."""
    with transaction.atomic():
        if not records.hold(file):
            return Counter()
        row = records.reject_file(file, fault, because=because)
        if row is not None:
            work.open_reject(row, because=because)
    return Counter(files=1, rejected_files=1)
