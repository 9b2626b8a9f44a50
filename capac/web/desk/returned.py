"""A payment that came back: what the bank said, and the three ways out. A new account, the old one confirmed, a death.

A new account is proposed by one person and confirmed by another, who takes the item or opens the payment's page.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from capac.core import clock, iban
from capac.core.niss import IdentifierError
from capac.flows import api as flows
from capac.payment import api as payment
from capac.people import api as people
from capac.records import api as records
from capac.web.desk.acting import Answer, Asked, Kind
from capac.web.desk.looking import staff_here
from capac.web.desk.words_of_bank import act_error
from capac.web.desk.words_of_money import bank_reasons, payment_states
from capac.work import api as work

HOLDER_LENGTH = 70
DECEASED = "deceased"


def facts(request: HttpRequest, item: work.Item) -> dict[str, Any]:
    """The payment with its account as it went, the reason in words, and the account known now."""
    paid = _payment(item)
    proposed = next((row for row in payment.reissues_of(item.subject_id) if row.state == "proposed"), None)
    now = people.accounts_on([item.client_id or 0], on=clock.today(), known=clock.now())
    return {
        "view": paid[0] if paid else None,
        "paid": paid[1] if paid else None,
        "account": now.get(item.client_id or 0),
        "code": item.arguments.get("code", ""),
        "bank_reasons": bank_reasons(),
        "payment_states": payment_states(),
        "proposed": proposed,
        "is_second": proposed is not None and staff_here(request).login != proposed.proposed_by,
        "means": item.arguments.get("meaning", ""),
    }


def brief(item: work.Item) -> str:
    """What the bank said, in few words."""
    code = item.arguments.get("code", "")
    return f"{code}: {bank_reasons()[code]}" if code in bank_reasons() else code


def do(asked: Asked) -> Answer:
    """One of the three ways out."""
    act = {"confirm": _confirm, "death": _death, "account": _account}.get(asked.text("act"), _change)
    try:
        return act(asked)
    except payment.BankError as error:
        if error.reason in ("same_person", "not_allowed"):
            return Answer(errors={"main": act_error(error)})
        return Answer(errors={"main": _("This payment does not wait any more. Somebody has dealt with it.")})


def undo(asked: Asked) -> int | None:
    """An account is a fact: another slip is corrected by another account, never taken back."""
    del asked
    return None


def can_undo(item: work.Item, staff: people.Staff) -> bool:
    """Never."""
    del item, staff
    return False


def _change(asked: Asked) -> Answer:
    errors, number = {}, asked.text("iban")
    try:
        number = iban.check(number)
    except IdentifierError:
        errors["iban"] = _(
            "This account number cannot exist. Compare it digit by digit; a Belgian one is BE and 14 digits."
        )
    if not errors and number == _account_of(asked):
        errors["iban"] = _("This is the account that we have. To keep it, confirm it below.")
    if not asked.text("holder") or len(asked.text("holder")) > HOLDER_LENGTH:
        errors["holder"] = _("Write the name of the holder, at most 70 characters.")
    if errors:
        return Answer(errors=errors)
    because = records.Because(asked.staff.login, "account proposed at the desk")
    payment.propose_account(
        asked.item.subject_id, number, holder=asked.text("holder"), staff=asked.staff, because=because
    )
    work.give_back(asked.item.pk, asked.staff)
    return Answer(told=_("Proposed. Nothing is paid onto it until a second person has confirmed it."))


def _account(asked: Asked) -> Answer:
    proposed = [row.id for row in payment.reissues_of(asked.item.subject_id) if row.state == "proposed"]
    because = records.Because(asked.staff.login, "account changed at the desk")
    flows.confirm_account(proposed[0] if proposed else 0, staff=asked.staff, because=because)
    return Answer(told=_("The new account is kept. The month is paid onto it with the next run."))


def _confirm(asked: Asked) -> Answer:
    if not asked.text("asked_client"):
        return Answer(
            errors={
                "asked_client": _(
                    "Ask the client or the bank whether the account is right, then tick the box."
                )
            }
        )
    because = records.Because(asked.staff.login, "account confirmed at the desk")
    payment.account_confirmed(asked.item.subject_id, because=because)
    return Answer(told=_("The account is confirmed. The month is paid onto it again with the next run."))


def _death(asked: Asked) -> Answer:
    try:
        day = date.fromisoformat(asked.text("died_on"))
    except ValueError:
        return Answer(errors={"died_on": _("Write the day of death as year, month and day: 2026-07-01.")})
    if day > clock.today():
        return Answer(errors={"died_on": _("This day has not come yet.")})
    because = records.Because(asked.staff.login, "death noted at the desk")
    payment.death_noted(asked.item.subject_id, day, because=because)
    return Answer(told=_("The day of death is kept. Nothing more is paid onto the account."))


def _payment(item: work.Item) -> tuple[payment.MonthView, payment.PaidView] | None:
    months = payment.months_of(item.client_id) if item.client_id else []
    return next(
        ((view, paid) for view in months for paid in view.payments if paid.id == item.subject_id), None
    )


def _account_of(asked: Asked) -> str:
    now = people.accounts_on([asked.item.client_id or 0], on=clock.today(), known=clock.now())
    fact = now.get(asked.item.client_id or 0)
    return fact.iban if fact else ""


KIND = Kind("desk/items/returned_payment.html", facts, do, undo, can_undo, brief)
