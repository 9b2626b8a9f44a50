"""Time limits of the law: a question in words, a date, the answer with its article. Nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import get_day_names
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from capac.core.period import in_full
from capac.rules.api import deadline
from capac.web.fields import Field, Sheet, blank, named, read
from capac.web.permit import permit, public

WEEKEND = 5


@dataclass(frozen=True)
class Question:
    """One time limit: what is asked, and which day (or two days) it counts from."""

    rule: str
    asks: str
    starts: tuple[tuple[str, str], ...]


def for_clients() -> list[Question]:
    """What a person who receives benefits asks."""
    return [
        _one("am-92-2-1", _("Until when must my application for full unemployment be with ONEM?"), _("First day claimed")),
        _one("am-92-2-2", _("Until when must my application for temporary unemployment be with ONEM?"), _("A day of the month claimed")),
        _one("am-92-2-al2", _("My working hours changed, or it is the yearly application: until when must it be with ONEM?"), _("A day of the month claimed")),
        _one("am-92-2-al3", _("I was without work because of a strike or lock-out: until when must my application be with ONEM?"), _("A day of the month claimed")),
        _one("ar-133-holidays", _("Until when must my application for youth or senior holidays be with ONEM?"), _("A day of the holidays")),
        _one("ar-152quater", _("Until when must my application for an activation allowance be with ONEM?"), _("First day of the job")),
        _one("impulsion", _("Until when must my application for Impulsion (Wallonia) be with ONEM?"), _("First day of the job")),
        _one("am-38", _("Until when must I register as a job-seeker?"), _("First day claimed")),
        _one("am-92-3", _("Until when must a change in my situation be with ONEM?"), _("Day of the change")),
        _one("am-93-2", _("My file was sent back (C51): until when must it be complete again?"), _("Day on which it was sent back")),
        _one("ar-145", _("Until when does ONEM decide?"), _("Day on which ONEM holds the complete file")),
        _one("ar-24-communication", _("Until when am I told of the decision?"), _("Day on which ONEM sent the decision (C2)")),
        Question(
            "ar-161",
            _("Until when must I be paid?"),
            (
                ("decision_communicated", _("Day on which the decision was communicated")),
                ("conditions_met", _("Day on which everything else was in order, your card too")),
            ),
        ),
        _one("ar-24-answer", _("I asked a question in writing: until when is it answered?"), _("Day on which my question arrived")),
        _one("claim-prescription", _("Until when can I claim the benefits of a month?"), _("A day of that month")),
    ]  # fmt: skip


def for_institutions() -> list[Question]:
    """What the payment body and ONEM ask each other."""
    return [
        _one("am-92-5", _("A file was announced in time: until when may it arrive complete?"), _("Last day of the limit")),
        _one("ar-148-register", _("From when is the payment body deemed to know a message of the register?"), _("Day on which it was sent")),
        _one("ar-151", _("From when does a revised C2 bind the payment body?"), _("Day of notification")),
        _one("c10", _("Until when is the expenditure file (C10) with ONEM?"), _("A day of the month of introduction")),
        _one("bank-file", _("Until when is the file of the bank with ONEM?"), _("A day of the month of introduction")),
        _one("c12-refund", _("Until when is an eliminated expense (C12) refunded?"), _("Day of the first notification")),
        _one("c13-refund", _("Until when is a rejected expense (C13) refunded?"), _("Day of the first notification")),
    ]  # fmt: skip


@permit(public)
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Every question, those of clients first."""
    context = {"for_clients": for_clients(), "for_institutions": for_institutions()}
    return render(request, "site/deadlines.html", context)


@permit(public)
@require_safe
def question(request: HttpRequest, rule: str) -> HttpResponse:
    """One question; with its date in the address, its answer."""
    lang = (get_language() or "fr")[:2]
    asked = next((one for one in [*for_clients(), *for_institutions()] if one.rule == rule), None)
    if asked is None:
        raise Http404(rule)
    fields = [Field(name, label, "date", needed=True) for name, label in asked.starts]
    sent = any(name in request.GET for name, _label in asked.starts)
    filled = request.GET.dict()
    sheet = read(fields, filled) if sent else blank(fields, filled)
    errors, told = sheet.summary, None
    if sent and not errors:
        answer = deadline(_case(asked, sheet), lang)
        errors, told = _refused(asked, answer) if "error" in answer else {}, _told(answer, lang)
    context = {
        "asked": asked,
        "fields": list(sheet.fields.values()),
        "errors": errors,
        "told": told,
        "trail": [(_("Time limits"), reverse("site:deadlines")), (asked.asks, "")],
    }
    return render(request, "site/deadline.html", context)


def _one(rule: str, asks: str, start: str) -> Question:
    return Question(rule, asks, (("from", start),))


def _case(asked: Question, sheet: Sheet) -> dict[str, Any]:
    dates = {name: sheet.values[name] for name, _label in asked.starts}
    return {"rule": asked.rule, "from": dates.get("from", dates)}


def _refused(asked: Question, answer: dict[str, Any]) -> dict[str, str]:
    name, label = asked.starts[0]
    return {name: named(label, answer["error"]["message"])}


def _told(answer: dict[str, Any], lang: str) -> dict[str, Any] | None:
    """The last day in words; with its weekday, because no limit moves off a Sunday."""
    if "error" in answer:
        return None
    day = date.fromisoformat(answer["deadline"])
    calendars = {
        "none": _("Every day of the calendar counts."),
        "office": _(
            "Working days of the offices count: Monday to Friday, without holidays and closing days."
        ),
        "legal": _("Every day but Sundays and public holidays counts."),
        "bank": _("Days on which the banks work count."),
    }
    return {
        "day": f"{get_day_names('wide', locale=lang)[day.weekday()]} {in_full(day, lang)}",
        "iso": answer["deadline"],
        "because": answer["because"],
        "source": answer["source"],
        "calendar": calendars[answer["calendar"]],
        "weekend": day.weekday() >= WEEKEND,
    }
