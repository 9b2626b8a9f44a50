"""A payment's whole life on one page, with what may be done about it; and the page of returns and refusals."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from capac.core import clock, niss
from capac.debt import api as debt
from capac.flows import api as flows
from capac.payment import api as payment
from capac.payment import perms as payment_perms
from capac.people import api as people
from capac.people import perms
from capac.verification import api as verification
from capac.web.desk import words_of_bank
from capac.web.desk.looking import because, look, staff_here
from capac.web.desk.verified import causes
from capac.web.desk.words_of_money import (
    bank_reasons,
    debt_causes,
    debt_states,
    payment_states,
    turns,
)
from capac.web.desk.words_of_runs import file_states
from capac.web.permit import permit, staff_who
from capac.web.words import schemes, withheld_names

PAGE = 50
LONGEST_ID = 18


@permit(staff_who(perms.may_see_clients), shows_person=True)
@require_safe
def page(request: HttpRequest, payment_id: int) -> HttpResponse:
    """One payment: facts, calculation, order, file, the bank's answers, what came back and what was done."""
    client_id = _client(payment_id)
    look(request, [client_id], action="payment", why=f"payment {payment_id}")
    life = payment.life_of(payment_id)
    months = payment.months_of(client_id)
    found = [(view, paid) for view in months for paid in view.payments if paid.id == payment_id]
    if life is None or not found:
        raise Http404(str(payment_id))
    view, paid = found[0]
    number = people.numbers_of([client_id]).get(client_id, "")
    context = {
        "life": life,
        "view": view,
        "paid": paid,
        "client": people.clients([client_id])[client_id],
        "number": niss.masked(number) if number else "",
        "debts": [one for one in debt.debts_of(client_id) if one.month == view.month],
        "outcomes": [one for one in verification.outcomes_of(client_id) if one.payment_id == payment_id],
        **_rights(request, life, paid.state),
        **_words(),
    }
    return render(request, "desk/payment.html", context)


@permit(staff_who(payment_perms.may_touch_payments))
@require_POST
def act(request: HttpRequest, payment_id: int) -> HttpResponse:
    """Ask a payment back, approve or withdraw that, confirm a proposed account. Leads back to the payment."""
    acts = {
        "recall": _recall,
        "approve": _approve,
        "withdraw": _withdraw,
        "account": _account,
    }
    chosen = acts.get(request.POST.get("act", ""))
    if chosen is None:
        raise Http404(request.POST.get("act", ""))
    try:
        messages.success(request, chosen(request, payment_id))
    except payment.BankError as error:
        messages.error(request, words_of_bank.act_error(error))
    return redirect("desk:payment", payment_id)


@permit(staff_who(payment_perms.may_see_returns), shows_person=True)
@require_safe
def returns(request: HttpRequest) -> HttpResponse:
    """What came back or was refused, what the bank does not say, what it booked and nobody knows."""
    before = request.GET.get("before", "")
    known = int(before) if before.isdecimal() and len(before) <= LONGEST_ID else None
    ids = payment.clients_of_returns(before=known, limit=PAGE)
    look(request, ids, action="returns", why="returns and refusals")
    rows, names = payment.came_back_list(before=known, limit=PAGE + 1), payment.close_names()
    persons = people.clients(ids)
    context = {
        "rows": [(row, persons.get(row.client_id)) for row in rows[:PAGE]],
        "more": rows[PAGE - 1].id if len(rows) > PAGE else None,
        "first_page": known is None,
        "names": [(row, persons.get(row.client_id)) for row in names],
        "silent": payment.silent_files(clock.today()),
        "entries": payment.unknown_entries(PAGE),
        "answers": payment.answers_read(),
        "entry_faults": words_of_bank.entry_faults(),
        "silences": words_of_bank.silences(),
        "message_kinds": words_of_bank.message_kinds(),
        **_words(),
    }
    return render(request, "desk/returns.html", context)


def _client(payment_id: int) -> int:
    client_id = payment.client_of(payment_id)
    if client_id is None:
        raise Http404(str(payment_id))
    return client_id


def _rights(request: HttpRequest, life: payment.Life, state: str) -> dict[str, Any]:
    """What this person may do about the payment now."""
    staff = staff_here(request)
    asked = next((row for row in life.recalls if row.state == "asked"), None)
    proposed = next((row for row in life.reissues if row.state == "proposed"), None)
    open_recall = any(row.state in ("asked", "sent") for row in life.recalls)
    may = payment_perms.may_touch_payments(staff)
    return {
        "asked": asked,
        "proposed": proposed,
        "may_recall": may and not open_recall and state in ("released", "filed", "settled"),
        "may_approve": asked is not None and payment_perms.is_second(staff, asked.asked_by),
        "may_withdraw": asked is not None and may,
        "may_confirm": proposed is not None and payment_perms.is_second(staff, proposed.proposed_by),
    }


def _recall(request: HttpRequest, payment_id: int) -> str:
    reason = request.POST.get("reason", "")
    why = because(request, "asked back at the desk")
    payment.ask_recall(payment_id, reason, staff=staff_here(request), because=why)
    return _("Kept. A second person must approve it before the bank is asked.")


def _approve(request: HttpRequest, payment_id: int) -> str:
    why = because(request, "recall approved at the desk")
    state = payment.approve_recall(_asked(payment_id), staff=staff_here(request), because=why)
    if state == "stopped":
        return _("Stopped. It never left, and its month is held until somebody says that it is paid again.")
    return _("The recall leaves for the bank with the next exchange.")


def _withdraw(request: HttpRequest, payment_id: int) -> str:
    why = because(request, "recall withdrawn at the desk")
    payment.withdraw_recall(_asked(payment_id), staff=staff_here(request), because=why)
    return _("Withdrawn. The payment stays as it is.")


def _account(request: HttpRequest, payment_id: int) -> str:
    life = payment.life_of(payment_id)
    proposed = [row.id for row in life.reissues if row.state == "proposed"] if life else []
    why = because(request, "account changed at the desk")
    flows.confirm_account(proposed[0] if proposed else 0, staff=staff_here(request), because=why)
    return _("The new account is kept. The month is paid onto it with the next run.")


def _asked(payment_id: int) -> int:
    life = payment.life_of(payment_id)
    return next((row.id for row in life.recalls if row.state == "asked"), 0) if life else 0


def _words() -> dict[str, dict[str, str]]:
    return {
        "schemes": schemes(),
        "payment_states": payment_states(),
        "bank_reasons": bank_reasons(),
        "withheld_names": withheld_names(),
        "turns": turns(),
        "file_states": file_states(),
        "debt_states": debt_states(),
        "debt_causes": debt_causes(),
        "causes": causes(),
        "name_results": words_of_bank.name_results(),
        "recall_reasons": words_of_bank.recall_reasons(),
        "recall_states": words_of_bank.recall_states(),
    }
