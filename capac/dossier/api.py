"""The front door of dossier."""

from capac.dossier.check import check
from capac.dossier.faults import DossierError
from capac.dossier.models import Application
from capac.dossier.moving import announced, correct, decided, ready_to_submit, returned, submitted, withdraw
from capac.dossier.needs import (
    Need,
    Question,
    answered,
    asked_kind,
    forms,
    needed,
    proofs,
    questions,
    types,
)
from capac.dossier.opening import change_situation, open_application
from capac.dossier.reading import (
    ApplicationView,
    MissingPiece,
    PieceView,
    ReceiptView,
    application,
    application_by_id,
    applications_of,
    at_risk,
    history,
    missing_pieces,
)
from capac.dossier.receiving import announce, receive_piece, refuse_piece, reminded, waive_piece
from capac.dossier.status import Missing, Risk, Status

__all__ = [
    "Application", "ApplicationView", "DossierError", "Missing", "MissingPiece", "Need", "PieceView", "Question",
    "ReceiptView", "Risk", "Status", "announce", "announced", "answered", "application", "application_by_id",
    "applications_of", "asked_kind", "at_risk", "change_situation", "check", "correct", "decided", "forms", "history",
    "missing_pieces", "needed", "open_application", "proofs", "questions", "ready_to_submit", "receive_piece",
    "refuse_piece", "reminded", "returned", "submitted", "types", "waive_piece", "withdraw",
]  # fmt: skip
