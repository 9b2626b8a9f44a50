"""What clients could still claim, by last day and amount: whom to call first. The register comes before the names."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from capac.finance import api as finance
from capac.people import api as people
from capac.people import perms
from capac.web.desk.looking import look
from capac.web.permit import permit, staff_who
from capac.web.words import schemes
from capac.web.words_of_claims import action_of, claim_kinds

PAGE = 50
LONGEST_NUMBER = 6


@permit(staff_who(perms.may_see_clients), shows_person=True)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """One page of claims, what lapses first on top."""
    text = request.GET.get("skip", "")
    skip = int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else 0
    found = finance.unclaimed(skip=skip, limit=PAGE + 1)
    ids = {one.client_id for one in found[:PAGE]}
    look(request, ids, action="unclaimed", why="unclaimed money")
    persons, kinds = people.clients(ids), claim_kinds()
    context = {
        "rows": [
            {
                "one": one,
                "person": persons.get(one.client_id),
                "what": kinds[one.kind],
                "action": action_of(one.reason),
            }
            for one in found[:PAGE]
        ],
        "schemes": schemes(),
        "more": skip + PAGE if len(found) > PAGE else None,
        "first_page": not skip,
        "recovered": finance.recovered_cents(),
    }
    return render(request, "desk/unclaimed.html", context)
