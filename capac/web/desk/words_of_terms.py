"""Words of provisional payments, contested days and months paid early: states, and why something cannot be done."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from capac.rules import api as rules


def provisional_states() -> dict[str, str]:
    """Where a provisional payment stands."""
    return {
        "proposed": _("waits for a second person"),
        "granted": _("granted"),
        "ended": _("ended"),
    }


def contest_states() -> dict[str, str]:
    """Where a contest stands."""
    return {"open": _("open"), "settled": _("settled")}


def early_states() -> dict[str, str]:
    """Where a decision of the committee stands."""
    return {
        "proposed": _("waits for a second person"),
        "confirmed": _("confirmed"),
        "withdrawn": _("withdrawn"),
    }


def contesters() -> dict[str, str]:
    """Who contests."""
    return {"client": _("the client"), "agent": _("an agent")}


def term_error(reason: str, arguments: Mapping[str, str]) -> str:
    """Why it cannot be done, and what to do."""
    if reason == "no_legal_amount":
        lang = (get_language() or "fr")[:2]
        why = rules.message(arguments["message"], lang, dict(arguments))
        return _("No amount of the law is known for this code: %(why)s Nothing is paid provisionally.") % {
            "why": why
        }
    return _reasons().get(reason, reason)


def _reasons() -> dict[str, str]:
    return {
        "not_allowed": _("Your role does not include this. Ask a payment officer."),
        "same_person": _("You proposed this yourself. Somebody else must decide."),
        "not_waiting": _("This does not wait any more. Nothing was changed."),
        "why_missing": _("Write why, in a few words."),
        "too_long": _("The text is too long: shorten it."),
        "code_unknown": _("No such code exists. Write it as on a C2: 01/64NA1."),
        "no_right": _("The code 00 gives no right: there is nothing to pay."),
        "scheme_not_provisional": _(
            "Only schemes that pay days of a card at the amount of a wage code are paid provisionally."
        ),
        "not_introduced": _(
            "ONEM does not have this application, or has decided. Nothing is paid provisionally (art. 160 § 2)."
        ),
        "hours_missing": _("Fill in both numbers of weekly hours."),
        "ends_before_it_begins": _("The last day comes before the first one."),
        "begins_too_late": _("The first day lies in the future."),
        "one_already": _("A provisional payment of this client is open. End it first."),
        "no_days": _("Name the days: 6, 7 or 6-9."),
        "day_outside_month": _("A day lies outside the month."),
        "scheme_without_days": _("This scheme does not pay days of a card: no day can wait by itself."),
        "in_future": _("The day of receipt lies in the future."),
        "not_computed": _("The month cannot be computed yet: there is nothing that could wait."),
        "already_paid": _(
            "These days are released or paid: they cannot wait any more. Correct the card instead."
        ),
        "changes_nothing": _("These days pay nothing: there is nothing that could wait."),
        "contested_already": _("Days of this month are contested. Settle that first."),
        "month_not_open": _("This month is over."),
        "decided_in_future": _("The day of the decision lies in the future."),
        "reference_missing": _("Write the reference of the decision."),
        "known_already": _("A decision of this month is known."),
    }
