"""What the timeline of a file tells of applications: opened, pieces that arrived, sent, returned, decided."""

from __future__ import annotations

from capac.records import api as records

_TYPE = {"type": "type", "key": "key"}


def _step(source: str, column: str) -> records.Part:
    return records.Part(
        source, "dossier_application", records.midnight(column), _TYPE, where=f"{column} IS NOT NULL"
    )


PARTS = (
    records.Part("application", "dossier_application", "opened_at", _TYPE),
    _step("application_sent", "submitted_on"),
    _step("application_returned", "returned_on"),
    _step("application_decided", "decided_on"),
    records.Part(
        "piece",
        "dossier_receipt AS came JOIN dossier_piece AS piece ON piece.id = came.piece_id"
        " JOIN dossier_application AS asked ON asked.id = piece.application_id",
        "came.known_at",
        {"code": "came.code", "received_on": "came.received_on", "type": "asked.type", "key": "asked.key"},
        id="came.id",
    ),
)


def timeline(client_id: int, *, after: records.Place | None = None, limit: int) -> list[records.Entry]:
    """The latest steps of a client's applications, after a place. One query."""
    return records.entries(PARTS, client_id, after=after, limit=limit)
