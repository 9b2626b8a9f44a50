"""Files at ONEM: what waits and for what, longest first; and what the files that came back cost our clients."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from capac.core import clock
from capac.dossier import api as dossier
from capac.dossier import perms as dossier_perms
from capac.exchange import api as exchange
from capac.people import api as people
from capac.web.desk.looking import look
from capac.web.desk.words_of_onem import causes, states, waits
from capac.web.permit import permit, staff_who
from capac.web.words_of_applications import form_name, type_names

PAGE = 50
MONTHS = (1, 3, 6, 12)
LONGEST_KEY = 60
FORMS = 5


@permit(staff_who(dossier_perms.may_see_applications), shows_person=True)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What is on its way or at ONEM, the longest first, with what it waits for and since when that is late."""
    after = _after(request.GET.get("after", ""))
    found = exchange.under_way(after=after, limit=PAGE + 1)
    rows = found[:PAGE]
    look(request, {row.client_id for row in rows}, action="applications", why="files at ONEM")
    persons = people.clients({row.client_id for row in rows})
    files = {one.id: one for one in dossier.by_ids([row.application_id for row in rows])}
    last = rows[-1] if len(found) > PAGE else None
    context = {
        "rows": [_row(row, files[row.application_id], persons.get(row.client_id)) for row in rows],
        "next": f"{last.written_at.isoformat()}/{last.id}" if last else "",
        "first_page": after is None,
        "alone": exchange.processed_by_itself(since=_months_ago(1)),
    }
    return render(request, "desk/at_onem.html", context)


@permit(staff_who(dossier_perms.may_see_applications))
@require_safe
def costs(request: HttpRequest) -> HttpResponse:
    """What costs our clients time: why files came back from ONEM, and how many days each cause took."""
    asked = request.GET.get("months", "")
    months = int(asked) if asked.isascii() and asked.isdecimal() and int(asked[:4]) in MONTHS else MONTHS[1]
    since = _months_ago(months)
    rows = exchange.costs(since=since)
    most = max((row.days for row in rows), default=0)
    context = {
        "rows": [_cost(row, most) for row in rows],
        "since": since,
        "months": months,
        "choices": MONTHS,
        "files": sum(row.files for row in rows),
        "ours": sum(row.ours for row in rows),
        "days": sum(row.days for row in rows),
    }
    return render(request, "desk/costs.html", context)


def _row(
    row: exchange.SubmissionView, file: dossier.ApplicationView, person: people.Client | None
) -> dict[str, Any]:
    state, look_of = states()[row.state]
    return {
        "one": row,
        "file": file,
        "person": person,
        "what": type_names().get(file.type, file.type),
        "state": state,
        "tone": "bad" if row.is_late else look_of,
        "waits": waits().get(row.waits, ""),
    }


def _cost(row: exchange.Cost, most: int) -> dict[str, Any]:
    name, meaning = causes()[row.cause]
    return {
        "one": row,
        "name": name,
        "meaning": meaning,
        "forms": [(form_name(code), number) for code, number in row.forms[:FORMS]],
        "width": max(row.days * 100 // most, 1) if most else 1,
    }


def _months_ago(months: int) -> date:
    today = clock.today()
    place = today.year * 12 + today.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)


def _after(text: str) -> exchange.Place | None:
    """Where the page before ended: the moment and the id of its last row. Nonsense begins anew."""
    moment, _slash, number = text.rpartition("/")
    try:
        if len(text) > LONGEST_KEY or not number.isascii():
            return None
        found = datetime.fromisoformat(moment)
        return (found, int(number)) if found.tzinfo else None
    except ValueError:
        return None
