"""Search a client by number, by name, or by a reference of ONEM or of the bank. By POST alone: a number stands in no address."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from capac.core import niss
from capac.core.niss import IdentifierError
from capac.exchange import api as exchange
from capac.payment import api as payment
from capac.people import api as people
from capac.people import perms
from capac.web.desk.looking import look
from capac.web.permit import permit, staff_who

MOST = 50
LONGEST = 80
_NUMBER = re.compile(r"[\d\s.\-]{11,}")


@dataclass(frozen=True)
class Found:
    """A client of the result with the number masked."""

    client: people.Client
    number: str


class SearchError(ValueError):
    """What was asked cannot be searched; the text says what to write."""


@permit(staff_who(perms.may_see_clients), shows_person=True)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form and who was found; a number that one client has leads straight to the file."""
    words = request.POST.get("words", "").strip()
    if request.method != "POST":
        return render(request, "desk/search.html", {"words": ""})
    try:
        ids = _ids(words)
    except SearchError as error:
        return render(
            request, "desk/search.html", {"words": words, "errors": {"search": str(error)}}, status=422
        )
    look(request, ids, action="search", why="search by number" if _is_number(words) else "search by words")
    found = _found(ids[:MOST])
    if _is_number(words) and found:
        return redirect("desk:file", found[0].client.key)
    context = {"words": words, "found": found, "asked": True, "more": len(ids) > MOST}
    return render(request, "desk/search.html", context)


def _ids(words: str) -> list[int]:
    """Who answers, one more than a page shows. Raises SearchError."""
    if not words:
        raise SearchError(_("Write a name, a national number or a reference of ONEM."))
    if len(words) > LONGEST:
        raise SearchError(_("This is too long to be a name, a number or a reference."))
    if _is_number(words):
        return _by_number(words)
    if any(letter.isdigit() for letter in words):
        return exchange.clients_of(words) or payment.clients_of_transfer(words)
    return people.find(words, limit=MOST + 1)


def _by_number(words: str) -> list[int]:
    try:
        return list(people.current_numbers([niss.check(words)]).values())
    except IdentifierError as error:
        raise SearchError(_("This national number cannot exist. Compare it digit by digit.")) from error


def _is_number(words: str) -> bool:
    return _NUMBER.fullmatch(words) is not None


def _found(ids: list[int]) -> list[Found]:
    clients, numbers = people.clients(ids), people.numbers_of(ids)
    return [
        Found(clients[pk], niss.masked(numbers[pk]) if pk in numbers else "") for pk in ids if pk in clients
    ]
