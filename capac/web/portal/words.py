"""Words for the client: states, reasons and turns in the second person."""

from __future__ import annotations

from django.utils.translation import gettext as _


def families() -> dict[str, str]:
    """The family category, as a sentence."""
    return {
        "A": _("You have a family to support (category A)."),
        "N": _("You live alone (category N)."),
        "B": _("You live with others (category B)."),
        "P": _("You live with others, privileged (category P)."),
    }


def refusals() -> dict[str, str]:
    """Why ONEM gives no right; what we have no words for is shown as ONEM wrote it."""
    return {
        "not_admissible": _("You have not enough days of work or equal days."),
        "not_enough_working_days": _("You have not enough days of work or equal days."),
        "not_registered_as_job_seeker": _("You were not registered as a job seeker."),
        "left_work_without_reason": _("You left your work without a reason that counts."),
        "file_incomplete": _("Your application was not complete."),
        "not_available": _("You were not available for the labour market."),
        "late": _("Your application came too late for these days."),
        "exclusion": _("ONEM excluded you for these days."),
    }


def bank_reasons() -> dict[str, str]:
    """Why a bank does not carry a payment out (ISO 20022 codes), to the client."""
    return {
        "AC01": _("The account number does not exist."),
        "AC04": _("This account is closed."),
        "AC06": _("This account is blocked."),
        "AG01": _("This account does not take such payments."),
        "MD07": _("The bank says that the holder has died."),
    }


def withheld_names() -> dict[str, str]:
    """What is kept back, and for whom."""
    return {
        "seizure": _("Seized by a creditor"),
        "assignment": _("Made over to somebody"),
        "maintenance": _("Maintenance"),
        "recovery_ex_officio": _("A tenth, taken back"),
        "full_recovery": _("Taken back in full"),
        "collective_debt_settlement": _("To your debt mediator"),
    }


def in_hand() -> dict[str, str]:
    """What a person at the office is doing for the client, by the kind of work item; other kinds are not told."""
    return {
        "c2_by_hand": _("A new decision of ONEM (C2) is being read by an agent."),
        "complement_proposed": _("ONEM says that a month was paid too little. An agent checks it."),
        "inbound_letter": _("Your letter waits for its answer."),
    }


def debt_causes() -> dict[str, str]:
    """Where a debt comes from."""
    return {
        "recalculation": _("We computed this month again on new facts: less was due than we had paid."),
        "C12": _("ONEM struck out this payment (C12): you had no right to it, or not to all of it."),
        "C13": _("ONEM rejected this payment (C13): it was not computed or proved as the law asks."),
    }


def turns() -> dict[str, str]:
    """Whose turn it is."""
    return {
        "client": _("your turn"),
        "employer": _("your employer's turn"),
        "onem": _("ONEM's turn"),
        "bank": _("your bank's turn"),
        "us": _("our turn"),
    }
