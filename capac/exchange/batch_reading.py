"""Batches of ONSS that are complete: a GO with its data and its signature. What becomes of one is the caller's.

GO is sent last, but files may overtake each other: a GO whose data or signature is not here waits a day, then
it is refused. Data without GO is not ready and waits. A name stands for one batch: the same bytes under it
again are nothing new, others are refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet
from joserfc.jwk import KeySet

from capac.core import clock
from capac.exchange import batch_names, batch_signatures
from capac.exchange.batch_names import DATA, GO, SIGNATURE, BatchName
from capac.exchange.faults import FileFaultError
from capac.records import api as records

KIND = "WECH_"
"""Kinds of files in the mailbox: WECH_FI, WECH_FS, WECH_GO."""
PATIENCE = timedelta(hours=24)
"""How long a trigger waits for what overtook it. Our own choice: ONSS publishes none."""


@dataclass(frozen=True)
class Batch:
    """A batch whose signature fits, with every waiting file of its name."""

    name: BatchName
    data: records.IncomingFile
    go: records.IncomingFile
    files: tuple[records.IncomingFile, ...]

    @property
    def ticket(self) -> str:
        """Our number for the batch, of thirteen characters as ONSS's tickets are."""
        return f"CAP{self.go.pk:010d}"


class NotReadyError(Exception):
    """Part of the batch has not come yet."""


class TwinError(Exception):
    """This batch came before, byte for byte: nothing is new."""


def triggers() -> Iterator[records.IncomingFile]:
    """GO files that wait, oldest first."""
    return records.waiting(KIND + GO)


def files_of(go: records.IncomingFile) -> list[records.IncomingFile]:
    """Every waiting file of the batch that a GO names, the GO itself among them; only the GO for a strange name."""
    try:
        name = batch_names.parse(go.name)
    except FileFaultError:
        return [go]
    names = {KIND + kind: name.file(kind) for kind in (DATA, SIGNATURE, GO)}
    rows = records.IncomingFile.objects.filter(kind__in=names, name__in=names.values(), state="waiting")
    return list(rows.order_by("pk"))


def assemble(go: records.IncomingFile, files: list[records.IncomingFile], *, keys: KeySet) -> Batch:
    """The batch of a GO. Raises NotReadyError, TwinError or FileFaultError."""
    name = batch_names.parse(go.name)
    data = _last(files, name.file(DATA))
    if data is None:
        raise _missing(go, name, DATA)
    _check_fresh(name, data)
    signature = _last(files, name.file(SIGNATURE))
    if signature is None:
        raise _missing(go, name, SIGNATURE)
    batch_signatures.check(data, bytes(signature.body), sender=name.sender, keys=keys)
    return Batch(name, data, go, tuple(files))


def latecomers() -> list[records.IncomingFile]:
    """Data and signatures that wait although their batch was dealt with: refused before they came. Two queries."""
    parts = records.IncomingFile.objects.filter(kind__in=[KIND + DATA, KIND + SIGNATURE], state="waiting")
    rows = [(file, _trigger_of(file.name)) for file in parts.defer("body").order_by("pk")]
    triggers = records.IncomingFile.objects.filter(kind=KIND + GO, name__in={name for _, name in rows})
    states: dict[str, set[str]] = {}
    for name, state in triggers.values_list("name", "state"):
        states.setdefault(name, set()).add(state)
    return [file for file, name in rows if states.get(name) and "waiting" not in states[name]]


def _trigger_of(name: str) -> str:
    try:
        return batch_names.parse(name).file(GO)
    except FileFaultError:
        return ""


def _last(files: list[records.IncomingFile], name: str) -> records.IncomingFile | None:
    return next((file for file in reversed(files) if file.name == name), None)


def _missing(go: records.IncomingFile, name: BatchName, kind: str) -> Exception:
    """What to say of a part that is not here: it came before, it may still come, or it is missing."""
    if kind == DATA and _before(name, DATA).exists():
        return TwinError()
    if clock.now() - go.received_at < PATIENCE:
        return NotReadyError()
    reason = "data_missing" if kind == DATA else "signature_missing"
    return FileFaultError(reason, field=kind, name=name.file(kind))


def _check_fresh(name: BatchName, data: records.IncomingFile) -> None:
    """Raises TwinError for the bytes of a batch dealt with, FileFaultError for others under its name."""
    before = _before(name, DATA).values_list("sha256", flat=True)
    if data.sha256 in before:
        raise TwinError
    if before:
        raise FileFaultError("batch_name_used", field="name")


def _before(name: BatchName, kind: str) -> QuerySet[records.IncomingFile]:
    """Files of this name that have been dealt with."""
    rows = records.IncomingFile.objects.filter(kind=KIND + kind, name=name.file(kind))
    return rows.exclude(state="waiting")
