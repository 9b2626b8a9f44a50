"""What the page of a measured indicator shows: its figure, charts, causes, cases and definition."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse

from capac.contract import api as contract
from capac.contract.api import Figure, Sheet
from capac.people import perms
from capac.web.board import numbers, reasons, words
from capac.web.board.drawings import drawings
from capac.web.board.figures import shown
from capac.web.login.middleware import staff_of

TOLD = {"late", "rejected"}
NO_LIMIT = "in_time"


def measured(request: HttpRequest, indicator_id: str, *, today: date) -> dict[str, Any]:
    """The context of a measured indicator; without a build only its definition.

    Raises KeyError for what is not measured, or has no words here yet; Http404 for a bad year.
    """
    rules = words.definitions()[indicator_id]
    try:
        definition = contract.definition(indicator_id)
        sheet = contract.sheet(indicator_id, as_of=today, year=year_of(request))
    except contract.YearError as error:
        raise Http404(str(error)) from error
    told = {"definition": definition, "rules": rules}
    return told if sheet is None else {**told, **_sheet(request, sheet)}


def year_of(request: HttpRequest) -> int | None:
    """The year of the address. Raises Http404 for what is none."""
    text = request.GET.get("year", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == len("2026")):
        raise Http404(text)
    return int(text)


def _sheet(request: HttpRequest, sheet: Sheet) -> dict[str, Any]:
    figure = sheet.figure
    verdict, look = words.verdicts()[figure.verdict]
    return {
        "figure": figure,
        "verdict": {"word": verdict, "look": look},
        "shown": shown(figure),
        "years": sheet.years,
        "drawings": drawings(sheet),
        "why": words.why(figure.id),
        "causes": _causes(sheet),
        "lists": _lists(sheet),
        "may_see_cases": perms.may_see_cases(staff_of(request)),
    }


def _causes(sheet: Sheet) -> list[dict[str, Any]]:
    """Why the cases of the first tier were late or rejected; where nothing is late, why they took their time."""
    wanted = TOLD if sheet.figure.tiers[0].norm_bp is not None else {NO_LIMIT}
    return [
        {
            "words": reasons.in_words(sheet.figure.id, cause.reason),
            "cases": numbers.count(cause.cases),
            "address": cases_address(sheet.figure, tier=1, which=cause.outcome, reason=cause.reason),
        }
        for cause in sheet.causes
        if cause.tier == 1 and cause.outcome in wanted
    ]


def _lists(sheet: Sheet) -> list[dict[str, Any]]:
    """How many cases stand in each outcome of each tier, with the address of their list."""
    found = []
    for number, tier in enumerate(sheet.figure.tiers, 1):
        totals: dict[str, int] = {}
        for cause in sheet.causes:
            if cause.tier == number:
                totals[cause.outcome] = totals.get(cause.outcome, 0) + cause.cases
        for outcome in contract.OUTCOMES:
            if outcome in totals:
                word, look = words.outcomes(sheet.figure.id)[outcome]
                found.append(
                    {
                        "tier": words.tier_name(tier.within),
                        "word": word,
                        "look": look,
                        "cases": numbers.count(totals[outcome]),
                        "address": cases_address(sheet.figure, tier=number, which=outcome),
                    }
                )
    return found


def cases_address(figure: Figure, *, tier: int, which: str, reason: str = "") -> str:
    """The address of a list of cases."""
    asked = {"year": figure.year, "tier": tier, "which": which, "reason": reason}
    return f"{reverse('board:cases', args=[figure.id])}?{urlencode({k: v for k, v in asked.items() if v})}"
