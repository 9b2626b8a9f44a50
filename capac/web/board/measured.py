"""What the page of a measured indicator shows: its figure, charts, causes, cases and definition."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from capac.commitments.api import Indicator
from capac.contract import api as contract
from capac.contract.api import Cause, Figure, Sheet
from capac.people import perms
from capac.web.board import definitions, numbers, reasons, sentences, words
from capac.web.board.drawings import drawings
from capac.web.board.figures import group_name, shown
from capac.web.board.published import publications
from capac.web.login.middleware import staff_of

TOLD = {"late", "rejected"}
TELLS_WHY = {"8.1.6"}
NO_LIMIT = "in_time"


def measured(request: HttpRequest, indicator: Indicator, *, today: date) -> dict[str, Any]:
    """The context of a measured indicator; without a build only its definition.

    Raises KeyError for what is not measured; Http404 for a bad year.
    """
    try:
        definition = contract.definition(indicator.id)
        sheet = contract.sheet(indicator.id, as_of=today, year=year_of(request))
    except contract.YearError as error:
        raise Http404(str(error)) from error
    told = {"definition": definition, "rules": definitions.definition(indicator)}
    return told if sheet is None else {**told, **_sheet(request, sheet, indicator)}


def year_of(request: HttpRequest) -> int | None:
    """The year of the address. Raises Http404 for what is none."""
    text = request.GET.get("year", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == len("2026")):
        raise Http404(text)
    return int(text)


def _sheet(request: HttpRequest, sheet: Sheet, indicator: Indicator) -> dict[str, Any]:
    figure = sheet.figure
    verdict, look = words.verdicts()[figure.verdict]
    told_of = figure.id in TELLS_WHY or contract.has_clock(figure.id)
    return {
        "figure": figure,
        "verdict": {"word": verdict, "look": look},
        "shown": shown(figure),
        "spread": sentences.spread(figure, indicator.unit) if _has_spread(indicator) else "",
        "years": sheet.years,
        "drawings": drawings(sheet, indicator),
        "groups": _groups(sheet, indicator),
        "why": words.why(figure.id, has_limit=sentences.manner(indicator) == "share") if told_of else "",
        "causes": _causes(sheet),
        "by_whom": _by_whom(sheet),
        "lists": _lists(sheet, indicator),
        "lists_are_of_staff": figure.id in contract.OF_STAFF,
        "publications": publications(figure, indicator),
        "may_see_cases": perms.may_see_cases(staff_of(request)) and figure.id not in contract.OF_STAFF,
    }


def _has_spread(indicator: Indicator) -> bool:
    return sentences.manner(indicator) == "share" and indicator.unit in sentences.CLOCKED


def _groups(sheet: Sheet, indicator: Indicator) -> dict[str, Any] | None:
    """A row a group (office, flow, mode, payment type); none where there is no second one."""
    if not sheet.groups:
        return None
    timed = indicator.unit in sentences.CLOCKED
    return {
        "unit": sentences.unit_name(indicator.unit) if timed else "",
        "has_share": sentences.manner(indicator) == "share",
        "rows": [_group(group) for group in sheet.groups],
    }


def _group(group: Figure) -> dict[str, Any]:
    tier = group.tiers[0]
    return {
        "name": group_name(group.group),
        "counted": numbers.count(tier.denominator),
        "shares": [numbers.share(one.numerator, one.denominator) for one in group.tiers],
        "open": numbers.count(tier.open),
        "mean": numbers.decimal(group.mean_days) if group.mean_days else "–",
        "p80": _or_dash(group.p80_days),
        "p95": _or_dash(group.p95_days),
        "oldest": _or_dash(group.oldest_open_days),
    }


def _or_dash(number: int | None) -> str:
    return "–" if number is None else numbers.count(number)


def _causes(sheet: Sheet) -> list[dict[str, Any]]:
    """Why the cases of the first tier were late or rejected; where nothing is late, why they took their time."""
    return [
        {
            "words": reasons.in_words(sheet.figure.id, cause.reason) or _("not said"),
            "cases": numbers.count(cause.cases),
            "address": cases_address(sheet.figure, tier=1, which=cause.outcome, reason=cause.reason),
        }
        for cause in _wanted(sheet)
    ]


def _by_whom(sheet: Sheet) -> list[dict[str, str]]:
    """The same cases by who delayed them or caused the loss."""
    told = Counter[str]()
    for cause in _wanted(sheet):
        told[reasons.who(cause.reason)] += cause.cases
    names = reasons.who_names()
    return [{"who": names[code], "cases": numbers.count(told[code])} for code in names if told[code]]


def _wanted(sheet: Sheet) -> list[Cause]:
    tier = sheet.figure.tiers[0]
    wanted = TOLD if tier.norm_bp is not None or tier.share_of else {NO_LIMIT}
    return [cause for cause in sheet.causes if cause.tier == 1 and cause.outcome in wanted]


def _lists(sheet: Sheet, indicator: Indicator) -> list[dict[str, Any]]:
    """How many cases stand in each outcome of each tier, with the address of their list."""
    found = []
    for number in range(1, len(sheet.figure.tiers) + 1):
        totals: dict[str, int] = {}
        for cause in sheet.causes:
            if cause.tier == number:
                totals[cause.outcome] = totals.get(cause.outcome, 0) + cause.cases
        for outcome in contract.OUTCOMES:
            if outcome in totals:
                word, look = words.outcomes(sheet.figure.id)[outcome]
                found.append(
                    {
                        "tier": sentences.tier_label(indicator, number),
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
