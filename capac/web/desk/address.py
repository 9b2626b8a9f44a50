"""Where a client's letters go: the address that counts, keyed as the client gives it. The older ones stay."""

from __future__ import annotations

import uuid
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from capac.core import clock
from capac.people import api as people
from capac.people import perms
from capac.web.desk.file import head
from capac.web.desk.looking import look, staff_here
from capac.web.desk.reasons import client_of, for_a_reason, reason_of
from capac.web.fields import Field, Sheet, blank, read
from capac.web.permit import permit, staff_who

LONGEST = {"street": 80, "number": 10, "box": 10, "postcode": 12, "town": 60}


@permit(staff_who(perms.may_work_items), shows_person=True)
@require_http_methods(["GET", "HEAD", "POST"])
@for_a_reason
def page(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The address as it is known, to be corrected; kept, it is a new version."""
    client = client_of(key)
    look(request, [client.pk], action="address", why=reason_of(request))
    now = clock.now()
    known = people.addresses_on([client.pk], on=now.date(), known=now).get(client.pk)
    if request.method != "POST":
        return _shown(request, client, blank(_fields(), _filled(known)), known)
    sheet = _read(request)
    if not sheet.summary:
        try:
            _keep(request, client, sheet)
            messages.success(request, _("The address is kept. Letters written from now on go there."))
            return redirect("desk:client_letters", client.key)
        except people.AddressError as error:
            sheet = sheet.wrong(error.field, _told(error.field))
    return _shown(request, client, sheet, known, status=422)


def _fields() -> list[Field]:
    return [
        Field("street", _("Street"), "line", needed=True),
        Field("number", _("House number"), "line"),
        Field("box", _("Box"), "line"),
        Field("postcode", _("Postcode"), "line"),
        Field("town", _("Town"), "line", needed=True),
        Field("country", _("Country, in two letters"), "line", _("BE for Belgium."), needed=True),
        Field("since", _("Since"), "date", needed=True),
    ]


def _filled(known: people.PostalAddress | None) -> dict[str, str]:
    base = {"country": "BE", "since": str(clock.today())}
    if known is None:
        return base
    return {**base, **{name: getattr(known, name) for name in (*LONGEST, "country")}}


def _read(request: HttpRequest) -> Sheet:
    """What was typed; what is longer than can be kept is a fault."""
    sheet = read(_fields(), request.POST)
    for name, most in LONGEST.items():
        if len(sheet.values.get(name, "")) > most:
            sheet = sheet.wrong(
                name, _("This is longer than %(most)s characters. Shorten it.") % {"most": most}
            )
    return sheet


def _keep(request: HttpRequest, client: people.Client, sheet: Sheet) -> None:
    values = sheet.values
    address = people.PostalAddress(
        street=values["street"],
        number=values.get("number", ""),
        box=values.get("box", ""),
        postcode=values.get("postcode", ""),
        town=values["town"],
        country=values["country"].upper(),
    )
    since = date.fromisoformat(values["since"])
    people.change_address(client.pk, address, since=since, source=f"desk: {staff_here(request).login}")


def _told(field: str) -> str:
    return {
        "postcode": _("A Belgian postcode has four digits."),
        "country": _("Write the country in two letters, as BE."),
    }.get(field, _("Fill this in."))


def _shown(
    request: HttpRequest,
    client: people.Client,
    sheet: Sheet,
    known: people.PostalAddress | None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        **head(client),
        "fields": list(sheet.fields.values()),
        "known": known,
        "errors": sheet.summary,
    }
    return render(request, "desk/address.html", context, status=status)
