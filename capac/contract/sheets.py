"""Everything about one indicator on one page: its figures, months, waits, causes, years and definition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from capac.commitments import api as commitments
from capac.contract.figures import Figure, contract_of, figures_of, told_year
from capac.warehouse import api as warehouse

NO_FACTS = {"as_of", "calendar", "norm_tiers", "measures", "thresholds"}
"""What the models read that is no fact: the day, the calendar, the contract's numbers."""


@dataclass(frozen=True)
class Sheet:
    """The whole figure, its groups, and what shows how it came about. Months by the start of their cases.

    `by_year` is the whole figure of every year with a counted case, and of this one.
    """

    figure: Figure
    groups: tuple[Figure, ...]
    years: tuple[int, ...]
    months: tuple[warehouse.Counted, ...]
    waits: tuple[warehouse.Wait, ...]
    causes: tuple[warehouse.Cause, ...]
    by_year: tuple[Figure, ...] = ()


def sheet(indicator_id: str, *, as_of: date, year: int | None = None) -> Sheet | None:
    """An indicator's sheet for a year, or for the year that is told now.

    None before the first refresh. Raises KeyError for what is not measured, YearError for a year without contract.
    """
    if indicator_id not in warehouse.indicators():
        raise KeyError(indicator_id)
    with warehouse.told(as_of) as told:
        if told is None:
            return None
        years = told.years().get(indicator_id, [])
        chosen = year or (told_year(years, told.as_of) if years else told.as_of.year)
        indicator = commitments.indicator(indicator_id, contract=contract_of(chosen))
        counts = told.counts(year=chosen, indicator_id=indicator_id)
        whole, *groups = figures_of(indicator, counts, told=told, year=chosen)
        return Sheet(
            figure=whole,
            groups=tuple(groups),
            years=tuple(sorted({*years, chosen})),
            months=tuple(told.months(indicator_id, year=chosen)),
            waits=tuple(told.waits(indicator_id, year=chosen)),
            causes=tuple(told.causes(indicator_id, year=chosen)),
            by_year=tuple(_of_year(indicator_id, told, year) for year in sorted({*years, chosen})),
        )


def _of_year(indicator_id: str, told: warehouse.Told, year: int) -> Figure:
    indicator = commitments.indicator(indicator_id, contract=contract_of(year))
    counts = told.counts(year=year, indicator_id=indicator_id)
    return figures_of(indicator, counts, told=told, year=year)[0]


def sources(indicator_id: str) -> tuple[str, ...]:
    """The facts on which an article stands: what its SELECTs read that no SELECT makes. None for what is not measured."""
    if indicator_id not in warehouse.indicators():
        return ()
    models = warehouse.lineage(indicator_id)
    own = next(model for model in models if model.name == indicator_id)
    wanted, found = [*sorted(own.reads)], list[str]()
    made = {model.name: model for model in models}
    for name in wanted:
        if name in made:
            wanted += sorted(made[name].reads)
        elif name not in NO_FACTS:
            found.append(name)
    return tuple(dict.fromkeys(found))


def has_clock(indicator_id: str) -> bool:
    """Whether the cases of an article run on a clock; those of the others tell themselves whether they count."""
    return "outcome" not in definition(indicator_id)[0].tells


def definition(indicator_id: str) -> tuple[warehouse.Model, ...]:
    """The SELECT of an article and every one that it stands on, itself first. Raises KeyError."""
    if indicator_id not in warehouse.indicators():
        raise KeyError(indicator_id)
    return warehouse.lineage(indicator_id)
