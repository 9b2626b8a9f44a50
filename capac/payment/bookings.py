"""Entries that a bank has booked, and their details, as a notice (camt.054) and a statement (camt.053) tell them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lxml import etree

from capac.core import money
from capac.payment.bank_faults import MessageFaultError
from capac.payment.bank_messages import Paths
from capac.payment.pain002 import NARRATIVE
from capac.records import api as records

BOOKED, CREDIT = "BOOK", "CRDT"
DAY_LENGTH = len("2026-07-01")
TRUE = frozenset({"true", "1"})
NOT_PROVIDED = frozenset({"", "NOTPROVIDED"})


@dataclass(frozen=True, slots=True)
class Booked:
    """One transfer that left our account, or money of it that came back (with the `reason`). Cents."""

    line: int
    end_to_end_id: str
    cents: int
    booked_on: date
    came_back: bool
    reason: str


@dataclass(frozen=True, slots=True)
class NotRead:
    """A detail that cannot be used: what is wrong, and of which transfer as far as it says."""

    fault: MessageFaultError
    end_to_end_id: str


def entry_of(element: etree._Element) -> etree._Element | None:
    """The entry of a detail."""
    details = element.getparent()
    return details.getparent() if details is not None else None


def is_booked(entry: etree._Element, paths: Paths) -> bool:
    """Booked, and not only announced."""
    return paths.text(entry, "Sts/Cd") == BOOKED


def detail(element: etree._Element, entry: etree._Element, paths: Paths) -> Booked | NotRead:
    """One detail of an entry, or why it cannot be used."""
    reference = paths.text(element, "Refs/EndToEndId")
    try:
        return _booked(element, entry, paths, reference=reference)
    except MessageFaultError as fault:
        return NotRead(fault, reference)


def _booked(element: etree._Element, entry: etree._Element, paths: Paths, *, reference: str) -> Booked:
    """A credit is money that came back and must say why. What the bank takes back itself goes to a person."""
    line = records.line_of(element)
    if reference in NOT_PROVIDED:
        raise MessageFaultError("reference_missing", line, "EndToEndId")
    if paths.text(entry, "RvslInd") in TRUE:
        raise MessageFaultError("reversal", line, "RvslInd")
    side = paths.text(element, "CdtDbtInd") or paths.text(entry, "CdtDbtInd")
    reason = paths.text(element, "RtrInf/Rsn/Cd") or (
        NARRATIVE if paths.text(element, "RtrInf/Rsn/Prtry") else ""
    )
    if side == CREDIT and not reason:
        raise MessageFaultError("credit_without_reason", line, "RtrInf")
    return Booked(
        line, reference, cents_of(element, line, paths), day_of(entry, line, paths), side == CREDIT, reason
    )


def cents_of(element: etree._Element, line: int, paths: Paths) -> int:
    """The detail's own amount: that of its entry may be of many transfers."""
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        amount = paths.find(element, path)
        if amount is not None:
            return euros(amount, line)
    raise MessageFaultError("amount_missing", line, "Amt")


def euros(amount: etree._Element, line: int) -> int:
    """An amount in cents. Raises MessageFaultError: not_in_euro, bad_amount."""
    if amount.get("Ccy") != "EUR":
        raise MessageFaultError("not_in_euro", line, "Amt", currency=str(amount.get("Ccy"))[:3])
    try:
        return money.parse((amount.text or "").strip())
    except money.MoneyError as error:
        raise MessageFaultError("bad_amount", line, "Amt") from error


def day_of(entry: etree._Element, line: int, paths: Paths) -> date:
    """The day of booking; the value day where the bank gives no other."""
    for path in ("BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm"):
        if told := paths.text(entry, path):
            return date_of(told, line)
    raise MessageFaultError("day_missing", line, "BookgDt")


def date_of(told: str, line: int) -> date:
    """The day, without the time and the zone that may follow it."""
    try:
        return date.fromisoformat(told[:DAY_LENGTH])
    except ValueError as error:
        raise MessageFaultError("impossible_date", line, "BookgDt") from error
