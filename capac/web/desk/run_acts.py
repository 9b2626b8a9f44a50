"""Prepare payments, release a run after seeing its totals once more, or drop it with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from capac.flows import api as flows
from capac.payment import api as payment
from capac.payment import perms as payment_perms
from capac.people import perms
from capac.web.desk.looking import because, staff_here
from capac.web.desk.noted import note_error
from capac.web.desk.previewed import summary
from capac.web.desk.runs import run_of
from capac.web.desk.words_of_runs import file_error, run_error
from capac.web.permit import permit, staff_who


@permit(staff_who(perms.may_prepare_payments))
@require_POST
def prepare(request: HttpRequest) -> HttpResponse:
    """Compute what is owed on the facts known now and prepare the difference; goes on with a run that stopped."""
    counters = flows.prepare_payments(who=staff_here(request).login)
    if not counters["payments"]:
        messages.info(request, _("Everything is computed. There is nothing to pay."))
        return redirect("desk:runs")
    messages.success(request, _("The run is prepared. Look at its table; somebody else releases it."))
    return redirect("desk:run", payment.runs(1)[0].id)


@permit(staff_who(perms.may_release_payments))
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, run_id: int) -> HttpResponse:
    """The totals once more; confirmed, the run is released and its files go to the bank."""
    view, staff = run_of(run_id), staff_here(request)
    if view.state != "prepared" or not payment_perms.may_release(staff, view.prepared_by):
        reason = "same_person" if staff.login == view.prepared_by else "not_prepared"
        messages.warning(request, run_error(reason, {}))
        return redirect("desk:run", run_id)
    seen = request.POST.get("seen", "")
    if request.method == "POST" and seen.isdecimal():
        return _released(request, run_id, seen_cents=int(seen))
    errors = {"seen": _("Compare the totals with the table first, then tick the box.")}
    asked = request.method == "POST"
    context = {"run": view, "audit": view.audit, "errors": errors if asked else {}, **summary(view)}
    return render(request, "desk/release.html", context, status=422 if asked else 200)


@permit(staff_who(payment_perms.may_drop))
@require_POST
def drop(request: HttpRequest, run_id: int) -> HttpResponse:
    """Drop a prepared run: nothing of it leaves, and the next run finds the same payments owed."""
    reason = request.POST.get("reason", "").strip()
    if error := note_error(reason, _("Write why the run is dropped: the reason stays in its log.")):
        messages.error(request, error)
        return redirect("desk:run", run_id)
    try:
        number = payment.drop(run_id, staff=staff_here(request), because=because(request, reason))
    except payment.RunError as fault:
        messages.error(request, run_error(fault.reason, fault.arguments))
    else:
        words = ngettext(
            "Dropped. %(number)s payment is owed again.",
            "Dropped. %(number)s payments are owed again.",
            number,
        )
        messages.success(request, words % {"number": number})
    return redirect("desk:run", run_id)


def _released(request: HttpRequest, run_id: int, *, seen_cents: int) -> HttpResponse:
    try:
        flows.release_payments(run_id, staff=staff_here(request), seen_cents=seen_cents)
    except payment.RunError as fault:
        messages.error(request, run_error(fault.reason, fault.arguments))
    except payment.BankFileError as fault:
        messages.error(request, file_error(str(fault)))
    else:
        messages.success(request, _("Released. The files leave for the bank with the next exchange."))
    return redirect("desk:run", run_id)
