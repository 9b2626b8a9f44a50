"""Figures as a month's close publishes them: integers with the versions by which they were made."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache

from capac.commitments import api as commitments
from capac.commitments.api import Indicator
from capac.contract.figures import Figure, contract_of, figures_of
from capac.warehouse import api as warehouse

COUNTS = (
    "numerator", "denominator", "still_open", "left_out", "stopped", "sum_days", "p80_days", "p95_days",
    "oldest_open_days", "first_missed",
)  # fmt: skip
"""The columns that a recount compares."""
Key = tuple[str, int, str, int]
"""Indicator, year, part, tier."""
BEFORE = 1
"""Beside its own year a month publishes the year before: its last cases are decided months later."""


class FreezeError(ValueError):
    """A month that is not over, that no contract covers, or of which the last build does not know the last day."""


@dataclass(frozen=True)
class Published:
    """One row of a month's result."""

    counts: dict[str, int | date | None]
    verdict: str
    norm_version: int
    calendar_version: str
    model_version: str


def published(as_of: date) -> dict[Key, Published]:
    """Every measured figure of the as-of day's year and the one before, as known on that day.

    Raises FreezeError where the last build is older than the day.
    """
    with warehouse.told(as_of) as told:
        if told is None or told.as_of < as_of:
            raise FreezeError(f"the last build does not know {as_of} yet: capac refresh_indicators first")
        found: dict[Key, Published] = {}
        for year in _years(as_of):
            counts = told.counts(year=year)
            for indicator in _measured(year):
                for figure in figures_of(indicator, counts, told=told, year=year):
                    found |= _rows(indicator, figure)
        return found


def model_version(indicator: Indicator) -> str:
    """Twelve characters of what the figure is computed by: every SELECT of its lineage, its limits, its unit."""
    sql = "\n".join(f"{model.name}\n{model.sql}" for model in _lineage(indicator.id))
    rules = repr((indicator.tiers, sorted(indicator.threshold.items()), indicator.unit, indicator.shape))
    return hashlib.sha256(f"{sql}\n{rules}".encode()).hexdigest()[:12]


@cache
def _lineage(indicator_id: str) -> tuple[warehouse.Model, ...]:
    return warehouse.lineage(indicator_id)


def _years(as_of: date) -> list[int]:
    first = commitments.contracts()[0].since.year
    if as_of.year < first:
        raise FreezeError(f"no contract holds in {as_of.year}: the first one begins in {first}")
    return [year for year in (as_of.year - BEFORE, as_of.year) if year >= first]


def _measured(year: int) -> list[Indicator]:
    known = set(warehouse.indicators())
    return [one for one in commitments.indicators(contract=contract_of(year)) if one.id in known]


def _rows(indicator: Indicator, figure: Figure) -> dict[Key, Published]:
    version = model_version(indicator)
    return {
        (figure.id, figure.year, figure.group, number): Published(
            counts={
                "numerator": tier.numerator,
                "denominator": tier.denominator,
                "still_open": tier.open,
                "left_out": tier.left_out,
                "first_missed": tier.first_missed,
                **{name: getattr(figure, name) for name in COUNTS[4:9]},
            },
            verdict=figure.verdict,
            norm_version=figure.norm_version,
            calendar_version=figure.calendar_version,
            model_version=version,
        )
        for number, tier in enumerate(figure.tiers, 1)
    }
