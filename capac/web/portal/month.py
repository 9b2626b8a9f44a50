"""One month: what it comes to, day by day and as a staircase of sums, and what was paid of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from capac.core.period import Month, PeriodError, month_name
from capac.debt import api as debt
from capac.payment import api as payment
from capac.people import api as people
from capac.rules import api as rules
from capac.web.calendar_page import grid
from capac.web.portal.own import lang, own_file
from capac.web.portal.payments import payments_of
from capac.web.words import stairs


@own_file("month")
def page(request: HttpRequest, client: people.Client, scheme: str, month: str) -> HttpResponse:
    """A month of one's own. Somebody else's month does not exist here."""
    wanted = _month(month)
    view = next(
        (one for one in payment.months_of(client.pk) if (one.scheme, one.month) == (scheme, wanted.first)),
        None,
    )
    if view is None:
        raise Http404(month)
    shown = f"{month_name(wanted.number, lang())} {wanted.year}"
    context = {
        "view": view,
        "month_shown": shown,
        "payments": payments_of([view]),
        "owed_cents": _owed(client, scheme, wanted),
        "trail": [(_("My file"), reverse("portal:home")), (shown, "")],
        **(_explained(view.calculation_id, wanted) if view.calculation_id else {}),
    }
    return render(request, "portal/month.html", context)


def _owed(client: people.Client, scheme: str, month: Month) -> int:
    """What is still to be paid back of this month, in cents."""
    debts = debt.debts_of(client.pk)
    return sum(
        one.cents for one in debts if (one.scheme, one.month, one.state) == (scheme, month.first, "open")
    )


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except PeriodError as error:
        raise Http404(text) from error


def _explained(calculation_id: int, month: Month) -> dict[str, Any]:
    """The stored calculation in the reader's language: the same bytes give the same words for ever."""
    told = rules.render(payment.vector_of(calculation_id), lang())
    days = [(day.day, day.halves, day.why, day.because, day.source) for day in told.days]
    steps = [(step.name, step.value, step.because, step.source) for step in told.steps]
    return {
        "grid": grid(month, days, lang()),
        "steps": stairs(steps, lang()),
        "parameters": told.parameters,
        "uncertain": any(one.status == "uncertain" for one in told.parameters),
    }
