"""Documents that waited for their virus check are checked; of an infected one a person tells the client."""

from __future__ import annotations

from django.db import transaction

from capac.core import clock
from capac.documents import api as documents
from capac.records import api as records
from capac.work import api as work

COUNTERS = ("kept", "infected", "unchecked")
SUBJECT = "documents.Document"


def check_documents(*, who: str) -> dict[str, int]:
    """Check what waits, by id, each document once. Returns how many are kept, infected, or wait on."""
    with records.running("check_documents", COUNTERS, who=who) as progress:
        after = 0
        while ids := documents.unchecked(after):
            for pk in ids:
                progress.count(_checked(pk, who))
            after = ids[-1]
        return dict(progress.counters)


def _checked(document_id: int, who: str) -> str:
    """One document; its item opens with the state, so that none is forgotten."""
    because = records.Because(who, "checked for viruses")
    verdict = documents.verdict(document_id)
    if verdict == "unchecked":
        return verdict
    with transaction.atomic():
        if documents.settle_check(document_id, verdict, because=because) and verdict.startswith("infected"):
            _tell(document_id, because)
    return verdict.partition(" ")[0]


def _tell(document_id: int, because: records.Because) -> None:
    document = documents.by_ids([document_id])[document_id]
    work.open_item(
        "infected_document",
        (SUBJECT, document_id),
        client_id=document.client_id,
        arguments={"name": document.name, "channel": document.channel},
        since=clock.now(),
        because=because,
    )
