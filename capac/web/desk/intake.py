"""Take an application in, with the client at the counter or on the telephone: what he asks, his situation, his papers.

The same form corrects the situation of an application that has not left.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from capac.core import clock
from capac.dossier import api as dossier
from capac.dossier import perms as dossier_perms
from capac.flows import api as flows
from capac.people import api as people
from capac.web.desk.file import head
from capac.web.desk.looking import because, look
from capac.web.desk.reasons import client_of, for_a_reason, reason_of
from capac.web.desk.words_of_intake import answer, asked_labels, questions, told_error
from capac.web.fields import Field, Sheet, blank, read
from capac.web.permit import permit, staff_who
from capac.web.words_of_applications import form_name, type_names


@permit(staff_who(dossier_perms.may_take_in), shows_person=True)
@require_http_methods(["GET", "HEAD", "POST"])
@for_a_reason
def page(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """First what is asked, then its questions, days and papers; taken in, its page says what is missing."""
    client = client_of(key)
    look(request, [client.pk], action="application", why=reason_of(request))
    kind = request.GET.get("type", "")
    if kind not in dossier.types():
        return _kinds(request, client, asked=bool(kind))
    if request.method != "POST":
        return _form(request, client, kind, sheet=blank(_fields(kind), {"received_on": str(clock.today())}))
    sheet = read(_fields(kind), request.POST)
    if not sheet.summary:
        try:
            return _taken(request, client, kind, sheet)
        except dossier.DossierError as error:
            sheet = _wrong(sheet, error)
    return _form(request, client, kind, sheet=sheet)


@permit(staff_who(dossier_perms.may_take_in), shows_person=True)
@require_http_methods(["GET", "HEAD", "POST"])
@for_a_reason
def correct(request: HttpRequest, key: uuid.UUID, application: uuid.UUID) -> HttpResponse:
    """Correct the situation: what it asks for more is missing, what it does not ask for is dropped."""
    client = client_of(key)
    look(request, [client.pk], action="application", why=reason_of(request))
    one = application_of(client, application)
    fields = _questions(one.type)
    if request.method != "POST":
        return _correction(request, client, one, blank(fields, one.situation))
    sheet = read(fields, request.POST)
    if not sheet.summary:
        try:
            told = because(request, "the situation corrected at the desk")
            dossier.change_situation(one.id, dict(sheet.values), because=told)
            messages.success(request, _("Corrected. What the situation asks for now stands below."))
            return redirect("desk:application", client.key, one.key)
        except dossier.DossierError as error:
            sheet = _wrong(sheet, error)
    return _correction(request, client, one, sheet)


def application_of(client: people.Client, key: uuid.UUID) -> dossier.ApplicationView:
    """The application of an address, when it is this client's. Raises Http404."""
    one = dossier.application(key)
    if one is None or one.client_id != client.pk:
        raise Http404(str(key))
    return one


def _taken(request: HttpRequest, client: people.Client, kind: str, sheet: Sheet) -> HttpResponse:
    """Open it with the papers at hand. Raises DossierError."""
    names = {one.name for one in dossier.questions(kind)}
    taken = flows.take_in(
        client.pk,
        kind,
        situation={name: value for name, value in sheet.values.items() if name in names},
        asked_on=date.fromisoformat(sheet.values["asked_on"]),
        received_on=date.fromisoformat(sheet.values["received_on"]),
        here=[code for code in request.POST.getlist("here") if code in dossier.forms()],
        because=because(request, "taken in at the desk"),
    )
    one = dossier.application_by_id(taken.application_id)
    assert one is not None
    messages.success(request, _("The application is open. What is missing stands below."))
    for code in taken.not_asked:
        told = _("%(form)s: this situation does not ask for it, so it is not kept with the application.")
        messages.warning(request, told % {"form": form_name(code)})
    return redirect("desk:application", client.key, one.key)


def _kinds(request: HttpRequest, client: people.Client, *, asked: bool) -> HttpResponse:
    """What is asked for: one of the kinds."""
    options = tuple((code, type_names()[code]) for code in dossier.types())
    field = Field("type", _("What does the client ask for?"), "radio", options=options)
    context = {**head(client), "field": field, "errors": {"type": _("Choose an answer.")} if asked else {}}
    return render(request, "desk/intake_kind.html", context, status=404 if asked else 200)


def _form(request: HttpRequest, client: people.Client, kind: str, *, sheet: Sheet) -> HttpResponse:
    errors = sheet.summary
    context: dict[str, Any] = {
        **head(client),
        "kind": kind,
        "kind_name": type_names()[kind],
        "days": [sheet.fields[name] for name in ("asked_on", "received_on")],
        "questions": [sheet.fields[one.name] for one in dossier.questions(kind)],
        "here": _papers(kind, set(request.POST.getlist("here"))),
        "errors": errors,
    }
    return render(request, "desk/intake.html", context, status=422 if errors else 200)


def _correction(
    request: HttpRequest, client: people.Client, one: dossier.ApplicationView, sheet: Sheet
) -> HttpResponse:
    errors = sheet.summary
    context = {
        **head(client),
        "one": one,
        "kind_name": type_names()[one.type],
        "questions": list(sheet.fields.values()),
        "errors": errors,
    }
    return render(request, "desk/situation.html", context, status=422 if errors else 200)


def _fields(kind: str) -> list[Field]:
    label, hint = asked_labels()[dossier.asked_kind(kind)]
    return [
        Field("asked_on", label, "date", hint, needed=True),
        Field("received_on", _("Asked on"), "date", _("The day on which the client asks."), needed=True),
        *_questions(kind),
    ]


def _questions(kind: str) -> list[Field]:
    words = questions()
    return [
        Field(
            one.name,
            words[one.name][0],
            "radio",
            words[one.name][1],
            options=tuple((code, answer(one.name, code)) for code in one.answers),
            needed=True,
        )
        for one in dossier.questions(kind)
    ]


def _papers(kind: str, ticked: set[str]) -> list[tuple[str, str, bool]]:
    """Every paper that a client may bring for a kind, with what proves the same; not what comes by itself."""
    return [(code, form_name(code), code in ticked) for code in dossier.papers(kind)]


def _wrong(sheet: Sheet, error: dossier.DossierError) -> Sheet:
    """The fault in words at its field, at the day asked where it has none on the form."""
    place = error.field if error.field in sheet.fields else next(iter(sheet.fields))
    return sheet.wrong(place, told_error(error.reason, error.arguments))
