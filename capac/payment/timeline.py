"""What the timeline of a file tells of payment: cards, holds, payments prepared, arrived or come back."""

from __future__ import annotations

from capac.records import api as records

_PAID = {"month": "month", "scheme": "scheme", "cents": "transfer_cents"}
PARTS = (
    records.Part("card", "payment_controlcard", "known_at", {"month": "month", "channel": "channel"}),
    records.Part(
        "hold",
        "payment_hold",
        "since",
        {"month": "month", "scheme": "scheme", "reason": "reason", "turn": "turn"},
    ),
    records.Part(
        "payment",
        "payment_payment AS paid JOIN payment_paymentrun AS run ON run.id = paid.run_id",
        "run.known_at",
        _PAID,
        id="paid.id",
    ),
    records.Part("payment_settled", "payment_payment", "settled_at", _PAID, where="settled_at IS NOT NULL"),
    records.Part(
        "payment_ended",
        "payment_payment",
        "ended_at",
        {**_PAID, "state": "state", "bank_reason": "bank_reason"},
        where="ended_at IS NOT NULL AND state IN ('returned', 'refused', 'dropped')",
    ),
)


def timeline(client_id: int, *, after: records.Place | None = None, limit: int) -> list[records.Entry]:
    """The latest cards, holds and payments of a client, after a place. One query."""
    return records.entries(PARTS, client_id, after=after, limit=limit)
