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
from capac.verification.faults import FileFaultError, MessageFaultError
from capac.verification.models import RESULTS, Expense, Outcome
from capac.verification.persons import ask_persons
from capac.work import api as work

KIND = "VERIFICATION"
COUNTERS = ("files", "rejected_files", "outcomes", "known", "rejected", *RESULTS)
BATCH = 2000
Row = tuple[Header, Said | records.Fault]


def read_outcomes(*, who: str) -> dict[str, int]:
    """Read every waiting file of outcomes, oldest first. Returns the counters of the run, new ones by result."""
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
            if not records.seen_before(file):
                counts += _apply_all(file, because)
            records.done(file, because=because)
            return counts
    except FileFaultError as error:
        return _reject_whole(file, error.fault, because)


def _apply_all(file: records.IncomingFile, because: records.Because) -> Counter[str]:
    counts: Counter[str] = Counter()
    stream = outcomes(bytes(file.body))
    while chunk := list(islice(stream, BATCH)):
        counts += _apply(file, chunk, because)
    return counts


def _apply(file: records.IncomingFile, chunk: Sequence[Row], because: records.Because) -> Counter[str]:
    faults = [said for _, said in chunk if isinstance(said, records.Fault)]
    readable = [(header, said) for header, said in chunk if isinstance(said, Said)]
    known = judging.what_is_known([said.line_id for _, said in readable])
    fresh: list[Outcome] = []
    for header, said in readable:
        try:
            if (expense := judging.judge(said, header, known)) is not None:
                fresh.append(_outcome(file, expense, said))
                known.outcomes[expense.pk][said.phase] = fresh[-1]
        except MessageFaultError as error:
            faults.append(error.of(said.line_id))
    rows = Outcome.objects.bulk_create(fresh, batch_size=BATCH)
    ask_persons(rows, {row.expense_id: row.expense for row in rows}, because=because)
    work.open_rejects(records.reject_all(file, faults, because=because), because=because)
    counts = Counter(row.outcome for row in rows)
    counts.update(outcomes=len(chunk), rejected=len(faults), known=len(chunk) - len(rows) - len(faults))
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
        work.open_rejects([row] if row else [], because=because)
    return Counter(files=1, rejected_files=1)
