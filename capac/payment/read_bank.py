"""Read what the bank answers. Each file is one transaction: read to its end and applied, or rejected whole.

A status or booking that cannot be used stands on the list of rejects with its line and a work item; the
others are applied. An answer is known by its message id, so reading one again changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from capac.core import clock
from capac.payment import camt053, camt054, pain002, payee_messages, recall_messages
from capac.payment.apply_camt053 import apply_statement
from capac.payment.apply_camt054 import apply_notice
from capac.payment.apply_pain002 import apply_status
from capac.payment.bank_faults import FileFaultError
from capac.payment.follow_files import follow_files
from capac.payment.models import BankAnswer
from capac.payment.payees import apply_answers, ask_payees
from capac.payment.recalls import apply_recall_answers
from capac.payment.returns import accounts_changed
from capac.payment.silence import tell_silence
from capac.records import api as records
from capac.work import api as work

COUNTERS = (
    "files", "rejected_files", "known_files", "statuses", "bookings", "accepted_files", "refused_files", "settled",
    "refused", "returned", "known", "rejected", "accounts_changed", "not_taken", "sent_again", "waiting",
    "statements", "known_statements", "entries", "matched_entries", "unknown_entries", "payees_asked", "payee_RCVC",
    "payee_RVMC", "payee_RVNM", "payee_RVNA", "recalls_agreed", "recalls_declined", "recalls_pending", "silent_files",
    "answered_files",
)  # fmt: skip
Applied = tuple[Counter[str], list[records.Fault]]


def read_bank(*, who: str) -> dict[str, int]:
    """Read every waiting answer of the bank, kind by kind, oldest first. Returns the counters of the run.

    The order does not matter to what comes of them. What was held for an account that changed is freed too, names are
    asked of the bank, and files of which it says nothing are told.
    """
    with records.running("read_bank", COUNTERS, who=who) as progress:
        because = records.Because(who, "read from the bank", progress.run.pk)
        for name, number in follow_files(because=because).items():
            progress.count(name, number)
        for kind in _STREAMS:
            work.read_files(kind, _apply_once, progress, because=because, skips_twins=False)
        progress.count("accounts_changed", accounts_changed(because=because))
        progress.count("payees_asked", ask_payees(because=because))
        for name, number in tell_silence(because=because).items():
            progress.count(name, number)
        return progress.counters


def _apply_once(file: records.IncomingFile, because: records.Because) -> Counter[str]:
    """Apply an answer, or know it again. Whoever reads the same answer at the same time waits here for us."""
    stream: Iterator[Any] = _STREAMS[file.kind](bytes(file.body))
    header = next(stream)
    answer, fresh = BankAnswer.objects.get_or_create(
        kind=file.kind, message_id=header.message_id, defaults={"file": file, "applied_at": clock.now()}
    )
    if not fresh:
        if answer.file.sha256 != file.sha256:
            raise FileFaultError("message_known_with_other_content", None, "MsgId", message=header.message_id)
        return Counter(known_files=1)
    counts, faults = _apply(file, header, stream, because)
    work.reject_messages(file, faults, because=because)
    counts.update(rejected=len(faults))
    BankAnswer.objects.filter(pk=answer.pk).update(counters=dict(counts))
    return counts


_STREAMS: dict[str, Callable[[bytes], Iterator[Any]]] = {
    pain002.KIND: pain002.read,
    camt054.KIND: camt054.read,
    camt053.KIND: camt053.read,
    recall_messages.KIND: recall_messages.read,
    payee_messages.KIND: payee_messages.read,
}


def _apply(
    file: records.IncomingFile, header: Any, stream: Iterator[Any], because: records.Because
) -> Applied:
    if file.kind == pain002.KIND:
        return apply_status(header, stream, because=because)
    if file.kind == camt053.KIND:
        return apply_statement(file, stream, because=because)
    if file.kind == recall_messages.KIND:
        return apply_recall_answers(stream, because=because)
    if file.kind == payee_messages.KIND:
        return apply_answers(stream, because=because)
    return apply_notice(stream, because=because)
