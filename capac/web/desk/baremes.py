"""Barème files: the list, one file with what is odd and how it compares; proposed by one, approved by another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from capac.exchange import api as exchange
from capac.exchange import perms as exchange_perms
from capac.people import api as people
from capac.records import api as records
from capac.rules import api as rules
from capac.web.desk.looking import because, staff_here
from capac.web.desk.noted import NOTE_LENGTH, note_error
from capac.web.desk.words_of_baremes import bareme_error, bareme_states
from capac.web.permit import permit, staff_who

MOST = 30
SHOWN = 100
Act = Callable[[int, people.Staff, records.Because], None]


@permit(staff_who(exchange_perms.may_see_baremes))
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The last files. No person stands on it."""
    return render(request, "desk/baremes.html", {"files": exchange.baremes(MOST), "states": bareme_states()})


@permit(staff_who(exchange_perms.may_see_baremes))
@require_safe
def one(request: HttpRequest, file_id: int) -> HttpResponse:
    """One file: what is odd in it, each row beside the formula and the day before, who did what."""
    return render(request, "desk/bareme.html", _context(request, file_id))


@permit(staff_who(exchange_perms.may_propose_baremes))
@require_POST
def propose(request: HttpRequest, file_id: int) -> HttpResponse:
    """I have looked at it: somebody else may approve it."""

    def act(number: int, staff: people.Staff, because: records.Because) -> None:
        exchange.propose_bareme(number, staff=staff, because=because)

    return _acted(request, file_id, act, told=_("Proposed. Somebody else approves it."))


@permit(staff_who(exchange_perms.may_approve_baremes))
@require_POST
def approve(request: HttpRequest, file_id: int) -> HttpResponse:
    """From now on its rows win over the formula; the next preparation computes again what they change."""

    def act(number: int, staff: people.Staff, because: records.Because) -> None:
        exchange.approve_bareme(number, staff=staff, because=because)

    return _acted(
        request, file_id, act, told=_("Approved. The next preparation of payments counts with these rows.")
    )


@permit(staff_who(exchange_perms.may_reject_baremes))
@require_POST
def reject(request: HttpRequest, file_id: int) -> HttpResponse:
    """It pays nobody."""

    def act(number: int, staff: people.Staff, because: records.Because) -> None:
        exchange.reject_bareme(number, staff=staff, because=because)

    return _acted(request, file_id, act, told=_("Rejected. These rows pay nobody."))


def _acted(request: HttpRequest, file_id: int, act: Act, *, told: str) -> HttpResponse:
    """Do it; where it cannot be done, say why on the page of the file."""
    note = request.POST.get("note", "").strip()
    if len(note) > NOTE_LENGTH:
        messages.error(request, note_error(note))
        return redirect("desk:bareme", file_id)
    try:
        act(file_id, staff_here(request), because(request, note))
    except exchange.BaremeFile.DoesNotExist as error:
        raise Http404(str(file_id)) from error
    except exchange.BaremeError as error:
        messages.error(request, bareme_error(error.reason))
    else:
        messages.success(request, told)
    return redirect("desk:bareme", file_id)


def _context(request: HttpRequest, file_id: int) -> dict[str, Any]:
    try:
        view = exchange.bareme_view(file_id)
    except exchange.BaremeFile.DoesNotExist as error:
        raise Http404(str(file_id)) from error
    lang = (get_language() or "fr")[:2]
    report = view.report
    # Rows that differ come first: they are what a person must see.
    rows = sorted(report.compared, key=lambda one: not one.differs)
    return {
        "file": view,
        "states": bareme_states(),
        "wrong": report.wrong,
        "anomalies": [(one.weight, rules.anomaly_told(one, lang)) for one in report.anomalies],
        "rows": [(rules.row_name(one.row), one) for one in rows[:SHOWN]],
        "number": len(rows),
        "more": max(0, len(rows) - SHOWN),
        **_rights(staff_here(request), view),
    }


def _rights(staff: people.Staff, view: exchange.BaremeView) -> dict[str, Any]:
    """What this person may do with the file, and in words why not."""
    proposed, mine = view.state == "proposed", view.proposed_by == staff.login
    waits = view.state in ("received", "proposed")
    may_approve = exchange_perms.may_approve_baremes(staff)
    why_not = ""
    if waits and view.report.wrong:
        why_not = bareme_error("wrong")
    elif proposed and (mine or not may_approve):
        why_not = bareme_error("same_person" if mine else "not_allowed")
    open_to_all = waits and not view.report.wrong
    return {
        "may_propose": open_to_all and not proposed and exchange_perms.may_propose_baremes(staff),
        "may_approve": open_to_all and proposed and may_approve and not mine,
        "may_reject": waits and exchange_perms.may_reject_baremes(staff),
        "why_not": why_not,
    }
