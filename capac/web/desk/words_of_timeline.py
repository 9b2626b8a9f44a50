"""What a timeline says of each thing that happened: a title, one line of detail, and the page on which it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from capac.core.money import display
from capac.core.period import month_name
from capac.records import api as records
from capac.web.desk.words import channels, kind_names
from capac.web.desk.words_of_holds import hold_reasons
from capac.web.desk.words_of_money import bank_reasons, debt_causes, payment_states, turns
from capac.web.desk.words_of_onem import letters as onem_letters
from capac.web.templatetags.desk import account, short
from capac.web.words import schemes
from capac.web.words_of_applications import form_names, type_names


@dataclass(frozen=True)
class Line:
    """One entry in words. `look` is that of its dot: ok, warn, bad, info or plain."""

    title: str
    detail: str = ""
    url: str = ""
    look: str = "plain"


Told = Mapping[str, Any]
Say = Callable[[Told, int, UUID], Line]


def groups() -> dict[str, str]:
    """What a timeline can be narrowed to."""
    return {
        "applications": _("Applications"),
        "decisions": _("ONEM and employers"),
        "money": _("Cards and money"),
        "documents": _("Documents received"),
        "letters": _("Our letters"),
        "tasks": _("Tasks and promises"),
        "person": _("Person and account"),
    }


def line(entry: records.Entry, client_key: UUID) -> Line:
    """An entry in words; one of a kind without words is told by its kind, so that nothing disappears."""
    say = _WORDS.get(entry.source)
    return say(entry.told, entry.id, client_key) if say else Line(entry.source)


def _lang() -> str:
    return (get_language() or "fr")[:2]


def _day(text: str | None) -> str:
    return str(short(date.fromisoformat(text))) if text else ""


def _month(text: str | None) -> str:
    day = date.fromisoformat(text) if text else None
    return f"{month_name(day.month, _lang())} {day.year}" if day else ""


def _money(cents: int) -> str:
    return display(cents, _lang())


def _word(words: Mapping[str, str], code: str) -> str:
    return words.get(code, code)


def _joined(*parts: str) -> str:
    return ", ".join(part.rstrip(".") for part in parts if part)


def _document(told: Told, _id: int, client: UUID) -> Line:
    if told["state"] == "unchecked":
        return Line(_("Document waits for its virus check"), told["name"], look="warn")
    if told["state"] == "destroyed":
        return Line(_("Document, destroyed since"), told["name"])
    day = _("received on %(day)s") % {"day": _day(told["received_on"])}
    url = reverse("desk:document", args=[client, told["key"]])
    return Line(_("Document received"), _joined(told["name"], document_channels()[told["channel"]], day), url)


def document_channels() -> dict[str, str]:
    """How a document came."""
    return {"upload": _("uploaded"), "scan": _("scanned at the desk"), "letter": _("by letter")}


def _letter_in(told: Told, _id: int, _client: UUID) -> Line:
    by = _("Letter received") if told["channel"] == "letter" else _("Sent by the client")
    promise = _("answer promised for %(day)s") % {"day": _day(told["promised_on"])}
    return Line(by, _joined(told["about"], promise if told["promised_on"] else ""), look="info")


def _letter_treated(told: Told, _id: int, _client: UUID) -> Line:
    return Line(_("Letter treated"), _joined(told["about"], told["outcome"]), look="ok")


def _letter(told: Told, _id: int, client: UUID) -> Line:
    by = {"ebox": _("by eBox"), "paper": _("on paper")}.get(told["channel"], "")
    url = reverse("desk:letter", args=[client, told["key"]])
    return Line(_("We wrote"), _joined(told["title"], by), url, "info")


def _item(told: Told, pk: int, _client: UUID) -> Line:
    promise = _("promised for %(day)s") % {"day": _day(told["due_on"])} if told["due_on"] else ""
    what = _word(kind_names(), told["kind"])
    return Line(_("Task opened"), _joined(what, promise), reverse("desk:item", args=[pk]), "warn")


def _item_done(told: Told, pk: int, _client: UUID) -> Line:
    what = _word(kind_names(), told["kind"])
    return Line(_("Task done"), what, reverse("desk:item", args=[pk]), "ok")


def _promise(told: Told, _id: int, _client: UUID) -> Line:
    days = {"before": _day(told["slipped_on"]), "after": _day(told["promised_on"])}
    return Line(_("New promise told"), _("%(after)s instead of %(before)s") % days, look="warn")


def _authorisation(told: Told, _id: int, _client: UUID) -> Line:
    issued = _("issued on %(day)s") % {"day": _day(told["issued_on"])}
    return Line(_("Authorisation of ONEM"), _joined(told["reference"], issued), look="info")


def _declaration(told: Told, _id: int, _client: UUID) -> Line:
    title = _("Employer cancelled a declaration") if told["cancels"] else _("Employer declared")
    return Line(title, _joined(_month(told["month"]), told["form"]), look="info")


def _submission(told: Told, _id: int, _client: UUID) -> Line:
    again = _("time %(number)s") % {"number": told["attempt"]} if told["attempt"] > 1 else ""
    return Line(_("File sent to ONEM (C9)"), _joined(told["reference"], again), look="info")


def _onem_letter(told: Told, _id: int, _client: UUID) -> Line:
    title = onem_letters().get(told["letter"], (told["letter"], ""))[0]
    amount = _money(told["cents"]) if told["cents"] else ""
    return Line(title, _joined(_day(told["decided_on"]), amount), look="warn")


def _card(told: Told, _id: int, _client: UUID) -> Line:
    return Line(_("Control card"), _joined(_month(told["month"]), channels()[told["channel"]]), look="info")


def _hold(told: Told, _id: int, _client: UUID) -> Line:
    reason, turn = _word(hold_reasons(), told["reason"]), _word(turns(), told["turn"])
    return Line(_("Month held"), _joined(_month(told["month"]), reason, turn), look="warn")


def _paid(title: str, told: Told, pk: int, look: str) -> Line:
    what = _joined(_money(told["cents"]), _month(told["month"]), _word(schemes(), told["scheme"]))
    return Line(title, what, reverse("desk:payment", args=[pk]), look)


def _payment_ended(told: Told, pk: int, _client: UUID) -> Line:
    said = _paid(_("Payment: %(state)s") % {"state": payment_states()[told["state"]]}, told, pk, "bad")
    reason = _word(bank_reasons(), told["bank_reason"])
    return Line(said.title, _joined(said.detail, reason), said.url, said.look)


def _outcome(told: Told, _id: int, _client: UUID) -> Line:
    good = told["outcome"] == "accepted"
    amount = _money(told["cents"]) if told["cents"] else ""
    what = _("accepted") if good else str(told["outcome"])
    return Line(
        _("ONEM verified"), _joined(_month(told["month"]), what, amount), look="ok" if good else "bad"
    )


def _debt(told: Told, _id: int, _client: UUID) -> Line:
    title = _("Debt") if told["cents"] > 0 else _("Debt lowered")
    what = _joined(_money(told["cents"]), _month(told["month"]), _word(debt_causes(), told["cause"]))
    return Line(title, what, look="bad" if told["cents"] > 0 else "ok")


def _application(title: str, told: Told, client: UUID, look: str) -> Line:
    url = reverse("desk:application", args=[client, told["key"]])
    return Line(title, _word(type_names(), told["type"]), url, look)


def _piece(told: Told, _id: int, _client: UUID) -> Line:
    day = _("received on %(day)s") % {"day": _day(told["received_on"])}
    return Line(_("Piece received"), _joined(_word(form_names(), told["code"]), day), look="ok")


def _account(told: Told, _id: int, _client: UUID) -> Line:
    return Line(_("Account"), f"{account(told['iban'])} ({told['holder']})")


def _contact(told: Told, _id: int, _client: UUID) -> Line:
    kinds = {"email": _("E-mail address"), "phone": _("Telephone number")}
    return Line(kinds[told["kind"]], _("noted"))


def _death(told: Told, _id: int, _client: UUID) -> Line:
    return Line(_("Death known"), _day(told["day"]), look="bad")


_WORDS: dict[str, Say] = {
    "document": _document,
    "letter_in": _letter_in,
    "letter_treated": _letter_treated,
    "letter": _letter,
    "item": _item,
    "item_done": _item_done,
    "promise": _promise,
    "authorisation": _authorisation,
    "declaration": _declaration,
    "submission": _submission,
    "onem_letter": _onem_letter,
    "card": _card,
    "hold": _hold,
    "payment": lambda told, pk, _client: _paid(_("Payment prepared"), told, pk, "info"),
    "payment_settled": lambda told, pk, _client: _paid(_("Paid"), told, pk, "ok"),
    "payment_ended": _payment_ended,
    "outcome": _outcome,
    "debt": _debt,
    "application": lambda told, _id, client: _application(_("Application opened"), told, client, "info"),
    "application_sent": lambda told, _id, client: _application(
        _("Application sent to ONEM"), told, client, "info"
    ),
    "application_returned": lambda told, _id, client: _application(
        _("ONEM sent it back"), told, client, "bad"
    ),
    "application_decided": lambda told, _id, client: _application(_("ONEM decided"), told, client, "ok"),
    "piece": _piece,
    "registered": lambda _told, _id, _client: Line(_("File opened")),
    "death": _death,
    "account": _account,
    "address": lambda told, _id, _client: Line(_("Address"), told["town"]),
    "contact": _contact,
}
