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
        "who": person.name if person else _machine(look),
        "office": person.office if person else None,
        "what": what(look.action),
        "why": why(look.why),
        "several": len(look.clients) > 1,
    }


def _machine(look: people.Access) -> str:
    """A program: of another institution, by the name it bears there, or one of ours."""
    if look.actor_kind == "machine":
        return _("Another institution (%(name)s)") % {"name": look.actor}
    return _("A program of ours")


def why(told: str) -> str:
    """Why a file was opened, where the row of the register begins with the code of a reason (work.Reason.told)."""
    code, _id, rest = [*told.split(" ", 2), "", ""][:3]
    words = {
        "item": _("because of a task that concerns you"),
        "team": _("because a task that concerns you waits in their office"),
        "motive": _MOTIVES.get(rest, lambda: "")(),
    }
    if code == "glass":
        return _("without a task of yours, in their own words: “%(words)s”. A manager reviews this.") % {
            "words": rest
        }
    return words.get(code, "")


_MOTIVES = {
    "counter": lambda: _("because you stood at the counter"),
    "phone": lambda: _("because you were on the telephone with us"),
    "video": lambda: _("because you were in a video call with us"),
    "mail": lambda: _("because you wrote to us"),
    "payment_run": lambda: _("to check a payment run"),
    "audit": lambda: _("for an audit"),
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
        "papers": _("your papers"),
        "terms": _("decisions about your payments"),
        "statement": _("the statement of a payment"),
        "tax": _("a year for the tax"),
        "certificate": _("a certificate of payments"),
        "run": _("the list of a payment run"),
        "payment": _("the life of one of your payments"),
        "returns": _("the list of payments that came back"),
        "foreseen": _("the list of payments that ONEM would reject"),
        "proof": _("the proof of a payment"),
        "books": _("a line of our books that comes from your payment"),
        "unclaimed": _("the list of what can still be claimed"),
        "list": _("cases behind a figure of the contract"),
        "candidates": _("a choice of people who could be meant"),
        "application": _("one of your applications"),
        "applications": _("the list of applications whose limit comes near"),
        "our_letters": _("the list of our letters to you"),
        "letter": _("one of our letters to you"),
        "address": _("your address"),
        "document": _("a document of your file"),
        "documents": _("the documents that you sent"),
        "letters": _("the list of letters that wait"),
        "paper": _("a paper file in the inventory"),
        "register": _("this list of looks"),
    }
    return names.get(action, action)
