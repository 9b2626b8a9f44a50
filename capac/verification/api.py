"""The front door of verification."""

from capac.verification import for_books as books
from capac.verification.answers import AnswerError, answer
from capac.verification.c10 import C10Error
from capac.verification.check import check
from capac.verification.dispatches import write_again as dispatch_again
from capac.verification.dispatches import write_dispatches
from capac.verification.foreseeing import foresee_due
from capac.verification.incidents import (
    FLOWS,
    Hit,
    IncidentError,
    decide_incident,
    decline_incident,
    expenses_hit,
    propose_incident,
)
from capac.verification.judging import is_tolerated
from capac.verification.lowering import Lowered, Verified, changed_since, lowered, outcomes_of
from capac.verification.mirror import REASONS
from capac.verification.models import ExpenditureFile
from capac.verification.overview import (
    Forecast,
    IncidentView,
    MonthDetail,
    MonthView,
    PredictionView,
    StepView,
    clients_foreseen,
    forecasts,
    incident,
    incidents,
    month_of,
    months,
    predictions,
)
from capac.verification.read_outcomes import read_outcomes
from capac.verification.refunds import RefundError, note_refund
from capac.verification.sent import follow_files
from capac.verification.steps import follow_steps
from capac.verification.timeline import timeline
from capac.verification.write_c10 import VerificationError, to_be_written, write_again, write_c10, write_due

__all__ = [
    "FLOWS", "REASONS", "AnswerError", "C10Error", "ExpenditureFile", "Forecast", "Hit", "IncidentError",
    "IncidentView", "Lowered", "MonthDetail", "MonthView", "PredictionView", "RefundError", "StepView",
    "VerificationError", "Verified", "answer", "books", "changed_since", "check", "clients_foreseen",
    "decide_incident", "decline_incident", "dispatch_again", "expenses_hit", "follow_files", "follow_steps",
    "forecasts", "foresee_due", "incident", "incidents", "is_tolerated", "lowered", "month_of", "months",
    "note_refund", "outcomes_of", "predictions", "propose_incident", "read_outcomes", "timeline",
    "to_be_written", "write_again", "write_c10", "write_dispatches", "write_due",
]  # fmt: skip
