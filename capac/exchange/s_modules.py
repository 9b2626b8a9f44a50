"""The S-modules of a C2 as plain data, in the form in which they are kept (modules.py reads them back)."""

from __future__ import annotations

from typing import Any

from capac.core import iban, money
from capac.core.niss import IdentifierError
from capac.core.period import Span
from capac.exchange.elements import Element


def read_modules(whole: Element) -> dict[str, Any]:
    """Every module that the message has. Spans become `first` and `last`, amounts cents."""
    found: dict[str, Any] = {
        "S05": [_seizure(row) for row in whole.children("S05/retention")],
        "S06": _retentions(whole),
        "S10": [_days(row.span()) for row in whole.children("S10/sanction")],
        "S11": [{**_days(row.span()), "reason": row.text("reason")} for row in whole.children("S11/period")],
        "S29": [{**_days(row.span()), "risk": row.text("risk")} for row in whole.children("S29/right")],
        "S35": _account(whole.child("S35")) if whole.has("S35") else None,
        "S37": whole.text_or("S37", ""),
        "S48": _card_choice(whole),
        "S52": _refusal(whole),
    }
    return {name: module for name, module in found.items() if module}


def _seizure(row: Element) -> dict[str, Any]:
    amount = row.text_or("amount", "")
    return {
        **_days(row.span()),
        "kind": row.text("kind"),
        "creditor": row.text("creditorReference"),
        "amount_cents": money.parse(amount) if amount else None,
        "children": int(row.text_or("children", "0")),
    }


def _retentions(whole: Element) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in whole.children("S06/recoveryExOfficio"):
        found["recovery"] = {**_days(row.span()), "percent": int(row.text("percent"))}
    for row in whole.children("S06/collectiveDebtSettlement"):
        found["debt_settlement"] = _account(row)
    return found


def _account(row: Element) -> dict[str, Any]:
    """An account that is not the client's. Its number must be able to exist: money goes there."""
    try:
        account = iban.check(row.text("account"))
    except IdentifierError as error:
        raise row.fault("bad_account", "account", detail=str(error)) from error
    return {**_days(row.span()), "holder": row.text("holder"), "account": account}


def _card_choice(whole: Element) -> dict[str, Any]:
    if not whole.has("S48"):
        return {}
    return {"electronic": whole.child("S48").truth("electronic"), "from": str(whole.child("S48").day("from"))}


def _refusal(whole: Element) -> dict[str, Any]:
    if not whole.has("S52"):
        return {}
    return {"reason": whole.text("S52/reason"), "text": whole.text_or("S52/text", "")}


def _days(span: Span) -> dict[str, str | None]:
    return {"first": str(span.first), "last": str(span.last) if span.last else None}
