"""The letters that we wrote to a client, to read and to keep."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from capac.channels.letters import api as letters
from capac.people import api as people
from capac.web.portal.own import own_file

LEFT = ("in_ebox", "to_print", "printed", "sent", "delivered")
"""What is on its way or there. A letter that was stopped was never ours to the client."""


@own_file("letters")
def page(request: HttpRequest, client: people.Client) -> HttpResponse:
    """The latest first, each to download."""
    context = {
        "letters": letters.letters_of(client.pk, states=LEFT),
        "trail": [(_("My file"), reverse("portal:home")), (_("My letters"), "")],
    }
    return render(request, "portal/letters.html", context)


@own_file("letter")
def one(request: HttpRequest, client: people.Client, letter: uuid.UUID) -> HttpResponse:
    """The PDF as it was sent. Only one's own."""
    del request
    found = letters.letter_of(letter)
    if found is None or found.client_id != client.pk or found.state not in LEFT:
        raise Http404(str(letter))
    answer = HttpResponse(letters.letter_bytes(found.id), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{found.reference}.pdf"'
    return answer
