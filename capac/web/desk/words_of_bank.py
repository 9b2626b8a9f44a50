"""Words of what passes between us and the bank: names, recalls, entries, silence, and why an act was not possible."""

from __future__ import annotations

from django.utils.translation import gettext as _

from capac.payment import api as payment


def name_results() -> dict[str, str]:
    """What the bank says of a name."""
    return {
        "": _("the bank has not answered yet"),
        "RCVC": _("the name fits"),
        "RVMC": _("the name is close; the payment leaves"),
        "RVNM": _("the name does not fit; nothing leaves"),
        "RVNA": _("the bank cannot say; the payment leaves"),
    }


def recall_reasons() -> dict[str, str]:
    """Why a payment is asked back."""
    return {
        "DUPL": _("paid twice"),
        "TECH": _("a technical fault of ours"),
        "FRAD": _("a fraud"),
    }


def recall_states() -> dict[str, str]:
    """How a recall stands."""
    return {
        "asked": _("waits for a second person"),
        "sent": _("asked of the bank"),
        "stopped": _("stopped before it left"),
        "agreed": _("the bank agrees; the money comes back"),
        "declined": _("the bank declines"),
        "withdrawn": _("withdrawn"),
    }


def explanations() -> dict[str, str]:
    """What a booking that is no payment of ours may be."""
    return {
        "advance": _("an advance of ONEM"),
        "repayment": _("a client who pays back"),
        "charges": _("charges or interest of the bank"),
        "correction": _("a correction by the bank"),
        "not_ours": _("money that is not ours and goes back"),
    }


def entry_faults() -> dict[str, str]:
    """Why a booking is unknown."""
    return {
        "transfer_unknown": _("No payment of ours has its reference."),
        "amount_differs": _("Its amount is not that of our payments."),
        "reference_missing": _("It has no reference."),
        "credit_without_reason": _("Money came in that is no return of a payment."),
        "entry_without_details": _("It names no payment and no file of ours."),
        "reversal": _("The bank took back a booking of its own."),
        "not_at_the_bank": _("It names a payment that has not gone to the bank."),
        "booked_and_refused": _("The bank refused this payment before."),
    }


def silences() -> dict[str, str]:
    """What the bank has not said of a file."""
    return {
        "no_answer": _("The bank has not answered this file."),
        "not_booked": _("The bank accepted this file and has not booked all of it."),
    }


def message_kinds() -> dict[str, str]:
    """What kinds of message the bank sends."""
    return {
        "PAIN002": _("answer to a file"),
        "CAMT054": _("bookings"),
        "CAMT053": _("statement of a day"),
        "CAMT029": _("answer to a recall"),
        "PAYEE": _("answer on names"),
    }


def act_errors() -> dict[str, str]:
    """By code: why an act was not possible, and what to do."""
    meanwhile = _("Somebody has dealt with this meanwhile. Nothing was changed.")
    return {
        "same_person": _("You began this yourself. Somebody else must confirm it."),
        "not_allowed": _("Your role does not include this. Ask a payment officer."),
        "cannot_be_recalled": _("This payment cannot be asked back as it stands now. Nothing was changed."),
        "asked_already": _("This payment is asked back already. Nothing was changed."),
        "too_late": _("The banks take this recall no more: its last day has passed. Call the bank."),
        "not_a_reason": _("Choose why the payment is asked back."),
        "not_an_explanation": _("Choose what the booking is."),
        "not_come_back": meanwhile,
        "not_waiting": meanwhile,
        "not_unknown": meanwhile,
    }


def act_error(error: payment.BankError) -> str:
    """Why this act was not possible."""
    return act_errors()[error.reason]
