"""The rules' input: what is known of one person for one month. Built by flows, or read from a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta

from capac.core.period import Month

DAY_CODES = ("worked", "sick", "paid_holiday", "holiday", "absent", "public_holiday_paid")
SCHEMES = (
    "full_unemployment", "voluntary_part_time", "temporary_unemployment", "youth_holiday", "senior_holiday",
    "activation", "income_guarantee", "insertion_allowance",
)  # fmt: skip
"""Stored calculations name a scheme by its place: append only."""
FAMILIES = ("A", "N", "B")
INSERTION_FAMILIES = (*FAMILIES, "P")
"""P, the privileged cohabitant, exists for insertion allowances alone."""
PHASES = ("A1", "A2", "A3", "X", "B")
OLD_PHASES = ("11", "12", "13", "2A", "2B", "21", "22", "23", "24", "3", "5", "2C", "F")
"""Suffixes of a C2 before 1.3.2026 and in the transition: known, their amounts are not."""
PHASE_CODES = (*PHASES, *OLD_PHASES)
REGIMES = ("full_time", "voluntary_part_time", "part_time_with_rights", "part_time_with_rights_and_agr")
MOST_SEGMENTS = 400
MAX_DAILY_CENTS = 100_000
MAX_MONTH_CENTS = 10_000_000
"""No wage or theoretical amount of a month reaches 100 000 euro: what is above it is a slip of the pen."""


class CaseError(ValueError):
    """A case that cannot be computed: which fact, in which field, which rule needs it, as a message key.

    `message` is a key of the sentences with `arguments`; it is put into words in the asked language.
    """

    def __init__(self, message: str, *, fact: str, field: str, rule: str = "", **arguments: str) -> None:
        super().__init__(f"{field}: {message} {arguments or ''}".strip())
        self.message, self.fact, self.field, self.rule = message, fact, field, rule
        self.arguments = {"fact": fact, "field": field, **arguments}


@dataclass(frozen=True)
class Segment:
    """A stretch of the authorisation (C2) with one amount. Money in cents, weekly hours in hundredths.

    `last` None: no end known. `q` are the weekly hours of the worker, `s` those of the full-time reference.
    """

    first: date
    last: date | None
    daily_cents: int | None = None
    half_cents: int | None = None
    family: str = ""
    first_year: bool | None = None
    wage_code: int | None = None
    phase: str = ""
    q: int | None = None
    s: int | None = None
    regime: str = ""


def joined(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """Segments that follow each other and say the same are one: a C2 renewed without change changes nothing."""
    found: list[Segment] = []
    for segment in segments:
        if found and _goes_on(found[-1], segment):
            found[-1] = replace(found[-1], last=segment.last)
        else:
            found.append(segment)
    return tuple(found)


def _goes_on(before: Segment, segment: Segment) -> bool:
    next_day = before.last is not None and before.last + timedelta(1) == segment.first
    return next_day and replace(before, first=segment.first, last=segment.last) == segment


@dataclass(frozen=True)
class Occupation:
    """Temporary unemployment with one employer. Hours in hundredths: of the month, or by day.

    `q` are the weekly hours of the worker, `s` those of the full-time reference.
    """

    q: int | None = None
    s: int | None = None
    hours: int | None = None
    hours_by_day: Mapping[date, int] | None = None
    cause: str = ""
    worked_rest_days: tuple[date, ...] = ()


@dataclass(frozen=True)
class HolidayHours:
    """Youth or senior holidays of a month: hours and weekly hours in hundredths, holidays with pay in halves."""

    hours: int
    s: int
    paid_days_left_halves: int


@dataclass(frozen=True)
class Activation:
    """Work in an activation programme. Money in cents, hours for which wage is due and weekly hours in hundredths."""

    theoretical_cents: int
    s: int
    hours: int
    net_wage_cents: int | None = None
    scheme_code: str = ""


@dataclass(frozen=True)
class IncomeGuarantee:
    """A month of part-time work. Money in cents, an hourly wage in ten-thousandths, hours in hundredths."""

    gross_cents: int
    hours: int
    monthly_cents: int | None = None
    hourly: int | None = None
    absence_hours: int = 0
    not_payable_halves: int | None = None
    old_scheme: bool = False


OWN: Mapping[str, tuple[str, type[HolidayHours | Activation | IncomeGuarantee]]] = {
    "youth_holiday": ("holiday_hours", HolidayHours),
    "senior_holiday": ("holiday_hours", HolidayHours),
    "activation": ("activation", Activation),
    "income_guarantee": ("income_guarantee", IncomeGuarantee),
}
"""Of each scheme that asks for a block of its own: where it stands in facts and in a case."""
IN_WORDS = ("scheme_code",)
"""Fields of such a block that no rule reads."""


def own_names(scheme: str) -> list[str]:
    """The fields of what only this scheme asks for, as the rules read them."""
    if scheme not in OWN:
        return []
    return [one.name for one in fields(OWN[scheme][1]) if one.name not in IN_WORDS]


@dataclass(frozen=True)
class Seizure:
    """An ordinary seizure; children None means that there is only maintenance. Money in cents."""

    children: int | None = None
    maintenance_cents: int = 0
    other_income_cents: int = 0
    other_income_is_wage: bool = False


@dataclass(frozen=True)
class Withholdings:
    """What must be kept back from the net."""

    seizure: Seizure | None = None
    assignment_cents: int = 0
    recovery_ex_officio: bool = False
    full_recovery: bool = False
    collective_debt_settlement: bool = False


@dataclass(frozen=True)
class Facts:
    """One person, one scheme, one month. What only one scheme asks for is None or empty in the others."""

    month: Month
    scheme: str
    segments: tuple[Segment, ...]
    days: Mapping[date, str] = field(default_factory=dict)
    paid_in_previous_month: bool | None = None
    paid_holiday_left_halves: int = 0
    weekly_pay_full_time: tuple[date, ...] = ()
    secondary_income_cents: int | None = None
    withholdings: Withholdings = Withholdings()
    occupations: tuple[Occupation, ...] = ()
    holiday_hours: HolidayHours | None = None
    activation: Activation | None = None
    income_guarantee: IncomeGuarantee | None = None

    @property
    def own(self) -> dict[str, int | None]:
        """What only its scheme asks for, by name."""
        if self.scheme not in OWN:
            return {}
        block = getattr(self, OWN[self.scheme][0])
        values = ((name, getattr(block, name)) for name in own_names(self.scheme))
        return {name: None if value is None else int(value) for name, value in values}

    @property
    def was_paid_before(self) -> bool:
        """Whether allowances were paid for the month before; where not said, the first segment tells."""
        if self.paid_in_previous_month is not None:
            return self.paid_in_previous_month
        return bool(self.segments) and self.segments[0].first < self.month.first

    @property
    def segments_of_month(self) -> tuple[Segment, ...]:
        """The segments that touch the month."""
        return tuple(
            segment
            for segment in self.segments
            if segment.first <= self.month.last and (segment.last is None or segment.last >= self.month.first)
        )
