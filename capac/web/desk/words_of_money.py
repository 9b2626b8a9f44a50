"""Words of payments, of what the bank says, of debts and of what is withheld."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from capac.payment import api as payment


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
    """Why a bank sends a payment back or refuses it (ISO 20022 external codes), from payment's own table."""
    return payment.bank_reasons((get_language() or "fr")[:2])


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
