"""Words of ONEM's verification: steps, outcomes, states, reasons of the mirror, what cannot be done and why."""

from __future__ import annotations

from django.utils.translation import gettext as _

from capac.verification import api as verification


def steps() -> dict[str, str]:
    """The steps of an introduction month."""
    return {
        "c10": _("Expenditure file (C10)"),
        "bank_file": _("Bank file"),
        "papers": _("Papers"),
        "first": _("First verification"),
        "first_answer": _("Our answer to the first"),
        "second": _("Second verification"),
        "second_answer": _("Our answer to the second"),
        "third": _("Third verification"),
        "c12_refund": _("C12 given back"),
        "c13_refund": _("C13 given back"),
        "answers": _("Our answers"),
    }


def step_states() -> dict[str, str]:
    """How a step stands."""
    return {"running": _("running"), "late": _("late"), "done": _("done")}


def file_states() -> dict[str, str]:
    """What became of a file for ONEM."""
    return {
        "written": _("written"),
        "sent": _("taken by ONEM"),
        "refused": _("refused by ONEM"),
        "": _("not written"),
    }


def outcomes() -> dict[str, str]:
    """What ONEM says of an expense."""
    return {
        "accepted": _("accepted"),
        "C12": _("C12, eliminated"),
        "C13": _("C13, rejected"),
        "C14": _("C14, complement proposed"),
        "neutralised": _("let be, below the tolerance"),
    }


def reasons() -> dict[str, str]:
    """Why ONEM would reject an expense, with what to mend."""
    return {
        "no_number": _("No national number is known for the client. Complete the file."),
        "no_c2": _("No valid C2 covers the month. Ask ONEM for it, or claim the month back."),
        "c2_unknown": _("The payment names no C2 that we have. Prepare the month again."),
        "days_without_c2": _("Days are paid that no C2 covers. Check from when to when it is valid."),
        "amount_not_of_c2": _("The amount of a day is not that of the C2 that rules now."),
        "paid_twice": _("The month is paid twice. Recall one payment, or claim it back."),
        "card_changed": _("A later control card leaves fewer days. Prepare the month again."),
        "more_than_days": _("More is paid than the card and the C2 give."),
        "recovery_not_kept": _("ONEM asks to keep part of the month, and nothing was kept."),
    }


def flows() -> dict[str, str]:
    """What can have failed."""
    return {
        "c2": _("Authorisations (C2)"),
        "cards": _("Control cards"),
        "declarations": _("Employers' declarations"),
        "calculation": _("Calculation"),
        "bank": _("Bank"),
        "c10": _("Expenditure file (C10)"),
        "papers": _("Papers"),
        "outcomes": _("Outcomes of verification"),
    }


def incident_states() -> dict[str, str]:
    """How a technical problem stands."""
    return {"proposed": _("proposed"), "decided": _("decided"), "declined": _("declined")}


def answer_error(error: verification.AnswerError) -> dict[str, str]:
    """What is wrong with an answer, by field."""
    words = {
        "why_missing": ("why", _("Write why, in a sentence: ONEM reads it.")),
        "why_too_long": ("why", _("Write at most 300 characters.")),
        "papers_missing": (
            "papers",
            _("Name the papers that prove it: without them nothing can be contested."),
        ),
        "papers_too_long": ("papers", _("Write at most 200 characters.")),
    }
    field, text = words.get(
        error.reason, ("main", _("ONEM has gone further, or somebody answered before. Nothing was changed."))
    )
    return {field: text}


def refund_error(error: verification.RefundError) -> str:
    """Why a refund cannot be noted."""
    words = {
        "not_above_zero": _("Write the amount in euro, above zero: 74.89."),
        "in_future": _("This day has not come yet."),
        "reference_missing": _("Write the bank reference of the transfer."),
        "reference_too_long": _("The reference has at most 60 characters."),
        "more_than_owed": _("This is more than what is still to be given back."),
        "known": _("A refund with this reference is noted already."),
    }
    return words.get(error.reason, _("Nothing was changed."))


def incident_error(error: verification.IncidentError) -> dict[str, str]:
    """What is wrong with a proposal or a decision, by field."""
    words = {
        "reason_missing": ("reason", _("Write what happened and what it spoiled.")),
        "reason_too_long": ("reason", _("Write at most 300 characters.")),
        "evidence_missing": ("evidence", _("Name the file in which the proof is kept.")),
        "evidence_too_long": ("evidence", _("Write at most 120 characters.")),
        "flows_missing": ("flows", _("Tick what failed.")),
        "period_wrong": ("last", _("The period ends before it begins.")),
        "period_in_future": ("last", _("This day has not come yet.")),
        "nothing_told": ("last", _("No expense told to ONEM was paid in this period.")),
        "same_person": ("main", _("You proposed this yourself. A second person decides.")),
        "changed": ("main", _("The number of expenses has changed. Look again, then decide.")),
    }
    field, text = words.get(error.reason, ("main", _("Somebody has decided already. Nothing was changed.")))
    return {field: text}
