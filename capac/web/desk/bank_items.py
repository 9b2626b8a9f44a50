"""Items that the bank's messages open: a name that does not fit, a recall, an unknown booking, a silent bank."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from capac.core import money
from capac.payment import api as payment
from capac.payment import perms as payment_perms
from capac.people import api as people
from capac.people import perms
from capac.records import api as records
from capac.web.desk import words_of_bank
from capac.web.desk.acting import Answer, Asked, Kind, by_the_one_who_did
from capac.web.desk.looking import staff_here
from capac.web.desk.noted import do as do_note
from capac.web.desk.noted import undo as undo_note
from capac.web.desk.words_of_money import bank_reasons
from capac.work import api as work


def name_facts(request: HttpRequest, item: work.Item) -> dict[str, Any]:
    """The account with the name under which we would pay, and what the bank says."""
    check = payment.name_check(item.subject_id)
    staff = staff_here(request)
    return {
        "check": check,
        "name_results": words_of_bank.name_results(),
        "may_consent": check is not None
        and check.state == "proposed"
        and payment_perms.is_second(staff, check.proposed_by),
    }


def name_brief(item: work.Item) -> str:
    """What the bank said."""
    return words_of_bank.name_results().get(item.arguments.get("code", ""), "")


def do_name(asked: Asked) -> Answer:
    """Propose to pay all the same, consent to it, or note that the account is used no more."""
    why = records.Because(asked.staff.login, "paid although the name does not fit")
    try:
        if asked.text("act") == "consent":
            payment.consent_payee(asked.item.subject_id, staff=asked.staff, because=why)
            return Answer(told=_("Consented. The month is paid onto this account with the next run."))
        if asked.text("act") == "propose":
            if not asked.text("asked_client"):
                return Answer(
                    errors={"asked_client": _("Ask the client whose account it is, then tick the box.")}
                )
            payment.propose_payee(asked.item.subject_id, staff=asked.staff, because=why)
            work.give_back(asked.item.pk, asked.staff)
            return Answer(told=_("Proposed. A second person must consent before anything is paid."))
    except payment.BankError as error:
        return Answer(errors={"main": words_of_bank.act_error(error)})
    return do_note(asked)


def recall_facts(request: HttpRequest, item: work.Item) -> dict[str, Any]:
    """The recall; what can be done about it stands on the page of its payment."""
    del request
    return {
        "recall": payment.recall(item.subject_id),
        "recall_reasons": words_of_bank.recall_reasons(),
        "recall_states": words_of_bank.recall_states(),
        "bank_reasons": bank_reasons(),
    }


def recall_brief(item: work.Item) -> str:
    """Why it is asked back."""
    return words_of_bank.recall_reasons().get(item.arguments.get("reason", ""), "")


def entry_facts(request: HttpRequest, item: work.Item) -> dict[str, Any]:
    """The booking, why it is unknown, and what it may be."""
    entry = payment.entry(item.subject_id)
    return {
        "entry": entry,
        "why": words_of_bank.entry_faults().get(entry.why, entry.why) if entry else "",
        "explanations": words_of_bank.explanations(),
        "may_explain": perms.may_prepare_payments(staff_here(request)),
    }


def entry_brief(item: work.Item) -> str:
    """The amount."""
    cents = item.arguments.get("cents", "0")
    return money.display(int(cents), (get_language() or "fr")[:2])


def do_entry(asked: Asked) -> Answer:
    """Say what the booking is."""
    why = records.Because(asked.staff.login, "an entry of the bank explained")
    try:
        payment.explain_entry(
            asked.item.subject_id, asked.text("explanation"), staff=asked.staff, because=why
        )
    except payment.BankError as error:
        return Answer(errors={"explanation": words_of_bank.act_error(error)})
    return Answer(told=_("Kept. The booking is explained."))


def silence_facts(request: HttpRequest, item: work.Item) -> dict[str, Any]:
    """The file and what the bank has not said of it."""
    del request
    told = item.arguments
    return {
        "file": told.get("file", ""),
        "why": words_of_bank.silences().get(told.get("why", ""), ""),
        "since": date.fromisoformat(told["on"]) if "on" in told else None,
        "payments": told.get("payments", ""),
    }


def silence_brief(item: work.Item) -> str:
    """Which file."""
    return str(item.arguments.get("file", ""))


def nobody(item: work.Item, staff: people.Staff) -> bool:
    """What two people did, or what a fact closed, is not undone here."""
    del item, staff
    return False


def not_undone(asked: Asked) -> int | None:
    """Never."""
    del asked
    return None


NAME = Kind("desk/items/payee_unmatched.html", name_facts, do_name, undo_note, by_the_one_who_did, name_brief)
RECALL = Kind("desk/items/recall.html", recall_facts, do_note, undo_note, by_the_one_who_did, recall_brief)
ENTRY = Kind("desk/items/unknown_entry.html", entry_facts, do_entry, not_undone, nobody, entry_brief)
SILENCE = Kind(
    "desk/items/bank_silent.html", silence_facts, do_note, undo_note, by_the_one_who_did, silence_brief
)
