"""The books: the trial balance of a month, an account's lines, an entry with the payment that it comes from.

References are opaque: a payment by the bank's reference, no name and no number. Looks are registered all the same.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from capac.core import clock
from capac.core.money import plain
from capac.core.period import Month, PeriodError
from capac.finance import api as finance
from capac.finance import perms as books_perms
from capac.payment import api as payment
from capac.web.desk.looking import look, staff_here
from capac.web.desk.words_of_books import account_kinds, events, means
from capac.web.desk.words_of_money import payment_states
from capac.web.permit import permit, staff_who
from capac.web.words import schemes

PAGE = 50
LONGEST_ID = 18
PAYMENT = "payment.Payment"
BALANCE = ("account", "title", "payment_type", "before", "debit", "credit", "balance")
LINES = ("entry", "day", "event", "source", "benefit_month", "debit", "credit")


@permit(staff_who(books_perms.may_see_books))
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The trial balance of a month: no person stands on it."""
    known = finance.months()
    month = _asked(request.GET.get("month", ""), known[0][0] if known else clock.today().replace(day=1))
    rows = finance.trial_balance(month)
    context = {
        "month": month,
        "months": known,
        "closing": dict(known).get(month),
        "rows": [(row, row.account.title[_lang()]) for row in rows],
        "debit": sum(row.debit_cents for row in rows),
        "credit": sum(row.credit_cents for row in rows),
        "total": sum(row.cents for row in rows),
        "schemes": schemes(),
        "kinds": account_kinds(),
        "means": means(),
        "advances": finance.advances(10),
        "may_keep": books_perms.may_keep_books(staff_here(request)),
        "bank": _bank(),
    }
    return render(request, "desk/books.html", context)


@permit(staff_who(books_perms.may_see_books))
@require_safe
def page_csv(request: HttpRequest) -> HttpResponse:
    """The trial balance of a month as a file; amounts in euro, debit above zero."""
    month = _asked(request.GET.get("month", ""), clock.today().replace(day=1))
    rows = (
        (
            row.account.number, row.account.title[_lang()], row.scheme, plain(row.before_cents),
            plain(row.debit_cents), plain(row.credit_cents), plain(row.cents),
        )
        for row in finance.trial_balance(month)
    )  # fmt: skip
    return _csv(f"balance-{month:%Y-%m}", BALANCE, rows)


@permit(staff_who(books_perms.may_see_books), shows_person=True)
@require_safe
def account(request: HttpRequest, ledger: str, scheme: str, month: str) -> HttpResponse:
    """The lines of an account in a month, page by page, by opaque references."""
    chosen, first, after = _account(ledger), _asked(month, None), request.GET.get("after", "")
    start = int(after) if after.isdecimal() and len(after) <= LONGEST_ID else 0
    found = finance.statement(ledger, scheme, month=first, after=start, limit=PAGE + 1)
    _register(request, found[:PAGE], f"account {ledger} {first:%Y-%m}")
    context = {
        "account": chosen,
        "title": chosen.title[_lang()],
        "scheme": scheme,
        "schemes": schemes(),
        "month": first,
        "rows": found[:PAGE],
        "more": found[PAGE - 1].line_id if len(found) > PAGE else None,
        "first_page": not start,
        "events": events(),
    }
    return render(request, "desk/account.html", context)


@permit(staff_who(books_perms.may_see_books), shows_person=True)
@require_safe
def account_csv(request: HttpRequest, ledger: str, scheme: str, month: str) -> HttpResponse:
    """All lines of an account in a month as a file; amounts in euro."""
    _account(ledger)
    first = _asked(month, None)
    found = finance.statement(ledger, scheme, month=first)
    _register(request, found, f"account {ledger} {first:%Y-%m} (CSV)")
    rows = (
        (
            row.entry_id, row.day, row.event, f"{row.source_kind} {row.source_id}",
            f"{row.month:%Y-%m}" if row.month else "", plain(row.debit_cents), plain(row.credit_cents),
        )
        for row in found
    )  # fmt: skip
    return _csv(f"account-{ledger}-{scheme}-{first:%Y-%m}", LINES, rows)


@permit(staff_who(books_perms.may_see_books), shows_person=True)
@require_safe
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """One entry with all its lines, and the payment that it comes from with its states."""
    try:
        head, lines = finance.entry_lines(entry_id)
    except LookupError as error:
        raise Http404(str(entry_id)) from error
    _register(request, [head], f"entry {entry_id}")
    is_payment = head.source_kind == PAYMENT
    context = {
        "head": head,
        "lines": [(one, one.title[_lang()], max(cents, 0), max(-cents, 0)) for one, cents in lines],
        "events": events(),
        "schemes": schemes(),
        "paid": payment.books.booked([head.source_id])[head.source_id] if is_payment else None,
        "states": payment.books.states_of([head.source_id])[head.source_id] if is_payment else [],
        "payment_states": payment_states(),
    }
    return render(request, "desk/entry.html", context)


def _bank() -> dict[str, Any] | None:
    """What the bank states beside what the ledger says of the same days; None without a statement."""
    stated = payment.books.stated(settings.DEBTOR[1]) if settings.DEBTOR else None
    if stated is None:
        return None
    ledger = finance.bank_moved(stated.first, stated.last)
    return {"stated": stated, "ledger": ledger, "difference": stated.moved_cents - ledger}


def _account(number: str) -> finance.Account:
    try:
        return finance.chart()[number]
    except KeyError as error:
        raise Http404(number) from error


def _asked(text: str, otherwise: date | None) -> date:
    """The first day of a month that is asked for. Raises Http404 for what is none."""
    if not text and otherwise is not None:
        return otherwise
    try:
        return Month.parse(text).first
    except PeriodError as error:
        raise Http404(text) from error


def _register(request: HttpRequest, rows: Iterable[finance.Posted], why: str) -> None:
    look(request, {row.client_id for row in rows if row.client_id is not None}, action="books", why=why)


def _csv(name: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    csv.writer(response).writerows([columns, *rows])
    return response


def _lang() -> str:
    return (get_language() or "fr")[:2]
