"""What one could still claim: what is open, the last day, and the one thing that is needed. Nothing is promised."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from capac.finance import api as finance
from capac.people import api as people
from capac.web.portal.own import own_file
from capac.web.words import schemes
from capac.web.words_of_claims import action_of, claim_kinds


@own_file("unclaimed")
def page(request: HttpRequest, client: people.Client) -> HttpResponse:
    """Every claim that is open, what lapses first on top."""
    kinds = claim_kinds()
    context = {
        "claims": [
            {
                "one": one,
                "what": kinds[one.kind],
                "action": action_of(one.reason),
                "scheme": schemes().get(one.scheme),
            }
            for one in finance.unclaimed_of(client.pk)
        ],
        "trail": [(_("My file"), reverse("portal:home")), (_("What I could still claim"), "")],
    }
    return render(request, "portal/unclaimed.html", context)
