"""What machines ask, in the shapes of contract.yaml: nothing but what is known there."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from capac.web.api.schemas import Shape, YearMonth

Ssin = Annotated[str, Field(pattern=r"^[0-9]{11}$")]
LegalContext = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 .:/_-]{2,99}$")]
FIRST_YEAR, LAST_YEAR = 2000, 2100
MonthCase = dict[str, Any]
"""Read by the rules themselves, which name every field that is wrong."""


class Asked(Shape):
    """What comes in: nothing but what is known."""

    model_config = ConfigDict(extra="forbid")


class PersonQuery(Asked):
    """Who is asked for, and on which ground."""

    ssin: Ssin
    legal_context: LegalContext


class MonthQuery(PersonQuery):
    """A month of a person in one scheme."""

    month: YearMonth
    scheme: str


class PageQuery(Asked):
    """Where a page begins, and how much it holds."""

    after: Annotated[str | None, Field(min_length=1, max_length=500)] = None
    page_size: Annotated[int, Field(ge=1, le=100)] = 50


class YearQuery(Asked):
    """A calendar year; the present one where it is absent."""

    year: Annotated[int | None, Field(ge=FIRST_YEAR, le=LAST_YEAR)] = None


class DeadlineQuery(Asked):
    """A time limit, and the day or the two days from which it is counted."""

    rule: Annotated[str, Field(min_length=1, max_length=40)]
    from_: Annotated[date | None, Field(alias="from")] = None
    decision_communicated: date | None = None
    conditions_met: date | None = None
