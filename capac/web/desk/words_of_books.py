"""Words of the ledger: what an account is, whose means it is of, what an entry books."""

from __future__ import annotations

from django.utils.translation import gettext as _


def account_kinds() -> dict[str, str]:
    """What an account is."""
    return {
        "asset": _("asset"),
        "liability": _("liability"),
        "expense": _("expense"),
        "memo": _("memo, off the balance"),
    }


def means() -> dict[str, str]:
    """Whose money an account is about."""
    return {"onem": _("ONEM's means"), "own": _("own means"), "none": ""}


def events() -> dict[str, str]:
    """What happened to the source of an entry."""
    return {
        "released": _("payment released"),
        "filed": _("payment given to the bank"),
        "settled": _("payment booked by the bank"),
        "returned": _("payment sent back"),
        "refused": _("payment refused by the bank"),
        "dropped": _("payment dropped before it left"),
        "claimed": _("claimed back"),
        "cancelled": _("claim cancelled"),
        "accepted": _("accepted by ONEM"),
        "C12": _("eliminated by ONEM (C12)"),
        "C13": _("rejected by ONEM (C13)"),
        "C14": _("complement proposed (C14)"),
        "neutralised": _("let be by ONEM"),
        "received": _("advance from ONEM"),
        "interest": _("interest owed on a late payment"),
    }
