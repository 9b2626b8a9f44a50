"""Key an advance from ONEM as it stands on the bank's statement: once, by its reference, by a finance officer."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from capac.core import clock
from capac.core.money import parse
from capac.finance import api as finance
from capac.finance import perms as books_perms
from capac.web.desk.looking import staff_here
from capac.web.fields import Field, Sheet, blank, read
from capac.web.permit import permit, staff_who
from capac.web.words import schemes


@permit(staff_who(books_perms.may_keep_books))
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form; kept, the advance stands in the books with their next posting. No person stands on it."""
    if request.method != "POST":
        return _shown(request, blank(_fields(), {"received_on": str(clock.today())}), status=200)
    sheet = read(_fields(), request.POST)
    if sheet.summary:
        return _shown(request, sheet)
    cents = parse(sheet.values["amount"]) * (-1 if "given_back" in sheet.values else 1)
    try:
        finance.receive_advance(
            sheet.values["scheme"],
            cents,
            received_on=date.fromisoformat(sheet.values["received_on"]),
            reference=sheet.values["reference"],
            staff=staff_here(request),
        )
    except finance.BooksError as error:
        field, told = _said(error.reason)
        return _shown(request, sheet.wrong(field, told))
    messages.success(request, _("Kept. It stands in the books with their next posting."))
    return redirect("desk:books")


def _shown(request: HttpRequest, sheet: Sheet, *, status: int = 422) -> HttpResponse:
    context = {
        "fields": list(sheet.fields.values()),
        "errors": sheet.summary,
        "advances": finance.advances(10),
        "schemes": schemes(),
    }
    return render(request, "desk/advance.html", context, status=status)


def _fields() -> list[Field]:
    return [
        Field("scheme", _("Payment type"), "select", options=tuple(schemes().items()), needed=True),
        Field("amount", _("Amount"), "amount", _("In euro, as on the statement."), needed=True),
        Field("given_back", _("It was given back to ONEM, or sets a slip right"), "check"),
        Field("received_on", _("Received on"), "date", needed=True),
        Field("reference", _("The bank's reference"), "line", _("Each reference is kept once."), needed=True),
    ]


def _said(reason: str) -> tuple[str, str]:
    """The field beside which a fault stands, and what to do."""
    words = {
        "amount_zero": ("amount", _("An advance of nothing is none.")),
        "in_future": ("received_on", _("The day of receipt lies in the future.")),
        "reference_missing": ("reference", _("Write the bank's reference, at most 35 characters.")),
        "reference_known": ("reference", _("An advance with this reference is kept already.")),
    }
    return words.get(reason, ("scheme", reason))
