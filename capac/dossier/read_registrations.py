"""Read the files of the regional services: each one transaction, read to its end and applied, or rejected whole.

A version that is here already is nothing new; other content under it is a fault. A person without file keeps the
registration waiting until a client has the number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from lxml import etree

from capac.core import clock
from capac.dossier.flat import Flat, flat, said
from capac.dossier.models import Registration
from capac.dossier.registrations import SERVICES, follow_registrations
from capac.people import api as people
from capac.records import api as records
from capac.work import api as work

KIND = "REGISTRATIONS"
COUNTERS = ("files", "rejected_files", "messages", "kept", "unmatched", "known", "rejected")
CHUNK = 1000
NAMESPACE = "urn:capac:own-interface:registrations:1"
LAYOUT = records.Layout(
    namespace=NAMESPACE,
    root="RegistrationBatch",
    element="registration",
    header={
        "fileId": records.IDENTIFIER,
        "service": re.compile("|".join(SERVICES)),
        "count": re.compile(r"[1-9]\d{0,8}"),
    },
    stranger="not_a_registration",
)
Key = tuple[str, int]
"""Reference at the service, version."""


@dataclass(frozen=True)
class _Read:
    """A registration as read."""

    facts: Flat
    key: Key
    number: str
    registered_on: date
    ended_on: date | None

    def fault(self, reason: str, name: str) -> records.Fault:
        """What is wrong with it, under its reference and version."""
        return self.facts.fault(reason, name).of(f"{self.key[0]}/{self.key[1]}"[:80])


def read_registrations(*, who: str) -> dict[str, int]:
    """Read every waiting file, oldest first. Returns the counters of the run."""
    with records.running("read_registrations", COUNTERS, who=who) as progress:
        because = records.Because(who, "read from a file of registrations", progress.run.pk)
        work.read_files(KIND, _apply, progress, because=because)
        return progress.counters


def _apply(file: records.IncomingFile, because: records.Because) -> Counter[str]:
    counts: Counter[str] = Counter()
    stream = records.elements(bytes(file.body), LAYOUT)
    while chunk := list(islice(_readings(stream, file.mailbox), CHUNK)):
        counts += _chunk(file, chunk, because)
    return counts


def _readings(
    stream: Iterator[tuple[Mapping[str, str], etree._Element]], mailbox: str
) -> Iterator[_Read | records.Fault]:
    """Each registration as read, or what is wrong with it. Raises FileFaultError for the file of another service."""
    for header, element in stream:
        if header["service"] != mailbox:
            raise records.FileFaultError("service_of_another", 1, "service", service=header["service"])
        try:
            yield _read(flat(element, "registrations"))
        except records.MessageFaultError as error:
            yield error.of(f"{said(element, 'reference')}/{said(element, 'version')}"[:80])


def _read(facts: Flat) -> _Read:
    registered, ended = facts.past_day("registeredOn"), facts.day("endedOn")
    if ended is not None and ended < registered:
        raise facts.fault("ends_before_start", "endedOn", first=str(registered), last=str(ended))
    key = (facts.text("reference"), int(facts.text("version")))
    return _Read(facts, key, facts.number(), registered, ended)


def _chunk(
    file: records.IncomingFile, chunk: Sequence[_Read | records.Fault], because: records.Because
) -> Counter[str]:
    readings = [row for row in chunk if isinstance(row, _Read)]
    faults = [row for row in chunk if isinstance(row, records.Fault)]
    fresh, conflicts = _sort(file.mailbox, readings)
    clients = people.current_numbers({row.number for row in fresh})
    Registration.objects.bulk_create([_row(file, row, clients.get(row.number)) for row in fresh])
    follow_registrations(set(clients.values()), because=because)
    work.reject_messages(file, faults + conflicts, because=because)
    rejected = len(faults) + len(conflicts)
    return Counter(
        messages=len(chunk),
        kept=len(fresh),
        unmatched=sum(row.number not in clients for row in fresh),
        known=len(chunk) - len(fresh) - rejected,
        rejected=rejected,
    )


def _sort(service: str, readings: Sequence[_Read]) -> tuple[list[_Read], list[records.Fault]]:
    """What is new, and what stands under a version that says something else already."""
    rows = Registration.objects.filter(service=service, reference__in={row.key[0] for row in readings})
    known = {
        (ref, version): digest for ref, version, digest in rows.values_list("reference", "version", "digest")
    }
    fresh, conflicts = [], []
    for row in readings:
        before = known.setdefault(row.key, "")
        if not before:
            known[row.key] = row.facts.digest
            fresh.append(row)
        elif before != row.facts.digest:
            conflicts.append(row.fault("version_known_with_other_content", "version"))
    return fresh, conflicts


def _row(file: records.IncomingFile, row: _Read, client_id: int | None) -> Registration:
    return Registration(
        service=file.mailbox,
        reference=row.key[0],
        version=row.key[1],
        client_id=client_id,
        niss="" if client_id else row.number,
        registered_on=row.registered_on,
        ended_on=row.ended_on,
        reason=row.facts.text("reason"),
        file=file,
        line=row.facts.line,
        digest=row.facts.digest,
        received_on=file.received_at.astimezone(clock.BRUSSELS).date(),
        known_at=clock.now(),
    )
