"""The expenditure file C10 as text. Own interface, to be replaced by the official one (formats/c10.xsd)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree

from capac.core import money
from capac.core.period import Month
from capac.payment import api as payment

NAMESPACE = "urn:capac:own-interface:c10:1"


class C10Error(ValueError):
    """A file that its own schema does not allow, or an expense without number or authorisation.

    `arguments` says it in parts: `payment` and `missing`, or `line` and `detail`.
    """

    def __init__(self, message: str, **arguments: str) -> None:
        super().__init__(message)
        self.arguments = arguments


@dataclass(frozen=True)
class Named:
    """What a line needs beside the payment: national number by client, reference and sequence by authorisation."""

    numbers: Mapping[int, str]
    references: Mapping[int, tuple[str, int]]


def line_id(expense: payment.Spent) -> str:
    """How ONEM's answers will name the line. Bears no personal data and is the same at each attempt."""
    return f"L{expense.payment_id:012d}"


def render(
    name: str, month: Month, created: datetime, *, lines: Sequence[payment.Spent], named: Named
) -> bytes:
    """The file, checked against its schema. Raises C10Error."""
    gross = sum(row.gross_cents for row in lines)
    head = (
        f'<C10 xmlns="{NAMESPACE}" fileId="{name}" createdAt="{created.isoformat(timespec="seconds")}" '
        f'introductionMonth="{month}" count="{len(lines)}" gross="{money.plain(gross)}">\n'
    )
    rows = (_line(row, month, named) for row in lines)
    body = "".join(['<?xml version="1.0" encoding="UTF-8"?>\n', head, *rows, "</C10>\n"]).encode()
    _check(body)
    return body


def _line(row: payment.Spent, month: Month, named: Named) -> str:
    fields = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in _fields(row, month, named))
    return f"<line>{fields}</line>\n"


def _fields(row: payment.Spent, month: Month, named: Named) -> Iterator[tuple[str, str]]:
    known = [named.references[pk] for pk in row.authorisations if pk in named.references]
    if row.client_id not in named.numbers or not known:
        missing = "authorisation" if row.client_id in named.numbers else "national number"
        raise C10Error(
            f"payment {row.payment_id} of {month} has no {missing}: correct the file of the client",
            payment=str(row.payment_id),
            missing=missing,
        )
    yield "lineId", line_id(row)
    yield "inss", named.numbers[row.client_id]
    yield "scheme", row.scheme
    yield "referenceMonth", str(Month.of(row.month))
    yield "authorisation", "{}#{}".format(*known[-1])
    if row.card_id:
        yield "cardId", row.card_id
    yield "allowances", str(row.allowances_halves)
    yield "dailyAmount", money.plain(row.daily_cents)
    yield "gross", money.plain(row.gross_cents)
    yield "tax", money.plain(row.tax_cents)
    yield "withheld", money.plain(row.kept_cents)
    yield "net", money.plain(row.transfer_cents)
    yield "paidOn", row.paid_on.isoformat()
    yield "endToEndId", row.end_to_end_id


def _check(body: bytes) -> None:
    """Stream the file through its schema, so that its length does not matter."""
    try:
        for _, element in etree.iterparse(BytesIO(body), schema=_schema()):
            element.clear(keep_tail=False)
    except etree.XMLSyntaxError as error:
        line, detail = str(error.lineno), (error.msg or "")[:200]
        raise C10Error(f"line {line}: {detail}", line=line, detail=detail) from error


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(Path(__file__).with_name("formats") / "c10.xsd")))
