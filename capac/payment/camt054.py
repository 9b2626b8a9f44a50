"""A camt.054.001.08: transfers booked on our account and money that came back, as a stream of values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from capac.payment.bank_faults import MessageFaultError
from capac.payment.bank_messages import Paths, elements
from capac.payment.bookings import Booked, NotRead, detail, entry_of, is_booked
from capac.records import api as records

__all__ = ["KIND", "MESSAGE", "Booked", "Header", "NotRead", "read"]
KIND = "CAMT054"
MESSAGE = "camt.054.001.08"
_PATHS = Paths(MESSAGE)


@dataclass(frozen=True, slots=True)
class Header:
    """The notice's own id."""

    message_id: str


def read(body: bytes) -> Iterator[Header | Booked | NotRead]:
    """The header, then every booked detail in the file's order; what is only announced is passed over.

    Raises FileFaultError (see bank_messages.elements).
    """
    seen = 0
    for element in elements(body, MESSAGE, ("GrpHdr", "TxDtls", "Ntry")):
        name = etree.QName(element).localname
        if name == "GrpHdr":
            yield Header(_PATHS.text(element, "MsgId"))
        elif name == "TxDtls":
            seen += 1
            entry = entry_of(element)
            if entry is not None and is_booked(entry, _PATHS):
                yield detail(element, entry, _PATHS)
            element.clear()
        else:
            if seen == 0 and is_booked(element, _PATHS):
                fault = MessageFaultError("entry_without_details", records.line_of(element), "NtryDtls")
                yield NotRead(fault, _PATHS.text(element, "NtryRef"))
            seen = 0
            element.clear()
