"""Technical problems that take expenses out of indicator 8.1.6: proposed by one person, decided by another."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from capac.verification import api as verification
from capac.verification import perms as verification_perms
from capac.web.desk import words_of_verification as words
from capac.web.desk.looking import because, staff_here
from capac.web.permit import permit, staff_who
from capac.web.words import schemes

MOST = 50


@permit(staff_who(verification_perms.may_see_rounds))
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The list, and the form of a proposal for those who may."""
    may_propose = verification_perms.may_propose_incident(staff_here(request))
    errors: dict[str, str] = {}
    if request.method == "POST" and may_propose:
        try:
            made = verification.propose_incident(
                _hit(request), because=because(request, _text(request, "reason"))
            )
        except verification.IncidentError as error:
            errors = words.incident_error(error)
        else:
            messages.success(
                request, _("Proposed. Nothing leaves the figure before a second person decides.")
            )
            return redirect("desk:incident", made.pk)
    context = {
        "rows": verification.incidents(MOST),
        "may_propose": may_propose,
        "errors": errors,
        "filled": request.POST,
        "ticked": request.POST.getlist("flows"),
        **_words(),
    }
    return render(request, "desk/incidents.html", context, status=422 if errors else 200)


@permit(staff_who(verification_perms.may_see_rounds))
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, incident_id: int) -> HttpResponse:
    """One technical problem, with the decision for a second person."""
    view, errors = _view(incident_id), {}
    may_decide = view.state == "proposed" and verification_perms.may_decide_incident(
        staff_here(request), view.proposed_by
    )
    if request.method == "POST" and may_decide:
        try:
            _decide(request, incident_id)
        except verification.IncidentError as error:
            errors = words.incident_error(error)
        else:
            messages.success(request, _("Decided. The figure follows with its next build."))
            return redirect("desk:incident", incident_id)
    context = {"row": view, "may_decide": may_decide, "errors": errors, **_words()}
    return render(request, "desk/incident.html", context, status=422 if errors else 200)


def _decide(request: HttpRequest, incident_id: int) -> None:
    if _text(request, "act") == "decline":
        verification.decline_incident(incident_id, because=because(request, "declined at the desk"))
        return
    seen = _text(request, "seen")
    verification.decide_incident(
        incident_id,
        seen=int(seen) if seen.isdecimal() else -1,
        because=because(request, "decided at the desk"),
    )


def _view(incident_id: int) -> verification.IncidentView:
    try:
        return verification.incident(incident_id)
    except LookupError as error:
        raise Http404(str(incident_id)) from error


def _hit(request: HttpRequest) -> verification.Hit:
    """What the form says. A day that cannot be read makes a period that ends before it begins."""
    first, last = _day(_text(request, "first"), date.max), _day(_text(request, "last"), date.min)
    flows, scheme = tuple(request.POST.getlist("flows")), _text(request, "scheme")
    return verification.Hit(
        first, last, flows, _text(request, "evidence"), scheme if scheme in schemes() else ""
    )


def _day(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").strip()


def _words() -> dict[str, Any]:
    return {"states": words.incident_states(), "flows": words.flows(), "schemes": schemes()}
