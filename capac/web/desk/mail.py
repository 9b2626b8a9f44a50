"""Letters received on paper: one registered with its scan, and those that wait, the oldest first, with their promise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

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
from capac.web.documents_sent import uploaded
from capac.web.downloads import download
from capac.web.fields import Field, Sheet, blank, read
from capac.web.permit import permit, staff_who
from capac.web.words_of_documents import ACCEPT, document_error
from capac.work import api as work

PAGE = 50
SUBJECT = "documents.InboundLetter"
LONGEST_ID = 18


@dataclass(frozen=True)
class Row:
    """A letter that waits, its item and whose it is, if that is known."""

    letter: documents.InboundLetter
    item_id: int | None
    client: people.Client | None


@permit(staff_who(perms.may_work_items), shows_person=True)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Register a letter; see what waits."""
    if request.method != "POST":
        return _shown(request, blank(_fields(), {"received_on": str(clock.today())}))
    sheet, file = read(_fields(), request.POST), uploaded(request)
    if sheet.values.get("received_on", "") > str(clock.today()):
        sheet = sheet.wrong("received_on", _("This day has not come yet."))
    if documents.holds_number(sheet.values.get("about", "")):
        sheet = sheet.wrong("about", _("Leave the national number out: this text is shown in lists."))
    if sheet.summary or file is None:
        return _shown(request, sheet, fault="" if file else _("Choose the file."))
    staff = staff_here(request)
    try:
        received = flows.receive_letter(
            file.content,
            name=file.name,
            client_id=None,
            office_id=staff.office_id,
            received_on=date.fromisoformat(sheet.values["received_on"]),
            about=sheet.values["about"],
            channel="letter",
            who=staff.login,
        )
    except documents.DocumentError as error:
        return _shown(request, sheet, fault=document_error(error))
    _tell(request, received)
    return redirect("desk:mail")


@permit(staff_who(perms.may_work_items), shows_person=True)
@require_safe
def scan(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The scan of a letter; one that has its client is sent from the file, which asks for a reason."""
    letter = documents.letter_by_id(letter_id)
    if letter is None or letter.document.state != "kept":
        raise Http404(letter_id)
    if letter.client_id is not None:
        client = people.clients([letter.client_id])[letter.client_id]
        return redirect("desk:document", client.key, letter.document.key)
    look(request, [], action="letters", why=f"letter {letter_id}")
    return download(letter.document)


def _tell(request: HttpRequest, received: flows.Received) -> None:
    if not received.is_new:
        messages.warning(request, _("This scan is here already: it is the same letter. Nothing was added."))
        return
    day = in_full(received.promised_on, (get_language() or "fr")[:2]) if received.promised_on else ""
    messages.success(
        request, _("Kept. An answer is promised for %(day)s; the task waits in the queue.") % {"day": day}
    )


def _fields() -> list[Field]:
    return [
        Field(
            "received_on",
            _("Day of receipt"),
            "date",
            _("The day on the stamp or on the envelope."),
            needed=True,
        ),
        Field(
            "about",
            _("What it is about"),
            "line",
            _("In a few words, without a national number."),
            needed=True,
        ),
    ]


def _shown(request: HttpRequest, sheet: Sheet, *, fault: str = "") -> HttpResponse:
    found = documents.letters_waiting(after=_place(request.GET.get("after", "")), limit=PAGE + 1)
    letters, more = found[:PAGE], len(found) > PAGE
    ids = [one.client_id for one in letters if one.client_id is not None]
    look(request, ids, action="letters", why="letters that wait")
    items, clients = work.waiting_for(SUBJECT, [one.pk for one in letters]), people.clients(ids)
    errors = {**({"file": fault} if fault else {}), **sheet.summary}
    context = {
        "rows": [Row(one, items.get(one.pk), clients.get(one.client_id or 0)) for one in letters],
        "next": urlencode({"after": f"{letters[-1].received_on}.{letters[-1].pk}"}) if more else "",
        "today": clock.today(),
        "sheet": sheet,
        "errors": errors,
        "fault": fault,
        "accept": ACCEPT,
    }
    return render(request, "desk/mail.html", context, status=422 if errors else 200)


def _place(text: str) -> tuple[date, int] | None:
    day, _dot, pk = text.partition(".")
    try:
        return date.fromisoformat(day), int(pk[:LONGEST_ID])
    except ValueError:
        return None
