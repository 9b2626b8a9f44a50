"""What the timeline of a file tells of verification: what ONEM said of payments."""

from __future__ import annotations

from capac.records import api as records

PARTS = (
    records.Part(
        "outcome",
        "verification_outcome AS said JOIN verification_expense AS spent ON spent.id = said.expense_id",
        "said.known_at",
        {
            "month": "spent.month",
            "outcome": "said.outcome",
            "cents": "said.amount_cents",
            "cause": "said.cause",
        },
        id="said.id",
    ),
)


def timeline(client_id: int, *, after: records.Place | None = None, limit: int) -> list[records.Entry]:
    """What ONEM said last of a client's payments, after a place. One query."""
    return records.entries(PARTS, client_id, after=after, limit=limit)
