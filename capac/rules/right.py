"""What must be known of a right to full unemployment to say how long it runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from capac.core.period import Span

STOPS = (
    "full_time_work", "part_time_with_rights", "part_time_work", "maternity", "self_employed", "sickness", "work_accident"
)  # fmt: skip
"""What stops the periods; sickness and a work accident extend them, which comes to the same end."""
OTHER_REASONS = ("port_or_sea", "company_supplement", "arts", "protection_allowance", "old_ar_78")


@dataclass(frozen=True)
class Stop:
    """Days that do not count: why, and which."""

    reason: str
    span: Span


@dataclass(frozen=True)
class Job:
    """Part-time work with the income guarantee. Weekly hours in hundredths."""

    span: Span
    q: int
    s: int


@dataclass(frozen=True)
class Right:
    """What must be known. `opened_on` is the first day of the first period; years of age and of career, and days of
    career, on the day of the application, or on 30.6.2025 for the transition; `period` and `allowances` are its own."""

    opened_on: date
    access_days: int | None = None
    career_days: int | None = None
    career_years: int | None = None
    age: int | None = None
    unlimited: str = ""
    stops: tuple[Stop, ...] = ()
    guarantee: Job | None = None
    period: int | None = None
    allowances: int | None = None
    applied_after_job: date | None = None
