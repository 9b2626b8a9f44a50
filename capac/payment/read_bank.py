"""Read what the bank answers. Each file is one transaction: read to its end and applied, or rejected whole.

A status or booking that cannot be used stands on the list of rejects with its line and a work item; the
others are applied. An answer is known by its message id, so reading one again changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from capac.core import clock
from capac.payment import camt054, pain002
from capac.payment.apply_camt054 import apply_notice
from capac.payment.apply_pain002 import apply_status
from capac.payment.bank_faults import FileFaultError
from capac.payment.follow_files import follow_files
from capac.payment.models import BankAnswer
from capac.payment.returns import accounts_changed
from capac.records import api as records
from capac.work import api as work

COUNTERS = (
    "files", "rejected_files", "known_files", "statuses", "bookings", "accepted_files", "refused_files", "settled",
    "refused", "returned", "known", "rejected", "accounts_changed", "not_taken", "sent_again", "waiting",
)  # fmt: skip
Applied = tuple[Counter[str], list[records.Fault]]


def read_bank(*, who: str) -> dict[str, int]:
    """Read every waiting pain.002, then every camt.054, oldest first. Returns the counters of the run.

    The order does not matter to what comes of them. What was held for an account that changed is freed too.
    """
    with records.running("read_bank", COUNTERS, who=who) as progress:
        because = records.Because(who, "read from the bank", progress.run.pk)
        for name, number in follow_files(because=because).items():
            progress.count(name, number)
        for kind in (pain002.KIND, camt054.KIND):
            work.read_files(kind, _apply_once, progress, because=because, skips_twins=False)
        progress.count("accounts_changed", accounts_changed(because=because))
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
    counts, faults = _apply(header, stream, because)
    work.reject_messages(file, faults, because=because)
    counts.update(rejected=len(faults))
    BankAnswer.objects.filter(pk=answer.pk).update(counters=dict(counts))
    return counts


_STREAMS = {pain002.KIND: pain002.read, camt054.KIND: camt054.read}


def _apply(header: Any, stream: Iterator[Any], because: records.Because) -> Applied:
    if isinstance(header, pain002.Header):
        return apply_status(header, stream, because=because)
    return apply_notice(stream, because=because)
