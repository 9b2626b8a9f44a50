"""The cases behind a figure, for those who may see them: a page at a time, and as CSV. The register comes first."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from capac.commitments import api as commitments
from capac.contract import api as contract
from capac.core import clock
from capac.people import api as people
from capac.people import perms
from capac.web.board import reasons, sentences, words
from capac.web.board.figures import group_name, lang
from capac.web.board.measured import year_of
from capac.web.board.numbers import plain
from capac.web.login.middleware import staff_of
from capac.web.permit import permit, staff_who

PAGE, CSV_MOST = 50, 100_000
MOST_TIERS = 9
BY_DUE_DATE, RUNNING = "18.16.1", {"in_time", "late"}
COLUMNS = (
    "reference", "payment_type", "month", "started_on", "last_day", "stopped_on", "working_days", "outcome", "reason",
)  # fmt: skip


@permit(staff_who(perms.may_see_cases), shows_person=True)
@require_safe
def cases(request: HttpRequest, item_id: str) -> HttpResponse:
    """One page of cases, by opaque references."""
    asked = _asked(request)
    page = _page(item_id, asked, after=request.GET.get("after", ""), limit=PAGE)
    _register(request, page.cases, item_id, asked)
    indicator = commitments.indicator(item_id, contract=contract.contract_of(asked["year"]))
    outcome = words.outcomes(item_id).get(asked["which"], (_("all cases"), "plain"))
    context = {
        "one": indicator,
        "title": indicator.title[lang()],
        "year": asked["year"],
        "tier": _tier_name(_tier_of(indicator, asked["tier"])),
        "outcome": {"word": outcome[0], "look": outcome[1]},
        "reason": reasons.in_words(item_id, asked["reason"]) if asked["reason"] else "",
        "rows": [_row(item_id, case) for case in page.cases],
        "has_limit": _tier_of(indicator, asked["tier"]).within is not None or item_id == BY_DUE_DATE,
        "has_clock": contract.has_clock(item_id),
        "has_days": indicator.unit in sentences.CLOCKED,
        "has_group": any(case.part for case in page.cases),
        "is_verified": item_id == sentences.REJECTED,
        "unit": sentences.unit_name(indicator.unit),
        "as_of": page.as_of,
        "outcomes": _outcomes(indicator, asked["which"]),
        "months": _months(asked["year"], asked["month"]),
        "asked": asked,
        "next": _address("board:cases", item_id, asked, after=page.after) if page.after else "",
        "csv": _address("board:cases_csv", item_id, asked),
        "trail": [
            (_("The contract"), reverse("board:tree")),
            (item_id, f"{reverse('board:item', args=[item_id])}?{urlencode({'year': asked['year']})}"),
            (_("Cases"), ""),
        ],
    }
    return render(request, "board/cases.html", context)


@permit(staff_who(perms.may_see_cases), shows_person=True)
@require_safe
def cases_csv(request: HttpRequest, item_id: str) -> HttpResponse:
    """Every case of the list as one file; a list that is too long leads back to the choice of a month."""
    asked = _asked(request)
    page = _page(item_id, asked, after="", limit=CSV_MOST)
    if page.after:
        messages.warning(request, _("This list is too long for one file. Choose an outcome or a month."))
        return redirect(_address("board:cases", item_id, asked))
    _register(request, page.cases, item_id, asked)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="cases-{item_id}-{asked["year"]}.csv"'
    csv.writer(response).writerows([COLUMNS, *map(_line, page.cases)])
    return response


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the address asks. Raises Http404 for what cannot be asked."""
    tier, month = request.GET.get("tier", "1"), request.GET.get("month", "")
    if not (tier.isascii() and tier.isdigit() and 1 <= int(tier) <= MOST_TIERS):
        raise Http404(tier)
    try:
        first = date.fromisoformat(f"{month}-01") if month else None
    except ValueError as error:
        raise Http404(month) from error
    return {
        "year": year_of(request) or clock.today().year,
        "tier": int(tier),
        "which": request.GET.get("which", ""),
        "group": request.GET.get("group", ""),
        "reason": request.GET.get("reason", ""),
        "month": first,
    }


def _page(item_id: str, asked: dict[str, Any], *, after: str, limit: int) -> contract.CasePage:
    try:
        contract.contract_of(asked["year"])
        return contract.cases(item_id, as_of=clock.today(), after=after, limit=limit, **asked)
    except (contract.CasesError, contract.YearError) as error:
        raise Http404(str(error)) from error


def _register(
    request: HttpRequest, shown: Iterable[contract.Case], item_id: str, asked: dict[str, Any]
) -> None:
    staff = staff_of(request)
    if staff is None:
        raise LookupError("cases are shown to staff only")
    match = request.resolver_match
    people.write(
        people.Actor("staff", staff.login),
        [case.client_id for case in shown if case.client_id is not None],
        route=match.view_name if match else request.path_info,
        action="list",
        why=f"cases of {item_id}, {asked['year']} {asked['which']}".strip(),
    )


def _tier_of(indicator: commitments.Indicator, number: int) -> commitments.Tier:
    if number > len(indicator.tiers):
        raise Http404(str(number))
    return indicator.tiers[number - 1]


def _tier_name(tier: commitments.Tier) -> str:
    return words.tier_name(tier.within) if tier.within else _("all cases")


def _outcomes(indicator: commitments.Indicator, chosen: str) -> list[dict[str, Any]]:
    """The choice of an outcome: those that the indicator's cases can have."""
    own = {
        code: told
        for code, told in words.outcomes(indicator.id).items()
        if (code in RUNNING) == contract.has_clock(indicator.id) or code == "open"
    }
    return [{"code": code, "word": word, "chosen": code == chosen} for code, (word, _look) in own.items()]


def _months(year: int, chosen: date | None) -> list[dict[str, Any]]:
    firsts = [date(year, number, 1) for number in range(1, 13)]
    return [{"code": f"{first:%Y-%m}", "first": first, "chosen": first == chosen} for first in firsts]


def _row(item_id: str, case: contract.Case) -> dict[str, Any]:
    word, look = words.outcomes(item_id)[case.outcome]
    return {
        "case": case,
        "group": group_name(case.part),
        "word": word,
        "look": look,
        "why": reasons.in_words(item_id, case.reason),
    }


def _address(name: str, item_id: str, asked: dict[str, Any], *, after: str = "") -> str:
    told = {**asked, "month": f"{asked['month']:%Y-%m}" if asked["month"] else "", "after": after}
    return (
        f"{reverse(name, args=[item_id])}?{urlencode({key: value for key, value in told.items() if value})}"
    )


def _line(case: contract.Case) -> tuple[object, ...]:
    dates = (case.started_on, case.last_day, case.stopped_on)
    return (
        plain(case.reference),
        case.part,
        f"{case.month:%Y-%m}" if case.month else "",
        *dates,
        case.days,
        case.outcome,
        case.reason,
    )
