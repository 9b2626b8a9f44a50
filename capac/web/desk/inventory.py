"""The inventory of paper files: what stands where, one taken in, its scan, the comparison, and what may go."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from capac.core import clock
from capac.documents import api as documents
from capac.documents import perms
from capac.people import api as people
from capac.web.desk.candidates import candidates, chosen
from capac.web.desk.looking import because, look, staff_here
from capac.web.desk.words_of_paper import destruction_reasons, paper_error, paper_states, retention_names
from capac.web.documents_sent import uploaded
from capac.web.fields import Field, Sheet, blank, read
from capac.web.permit import permit, staff_who
from capac.web.words_of_documents import ACCEPT, document_error

PAGE = 50
LONGEST_ID = 18
KINDS = ("office", "state", "box")


@permit(staff_who(perms.may_see_paper))
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The inventory, narrowed by office, state and box; the first form takes a file in."""
    return _shown(request, blank(_fields(), {"last_event_on": str(clock.today()), "retention": "dossier"}))


@permit(staff_who(perms.may_keep_paper))
@require_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """Take one paper file into the inventory."""
    sheet, told = read(_fields(), request.POST), request.POST
    if sheet.summary:
        return _shown(request, sheet)
    new = documents.NewPaper(
        office_id=int(sheet.values["office"]),
        shelf=sheet.values["shelf"],
        box=sheet.values["box"],
        label=sheet.values["label"],
        retention=sheet.values["retention"],
        last_event_on=date.fromisoformat(sheet.values["last_event_on"]),
        sheets=int(told.get("sheets", "").strip()) if told.get("sheets", "").strip().isdecimal() else 0,
    )
    try:
        row = documents.take_stock(new, because=because(request, "inventoried"))
    except documents.PaperError as error:
        return _shown(request, sheet.wrong(_place_of(error), paper_error(error)))
    messages.success(request, _("In the inventory. Scan it now, or leave it on its shelf."))
    return redirect("desk:paper_file", row.key)


@permit(staff_who(perms.may_see_paper), shows_person=True)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, paper: uuid.UUID) -> HttpResponse:
    """One paper file: where it stands, its scans, what happened; and the acts that its state allows."""
    row = _row(paper)
    look(request, [row.client_id] if row.client_id else [], action="paper", why=f"paper file {row.pk}")
    if request.method != "POST":
        return _one(request, row)
    if not perms.may_keep_paper(staff_here(request)):
        return redirect("desk:paper_file", row.key)
    act = ACTS.get(request.POST.get("act", ""))
    try:
        told = act(request, row) if act else ""
    except documents.PaperError as error:
        return _one(request, _row(paper), {"file": paper_error(error)})
    except documents.DocumentError as error:
        return _one(request, _row(paper), {"file": document_error(error)})
    if not told:
        return _one(request, row)
    messages.success(request, told)
    return redirect("desk:paper_file", row.key)


def _scan(request: HttpRequest, row: documents.PaperFile) -> str:
    file = uploaded(request)
    if file is None:
        messages.warning(request, _("Choose the file."))
        return ""
    with documents.look_through(file.content, file.name) as ready:
        documents.digitise(row.key, ready, who=staff_here(request).login)
    return _("The scan is kept. A second person compares it with the paper.")


def _compare(request: HttpRequest, row: documents.PaperFile) -> str:
    faithful = request.POST.get("faithful") == "yes"
    documents.compare(row.key, faithful=faithful, because=because(request, "compared"))
    return _("Compared: the scan may replace the paper.") if faithful else _("It will be scanned again.")


def _give(request: HttpRequest, row: documents.PaperFile) -> str:
    client = chosen(request.POST.get("client", ""))
    if client is None:
        return ""
    documents.give_paper(row.key, client.pk)
    return _("Its scans will stand in this client's file.")


ACTS: dict[str, Callable[[HttpRequest, documents.PaperFile], str]] = {
    "scan": _scan,
    "compare": _compare,
    "give": _give,
}


def _one(
    request: HttpRequest, row: documents.PaperFile, errors: dict[str, str] | None = None
) -> HttpResponse:
    words, staff = request.POST.get("words", "").strip(), staff_here(request)
    found = candidates(request, words, why=f"paper file {row.pk}") if words else None
    context = {
        "row": row,
        "client": people.clients([row.client_id]).get(row.client_id) if row.client_id else None,
        "scans": documents.scans_of(row.pk),
        "rule": documents.rule_of(row.retention, on=clock.today()),
        "until": documents.kept_until(row.retention, row.last_event_on, on=clock.today()),
        "candidates": found,
        "words_asked": words,
        "may_keep": perms.may_keep_paper(staff),
        "is_second": row.digitised_by != staff.login,
        "errors": errors or {},
        "fault": (errors or {}).get("file", ""),
        "accept": ACCEPT,
        **_words(),
    }
    return render(request, "desk/paper_file.html", context, status=422 if errors else 200)


def _shown(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    narrowed = {name: request.GET.get(name, "").strip() for name in KINDS}
    office = narrowed["office"] if narrowed["office"].isdecimal() else ""
    after = request.GET.get("after", "")[:LONGEST_ID]
    found = documents.papers(
        office_id=int(office[:LONGEST_ID]) if office else None,
        state=narrowed["state"],
        box=narrowed["box"],
        after=int(after) if after.isdecimal() else 0,
        limit=PAGE + 1,
    )
    today = clock.today()
    offices = {office.pk: office.code for office in people.offices()}
    context = {
        "rows": [(row, documents.may_go(row, today=today)) for row in found[:PAGE]],
        "next": found[PAGE - 1].pk if len(found) > PAGE else 0,
        "tallies": [(one, offices.get(one.office_id, "")) for one in documents.tallies()],
        "offices": offices,
        "sheet": sheet,
        "errors": sheet.summary,
        "may_keep": perms.may_keep_paper(staff_here(request)),
        **narrowed,
        **_words(),
    }
    return render(request, "desk/inventory.html", context, status=422 if sheet.summary else 200)


def _words() -> dict[str, Any]:
    return {
        "paper_states": paper_states(),
        "retention_names": retention_names(),
        "destruction_reasons": destruction_reasons(),
    }


def _fields() -> list[Field]:
    offices = tuple((str(office.pk), office.code) for office in people.offices())
    return [
        Field("office", _("Office"), "select", options=offices, needed=True),
        Field("shelf", _("Shelf"), "line", needed=True),
        Field("box", _("Box"), "line", needed=True),
        Field("label", _("What stands on it"), "line", _("Never a national number."), needed=True),
        Field("retention", _("What it is"), "select", options=tuple(retention_names().items()), needed=True),
        Field("last_event_on", _("Last event in it"), "date", needed=True),
        Field("sheets", _("Sheets"), "line", _("Counted or estimated."), needed=True),
    ]


def _place_of(error: documents.PaperError) -> str:
    return {"no_sheets": "sheets", "in_future": "last_event_on"}.get(error.reason, "label")


def _row(key: uuid.UUID) -> documents.PaperFile:
    try:
        return documents.paper(key)
    except documents.PaperError as error:
        raise Http404(str(key)) from error
