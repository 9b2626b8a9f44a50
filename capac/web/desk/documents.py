"""Documents of a file at the desk: one added, one downloaded. What asks an answer opens a task with its promise."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from capac.core import clock
from capac.core.period import in_full
from capac.documents import api as documents
from capac.flows import api as flows
from capac.people import api as people
from capac.people import perms
from capac.web.desk.looking import look, staff_here
from capac.web.desk.reasons import client_of, for_a_reason, reason_of
from capac.web.documents_sent import Upload, uploaded
from capac.web.downloads import download
from capac.web.fields import Field, Sheet, blank, read
from capac.web.permit import permit, staff_who
from capac.web.words_of_documents import ACCEPT, document_error


@permit(staff_who(perms.may_see_clients), shows_person=True)
@require_safe
@for_a_reason
def one(request: HttpRequest, key: uuid.UUID, document: uuid.UUID) -> HttpResponse:
    """A document of this client as a download."""
    client = client_of(key)
    look(request, [client.pk], action="document", why=reason_of(request))
    try:
        found = documents.document(document)
    except documents.UnknownDocumentError as error:
        raise Http404 from error
    if found.client_id != client.pk:
        raise Http404
    return download(found)


@permit(staff_who(perms.may_work_items), shows_person=True)
@require_http_methods(["GET", "HEAD", "POST"])
@for_a_reason
def add(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Add a document that came: kept beside the file, or as a letter that asks an answer."""
    client = client_of(key)
    look(request, [client.pk], action="document", why=reason_of(request))
    if request.method != "POST":
        return _form(request, client, blank(_fields(), {"received_on": str(clock.today())}))
    sheet, file = read(_fields(), request.POST), uploaded(request)
    if "received_on" in sheet.values and sheet.values["received_on"] > str(clock.today()):
        sheet = sheet.wrong("received_on", _("This day has not come yet."))
    if documents.holds_number(sheet.values.get("about", "")):
        sheet = sheet.wrong("about", _("Leave the national number out: this text is shown in lists."))
    fault = "" if file else _("Choose the file.")
    if sheet.summary or not file:
        return _form(request, client, sheet, fault=fault)
    try:
        messages.success(request, _keep(request, client, sheet, file))
    except documents.DocumentError as error:
        return _form(request, client, sheet, fault=document_error(error))
    return redirect("desk:file", client.key)


def _keep(request: HttpRequest, client: people.Client, sheet: Sheet, file: Upload) -> str:
    """Keep it; what to tell."""
    staff = staff_here(request)
    day = clock.today().fromisoformat(sheet.values["received_on"])
    if "asks_answer" not in sheet.values:
        kept = documents.keep(
            file.content,
            name=file.name,
            client_id=client.pk,
            received_on=day,
            channel="scan",
            who=staff.login,
        )
        return _told(kept)
    received = flows.receive_letter(
        file.content,
        name=file.name,
        client_id=client.pk,
        office_id=client.office_id,
        received_on=day,
        about=sheet.values.get("about", ""),
        channel="letter",
        who=staff.login,
    )
    promise = in_full(received.promised_on, (get_language() or "fr")[:2]) if received.promised_on else ""
    return _("Kept. An answer is promised for %(day)s; the task waits in the queue.") % {"day": promise}


def _told(kept: documents.Document) -> str:
    if kept.state == "unchecked":
        return _(
            "Received. The virus check is out of reach: nobody sees the document until it has been checked."
        )
    return _("Kept as %(name)s.") % {"name": kept.name}


def _fields() -> list[Field]:
    return [
        Field(
            "received_on",
            _("Day of receipt"),
            "date",
            _("The day on the stamp or on the envelope."),
            needed=True,
        ),
        Field("about", _("What it is about"), "line", _("In a few words, without a national number.")),
        Field("asks_answer", _("It asks an answer: open a task with its promised date"), "check"),
    ]


def _form(request: HttpRequest, client: people.Client, sheet: Sheet, *, fault: str = "") -> HttpResponse:
    errors = {**({"file": fault} if fault else {}), **sheet.summary}
    context = {"client": client, "sheet": sheet, "errors": errors, "fault": fault, "accept": ACCEPT}
    return render(request, "desk/document.html", context, status=422 if errors else 200)
