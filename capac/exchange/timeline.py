"""What the timeline of a file tells of exchange: decisions of ONEM and declarations of employers."""

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
)


def timeline(client_id: int, *, after: records.Place | None = None, limit: int) -> list[records.Entry]:
    """The latest decisions and declarations of a client, after a place. One query."""
    return records.entries(PARTS, client_id, after=after, limit=limit)
