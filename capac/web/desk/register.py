"""The access register for the auditor: who looked at whom, when, through which page and why. Reading it is a look too."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from capac.people import api as people
from capac.people import perms
from capac.web.desk.looking import look
from capac.web.desk.words import look_actions
from capac.web.permit import permit, staff_who

PAGE = 50
NAMED = 3
LONGEST_ID = 18


@dataclass(frozen=True)
class Row:
    """A look, the position of its seal, the first persons that it was at, and how many more."""

    access: people.Access
    seal: int | None
    persons: list[people.Client]
    more: int


@permit(staff_who(perms.may_see_register), shows_person=True)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The register page by page, the latest first; of one member of staff or of one client."""
    actor, key = request.GET.get("actor", "").strip(), request.GET.get("client", "")
    client, before = _client(key), _number(request.GET.get("before", ""))
    found = people.looks(actor=actor, client_id=client.pk if client else None, before=before, limit=PAGE + 1)
    shown = {pk for access, _seal in found[:PAGE] for pk in access.clients[:NAMED]}
    look(request, shown | ({client.pk} if client else set()), action="register", why="access register read")
    persons = people.clients(shown)
    context = {
        "rows": [_row(access, seal, persons) for access, seal in found[:PAGE]],
        "next": _next(actor, key, found[PAGE - 1][0].pk) if len(found) > PAGE else "",
        "first_page": before is None,
        "actor": actor,
        "client": client,
        "unknown": bool(key) and client is None,
        "actions": look_actions(),
    }
    return render(request, "desk/register.html", context)


@permit(staff_who(perms.may_see_register))
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Follow the chain of seals from its first link: every sealed row must still say what it said."""
    position = people.broken_seal()
    if position is None:
        messages.success(
            request, _("The chain of seals is whole: no sealed row has been changed or taken out.")
        )
    else:
        messages.error(
            request,
            _(
                "The chain of seals breaks at seal %(position)s. Keep the database as it is and call the security officer."
            )
            % {"position": position},
        )
    return redirect("desk:register")


def _row(access: people.Access, seal: int | None, persons: Mapping[int, people.Client]) -> Row:
    named = [persons[pk] for pk in access.clients[:NAMED] if pk in persons]
    return Row(access, seal, named, len(access.clients) - len(named))


def _client(text: str) -> people.Client | None:
    try:
        return people.by_key(uuid.UUID(text)) if text else None
    except (ValueError, people.UnknownClientError):
        return None


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= LONGEST_ID else None


def _next(actor: str, client: str, before: int) -> str:
    told = {"actor": actor, "client": client, "before": str(before)}
    return urlencode({name: value for name, value in told.items() if value})
