"""A batch of outcomes as ONEM sends it. Own interface, to be replaced by the official one (formats/verification.xsd)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from lxml import etree

from capac.core import money, workdays
from capac.core.period import Month
from capac.records import api as records
from capac.verification.faults import MessageFaultError

NAMESPACE = "urn:capac:own-interface:verification:1"
BATCH = records.Layout(
    namespace=NAMESPACE,
    root="VerificationBatch",
    element="outcome",
    header={
        "fileId": records.IDENTIFIER,
        "introductionMonth": re.compile(r"20\d\d-(0[1-9]|1[0-2])"),
        "phase": re.compile(r"[123]"),
        "count": re.compile(r"\d{1,9}"),
    },
    stranger="not_an_outcome",
)
_ALLOWED_TO_SAY = {"result", "phase", "amount", "code", "notifiedOn", "definitive"}
"""Fields whose value may stand with a fault; the words of a cause may name somebody."""


@dataclass(frozen=True, slots=True)
class Header:
    """What the file says of itself."""

    introduction_month: Month
    phase: int


@dataclass(frozen=True, slots=True)
class Said:
    """One outcome as ONEM said it, amounts in cents. `line` is where it stands in the file."""

    line: int
    line_id: str
    result: str
    phase: int
    amount_cents: int
    cause: str
    cause_text: str
    notified_on: date
    definitive: bool


def outcomes(body: bytes) -> Iterator[tuple[Header, Said | records.Fault]]:
    """Each outcome, or what is wrong with it, with the file's header, in order. Raises FileFaultError."""
    for attributes, element in records.elements(body, BATCH):
        header = Header(Month.parse(attributes["introductionMonth"]), int(attributes["phase"]))
        try:
            yield header, read(element)
        except MessageFaultError as error:
            yield header, error.of(_text(element, "lineId")[:80])


def read(element: etree._Element) -> Said:
    """The outcome of an element. Raises MessageFaultError with the line and the field of the first fault."""
    _check_described(element)
    return Said(
        line=records.line_of(element),
        line_id=_text(element, "lineId"),
        result=_text(element, "result"),
        phase=int(_text(element, "phase")),
        amount_cents=money.parse(_text(element, "amount")),
        cause=_text(element, "cause", "code"),
        cause_text=_text(element, "cause", "text"),
        notified_on=_day(element, "notifiedOn"),
        definitive=_text(element, "definitive") in {"true", "1"},
    )


def _check_described(element: etree._Element) -> None:
    found = records.violation(_schema(), element)
    if found is None:
        return
    reason = (
        "impossible_date" if found.field == "notifiedOn" and not found.is_structure else "not_as_described"
    )
    told = found.field in _ALLOWED_TO_SAY and not found.is_structure
    value = {"value": found.value} if told else {}
    raise MessageFaultError(reason, found.line, found.field, rule=found.rule, **value)


def _day(element: etree._Element, name: str) -> date:
    """A date of the years that the calendars cover; the schema would allow a time zone."""
    text = _text(element, name)
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise MessageFaultError("impossible_date", _line(element, name), name, value=text[:60]) from error
    if not workdays.FIRST <= day <= workdays.LAST:
        raise MessageFaultError("date_out_of_range", _line(element, name), name, value=text[:60])
    return day


def _line(element: etree._Element, name: str) -> int:
    child = element.find(f"{{{NAMESPACE}}}{name}")
    return records.line_of(element if child is None else child)


def _text(element: etree._Element, *steps: str) -> str:
    return (element.findtext("/".join(f"{{{NAMESPACE}}}{step}" for step in steps)) or "").strip()


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(Path(__file__).with_name("formats") / "verification.xsd")))
