"""The timeline of a file: what every room tells of a client, newest first, page by page, narrowed to one group."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from capac.channels.letters import api as letters
from capac.debt import api as debt
from capac.documents import api as documents
from capac.dossier import api as dossier
from capac.exchange import api as exchange
from capac.payment import api as payment
from capac.people import api as people
from capac.people import perms
from capac.records import api as records
from capac.verification import api as verification
from capac.web.desk.looking import look
from capac.web.desk.reasons import client_of, for_a_reason, reason_of
from capac.web.desk.words_of_timeline import Line, groups, line
from capac.web.permit import permit, staff_who
from capac.work import api as work

PAGE = 40
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST_PLACE, LONGEST_ID = 80, 18
Tell = Callable[..., list[records.Entry]]
ROOMS: dict[str, tuple[Tell, ...]] = {
    "applications": (dossier.timeline,),
    "decisions": (exchange.timeline, verification.timeline),
    "money": (payment.timeline, debt.timeline),
    "documents": (documents.timeline,),
    "letters": (letters.timeline,),
    "tasks": (work.timeline,),
    "person": (people.timeline,),
}
"""The rooms that tell, by the group to which a reader narrows."""


@dataclass(frozen=True)
class Shown:
    """An entry with its words."""

    at: datetime
    line: Line


@permit(staff_who(perms.may_see_clients), shows_person=True)
@require_safe
@for_a_reason
def page(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """A page of the timeline: the whole page, or (asked by htmx) the list alone."""
    client = client_of(key)
    look(request, [client.pk], action="file", why=reason_of(request))
    part = request.headers.get("HX-Request") == "true"
    context = {"client": client, "is_part": part, **timeline_of(client, request)}
    return render(request, "desk/file/timeline.html" if part else "desk/timeline.html", context)


def timeline_of(client: people.Client, request: HttpRequest) -> dict[str, Any]:
    """A page of entries for the templates: one query a room, one more entry than shown to know whether there are more."""
    group = request.GET.get("only", "")
    group = group if group in ROOMS else ""
    place = _place(request.GET.get("after", ""))
    told = [tell for name, rooms in ROOMS.items() if group in ("", name) for tell in rooms]
    found = records.latest(
        (one for tell in told for one in tell(client.pk, after=place, limit=PAGE + 1)), PAGE + 1
    )
    shown = found[:PAGE]
    return {
        "entries": [Shown(one.at, line(one, client.key)) for one in shown],
        "groups": groups(),
        "only": group,
        "is_first": place is None,
        "older": _address(client, group, shown[-1].place) if len(found) > PAGE else "",
    }


def _address(client: people.Client, group: str, place: records.Place) -> str:
    asked = {"only": group, "after": _told(place)}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('desk:timeline', args=[client.key])}?{query}"


def _told(place: records.Place) -> str:
    """A place as an address carries it: microseconds, source and row."""
    return f"{(place.at - EPOCH) // timedelta(microseconds=1)}.{place.source}.{place.id}"


def _place(text: str) -> records.Place | None:
    """The place that an address tells; the newest for one that tells none."""
    at, _, rest = text[:LONGEST_PLACE].partition(".")
    source, _, pk = rest.partition(".")
    try:
        return records.Place(EPOCH + timedelta(microseconds=int(at)), source, int(pk[:LONGEST_ID]))
    except (ValueError, OverflowError):
        return None
