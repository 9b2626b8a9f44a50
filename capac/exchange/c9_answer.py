"""One answer of ONEM to a C9, or the copy of a letter to a client, as a value: checked fact by fact with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from lxml import etree

from capac.core import clock, money, niss, workdays
from capac.core.niss import IdentifierError
from capac.records import api as records

NAMESPACE = "urn:capac:own-interface:c9answers:1"
LETTERS = ("C29", "C31")
RETURNED = "C51"
LAYOUT = records.Layout(
    namespace=NAMESPACE,
    root="C9AnswerBatch",
    element="answer",
    header={"fileId": records.IDENTIFIER, "count": re.compile(r"[1-9]\d{0,8}")},
    stranger="not_a_c9_answer",
)


@dataclass(frozen=True)
class Answer:
    """What ONEM says. `reference` and `attempt` name the C9; a letter (C29, C31) names a person, by `number`.

    kind: received, refused, C51, C29 or C31. `missing` is (form, what is wrong with it). Amounts in cents.
    """

    message_id: str
    line: int
    kind: str
    on: date
    reference: str
    attempt: int
    number: str
    fault: str
    missing: tuple[tuple[str, str], ...]
    article: str
    amount_cents: int | None
    text: str

    @property
    def is_letter(self) -> bool:
        """A copy of a letter to the client."""
        return self.kind in LETTERS

    def wrong(self, reason: str, name: str, **arguments: str) -> records.Fault:
        """What is wrong with it, for the list of rejects."""
        return records.Fault(reason, self.line, name, self.message_id, arguments)


def answers(body: bytes) -> Iterator[Answer | records.Fault]:
    """Each answer of a batch as read, or what is wrong with it. Raises FileFaultError (see records.elements)."""
    for _, element in records.elements(body, LAYOUT):
        try:
            yield _read(element)
        except records.MessageFaultError as error:
            yield error.of(_text(element, "messageId")[:80])


def _read(element: etree._Element) -> Answer:
    found = records.violation(_schema(), element)
    if found is not None:
        told = {} if found.is_structure or found.field == "inss" else {"value": found.value}
        raise records.MessageFaultError("not_as_described", found.line, found.field, rule=found.rule, **told)
    answer = Answer(
        message_id=_text(element, "messageId"),
        line=records.line_of(element),
        kind=_text(element, "kind"),
        on=_day(element),
        reference=_text(element, "reference"),
        attempt=int(_text(element, "attempt") or 0),
        number=_number(element),
        fault=_text(element, "fault"),
        missing=tuple(
            (one.get("form", ""), one.get("due", "")) for one in element.findall(f"{{{NAMESPACE}}}missing")
        ),
        article=_text(element, "article"),
        amount_cents=money.parse(text) if (text := _text(element, "amount")) else None,
        text=_text(element, "text"),
    )
    _complete(answer)
    return answer


def _complete(answer: Answer) -> None:
    """What the schema cannot ask: a letter names a person, an answer names its C9, a C51 what is missing."""
    wanted: Mapping[str, bool] = {
        "inss": answer.is_letter and not answer.number,
        "reference": not answer.is_letter and not (answer.reference and answer.attempt),
        "missing": answer.kind == RETURNED and not answer.missing,
        "amount": answer.kind == "C31" and answer.amount_cents is None,
    }
    lacking = next((name for name, lacks in wanted.items() if lacks), None)
    if lacking:
        raise records.MessageFaultError("not_as_described", answer.line, lacking, rule="missing")


def _day(element: etree._Element) -> date:
    text = _text(element, "on")
    day = date.fromisoformat(text)
    if not workdays.FIRST <= day <= clock.today():
        raise records.MessageFaultError("date_out_of_range", records.line_of(element), "on", value=text)
    return day


def _number(element: etree._Element) -> str:
    text = _text(element, "inss")
    try:
        return niss.check(text) if text else ""
    except IdentifierError as error:
        line = records.line_of(element)
        raise records.MessageFaultError("bad_national_number", line, "inss", detail=str(error)) from error


def _text(element: etree._Element, name: str) -> str:
    child = element.find(f"{{{NAMESPACE}}}{name}")
    return (child.text or "").strip() if child is not None else ""


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(Path(__file__).with_name("formats") / "c9answers.xsd")))
