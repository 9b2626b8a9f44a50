"""What must be paid back, month by month, with its causes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from capac.debt import api as debt
from capac.people import api as people
from capac.web.portal.own import own_file
from capac.web.portal.words import debt_causes


@own_file("debts")
def page(request: HttpRequest, client: people.Client) -> HttpResponse:
    """Every debt with what opened it and what lowered it."""
    debts = debt.debts_of(client.pk)
    context = {
        "open": [_told(one) for one in debts if one.state == "open"],
        "closed": [_told(one) for one in debts if one.state != "open"],
        "total": sum(one.cents for one in debts if one.state == "open"),
        "trail": [(_("My file"), reverse("portal:home")), (_("What you owe"), "")],
    }
    return render(request, "portal/debts.html", context)


def _told(owed: debt.Owed) -> dict[str, object]:
    causes = debt_causes()
    entries = [
        {"at": entry.at, "cents": entry.cents, "why": _why(entry.cents, causes.get(entry.cause, entry.cause))}
        for entry in owed.entries
    ]
    return {"month": owed.month, "scheme": owed.scheme, "cents": owed.cents, "entries": entries}


def _why(cents: int, cause: str) -> str:
    return cause if cents > 0 else _("We claimed too much: this part is cancelled.")
