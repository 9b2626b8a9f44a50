"""Files not at ONEM whose limit comes near or is past: whose day comes first stands on top."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from capac.dossier import api as dossier
from capac.dossier import perms as dossier_perms
from capac.people import api as people
from capac.web.desk.looking import look
from capac.web.permit import permit, staff_who
from capac.web.words_of_applications import form_name, risk_told, status_told, type_names

PAGE = 50
LONGEST_KEY = 30


@permit(staff_who(dossier_perms.may_see_applications), shows_person=True)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Files not at ONEM whose limit is near or past, the most urgent first."""
    after = _after(request.GET.get("after", ""))
    found = dossier.at_risk(after=after, limit=PAGE + 1)
    rows = found[:PAGE]
    look(request, {row.client_id for row in rows}, action="applications", why="files at risk")
    persons, names = people.clients({row.client_id for row in rows}), type_names()
    last = rows[-1] if len(found) > PAGE else None
    context = {
        "rows": [_row(row, persons, names) for row in rows],
        "next": f"{last.introduce_by}/{last.id}" if last else "",
        "first_page": after is None,
    }
    return render(request, "desk/applications.html", context)


def _row(
    row: dossier.ApplicationView, persons: dict[int, people.Client], names: dict[str, str]
) -> dict[str, Any]:
    shown, tone = risk_told(row)
    return {
        "one": row,
        "person": persons.get(row.client_id),
        "what": names.get(row.type, row.type),
        "status": status_told(row, own=False),
        "missing": [form_name(each.code) for each in row.missing],
        "risk": shown,
        "tone": tone,
    }


def _after(text: str) -> tuple[date, int] | None:
    """Where the page before ended: 2026-11-15/123. Nonsense begins anew."""
    day, _slash, number = text.partition("/")
    try:
        if len(text) > LONGEST_KEY or not number.isascii():
            return None
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None
