"""What is decided about a client's months: provisional payments and contested days, with what may be done about each."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from capac.core import clock
from capac.core.period import Month, in_full, month_name
from capac.dossier import api as dossier
from capac.flows import api as flows
from capac.payment import api as payment
from capac.people import api as people
from capac.people import perms
from capac.web.desk.file import head
from capac.web.desk.looking import because, look, staff_here
from capac.web.desk.reasons import client_of, for_a_reason, reason_of
from capac.web.desk.words_of_terms import contest_states, contesters, provisional_states, term_error
from capac.web.fields import Field, Sheet, blank, read
from capac.web.permit import permit, staff_who
from capac.web.words import schemes

Act = Callable[[], object]
_RANGE = re.compile(r"(\d{1,2})(?:-(\d{1,2}))?")
_HOURS = re.compile(r"(\d{1,2})(?:[.,](\d{1,2}))?")
WITH_ONEM = "submitted"
AT = "@"


@permit(staff_who(perms.may_see_clients), shows_person=True)
@require_http_methods(["GET", "HEAD", "POST"])
@for_a_reason
def page(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What stands, and the forms to add to it. The room asks who may."""
    client = client_of(key)
    look(request, [client.pk], action="terms", why=reason_of(request))
    if request.method != "POST":
        return _shown(request, client)
    return _contest(request, client) if "days" in request.POST else _propose(request, client)


def _contest(request: HttpRequest, client: people.Client) -> HttpResponse:
    """Contest days of a month: the rest is paid with the next run."""
    sheet = read(_contest_fields(client), request.POST)
    days = _days(sheet)
    if days is None:
        sheet = sheet.wrong("days", term_error("no_days", {}))
    if not sheet.summary and days is not None:
        scheme, _at, month = sheet.values["month"].partition(AT)
        said = payment.contests.Said(
            scheme, Month.parse(month).first, days, sheet.values["by"], sheet.values["why"],
            date.fromisoformat(sheet.values["received_on"]),
        )  # fmt: skip
        try:
            flows.contest(client.pk, said, staff=staff_here(request), because=because(request, said.why))
        except payment.TermError as error:
            sheet = sheet.wrong("days", term_error(error.reason, error.arguments))
        else:
            messages.success(request, _("These days wait. The rest of the month is paid with the next run."))
            return redirect("desk:terms", client.key)
    return _shown(request, client, contesting=sheet)


def _propose(request: HttpRequest, client: people.Client) -> HttpResponse:
    """Propose a provisional payment; a second person grants it."""
    sheet = read(_provisional_fields(client), request.POST)
    hours = [_hundredths(sheet.values.get(name, "")) for name in ("q", "s")]
    if not sheet.summary and all(hours):
        wanted = payment.provisional.Wanted(
            date.fromisoformat(sheet.values["first"]), _day(sheet.values.get("last")), sheet.values["code"].upper(),
            True if sheet.values.get("first_year") else None, hours[0], hours[1],
        )  # fmt: skip
        try:
            payment.provisional.propose(
                client.pk,
                int(sheet.values["application"]),
                wanted,
                staff=staff_here(request),
                because=because(request, "provisional payment"),
            )
        except payment.TermError as error:
            sheet = sheet.wrong(_place(error.reason), term_error(error.reason, error.arguments))
        else:
            messages.success(request, _("Proposed. Somebody else grants it."))
            return redirect("desk:terms", client.key)
    elif not sheet.summary:
        sheet = sheet.wrong("q", term_error("hours_missing", {}))
    return _shown(request, client, proposing=sheet)


@permit(staff_who(perms.may_see_clients))
@require_POST
@for_a_reason
def act(request: HttpRequest, key: uuid.UUID, number: int) -> HttpResponse:
    """Grant or end a provisional payment, or settle a contest. The room asks who may."""
    client, staff = client_of(key), staff_here(request)
    look(request, [client.pk], action="terms", why=reason_of(request))
    said, text = request.POST.get("act", ""), request.POST.get("text", "").strip()
    why = because(request, text or said)
    acts: dict[str, tuple[Act, str]] = {
        "grant": (
            lambda: payment.provisional.grant(_own(client, number), staff=staff, because=why),
            _("Granted. The next run pays it, at our own risk."),
        ),
        "end": (
            lambda: payment.provisional.end(_own(client, number), staff=staff, because=why),
            _("Ended. What was paid on it is claimed back with the next run."),
        ),
        "settle": (
            lambda: payment.contests.settle(_contested(client, number), text, staff=staff, because=why),
            _("Settled. The days count again; what is owed is paid with the next run."),
        ),
    }
    if said not in acts:
        raise Http404(said)
    do, told = acts[said]
    try:
        do()
    except payment.TermError as error:
        messages.error(request, term_error(error.reason, error.arguments))
    else:
        messages.success(request, told)
    return redirect("desk:terms", client.key)


def _own(client: people.Client, number: int) -> int:
    """A proposal of this client. Raises Http404 for another's."""
    found = payment.provisional.one(number)
    if found is None or found.client_id != client.pk:
        raise Http404(str(number))
    return number


def _contested(client: people.Client, number: int) -> int:
    found = payment.contests.one(number)
    if found is None or found.client_id != client.pk:
        raise Http404(str(number))
    return number


def _shown(
    request: HttpRequest,
    client: people.Client,
    *,
    contesting: Sheet | None = None,
    proposing: Sheet | None = None,
) -> HttpResponse:
    staff = staff_here(request)
    today = {"received_on": str(clock.today()), "q": "38", "s": "38"}
    contest_sheet = contesting or blank(_contest_fields(client), today)
    provisional_sheet = proposing or blank(_provisional_fields(client), today)
    errors = {**(contesting.summary if contesting else {}), **(proposing.summary if proposing else {})}
    context: dict[str, Any] = {
        **head(client),
        "contests": payment.contests.of_client(client.pk),
        "provisionals": payment.provisional.of_client(client.pk),
        "contest_fields": list(contest_sheet.fields.values()),
        "provisional_fields": list(provisional_sheet.fields.values()),
        "has_months": bool(contest_sheet.fields["month"].options),
        "has_applications": bool(provisional_sheet.fields["application"].options),
        "may_contest": perms.may_key_cards(staff),
        "may_propose": perms.may_prepare_payments(staff),
        "may_grant": perms.may_prepare_payments(staff) or perms.may_release_payments(staff),
        "login": staff.login,
        "errors": errors,
        "contest_states": contest_states(),
        "provisional_states": provisional_states(),
        "contesters": contesters(),
        "schemes": schemes(),
    }
    return render(request, "desk/terms.html", context, status=422 if errors else 200)


def _contest_fields(client: people.Client) -> list[Field]:
    months = [
        (
            f"{one.scheme}{AT}{one.month:%Y-%m}",
            f"{month_name(one.month.month, _lang())} {one.month.year}, {name}",
        )
        for one in flows.client_months(client.pk, today=clock.today())
        if one.scheme in payment.contests.SCHEMES and (name := schemes().get(one.scheme))
    ]
    return [
        Field("month", _("Month"), "select", options=tuple(months), needed=True),
        Field("days", _("Contested days"), "line", _("Numbers of the days: 6, 7 or 6-9."), needed=True),
        Field("by", _("Contested by"), "radio", options=tuple(contesters().items()), needed=True),
        Field("why", _("Why"), "line", needed=True),
        Field("received_on", _("Received on"), "date", needed=True),
    ]


def _provisional_fields(client: people.Client) -> list[Field]:
    asked = [
        (str(one.id), _("with ONEM since %(day)s") % {"day": in_full(one.submitted_on, _lang())})
        for one in dossier.applications_of(client.pk)
        if one.state == WITH_ONEM and one.submitted_on
    ]
    return [
        Field("application", _("Application"), "select", options=tuple(asked), needed=True),
        Field(
            "code", _("Code"), "line", _("As on a C2: 01/64NA1. The amount is that of the law."), needed=True
        ),
        Field("first", _("First day"), "date", needed=True),
        Field("last", _("Last day"), "date", _("Leave empty where no end is known.")),
        Field("q", _("Weekly hours of the worker (Q)"), "line", needed=True),
        Field("s", _("Weekly hours of a full-time worker (S)"), "line", needed=True),
        Field("first_year", _("Cohabitant in the first twelve months (taxed)"), "check"),
    ]


def _days(sheet: Sheet) -> list[date] | None:
    """The days that are named by their numbers; None where they cannot be read."""
    month = Month.parse(sheet.values["month"].partition(AT)[2]) if "month" in sheet.values else None
    parts = [part.strip() for part in sheet.values.get("days", "").split(",") if part.strip()]
    found: list[date] = []
    for part in parts:
        match = _RANGE.fullmatch(part)
        if match is None or month is None:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= month.last.day:
            return None
        found += [month.first.replace(day=day) for day in range(first, last + 1)]
    return found or None


def _hundredths(text: str) -> int:
    """38 or 19,5 weekly hours; 0 for what cannot be read."""
    match = _HOURS.fullmatch(text.strip())
    return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0")) if match else 0


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _place(reason: str) -> str:
    """The field beside which a fault stands."""
    return {
        "not_introduced": "application", "one_already": "application", "hours_missing": "q", "begins_too_late": "first",
        "ends_before_it_begins": "last",
    }.get(reason, "code")  # fmt: skip


def _lang() -> str:
    return (get_language() or "fr")[:2]
