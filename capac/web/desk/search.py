"""Search a client by number, name, telephone, or a reference of ONEM or of the bank.

By POST alone: neither a number nor a name stands in an address. A page asks for the next one by an opaque place.
"""

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

PAGE = 50
LONGEST = 80
_NUMBER = re.compile(r"\d{2}(?:[\s.\-]*\d){9}")
_PHONE = re.compile(r"(?:\+|00)?\d(?:[\s./\-]*\d){7,13}")


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
    after = request.POST.get("after", "")
    try:
        asked = _asked(words, after)
    except SearchError as error:
        return render(
            request, "desk/search.html", {"words": words, "errors": {"search": str(error)}}, status=422
        )
    by_number = _is_number(words)
    look(
        request,
        [*asked.asked, *asked.by_slip],
        action="search",
        why="search by number" if by_number else "search by words",
    )
    found = _found([*asked.asked, *asked.by_slip])
    if by_number and found:
        return redirect("desk:file", found[0].client.key)
    context = {
        "words": words,
        "found": found,
        "asked": True,
        "by_slip": bool(asked.by_slip),
        "next": asked.next,
        "is_first": not after,
        "too_many": asked.too_many,
    }
    return render(request, "desk/search.html", context)


def _asked(words: str, after: str) -> people.Found:
    """A page of who answers. Raises SearchError."""
    if not words:
        raise SearchError(_("Write a name, a national number, a telephone number or a reference of ONEM."))
    if len(words) > LONGEST:
        raise SearchError(_("This is too long to be a name, a number or a reference."))
    if _is_number(words):
        return _whole(_by_number(words))
    if any(letter.isdigit() for letter in words):
        return _whole(_by_reference(words))
    return people.search(words, after=after, limit=PAGE)


def _by_reference(words: str) -> list[int]:
    if _PHONE.fullmatch(words) and (ids := people.by_phone(words, limit=PAGE)):
        return ids
    return exchange.clients_of(words) or payment.clients_of_transfer(words)


def _whole(ids: list[int]) -> people.Found:
    """What a number, a telephone or a reference finds is one page."""
    return people.Found(ids[:PAGE], [], "", False)


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
