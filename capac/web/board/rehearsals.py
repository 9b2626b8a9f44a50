"""Rehearsals of a change of the law: the list, one with its tables, its PDF, and in two steps the cases behind it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from capac.core.money import display, parse
from capac.core.period import Month, PeriodError
from capac.flows import api as flows
from capac.people import api as people
from capac.people import perms
from capac.rules import api as rules
from capac.web.board import rehearsal_pdf
from capac.web.board import rehearsal_words as words
from capac.web.board.figures import lang
from capac.web.login.middleware import staff_of
from capac.web.permit import permit, staff_who
from capac.web.words import law_title, stairs, tied

PAGE = 50
DIMENSIONS = ("month", "family", "phase", "band", "region", "scheme")
MARK = "~"


@permit(staff_who(perms.may_see_cases))
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every rehearsal, newest first, and how one is made."""
    rows = [{"run": one["run_id"], **words.told(one, lang())} for one in flows.rehearsals()]
    context = {"rows": rows, "trail": [(_("The contract"), reverse("board:tree")), (_("Rehearsals"), "")]}
    return render(request, "board/rehearsals.html", context)


@permit(staff_who(perms.may_see_cases))
@require_safe
def one(request: HttpRequest, run_id: int) -> HttpResponse:
    """What a draft would change: who gains, who loses, what it costs, what it touches, what is uncertain."""
    result = _found(run_id)
    told = words.told(result, lang())
    trail = [*_trail(), (f"{_('Rehearsal')} {run_id}", "")]
    linked = [(table, _linked(table, run_id)) for table in told["tables"]]
    pages = [
        {"address": reverse("site:law_rule", args=[page.slug]), "title": law_title(page.slug)}
        for page in rules.law_pages_with({each["name"] for each in result["parameters"]})
    ]
    context = {"run_id": run_id, "told": told, "linked": linked, "pages": pages, "trail": trail}
    return render(request, "board/rehearsal.html", context)


@permit(staff_who(perms.may_see_cases))
@require_safe
def pdf(_request: HttpRequest, run_id: int) -> HttpResponse:
    """The same as a tagged PDF in the reader's language."""
    response = HttpResponse(rehearsal_pdf.pdf(_found(run_id), lang()), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="rehearsal-{run_id}-{lang()}.pdf"'
    return response


@permit(staff_who(perms.may_see_cases), shows_person=True)
@require_safe
def cases(request: HttpRequest, run_id: int) -> HttpResponse:
    """The months behind a cell, by opaque references."""
    result = _found(run_id)
    outcome = request.GET.get("outcome", "less")
    if outcome not in words.outcomes():
        raise Http404(outcome)
    chosen = {name: request.GET[name] for name in DIMENSIONS if name in request.GET}
    _check_month(chosen.get("month"))
    found = flows.rehearsed_cases(
        run_id, outcome=outcome, chosen=chosen, after=_after(request), limit=PAGE + 1
    )
    shown = found[:PAGE]
    _register(request, [row["client_id"] for row in shown], "list", f"rehearsal {run_id}: {outcome} {chosen}")
    context = {
        "run_id": run_id,
        "title": result["title"],
        "title_lang": result["lang"],
        "outcome": words.outcomes()[outcome],
        "groups": [words.group_word(name, value, lang()) for name, value in chosen.items()],
        "rows": [_row(row) for row in shown],
        "next": _next(shown[-1], outcome, chosen) if len(found) > PAGE else "",
        "trail": [*_trail(), (f"{_('Rehearsal')} {run_id}", reverse("board:rehearsal", args=[run_id])), (_("Cases"), "")],
    }  # fmt: skip
    return render(request, "board/rehearsed_cases.html", context)


@permit(staff_who(perms.may_see_cases), shows_person=True)
@require_safe
def case(request: HttpRequest, run_id: int, client_id: int, month: str) -> HttpResponse:
    """One month by the law and by the draft: of each scheme what differs, then both explanations."""
    result = _found(run_id)
    try:
        asked = Month.parse(month)
    except PeriodError as error:
        raise Http404(month) from error
    _register(request, [client_id], "open", f"rehearsal {run_id}, {month}")
    found = flows.rehearsed_case(run_id, client_id, asked, lang=lang())
    if not found:
        raise Http404(month)
    context = {
        "title": result["title"],
        "title_lang": result["lang"],
        "reference": f"{client_id}",
        "month": asked.first,
        "schemes": [
            {"name": words.group_word("scheme", scheme, lang()), **_compared(before, after)}
            for scheme, before, after in found
        ],
        "trail": [
            *_trail(), (f"{_('Rehearsal')} {run_id}", reverse("board:rehearsal", args=[run_id])), (_("One case"), ""),
        ],
    }  # fmt: skip
    return render(request, "board/rehearsed_case.html", context)


def _compared(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Both answers as staircases and, where both stand, their difference."""
    errors = [answer["error"]["message"] for answer in (before, after) if "error" in answer]
    if errors:
        return {"errors_told": errors}
    change = rules.difference(before, after, lang())
    cents = parse(change["net"])
    return {
        "because": tied(change["because"], lang()),
        "look": "ok" if cents > 0 else "bad" if cents < 0 else "plain",
        "nets": [display(parse(answer["net"]), lang()) for answer in (before, after)],
        "sides": [(_("By the law"), _stairs(before)), (_("By the draft"), _stairs(after))],
        "parameters": [one for one in after["parameters"] if one not in before["parameters"]],
    }


def _stairs(answer: dict[str, Any]) -> list[dict[str, str]]:
    return stairs(
        ((step["name"], step["value"], step["because"], step["source"]) for step in answer["steps"]), lang()
    )


def _found(run_id: int) -> dict[str, Any]:
    result = flows.rehearsal(run_id)
    if result is None:
        raise Http404(str(run_id))
    return result


def _trail() -> list[tuple[str, str]]:
    return [(_("The contract"), reverse("board:tree")), (_("Rehearsals"), reverse("board:rehearsals"))]


def _linked(table: words.Table, run_id: int) -> list[list[tuple[words.Cell, str]]]:
    """Each cell with the address of its cases."""
    address = reverse("board:rehearsed_cases", args=[run_id])
    return [
        [
            (
                cell,
                f"{address}?{urlencode({'outcome': cell.outcome, **(cell.chosen or {})})}"
                if cell.outcome
                else "",
            )
            for cell in row
        ]
        for row in table.rows
    ]


def _after(request: HttpRequest) -> tuple[int, date]:
    """The last case of the page before. Raises Http404 for a mark that cannot be read."""
    client, _mark, month = request.GET.get("after", f"0{MARK}{date.min}").partition(MARK)
    try:
        return int(client), date.fromisoformat(month)
    except ValueError as error:
        raise Http404("after") from error


def _next(row: dict[str, Any], outcome: str, chosen: dict[str, str]) -> str:
    return f"?{urlencode({'outcome': outcome, **chosen, 'after': _mark(row)})}"


def _check_month(day: str | None) -> None:
    """Raises Http404 for a month that is no date."""
    try:
        date.fromisoformat(day or str(date.min))
    except ValueError as error:
        raise Http404("month") from error


def _mark(row: dict[str, Any]) -> str:
    return f"{row['client_id']}{MARK}{row['month']}"


def _row(row: dict[str, Any]) -> dict[str, Any]:
    cents = row["after_cents"] - row["before_cents"]
    return {
        **row,
        "reference": f"{row['client_id']}",
        "asked": f"{row['month']:%Y-%m}",
        "family": words.group_word("family", row["family"], lang()),
        "region": words.group_word("region", row["region"], lang()),
        "change": f"{'+' if cents > 0 else '−' if cents < 0 else ''} {display(abs(cents), lang())}".strip(),
    }


def _register(request: HttpRequest, clients: Iterable[int], action: str, why: str) -> None:
    staff = staff_of(request)
    if staff is None:
        raise LookupError("cases are shown to staff only")
    match = request.resolver_match
    route = match.view_name if match else request.path_info
    people.write(people.Actor("staff", staff.login), clients, route=route, action=action, why=why)
