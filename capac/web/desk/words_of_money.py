"""Words of payments, of what the bank says, of debts and of what is withheld."""

from __future__ import annotations

from django.utils.translation import gettext as _


def payment_states() -> dict[str, str]:
    """What became of a payment."""
    return {
        "prepared": _("prepared, not yet released"),
        "released": _("released"),
        "filed": _("at the bank"),
        "settled": _("paid"),
        "returned": _("sent back by the bank"),
        "refused": _("refused by the bank"),
        "dropped": _("dropped before it left"),
    }


def bank_reasons() -> dict[str, str]:
    """Why a bank sends a payment back or refuses it (ISO 20022 external codes)."""
    return {
        "AC01": _("the account number is wrong"),
        "AC03": _("the account number is wrong"),
        "AC04": _("the account is closed"),
        "AC06": _("the account is blocked"),
        "AC13": _("the account is not one of a private person"),
        "AG01": _("this kind of payment is not allowed on the account"),
        "AM05": _("the bank takes it for a duplicate"),
        "BE01": _("the name is not the name of the holder"),
        "BE04": _("the address of the holder is missing or wrong"),
        "BE06": _("the bank does not know the holder"),
        "CNOR": _("the holder's bank does not take such payments"),
        "RC01": _("the bank's code is wrong"),
        "AM04": _("there was not enough money on our account"),
        "TM01": _("the file came too late that day"),
        "MD07": _("the holder has died"),
        "MS02": _("the holder refuses, without a reason"),
        "MS03": _("the bank gives no reason"),
        "RR01": _("the payer's account number is missing"),
        "RR02": _("the payer's name or address is missing"),
        "RR03": _("the holder's name or address is missing"),
        "RR04": _("a rule of supervision"),
    }


def withheld_names() -> dict[str, str]:
    """What is kept back from a payment."""
    return {
        "seizure": _("Seizure"),
        "assignment": _("Assignment of pay"),
        "maintenance": _("Maintenance"),
        "recovery_ex_officio": _("Recovery ex officio"),
        "full_recovery": _("Full recovery"),
        "collective_debt_settlement": _("Collective debt settlement"),
    }


def debt_states() -> dict[str, str]:
    """What became of a debt."""
    return {"open": _("open"), "cancelled": _("cancelled")}


def debt_causes() -> dict[str, str]:
    """Where a debt comes from."""
    return {
        "recalculation": _("computed again"),
        "C12": _("eliminated by ONEM (C12)"),
        "C13": _("rejected by ONEM (C13)"),
    }


def turns() -> dict[str, str]:
    """Whose turn it is."""
    return {
        "client": _("the client's turn"),
        "employer": _("the employer's turn"),
        "onem": _("ONEM's turn"),
        "bank": _("the bank's turn"),
        "us": _("our turn"),
    }
