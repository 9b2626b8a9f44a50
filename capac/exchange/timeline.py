"""What the timeline of a file tells of exchange: decisions and letters of ONEM, files introduced there, declarations of employers."""

from __future__ import annotations

from capac.records import api as records

PARTS = (
    records.Part(
        "authorisation",
        "exchange_authorisation",
        "known_at",
        {"reference": "reference", "issued_on": "issued_on"},
    ),
    records.Part(
        "declaration",
        "exchange_declaration",
        "known_at",
        {"form": "form", "month": "month", "cancels": "status = 3"},
    ),
    records.Part(
        "submission",
        "exchange_submission",
        "written_at",
        {"reference": "reference", "attempt": "attempt", "derogation": "derogation <> ''"},
    ),
    records.Part(
        "onem_letter",
        "exchange_notice",
        "known_at",
        {"letter": "kind", "decided_on": "decided_on", "cents": "amount_cents"},
    ),
)


def timeline(client_id: int, *, after: records.Place | None = None, limit: int) -> list[records.Entry]:
    """The latest of them of a client, after a place. One query."""
    return records.entries(PARTS, client_id, after=after, limit=limit)
