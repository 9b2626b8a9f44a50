"""What the timeline of a file tells of debts: claims and what cancelled them."""

from __future__ import annotations

from capac.records import api as records

PARTS = (
    records.Part(
        "debt",
        "debt_debtentry AS entry JOIN debt_debt AS debt ON debt.id = entry.debt_id",
        "entry.at",
        {"month": "debt.month", "cents": "entry.cents", "cause": "entry.cause"},
        id="entry.id",
    ),
)


def timeline(client_id: int, *, after: records.Place | None = None, limit: int) -> list[records.Entry]:
    """The latest entries of a client's debts, after a place. One query."""
    return records.entries(PARTS, client_id, after=after, limit=limit)
