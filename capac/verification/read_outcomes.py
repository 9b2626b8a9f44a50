"""Read what ONEM says of our expenses. Each file is one transaction: read to its end and applied, or rejected whole.

A fault of one outcome puts it on the list of rejects with a work item; the others are applied. An
outcome is known by its line and phase, so reading a file again changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice

from capac.core import clock
from capac.records import api as records
from capac.verification import judging
from capac.verification.batches import Header, Said, outcomes
from capac.verification.faults import MessageFaultError
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
        work.read_files(KIND, _apply_all, progress, because=because)
        return progress.counters


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
    work.reject_messages(file, faults, because=because)
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
