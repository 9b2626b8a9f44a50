"""The client's papers: a statement of each payment, each year for the tax, a certificate of any period."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from capac.flows import api as flows
from capac.people import api as people
from capac.web.papers.asking import period
from capac.web.papers.certificate import certificate
from capac.web.papers.paper import Paper
from capac.web.papers.pdf import download
from capac.web.papers.statement import statement
from capac.web.papers.tax import tax
from capac.web.portal.own import lang, own_file
from capac.web.words import schemes


@own_file("papers")
def page(request: HttpRequest, client: people.Client) -> HttpResponse:
    """What there is to keep."""
    asked = period(request)
    context = {
        "statements": flows.statements(client.pk),
        "years": flows.tax_years(client.pk),
        "schemes": schemes(),
        "asked": asked,
        "certificate": certificate(client, asked.first, asked.last, lang())
        if _is_asked(request, asked.error)
        else None,
        "trail": [(_("My file"), reverse("portal:home")), (_("My papers"), "")],
    }
    return render(request, "portal/papers.html", context, status=422 if asked.error else 200)


@own_file("statement")
def one(request: HttpRequest, client: people.Client, payment_id: int) -> HttpResponse:
    """The statement of one payment."""
    paper = _statement(client, payment_id)
    return _shown(request, paper, reverse("portal:statement_pdf", args=[payment_id]))


@own_file("statement")
def one_pdf(request: HttpRequest, client: people.Client, payment_id: int) -> HttpResponse:
    """The same as a PDF."""
    del request
    return download(_statement(client, payment_id))


@own_file("tax")
def year(request: HttpRequest, client: people.Client, year: int) -> HttpResponse:
    """A year for the tax."""
    return _shown(request, _tax(client, year), reverse("portal:tax_pdf", args=[year]))


@own_file("tax")
def year_pdf(request: HttpRequest, client: people.Client, year: int) -> HttpResponse:
    """The same as a PDF."""
    del request
    return download(_tax(client, year))


@own_file("certificate")
def certificate_pdf(request: HttpRequest, client: people.Client) -> HttpResponse:
    """A certificate of a period as a PDF. Raises Http404 for a period that the page would not take."""
    asked = period(request)
    if asked.error:
        raise Http404(asked.error)
    return download(certificate(client, asked.first, asked.last, lang()))


def _statement(client: people.Client, payment_id: int) -> Paper:
    """Of one's own payment. Somebody else's does not exist here."""
    found = [each for each in flows.statements(client.pk) if each.paid.id == payment_id]
    if not found:
        raise Http404(str(payment_id))
    return statement(client, found[0], lang())


def _tax(client: people.Client, wanted: int) -> Paper:
    found = [each for each in flows.tax_years(client.pk) if each.year == wanted]
    if not found:
        raise Http404(str(wanted))
    return tax(client, found[0], lang())


def _shown(request: HttpRequest, paper: Paper, address: str) -> HttpResponse:
    trail = [
        (_("My file"), reverse("portal:home")),
        (_("My papers"), reverse("portal:papers")),
        (paper.title, ""),
    ]
    return render(request, "portal/paper.html", {"paper": paper, "pdf": address, "trail": trail})


def _is_asked(request: HttpRequest, error: str) -> bool:
    return bool(request.GET.get("from")) and not error
