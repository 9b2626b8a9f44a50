"""One declaration of an employer to ONSS (WECH505, 506, 508, 510) as a value, and its reading from XML.

What a form is called by its technical meaning: 508 is work in an activation programme, 510 hours of youth or
senior holidays. The administration contract prints the two the other way round.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lxml import etree

from capac.core import clock, niss
from capac.core.niss import IdentifierError
from capac.core.period import Month
from capac.exchange import wech_faults as faults
from capac.exchange.wech_content import read_content
from capac.exchange.wech_days import read_days, read_month
from capac.records import api as records

FORMS = ("WECH505", "WECH506", "WECH508", "WECH510")
MODIFICATION, CANCELLATION = 1, 3
THIS, ORIGINAL, BY_ONSS = "1", "3", "2"
"""Types of a reference: this form, the one that it is a version of; and its origin: a ticket of social security."""
_PERSON = "EmployerDeclarationLink/NaturalPerson"
_WORKER = f"{_PERSON}/WorkerRecordLink"


@dataclass(frozen=True, slots=True)
class Occupation:
    """Where and how the worker works. Weekly hours in hundredths: `q` of the worker, `s` of a full-timer."""

    employer_class: str
    worker_code: str
    joint_committee: str
    first: date
    last: date | None
    q: int
    s: int


@dataclass(frozen=True, slots=True)
class Wech:
    """A declaration as ONSS delivered it. A cancellation may say no more than whom and what it is of.

    `days` are hours in hundredths by day and code; `content` is what only this form says. `line` is where it
    stands in the file; `digest` is over all that it says.
    """

    form: str
    line: int
    digest: str
    ticket: str
    original: str
    status: int
    created_at: datetime
    number: str
    employer: str
    risks: tuple[str, ...]
    month: Month | None
    occupation: Occupation | None
    days: dict[str, dict[str, int]]
    content: dict[str, Any]

    @property
    def is_cancellation(self) -> bool:
        """It takes away what another declaration said."""
        return self.status == CANCELLATION


def elements(body: bytes, form: str) -> Iterator[etree._Element]:
    """Every Form of a file, in order. Raises FileFaultError (see records.elements)."""
    layout = records.Layout(namespace="", root=form, element="Form", header={}, stranger="not_a_declaration")
    return (element for _, element in records.elements(body, layout))


def ticket_of(element: etree._Element) -> str:
    """The ticket as far as one can be read; for the list of rejects and the answer."""
    return _reference(element, THIS)[:20]


def read(element: etree._Element, form: str) -> Wech:
    """The declaration of an element. Raises MessageFaultError with the line and the field of the first fault."""
    faults.check_described(form, element)
    status = int(_text(element, "AttestationStatus"))
    ticket, original = _tickets(element, form, status)
    month, occupation, days, content = None, None, {}, {}
    if status != CANCELLATION:
        worker = _worker(element, form)
        month = read_month(worker, form)
        occupation = _occupation(worker, form)
        risks = _risks(element)
        days, content = read_days(worker, form, month, risks=risks), read_content(worker, form)
    return Wech(
        form=form,
        line=records.line_of(element),
        digest=hashlib.sha256(etree.tostring(element, method="c14n", exclusive=True, with_tail=False)).hexdigest(),
        ticket=ticket,
        original=original,
        status=status,
        created_at=_created(element, form),
        number=_number(element, form),
        employer=_employer(element, form),
        risks=_risks(element),
        month=month,
        occupation=occupation,
        days=days,
        content=content,
    )  # fmt: skip


def _tickets(element: etree._Element, form: str, status: int) -> tuple[str, str]:
    """The ticket of this declaration and of the one that it is a version of."""
    ticket, original = _reference(element, THIS), _reference(element, ORIGINAL)
    if not ticket or len(ticket) > 20:
        raise faults.fault("ticket_missing", form, element, field="Reference", suffix=faults.ABSENT)
    if status not in (MODIFICATION, CANCELLATION):
        return ticket, ticket
    if not original or len(original) > 20:
        raise faults.fault("original_missing", form, element, field="Reference", suffix=faults.ABSENT)
    if original == ticket:
        raise faults.fault("original_missing", form, element, field="Reference", suffix=faults.INVALID)
    return ticket, original


def _reference(element: etree._Element, kind: str) -> str:
    for reference in element.findall("Reference"):
        if (_text(reference, "ReferenceType"), _text(reference, "ReferenceOrigin")) == (kind, BY_ONSS):
            return _text(reference, "ReferenceNbr")
    return ""


def _created(element: etree._Element, form: str) -> datetime:
    text = f"{_text(element, 'FormCreationDate')}T{_text(element, 'FormCreationHour')}"
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=clock.BRUSSELS)
    except ValueError as error:
        raise faults.fault(
            "impossible_date", form, element, field="FormCreationDate", suffix=faults.INVALID
        ) from error
    if moment.date() > clock.today():
        raise faults.fault(
            "created_in_future", form, element, field="FormCreationDate", suffix=faults.OUTSIDE
        )
    return moment


def _number(element: etree._Element, form: str) -> str:
    try:
        return niss.check(_text(element, f"{_PERSON}/INSS"))
    except IdentifierError as error:
        raise faults.fault(
            "bad_national_number", form, element, field="INSS", suffix=faults.CHECK_DIGIT
        ) from error


def _employer(element: etree._Element, form: str) -> str:
    """The enterprise number in ten digits; the ONSS number where that one is not known (zero)."""
    company = _text(element, "EmployerDeclarationLink/CompanyID").zfill(10)
    noss = _text(element, "EmployerDeclarationLink/NOSSRegistrationNbr").zfill(9)
    if not (company.strip("0") or noss.strip("0")):
        raise faults.fault("employer_missing", form, element, field="CompanyID", suffix=faults.ABSENT)
    return company if company.strip("0") else noss


def _worker(element: etree._Element, form: str) -> etree._Element:
    found = element.find(_WORKER)
    if found is None:
        raise faults.fault("not_as_described", form, element, field="WorkerRecordLink", suffix=faults.ABSENT)
    return found


def _occupation(worker: etree._Element, form: str) -> Occupation:
    link = worker[-1]
    first, last = _day(link, form, "OccupationStartingDate"), None
    if link.find("OccupationEndingDate") is not None:
        last = _day(link, form, "OccupationEndingDate")
        if last < first:
            raise faults.fault("ends_before_start", form, link, field="OccupationEndingDate", suffix=faults.INVALID, first=str(first), last=str(last)
            )  # fmt: skip
    return Occupation(
        employer_class=_text(worker, "EmployerClass").zfill(3),
        worker_code=_text(worker, "WorkerCode").zfill(3),
        joint_committee=_text(link, "JointCommissionNbr"),
        first=first,
        last=last,
        q=int(_text(link, "MeanWorkingHours")),
        s=int(_text(link, "RefMeanWorkingHours")),
    )


def _day(node: etree._Element, form: str, name: str) -> date:
    try:
        return date.fromisoformat(_text(node, name))
    except ValueError as error:
        raise faults.fault("impossible_date", form, node, field=name, suffix=faults.INVALID) from error


def _risks(element: etree._Element) -> tuple[str, ...]:
    return tuple(
        (risk.text or "").strip().zfill(3)
        for risk in element.iterfind("RiskIdentification/IdentificationOfRisk")
    )


def _text(node: etree._Element, path: str) -> str:
    return (node.findtext(path) or "").strip()
