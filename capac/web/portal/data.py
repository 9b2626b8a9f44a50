"""What we know of the person: account (masked), language, office."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from capac.core import clock, niss
from capac.payment import api as payment
from capac.people import api as people
from capac.web.portal.own import lang, own_file
from capac.web.portal.payments import masked, payments_of


@own_file("data")
def page(request: HttpRequest, client: people.Client) -> HttpResponse:
    """One's data and how to have it changed."""
    now = clock.now()
    account = people.accounts_on([client.pk], on=now.date(), known=now).get(client.pk)
    number = people.numbers_of([client.pk]).get(client.pk, "")
    context = {
        "client": client,
        "number": niss.masked(number) if number else "",
        "account": account,
        "iban": masked(account.iban) if account else "",
        "of_another": account is not None and not _same(account.holder, client),
        "elsewhere": _elsewhere(client, account.iban if account else ""),
        "language": dict(settings.LANGUAGES)[client.language],
        "office": _office(client),
        "trail": [(_("My file"), reverse("portal:home")), (_("My data"), "")],
    }
    return render(request, "portal/data.html", context)


def _same(holder: str, client: people.Client) -> bool:
    """Does the account stand in the client's own name, in whatever order it is written?"""
    return {*holder.casefold().split()} == {*f"{client.given_name} {client.family_name}".casefold().split()}


def _elsewhere(client: people.Client, own: str) -> tuple[str, str] | None:
    """The account of the last payment and its holder, where it is not the client's own: a guardian's, a mediator's."""
    payments = payments_of(payment.months_of(client.pk))
    if not payments or payments[0].paid.iban == own or _same(payments[0].paid.holder, client):
        return None
    return payments[0].account, payments[0].paid.holder


def _office(client: people.Client) -> str:
    if client.office is None:
        return ""
    return str(getattr(client.office, f"name_{lang()}", client.office.name_fr))
