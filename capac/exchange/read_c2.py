"""Read the C2 files that wait. Each file is one transaction: read to its end and applied, or rejected whole.

A fault of one message puts that message on the list of rejects, with a work item; the others are
applied. A reader that dies leaves the file waiting; reading it again changes nothing twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml import etree

from capac.exchange import c2
from capac.exchange.applying import BATCH, keep
from capac.exchange.batches import messages
from capac.exchange.faults import MessageFaultError
from capac.exchange.matching import Matched, Reading, match, what_is_known
from capac.records import api as records
from capac.work import api as work

KIND = "C2"
COUNTERS = ("files", "rejected_files", "messages", "applied", "by_hand", "known", "rejected")


def read_c2(*, who: str) -> dict[str, int]:
    """Read every waiting C2 file, oldest first. Returns the counters of the run."""
    with records.running("read_c2", COUNTERS, who=who) as progress:
        because = records.Because(who, "read from a C2 file", progress.run.pk)
        work.read_files(KIND, _apply_all, progress, because=because)
        return progress.counters


def _apply_all(file: records.IncomingFile, because: records.Because) -> Counter[str]:
    counts: Counter[str] = Counter()
    stream = messages(bytes(file.body))
    while chunk := list(islice(_readings(stream), BATCH)):
        counts += _apply_chunk(file, chunk, because)
    return counts


def _readings(stream: Iterator[etree._Element]) -> Iterator[Reading | records.Fault]:
    """Each message as read, or what is wrong with it."""
    for element in stream:
        try:
            yield Reading(c2.read(element), etree.tostring(element, with_tail=False))
        except MessageFaultError as error:
            yield error.of(c2.message_id(element))


def _apply_chunk(
    file: records.IncomingFile, chunk: Sequence[Reading | records.Fault], because: records.Because
) -> Counter[str]:
    readings = [row for row in chunk if isinstance(row, Reading)]
    faults = [row for row in chunk if isinstance(row, records.Fault)]
    fresh: list[Matched] = []
    known = what_is_known(readings)
    for reading in readings:
        try:
            if matched := match(reading, known):
                fresh.append(matched)
        except MessageFaultError as error:
            faults.append(error.of(reading.c2.message_id))
    keep(file, fresh, because=because)
    work.reject_messages(file, faults, because=because)
    waiting = sum(1 for row in fresh if row.reasons)
    return Counter(
        messages=len(chunk),
        applied=len(fresh) - waiting,
        by_hand=waiting,
        rejected=len(faults),
        known=len(chunk) - len(fresh) - len(faults),
    )
