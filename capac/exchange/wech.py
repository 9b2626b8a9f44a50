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
from capac.exchange.wech_told import ORIGINAL, THIS, Told, references
from capac.exchange.wech_told import told as told_by
from capac.records import api as records

FORMS = ("WECH505", "WECH506", "WECH508", "WECH510")
MODIFICATION, CANCELLATION = 1, 3
TICKET_LENGTH = 20


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
    stands in the file; `digest` is over all that it says; `created` is the day and hour as the form writes them.
    """

    form: str
    line: int
    digest: str
    ticket: str
    original: str
    status: int
    created: tuple[str, str]
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
    return references(element).get(THIS, "")[:TICKET_LENGTH]


def read(element: etree._Element, form: str) -> Wech:
    """The declaration of an element. Raises MessageFaultError with the line and the field of the first fault."""
    faults.check_described(form, element)
    told = told_by(element, form)
    status = int(told.text("AttestationStatus"))
    ticket, original = _tickets(told, status)
    month, occupation, days, content = None, None, {}, {}
    risks = _risks(element)
    if status != CANCELLATION:
        if "WorkerRecordLink" not in told.texts:
            raise told.fault("not_as_described", "WorkerRecordLink", faults.ABSENT)
        month = read_month(told)
        occupation = _occupation(told)
        days, content = read_days(told, month, risks=risks), read_content(told)
    return Wech(
        form=form,
        line=records.line_of(element),
        digest=hashlib.sha256(etree.tostring(element, method="c14n", exclusive=True, with_tail=False)).hexdigest(),
        ticket=ticket,
        original=original,
        status=status,
        created=(told.text("FormCreationDate"), told.text("FormCreationHour")),
        created_at=_created(told),
        number=_number(told),
        employer=_employer(told),
        risks=risks,
        month=month,
        occupation=occupation,
        days=days,
        content=content,
    )  # fmt: skip


def _tickets(told: Told, status: int) -> tuple[str, str]:
    """The ticket of this declaration and of the one that it is a version of."""
    named = references(told.element)
    ticket, original = named.get(THIS, ""), named.get(ORIGINAL, "")
    if not ticket or len(ticket) > TICKET_LENGTH:
        raise told.fault("ticket_missing", "Reference", faults.ABSENT)
    if status not in (MODIFICATION, CANCELLATION):
        return ticket, ticket
    if not original or len(original) > TICKET_LENGTH:
        raise told.fault("original_missing", "Reference", faults.ABSENT)
    if original == ticket:
        raise told.fault("original_missing", "Reference", faults.INVALID)
    return ticket, original


def _created(told: Told) -> datetime:
    text = f"{told.text('FormCreationDate')}T{told.text('FormCreationHour')}"
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=clock.BRUSSELS)
    except ValueError as error:
        raise told.fault("impossible_date", "FormCreationDate", faults.INVALID) from error
    if moment.date() > clock.today():
        raise told.fault("created_in_future", "FormCreationDate", faults.OUTSIDE)
    return moment


def _number(told: Told) -> str:
    try:
        return niss.check(told.text("INSS"))
    except IdentifierError as error:
        raise told.fault("bad_national_number", "INSS", faults.CHECK_DIGIT) from error


def _employer(told: Told) -> str:
    """The enterprise number in ten digits; the ONSS number where that one is not known (zero)."""
    company = told.text("CompanyID").zfill(10)
    noss = told.text("NOSSRegistrationNbr").zfill(9)
    if not (company.strip("0") or noss.strip("0")):
        raise told.fault("employer_missing", "CompanyID", faults.ABSENT)
    return company if company.strip("0") else noss


def _occupation(told: Told) -> Occupation:
    first, last = told.day("OccupationStartingDate"), None
    if "OccupationEndingDate" in told.texts:
        last = told.day("OccupationEndingDate")
        if last < first:
            raise told.fault(
                "ends_before_start", "OccupationEndingDate", faults.INVALID, first=str(first), last=str(last)
            )
    return Occupation(
        employer_class=told.text("EmployerClass").zfill(3),
        worker_code=told.text("WorkerCode").zfill(3),
        joint_committee=told.text("JointCommissionNbr"),
        first=first,
        last=last,
        q=int(told.text("MeanWorkingHours")),
        s=int(told.text("RefMeanWorkingHours")),
    )


def _risks(element: etree._Element) -> tuple[str, ...]:
    return tuple(
        (risk.text or "").strip().zfill(3)
        for risk in element.iterfind("RiskIdentification/IdentificationOfRisk")
    )
