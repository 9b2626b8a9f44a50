"""What the rooms know that fills a letter: a kind is opened with it, and the writer corrects what is to be corrected.

Tables come from records alone: the months of a debt, the months that were paid. Nobody types them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from capac.core import clock, workdays
from capac.core.clock import BRUSSELS
from capac.core.period import Month, Span
from capac.debt import api as debt
from capac.dossier import api as dossier
from capac.exchange import api as exchange
from capac.flows.reminding import norms
from capac.payment import api as payment

Data = dict[str, Any]
CAUSES = {"C12": ("elimination", "ar_167"), "C13": ("rejection", "ar_167")}
ANSWER_DAYS, REPLY_DAYS = 30, 14
"""What a form begins with; the writer changes it."""


def letter_data(kind: str, client_id: int, *, today: date) -> Data:
    """The fields of a kind that can be filled from what is known, as letters keep them."""
    return _FILLERS[kind](client_id, today) if kind in _FILLERS else {}


def table_of(kind: str, client_id: int, *, first: date, last: date) -> Data:
    """`rows` and `total` of a kind with a table: the months paid from a day to another, or the debts that are open.

    {} for a kind without table, or where nothing is to be told.
    """
    if kind == "attestation":
        return _paid(client_id, Span(first, last))
    return _owed(client_id) if kind in ("debt_notice", "recovery_decision") else {}


def _missing(client_id: int, today: date) -> Data:
    files = [one for one in dossier.applications_of(client_id) if one.missing]
    codes = {piece.code for one in files for piece in one.missing if piece.turn == "client"}
    return {"pieces": sorted(codes), "reply_by": str(today + timedelta(days=REPLY_DAYS))}


def _returned(client_id: int, today: date) -> Data:
    files = [one for one in dossier.applications_of(client_id) if one.state == "returned"]
    if not files:
        return {"reply_by": str(today + timedelta(days=REPLY_DAYS))}
    file = files[0]
    return {
        **_missing(client_id, today),
        "pieces": sorted(piece.code for piece in file.missing if piece.turn == "client"),
        "returned_on": str(file.returned_on or ""),
        "complete_by": str(file.introduce_by or ""),
    }


def _anomaly(client_id: int, today: date) -> Data:
    problems = norms()["problems"]
    for (_, _, month), holds in sorted(payment.open_holds([client_id]).items(), key=lambda one: one[0][2]):
        for hold in holds:
            if hold.reason in problems:
                return {
                    "month": str(Month.of(month)),
                    "problem": hold.reason,
                    "pieces": problems[hold.reason]["pieces"],
                    "reply_by": str(today + timedelta(days=REPLY_DAYS)),
                }
    return {"month": str(Month.of(today).previous()), "reply_by": str(today + timedelta(days=REPLY_DAYS))}


def _debt(client_id: int, today: date) -> Data:
    open_debts = _open(client_id)
    decided = max((one.opened_at for one in open_debts), default=None)
    return {"decided_on": str(decided.astimezone(BRUSSELS).date() if decided else today), **_owed(client_id)}


def _recovery(client_id: int, today: date) -> Data:
    del today
    causes = [entry.cause for one in _open(client_id) for entry in one.entries if entry.cents > 0]
    cause, provision = CAUSES.get(causes[-1] if causes else "", ("recalculation", "ar_169"))
    return {"cause": cause, "provision": provision, **_owed(client_id)}


def _decision(client_id: int, today: date) -> Data:
    segments = exchange.authorised([client_id], Span(workdays.FIRST), known=clock.now()).get(client_id, ())
    paying = [one for one in segments if not one.refusal and one.daily_cents]
    if not paying:
        return {"decided_on": str(today)}
    last = paying[-1]
    found: Data = {
        "first": str(last.first),
        "daily": last.daily_cents,
        "decided_on": str(last.notified_on),
        "reason": "first_application",
    }
    return found | ({"last": str(last.last)} if last.last else {})


def _received(client_id: int, today: date) -> Data:
    del client_id
    return {
        "received_on": str(today),
        "answer_by": str(today + timedelta(days=ANSWER_DAYS)),
        "what": "document",
    }


def _period(client_id: int, today: date) -> Data:
    del client_id
    return {"first": str(date(today.year, 1, 1)), "last": str(Month.of(today).previous().last)}


def _attestation(client_id: int, today: date) -> Data:
    period = _period(client_id, today)
    span = Span(date.fromisoformat(period["first"]), date.fromisoformat(period["last"]))
    return period | _paid(client_id, span)


def _open(client_id: int) -> list[debt.Owed]:
    return [one for one in debt.debts_of(client_id) if one.state == "open" and one.cents > 0]


def _owed(client_id: int) -> Data:
    months: dict[date, int] = {}
    for one in _open(client_id):
        months[one.month] = months.get(one.month, 0) + one.cents
    return _table(months)


def _paid(client_id: int, span: Span) -> Data:
    """Gross amounts of the payments that reached the account, by reference month."""
    months: dict[date, int] = {}
    for view in payment.months_of(client_id):
        settled = sum(one.gross_cents for one in view.payments if one.state == "settled")
        if settled > 0 and span.contains(view.month):
            months[view.month] = months.get(view.month, 0) + settled
    return _table(months)


def _table(months: Mapping[date, int]) -> Data:
    if not months:
        return {}
    rows = [{"month": str(Month.of(month)), "cents": cents} for month, cents in sorted(months.items())]
    return {"rows": rows, "total": sum(months.values())}


_FILLERS: Mapping[str, Callable[[int, date], Data]] = {
    "missing_documents": _missing,
    "returned_file": _returned,
    "payment_anomaly": _anomaly,
    "debt_notice": _debt,
    "recovery_decision": _recovery,
    "decision": _decision,
    "acknowledgement": _received,
    "certificate_cover": _period,
    "attestation": _attestation,
}
