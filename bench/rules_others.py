"""The simple sub-set of the law (days, gross, tax, ordinary seizure) as others would write it, for comparison.

Full unemployment in July 2026: one amount all month, no paid holidays left, paid the month before. Written for Polars
as wide columns and for OpenFisca-core as a small country of its own; both must give our cents.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from capac.core.period import Month
from capac.rules.calendar_grid import SATURDAY, SUNDAY, days_of

OF = Month(2026, 7)
WORKED, SICK, PAID_HOLIDAY, HOLIDAY, PUBLIC = 1, 2, 3, 4, 6
TAX = 1009
FREE, FIFTH, TWO_FIFTHS, CHILD = 1_378_00, 1_481_00, 1_827_00, 85_00


@dataclass(frozen=True)
class Given:
    """What is known of everybody: a row a day of the grid, cents, whether taxed, children (-1: no seizure)."""

    code: np.ndarray[Any, Any]
    daily: np.ndarray[Any, Any]
    taxed: np.ndarray[Any, Any]
    children: np.ndarray[Any, Any]


@dataclass(frozen=True)
class Law:
    """The bands of the seizure scale in force, in cents."""

    free: int
    fifth: int
    two_fifths: int
    child: int


def with_polars(given: Given, law: Law) -> Callable[[], np.ndarray[Any, Any]]:
    """A function that computes what is paid; the frame stands ready, as facts stand ready for the others."""
    import polars as pl

    frame = pl.DataFrame(
        {f"d{n}": row for n, row in enumerate(given.code)}
        | {"daily": given.daily, "taxed": given.taxed, "children": given.children}
    )
    col = pl.col
    gross = (col("halves") // 2) * col("daily") + (col("halves") % 2) * ((col("daily") + 1) // 2)
    tax = pl.when(col("taxed")).then(col("gross") * TAX // 10_000).otherwise(0)
    seized = _polars_seized(law)
    plan = (
        frame.lazy()
        .with_columns(halves=_polars_halves())
        .with_columns(gross=gross)
        .with_columns(net=col("gross") - tax)
        .select(
            payable=col("net")
            - pl.when(col("children") >= 0).then(pl.min_horizontal(seized, col("net"))).otherwise(0)
        )
    )
    return lambda: plan.collect()["payable"].to_numpy()


def _polars_halves() -> Any:
    """Half-allowances of the month, from the codes of its days."""
    import polars as pl

    days = days_of(OF)
    inside, weekday = days.inside, days.weekday
    code = [pl.col(f"d{n}") for n in range(len(days.dates))]
    free = [(one == 0) | (one == HOLIDAY) for one in code]
    lost = [(one != 0) & (one != HOLIDAY) & (one != PAID_HOLIDAY) for one in code]
    by_44 = [(one == WORKED) | (one == PUBLIC) for one in code]
    parts = []
    for n in np.flatnonzero(inside & (weekday != SUNDAY)).tolist():
        if weekday[n] != SATURDAY:
            parts.append(free[n].cast(pl.Int64) * 2)
            continue
        week = pl.sum_horizontal([one.cast(pl.UInt8) for one in by_44[n - 6 : n]])
        five = pl.all_horizontal(lost[n - 5 : n]) & ~pl.all_horizontal(
            [one == SICK for one in code[n - 5 : n]]
        )
        gone = (week >= 4) | five | (lost[n - 1] & lost[n + 2])
        parts.append(pl.when(~free[n] | gone).then(0).when(week >= 2).then(1).otherwise(2).cast(pl.Int64))
    sundays = [
        (code[n] == WORKED).cast(pl.Int64) * 2 for n in np.flatnonzero(inside & (weekday == SUNDAY)).tolist()
    ]
    return pl.max_horizontal(pl.sum_horizontal(parts) - pl.sum_horizontal(sundays), pl.lit(0))


def _polars_seized(law: Law) -> Any:
    """What the scale of ordinary seizure takes of the net."""
    import polars as pl

    def band(low: int, high: int | None) -> Any:
        top = pl.col("net") if high is None else pl.min_horizontal(pl.col("net"), pl.lit(high))
        return pl.max_horizontal(top - low, pl.lit(0))

    part = (
        band(law.free, law.fifth) * 20
        + band(law.fifth, law.two_fifths) * 40
        + band(law.two_fifths, None) * 100
    )
    return pl.max_horizontal((2 * part + 100) // 200 - pl.col("children") * law.child, pl.lit(0))


def with_openfisca(given: Given, law: Law) -> Callable[[], np.ndarray[Any, Any]]:
    """The same with OpenFisca-core: cards and allowances by day, the rest by month; each run is a new simulation."""
    from openfisca_core.indexed_enums import EnumArray
    from openfisca_core.simulations import SimulationBuilder

    from bench.rules_openfisca import Code, system

    country, days = system(law), days_of(OF)
    size = len(given.daily)
    cards = [EnumArray(row.astype(np.uint8), Code) for row in given.code]

    def run() -> np.ndarray[Any, Any]:
        simulation = SimulationBuilder().build_default_simulation(country, count=size)
        for day, row in zip(days.dates, cards, strict=True):
            simulation.set_input("card", f"day:{day}", row)
        for name, values in (
            ("daily_amount", given.daily),
            ("taxed", given.taxed),
            ("children", given.children),
        ):
            simulation.set_input(name, "2026-07", values)
        return np.asarray(simulation.calculate("payable", "2026-07"), np.int64)

    return run
