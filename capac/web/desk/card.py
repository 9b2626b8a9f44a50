"""Key a paper control card: the month as a grid that the keyboard fills, errors beside their field."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from capac.core import clock
from capac.core.period import Month, PeriodError, in_full, month_name
from capac.payment import api as payment
from capac.people import api as people
from capac.people import perms
from capac.web.calendar_page import SIGNS, Cell, day_names, weekdays, weeks
from capac.web.desk.faults import told
from capac.web.desk.file import head
from capac.web.desk.looking import because, look, staff_here
from capac.web.desk.reasons import client_of, for_a_reason, reason_of
from capac.web.desk.words import channels
from capac.web.fields import CALENDAR_YEARS, Field, Sheet, blank, read
from capac.web.permit import permit, staff_who

PLACES = {"month": "month", "date": "days", "code": "days", "daysLeft": "left", "received_on": "received_on"}
"""Where a fault of a card stands on the page."""


@permit(staff_who(perms.may_key_cards), shows_person=True)
@require_http_methods(["GET", "HEAD", "POST"])
@for_a_reason
def page(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The card that counts for the month, to fill in or to correct; keyed, it is a new version."""
    client = client_of(key)
    look(request, [client.pk], action="card", why=reason_of(request))
    month, wrong = _month(request.GET.get("month", ""))
    card = payment.cards([client.pk], [month.first], known=clock.now()).get((client.pk, month.first))
    if request.method != "POST":
        sheet, days = blank(_fields(), _kept(card)), _days_of(card)
        return _shown(request, client, month, sheet=sheet, days=days, card=card, errors=wrong)
    sheet, days = read(_fields(), request.POST), _sent(request.POST, month)
    errors = sheet.summary
    if not errors:
        try:
            _key(request, client, month, sheet=sheet, days=days)
        except payment.CardError as error:
            sheet, errors = _refused(sheet, error)
    if errors:
        return _shown(
            request, client, month, sheet=sheet, days=days, card=card, errors=wrong | errors, status=422
        )
    _say(request, month)
    return redirect("desk:file", client.key)


def _fields() -> list[Field]:
    return [
        Field("received_on", _("Received on"), "date", _("The day stamped on the card."), needed=True),
        Field(
            "left",
            _("Days of paid holiday left"),
            "halves",
            _("As the card says. Leave empty if it says nothing."),
        ),
    ]


def _key(
    request: HttpRequest, client: people.Client, month: Month, *, sheet: Sheet, days: Mapping[date, str]
) -> None:
    left = sheet.values.get("left")
    payment.key_card(
        client.pk,
        month,
        days,
        paid_holidays_left_halves=None if left is None else _halves(left),
        received_on=date.fromisoformat(sheet.values["received_on"]),
        staff=staff_here(request),
        because=because(request, "keyed from paper"),
    )


def _refused(sheet: Sheet, error: payment.CardError) -> tuple[Sheet, dict[str, str]]:
    """The fault in words, at its field where it has one on the page."""
    fault = told(error.reason, error.arguments)
    place = PLACES.get(error.field, "main")
    words = f"{fault.wrong} {fault.remedy}" if place not in sheet.fields else fault.wrong
    return (sheet.wrong(place, words) if place in sheet.fields else sheet), {place: words}


def _shown(
    request: HttpRequest,
    client: people.Client,
    month: Month,
    *,
    sheet: Sheet,
    days: Mapping[date, str],
    card: payment.Card | None,
    errors: dict[str, str],
    status: int = 200,
) -> HttpResponse:
    lang = _lang()
    names = day_names()
    context: dict[str, Any] = {
        **head(client),
        "month": month,
        "month_shown": f"{month_name(month.number, lang)} {month.year}",
        "fields": list(sheet.fields.values()),
        "card": card,
        "channels": channels(),
        "weekdays": weekdays(lang),
        "form_weeks": weeks(month, {day: _cell(day, days, lang) for day in month.days}),
        "day_names": [(code, SIGNS[code], name) for code, name in names.items()],
        "errors": errors,
    }
    return render(request, "desk/card.html", context, status=status)


def _cell(day: date, days: Mapping[date, str], lang: str) -> Cell:
    return Cell(day, day.day, in_full(day, lang), code=days.get(day, ""))


def _sent(filled: Mapping[str, str], month: Month) -> dict[date, str]:
    """What was chosen for the days of the month; nothing chosen is no mark."""
    return {day: code for day in month.days if (code := filled.get(f"day-{day}", ""))}


def _days_of(card: payment.Card | None) -> Mapping[date, str]:
    return card.days if card else {}


def _kept(card: payment.Card | None) -> dict[str, str]:
    """What the form begins with: today, and the holidays that the card before said."""
    left = card.paid_holidays_left_halves if card else None
    return {"received_on": str(clock.today()), "left": "" if left is None else _as_days(left)}


def _as_days(halves: int) -> str:
    whole, half = divmod(halves, 2)
    if not half:
        return str(whole)
    return f"{whole}.5" if _lang() == "en" else f"{whole},5"


def _halves(text: str) -> int:
    whole, _dot, half = text.partition(".")
    return 2 * int(whole) + (1 if half.startswith("5") else 0)


def _month(text: str) -> tuple[Month, dict[str, str]]:
    """The month asked for, or last month with what is wrong."""
    last = Month.of(clock.today()).previous()
    if not text:
        return last, {}
    try:
        month = Month.parse(text)
    except PeriodError:
        return last, {"month": _("Write the month as 2026-07.")}
    if month.year not in CALENDAR_YEARS:
        return last, {"month": _("This month lies outside the years that our calendars know.")}
    return month, {}


def _say(request: HttpRequest, month: Month) -> None:
    shown = f"{month_name(month.number, _lang())} {month.year}"
    messages.success(
        request,
        _("The card of %(month)s is kept. The month is computed again when payments are next prepared.")
        % {"month": shown},
    )


def _lang() -> str:
    return (get_language() or "fr")[:2]
