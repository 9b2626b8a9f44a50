"""One outcome against what we know of its line: new, known already, or a fault.

ONEM verifies in up to three phases (AR 25.11.1991 art. 164); a later phase replaces an earlier one, and a
definitive outcome ends them. An earlier phase that arrives late is kept as history and changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from capac.core import clock
from capac.verification.batches import Header, Said
from capac.verification.faults import MessageFaultError
from capac.verification.models import CLIENTS_ACT, OWN_FAULT, Expense, Outcome
from capac.verification.rounds import tolerance

LOSSES = ("C12", "C13")
COMPLEMENT, ACCEPTED, NEUTRALISED = "C14", "accepted", "neutralised"
UNDERPAID = "underpaid"


@dataclass(frozen=True)
class Known:
    """Expenses by line id; their outcomes by expense and phase, to which new ones are added as they are judged."""

    expenses: Mapping[str, Expense]
    outcomes: dict[int, dict[int, Outcome]]


def what_is_known(line_ids: Sequence[str]) -> Known:
    """The expenses of these lines. Two queries, whatever their number."""
    rows = Expense.objects.filter(line_id__in=line_ids).select_related("file")
    expenses = {row.line_id: row for row in rows}
    found: dict[int, dict[int, Outcome]] = {row.pk: {} for row in expenses.values()}
    for outcome in Outcome.objects.filter(expense__in=list(found)):
        found[outcome.expense_id][outcome.phase] = outcome
    return Known(expenses, found)


def judge(said: Said, header: Header, known: Known) -> Expense | None:
    """The expense that an outcome is new for; None where it is known already. Raises MessageFaultError."""
    expense = known.expenses.get(said.line_id)
    if expense is None:
        raise MessageFaultError("line_unknown", said.line, "lineId")
    if expense.file.introduction_month != header.introduction_month.first:
        raise MessageFaultError(
            "line_of_another_month", said.line, "lineId", month=str(header.introduction_month)
        )
    if said.phase != header.phase:
        raise MessageFaultError("phase_not_of_the_file", said.line, "phase", value=str(said.phase))
    _check_content(said, expense)
    before = known.outcomes[expense.pk]
    if said.phase in before:
        if _same(before[said.phase], said):
            return None
        raise MessageFaultError("phase_known_with_other_content", said.line, "phase", value=str(said.phase))
    _check_place(said, before)
    return expense


def is_recoverable(said: Said) -> bool:
    """May we claim the loss from the client? A C12 or C13 that is not our fault alone (AR 167 § 1, 4°).

    The client's own act is recovered by ONEM itself (AR 169-170).
    """
    return said.result in LOSSES and said.cause not in (OWN_FAULT, CLIENTS_ACT)


def is_tolerated(cents: int, introduction_month: date) -> bool:
    """A difference so small that ONEM lets it be: below 3.00 EUR (art. 164 § 9, AR 22.2.2015; rounds.yaml)."""
    return 0 < abs(cents) < tolerance(introduction_month).cents


def _check_place(said: Said, before: Mapping[int, Outcome]) -> None:
    """No phase follows a definitive outcome, neither in the file nor in what is known."""
    ended = any(row.definitive and phase < said.phase for phase, row in before.items())
    if ended or (said.definitive and max(before, default=0) > said.phase):
        raise MessageFaultError("already_definitive", said.line, "phase", known=str(max(before)))


def _check_content(said: Said, expense: Expense) -> None:
    if said.notified_on > clock.today():
        raise MessageFaultError("notified_in_future", said.line, "notifiedOn", value=str(said.notified_on))
    if said.result in LOSSES and not said.cause:
        raise MessageFaultError("cause_missing", said.line, "cause", value=said.result)
    if said.cause and (said.cause == UNDERPAID) != (said.result == COMPLEMENT):
        raise MessageFaultError("cause_does_not_fit", said.line, "code", value=said.cause)
    _check_amount(said, expense)


def _check_amount(said: Said, expense: Expense) -> None:
    if said.result == ACCEPTED and said.amount_cents:
        raise MessageFaultError("amount_with_acceptance", said.line, "amount")
    if said.result != ACCEPTED and not said.amount_cents:
        raise MessageFaultError("amount_zero", said.line, "amount")
    if said.result in LOSSES and said.amount_cents > expense.gross_cents:
        raise MessageFaultError("amount_above_gross", said.line, "amount")
    if said.result == NEUTRALISED and not is_tolerated(said.amount_cents, expense.file.introduction_month):
        raise MessageFaultError("amount_above_tolerance", said.line, "amount")


def _same(row: Outcome, said: Said) -> bool:
    """The same again is nothing new; the words of the cause do not count."""
    return (row.outcome, row.amount_cents, row.cause, row.notified_on, row.definitive) == (
        said.result, said.amount_cents, said.cause, said.notified_on, said.definitive,
    )  # fmt: skip
