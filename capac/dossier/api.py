"""The front door of dossier."""

from capac.dossier.check import check
from capac.dossier.faults import DossierError
from capac.dossier.holding import held
from capac.dossier.limits import watch_limits
from capac.dossier.load import load
from capac.dossier.models import Application
from capac.dossier.moving import announced, correct, decided, ready_to_submit, returned, submitted, withdraw
from capac.dossier.needs import (
    Need,
    Question,
    answered,
    asked_kind,
    forms,
    needed,
    papers,
    proofs,
    questions,
    types,
)
from capac.dossier.opening import change_situation, open_application
from capac.dossier.read_register import read_register
from capac.dossier.read_registrations import read_registrations
from capac.dossier.reading import (
    ApplicationView,
    Correction,
    MissingPiece,
    PieceView,
    ReceiptView,
    application,
    application_by_id,
    applications_of,
    at_risk,
    by_ids,
    corrections,
    history,
    missing_pieces,
    views,
)
from capac.dossier.receiving import announce, receive_piece, refuse_piece, reminded, waive_piece
from capac.dossier.register import RegisterView, ask_register, register_says, settle_register
from capac.dossier.registrations import (
    RegistrationView,
    match_new_clients,
    registered_for,
    registrations_of,
    right_from,
)
from capac.dossier.status import Missing, Risk, Status
from capac.dossier.timeline import timeline

__all__ = [
    "Application", "ApplicationView", "Correction", "DossierError", "Missing", "MissingPiece", "Need", "PieceView",
    "Question", "ReceiptView", "RegisterView", "RegistrationView", "Risk", "Status", "announce", "announced",
    "answered", "application", "application_by_id", "applications_of", "ask_register", "asked_kind",
    "at_risk", "by_ids", "change_situation", "check", "correct", "corrections", "decided", "forms", "held", "history", "load",
    "match_new_clients", "missing_pieces", "needed", "open_application", "papers", "proofs",
    "questions", "read_register", "read_registrations", "ready_to_submit", "receive_piece",
    "refuse_piece", "register_says", "registered_for", "registrations_of", "reminded", "returned", "right_from",
    "settle_register", "submitted", "timeline", "types", "views", "waive_piece", "watch_limits",
    "withdraw",
]  # fmt: skip
