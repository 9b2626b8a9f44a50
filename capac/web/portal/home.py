"""Home: am I paid, when, how much, and what do you need from me. The answer stands before everything else."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from capac.core import clock
from capac.core.money import display
from capac.core.period import month_name
from capac.debt import api as debt
from capac.flows import api as flows
from capac.flows.api import MonthStatus, client_months
from capac.payment import api as payment
from capac.people import api as people
from capac.web.portal import applications
from capac.web.portal.own import lang, own_file
from capac.web.portal.payments import Told, told
from capac.web.portal.statuses import PAID_OR_SENT, came_back, reason_told, waiting
from capac.web.portal.words import in_hand
from capac.work import api as work

SHOWN = 2
"""Months that wait, on the home page; the page of all of them has the others."""


@own_file("home")
def page(request: HttpRequest, client: people.Client) -> HttpResponse:
    """The latest payment, what each month still waits for, what is owed."""
    months = client_months(client.pk, today=clock.today())
    latest = next((one for one in months if one.status in PAID_OR_SENT), None)
    waits = [one for one in waiting(months) if latest is None or one.month != latest.month]
    context = {
        "client": client,
        "latest": _payment(latest),
        "note": _note(latest),
        "applications": [one for one in applications.own(client.pk) if one.is_open],
        "waiting": waits[:SHOWN],
        "more": max(0, len(waits) - SHOWN),
        "authorised": bool(months),
        "in_hand": [*_in_hand(client), *_contested(client)],
        "provisional": flows.is_provisional(client.pk, today=clock.today()),
        "owed_cents": sum(one.cents for one in debt.debts_of(client.pk) if one.state == "open"),
    }
    return render(request, "portal/home.html", context)


@own_file("missing")
def missing(request: HttpRequest, client: people.Client) -> HttpResponse:
    """Every month that waits, with what it waits for."""
    context = {
        "waiting": waiting(client_months(client.pk, today=clock.today())),
        "trail": [(_("My file"), reverse("portal:home")), (_("What is missing"), "")],
    }
    return render(request, "portal/missing.html", context)


def _in_hand(client: people.Client) -> list[dict[str, object]]:
    """What an agent is doing, with the day promised for it."""
    words = in_hand()
    items = work.queue(work.Filters(kinds=list(words), client_id=client.pk, states=work.NOT_DONE))
    slips = work.last_tellings([item.pk for item in items if item.slips])
    return [
        {
            "what": words[item.kind],
            "since": item.since,
            "due_on": item.due_on,
            "slipped_on": slips[item.pk].slipped_on if item.pk in slips else None,
        }
        for item in items
    ]


def _contested(client: people.Client) -> list[dict[str, object]]:
    """Days that wait because they are contested, with the day of our answer."""
    return [
        {
            "what": _("Contested days of %(month)s: %(amount)s before tax waits. The rest is paid.")
            % {"month": _shown(one.month), "amount": display(one.held_cents, lang())},
            "since": one.received_on,
            "due_on": one.answer_by,
        }
        for one in payment.contests.of_client(client.pk)
        if one.state == "open"
    ]


def _shown(month: date) -> str:
    return f"{month_name(month.month, lang())} {month.year}"


def _note(latest: MonthStatus | None) -> tuple[str, str] | None:
    """What is still to come for the month that was paid last: what it is about, and what happens next."""
    if latest is not None and latest.status == "returned":
        return "", came_back(latest)
    if latest is not None and latest.status == "paid" and latest.reason:
        return reason_told(latest)
    return None


def _payment(one: MonthStatus | None) -> Told | None:
    """The last payment of a month that was paid or sent."""
    if one is None or one.view is None:
        return None
    paid = [each for each in one.view.payments if each.state != "dropped"]
    return told(one.view, max(paid, key=lambda each: each.id)) if paid else None
