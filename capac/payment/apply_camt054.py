"""What a camt.054 says becomes the state of payments: booked ones are settled, what came back is returned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from capac.payment.camt054 import Booked, NotRead
from capac.payment.returns import follow
from capac.payment.settling import Fact, accept_files, apply
from capac.records import api as records

BATCH = 2000


def apply_notice(
    stream: Iterator[Booked | NotRead], *, because: records.Because
) -> tuple[Counter[str], list[records.Fault]]:
    """Apply a camt.054 in the caller's transaction; returns counts and what cannot be used.

    Raises FileFaultError, as the stream does. A bank that books of a file has accepted it.
    """
    counts: Counter[str] = Counter()
    faults: list[records.Fault] = []
    while chunk := list(islice(stream, BATCH)):
        applied = apply([fact(said) for said in chunk if isinstance(said, Booked)], because=because)
        follow(applied, because=because)
        faults += [said.fault.of(said.end_to_end_id) for said in chunk if isinstance(said, NotRead)]
        faults += applied.faults
        moved = applied.moved["settled"] + applied.moved["returned"]
        files = {ending.payment.file_id for ending in moved if ending.payment.file_id}
        counts.update(
            bookings=len(chunk),
            settled=len(applied.moved["settled"]),
            returned=len(applied.moved["returned"]),
            known=applied.known,
            accepted_files=accept_files(files, because=because),
        )
    return counts, faults


def fact(said: Booked) -> Fact:
    """What a booking says of its payment."""
    state = "returned" if said.came_back else "settled"
    day = None if said.came_back else said.booked_on
    return Fact(said.line, said.end_to_end_id, state, day=day, reason=said.reason, cents=said.cents)
