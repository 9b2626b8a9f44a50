"""A client's papers at the desk: the same as in the portal, in the client's language. Each is a look at the person."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from capac.flows import api as flows
from capac.people import api as people
from capac.people import perms
from capac.web.desk.file import head
from capac.web.desk.looking import look
from capac.web.desk.reasons import client_of, for_a_reason, reason_of
from capac.web.papers.asking import period
from capac.web.papers.certificate import certificate
from capac.web.papers.paper import Paper
from capac.web.papers.pdf import download
from capac.web.papers.statement import statement
from capac.web.papers.tax import tax
from capac.web.permit import permit, staff_who
from capac.web.words import schemes

Make = Callable[[str], Paper]


@permit(staff_who(perms.may_see_clients), shows_person=True)
@require_safe
@for_a_reason
@for_a_reason
def page(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What there is to hand out or to send."""
    client = client_of(key)
    look(request, [client.pk], action="papers", why=reason_of(request))
    asked = period(request)
    context = {
        **head(client),
        "statements": flows.statements(client.pk),
        "years": flows.tax_years(client.pk),
        "schemes": schemes(),
        "asked": asked,
        "languages": settings.LANGUAGES,
    }
    return render(request, "desk/papers.html", context, status=422 if asked.error else 200)


@permit(staff_who(perms.may_see_clients), shows_person=True)
@require_safe
@for_a_reason
@for_a_reason
def one(request: HttpRequest, key: uuid.UUID, payment_id: int) -> HttpResponse:
    """The statement of one payment."""
    client = client_of(key)
    look(request, [client.pk], action="statement", why=reason_of(request))
    found = [each for each in flows.statements(client.pk) if each.paid.id == payment_id]
    if not found:
        raise Http404(str(payment_id))
    return _given(request, client, lambda lang: statement(client, found[0], lang))


@permit(staff_who(perms.may_see_clients), shows_person=True)
@require_safe
@for_a_reason
@for_a_reason
def year(request: HttpRequest, key: uuid.UUID, year: int) -> HttpResponse:
    """A year for the tax."""
    client = client_of(key)
    look(request, [client.pk], action="tax", why=reason_of(request))
    found = [each for each in flows.tax_years(client.pk) if each.year == year]
    if not found:
        raise Http404(str(year))
    return _given(request, client, lambda lang: tax(client, found[0], lang))


@permit(staff_who(perms.may_see_clients), shows_person=True)
@require_safe
@for_a_reason
@for_a_reason
def certify(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """A certificate of a period. Raises Http404 for a period that cannot be read: the page says why before."""
    client, asked = client_of(key), period(request)
    look(request, [client.pk], action="certificate", why=reason_of(request))
    if asked.error:
        raise Http404(asked.error)
    return _given(request, client, lambda lang: certificate(client, asked.first, asked.last, lang))


def _given(request: HttpRequest, client: people.Client, make: Make) -> HttpResponse:
    """The paper on a page, or with ?as=pdf to keep; in the client's language unless another one is asked for."""
    asked = request.GET.get("lang", "")
    lang = asked if asked in dict(settings.LANGUAGES) else client.language
    with translation.override(lang):
        paper = make(lang)
        if request.GET.get("as") == "pdf":
            return download(paper)
    query = request.GET.copy()
    query["as"] = "pdf"
    context = {
        **head(client),
        "paper": paper,
        "pdf": f"?{query.urlencode()}",
        "back": reverse("desk:papers", args=[client.key]),
    }
    return render(request, "desk/paper.html", context)
