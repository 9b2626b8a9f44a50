"""One outcome against what we know of its line: new, known already, or a fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from capac.verification.batches import Header, Said
from capac.verification.faults import OutcomeFaultError
from capac.verification.models import CLIENTS_ACT, OWN_FAULT, Expense, Outcome

LOSSES = ("C12", "C13")
UNDERPAID = "underpaid"


@dataclass(frozen=True)
class Known:
    """Expenses by line id, with the outcomes that they have."""

    expenses: Mapping[str, Expense]
    outcomes: Mapping[int, Sequence[Outcome]]


def what_is_known(line_ids: Sequence[str]) -> Known:
    """The expenses of these lines. Two queries, whatever their number."""
    expenses = {
        row.line_id: row for row in Expense.objects.filter(line_id__in=line_ids).select_related("file")
    }
    found: dict[int, list[Outcome]] = {}
    for row in Outcome.objects.filter(expense__in=[one.pk for one in expenses.values()]).order_by("phase"):
        found.setdefault(row.expense_id, []).append(row)
    return Known(expenses, found)


def judge(said: Said, header: Header, known: Known) -> Expense | None:
    """The expense that an outcome is new for; None where it is known already. Raises OutcomeFaultError."""
    expense = known.expenses.get(said.line_id)
    if expense is None:
        raise OutcomeFaultError("line_unknown", said.line, "lineId")
    if expense.file.introduction_month != header.introduction_month.first:
        raise OutcomeFaultError(
            "line_of_another_month", said.line, "lineId", month=str(header.introduction_month)
        )
    if said.phase != header.phase:
        raise OutcomeFaultError("phase_not_of_the_file", said.line, "phase", value=str(said.phase))
    _check_content(said, expense)
    for row in known.outcomes.get(expense.pk, ()):
        if row.phase == said.phase and _same(row, said):
            return None
        if row.phase == said.phase:
            raise OutcomeFaultError(
                "phase_known_with_other_content", said.line, "phase", value=str(said.phase)
            )
        if row.phase > said.phase:
            raise OutcomeFaultError("phase_overtaken", said.line, "phase", known=str(row.phase))
    return expense


def is_recoverable(said: Said) -> bool:
    """AR 167 § 1: not our fault alone (4°); the client's own act is recovered by ONEM (AR 169-170)."""
    return said.cause not in (OWN_FAULT, CLIENTS_ACT)


def _check_content(said: Said, expense: Expense) -> None:
    if said.result in LOSSES and not said.cause:
        raise OutcomeFaultError("cause_missing", said.line, "cause", value=said.result)
    if said.cause and (said.cause == UNDERPAID) != (said.result == "C14"):
        raise OutcomeFaultError("cause_does_not_fit", said.line, "code", value=said.cause)
    if said.result in LOSSES and not 0 < said.amount_cents <= expense.gross_cents:
        raise OutcomeFaultError("amount_above_gross", said.line, "amount")
    if said.result == "accepted" and said.amount_cents:
        raise OutcomeFaultError("amount_with_acceptance", said.line, "amount")


def _same(row: Outcome, said: Said) -> bool:
    """The same again is nothing new; the words of the cause do not count."""
    return (row.outcome, row.amount_cents, row.cause, row.notified_on, row.definitive) == (
        said.result, said.amount_cents, said.cause, said.notified_on, said.definitive,
    )  # fmt: skip
