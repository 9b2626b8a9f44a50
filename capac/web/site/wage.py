"""From a wage to its code and daily amount: the barème as a question. No log-in, nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from capac.core import clock
from capac.core.money import display, parse
from capac.core.period import Month, in_full
from capac.rules.api import explain
from capac.web.fields import Field, Sheet, blank, named, read
from capac.web.language import asks_an_answer, keeps_what_was_typed
from capac.web.permit import permit, public
from capac.web.site.explain import NOT_SETTLED

ASKED_FIRST = {"kind": "monthly", "family": "N", "phase": "A1"}
MONTHS_BACK = 60
"""So far back the page looks for a day that it can propose."""


def fields() -> list[Field]:
    """What the barème asks."""
    kinds = (("monthly", _("a month")), ("hourly", _("an hour")), ("annual", _("a year")))
    families = (
        ("A", _("A – head of a family")),
        ("N", _("N – living alone")),
        ("B", _("B – living with others")),
    )
    phases = (
        ("A1", _("A1 – months 1 to 3")),
        ("A2", _("A2 – months 4 to 6")),
        ("A3", _("A3 – months 7 to 12")),
        ("X", _("X – after twelve months, with a long career")),
        ("B", _("B – after twelve months, without")),
    )
    return [
        Field("wage", _("Your last gross wage, in euro"), "wage", needed=True),
        Field("kind", _("This is the wage for"), "radio", options=kinds, needed=True),
        Field("q", _("Hours you worked a week"), "wage", hint=_("Needed only for a wage an hour, for example 38.")),
        Field("on", _("On which day"), "date", needed=True),
        Field("family", _("Family category"), "radio", options=families, needed=True),
        Field("phase", _("Phase"), "radio", hint=_("How long you have received benefits; it stands on your C2."), options=phases, needed=True),
    ]  # fmt: skip


@permit(public)
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
def page(request: HttpRequest) -> HttpResponse:
    """The form; after sending it, the amount above it or what to correct."""
    lang = (get_language() or "fr")[:2]
    told: dict[str, Any] | None = None
    errors: dict[str, str] = {}
    if asks_an_answer(request):
        sheet = _checked(request.POST)
        told, errors = _answer(sheet, lang)
    else:
        sheet = blank(fields(), request.POST if request.method == "POST" else _defaults())
    context = {
        "fields": list(sheet.fields.values()),
        "told": told,
        "errors": errors,
        "language_form": "main-form",
        "trail": [(_("Explain a month"), reverse("site:explain")), (_("From a wage to an amount"), "")],
    }
    return render(request, "site/wage.html", context)


def _defaults() -> dict[str, str]:
    return {"on": str(settled_on(clock.today())), **ASKED_FIRST}


@cache
def settled_on(day: date) -> date:
    """The day, or the last one before it for which the law's amounts are settled; the day where none is found."""
    month = Month.of(day)
    for candidate in (day, *(month.plus(-n).last for n in range(1, MONTHS_BACK))):
        told = explain({"wage": {"monthly": "3000"}, "on": str(candidate), "family": "N", "phase": "A1"})
        if "error" not in told:
            return candidate
    return day


def _checked(filled: Mapping[str, str]) -> Sheet:
    sheet = read(fields(), filled)
    if sheet.values.get("kind") == "hourly" and "q" not in sheet.values and not sheet.fields["q"].error:
        return sheet.wrong("q", _("Write how many hours you worked a week."))
    return sheet


def _answer(sheet: Sheet, lang: str) -> tuple[dict[str, Any] | None, dict[str, str]]:
    """The answer in words, or what is wrong with its field."""
    if sheet.summary:
        return None, sheet.summary
    values = sheet.values
    wage = {values["kind"]: values["wage"]}
    if values["kind"] == "hourly":
        wage["q"] = values["q"]
    told = explain({"wage": wage, **{name: values[name] for name in ("on", "family", "phase")}}, lang)
    if "error" in told:
        return None, _refused(told["error"])
    shown = {name: display(parse(told[name]), lang) for name in ("daily_amount", "half_amount")}
    return {**told, **shown, "uncertain": any("status" in one for one in told["parameters"])}, {}


def _refused(error: Mapping[str, str]) -> dict[str, str]:
    if error["rule"] == NOT_SETTLED:
        day = in_full(settled_on(clock.today()), (get_language() or "fr")[:2])
        told = _("The amounts of the law (%(name)s) are not settled for this day. Those of %(day)s are.")
        return {"on": named(_("On which day"), told % {"name": error["fact"], "day": day})}
    return {"wage": named(_("Your last gross wage, in euro"), error["message"])}
