"""A camt.054.001.08: transfers booked on our account and money that came back, as a stream of values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lxml import etree

from capac.core import money
from capac.payment.bank_faults import MessageFaultError
from capac.payment.bank_messages import Paths, elements
from capac.payment.pain002 import NARRATIVE
from capac.records import api as records

KIND = "CAMT054"
MESSAGE = "camt.054.001.08"
_PATHS = Paths(MESSAGE)
_text = _PATHS.text
BOOKED, CREDIT = "BOOK", "CRDT"
DAY_LENGTH = len("2026-07-01")
TRUE = frozenset({"true", "1"})
NOT_PROVIDED = frozenset({"", "NOTPROVIDED"})


@dataclass(frozen=True, slots=True)
class Header:
    """The notice's own id."""

    message_id: str


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


def read(body: bytes) -> Iterator[Header | Booked | NotRead]:
    """The header, then every booked detail in the file's order; what is only announced is passed over.

    Raises FileFaultError (see bank_messages.elements).
    """
    seen = 0
    for element in elements(body, MESSAGE, ("GrpHdr", "TxDtls", "Ntry")):
        name = etree.QName(element).localname
        if name == "GrpHdr":
            yield Header(_text(element, "MsgId"))
        elif name == "TxDtls":
            seen += 1
            entry = _entry_of(element)
            if entry is not None and _is_booked(entry):
                yield _detail(element, entry)
            element.clear()
        else:
            if seen == 0 and _is_booked(element):
                fault = MessageFaultError("entry_without_details", records.line_of(element), "NtryDtls")
                yield NotRead(fault, _text(element, "NtryRef"))
            seen = 0
            element.clear()


def _entry_of(element: etree._Element) -> etree._Element | None:
    details = element.getparent()
    return details.getparent() if details is not None else None


def _is_booked(entry: etree._Element) -> bool:
    return _text(entry, "Sts/Cd") == BOOKED


def _detail(element: etree._Element, entry: etree._Element) -> Booked | NotRead:
    reference = _text(element, "Refs/EndToEndId")
    try:
        return _booked(element, entry, reference)
    except MessageFaultError as fault:
        return NotRead(fault, reference)


def _booked(element: etree._Element, entry: etree._Element, reference: str) -> Booked:
    """A credit is money that came back and must say why. What the bank takes back itself goes to a person."""
    line = records.line_of(element)
    if reference in NOT_PROVIDED:
        raise MessageFaultError("reference_missing", line, "EndToEndId")
    if _text(entry, "RvslInd") in TRUE:
        raise MessageFaultError("reversal", line, "RvslInd")
    side = _text(element, "CdtDbtInd") or _text(entry, "CdtDbtInd")
    reason = _text(element, "RtrInf/Rsn/Cd") or (NARRATIVE if _text(element, "RtrInf/Rsn/Prtry") else "")
    if side == CREDIT and not reason:
        raise MessageFaultError("credit_without_reason", line, "RtrInf")
    return Booked(line, reference, _cents(element, line), _day(entry, line), side == CREDIT, reason)


def _cents(element: etree._Element, line: int) -> int:
    """The detail's own amount: that of its entry may be of many transfers."""
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        amount = _PATHS.find(element, path)
        if amount is not None:
            return _euros(amount, line)
    raise MessageFaultError("amount_missing", line, "Amt")


def _euros(amount: etree._Element, line: int) -> int:
    if amount.get("Ccy") != "EUR":
        raise MessageFaultError("not_in_euro", line, "Amt", currency=str(amount.get("Ccy"))[:3])
    try:
        return money.parse((amount.text or "").strip())
    except money.MoneyError as error:
        raise MessageFaultError("bad_amount", line, "Amt") from error


def _day(entry: etree._Element, line: int) -> date:
    """The day of booking; the value day where the bank gives no other."""
    for path in ("BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm"):
        if told := _text(entry, path):
            return _date(told, line)
    raise MessageFaultError("day_missing", line, "BookgDt")


def _date(told: str, line: int) -> date:
    """The day, without the time and the zone that may follow it."""
    try:
        return date.fromisoformat(told[:DAY_LENGTH])
    except ValueError as error:
        raise MessageFaultError("impossible_date", line, "BookgDt") from error
