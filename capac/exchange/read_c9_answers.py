"""Read what ONEM answers to our C9, and the copies of its letters. Each file is one transaction, applied or rejected whole.

Answers come doubled and in any order: one that says nothing new changes nothing. One that names no C9 of ours, or
nobody of ours, stands on the list of rejects with an item.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from capac.core import clock
from capac.dossier import api as dossier
from capac.exchange import causes, waiting
from capac.exchange.c9_answer import RETURNED, Answer, answers
from capac.exchange.submission_models import Notice, Return, Submission
from capac.exchange.submission_states import NOTICES, SUBMISSIONS
from capac.people import api as people
from capac.records import api as records
from capac.work import api as work

KIND = "C9ANSWERS"
AT_ONEM = ("submitted", "returned", "complete")
"""ONEM may decide on a file that it sent back, also when it is whole again here; a withdrawn one stays so."""
COUNTERS = (
    "files",
    "rejected_files",
    "messages",
    "received",
    "refused",
    "returned",
    "letters",
    "known",
    "rejected",
)


def read_c9_answers(*, who: str) -> dict[str, int]:
    """Read every waiting file, oldest first. Returns the counters of the run."""
    with records.running("read_c9_answers", COUNTERS, who=who) as progress:
        because = records.Because(who, "read from a file of answers", progress.run.pk)
        work.read_files(KIND, _apply, progress, because=because)
        return progress.counters


def decided_by(reference: str, *, on: date, because: records.Because) -> bool:
    """A C2 names the C9 that it answers: that file is decided. False for a reference that is none of ours."""
    row = Submission.objects.filter(reference=reference).order_by("-attempt").first()
    if row is None:
        return False
    if records.move(SUBMISSIONS, [row.pk], to="decided", because=because):
        _answered(row, on)
        waiting.left(row.application_id, because=because)
        application = dossier.application_by_id(row.application_id)
        if application and application.state in AT_ONEM:
            dossier.decided(row.application_id, decided_on=on, because=because)
    return True


def _apply(file: records.IncomingFile, because: records.Because) -> Counter[str]:
    counts: Counter[str] = Counter()
    faults = []
    for one in answers(bytes(file.body)):
        told = one if isinstance(one, records.Fault) else _one(one, because)
        counts["messages"] += 1
        if isinstance(told, records.Fault):
            faults.append(told)
        else:
            counts[told] += 1
    work.reject_messages(file, faults, because=because)
    counts["rejected"] = len(faults)
    return counts


def _one(answer: Answer, because: records.Because) -> str | records.Fault:
    """What became of an answer: the name of its counter, or why it cannot be used."""
    if answer.is_letter:
        return _letter(answer, because)
    row = Submission.objects.filter(reference=answer.reference, attempt=answer.attempt).first()
    if row is None:
        return answer.wrong("unknown_submission", "reference", reference=answer.reference[:40])
    if answer.kind == RETURNED:
        return _returned(row, answer, because)
    if answer.kind == "refused":
        return _refused(row, answer, because)
    if not records.move(SUBMISSIONS, [row.pk], to="received", because=because):
        return "known"
    Submission.objects.filter(pk=row.pk).update(received_on=answer.on)
    return "received"


def _returned(row: Submission, answer: Answer, because: records.Because) -> str:
    """The file came back: its pieces are missing again, its month runs, and the likely cause is kept beside it."""
    if not records.move(SUBMISSIONS, [row.pk], to="returned", because=because):
        return "known"
    _answered(row, answer.on)
    before = dossier.application_by_id(row.application_id)
    asked = {one.code: one.state for one in before.pieces} if before else {}
    known = [form for form, _ in answer.missing if form in dossier.forms()]
    Return.objects.create(
        submission=row,
        message_id=answer.message_id,
        returned_on=answer.on,
        missing=[list(one) for one in answer.missing],
        text=answer.text,
        proposed=causes.proposed(answer.missing, asked=asked, forms=dossier.proofs()),
        known_at=clock.now(),
    )
    dossier.returned(
        row.application_id, missing=dict.fromkeys(known, ""), returned_on=answer.on, because=because
    )
    after = dossier.application_by_id(row.application_id)
    waiting.came_back(row, on=answer.on, return_by=after.introduce_by if after else None, because=because)
    return "returned"


def _refused(row: Submission, answer: Answer, because: records.Because) -> str:
    """ONEM cannot use the message: the fault is ours, and a person mends it."""
    if not records.move(SUBMISSIONS, [row.pk], to="refused", because=because):
        return "known"
    Submission.objects.filter(pk=row.pk).update(fault=answer.fault)
    _answered(row, answer.on)
    dossier.returned(row.application_id, missing={}, returned_on=answer.on, because=because)
    waiting.refused(row, on=answer.on, fault=answer.fault, because=because)
    return "refused"


def _letter(answer: Answer, because: records.Because) -> str | records.Fault:
    client_id = people.whose(answer.number)
    if client_id is None:
        return answer.wrong("unknown_person", "inss")
    row, fresh = Notice.objects.get_or_create(
        message_id=answer.message_id,
        defaults={
            "kind": answer.kind,
            "client_id": client_id,
            "reference": answer.reference,
            "decided_on": answer.on,
            "article": answer.article,
            "amount_cents": answer.amount_cents,
            "text": answer.text,
            "known_at": clock.now(),
        },
    )
    if not fresh:
        return "known"
    records.born(NOTICES, [row.pk], state="to_read", because=because)
    waiting.letter(row, because=because)
    return "letters"


def _answered(row: Submission, on: date) -> None:
    Submission.objects.filter(pk=row.pk).update(answered_on=on, answered_at=clock.now())
