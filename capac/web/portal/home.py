"""Home: am I paid, when, how much, and what do you need from me. The answer stands before everything else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from capac.debt import api as debt
from capac.payment import api as payment
from capac.people import api as people
from capac.web.portal.own import own_file
from capac.web.portal.payments import payments_of


@own_file("home")
def page(request: HttpRequest, client: people.Client) -> HttpResponse:
    """The latest payment, what each month still waits for, what is owed."""
    months = payment.months_of(client.pk)
    payments = payments_of(months)
    context = {
        "client": client,
        "latest": payments[0] if payments else None,
        "owed_cents": sum(one.cents for one in debt.debts_of(client.pk) if one.state == "open"),
    }
    return render(request, "portal/home.html", context)
