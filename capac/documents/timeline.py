"""What the timeline of a file tells of documents: what came in, what was asked by letter, what was answered."""

from __future__ import annotations

from capac.records import api as records

_LETTER = {"about": "about", "channel": "channel", "promised_on": "promised_on"}
PARTS = (
    records.Part(
        "document",
        "documents_document",
        "kept_at",
        {"name": "name", "key": "key", "channel": "channel", "state": "state", "received_on": "received_on"},
        where="state <> 'infected'",
    ),
    records.Part("letter_in", "documents_inboundletter", "registered_at", _LETTER),
    records.Part(
        "letter_treated",
        "documents_inboundletter",
        "treated_at",
        {"about": "about", "outcome": "outcome"},
        where="treated_at IS NOT NULL",
    ),
)


def timeline(client_id: int, *, after: records.Place | None = None, limit: int) -> list[records.Entry]:
    """The latest documents and letters of a client, after a place. One query."""
    return records.entries(PARTS, client_id, after=after, limit=limit)
