"""Declarations of employers as ONSS delivers them: WECH505, 506, 508 and 510, and the names of their batches.

The employers' and ONSS's side has its own writing: nothing of the product's reading is used here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

ORIGINAL, MODIFICATION, CANCELLATION, PAPER = 0, 1, 3, 7
EMPLOYER = "0400000078"
"""An enterprise number that nobody has; its check digits are right."""
SENDER = "012996"
EVENING = datetime.fromisoformat("2026-06-30T18:00:00")
"""When a declaration was made, unless told otherwise."""
RISKS = {"WECH505": ("001",), "WECH506": ("001",), "WECH508": ("003",), "WECH510": ("001",)}


@dataclass(frozen=True)
class Declared:
    """One declaration. `days` are hundredths of an hour by day and code; money in cents, `hourly` in ten-thousandths.

    `original` names the ticket that a modification or a cancellation is of.
    """

    form: str
    ticket: str
    number: str
    month: date
    days: Mapping[date, Mapping[str, int]] = field(default_factory=dict)
    status: int = ORIGINAL
    original: str = ""
    created: datetime = EVENING
    employer: str = EMPLOYER
    risks: tuple[str, ...] = ()
    q: int = 3800
    s: int = 3800
    cents: int = 300_000
    theoretical: int = 350_000
    hourly: int | None = None
    hours: int = 0
    allowance: int = 0


def form(one: Declared) -> str:
    """The Form of a declaration. A cancellation says no more than what it cancels."""
    worker = "" if one.status == CANCELLATION else _worker(one)
    risks = "".join(
        f"<RiskIdentification><IdentificationOfRisk>{risk}</IdentificationOfRisk></RiskIdentification>"
        for risk in one.risks or RISKS[one.form]
    )
    return (
        f"<Form>\n<Identification>{one.form}</Identification><FormCreationDate>{one.created:%Y-%m-%d}</FormCreationDate>"
        f"<FormCreationHour>{one.created:%H:%M:%S}.{one.created.microsecond // 1000:03d}</FormCreationHour>"
        f"<AttestationStatus>{one.status}</AttestationStatus><TypeForm>SU</TypeForm>\n"
        f"<DclInformation><LanguageCodePdf>2</LanguageCodePdf></DclInformation>{risks}\n"
        f"{_reference(1, one.ticket)}{_reference(3, one.original)}\n"
        "<EmployerDeclarationLink><NOSSRegistrationNbr>0</NOSSRegistrationNbr><Trusteeship>0</Trusteeship>"
        f"<CompanyID>{one.employer}</CompanyID>\n"
        f"<NaturalPerson><NaturalPersonSequenceNbr>1</NaturalPersonSequenceNbr>\n<INSS>{one.number}</INSS>\n{worker}"
        "</NaturalPerson></EmployerDeclarationLink>\n</Form>\n"
    )


def file(name: str, forms: Iterable[str]) -> bytes:
    """A data file: forms under their root."""
    xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} {xsi} xsi:noNamespaceSchemaLocation="{name}_20233.xsd">\n'
    return f"{head}{''.join(forms)}</{name}>\n".encode()


def name(kind: str, application: str, day: date, sequence: int, *, sender: str = SENDER) -> str:
    """The name of a file of a batch: FI.WECH505.012996.20260701.00001.R.1."""
    return f"{kind}.{application}.{sender}.{day:%Y%m%d}.{sequence:05d}.R.1"


def _reference(kind: int, ticket: str) -> str:
    if not ticket:
        return ""
    return (
        f"<Reference><ReferenceType>{kind}</ReferenceType><ReferenceOrigin>2</ReferenceOrigin>"
        f"<ReferenceNbr>{ticket}</ReferenceNbr></Reference>"
    )


def _worker(one: Declared) -> str:
    schedule = "" if one.form == "WECH508" else "<WorkScheduleCode>10</WorkScheduleCode>"
    return (
        "<WorkerRecordLink><EmployerClass>010</EmployerClass><WorkerCode>015</WorkerCode>\n<OccupationLink>"
        "<OccupationStartingDate>2020-01-01</OccupationStartingDate><JointCommissionNbr>200</JointCommissionNbr>"
        f"<WorkingDaysSystem>500</WorkingDaysSystem>\n<MeanWorkingHours>{one.q}</MeanWorkingHours>"
        f"<RefMeanWorkingHours>{one.s}</RefMeanWorkingHours>\n"
        f"<OccupationFeatures><OccupationInterruption>2</OccupationInterruption>{schedule}"
        f"</OccupationFeatures>\n{_OWN[one.form](one)}</OccupationLink></WorkerRecordLink>"
    )


def _temporary(one: Declared) -> str:
    wage = f"<RemunerationTimeUnit>4</RemunerationTimeUnit><RemunerationBasisAmount>{one.cents}</RemunerationBasisAmount>"
    return (
        "<MonthlyDclTempUnemploymentHours>"
        f"<CalculationBaseAllowance>{wage}</CalculationBaseAllowance>\n{_period(one)}</MonthlyDclTempUnemploymentHours>"
    )


def _part_time(one: Declared) -> str:
    tag, amount = ("Monthly", one.theoretical) if one.hourly is None else ("Hourly", one.hourly)
    theory = f"<{tag}TheoreticalSalaryAmount>{amount}</{tag}TheoreticalSalaryAmount>"
    return (
        "<MonthlyDeclarationPartTimeWork><OccupationRefused>0</OccupationRefused>"
        f"<TheoreticalSalary>{theory}</TheoreticalSalary>\n{_period(one, _salary(33, one.cents))}"
        "</MonthlyDeclarationPartTimeWork>"
    )


def _activation(one: Declared) -> str:
    block = "MonthlyDeclarationOfWorkInProgramActivationOfUnemploymentAllowance"
    return (
        f"<{block}><WorkAccidentIndicator>0</WorkAccidentIndicator>"
        "<UninterruptedOcStartingDate>2020-01-01</UninterruptedOcStartingDate>"
        f"<WorkAllowance><HadSalaryHoursNumber>{one.hours}</HadSalaryHoursNumber>"
        f"<WorkAllowanceAmount>{one.allowance}</WorkAllowanceAmount></WorkAllowance>\n"
        f"{_period(one, _salary(32, one.cents))}</{block}>"
    )


def _holidays(one: Declared) -> str:
    return f"<MonthlyDclYoungSeniorHolidayHours>{_period(one)}</MonthlyDclYoungSeniorHolidayHours>"


_OWN = {"WECH505": _temporary, "WECH506": _part_time, "WECH508": _activation, "WECH510": _holidays}


def _salary(code: int, cents: int) -> str:
    return (
        f"<ExactSalary><ExactSalaryCode>{code}</ExactSalaryCode>"
        f"<ExactSalaryAmount>{cents}</ExactSalaryAmount></ExactSalary>"
    )


def _period(one: Declared, more: str = "") -> str:
    first = one.month.replace(day=1)
    last = (first + timedelta(31)).replace(day=1) - timedelta(1)
    days = "".join(
        f"<NatureOfDay><DayIndicator>--{day:%m-%d}</DayIndicator><DayNatureCode>{code}</DayNatureCode>"
        f"<HoursNumber>{hours}</HoursNumber></NatureOfDay>\n"
        for day, by_code in one.days.items()
        for code, hours in by_code.items()
    )
    return (
        f"<ReferencePeriod><RefStartingDate>{first}</RefStartingDate><RefEndingDate>{last}</RefEndingDate>\n"
        f"{days}{more}</ReferencePeriod>"
    )
