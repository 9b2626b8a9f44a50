"""Everything that waits for a decision about payment: contests, provisional payments, months to be paid early."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from capac.core import clock
from capac.core.period import Month
from capac.payment import api as payment
from capac.payment import perms as payment_perms
from capac.people import api as people
from capac.people import perms
from capac.web.desk.looking import because, look, staff_here
from capac.web.desk.words_of_terms import contesters, early_states, term_error
from capac.web.fields import Field, Sheet, blank, read
from capac.web.permit import permit, staff_who
from capac.web.words import schemes


@permit(staff_who(payment_perms.may_see_runs), shows_person=True)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """What waits, with its persons; and a decision of the committee as it is keyed. The room asks who may."""
    return _propose(request) if request.method == "POST" else _shown(request, None)


def _propose(request: HttpRequest) -> HttpResponse:
    """Key a decision of ONEM's committee on a month that may be paid before its end."""
    sheet = read(_fields(), request.POST)
    if not sheet.summary:
        try:
            payment.early.propose(
                Month.parse(sheet.values["month"]),
                payable_from=date.fromisoformat(sheet.values["payable_from"]),
                decided_on=date.fromisoformat(sheet.values["decided_on"]),
                reference=sheet.values["reference"],
                staff=staff_here(request),
                because=because(request, sheet.values["reference"]),
            )
        except payment.TermError as error:
            sheet = sheet.wrong(_place(error.reason), term_error(error.reason, error.arguments))
        else:
            messages.success(request, _("Kept. Somebody else confirms it."))
            return redirect("desk:all_terms")
    return _shown(request, sheet)


@permit(staff_who(payment_perms.may_touch_payments))
@require_POST
def act(request: HttpRequest, early_id: int) -> HttpResponse:
    """Confirm a decision that somebody else keyed, or take it back."""
    staff, said = staff_here(request), request.POST.get("act", "")
    acts: dict[str, tuple[Callable[..., None], str]] = {
        "confirm": (payment.early.confirm, _("Confirmed. The month may be paid from its day on.")),
        "withdraw": (payment.early.withdraw, _("Taken back.")),
    }
    if said not in acts:
        raise Http404(said)
    do, told = acts[said]
    try:
        do(early_id, staff=staff, because=because(request, said))
    except payment.TermError as error:
        messages.error(request, term_error(error.reason, error.arguments))
    else:
        messages.success(request, told)
    return redirect("desk:all_terms")


def _shown(request: HttpRequest, sent: Sheet | None) -> HttpResponse:
    staff, today = staff_here(request), clock.today()
    contests, provisionals = payment.contests.waiting(), payment.provisional.waiting()
    ids = {one.client_id for one in contests} | {one.client_id for one in provisionals}
    look(request, ids, action="terms", why="decisions about payment that wait")
    persons = people.clients(ids)
    sheet = sent or blank(_fields(), {"decided_on": str(today)})
    errors = sent.summary if sent else {}
    context = {
        "contests": [(one, persons.get(one.client_id), today > one.rest_by) for one in contests],
        "provisionals": [(one, persons.get(one.client_id)) for one in provisionals],
        "decisions": payment.early.decisions(),
        "fields": list(sheet.fields.values()),
        "errors": errors,
        "may_propose": perms.may_prepare_payments(staff),
        "may_decide": payment_perms.may_touch_payments(staff),
        "login": staff.login,
        "schemes": schemes(),
        "contesters": contesters(),
        "early_states": early_states(),
    }
    return render(request, "desk/all_terms.html", context, status=422 if errors else 200)


def _fields() -> list[Field]:
    return [
        Field("month", _("Month"), "month", needed=True),
        Field("payable_from", _("May be paid from"), "date", needed=True),
        Field("decided_on", _("Decided on"), "date", needed=True),
        Field("reference", _("Reference of the decision"), "line", needed=True),
    ]


def _place(reason: str) -> str:
    """The field beside which a fault stands."""
    places = {
        "day_outside_month": "payable_from", "decided_in_future": "decided_on", "reference_missing": "reference",
        "too_long": "reference",
    }  # fmt: skip
    return places.get(reason, "month")
