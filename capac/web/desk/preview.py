"""What a run would do, before it is released: who changes and why, who is not paid any more, and the money by day."""

from __future__ import annotations

import csv

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from capac.core.money import plain
from capac.flows import api as flows
from capac.payment import api as payment
from capac.payment import perms as payment_perms
from capac.people import api as people
from capac.web.desk.looking import look
from capac.web.desk.previewed import liquidity_of, tabs
from capac.web.desk.runs import run_of
from capac.web.desk.words_of_money import turns
from capac.web.desk.words_of_preview import ended_reasons, reasons
from capac.web.desk.words_of_runs import change_causes
from capac.web.permit import permit, staff_who
from capac.web.words import schemes

PAGE = 50
MARK = "~"
LONGEST_ID, LONGEST_SCHEME = 18, 30
COLUMNS = (
    "day", "left_or_with_the_bank", "released_or_proposed", "came_back", "advance_from_onem", "balance",
    "stated_by_the_bank",
)  # fmt: skip


@permit(staff_who(payment_perms.may_see_runs), shows_person=True)
@require_safe
def changes(request: HttpRequest, run_id: int, kind: str) -> HttpResponse:
    """The payments of a kind beside the month before, the largest change first, each with what explains it."""
    view = run_of(run_id)
    try:
        found = payment.preview.changes(run_id, kind, after=_after(request), limit=PAGE + 1)
    except KeyError as error:
        raise Http404(kind) from error
    ids = {row.client_id for row in found[:PAGE]}
    look(request, ids, action="run", why=f"run {run_id}, preview: {kind}")
    persons = people.clients(ids)
    context = {
        "run": view,
        "kind": kind,
        "rows": [
            {"one": one, "person": persons.get(one.changed.client_id), "reasons": reasons(one)}
            for one in payment.explain(found[:PAGE])
        ],
        "more": f"{found[PAGE - 1].size}{MARK}{found[PAGE - 1].payment_id}" if len(found) > PAGE else "",
        "first_page": "after" not in request.GET,
        **tabs(view),
        **_words(),
    }
    return render(request, "desk/run_changes.html", context)


@permit(staff_who(payment_perms.may_see_runs), shows_person=True)
@require_safe
def ended(request: HttpRequest, run_id: int) -> HttpResponse:
    """Who was paid for the month before and not for this one, by why and one by one."""
    view = run_of(run_id)
    client, scheme = _mark(request.GET.get("after", f"0{MARK}"))
    found = payment.preview.ended(view.introduction_month, after=(client, scheme), limit=PAGE + 1)
    ids = {row.client_id for row in found[:PAGE]}
    look(request, ids, action="run", why=f"run {run_id}, preview: ended")
    persons = people.clients(ids)
    last = found[PAGE - 1] if len(found) > PAGE else None
    context = {
        "run": view,
        "kind": "ended",
        "rows": [{"one": one, "person": persons.get(one.client_id)} for one in found[:PAGE]],
        "more": f"{last.client_id}{MARK}{last.scheme}" if last else "",
        "first_page": "after" not in request.GET,
        "groups": payment.preview.ended_groups(view.introduction_month),
        **tabs(view),
        **_words(),
    }
    return render(request, "desk/run_ended.html", context)


@permit(staff_who(payment_perms.may_see_runs))
@require_safe
def money(request: HttpRequest, run_id: int) -> HttpResponse:
    """Liquidity by day as a picture with its table, and ONEM's means by payment type. No person stands on it."""
    view = run_of(run_id)
    context = {"run": view, "schemes": schemes(), **liquidity_of(view)}
    return render(request, "desk/run_money.html", context)


@permit(staff_who(payment_perms.may_see_runs))
@require_safe
def money_csv(_request: HttpRequest, run_id: int) -> HttpResponse:
    """The same days as a file; amounts in euro."""
    view = run_of(run_id)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="liquidity-run-{run_id}.csv"'
    rows = (
        (
            day.day, plain(day.left_cents), plain(day.planned_cents), plain(day.back_cents), plain(day.advance_cents),
            plain(day.balance_cents), "yes" if day.is_stated else "no",
        )
        for day in flows.liquidity(view).days
    )  # fmt: skip
    csv.writer(response).writerows([COLUMNS, *rows])
    return response


def _words() -> dict[str, dict[str, str]]:
    return {
        "schemes": schemes(),
        "causes": change_causes(),
        "ended_reasons": ended_reasons(),
        "turns": turns(),
    }


def _after(request: HttpRequest) -> tuple[int, int] | None:
    if "after" not in request.GET:
        return None
    size, payment_id = _mark(request.GET["after"])
    try:
        return size, int(payment_id)
    except ValueError as error:
        raise Http404("after") from error


def _mark(text: str) -> tuple[int, str]:
    """A mark of the page before. Raises Http404 for one that cannot be read."""
    number, _between, rest = text.partition(MARK)
    if not number.isdecimal() or len(number) > LONGEST_ID or len(rest) > LONGEST_SCHEME:
        raise Http404("after")
    return int(number), rest
