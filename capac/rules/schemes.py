"""The schemes, each one file with the same two functions."""

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
from capac.rules.batch import Batch
from capac.rules.price import Priced
from capac.rules.sheet import Sheet


class Scheme(Protocol):
    """What the file of a scheme offers."""

    def lines(self, batch: Batch) -> Priced:
        """What an allowance is worth, a line for each amount, and whose amount cannot be told."""
        ...

    def sheet(self, batch: Batch, priced: Priced) -> Sheet:
        """What the rule says of the people of a batch, all of whose amounts are told."""
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
