"""Who looked at the file: the client's right to know."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from capac.people import api as people
from capac.web.portal.own import own_file


@own_file("looks")
def page(request: HttpRequest, client: people.Client) -> HttpResponse:
    """Looks of staff and programs, the latest first; one's own are folded."""
    looks = people.looks_at(client.pk)
    staff = _staff({look.actor for look in looks if look.actor_kind == "staff"})
    others = [_told(look, staff) for look in looks if look.actor_kind != "client"]
    context = {
        "others": others,
        "own": [look for look in looks if look.actor_kind == "client"],
        "trail": [(_("My file"), reverse("portal:home")), (_("Who looked at my file"), "")],
    }
    return render(request, "portal/looks.html", context)


def _staff(logins: Iterable[str]) -> dict[str, people.Staff]:
    rows = people.Staff.objects.select_related("office").filter(login__in=list(logins))
    return {row.login: row for row in rows}


def _told(look: people.Access, staff: dict[str, people.Staff]) -> dict[str, object]:
    """Who in words: a name with the office, or what kind of program."""
    person = staff.get(look.actor)
    return {
        "at": look.at,
        "who": person.name if person else _("A program of ours"),
        "office": person.office if person else None,
        "what": what(look.action),
        "several": len(look.clients) > 1,
    }


def what(action: str) -> str:
    """What was looked at; what has no words here is shown as the register says it."""
    names = {
        "file": _("your file"),
        "month": _("how a month was computed"),
        "search": _("a search that found you"),
        "queue": _("a list of tasks with your name on it"),
        "item": _("a task that concerns you"),
        "card": _("your control card"),
        "run": _("the list of a payment run"),
        "payment": _("the life of one of your payments"),
        "returns": _("the list of payments that came back"),
        "foreseen": _("the list of payments that ONEM would reject"),
        "proof": _("the proof of a payment"),
        "books": _("a line of our books that comes from your payment"),
        "unclaimed": _("the list of what can still be claimed"),
        "list": _("cases behind a figure of the contract"),
        "candidates": _("a choice of people who could be meant"),
        "register": _("this list of looks"),
    }
    return names.get(action, action)
