"""What the API answers, in the shapes of contract.yaml: names are written in lowerCamelCase, what is not known is absent."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

YearMonth = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
Cents = Annotated[int, Field(ge=0)]


class Shape(Schema):
    """Names in lowerCamelCase on the wire."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class HealthStatus(Shape):
    """UP or DOWN."""

    status: str


class File(Shape):
    """The file of a person."""

    id: UUID
    given_name: str
    family_name: str
    language: str
    office_code: str | None = None
    deceased_on: date | None = None


class Authorization(Shape):
    """A stretch of days ruled by one decision."""

    from_: Annotated[date, Field(alias="from")]
    to: date | None = None
    scheme: str | None = None
    refusal: str | None = None
    article: str | None = None
    family_category: str | None = None
    daily_amount: Cents | None = None
    half_amount: Cents | None = None
    notified_on: date


class Month(Shape):
    """How a month stands in one scheme."""

    month: YearMonth
    scheme: str | None = None
    status: str
    turn: str | None = None
    reason: str | None = None
    missing: list[str] | None = None
    expected_on: date | None = None
    last_day_on: date | None = None
    claim_until: date | None = None
    gross_amount: Cents | None = None
    tax_amount: Cents | None = None
    payable_amount: Cents | None = None


class WithheldAmount(Shape):
    """What was kept back for somebody else."""

    kind: str
    amount: Cents


class Payment(Shape):
    """A payment of a month."""

    id: str
    month: YearMonth
    scheme: str
    status: str
    execution_date: date
    settled_on: date | None = None
    gross_amount: Cents
    tax_amount: Cents
    transfer_amount: Cents
    withheld: list[WithheldAmount]
    bank_reason: str | None = None


class Page(Shape):
    """What every page of a collection tells of itself."""

    self: str
    next: str | None = None
    page_size: int


class Authorizations(Page):
    """A page of authorizations."""

    items: list[Authorization]


class Months(Page):
    """A page of months."""

    items: list[Month]


class Payments(Page):
    """A page of payments."""

    items: list[Payment]


class ExplanationStep(Shape):
    """One step of a calculation."""

    name: str
    value: str
    because: str
    source: str


class ExplanationDay(Shape):
    """Why a day is paid or not."""

    day: date
    allowance: str | None = None
    why: str
    because: str
    source: str


class ExplanationParameter(Shape):
    """A dated figure of the law."""

    name: str
    value: str
    since: date
    source: str
    status: str | None = None


class ExplanationWithheld(Shape):
    """What is kept back, and from which base."""

    kind: str
    amount: str
    base: str
    source: str


class Explanation(Shape):
    """What is owed and why, in euro."""

    allowances: str
    unit: str | None = None
    by_occupation: list[str] | None = None
    gross: str
    tax: str
    net: str
    withheld: list[ExplanationWithheld]
    payable: str
    steps: list[ExplanationStep]
    days: list[ExplanationDay]
    parameters: list[ExplanationParameter]


class Deadline(Shape):
    """The last day of a time limit."""

    deadline: date
    because: str
    source: str
    calendar: str


class FigureTier(Shape):
    """One tier of a norm."""

    numerator: int
    denominator: int
    open: int
    left_out: int
    scale: int
    norm_basis_points: int | None = None
    met: bool | None = None


class Figure(Shape):
    """An indicator in a year, whole or of one group."""

    indicator_id: str
    year: int
    group: str | None = None
    measured: bool
    verdict: str
    norm_version: int
    as_of: date
    built_at: datetime
    mean_days: str | None = None
    tiers: list[FigureTier]


class Figures(Shape):
    """Figures, each indicator followed by its groups."""

    items: list[Figure]


class LocalizedString(Shape):
    """A name in the languages of the country."""

    nl: str | None = None
    fr: str | None = None
    de: str | None = None


class OpeningHours(Shape):
    """The hours of a day of the week; 1 is Monday."""

    weekday: int
    opens: str
    closes: str


class Office(Shape):
    """An office."""

    code: str
    name: LocalizedString
    hours: list[OpeningHours]


class Offices(Shape):
    """Offices by code."""

    items: list[Office]


class Scheme(Shape):
    """A scheme by its code."""

    code: str
    name: LocalizedString


class Schemes(Shape):
    """Schemes by code."""

    items: list[Scheme]
