"""Our answer to what ONEM says: contest it with papers, or accept it. Told to ONEM in one file a phase.

The answers of a phase leave when none is missing, or at the last call before their day (rounds.yaml).
"""

from __future__ import annotations

from django.db import transaction

from capac.core import clock
from capac.records import api as records
from capac.verification import standing
from capac.verification.models import Answer, Outcome
from capac.verification.persons import SUBJECT, kind_of
from capac.work import api as work

LONGEST_WHY, LONGEST_PAPERS = 300, 200
KINDS = ("contest", "accept")


class AnswerError(ValueError):
    """An answer that cannot be given. `reason`: kind_unknown, why_missing, why_too_long, papers_missing,
    papers_too_long, outcome_unknown, not_asked, definitive, replaced, answered.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@transaction.atomic
def answer(outcome_id: int, kind: str, *, papers: str = "", because: records.Because) -> Answer:
    """Answer an outcome, once; its item closes. `papers` are references of what proves it. Raises AnswerError."""
    _check_words(kind, papers, because.why)
    outcome = Outcome.objects.select_for_update().filter(pk=outcome_id).first()
    if outcome is None:
        raise AnswerError("outcome_unknown")
    _check_turn(outcome)
    row = Answer.objects.create(
        outcome=outcome, kind=kind, papers=papers, why=because.why, by=because.who, known_at=clock.now()
    )
    work.close_for((SUBJECT, outcome.pk), kind_of(outcome), outcome=kind, because=because)
    return row


def _check_words(kind: str, papers: str, why: str) -> None:
    if kind not in KINDS:
        raise AnswerError("kind_unknown")
    if not why.strip():
        raise AnswerError("why_missing")
    if len(why) > LONGEST_WHY:
        raise AnswerError("why_too_long")
    if kind == "contest" and not papers.strip():
        raise AnswerError("papers_missing")
    if len(papers) > LONGEST_PAPERS:
        raise AnswerError("papers_too_long")


def _check_turn(outcome: Outcome) -> None:
    if outcome.outcome not in standing.ASKING:
        raise AnswerError("not_asked")
    if outcome.definitive:
        raise AnswerError("definitive")
    if Outcome.objects.filter(expense=outcome.expense_id, phase__gt=outcome.phase).exists():
        raise AnswerError("replaced")
    if Answer.objects.filter(outcome=outcome).exists():
        raise AnswerError("answered")
