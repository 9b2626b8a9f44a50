"""Names asked of the bank and its answers, in the form of formats/payee-check.1.xsd."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from capac.payment import sepa_text
from capac.payment.bank_messages import Paths, elements
from capac.payment.official_schemas import namespace
from capac.records import api as records

KIND = "PAYEE"
MESSAGE = "payee-check.1"
_PATHS = Paths(MESSAGE)
MATCH, CLOSE, NO_MATCH, NOT_POSSIBLE = "RCVC", "RVMC", "RVNM", "RVNA"


@dataclass(frozen=True, slots=True)
class Question:
    """An account and the name under which we would pay onto it."""

    reference: str
    iban: str
    holder: str


@dataclass(frozen=True, slots=True)
class Header:
    """The answer's own id."""

    message_id: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bank says of one question of a message of ours: a code, and the name where it is close."""

    line: int
    original_id: str
    reference: str
    code: str
    name: str


def render(message_id: str, created_at: datetime, questions: Sequence[Question]) -> bytes:
    """The questions. Names are written in the letters that the bank carries, so nothing needs to be escaped."""
    rows = "".join(
        f"<Check><Id>{row.reference}</Id><IBAN>{row.iban}</IBAN><Nm>{sepa_text.name_of(row.holder)}</Nm></Check>\n"
        for row in questions
    )
    head = f"<GrpHdr><MsgId>{message_id}</MsgId><CreDtTm>{created_at.isoformat()}</CreDtTm></GrpHdr>"
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{namespace(MESSAGE)}"><Asked>{head}\n{rows}'
    return f"{text}</Asked></Document>\n".encode("ascii")


def read(body: bytes) -> Iterator[Header | Answer]:
    """The header, then every answer. Raises FileFaultError (see bank_messages.elements)."""
    original = ""
    for element in elements(body, MESSAGE, ("GrpHdr", "OrgnlMsgId", "Answer")):
        name = etree.QName(element).localname
        if name == "GrpHdr":
            yield Header(_PATHS.text(element, "MsgId"))
        elif name == "OrgnlMsgId":
            original = (element.text or "").strip()
        else:
            told = (_PATHS.text(element, path) for path in ("Id", "Cd", "Nm"))
            yield Answer(records.line_of(element), original, *told)
            element.clear()
