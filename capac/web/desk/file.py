"""One client's file on one page: the person, the account, authorisations, months, payments, debts, items, who looked."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from capac.core import clock, niss, workdays
from capac.core.period import Month, PeriodError, Span
from capac.debt import api as debt
from capac.documents import api as documents
from capac.dossier import api as dossier
from capac.exchange import api as exchange
from capac.flows import api as flows
from capac.payment import api as payment
from capac.people import api as people
from capac.people import perms
from capac.rules import api as rules
from capac.verification import api as verification
from capac.web.calendar_page import grid
from capac.web.desk import declared
from capac.web.desk.looking import look, staff_here
from capac.web.desk.reasons import client_of, for_a_reason, reason_of
from capac.web.desk.timeline import timeline_of
from capac.web.desk.verified import causes
from capac.web.desk.words import channels, families, item_states, kind_names, look_actions, refusals
from capac.web.desk.words_of_holds import expectations, hold_reasons, month_states
from capac.web.desk.words_of_intake import application_states
from capac.web.desk.words_of_money import (
    bank_reasons,
    debt_causes,
    debt_states,
    payment_states,
    turns,
)
from capac.web.desk.words_of_timeline import document_channels
from capac.web.permit import permit, staff_who
from capac.web.words import schemes, stairs, withheld_names
from capac.web.words_of_applications import form_names, type_names
from capac.web.words_of_applications import turns as application_turns
from capac.work import api as work

LOOKS = 20
DOCUMENTS = 6


@permit(staff_who(perms.may_see_clients), shows_person=True)
@require_safe
@for_a_reason
def page(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Everything that the rooms know of one client."""
    client = client_of(key)
    look(request, [client.pk], action="file", why=reason_of(request))
    context = {**head(client), **_facts(client), **timeline_of(client, request), **_may(request)}
    return render(request, "desk/file.html", context)


@permit(staff_who(perms.may_see_clients), shows_person=True)
@require_safe
@for_a_reason
def month(request: HttpRequest, key: uuid.UUID, scheme: str, month: str) -> HttpResponse:
    """How a month was computed: day by day, and as a staircase of sums with their articles."""
    client, wanted = client_of(key), month_of(month)
    look(request, [client.pk], action="month", why=reason_of(request))
    view = next(
        (one for one in payment.months_of(client.pk) if (one.scheme, one.month) == (scheme, wanted.first)),
        None,
    )
    if view is None:
        raise Http404(month)
    explained = _explained(view, wanted) if view.calculation_id else {}
    return render(request, "desk/month.html", {**head(client), "view": view, **_words(), **explained})


def month_of(text: str) -> Month:
    """The month of an address."""
    try:
        return Month.parse(text)
    except PeriodError as error:
        raise Http404(text) from error


def head(client: people.Client) -> dict[str, Any]:
    """Who it is, with the number masked."""
    number = people.numbers_of([client.pk]).get(client.pk, "")
    return {"client": client, "number": niss.masked(number) if number else ""}


def _facts(client: people.Client) -> dict[str, Any]:
    now = clock.now()
    today = now.date()
    kept = documents.documents_of(client.pk, limit=DOCUMENTS + 1)
    return {
        "office": client.office,
        "account": people.accounts_on([client.pk], on=today, known=now).get(client.pk),
        "contacts": people.contacts_of(client.pk, on=today),
        "address": people.addresses_on([client.pk], on=today, known=now).get(client.pk),
        "segments": exchange.authorised([client.pk], Span(workdays.FIRST), known=now).get(client.pk, ()),
        "months": flows.client_months(client.pk, today=today),
        "declared": declared.lines(client.pk),
        "applications": dossier.applications_of(client.pk),
        "documents": kept[:DOCUMENTS],
        "more_documents": len(kept) > DOCUMENTS,
        "debts": debt.debts_of(client.pk),
        "outcomes": verification.outcomes_of(client.pk),
        "items": work.queue(work.Filters(client_id=client.pk)),
        "looks": people.looks(client_id=client.pk, limit=LOOKS),
        **_words(),
    }


def _words() -> dict[str, dict[str, str]]:
    return {
        "schemes": schemes(),
        "families": families(),
        "refusals": refusals(),
        "payment_states": payment_states(),
        "bank_reasons": bank_reasons(),
        "withheld_names": withheld_names(),
        "turns": turns(),
        "document_channels": document_channels(),
        "application_types": type_names(),
        "forms": form_names(),
        "turns_of_applications": application_turns(own=False),
        "application_states": application_states(),
        "hold_reasons": hold_reasons(),
        "month_states": month_states(),
        "expectations": expectations(),
        "debt_states": debt_states(),
        "debt_causes": debt_causes(),
        "causes": causes(),
        "kinds": kind_names(),
        "states": item_states(),
        "actions": look_actions(),
        "channels": channels(),
    }


def _explained(view: payment.MonthView, wanted: Month) -> dict[str, Any]:
    """The stored calculation in the reader's language; the same bytes give the same words for ever."""
    lang = (get_language() or "fr")[:2]
    told = rules.render(payment.vector_of(view.calculation_id or 0), lang)
    days = [(day.day, day.halves, day.why, day.because, day.source) for day in told.days]
    steps = [(step.name, step.value, step.because, step.source) for step in told.steps]
    return {
        "grid": grid(wanted, days, lang),
        "steps": stairs(steps, lang),
        "parameters": told.parameters,
        "explained": True,
    }


def _may(request: HttpRequest) -> dict[str, bool]:
    staff = staff_here(request)
    return {"can_key": perms.may_key_cards(staff), "can_add": perms.may_work_items(staff)}
