"""Sending us a document, from a file or with the camera of a telephone: acknowledged at once, with the promised day."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from capac.core import clock
from capac.core.period import in_full
from capac.documents import api as documents
from capac.flows import api as flows
from capac.people import api as people
from capac.web.documents_sent import uploaded
from capac.web.downloads import download
from capac.web.fields import Field, Sheet, blank, read
from capac.web.portal.own import lang, own_file
from capac.web.words_of_documents import ACCEPT, document_error

SHOWN = 20


@own_file("documents", sends=True)
def page(request: HttpRequest, client: people.Client) -> HttpResponse:
    """The form, and what was sent already with how it stands."""
    if request.method != "POST":
        return _shown(request, client, blank(_fields(), {}))
    sheet, file = read(_fields(), request.POST), uploaded(request)
    if documents.holds_number(sheet.values.get("about", "")):
        sheet = sheet.wrong("about", _("Leave your national number out: we know who you are."))
    if sheet.summary or file is None:
        return _shown(request, client, sheet, fault="" if file else _("Choose the file, or take a photo."))
    try:
        received = flows.receive_letter(
            file.content,
            name=file.name,
            client_id=client.pk,
            office_id=client.office_id,
            received_on=clock.today(),
            about=sheet.values["about"],
            channel="upload",
            who="client",
        )
    except documents.DocumentError as error:
        return _shown(request, client, sheet, fault=document_error(error))
    messages.success(request, _told(received))
    return redirect("portal:documents")


@own_file("documents")
def one(request: HttpRequest, client: people.Client, document: uuid.UUID) -> HttpResponse:
    """A document of one's own file."""
    del request
    try:
        found = documents.document(document)
    except documents.UnknownDocumentError as error:
        raise Http404 from error
    if found.client_id != client.pk:
        raise Http404
    return download(found)


def _told(received: flows.Received) -> str:
    day = in_full(received.promised_on, lang()) if received.promised_on else ""
    if not received.is_new:
        return _("You sent this document before. We answer by %(day)s at the latest.") % {"day": day}
    return _("We have your document. We answer by %(day)s at the latest.") % {"day": day}


def _fields() -> list[Field]:
    return [
        Field("about", _("What it is about"), "line", _("For example: my C4, my new address."), needed=True)
    ]


def _shown(request: HttpRequest, client: people.Client, sheet: Sheet, *, fault: str = "") -> HttpResponse:
    errors = {**({"file": fault} if fault else {}), **sheet.summary}
    context = {
        "letters": documents.letters_from(client.pk, limit=SHOWN),
        "sheet": sheet,
        "errors": errors,
        "fault": fault,
        "accept": ACCEPT,
        "trail": [(_("My file"), reverse("portal:home")), (_("Send a document"), "")],
    }
    return render(request, "portal/documents.html", context, status=422 if errors else 200)
