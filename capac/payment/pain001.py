"""A pain.001.001.09: credit transfers of one payment type on one execution date, written from one table of fields.

Every value passes the form that its field names, so that nothing but the allowed characters of the euro
payment area is ever written: no address, no national number, euros with two decimals, ids without slashes
at their ends. The control sums are counted over the transfers that are written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import Any
from xml.sax.saxutils import escape

from capac.payment import sepa_text
from capac.payment.official_schemas import namespace

MESSAGE = "pain.001.001.09"
ORGANISATION_ID = "0206732536"
ORGANISATION_ISSUER = "KBO-BCE"
MOST_CENTS = 99_999_999_999
"""No transfer of the euro payment area is above 999 999 999.99 euro."""


class BankFileError(ValueError):
    """A file that cannot be written: the field, the transfer that it is of, and why. Never a name or a number."""

    def __init__(self, field: str, why: str, end_to_end_id: str = "") -> None:
        super().__init__(f"{end_to_end_id or 'file'}: {field}: {why}")
        self.field, self.why, self.end_to_end_id = field, why, end_to_end_id


@dataclass(frozen=True, slots=True)
class Debtor:
    """Whose account pays."""

    name: str
    iban: str
    bic: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """One transfer: its stable id, cents above zero, the account, whose it is, the communication."""

    end_to_end_id: str
    cents: int
    iban: str
    name: str
    communication: str


@dataclass(frozen=True, slots=True)
class Head:
    """What a file says of itself; the sums are those of its transfers."""

    message_id: str
    created_at: datetime
    execution_date: date
    debtor: Debtor
    transfers: int
    cents: int


def _reference(text: str) -> str:
    if not sepa_text.is_reference(text):
        raise ValueError("not an id of at most 35 allowed characters")
    return text


def _name(text: str) -> str:
    return escape(sepa_text.clean(text, sepa_text.NAME_LENGTH))


def _communication(text: str) -> str:
    return escape(sepa_text.clean(text, sepa_text.COMMUNICATION_LENGTH))


def _code(text: str) -> str:
    if not (text.isascii() and text.isalnum() and text == text.upper()):
        raise ValueError("neither an account nor a bank")
    return text


def _cents(cents: int) -> str:
    if not 0 < cents <= MOST_CENTS:
        raise ValueError("an amount outside what a transfer can carry")
    return f"{cents // 100}.{cents % 100:02d}"


def _sum(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


Form = Callable[[Any], str]
Field = tuple[str, str, Form | None]
"""Path below Document/CstmrCdtTrfInitn, what stands there (a form's value by name, or the text itself), the form."""

HEADER: tuple[Field, ...] = (
    ("GrpHdr/MsgId", "message_id", _reference),
    ("GrpHdr/CreDtTm", "created_at", datetime.isoformat),
    ("GrpHdr/NbOfTxs", "transfers", str),
    ("GrpHdr/CtrlSum", "cents", _sum),
    ("GrpHdr/InitgPty/Nm", "debtor.name", _name),
    ("GrpHdr/InitgPty/Id/OrgId/Othr/Id", ORGANISATION_ID, None),
    ("GrpHdr/InitgPty/Id/OrgId/Othr/Issr", ORGANISATION_ISSUER, None),
)
PAYMENT: tuple[Field, ...] = (
    ("PmtInfId", "message_id", _reference),
    ("PmtMtd", "TRF", None),
    ("BtchBookg", "true", None),
    ("NbOfTxs", "transfers", str),
    ("CtrlSum", "cents", _sum),
    ("PmtTpInf/SvcLvl/Cd", "SEPA", None),
    ("PmtTpInf/CtgyPurp/Cd", "SSBE", None),
    ("ReqdExctnDt/Dt", "execution_date", date.isoformat),
    ("Dbtr/Nm", "debtor.name", _name),
    ("DbtrAcct/Id/IBAN", "debtor.iban", _code),
    ("DbtrAcct/Ccy", "EUR", None),
    ("DbtrAgt/FinInstnId/BICFI", "debtor.bic", _code),
    ("ChrgBr", "SLEV", None),
)
TRANSFER: tuple[Field, ...] = (
    ("CdtTrfTxInf/PmtId/InstrId", "end_to_end_id", _reference),
    ("CdtTrfTxInf/PmtId/EndToEndId", "end_to_end_id", _reference),
    ("CdtTrfTxInf/Amt/InstdAmt Ccy='EUR'", "cents", _cents),
    ("CdtTrfTxInf/Cdtr/Nm", "name", _name),
    ("CdtTrfTxInf/CdtrAcct/Id/IBAN", "iban", _code),
    ("CdtTrfTxInf/Purp/Cd", "BENE", None),
    ("CdtTrfTxInf/RmtInf/Ustrd", "communication", _communication),
)


def render(
    message_id: str,
    created_at: datetime,
    execution_date: date,
    *,
    debtor: Debtor,
    transfers: Sequence[Transfer],
) -> bytes:
    """The file. Raises BankFileError for a value that cannot stand in it."""
    if not transfers:
        raise BankFileError("NbOfTxs", "a file without transfers is not written")
    head = Head(
        message_id, created_at, execution_date, debtor, len(transfers), sum(t.cents for t in transfers)
    )
    parts = [
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{namespace(MESSAGE)}"><CstmrCdtTrfInitn>\n'
    ]
    parts += _written(HEADER, [head])
    parts += ["<PmtInf>", *_written(PAYMENT, [head]), *_written(TRANSFER, transfers)]
    parts.append("</PmtInf></CstmrCdtTrfInitn></Document>\n")
    return "".join(parts).encode("ascii")


def _written(fields: tuple[Field, ...], rows: Iterable[Head | Transfer]) -> Iterable[str]:
    """Each row in the template of its fields."""
    template, getters = _template(fields)
    for row in rows:
        values = []
        for path, get, form in getters:
            try:
                values.append(form(get(row)))
            except ValueError as error:
                raise BankFileError(path, str(error), getattr(row, "end_to_end_id", "")) from error
        yield template % tuple(values)


@cache
def _template(fields: tuple[Field, ...]) -> tuple[str, tuple[tuple[str, Callable[[Any], Any], Form], ...]]:
    """The elements of some fields with a place for each value, opened and closed in order; the values' getters."""
    text: list[str] = []
    inside: list[str] = []
    getters = []
    for path, value, form in fields:
        *around, leaf = path.split("/")
        shared = _shared(inside, around)
        text += [f"</{name}>" for name in reversed(inside[shared:])] + [
            f"<{name}>" for name in around[shared:]
        ]
        text.append(f"<{leaf}>{'%s' if form else value}</{leaf.split()[0]}>")
        inside = around
        if form:
            getters.append((path, attrgetter(value), form))
    text += [f"</{name}>" for name in reversed(inside)]
    return "".join(text) + "\n", tuple(getters)


def _shared(inside: list[str], around: list[str]) -> int:
    """How many of the open elements the next field shares."""
    pairs = zip(inside, around, strict=False)
    return next((n for n, (one, other) in enumerate(pairs) if one != other), min(len(inside), len(around)))
