"""A pain.002.001.03 or .10: what the bank says of a file that it received, as a stream of values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from capac.payment.bank_faults import FileFaultError
from capac.payment.bank_messages import Paths, elements, message_of
from capac.records import api as records

KIND = "PAIN002"
MESSAGES = ("pain.002.001.03", "pain.002.001.10")
_PATHS = {message: Paths(message) for message in MESSAGES}
REJECTED = "RJCT"
PENDING = frozenset({"", "PDNG", "RCVD"})
"""Nothing is decided yet, or the bank answers on another level. Every other status but RJCT accepts."""
NARRATIVE = "NARR"
"""The code of a reason that is told in words: the bank gave none of the list."""


@dataclass(frozen=True, slots=True)
class Header:
    """The answer's own id, and of which file it is."""

    message_id: str
    original_id: str


@dataclass(frozen=True, slots=True)
class Said:
    """One status, of the file as a whole, of its payment or of one transfer (`level`), and of which (`reference`).

    `reason` is a code of the official list, NARR where the bank has its own; `line` is where it stands.
    """

    level: str
    line: int
    reference: str
    status: str
    reason: str


def read(body: bytes) -> Iterator[Header | Said]:
    """The header, then every status; those of transfers before that of their payment.

    Raises FileFaultError (see bank_messages.elements), and not_a_payment_file.
    """
    message_id = ""
    message = message_of(body, MESSAGES)
    paths = _PATHS[message]
    for element in elements(body, message, ("GrpHdr", *_LEVELS)):
        name = etree.QName(element).localname
        if name == "GrpHdr":
            message_id = paths.text(element, "MsgId")
            continue
        if name == "OrgnlGrpInfAndSts":
            yield _header(message_id, element, paths)
        yield _said(element, paths, *_LEVELS[name])
        element.clear()


FILE, PAYMENT, TRANSFER = "file", "payment", "transfer"
_LEVELS = {
    "OrgnlGrpInfAndSts": (FILE, "GrpSts", ("OrgnlMsgId",)),
    "OrgnlPmtInfAndSts": (PAYMENT, "PmtInfSts", ("OrgnlPmtInfId",)),
    "TxInfAndSts": (TRANSFER, "TxSts", ("OrgnlEndToEndId", "OrgnlInstrId")),
}
"""Element to level, its status, and what says of which; our instruction id is the end-to-end id."""


def _header(message_id: str, element: etree._Element, paths: Paths) -> Header:
    if not paths.text(element, "OrgnlMsgNmId").startswith("pain.001"):
        raise FileFaultError("not_a_payment_file", records.line_of(element), "OrgnlMsgNmId")
    return Header(message_id, paths.text(element, "OrgnlMsgId"))


def _said(element: etree._Element, paths: Paths, level: str, status: str, names: tuple[str, ...]) -> Said:
    references = [told for name in names if (told := paths.text(element, name))]
    return Said(
        level,
        records.line_of(element),
        references[0] if references else "",
        paths.text(element, status),
        paths.text(element, "StsRsnInf/Rsn/Cd") or NARRATIVE,
    )
