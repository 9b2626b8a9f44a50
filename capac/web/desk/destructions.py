"""Destroying paper: a proposal, its approval by a second person, its certificate, which prints."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from capac.core import clock
from capac.documents import api as documents
from capac.documents import perms
from capac.web.desk.looking import staff_here
from capac.web.desk.words_of_paper import destruction_reasons, destruction_states, methods, paper_error
from capac.web.permit import permit, staff_who

PAGE = 50
LONGEST_ID = 18


@permit(staff_who(perms.may_see_paper))
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Proposals and certificates, the latest first."""
    before = request.GET.get("before", "")[:LONGEST_ID]
    found = documents.destructions(before=int(before) if before.isdecimal() else None, limit=PAGE + 1)
    context = {
        "rows": found[:PAGE],
        "next": found[PAGE - 1].pk if len(found) > PAGE else 0,
        "states": destruction_states(),
        "reasons": destruction_reasons(),
    }
    return render(request, "desk/destructions.html", context)


@permit(staff_who(perms.may_keep_paper))
@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Propose what was ticked in the inventory, for one reason."""
    try:
        made = documents.propose(_keys(request), request.POST.get("reason", ""), staff=staff_here(request))
    except documents.PaperError as error:
        messages.error(request, paper_error(error))
        return redirect("desk:inventory")
    messages.success(
        request, _("Proposed. A second person approves it with the agreement of the State Archives.")
    )
    return redirect("desk:destruction", made.key)


@permit(staff_who(perms.may_see_paper))
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, destruction: uuid.UUID) -> HttpResponse:
    """One proposal with its files: approve it, certify it, give it up; certified, it is the certificate."""
    if request.method != "POST":
        return _one(request, destruction)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None or not _may(request):
        return redirect("desk:destruction", destruction)
    try:
        told = act(request, destruction)
    except documents.PaperError as error:
        return _one(request, destruction, {"main": paper_error(error)})
    messages.success(request, told)
    return redirect("desk:destruction", destruction)


def _approve(request: HttpRequest, key: uuid.UUID) -> str:
    documents.approve(key, reference=request.POST.get("reference", ""), staff=staff_here(request))
    return _("Approved. Certify it when the paper is destroyed.")


def _certify(request: HttpRequest, key: uuid.UUID) -> str:
    documents.certify(
        key,
        day=_day(request.POST.get("day", "")),
        method=request.POST.get("method", ""),
        witness=request.POST.get("witness", ""),
        staff=staff_here(request),
    )
    return _("Certified. The certificate is kept for ever; print it from this page.")


def _drop(request: HttpRequest, key: uuid.UUID) -> str:
    documents.drop(key, staff=staff_here(request))
    return _("Given up. The paper stands where it stood.")


ACTS: dict[str, Callable[[HttpRequest, uuid.UUID], str]] = {
    "approve": _approve,
    "certify": _certify,
    "drop": _drop,
}


def _one(request: HttpRequest, key: uuid.UUID, errors: dict[str, str] | None = None) -> HttpResponse:
    try:
        made = documents.destruction(key)
    except documents.PaperError as error:
        raise Http404(str(key)) from error
    files = documents.files_of(made)
    context = {
        "made": made,
        "files": files,
        "sheets": sum(row.sheets for row in files),
        "states": destruction_states(),
        "reasons": destruction_reasons(),
        "methods": methods(),
        "may": _may(request),
        "is_second": made.proposed_by_id != staff_here(request).pk,
        "today": clock.today(),
        "filled": request.POST,
        "errors": errors or {},
    }
    return render(request, "desk/destruction.html", context, status=422 if errors else 200)


def _may(request: HttpRequest) -> bool:
    return perms.may_approve_destruction(staff_here(request))


def _keys(request: HttpRequest) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(text) for text in request.POST.getlist("paper")]
    except ValueError:
        return []


def _day(text: str) -> date:
    """The day typed; what is none is a day that has not come, which the certificate refuses."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.max
