"""Introduce complete files at ONEM: one C9 each, written with its message in the transaction that moves the file.

A worker that dies leaves the files complete; the next one takes them. Two workers never take the same file. A file that
cannot be written waits with an item that says why, and the others leave.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from capac.core import clock
from capac.documents import api as documents
from capac.dossier import api as dossier
from capac.exchange import c9, waiting
from capac.exchange.submission_models import Submission
from capac.exchange.submission_states import SUBMISSIONS
from capac.people import api as people
from capac.records import api as records

DESTINATION = "onem"
COUNTERS = ("submitted", "unwritten")
BATCH = 25
"""Files are read with their documents: so many at once stay small in memory."""
WHY = "complete, introduced at ONEM"


def submit_ready(*, who: str) -> dict[str, int]:
    """Introduce every complete file, the nearest limit first. Returns the counters of the run."""
    with records.running("submit_files", COUNTERS, who=who) as progress:
        because = records.Because(who, WHY, progress.run.pk)
        unwritten: set[int] = set()
        taken = 0
        while some := _some(unwritten, because):
            taken += some
        progress.count("submitted", taken - len(unwritten))
        progress.count("unwritten", len(unwritten))
        return progress.counters


def introduce(
    application_id: int, *, derogation: str = "", reaction: bool = False, because: records.Because
) -> Submission:
    """Introduce one complete file now: with the reason of a C54 where it comes late, as a reaction to a decision.

    Raises dossier.DossierError for a file that is not complete, c9.C9Error for one that cannot be written.
    """
    with transaction.atomic():
        row = dossier.held(application_id, ("complete",))
        return _introduced(row, derogation=derogation, reaction=reaction, because=because)


def _some(unwritten: set[int], because: records.Because) -> int:
    """One transaction: some files leave; those that cannot be written are set apart. Returns how many were looked at."""
    with transaction.atomic():
        ready = dossier.ready_to_submit(BATCH + len(unwritten))
        rows = [row for row in ready if row.pk not in unwritten]
        unwritten.update(row.pk for row in rows if not _left(row, because))
    return len(rows)


def _left(row: dossier.Application, because: records.Because) -> bool:
    try:
        with transaction.atomic():
            _introduced(row, because=because)
    except c9.C9Error as error:
        waiting.unwritten(row, error, because=because)
        return False
    return True


def _introduced(
    row: dossier.Application, *, because: records.Because, derogation: str = "", reaction: bool = False
) -> Submission:
    told = c9.C9(
        reference=reference_of(row.pk),
        attempt=Submission.objects.filter(application=row).count() + 1,
        type=c9.type_of(row.type, derogation=bool(derogation)),
        suffix=c9.reaction_suffix() if reaction else "",
        kind=row.type,
        asked_on=row.asked_on,
        received_on=row.received_on,
        number=_number(row.client_id),
        name=_name(row.client_id),
        said=row.situation,
        pieces=_pieces(dossier.views([row])[0]),
        derogation=derogation,
    )
    written = _written(row, told, because)
    dossier.submitted([row.pk], because=because)
    waiting.left(row.pk, because=because)
    return written


def reference_of(application_id: int) -> str:
    """How ONEM's answers name a file. Bears no personal data and is the same at each attempt."""
    return f"A{application_id:010d}"


def _written(row: dossier.Application, told: c9.C9, because: records.Because) -> Submission:
    now = clock.now()
    submission = Submission.objects.create(
        application_id=row.pk,
        client_id=row.client_id,
        reference=told.reference,
        attempt=told.attempt,
        type=told.type,
        suffix=told.suffix,
        derogation=told.derogation,
        name=f"C9-{told.reference}-{told.attempt}.xml",
        written_at=now,
    )
    records.born(SUBMISSIONS, [submission.pk], state="written", because=because)
    records.put(DESTINATION, submission.name, c9.render(told, now))
    return submission


def _number(client_id: int) -> str:
    number = people.numbers_of([client_id]).get(client_id)
    if number is None:
        raise c9.C9Error("no_number")
    return number


def _name(client_id: int) -> str:
    client = people.clients([client_id])[client_id]
    return f"{client.given_name} {client.family_name}"[:140]


def _pieces(view: dossier.ApplicationView) -> tuple[c9.Piece, ...]:
    """What was received, each as it came last; what an agent does without is not there."""
    arrived = [
        (one.code, one.receipts[-1]) for one in view.pieces if one.state == "received" and one.receipts
    ]
    bytes_of = documents.by_ids([last.document_id for _, last in arrived if last.document_id])
    return c9.pieces_of(_piece(code, last, bytes_of) for code, last in arrived)


def _piece(code: str, last: dossier.ReceiptView, known: Mapping[int, documents.Document]) -> c9.Piece:
    source = last.source if not last.document_id else ""
    plain = c9.Piece(code=code, form=last.code, received_on=last.received_on, source=source)
    if last.document_id is None:
        return plain
    document = known[last.document_id]
    try:
        body = b"".join(documents.content(document.key))
    except documents.UnknownDocumentError as error:
        raise c9.C9Error("document_not_checked", code=code) from error
    return c9.Piece(
        code=code,
        form=last.code,
        received_on=last.received_on,
        source="",
        media_type=document.media_type,
        sha256=document.sha256,
        body=body,
    )
