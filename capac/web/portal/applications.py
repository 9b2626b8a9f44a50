"""One's applications: how each stands, what is missing and whose turn it is, until when. The newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from capac.dossier import api as dossier
from capac.people import api as people
from capac.web.portal.own import own_file
from capac.web.words_of_applications import (
    MissingTold,
    StatusTold,
    form_name,
    loss_told,
    missing_told,
    status_told,
    type_names,
)

OPEN = ("collecting", "complete", "submitted", "returned")


@dataclass(frozen=True)
class Own:
    """An application as its client reads it. `arrived` are papers that are here, with the day."""

    what: str
    asked_on: date
    is_open: bool
    status: StatusTold
    missing: tuple[MissingTold, ...]
    arrived: tuple[tuple[str, date], ...]
    loss: str
    decided_on: date | None


@own_file("applications")
def page(request: HttpRequest, client: people.Client) -> HttpResponse:
    """Every application, those that are not over first."""
    found = sorted(own(client.pk), key=lambda one: not one.is_open)
    context = {
        "applications": found,
        "trail": [(_("My file"), reverse("portal:home")), (_("My applications"), "")],
    }
    return render(request, "portal/applications.html", context)


def own(client_id: int) -> list[Own]:
    """The applications of a client in words, the newest first. Three queries."""
    names = type_names()
    return [
        Own(
            what=names.get(one.type, one.type),
            asked_on=one.asked_on,
            is_open=one.state in OPEN,
            status=status_told(one, own=True),
            missing=tuple(missing_told(each, own=True) for each in _yours_first(one)),
            arrived=tuple(
                (form_name(piece.code), piece.receipts[-1].received_on)
                for piece in one.pieces
                if piece.state == "received" and piece.receipts
            ),
            loss=loss_told(one),
            decided_on=one.decided_on,
        )
        for one in dossier.applications_of(client_id)
    ]


def _yours_first(one: dossier.ApplicationView) -> list[dossier.Missing]:
    return sorted(one.missing, key=lambda each: each.turn != "client")
