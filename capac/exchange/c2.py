"""One C2 as a value, and its reading from XML: what it says, checked fact by fact with its line."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from capac.core import money, niss
from capac.core.niss import IdentifierError
from capac.core.period import Span
from capac.exchange import codes
from capac.exchange.described import check_described
from capac.exchange.elements import Element
from capac.exchange.s_modules import read_modules

HIGHEST_DAILY_CENTS = 250_00
"""More than twice the highest daily amount of any barème: beyond it a slip is certain."""
LONGEST_WEEK_HUNDREDTHS = 60_00


@dataclass(frozen=True, slots=True)
class Body:
    """One dated body (S04). A `refusal` says why nothing may be paid in these days."""

    span: Span
    code: codes.Code
    daily_cents: int | None
    half_cents: int | None
    first_year: bool | None
    q_hundredths: int | None
    s_hundredths: int | None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class C2:
    """A C2 as ONEM sent it. `digest` is over all that it says but its message id; `answers` names the C9 (S24)."""

    message_id: str
    line: int
    digest: str
    reference: str
    sequence: int
    issued_on: date
    notified_on: date
    replaces: str
    answers: str
    number: str
    name: str
    bodies: tuple[Body, ...]
    modules: dict[str, Any]

    @property
    def hand_reasons(self) -> list[str]:
        """What in the message itself asks for a person."""
        found = ["prefix_not_computable"] if any(b.code.needs_a_person for b in self.bodies) else []
        found += ["guardian"] if "S35" in self.modules else []
        found += ["free_text"] if "S37" in self.modules else []
        return found


def message_id(element: etree._Element) -> str:
    """The message id as far as one can be read; for the list of rejects."""
    return Element(element).text_or("header/messageId", "")[:80]


def read(element: etree._Element) -> C2:
    """The C2 of an element. Raises MessageFaultError with the line and the field of the first fault."""
    check_described(schema(), element)
    whole = Element(element)
    header = whole.child("header")
    issued_on, notified_on = header.day("issuedOn"), header.day("notifiedOn")
    if notified_on < issued_on:
        raise header.fault("notified_before_issued", "notifiedOn")
    return C2(
        message_id=header.text("messageId"),
        line=whole.line,
        digest=digest(element),
        reference=header.text("reference"),
        sequence=int(header.text("sequence")),
        issued_on=issued_on,
        notified_on=notified_on,
        replaces=header.text_or("replaces", ""),
        answers=header.text_or("dataC9", ""),
        number=_number(whole.child("S01")),
        name=whole.text("S01/name"),
        bodies=_bodies(whole),
        modules=read_modules(whole),
    )


def parse(body: bytes) -> C2:
    """A C2 from the bytes of one message, as kept."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=True)
    return read(etree.fromstring(body, parser))


@cache
def schema() -> etree.XMLSchema:
    """The schema of a C2, read once."""
    return etree.XMLSchema(etree.parse(str(Path(__file__).with_name("formats") / "c2.xsd")))


def digest(element: etree._Element) -> str:
    """Sha-256 over the facts of a message: paths and texts, without its id, blanks, prefixes or comments."""
    facts = [
        f"{etree.QName(node).localname}={(node.text or '').strip()}"
        for node in element.iter(etree.Element)
        if etree.QName(node).localname != "messageId"
    ]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def _number(identity: Element) -> str:
    try:
        return niss.check(identity.text("inss"))
    except IdentifierError as error:
        raise identity.fault("bad_national_number", "inss", detail=str(error)) from error


def _bodies(whole: Element) -> tuple[Body, ...]:
    refusal = whole.text_or("S52/reason", "")
    bodies = [_body(element) for element in whole.children("body")]
    for before, after, element in zip(bodies, bodies[1:], whole.children("body")[1:], strict=False):
        if before.span.overlaps(after.span):
            raise element.fault("overlapping_bodies", "from", first=str(after.span.first))
        if after.span.first < before.span.first:
            raise element.fault("bodies_out_of_order", "from", first=str(after.span.first))
    refused = any(body.code.is_refusal for body in bodies)
    if refused and not refusal:
        raise whole.fault("refusal_without_reason", "S52")
    if refusal and not refused:
        raise whole.child("S52").fault("reason_without_refusal", "reason")
    return tuple(replace(b, refusal=refusal) if b.code.is_refusal else b for b in bodies)


def _body(element: Element) -> Body:
    s04 = element.child("S04")
    try:
        code = codes.parse(s04.text("code"))
    except codes.CodeError as error:
        raise s04.fault("unknown_code", "code", value=str(error)) from error
    daily, half = _amount(s04, "dailyAmount"), _amount(s04, "halfAmount")
    if code.is_refusal and (daily is not None or half is not None):
        raise s04.fault("amount_with_refusal", "dailyAmount")
    q, s = _hours(s04, "Q"), _hours(s04, "S")
    if (q is None) != (s is None):
        raise s04.fault("hours_missing", "S" if s is None else "Q")
    if q is not None and s is not None and q > s:
        raise s04.fault("hours_out_of_range", "Q", value=s04.text("Q"))
    return Body(element.span(), code, daily, half, s04.truth("firstYear"), q, s)


def _amount(s04: Element, name: str) -> int | None:
    text = s04.text_or(name, "")
    if not text:
        return None
    cents = money.parse(text)
    if not 0 < cents <= HIGHEST_DAILY_CENTS:
        raise s04.fault("amount_out_of_range", name, value=text, highest=money.plain(HIGHEST_DAILY_CENTS))
    return cents


def _hours(s04: Element, name: str) -> int | None:
    """Weekly hours in hundredths of an hour; the text has at most two decimals, as an amount has."""
    text = s04.text_or(name, "")
    if not text:
        return None
    hundredths = money.parse(text)
    if not 0 < hundredths <= LONGEST_WEEK_HUNDREDTHS:
        raise s04.fault("hours_out_of_range", name, value=text)
    return hundredths
