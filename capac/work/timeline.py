"""What the timeline of a file tells of work: tasks that opened and were done, promises that were renewed."""

from __future__ import annotations

from capac.records import api as records

PARTS = (
    records.Part("item", "work_item", "since", {"kind": "kind", "due_on": "due_on"}),
    records.Part(
        "item_done",
        "work_item",
        "done_at",
        {"kind": "kind", "outcome": "outcome"},
        where="done_at IS NOT NULL",
    ),
    records.Part(
        "promise", "work_telling", "told_at", {"slipped_on": "slipped_on", "promised_on": "promised_on"}
    ),
)


def timeline(client_id: int, *, after: records.Place | None = None, limit: int) -> list[records.Entry]:
    """The latest tasks and promises about a client, after a place. One query."""
    return records.entries(PARTS, client_id, after=after, limit=limit)
