"""What ONEM said of a payment and a person must look at: a complement, or a loss through our fault alone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from capac.core import money
from capac.core.money import display
from capac.core.period import Month, PeriodError, month_name
from capac.web.desk import noted
from capac.web.desk.acting import Kind, by_the_one_who_did
from capac.web.words import schemes
from capac.work import api as work


def causes() -> dict[str, str]:
    """The cause that ONEM gives (AR 25.11.1991 art. 167)."""
    return {
        "AR167-1-1": _("we computed wrongly (art. 167 § 1, 1°)"),
        "AR167-1-2": _("paid without a valid C2 (art. 167 § 1, 2°)"),
        "AR167-1-3": _("a rule was not followed (art. 167 § 1, 3°)"),
        "AR167-1-4": _("our fault alone (art. 167 § 1, 4°)"),
        "AR167-1-5": _("the register was not consulted (art. 167 § 1, 5°)"),
        "client": _("the client's own act (art. 169-170)"),
        "underpaid": _("we paid too little"),
    }


def facts(request: HttpRequest, item: work.Item) -> dict[str, Any]:
    """The outcome, its amount, month and cause."""
    del request
    return facts_of(item)


def facts_of(item: work.Item) -> dict[str, Any]:
    """What the arguments of the item say, as values."""
    told = item.arguments
    return {
        "outcome": told.get("outcome", ""),
        "cents": _cents(told.get("amount", "")),
        "month": _month(told.get("month", "")),
        "scheme": schemes().get(told.get("scheme", ""), told.get("scheme", "")),
        "cause": causes().get(told.get("cause", ""), told.get("cause", "")),
    }


def brief(item: work.Item) -> str:
    """The month and the amount."""
    told = facts_of(item)
    lang = (get_language() or "fr")[:2]
    month = f"{month_name(told['month'].number, lang)} {told['month'].year}" if told["month"] else ""
    return f"{month}, {display(told['cents'], lang)}" if told["cents"] is not None else month


def _cents(text: str) -> int | None:
    try:
        return money.parse(text)
    except money.MoneyError:
        return None


def _month(text: str) -> Month | None:
    try:
        return Month.parse(text)
    except PeriodError:
        return None


KIND = Kind("desk/items/verified.html", facts, noted.do, noted.undo, by_the_one_who_did, brief)
