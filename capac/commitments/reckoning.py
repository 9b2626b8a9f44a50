"""The arithmetic of the contract: promises from norms, verdicts from counts. Integers and dates only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from capac.commitments.model import Indicator, Tier, Within
from capac.core.period import plus_months
from capac.core.workdays import Calendar

BASIS = 10_000
Verdict = Literal[
    "met", "not_met", "partly_met", "in_progress", "not_measurable", "without_object", "no_norm"
]


@dataclass(frozen=True)
class Count:
    """A measured tier: how many met it, of how many; how many are still within it."""

    numerator: int
    denominator: int
    open: int = 0


def last_day(within: Within, start: date, *, calendar: Calendar) -> date:
    """The last day of a limit that starts on a day, which is not itself counted.

    A month is the same day of the next month, or its last day.
    """
    if within.unit == "working_day":
        return calendar.add(start, within.n)
    if within.unit == "calendar_day":
        return start + timedelta(within.n)
    return plus_months(start, within.n)


def promise(indicator: Indicator, start: date, *, calendar: Calendar) -> tuple[date, ...]:
    """The last day of each tier that has a limit: what may be promised for a case that starts on a day."""
    return tuple(last_day(tier.within, start, calendar=calendar) for tier in indicator.tiers if tier.within)


def tier_met(tier: Tier, count: Count, *, lower_is_better: bool = False) -> bool | None:
    """Whether a tier is met; None where the contract prints no value or nothing was measured."""
    if count.denominator == 0:
        return None
    if tier.share_of:
        part, whole = tier.share_of
        return count.numerator * whole >= part * count.denominator
    if tier.count is not None:
        return count.numerator >= tier.count
    wanted = tier.mean_bp if tier.mean_bp is not None else tier.share_bp
    if wanted is None:
        return None
    reached, needed = count.numerator * BASIS, wanted * count.denominator
    return reached <= needed if lower_is_better else reached >= needed


def verdict(
    indicator: Indicator, counts: Sequence[Count], *, year_is_over: bool, without_object: bool = False
) -> Verdict:
    """The verdict of a year from its tiers, in integers. Without an external decision nothing is without object."""
    if without_object:
        return "without_object"
    normed = [t for t in indicator.tiers if (t.share_bp, t.count, t.mean_bp, t.share_of) != (None,) * 4]
    if not normed:
        return "no_norm"
    told = [
        tier_met(tier, count, lower_is_better=indicator.lower_is_better)
        for tier, count in zip(indicator.tiers, counts, strict=True)
    ]
    if not year_is_over or any(count.open for count in counts):
        return "in_progress"
    if any(one is None for one in told):
        return "not_measurable"
    if all(told):
        return "met"
    return "partly_met" if any(told) else "not_met"
