"""Read the batches of declarations that ONSS delivered. Each is one transaction: taken and answered, or refused whole.

A fault of one declaration puts it on the list of rejects with a work item and into the notification (NOTI001);
the others are kept. A declaration is known by its ticket, so reading one again changes nothing. The declaration
of a person without file stays in its batch until the client is registered (`read_rejected_declaration`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.db import transaction

from capac.exchange import batch_names, wech
from capac.exchange.batch_names import DATA
from capac.exchange.batch_reading import (
    KIND,
    Batch,
    NotReadyError,
    TwinError,
    assemble,
    files_of,
    latecomers,
    triggers,
)
from capac.exchange.batch_signatures import Keys
from capac.exchange.declarations_keeping import UNKNOWN, Known, keep, match, what_is_known
from capac.exchange.faults import FileFaultError, MessageFaultError
from capac.exchange.onss_answers import Handled, acknowledge, notify
from capac.exchange.wech import Wech
from capac.records import api as records
from capac.work import api as work

COUNTERS = (
    "files", "rejected_files", "not_ready", "not_configured", "declarations", "kept", "known", "rejected", "late_parts",
)  # fmt: skip
CHUNK = 1000
FILES = KIND + DATA


class DeclarationError(ValueError):
    """A rejected declaration that cannot be read again: the reason, the field, and what is needed to say so."""

    def __init__(self, reason: str, field: str, **arguments: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.reason, self.field, self.arguments = reason, field, arguments


@dataclass(frozen=True)
class _Form:
    """One form of a file: what it says of itself for the answer, and itself as read or its fault."""

    told: Handled
    wech: Wech | None


def read_declarations(*, who: str) -> dict[str, int]:
    """Read every batch that is ready, oldest first. Returns the counters of the run.

    Without the keys of ONSS (see operations) nothing is read and everything waits.
    """
    with records.running("read_declarations", COUNTERS, who=who) as progress:
        because = records.Because(who, "read from a batch of declarations", progress.run.pk)
        keys = Keys(*settings.ONSS) if settings.ONSS else None
        for go in triggers():
            counts = _take(go, keys, because) if keys else Counter(not_configured=1)
            for name, number in counts.items():
                progress.count(name, number)
        progress.count("late_parts", _put_away_latecomers(because))
        return progress.counters


@transaction.atomic
def _put_away_latecomers(because: records.Because) -> int:
    """What came after its batch was refused waits for nothing: ONSS was told, and sends another batch."""
    late = records.Because(because.who, "came after its batch was dealt with", because.run_id)
    files = [file for file in latecomers() if records.hold(file)]
    for file in files:
        records.done(file, because=late)
    return len(files)


def read_rejected_declaration(reject_id: int, *, because: records.Because) -> bool:
    """Read once more the declaration of an unknown person. True when it is new; its reject closes with its item.

    Raises DeclarationError when the reject is not such a declaration or stands open no more ("declaration_not_waiting"),
    when the person still has no file, or when the declaration cannot be kept.
    """
    row = records.reject_of(reject_id)
    if row is None or row.file is None or (row.kind, row.reason, row.state) != (FILES, UNKNOWN, "open"):
        raise DeclarationError("declaration_not_waiting", "reject")
    try:
        with transaction.atomic():
            found = _form_at(row.file, row.message_id)
            client_id = match(found, what_is_known([found]))
            keep(row.file, [(client_id, found)] if client_id else [], because=because)
            work.settle_reject(reject_id, outcome="kept", because=because)
    except MessageFaultError as error:
        raise DeclarationError(error.reason, error.field, **error.arguments) from error
    return client_id is not None


def _take(go: records.IncomingFile, keys: Keys, because: records.Because) -> Counter[str]:
    """One batch: taken and answered, or refused and answered, or left where it is."""
    try:
        with transaction.atomic():
            files = _held(go)
            return _apply(go, files, keys, because=because) if files else Counter()
    except NotReadyError:
        return Counter(not_ready=1)
    except FileFaultError as error:
        with transaction.atomic():
            files = _held(go)
            return _refuse(go, files, error, keys=keys, because=because) if files else Counter()


def _held(go: records.IncomingFile) -> list[records.IncomingFile]:
    """Every waiting file of a batch, held for this transaction; none where another reader has one of them."""
    files = files_of(go)
    return files if go in files and all(records.hold(file) for file in files) else []


def _apply(
    go: records.IncomingFile, files: list[records.IncomingFile], keys: Keys, *, because: records.Because
) -> Counter[str]:
    counts = Counter(files=1)
    try:
        batch = assemble(go, files, keys=keys.senders)
    except TwinError:
        batch = None
    if batch is not None:
        counts += _declarations(batch, keys, because)
    for file in files:
        records.done(file, because=because)
    return counts


def _declarations(batch: Batch, keys: Keys, because: records.Because) -> Counter[str]:
    """Every declaration of a batch, a chunk at a time, then the two answers."""
    counts: Counter[str] = Counter()
    handled: list[Handled] = []
    stream = _forms(batch.data, batch.name.application)
    while chunk := list(islice(stream, CHUNK)):
        told, counted = _chunk(batch.data, chunk, because)
        handled += told
        counts += counted
    acknowledge(batch.name, batch.ticket, key=keys.own)
    notify(batch.name, batch.ticket, handled, key=keys.own)
    return counts


def _forms(file: records.IncomingFile, form: str) -> Iterator[_Form]:
    """Each form as read, or with what is wrong with it."""
    for element in wech.elements(bytes(file.body), form):
        try:
            found = wech.read(element, form)
            yield _Form(Handled(found.ticket, found.created, str(found.status), None), found)
        except MessageFaultError as error:
            ticket = wech.ticket_of(element)
            yield _Form(Handled(ticket, ("", ""), "", error.of(ticket)), None)


def _chunk(
    file: records.IncomingFile, chunk: Sequence[_Form], because: records.Because
) -> tuple[list[Handled], Counter[str]]:
    known = what_is_known([row.wech for row in chunk if row.wech])
    fresh: list[tuple[int, Wech]] = []
    told = [_sorted(row, known, fresh) for row in chunk]
    keep(file, fresh, because=because)
    _close([one.ticket for _, one in fresh], because)
    faults = [one.fault for one in told if one.fault]
    work.reject_messages(file, faults, because=because)
    known_already = len(chunk) - len(fresh) - len(faults)
    return told, Counter(declarations=len(chunk), kept=len(fresh), rejected=len(faults), known=known_already)


def _sorted(row: _Form, known: Known, fresh: list[tuple[int, Wech]]) -> Handled:
    """Put a form among the new ones; what is known already is nothing new, and no fault."""
    if row.wech is None:
        return row.told
    try:
        if (client_id := match(row.wech, known)) is not None:
            fresh.append((client_id, row.wech))
    except MessageFaultError as error:
        return Handled(row.told.ticket, row.told.created, row.told.status, error.of(row.wech.ticket))
    return row.told


def _close(tickets: Sequence[str], because: records.Because) -> None:
    """The declarations of people who had no file and are registered now need nobody any more."""
    for reject_id in records.open_rejects_of(FILES, UNKNOWN, tickets):
        work.settle_reject(reject_id, outcome="kept", because=because)


def _refuse(
    go: records.IncomingFile,
    files: list[records.IncomingFile],
    error: FileFaultError,
    *,
    keys: Keys,
    because: records.Because,
) -> Counter[str]:
    """Nothing of the batch is applied: its data (or its trigger) stands on the list of rejects, and ONSS is told."""
    guilty = next((file for file in reversed(files) if file.kind == FILES), go)
    for file in files:
        if file.pk != guilty.pk:
            records.done(file, because=because)
    row = records.reject_file(guilty, error.fault, because=because)
    work.open_rejects([row] if row else [], because=because)
    if error.fault.reason != "wrong_batch_name":
        name = batch_names.parse(go.name)
        acknowledge(name, f"CAP{go.pk:010d}", reason=error.fault.reason, key=keys.own)
    return Counter(files=1, rejected_files=1)


def _form_at(file: records.IncomingFile, ticket: str) -> Wech:
    """A declaration of a file. Raises MessageFaultError when it cannot be read."""
    form = batch_names.parse(file.name).application
    for element in wech.elements(bytes(file.body), form):
        if wech.ticket_of(element) == ticket:
            return wech.read(element, form)
    raise DeclarationError("declaration_not_waiting", "reject")
