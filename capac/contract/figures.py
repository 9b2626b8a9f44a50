"""The figures of a year: counts of the warehouse, judged in integers by the contract's norms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from capac.commitments import api as commitments
from capac.commitments.api import Contract, Count, Indicator, Norm, Within
from capac.core.money import half_up, plain
from capac.warehouse import api as warehouse

HUNDRED = 100
EVALUATED_BY = 3
"""The month by whose end the contract's evaluation of the year before is due."""


class YearError(ValueError):
    """A year before the first contract."""


@dataclass(frozen=True)
class TierFigure:
    """One tier: `numerator` of `denominator` cases met it, `open` may still do so, `left_out` are excluded.

    Both are in 1/`scale`: a mean of days per full-time equivalent is told in hundredths.
    `norm_bp` is the norm × 10 000 (None: no value printed), `met` None where there is none or nothing is counted.
    `first_missed` is the last day of the earliest case that missed the tier.
    """

    numerator: int
    denominator: int
    open: int
    left_out: int
    norm_bp: int | None
    share_of: tuple[int, int] | None
    within: Within | None
    met: bool | None
    first_missed: date | None = None
    scale: int = 1

    @property
    def late(self) -> int:
        """How many are counted and missed it."""
        return self.denominator - self.numerator


@dataclass(frozen=True)
class Figure:
    """What a year says of an indicator, whole (group "") or of one group. Days in the indicator's unit.

    `mean_days` is a decimal string of stopped cases; `measured` is False for what nothing measures yet.
    """

    id: str
    year: int
    group: str
    tiers: tuple[TierFigure, ...]
    verdict: str
    role: str
    norm_status: str
    norm_version: int
    calendar_version: str
    as_of: date
    built_at: datetime
    measured: bool
    stopped: int = 0
    sum_days: int | None = None
    mean_days: str | None = None
    p80_days: int | None = None
    p95_days: int | None = None
    oldest_open_days: int | None = None

    @property
    def year_is_over(self) -> bool:
        """Whether the as-of day lies after the year."""
        return self.as_of.year > self.year


def figures(*, as_of: date, year: int | None = None) -> list[Figure]:
    """Every indicator in the contract's order, each followed by its groups; none before the first refresh.

    The year is that of the as-of day where none is given. Raises YearError for one before the first contract.
    """
    with warehouse.told(as_of) as told:
        if told is None:
            return []
        chosen = year or told.as_of.year
        contract = contract_of(chosen)
        counts = told.counts(year=chosen)
        return [
            figure
            for indicator in commitments.indicators(contract=contract)
            for figure in figures_of(indicator, counts, told=told, year=chosen)
        ]


def latest(*, as_of: date) -> list[Figure]:
    """What is measured, each whole and of the year that is told now, in the contract's order; none before a refresh."""
    with warehouse.told(as_of) as told:
        if told is None:
            return []
        chosen = {one: told_year(years, told.as_of) for one, years in told.years().items()}
        contract = contract_of(told.as_of.year)
        return [
            figures_of(
                commitments.indicator(one.id, contract=contract_of(chosen[one.id])),
                told.counts(year=chosen[one.id], indicator_id=one.id),
                told=told,
                year=chosen[one.id],
            )[0]
            for one in commitments.indicators(contract=contract)
            if one.id in chosen
        ]


def told_year(years: Sequence[int], as_of: date) -> int:
    """The year that is told now, of those with a counted case: the last one.

    In the first quarter it is the year before, whose evaluation is then being made (due by 31 March).
    """
    before = as_of.year - 1
    return before if as_of.month <= EVALUATED_BY and before in years else years[-1]


def contract_of(year: int) -> Contract:
    """The contract that rules at the end of a year. Raises YearError."""
    first = commitments.contracts()[0].since.year
    if year < first:
        raise YearError(f"no contract holds in {year}: the first one begins in {first}")
    return commitments.contract_on(date(year, 12, 31))


def figures_of(
    indicator: Indicator, counts: Sequence[warehouse.Counted], *, told: warehouse.Told, year: int
) -> list[Figure]:
    """The figure of an indicator, whole, then its groups by name."""
    rows = [row for row in counts if row.indicator_id == indicator.id]
    parts = ["", *sorted({row.part for row in rows} - {""})]
    return [
        _figure(indicator, [row for row in rows if row.part == part], told=told, year=year, group=part)
        for part in parts
    ]


def _figure(
    indicator: Indicator, rows: Sequence[warehouse.Counted], *, told: warehouse.Told, year: int, group: str
) -> Figure:
    norm = indicator.norm_on(date(year, 12, 31))
    measured = indicator.id in warehouse.indicators()
    tiers = _tiers(indicator, rows, is_kept=_is_kept(indicator, told, year))
    return Figure(
        id=indicator.id,
        year=year,
        group=group,
        tiers=tiers,
        verdict=_verdict(indicator, tiers, told.as_of.year > year) if measured else "not_measurable",
        **_norm(norm),  # type: ignore[arg-type]
        calendar_version=told.calendar_version,
        as_of=told.as_of,
        built_at=told.built_at,
        measured=measured,
        **_days(rows[0] if rows else None),  # type: ignore[arg-type]
    )


def _is_kept(indicator: Indicator, told: warehouse.Told, year: int) -> bool:
    """Whether what is counted has been recorded since an earlier year: a year without any is then a year of none."""
    counts = any(tier.count is not None for tier in indicator.tiers)
    return counts and min(told.years().get(indicator.id, [year])) < year


def _tiers(
    indicator: Indicator, rows: Sequence[warehouse.Counted], *, is_kept: bool
) -> tuple[TierFigure, ...]:
    by_tier = {row.tier: row for row in rows}
    found = []
    for number, tier in enumerate(indicator.tiers, 1):
        row = by_tier.get(number)
        count = Count(row.numerator, row.denominator, row.still_open) if row else Count(0, int(is_kept))
        found.append(
            TierFigure(
                numerator=count.numerator,
                denominator=count.denominator,
                open=count.open,
                left_out=row.left_out if row else 0,
                norm_bp=_norm_bp(tier),
                share_of=tier.share_of,
                within=tier.within,
                met=commitments.tier_met(tier, count, lower_is_better=indicator.lower_is_better),
                first_missed=row.first_missed if row else None,
                scale=HUNDRED if tier.mean_bp is not None else 1,
            )
        )
    return tuple(found)


def _norm_bp(tier: commitments.Tier) -> int | None:
    """The norm × 10 000, whether share, mean or count; None where it is a fraction or not printed."""
    if tier.count is not None:
        return tier.count * HUNDRED * HUNDRED
    return tier.mean_bp if tier.mean_bp is not None else tier.share_bp


def _verdict(indicator: Indicator, tiers: tuple[TierFigure, ...], year_is_over: bool) -> str:
    counts = [Count(tier.numerator, tier.denominator, tier.open) for tier in tiers]
    return commitments.verdict(indicator, counts, year_is_over=year_is_over)


def _norm(norm: Norm | None) -> dict[str, str | int]:
    """Role, status and version of the norm; without one in force nothing binds."""
    if norm is None:
        return {"role": "monitoring", "norm_status": "to_be_defined", "norm_version": 0}
    return {"role": norm.role, "norm_status": norm.status, "norm_version": norm.number}


def _days(row: warehouse.Counted | None) -> dict[str, str | int | None]:
    """The distribution of the stopped cases; the same in every tier."""
    if row is None:
        return {}
    mean = plain(half_up(row.sum_days * HUNDRED, row.stopped)) if row.sum_days is not None else None
    return {
        "stopped": row.stopped,
        "sum_days": row.sum_days,
        "mean_days": mean,
        "p80_days": row.p80_days,
        "p95_days": row.p95_days,
        "oldest_open_days": row.oldest_open_days,
    }
