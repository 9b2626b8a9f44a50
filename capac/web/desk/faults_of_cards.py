"""Faults of control cards, electronic ones and those that are keyed."""

from __future__ import annotations

from django.utils.translation import gettext as _


def words() -> dict[str, tuple[str, str]]:
    """By code: what is wrong, what to do."""
    right = _("This card is not kept. Ask the client for a right one; the other cards of the file are kept.")
    return {
        "future_month": (_("The card is of a month that has not begun (%(month)s)."), right),
        "day_outside_month": (_("A day of the card lies outside its month: %(day)s"), right),
        "day_twice": (_("The card speaks of one day twice: %(day)s"), right),
        "unknown_day_code": (_("The card says something of a day that we do not know: %(value)s"), right),
        "too_many_holidays_left": (
            _("More days of paid holiday are left than a year has: at most %(most)s."),
            right,
        ),
        "unknown_client": (
            _("We have no file with the national number of this card."),
            _("The card stays in its file. When the client is registered, read it again."),
        ),
        "confirmed_before_month": (_("The card was confirmed before its month."), right),
        "confirmed_in_future": (_("The card was confirmed on a day that has not come."), right),
        "version_not_above": (
            _("We have a later version of this card (%(known)s)."),
            _("The later version counts. Settle this, unless the client says otherwise."),
        ),
        "card_known_with_other_content": (
            _("We know this card id already, with other content."),
            _("The first card stays. Ask ONEM which of the two holds."),
        ),
        "may_not_key": (_("Your role does not include keying cards."), _("Give the card to an agent.")),
        "received_before_month": (
            _("A card cannot be received before its month begins."),
            _("Correct the day of receipt or the month."),
        ),
        "received_in_future": (
            _("The day of receipt has not come yet."),
            _("Write the day on which the card came in."),
        ),
        "not_waiting": (
            _("This card does not wait any more."),
            _("Somebody has read it again meanwhile. There is nothing to do."),
        ),
    }
