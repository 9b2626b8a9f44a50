"""Explain a month: a grid to fill, the answer as a staircase of sums. No log-in, nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from capac.core import clock
from capac.core.period import Month, PeriodError
from capac.rules.api import explain
from capac.web.calendar_page import fill_grid
from capac.web.fields import CALENDAR_YEARS, Field, Sheet, blank, named
from capac.web.language import asks_an_answer, keeps_what_was_typed
from capac.web.permit import permit, public
from capac.web.site.month_form import (
    MOST_SEGMENTS,
    case_of,
    checked,
    fields,
    more_fields,
    place_of,
    segments_of,
    withholding_fields,
)
from capac.web.site.samples import page_of

CHANGES = {"show", "add", "drop"}
"""Buttons that change the form and ask for no answer."""
FOLDED = {"wage": ("wage_code", "phase"), "half": ("half_amount",), "end": ("to",)}
NOT_SETTLED = "docs/coverage.md"


@permit(public)
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
def page(request: HttpRequest) -> HttpResponse:
    """The form; after sending it, the answer above it or what to correct."""
    lang = (get_language() or "fr")[:2]
    filled = _changed(request.POST) if request.method == "POST" else _defaults()
    month = _month(filled.get("month", ""))
    errors: dict[str, str] = {}
    answered: dict[str, Any] = {}
    if not asks_an_answer(request) or CHANGES & set(request.POST):
        sheet = blank(fields(month, segments_of(filled), lang), filled)
    else:
        sheet, errors, answered = _answer(filled, month, lang)
    context = _form(sheet, filled, month, lang) | {"errors": errors, "language_form": "main-form"} | answered
    return render(request, "site/explain.html", context)


def _answer(
    filled: Mapping[str, str], month: Month, lang: str
) -> tuple[Sheet, dict[str, str], dict[str, Any]]:
    """The sheet, what is wrong, and the answer when nothing is."""
    sheet = checked(filled, month, lang)
    if sheet.summary:
        return sheet, sheet.summary, {}
    told = explain(case_of(sheet, filled, month), lang)
    if "error" not in told:
        return sheet, {}, page_of(told, month, lang)
    sheet, errors = _refused(sheet, told["error"])
    return sheet, errors, {}


def _refused(sheet: Sheet, error: Mapping[str, str]) -> tuple[Sheet, dict[str, str]]:
    """What the law refuses, at its field and with the field's own name."""
    place = place_of(error["field"])
    if error["rule"] == NOT_SETTLED:
        return sheet, {"month": _not_settled(error["fact"])}
    if place not in sheet.fields:
        return sheet, {"month": error["message"]}
    told = (
        error["message"]
        .replace(f" ({error['field']})", "")
        .replace(error["field"], sheet.fields[place].label)
    )
    return sheet.wrong(place, told), {place: named(sheet.fields[place].label, told)}


def _not_settled(name: str) -> str:
    return _(
        "An amount of the law (%(name)s) is not settled for this month. Write the daily amount of your C2 instead of the wage code, or choose an earlier month."
    ) % {"name": name}


def _form(sheet: Sheet, filled: Mapping[str, str], month: Month, lang: str) -> dict[str, Any]:
    """What the page needs to show the form."""
    more, kept = more_fields(month, lang), withholding_fields()
    return {
        "month": sheet.fields["month"],
        "segments": [_segment(sheet, number) for number in range(segments_of(filled))],
        "may_add": segments_of(filled) < MOST_SEGMENTS,
        "more": [sheet.fields[field.name] for field in more if not field.name.startswith("full-")],
        "full_weeks": [sheet.fields[field.name] for field in more if field.name.startswith("full-")],
        "more_open": _touched(sheet, more),
        "kept": [sheet.fields[field.name] for field in kept],
        "kept_open": _touched(sheet, kept),
        **fill_grid(month, filled, lang),
    }


def _segment(sheet: Sheet, number: int) -> dict[str, Any]:
    """One segment with its fields by their own names, and which of its folded parts stand open."""
    start = f"segment-{number}-"
    own = {name.removeprefix(start): field for name, field in sheet.fields.items() if name.startswith(start)}
    open_parts = {
        part: any(own[name].value or own[name].error for name in names) for part, names in FOLDED.items()
    }
    return {"number": number + 1, "fields": own, "open": open_parts, "start": own["from"]}


def _touched(sheet: Sheet, asked: list[Field]) -> bool:
    """A folded part stands open when something in it is filled in or wrong."""
    told = [sheet.fields[field.name] for field in asked]
    return any(field.error or field.value not in {"", "0"} for field in told)


def _changed(sent: QueryDict) -> QueryDict:
    """The form as sent, with one segment more or less where that was asked."""
    filled = sent.copy()
    count = segments_of(filled)
    if "add" in sent:
        filled["segments"] = str(min(MOST_SEGMENTS, count + 1))
    if "drop" in sent:
        filled["segments"] = str(max(1, count - 1))
    return filled


def _defaults() -> QueryDict:
    """Last month, an amount of the law's own example, nothing marked."""
    filled = QueryDict(mutable=True)
    month = Month.of(clock.today()).previous()
    filled.update(
        {
            "month": str(month),
            "segments": "1",
            "segment-0-from": str(month.first),
            "segment-0-daily_amount": "74,89",
            "segment-0-family": "B",
            "segment-0-first_year": "yes",
        }
    )
    return filled


def _month(text: str) -> Month:
    """The month asked for; one that cannot be read shows last month's grid, and its field says what is wrong."""
    try:
        month = Month.parse(text)
    except PeriodError:
        month = Month.of(clock.today()).previous()
    return month if month.year in CALENDAR_YEARS else Month.of(clock.today()).previous()
