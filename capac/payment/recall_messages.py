"""A recall asked of the bank (camt.056) and its answer (camt.029), each by a sub-set of our own in formats/."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from capac.core import clock, money
from capac.payment.bank_messages import Paths, elements
from capac.payment.official_schemas import namespace
from capac.payment.pain001 import MESSAGE as PAIN001
from capac.records import api as records

KIND = "CAMT029"
ASKING, ANSWERING = "camt.056.001.08", "camt.029.001.09"
_PATHS = Paths(ANSWERING)
AGREED, DECLINED, PENDING = "ACCR", "RJCR", "PDCR"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which transfer of which file is asked back, in cents, and why. Every text is an id or a code of ours."""

    message_id: str
    original_id: str
    end_to_end_id: str
    cents: int
    reason: str


@dataclass(frozen=True, slots=True)
class Header:
    """The answer's own id."""

    message_id: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bank says of one recall: ACCR, RJCR or PDCR, with the reason of the holder's bank."""

    line: int
    end_to_end_id: str
    status: str
    reason: str


def render(told: Asked, created_at: datetime) -> bytes:
    """The message. The same recall gives the same bytes."""
    moment = created_at.astimezone(clock.BRUSSELS).isoformat()
    original = f"<OrgnlGrpInf><OrgnlMsgId>{told.original_id}</OrgnlMsgId><OrgnlMsgNmId>{PAIN001}</OrgnlMsgNmId></OrgnlGrpInf>"
    amount = f'<OrgnlIntrBkSttlmAmt Ccy="EUR">{money.plain(told.cents)}</OrgnlIntrBkSttlmAmt>'
    transfer = (
        f"<TxInf><CxlId>{told.message_id}</CxlId>{original}<OrgnlEndToEndId>{told.end_to_end_id}</OrgnlEndToEndId>"
        f"{amount}<CxlRsnInf><Rsn><Cd>{told.reason}</Cd></Rsn></CxlRsnInf></TxInf>"
    )
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{namespace(ASKING)}"><FIToFIPmtCxlReq>\n'
        f"<Assgnmt><Id>{told.message_id}</Id><CreDtTm>{moment}</CreDtTm></Assgnmt>\n"
        f"<Undrlyg>{transfer}</Undrlyg></FIToFIPmtCxlReq></Document>\n"
    )
    return text.encode("ascii")


def read(body: bytes) -> Iterator[Header | Answer]:
    """The header, then every answer. Raises FileFaultError (see bank_messages.elements)."""
    for element in elements(body, ANSWERING, ("Assgnmt", "TxInfAndSts")):
        if etree.QName(element).localname == "Assgnmt":
            yield Header(_PATHS.text(element, "Id"))
        else:
            told = (_PATHS.text(element, p) for p in ("OrgnlEndToEndId", "TxCxlSts", "CxlStsRsnInf/Rsn/Cd"))
            yield Answer(records.line_of(element), *told)
            element.clear()
