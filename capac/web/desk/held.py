"""A month that is held and whose turn is ours: the reason with its figures; mend the fact, or accept the reason."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from capac.core.period import Month, PeriodError, month_name
from capac.payment import api as payment
from capac.payment import perms as payment_perms
from capac.people import api as people
from capac.records import api as records
from capac.web.desk.acting import Answer, Asked, Kind
from capac.web.desk.looking import staff_here
from capac.web.desk.noted import note_error
from capac.web.desk.words_of_holds import hold_facts, hold_reasons, hold_remedies
from capac.web.words import schemes
from capac.work import api as work

TOLD = {"reason", "month", "scheme"}


def facts(request: HttpRequest, item: work.Item) -> dict[str, Any]:
    """The reason in words, what to do, and the figures that it carries."""
    told = item.arguments
    return {
        "reason": hold_reasons().get(told.get("reason", ""), told.get("reason", "")),
        "remedy": hold_remedies().get(told.get("reason", ""), ""),
        "month": month_of(item),
        "scheme_code": told.get("scheme", ""),
        "scheme": schemes().get(told.get("scheme", ""), told.get("scheme", "")),
        "hold_facts": hold_facts({name: value for name, value in told.items() if name not in TOLD}),
        "may_accept": payment_perms.may_accept_holds(staff_here(request)),
    }


def month_of(item: work.Item) -> Month | None:
    """The month of the item, as far as it says one."""
    try:
        return Month.parse(item.arguments.get("month", ""))
    except PeriodError:
        return None


def brief(item: work.Item) -> str:
    """The month and the reason."""
    month = month_of(item)
    shown = f"{month_name(month.number, (get_language() or 'fr')[:2])} {month.year}: " if month else ""
    reason = item.arguments.get("reason", "")
    return f"{shown}{hold_reasons().get(reason, reason)}"


def do(asked: Asked) -> Answer:
    """Accept the reason: the next run pays what it can, and the same reason holds no more."""
    why = asked.text("note")
    if error := note_error(why, _("Write why the month may be paid as it is: the reason stays with it.")):
        return Answer(errors={"note": error})
    because = records.Because(asked.staff.login, why)
    try:
        payment.accept_hold(asked.item.subject_id, staff=asked.staff, because=because)
    except payment.HoldError as fault:
        return Answer(errors={"main": _failed(fault.reason)})
    return Answer(told=_("Accepted. The next run pays what it can."))


def undo(asked: Asked) -> int | None:
    """What was accepted may have been paid."""
    del asked
    return None


def can_undo(item: work.Item, staff: people.Staff) -> bool:
    """Never."""
    del item, staff
    return False


def _failed(reason: str) -> str:
    words = {
        "not_allowed": _("Only a payment officer accepts a reason. Give the item back, or mend the fact."),
        "not_open": _("This month is not held any more. Nothing was changed."),
        "not_ours": _("It is not our turn. Nothing was changed."),
    }
    return words.get(reason, reason)


KIND = Kind("desk/items/payment_held.html", facts, do, undo, can_undo, brief)
