"""One electronic control card (eC3) as a value, and its reading from XML. Own interface (formats/ec3.xsd)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from lxml import etree

from capac.core import clock, niss
from capac.core.period import Month
from capac.payment.card_faults import CardError, check_day, check_holidays_left, check_month
from capac.records import api as records

NAMESPACE = "urn:capac:own-interface:ec3:1"
BATCH = records.Layout(
    namespace=NAMESPACE,
    root="EC3Batch",
    element="EC3",
    header={"fileId": records.IDENTIFIER, "count": re.compile(r"[1-9]\d{0,8}")},
    stranger="not_a_card",
)
_BY_FIELD = {
    "inss": "bad_national_number",
    "date": "impossible_date",
    "confirmedOn": "impossible_date",
    "code": "unknown_day_code",
}
_PERSONAL = {"inss"}
"""Fields whose value never leaves the card."""


@dataclass(frozen=True, slots=True)
class EC3:
    """A card as ONEM passed it on. `line` is where it stands in the file; `days` in the order of the card."""

    card_id: str
    line: int
    number: str
    month: Month
    confirmed_on: date
    version: int
    days: dict[date, str]
    holidays_left_halves: int | None


def elements(body: bytes) -> Iterator[etree._Element]:
    """Every EC3 element of a batch, in order. Raises FileFaultError (see records.elements)."""
    return (element for _, element in records.elements(body, BATCH))


def card_id(element: etree._Element) -> str:
    """The card id as far as one can be read; for the list of rejects."""
    return _text(element, "cardId")[:80]


def read(element: etree._Element) -> EC3:
    """The card of an element. Raises MessageFaultError with the line and the field of the first fault."""
    _check_described(element)
    month = Month.parse(_text(element, "month"))
    left = _halves(_text(element, "daysLeft"))
    try:
        check_month(month)
        check_holidays_left(left)
        number = niss.check(_text(element, "inss"))
    except CardError as error:
        raise _fault(element, error) from error
    except niss.IdentifierError as error:
        raise records.MessageFaultError("bad_national_number", _line(element, "inss"), "inss") from error
    return EC3(
        card_id=card_id(element),
        line=records.line_of(element),
        number=number,
        month=month,
        confirmed_on=_confirmed(element, month),
        version=int(_text(element, "version")),
        days=_days(element, month),
        holidays_left_halves=left,
    )


def _check_described(element: etree._Element) -> None:
    found = records.violation(_schema(), element)
    if found is None:
        return
    reason = "not_as_described" if found.is_structure else _BY_FIELD.get(found.field, "not_as_described")
    told = not found.is_structure and found.field not in _PERSONAL
    value = {"value": found.value} if told else {}
    raise records.MessageFaultError(reason, found.line, found.field, rule=found.rule, **value)


def _confirmed(element: etree._Element, month: Month) -> date:
    """The day on which the client confirmed the card: not before its month, not after today."""
    line = _line(element, "confirmedOn")
    day = _date(_text(element, "confirmedOn"), line, "confirmedOn")
    if day < month.first:
        raise records.MessageFaultError("confirmed_before_month", line, "confirmedOn", day=str(day))
    if day > clock.today():
        raise records.MessageFaultError("confirmed_in_future", line, "confirmedOn", day=str(day))
    return day


def _days(element: etree._Element, month: Month) -> dict[date, str]:
    days: dict[date, str] = {}
    for mark in element.findall(f"{{{NAMESPACE}}}day"):
        line = records.line_of(mark)
        day, code = _date(mark.get("date", ""), line, "date"), mark.get("code", "").strip()
        try:
            check_day(day, code, month=month, before=days)
        except CardError as error:
            raise records.MessageFaultError(error.reason, line, error.field, **error.arguments) from error
        days[day] = code
    return days


def _date(text: str, line: int, field: str) -> date:
    """A date without time zone, which the schema would allow."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise records.MessageFaultError("impossible_date", line, field, value=text[:60]) from error


def _halves(text: str) -> int | None:
    """Half-days of "3" or "2.5"; None where nothing is said."""
    whole, _, half = text.partition(".")
    return int(whole) * 2 + bool(half) if text else None


def _fault(element: etree._Element, error: CardError) -> records.MessageFaultError:
    return records.MessageFaultError(
        error.reason, _line(element, error.field), error.field, **error.arguments
    )


def _line(element: etree._Element, name: str) -> int:
    child = element.find(f"{{{NAMESPACE}}}{name}")
    return records.line_of(element if child is None else child)


def _text(element: etree._Element, name: str) -> str:
    return (element.findtext(f"{{{NAMESPACE}}}{name}") or "").strip()


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(Path(__file__).with_name("formats") / "ec3.xsd")))
