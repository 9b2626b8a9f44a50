"""A camt.053.001.08: one day of our account, as a stream of values. Its sum is checked while it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from capac.payment.bank_faults import FileFaultError, MessageFaultError
from capac.payment.bank_messages import Paths, elements
from capac.payment.bookings import (
    CREDIT,
    NOT_PROVIDED,
    Booked,
    NotRead,
    cents_of,
    date_of,
    day_of,
    detail,
    entry_of,
    is_booked,
)
from capac.records import api as records

KIND = "CAMT053"
MESSAGE = "camt.053.001.08"
OPENING, CLOSING = "OPBD", "CLBD"
_PATHS = Paths(MESSAGE)
_text = _PATHS.text


@dataclass(frozen=True, slots=True)
class Header:
    """The message's own id."""

    message_id: str


@dataclass(frozen=True, slots=True)
class Head:
    """Of which account and day a statement is, and what stood on it before and after, in cents."""

    line: int
    account: str
    statement_id: str
    day: date
    opening_cents: int
    closing_cents: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One booked entry: cents with their sign, the bank's or our own reference, and the transfers in it.

    `batch` is the file of ours that the bank says it is of, "" where it does not say.
    """

    line: int
    booked_on: date
    cents: int
    reference: str
    batch: str
    number: int
    details: tuple[Booked | NotRead, ...]


@dataclass
class _Reading:
    """What was read of a statement before its first entry, and since."""

    balances: dict[str, tuple[int, int, date]] = field(default_factory=dict)
    head: Head | None = None
    details: list[Booked | NotRead] = field(default_factory=list)
    entered: int = 0


def read(body: bytes) -> Iterator[Header | Head | Entry]:
    """The header, then the statement's head and its booked entries. One statement in a file.

    Raises FileFaultError: see bank_messages.elements; balance_missing, several_statements, sum_differs.
    """
    reading = _Reading()
    for element in elements(body, MESSAGE, ("GrpHdr", "Bal", "TxDtls", "Ntry", "Stmt")):
        name = etree.QName(element).localname
        if name == "GrpHdr":
            yield Header(_text(element, "MsgId"))
        elif name == "Bal":
            _balance(element, reading)
        elif name == "TxDtls":
            entry = entry_of(element)
            if entry is not None and is_booked(entry, _PATHS):
                reading.details.append(detail(element, entry, _PATHS))
            element.clear()
        elif name == "Ntry":
            if reading.head is None:
                reading.head = _head(element.getparent(), reading)
                yield reading.head
            if is_booked(element, _PATHS):
                yield _entry(element, reading)
            reading.details = []
            element.clear()
        else:
            if reading.head is None:
                reading.head = _head(element, reading)
                yield reading.head
            _check_sum(reading, element)


def _balance(element: etree._Element, reading: _Reading) -> None:
    line = records.line_of(element)
    kind = _text(element, "Tp/CdOrPrtry/Cd")
    if reading.head is not None:
        raise FileFaultError("several_statements", line, "Stmt")
    try:
        cents = cents_of(element, line, _PATHS) * _sign(element)
        told = _text(element, "Dt/Dt") or _text(element, "Dt/DtTm")
        reading.balances[kind] = (line, cents, date_of(told, line))
    except MessageFaultError as error:
        raise FileFaultError("balance_missing", line, "Bal", balance=kind) from error


def _head(statement: etree._Element | None, reading: _Reading) -> Head:
    for kind in (OPENING, CLOSING):
        if kind not in reading.balances or statement is None:
            raise FileFaultError("balance_missing", None, "Bal", balance=kind)
    assert statement is not None
    line, closing, day = reading.balances[CLOSING]
    account, number = _text(statement, "Acct/Id/IBAN"), _text(statement, "Id")
    return Head(line, account, number, day, reading.balances[OPENING][1], closing)


def _entry(element: etree._Element, reading: _Reading) -> Entry:
    line = records.line_of(element)
    try:
        cents, day = cents_of(element, line, _PATHS) * _sign(element), day_of(element, line, _PATHS)
    except MessageFaultError as error:
        raise FileFaultError(error.reason, line, error.field) from error
    reading.entered += cents
    batch = _text(element, "NtryDtls/Btch/MsgId")
    number = _text(element, "NtryDtls/Btch/NbOfTxs")
    single = reading.details[0].end_to_end_id if len(reading.details) == 1 else ""
    known = "" if single in NOT_PROVIDED else single
    return Entry(
        line, day, cents, known or _text(element, "AcctSvcrRef") or _text(element, "NtryRef") or batch, batch,
        int(number) if number.isdecimal() else len(reading.details), tuple(reading.details),
    )  # fmt: skip


def _sign(element: etree._Element) -> int:
    """Above zero is money of ours, or money that came; what came and is reversed went."""
    return 1 if _text(element, "CdtDbtInd") == CREDIT else -1


def _check_sum(reading: _Reading, statement: etree._Element) -> None:
    """Opening and entries make closing, else nothing of the statement can be believed."""
    head = reading.head
    assert head is not None
    if head.opening_cents + reading.entered != head.closing_cents:
        raise FileFaultError(
            "sum_differs",
            records.line_of(statement),
            "Bal",
            opening=str(head.opening_cents),
            entries=str(reading.entered),
            closing=str(head.closing_cents),
        )
