"""What ONEM authorised, stretch by stretch, in plain words."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from capac.core import clock, workdays
from capac.core.period import Span, in_full
from capac.exchange import api as exchange
from capac.people import api as people
from capac.web.portal.own import lang, own_file
from capac.web.portal.words import families, refusals
from capac.web.words import schemes


@own_file("authorisations")
def page(request: HttpRequest, client: people.Client) -> HttpResponse:
    """The stretches, the latest first; those that have ended are folded."""
    today = clock.today()
    segments = exchange.authorised([client.pk], Span(workdays.FIRST), known=clock.now()).get(client.pk, ())
    told = [_told(segment) for segment in reversed(segments)]
    living = [one for one, segment in zip(told, reversed(segments), strict=True) if _lives(segment, today)]
    context = {
        "living": living,
        "ended": [one for one in told if one not in living],
        "trail": [(_("My file"), reverse("portal:home")), (_("What ONEM decided"), "")],
    }
    return render(request, "portal/authorisations.html", context)


def _lives(segment: exchange.Segment, today: date) -> bool:
    return segment.last is None or segment.last >= today


def _told(segment: exchange.Segment) -> dict[str, object]:
    refused = segment.refusal or not segment.scheme
    return {
        "segment": segment,
        "when": _when(segment),
        "title": _("No right") if refused else schemes().get(segment.scheme, segment.scheme),
        "why": refusals().get(segment.refusal, segment.refusal) if refused else "",
        "family": families().get(segment.family, ""),
        "refused": bool(refused),
    }


def _when(segment: exchange.Segment) -> str:
    first = in_full(segment.first, lang())
    if segment.last is None:
        return _("Since %(first)s, no end known.") % {"first": first}
    return _("From %(first)s to %(last)s.") % {"first": first, "last": in_full(segment.last, lang())}
