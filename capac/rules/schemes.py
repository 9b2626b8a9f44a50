"""The schemes, each one file with the same three functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from capac.rules import (
    activation,
    full_unemployment,
    holiday_hours,
    income_guarantee,
    insertion_allowance,
    temporary_unemployment,
    voluntary_part_time,
)
from capac.rules.facts import Facts
from capac.rules.sheet import Batch, Price, Sheet


class Scheme(Protocol):
    """What the file of a scheme offers."""

    def prices(self, facts: Facts) -> tuple[Price, ...]:
        """What an allowance is worth for one person, a price a line. Raises CaseError, MissingParameterError."""
        ...

    def sheet(self, batch: Batch) -> Sheet:
        """What the rule says of many people at once."""
        ...


RULES: Mapping[str, Scheme] = {
    "full_unemployment": full_unemployment,
    "voluntary_part_time": voluntary_part_time,
    "temporary_unemployment": temporary_unemployment,
    "youth_holiday": holiday_hours,
    "senior_holiday": holiday_hours,
    "activation": activation,
    "income_guarantee": income_guarantee,
    "insertion_allowance": insertion_allowance,
}
