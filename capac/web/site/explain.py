"""Explain a month: a grid to fill, the answer as a staircase of sums. No log-in, nothing is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from capac.core import clock
from capac.core.period import Month, PeriodError, in_full, month_name
from capac.rules.api import DAY_CODES, explain
from capac.web.calendar_page import Cell, weekdays, weeks
from capac.web.permit import permit, public
from capac.web.site.samples import page_of

FIELD_OF_FACT = {
    "month": "month",
    "daily_amount": "daily_amount",
    "family": "family",
    "first_year": "first_year",
    "from": "from",
    "paid_holiday_left": "paid_holiday_left",
    "children": "children",
}
SIGNS = {
    "worked": "■",
    "sick": "M",
    "paid_holiday": "J",
    "holiday": "V",
    "absent": "A",
    "public_holiday_paid": "F",
}


@permit(public)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form; after sending it, the answer above it or what to correct."""
    lang = (get_language() or "fr")[:2]
    filled = request.POST if request.method == "POST" else _defaults()
    month = _month(filled.get("month", ""))
    context: dict[str, Any] = {
        "filled": filled,
        "weekdays": weekdays(lang),
        "form_weeks": _form_weeks(month, filled, lang),
        "day_names": _day_names(),
        "families": [("A", _("Head of a family")), ("N", _("Living alone")), ("B", _("Living with others"))],
        "month_shown": f"{month_name(month.number, lang)} {month.year}",
        "errors": {},
    }
    if request.method == "POST" and "show" not in request.POST:
        answer = explain(_case(filled), lang)
        context |= _failed(answer["error"]) if "error" in answer else page_of(answer, month, lang)
    return render(request, "site/explain.html", context)


def _defaults() -> QueryDict:
    """Last month, an amount of the law's own example, nothing marked."""
    filled = QueryDict(mutable=True)
    month = Month.of(clock.today()).previous()
    filled.update(
        {
            "month": str(month),
            "from": str(month.first),
            "daily_amount": "74.89",
            "family": "B",
            "first_year": "yes",
        }
    )
    return filled


def _month(text: str) -> Month:
    """The month asked for; one that cannot be read shows last month's grid, and the rules say what is wrong."""
    try:
        return Month.parse(text)
    except PeriodError:
        return Month.of(clock.today()).previous()


def _case(filled: QueryDict) -> dict[str, Any]:
    """The form as a case of the public interface; a field left empty is a fact that is not given."""
    segment = {
        "from": filled.get("from") or None,
        "daily_amount": (filled.get("daily_amount") or "").strip().replace(",", ".") or None,
        "family": filled.get("family") or None,
        "first_year": {"yes": True, "no": False}.get(filled.get("first_year", "")),
    }
    withholdings: dict[str, Any] = {}
    if filled.get("seizure") == "yes":
        withholdings["seizure"] = {"children": filled.get("children") or None}
    return {
        "month": filled.get("month"),
        "scheme": "full_unemployment",
        "authorisation": [{key: value for key, value in segment.items() if value is not None}],
        "days": {key[4:]: code for key, code in filled.items() if key.startswith("day-") and code},
        "paid_holiday_left": (filled.get("paid_holiday_left") or "0").replace(",", "."),
        "withholdings": withholdings,
    }


def _failed(error: dict[str, str]) -> dict[str, Any]:
    return {"errors": {FIELD_OF_FACT.get(error["fact"], "main"): error["message"]}}


def _form_weeks(month: Month, filled: QueryDict, lang: str) -> list[list[Cell | None]]:
    """The grid to fill: each day with the code that was chosen for it."""
    return weeks(month, {day: _form_cell(day, filled.get(f"day-{day}", ""), lang) for day in month.days})


def _form_cell(day: date, code: str, lang: str) -> Cell:
    return Cell(day, day.day, in_full(day, lang), "", "", code if code in DAY_CODES else "")


def _day_names() -> list[tuple[str, str, str]]:
    """Code, sign and words of what can happen on a day."""
    names = {
        "worked": _("worked"),
        "sick": _("sick"),
        "holiday": _("holiday, not paid by an employer"),
        "paid_holiday": _("holiday covered by holiday pay"),
        "public_holiday_paid": _("public holiday paid by an employer"),
        "absent": _("other day that cannot be paid"),
    }
    return [(code, SIGNS[code], name) for code, name in names.items()]
