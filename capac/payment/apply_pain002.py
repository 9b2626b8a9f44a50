"""What a pain.002 says becomes the state of the file and of the transfers that the bank refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from capac.payment import pain002
from capac.payment.bank_faults import FileFaultError, MessageFaultError
from capac.payment.models import BankFile, Payment
from capac.payment.pain002 import Said
from capac.payment.returns import follow
from capac.payment.settling import Fact, accept_files, apply, refuse_file
from capac.records import api as records

BATCH = 2000
SECOND_COPY = frozenset({"AM05", "DU01", "DU02"})
"""The bank refuses a file because it has it already: the first copy keeps its own answer."""


@dataclass
class _Heard:
    """What a file of answers says, as it is read."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[records.Fault] = field(default_factory=list)
    rejected: Said | None = None
    accepted: bool = False


def apply_status(
    header: pain002.Header, stream: Iterator[Said], *, because: records.Because
) -> tuple[Counter[str], list[records.Fault]]:
    """Apply a pain.002 in the caller's transaction; returns counts and what cannot be used.

    Raises FileFaultError: file_unknown, and what the stream raises.
    """
    file = BankFile.objects.select_for_update().filter(message_id=header.original_id).first()
    if file is None:
        raise FileFaultError("file_unknown", None, "OrgnlMsgId", reference=header.original_id)
    heard = _Heard()
    while chunk := list(islice(stream, BATCH)):
        _hear(file, chunk, heard, because)
    _decide(file, heard, because)
    return heard.counts, heard.faults


def _hear(file: BankFile, chunk: list[Said], heard: _Heard, because: records.Because) -> None:
    heard.counts["statuses"] += len(chunk)
    for said in chunk:
        if said.level == pain002.PAYMENT and said.reference != file.message_id:
            fault = MessageFaultError("payment_unknown", said.line, "OrgnlPmtInfId")
            heard.faults.append(fault.of(said.reference))
        elif said.level != pain002.TRANSFER and said.status == pain002.REJECTED:
            heard.rejected = heard.rejected or said
        elif said.status not in pain002.PENDING:
            heard.accepted = True
    refused = [said for said in chunk if (said.level, said.status) == (pain002.TRANSFER, pain002.REJECTED)]
    applied = apply([_fact(file, said) for said in refused], because=because)
    follow(applied, because=because)
    heard.faults += applied.faults
    heard.counts.update(refused=len(applied.moved["refused"]), known=applied.known)


def _fact(file: BankFile, said: Said) -> Fact:
    return Fact(said.line, said.reference, "refused", reason=said.reason, file_id=file.pk)


def _decide(file: BankFile, heard: _Heard, because: records.Because) -> None:
    """A refusal of the whole stands above acceptance. Its payments are owed again, so the list of rejects says it."""
    said = heard.rejected
    if said is None:
        heard.counts["accepted_files"] += accept_files([file.pk] if heard.accepted else [], because=because)
        return
    if said.reason in SECOND_COPY:
        heard.faults.append(_of_file(file, "second_copy_refused", said))
        return
    if Payment.objects.filter(file=file, state__in=("settled", "returned")).exists():
        heard.faults.append(_of_file(file, "rejected_after_booking", said))
    heard.faults.append(_of_file(file, "file_refused", said))
    heard.counts["refused_files"] += 1
    heard.counts["refused"] += refuse_file(file, said.reason, because=because)


def _of_file(file: BankFile, reason: str, said: Said) -> records.Fault:
    return MessageFaultError(reason, said.line, "GrpSts", code=said.reason).of(file.message_id)
