"""A pain.001.001.09: credit transfers of one payment type on one execution date, written from one table of fields.

Every value passes the form that its field names, so that nothing but the allowed characters of the euro
payment area is ever written: no address, no national number, euros with two decimals, ids without slashes
at their ends. The control sums are counted over the transfers that are written.

Transfers are written as they come, some thousand at a time: a column of values that are in order already is seen
to be so at one look, which is most of the speed; memory does not grow with the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from io import BytesIO
from itertools import islice
from operator import attrgetter
from typing import Any, BinaryIO

from capac.payment import sepa_text
from capac.payment.official_schemas import namespace

MESSAGE = "pain.001.001.09"
ORGANISATION_ID = "0206732536"
ORGANISATION_ISSUER = "KBO-BCE"
MOST_CENTS = 99_999_999_999
"""No transfer of the euro payment area is above 999 999 999.99 euro."""
CHUNK = 2000


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
    return sepa_text.clean(text, sepa_text.NAME_LENGTH)


def _communication(text: str) -> str:
    return sepa_text.clean(text, sepa_text.COMMUNICATION_LENGTH)


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


@dataclass(frozen=True, slots=True)
class Form:
    """How a value is written; ValueError for one that cannot be.

    `many` writes a whole column at once, or gives None where one of its values needs a look of its own. No form lets
    a letter through that XML would escape: the allowed set has none.
    """

    write: Callable[[Any], str]
    many: Callable[[list[Any]], list[str] | None] | None = None


def _many_cents(cents: list[int]) -> list[str] | None:
    if min(cents) <= 0 or max(cents) > MOST_CENTS:
        return None
    return [f"{one // 100}.{one % 100:02d}" for one in cents]


REFERENCE = Form(_reference, sepa_text.column(sepa_text.REFERENCE))
NAME = Form(_name, sepa_text.column(sepa_text.TEXT, most=sepa_text.NAME_LENGTH, translated=True))
COMMUNICATION = Form(_communication, sepa_text.column(sepa_text.TEXT, most=sepa_text.COMMUNICATION_LENGTH))
CODE = Form(_code, sepa_text.column("[A-Z0-9]+"))
CENTS, SUM, NUMBER = Form(_cents, _many_cents), Form(_sum), Form(str)
MOMENT, DAY = Form(datetime.isoformat), Form(date.isoformat)
Field = tuple[str, str, Form | None]
"""Path below Document/CstmrCdtTrfInitn, what stands there (a form's value by name, or the text itself), the form."""

HEADER: tuple[Field, ...] = (
    ("GrpHdr/MsgId", "message_id", REFERENCE),
    ("GrpHdr/CreDtTm", "created_at", MOMENT),
    ("GrpHdr/NbOfTxs", "transfers", NUMBER),
    ("GrpHdr/CtrlSum", "cents", SUM),
    ("GrpHdr/InitgPty/Nm", "debtor.name", NAME),
    ("GrpHdr/InitgPty/Id/OrgId/Othr/Id", ORGANISATION_ID, None),
    ("GrpHdr/InitgPty/Id/OrgId/Othr/Issr", ORGANISATION_ISSUER, None),
)
PAYMENT: tuple[Field, ...] = (
    ("PmtInfId", "message_id", REFERENCE),
    ("PmtMtd", "TRF", None),
    ("BtchBookg", "true", None),
    ("NbOfTxs", "transfers", NUMBER),
    ("CtrlSum", "cents", SUM),
    ("PmtTpInf/SvcLvl/Cd", "SEPA", None),
    ("PmtTpInf/CtgyPurp/Cd", "SSBE", None),
    ("ReqdExctnDt/Dt", "execution_date", DAY),
    ("Dbtr/Nm", "debtor.name", NAME),
    ("DbtrAcct/Id/IBAN", "debtor.iban", CODE),
    ("DbtrAcct/Ccy", "EUR", None),
    ("DbtrAgt/FinInstnId/BICFI", "debtor.bic", CODE),
    ("ChrgBr", "SLEV", None),
)
TRANSFER: tuple[Field, ...] = (
    ("CdtTrfTxInf/PmtId/InstrId", "end_to_end_id", REFERENCE),
    ("CdtTrfTxInf/PmtId/EndToEndId", "end_to_end_id", REFERENCE),
    ("CdtTrfTxInf/Amt/InstdAmt Ccy='EUR'", "cents", CENTS),
    ("CdtTrfTxInf/Cdtr/Nm", "name", NAME),
    ("CdtTrfTxInf/CdtrAcct/Id/IBAN", "iban", CODE),
    ("CdtTrfTxInf/Purp/Cd", "BENE", None),
    ("CdtTrfTxInf/RmtInf/Ustrd", "communication", COMMUNICATION),
)


def render(
    message_id: str,
    created_at: datetime,
    execution_date: date,
    *,
    debtor: Debtor,
    transfers: Sequence[Transfer],
) -> bytes:
    """The file in memory. Raises BankFileError for a value that cannot stand in it."""
    head = Head(
        message_id, created_at, execution_date, debtor, len(transfers), sum(t.cents for t in transfers)
    )
    out = BytesIO()
    write(out, head, transfers)
    return out.getvalue()


def write(out: BinaryIO, head: Head, transfers: Iterable[Transfer]) -> None:
    """The file as a stream. Raises BankFileError, also where the transfers are not those that the head counts."""
    if not head.transfers:
        raise BankFileError("NbOfTxs", "a file without transfers is not written")
    opening = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{namespace(MESSAGE)}"><CstmrCdtTrfInitn>\n'
    )
    parts = [opening, _written(HEADER, [head]), "<PmtInf>", _written(PAYMENT, [head])]
    out.write("".join(parts).encode("ascii"))
    number = cents = 0
    rows = iter(transfers)
    while chunk := list(islice(rows, CHUNK)):
        out.write(_written(TRANSFER, chunk).encode("ascii"))
        number, cents = number + len(chunk), cents + sum(row.cents for row in chunk)
    out.write(b"</PmtInf></CstmrCdtTrfInitn></Document>\n")
    if (number, cents) != (head.transfers, head.cents):
        raise BankFileError("CtrlSum", "the head counts other transfers than were written")


def _written(fields: tuple[Field, ...], rows: Sequence[Head | Transfer]) -> str:
    """Each row in the template of its fields, column by column."""
    template, places = _template(fields)
    columns = {(name, form): _column(path, name, form, rows) for path, name, form in reversed(places)}
    values = [columns[name, form] for _, name, form in places]
    return "".join([template % row for row in zip(*values, strict=True)])


def _column(path: str, name: str, form: Form, rows: Sequence[Head | Transfer]) -> list[str]:
    """One field of every row, written at once where nothing needs a look of its own."""
    found = list(map(attrgetter(name), rows))
    if form.many is not None and (written := form.many(found)) is not None:
        return written
    told = []
    for row, value in zip(rows, found, strict=True):
        try:
            told.append(form.write(value))
        except ValueError as error:
            raise BankFileError(path, str(error), getattr(row, "end_to_end_id", "")) from error
    return told


@cache
def _template(fields: tuple[Field, ...]) -> tuple[str, tuple[tuple[str, str, Form], ...]]:
    """The elements of some fields with a place for each value, opened and closed in order; what stands there."""
    text: list[str] = []
    inside: list[str] = []
    places = []
    for path, value, form in fields:
        *around, leaf = path.split("/")
        shared = _shared(inside, around)
        text += [f"</{name}>" for name in reversed(inside[shared:])] + [
            f"<{name}>" for name in around[shared:]
        ]
        text.append(f"<{leaf}>{'%s' if form else value}</{leaf.split()[0]}>")
        inside = around
        if form:
            places.append((path, value, form))
    text += [f"</{name}>" for name in reversed(inside)]
    return "".join(text) + "\n", tuple(places)


def _shared(inside: list[str], around: list[str]) -> int:
    """How many of the open elements the next field shares."""
    pairs = zip(inside, around, strict=False)
    return next((n for n, (one, other) in enumerate(pairs) if one != other), min(len(inside), len(around)))
