"""Reading the files that wait: each one transaction, read to its end and applied, or rejected whole.

Every room that understands a kind of file reads it so. A reader that dies leaves the file waiting; of a file
that cannot be used nothing is applied: it stands on the list of rejects, with an item for a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from django.db import transaction

from capac.records import api as records
from capac.work.opening import open_rejects

Apply = Callable[[records.IncomingFile, records.Because], Counter[str]]
"""What a room does with a file, in its transaction: counts by name. Raises records.FileFaultError."""


def read_files(
    kind: str, apply: Apply, progress: records.Progress, *, because: records.Because, skips_twins: bool = True
) -> None:
    """Read every waiting file of a kind, oldest first, and count into the run (files, rejected_files and what
    `apply` counts). With `skips_twins` the same bytes a second time are nothing new."""
    for file in records.waiting(kind):
        for name, number in _read(file, apply, because, skips_twins=skips_twins).items():
            progress.count(name, number)


def reject_messages(
    file: records.IncomingFile, faults: Sequence[records.Fault], *, because: records.Because
) -> None:
    """Put single messages of a file on the list of rejects, each with its item; the others are applied."""
    open_rejects(records.reject_all(file, faults, because=because), because=because)


def _read(
    file: records.IncomingFile, apply: Apply, because: records.Because, *, skips_twins: bool
) -> Counter[str]:
    try:
        with transaction.atomic():
            if not records.hold(file):
                return Counter()
            counts = Counter(files=1)
            if not (skips_twins and records.seen_before(file)):
                counts += apply(file, because)
            records.done(file, because=because)
            return counts
    except records.FileFaultError as error:
        return _reject_whole(file, error.fault, because)


def _reject_whole(file: records.IncomingFile, fault: records.Fault, because: records.Because) -> Counter[str]:
    with transaction.atomic():
        if not records.hold(file):
            return Counter()
        row = records.reject_file(file, fault, because=because)
        open_rejects([row] if row else [], because=because)
    return Counter(files=1, rejected_files=1)
