"""The rules' input: what is known of one person for one month. Built by flows, or read from a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from capac.core.period import Month

DAY_CODES = ("worked", "sick", "paid_holiday", "holiday", "absent", "public_holiday_paid")
SCHEMES = ("full_unemployment",)
FAMILIES = ("A", "N", "B")
PHASES = ("A1", "A2", "A3", "X", "B")
OLD_PHASES = ("11", "12", "13", "2A", "2B", "21", "22", "23", "24", "3", "5", "2C", "F")
"""Suffixes of a C2 before 1.3.2026 and in the transition: known, their amounts are not."""
MOST_SEGMENTS = 400
MAX_DAILY_CENTS = 100_000


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
    """A stretch of the authorisation (C2) with one amount. Money in cents; last None: no end known."""

    first: date
    last: date | None
    daily_cents: int | None = None
    half_cents: int | None = None
    family: str = ""
    first_year: bool | None = None
    wage_code: int | None = None
    phase: str = ""


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
    """One person, one scheme, one month."""

    month: Month
    scheme: str
    segments: tuple[Segment, ...]
    days: Mapping[date, str] = field(default_factory=dict)
    paid_in_previous_month: bool | None = None
    paid_holiday_left_halves: int = 0
    weekly_pay_full_time: tuple[date, ...] = ()
    secondary_income_cents: int | None = None
    withholdings: Withholdings = Withholdings()

    @property
    def was_paid_before(self) -> bool:
        """Whether allowances were paid for the month before; where not said, the first segment tells."""
        if self.paid_in_previous_month is not None:
            return self.paid_in_previous_month
        return bool(self.segments) and self.segments[0].first < self.month.first


def check(facts: Facts) -> None:
    """Raise CaseError for facts that no rule could use, naming the first that is wrong."""
    if facts.scheme not in SCHEMES:
        raise CaseError(
            "scheme_unknown", fact="scheme", field="scheme", rule="AR 25.11.1991", value=facts.scheme
        )
    if not facts.segments:
        raise CaseError("missing", fact="authorisation", field="authorisation", rule="AR 25.11.1991 art. 160")
    if len(facts.segments) > MOST_SEGMENTS:
        raise CaseError(
            "too_many",
            fact="authorisation",
            field="authorisation",
            rule="AR 25.11.1991 art. 112",
            most=str(MOST_SEGMENTS),
        )
    for number, segment in enumerate(facts.segments):
        check_segment(segment, f"authorisation[{number}]")
    for before, after in pairwise(facts.segments):
        if before.last is None or after.first <= before.last:
            raise CaseError(
                "segments_overlap", fact="authorisation", field="authorisation", rule="AR 25.11.1991 art. 112",
                first=str(after.first), last=str(before.last),
            )  # fmt: skip
    for day, code in facts.days.items():
        if code not in DAY_CODES:
            raise CaseError(
                "day_code", fact="days", field=f"days.{day}", rule="AR 25.11.1991 art. 71", value=code
            )


def check_segment(segment: Segment, place: str) -> None:
    """Raise CaseError for a segment that no rule could use; `place` is its field."""
    if segment.last is not None and segment.last < segment.first:
        raise CaseError("ends_before_start", fact="to", field=f"{place}.to", rule="AR 25.11.1991 art. 112")
    if segment.family not in FAMILIES:
        raise CaseError(
            "family",
            fact="family",
            field=f"{place}.family",
            rule="AR 25.11.1991 art. 110",
            value=segment.family,
        )
    if segment.daily_cents is None and (segment.wage_code is None or not segment.phase):
        fact = "daily_amount" if segment.wage_code is None else "phase"
        raise CaseError("missing", fact=fact, field=f"{place}.{fact}", rule="AR 25.11.1991 art. 114")
    if segment.daily_cents is not None and not 0 < segment.daily_cents <= MAX_DAILY_CENTS:
        raise CaseError(
            "out_of_bounds", fact="daily_amount", field=f"{place}.daily_amount", rule="AR 25.11.1991 art. 114"
        )
    if segment.half_cents is not None and not 0 < segment.half_cents <= MAX_DAILY_CENTS:
        raise CaseError(
            "out_of_bounds", fact="half_amount", field=f"{place}.half_amount", rule="AR 25.11.1991 art. 103"
        )
    if segment.family == "B" and segment.first_year is None:
        raise CaseError(
            "missing", fact="first_year", field=f"{place}.first_year", rule="annexe III AR/CIR 92, point 79"
        )
