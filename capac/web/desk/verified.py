"""What ONEM said of a payment, or would say of it, and a person must look at: answer it, or note what was done."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from capac.core import money
from capac.core.money import display
from capac.core.period import Month, PeriodError, month_name
from capac.records import api as records
from capac.verification import api as verification
from capac.web.desk import noted
from capac.web.desk.acting import Answer, Asked, Kind, by_the_one_who_did
from capac.web.desk.words_of_verification import answer_error, reasons, steps
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
        "answer_by": _day(told.get("answer_by", "")),
    }


def foreseen(request: HttpRequest, item: work.Item) -> dict[str, Any]:
    """Why ONEM would reject a payment, and for how much."""
    del request
    told = item.arguments
    return {
        **facts_of(item),
        "reason": reasons().get(told.get("reason", ""), told.get("reason", "")),
        "payment_id": item.subject_id,
        "first_day": _day(told.get("first_day", "")),
        "days": told.get("days", ""),
    }


def late(request: HttpRequest, item: work.Item) -> dict[str, Any]:
    """The step whose day has passed."""
    del request
    told = item.arguments
    return {
        "step": steps().get(told.get("step", ""), told.get("step", "")),
        "month": _month(told.get("month", "")),
        "due_on": _day(told.get("due_on", "")),
    }


def do(asked: Asked) -> Answer:
    """Answer ONEM while it asks; once nothing is asked any more, a note closes the item."""
    act = asked.text("act")
    if act not in ("contest", "accept"):
        return noted.do(asked)
    because = records.Because(asked.staff.login, asked.text("why"))
    try:
        verification.answer(asked.item.subject_id, act, papers=asked.text("papers"), because=because)
    except verification.AnswerError as error:
        return Answer(errors=answer_error(error))
    return Answer(told=_("Kept. ONEM is told with the answers of this phase."))


def undo(asked: Asked) -> int | None:
    """A note can be taken back; an answer is a fact."""
    return noted.undo(asked)


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


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _month(text: str) -> Month | None:
    try:
        return Month.parse(text)
    except PeriodError:
        return None


def _step_brief(item: work.Item) -> str:
    return str(steps().get(item.arguments.get("step", ""), ""))


KIND = Kind("desk/items/verified.html", facts, do, undo, by_the_one_who_did, brief)
FORESEEN = Kind("desk/items/foreseen.html", foreseen, noted.do, noted.undo, by_the_one_who_did, brief)
LATE = Kind("desk/items/late_step.html", late, noted.do, noted.undo, by_the_one_who_did, _step_brief)
