"""What the timeline of a file tells of the person: registered, accounts, addresses, contact points, death."""

from __future__ import annotations

from capac.records import api as records

PARTS = (
    records.Part("registered", "people_client", "registered_at", subject="id"),
    records.Part(
        "death",
        "people_client",
        "death_known_at",
        {"day": "deceased_on"},
        subject="id",
        where="death_known_at IS NOT NULL",
    ),
    records.Part("account", "people_account", "known_at", {"iban": "iban", "holder": "holder"}),
    records.Part("address", "people_address", "known_at", {"town": "town"}),
    records.Part("contact", "people_contactpoint", "known_at", {"kind": "kind"}),
)


def timeline(client_id: int, *, after: records.Place | None = None, limit: int) -> list[records.Entry]:
    """The latest changes of what is known of a person, after a place. One query."""
    return records.entries(PARTS, client_id, after=after, limit=limit)
