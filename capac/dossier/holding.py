"""An application held while one of its pieces moves, the piece that a form is or proves, and the row of an arrival."""

from __future__ import annotations

from datetime import date
from typing import Any

from capac.core import clock
from capac.dossier import needs
from capac.dossier.faults import DossierError
from capac.dossier.models import LIVING, Application, Piece, Receipt

SOURCE_LENGTH = 120


def held(application_id: int, states: tuple[str, ...] = LIVING) -> Application:
    """The application, held for this transaction, in one of these states. Raises DossierError."""
    row = Application.objects.select_for_update().filter(pk=application_id).first()
    if row is None:
        raise DossierError("application_unknown", "application")
    if row.state not in states:
        raise DossierError("application_closed", "application", state=row.state)
    return row


def piece_of(row: Application, code: str) -> Piece:
    """The piece of an application that a form is or proves. Raises DossierError piece_not_asked."""
    for piece in row.pieces.exclude(state="dropped").order_by("pk"):
        if code == piece.code or code in needs.proofs().get(piece.code, ()):
            return piece
    raise DossierError("piece_not_asked", "code", code=code[:30])


def arrived(piece: Piece, code: str, *, document_id: int | None, received_on: date, source: str) -> None:
    """Keep an arrival, once."""
    told: dict[str, Any] = {"document_id": document_id, "source": source[:SOURCE_LENGTH]}
    Receipt.objects.get_or_create(
        piece=piece, code=code, received_on=received_on, **told, defaults={"known_at": clock.now()}
    )
