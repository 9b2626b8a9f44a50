"""What a client could still claim, in words for both sides: what is open, and the one thing that is needed."""

from __future__ import annotations

from django.utils.translation import gettext as _


def claim_kinds() -> dict[str, str]:
    """What is open, by kind."""
    return {
        "card_missing": _("The control card of this month is missing."),
        "days_unpaid": _("Days of this month are computed and not paid."),
        "complement": _("ONEM says that this month was paid too little (C14)."),
    }


def claim_actions() -> dict[str, str]:
    """The one thing that is needed, by reason."""
    return {
        "card_missing": _("Fill in and send the control card of this month."),
        "card_too_early": _(
            "Send a new control card: the one we have was filled in before the month was over."
        ),
        "account_missing": _("Give the number of the account to pay into."),
        "account_doubtful": _("Confirm the account number or give another one."),
        "payee_unmatched": _("Confirm whose account it is or give another one."),
        "C14": _("Ask the payment office to look at this month again."),
        "": _("Ask the payment office what is needed."),
    }


def action_of(reason: str) -> str:
    """The action of a reason; for one without words of its own, to ask."""
    actions = claim_actions()
    return actions.get(reason, actions[""])
