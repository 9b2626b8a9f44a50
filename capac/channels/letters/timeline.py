"""What the timeline of a file tells of letters: those that we wrote."""

from __future__ import annotations

from capac.records import api as records

PARTS = (
    records.Part(
        "letter",
        "letters_letter",
        "written_at",
        {"title": "title", "key": "key", "state": "state", "channel": "channel"},
        where="state <> 'withdrawn'",
    ),
)


def timeline(client_id: int, *, after: records.Place | None = None, limit: int) -> list[records.Entry]:
    """The latest letters to a client, after a place. One query."""
    return records.entries(PARTS, client_id, after=after, limit=limit)
