"""What the contract is made of. Shares in basis points, dates as dates, French as printed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

KINDS = ("indicator", "obligation", "deliverable", "procedure", "principle", "budget", "system")
UNITS = ("working_day", "calendar_day", "month")


@dataclass(frozen=True)
class Item:
    """One commitment: where it stands in the text, whom it binds, what kind it is."""

    id: str
    article: str
    part: str
    objective: str
    party: str
    kind: str
    title: str
    lines: tuple[int, int]
    quote: str
    due: tuple[date, ...] = ()
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Within:
    """A time limit: n working days, calendar days or months."""

    n: int
    unit: str


@dataclass(frozen=True)
class Tier:
    """One step of a norm: a share within a limit, a count, or a mean. What the text leaves open is None."""

    share_bp: int | None = None
    within: Within | None = None
    count: int | None = None
    mean_bp: int | None = None
    share_of: tuple[int, int] | None = None
    of: str = ""


@dataclass(frozen=True)
class Exclusion:
    """Cases that the indicator leaves out, and why."""

    what: str
    reason: str


@dataclass(frozen=True)
class Interpretation:
    """A reading where the text is silent or contradictory: who read it so, when, why."""

    who: str
    when: date
    why: str


@dataclass(frozen=True)
class Printed:
    """Words of the contract with their lines."""

    text: str
    lines: tuple[int, int]


@dataclass(frozen=True)
class Norm:
    """A version of a norm: from when to when it holds, whether it binds, what its status is."""

    number: int
    since: date
    until: date | None
    role: str
    status: str


@dataclass(frozen=True)
class Indicator:
    """An indicator or measurable item: its words, its clock, its tiers, its readings, its versions."""

    id: str
    row: int | None
    title: dict[str, str]
    sentence: Printed
    norm_text: Printed | None
    shape: str
    population: str
    start: str
    stop: str
    unit: str
    calendar: str
    tiers: tuple[Tier, ...]
    exclusions: tuple[Exclusion, ...]
    per: str
    cohort: str
    lower_is_better: bool
    milestones: tuple[str, ...]
    threshold: dict[str, Any]
    interpretation: tuple[Interpretation, ...]
    versions: tuple[Norm, ...]

    def norm_on(self, on: date) -> Norm | None:
        """The version in force on a day."""
        return next((v for v in self.versions if v.since <= on and (v.until is None or on <= v.until)), None)


@dataclass(frozen=True)
class Change:
    """A change of a measuring method: from which day, and what it is."""

    since: date
    what: str


@dataclass(frozen=True)
class Measure:
    """The documentation of an indicator: who answers for it, when it was written, reviewed, and is reviewed next."""

    id: str
    owner: str
    documented_on: date
    reviewed_on: date
    reviewed_by: str
    next_review_on: date
    next_review_why: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Trap:
    """An inconsistency of the text, and how it is answered."""

    number: int
    what: str
    where: str
    answer: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Contract:
    """One contract: its period, its text by line, its items and indicators."""

    id: str
    title: dict[str, str]
    since: date
    until: date
    lines: tuple[str, ...]
    items: tuple[Item, ...]
    indicators: tuple[Indicator, ...]
    traps: tuple[Trap, ...]
    budget: dict[str, Any]
    measures: tuple[Measure, ...] = ()
