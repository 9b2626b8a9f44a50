"""What was paid, what is on its way and what came back, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from capac.core.money import display
from capac.core.period import in_full
from capac.payment import api as payment
from capac.people import api as people
from capac.rules.api import halves
from capac.web.portal.own import lang, own_file
from capac.web.portal.words import bank_reasons, withheld_names
from capac.web.words import schemes

NOT_SHOWN = {"dropped"}
"""A payment that was stopped before it left is no payment to the client."""
LAST_DIGITS = 4


@dataclass(frozen=True)
class Told:
    """One payment in words. `tone` is the colour of its tag: ok, info, warn or bad."""

    month: date
    scheme: str
    scheme_code: str
    paid: payment.PaidView
    tone: str
    state: str
    when: str
    account: str
    why: str
    kept: tuple[tuple[str, int], ...]
    days: str


@own_file("payments")
def page(request: HttpRequest, client: people.Client) -> HttpResponse:
    """Every payment, the latest first."""
    context = {
        "payments": payments_of(payment.months_of(client.pk)),
        "trail": [(_("My file"), reverse("portal:home")), (_("Payments"), "")],
    }
    return render(request, "portal/payments.html", context)


def payments_of(months: list[payment.MonthView]) -> list[Told]:
    """The payments of these months in words, the latest run first."""
    found = [told(view, paid) for view in months for paid in view.payments if paid.state not in NOT_SHOWN]
    return sorted(found, key=lambda one: (one.paid.execution_date, one.paid.id), reverse=True)


def told(view: payment.MonthView, paid: payment.PaidView) -> Told:
    """One payment: its state and date as a sentence, why it came back, what was kept back."""
    tone, state, when = _state(paid)
    names = withheld_names()
    return Told(
        month=view.month,
        scheme=schemes().get(view.scheme, view.scheme),
        scheme_code=view.scheme,
        paid=paid,
        tone=tone,
        state=state,
        when=when,
        account=masked(paid.iban),
        why=_why(paid),
        kept=tuple((names.get(kind, kind), cents) for kind, cents in paid.withheld),
        days=_days(view, paid),
    )


def masked(iban: str) -> str:
    """An account by its country and last digits, enough to know it again."""
    return f"{iban[:2]}.. …{iban[-LAST_DIGITS:]}"


def _state(paid: payment.PaidView) -> tuple[str, str, str]:
    """Colour, state, and the sentence with its date."""
    planned = {"day": in_full(paid.execution_date, lang())}
    if paid.state == "settled":
        return "ok", _("paid"), _("Paid on %(day)s.") % {"day": _settled(paid)}
    if paid.state == "returned":
        return "bad", _("came back"), _("Your bank sent this payment of %(day)s back.") % planned
    if paid.state == "refused":
        return "bad", _("refused"), _("The bank refused this payment of %(day)s.") % planned
    if paid.state == "filed":
        return "info", _("at the bank"), _("It is at the bank, which carries it out on %(day)s.") % planned
    return "info", _("being prepared"), _("It leaves on %(day)s.") % planned


def _settled(paid: payment.PaidView) -> str:
    return in_full(paid.settled_on or paid.execution_date, lang())


def _days(view: payment.MonthView, paid: payment.PaidView) -> str:
    """How many days at which amount, where the payment is for the month as a whole."""
    if paid.calculation_id != view.calculation_id or paid.gross_cents != view.gross_cents:
        return ""
    count, amount = halves(view.allowances_halves), display(view.daily_cents, lang())
    words = {"n": count if lang() == "en" else count.replace(".", ","), "amount": amount}
    return _("%(n)s days at %(amount)s.") % words if view.daily_cents else ""


def _why(paid: payment.PaidView) -> str:
    """What the bank said of a payment that did not arrive; empty for one that did or is on its way."""
    return bank_said(paid.bank_reason) if paid.state in {"returned", "refused"} else ""


def bank_said(code: str) -> str:
    """A bank's reason in words."""
    return bank_reasons().get(code, _("The bank gives no clear reason."))
