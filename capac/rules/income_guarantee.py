"""Income guarantee (AGR; C2 prefixes 57 and 58, and 05 for rights from before 1.7.2005).

In words. Who works part-time receives what lacks to a guaranteed income: 26 times the daily amount (a
cohabitant's in the first year less 10.09 %) and a supplement for each hour above a third of full-time (55),
less the net wage (formula 1A); but never more than what would be earned full-time (1B). Days that cannot
be paid lower the 26 and the 55. The result is made gross again, because it is always taxed. Nothing is due
below half the fixed amount, from the reference wage on, or for a contract above four fifths.
The old scheme pays the better of that and the lower of 2A, with a supplement a day by family, and 2B.

The roundings are those of the reference, 3.6: up to the cent, or cut at four decimals, where it says so;
readings 11 and 12. Amounts in cents; F1, the days, in halves; names F1 to VTL are the reference's.
AR 25.11.1991 art. 131bis; AM 26.11.1991 art. 75bis-75quater.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from capac.core.money import down, half_up, parse, up
from capac.rules import bareme, parameters, sets, tax, wage_net, week
from capac.rules.batch import NONE, YES, Batch, Flags, Sets, Wide
from capac.rules.facts import FAMILIES
from capac.rules.grid import Grid
from capac.rules.parameters import MissingParameterError, Parameter, parameter
from capac.rules.price import Priced, Refusal, only_segment, price
from capac.rules.sheet import Days, Sheet
from capac.rules.why import Why

MONTH_HALVES, DAY_HALVES, MONTH_DAYS, HALVES_A_WEEK = 52, 2, 26, 12
WEEKS, WEEKS_SCALE = 43333, 10_000
"""Weeks of a month, 4.3333."""
FULL_WEEK, FREE_HOURS = 38, 55
BASIS, FOUR, CENTS_IN_FOUR, HUNDREDTHS = 10_000, 10_000, 100, 100
FIFTHS, OF_FIVE = 5, 4
OLD_DAYS, OLD_DAYS_SCALE = 234, 10
"""The old scheme's 23.4 days."""
ROUNDINGS: Mapping[str, Callable[[Wide, Wide], Wide]] = {"half-up": half_up, "down": down}
"""Of the bonus of the part-time wage, by the parameter that says which (reading 11)."""
RULE = "AR 25.11.1991 art. 131bis"


@dataclass(frozen=True)
class _Law:
    """The dated figures of one month, in cents and basis points, and the parameters that gave them."""

    reference_wage: int
    supplement: int
    minimum: int
    ceiling: int
    contribution: int
    net_part: int
    bonus: Mapping[str, Any]
    scale: Mapping[str, Any]
    bonus_rounding: str
    shown: tuple[Parameter, ...]


@dataclass(frozen=True)
class _Work:
    """What is known of each person: hours in hundredths, money in cents, an hourly wage in ten-thousandths."""

    q: Wide
    s: Wide
    gross: Wide
    hours: Wide
    hourly: Wide
    days: Wide
    family: Wide
    family_head: Flags
    first_year: Flags


@dataclass(frozen=True)
class _Wages:
    """From the month's wage: the full-time wage, its work bonus, and the net part-time wage, in cents."""

    full_time: Wide
    bonus: Wide
    bonus_part: Wide
    taxable: Wide
    tax: Wide
    net: Wide


def lines(batch: Batch) -> Priced:
    """The one daily amount of each month, and every parameter that the algorithm needs."""
    source, several = only_segment(batch, rule=RULE)
    priced = price(batch, source)
    shown, refused = priced.shown, dict[int, Refusal](priced.refused)
    numbers = priced.lines.shown
    try:
        numbers = shown.where(
            np.ones(len(source), np.bool_), parameters_of(batch.month.first), beside=numbers
        )
    except MissingParameterError as error:
        refused = {**dict.fromkeys(range(len(batch)), error), **refused}
    for family in FAMILIES:
        mine = _is_old(batch) & (batch.segments.family[source] == FAMILIES.index(family))
        try:
            used = (_old_supplement(family, batch.month.first)[1],) if mine.any() else ()
        except MissingParameterError as error:
            refused = {**dict.fromkeys(np.flatnonzero(mine).tolist(), error), **refused}
        else:
            numbers = shown.where(mine, used, beside=numbers)
    found = Priced(replace(priced.lines, shown=numbers), shown, refused)
    return found.but(several)


def parameters_of(on: date) -> tuple[Parameter, ...]:
    """Every parameter of the new scheme on a day. Raises MissingParameterError."""
    return _law(on).shown


def sheet(batch: Batch, priced: Priced) -> Sheet:
    """One line a person: the gross guarantee, and the days that it stands for."""
    law, lines, grid = _law(batch.month.first), priced.lines, Grid(batch)
    work = _work(batch, grid, lines.source)
    wages = _wages(work, law)
    day = np.where(work.first_year, up(lines.daily * law.net_part, BASIS), lines.daily)
    supplement = _supplement(work, law)
    guarantee = day * work.days * CENTS_IN_FOUR // DAY_HALVES + supplement
    one_a = _gross(guarantee - wages.net * CENTS_IN_FOUR, CENTS_IN_FOUR, law)
    full_net = _full_time_net(work, wages, law)
    one_b = _gross(full_net - wages.net, 1, law)
    due = np.where((one_a < law.minimum) | (one_b < law.minimum), 0, np.minimum(one_a, one_b))
    two_a, two_b, old = _old(batch, day, work=work, wages=wages, law=law)
    excluded = (work.gross >= law.reference_wage) | (work.q * FIFTHS > work.s * OF_FIVE)
    paid = np.where(excluded, 0, np.maximum(due, old))
    figures = {
        "agr_days": work.days,
        "agr_day_amount": day,
        "agr_hourly_wage": work.hourly,
        "agr_full_time_wage": wages.full_time,
        "agr_bonus": wages.bonus_part,
        "agr_taxable": wages.taxable,
        "agr_wage_tax": wages.tax,
        "agr_net_wage": wages.net,
        "agr_supplement": supplement,
        "agr_guarantee": guarantee,
        "agr_1a": one_a,
        "agr_full_time_net": full_net,
        "agr_1b": one_b,
        "agr_2a": two_a,
        "agr_2b": two_b,
        "agr_reference_wage": np.where(work.gross >= law.reference_wage, law.reference_wage, 0),
        "agr_above_four_fifths": np.where(work.q * FIFTHS > work.s * OF_FIVE, work.q, 0),
        "agr_below_minimum": np.where(~excluded & (paid == 0), law.minimum, 0),
    }
    halves = np.where(paid > 0, np.maximum(1, half_up(paid * DAY_HALVES, lines.daily)), 0)
    return Sheet(replace(lines, halves=halves, gross=paid), figures, days=_card_days(grid))


def _work(batch: Batch, grid: Grid, source: Wide) -> _Work:
    """The facts as columns, the hourly wage (F6) and the days (F1) of each person."""
    segments, own = batch.segments.rows(source), batch.own
    hourly = np.where(own["hourly"] == NONE, 0, own["hourly"])
    monthly = np.where(own["monthly_cents"] == NONE, 0, own["monthly_cents"])
    by_month = down(monthly * (FOUR * WEEKS_SCALE), segments.q * WEEKS)
    cohabitant = segments.family == FAMILIES.index("B")
    return _Work(
        q=segments.q,
        s=segments.s,
        gross=own["gross_cents"],
        hours=own["hours"],
        hourly=np.where(hourly > 0, hourly, by_month),
        days=_days(grid, segments.q),
        family=segments.family.astype(np.int64),
        family_head=segments.family == FAMILIES.index("A"),
        first_year=cohabitant & (segments.first_year == YES),
    )


def _days(grid: Grid, q: Wide) -> Wide:
    """F1 in halves: 26 less unpaid absence (hours x 6 / Q, to the nearest half) and the days that cannot be
    paid: those given, or else what lies outside the segment, sickness, absence and worked Sundays (reading 12)."""
    absence, said = grid.batch.own["absence_hours"], grid.batch.own["not_payable_halves"]
    by_card = sets.count(_lost_weekdays(grid) | week.worked_sundays(grid.said))
    lost = np.where(said == NONE, DAY_HALVES * by_card, said)
    return np.maximum(0, MONTH_HALVES - half_up(absence * HALVES_A_WEEK, q) - lost)


def _lost_weekdays(grid: Grid) -> Sets:
    """Weekdays of the month that cannot be paid."""
    return np.asarray((~grid.inside | grid.card.sick | grid.card.absent) & grid.weekdays)


def _card_days(grid: Grid) -> Days:
    """Why each day counts or not, for those whose days that cannot be paid are read from the card."""
    counts, nothing = grid.weekdays & ~_lost_weekdays(grid), np.zeros(len(grid.batch), np.uint64)
    reasons = (*week.card_reasons(grid.said), (Why.COUNTS_IN_GUARANTEE, counts))
    return Days(reasons, nothing, nothing, whose=grid.batch.own["not_payable_halves"] == NONE)


def _wages(work: _Work, law: _Law) -> _Wages:
    """The full-time wage (VTL), the bonus of the days that count (BON), and the net wage of the month (Ynet)."""
    full_time = half_up(work.hourly * work.s * WEEKS, FOUR * WEEKS_SCALE)
    bonus = half_up(wage_net.work_bonus(full_time, law.bonus) * _part(work), FOUR)
    bonus_part = ROUNDINGS[law.bonus_rounding](bonus * work.gross, full_time)
    taxable = wage_net.taxable(work.gross, law.contribution) + bonus_part
    tax = wage_net.wage_tax(taxable, work.family_head, law.scale)
    return _Wages(full_time, bonus, bonus_part, taxable, tax, taxable - tax)


def _part(work: _Work) -> Wide:
    """F1 / 26, cut at four decimals, in ten-thousandths."""
    return np.asarray(down(work.days * FOUR, MONTH_HALVES))


def _supplement(work: _Work, law: _Law) -> Wide:
    """The hours paid, made full-time ones (F8), above 55 for the days that count: in ten-thousandths of a euro."""
    hours = down(work.hours * (FOUR // HUNDREDTHS * FULL_WEEK * HUNDREDTHS), work.s)
    free = down(FREE_HOURS * work.days * FOUR, MONTH_HALVES)
    return np.asarray(down(law.supplement * np.maximum(0, hours - free), HUNDREDTHS))


def _full_time_net(work: _Work, wages: _Wages, law: _Law) -> Wide:
    """The net wage of the full-time job for the days that count (N less its tax)."""
    gross = wages.full_time * work.days * (BASIS - law.contribution)
    taxable = np.minimum(law.ceiling, up(gross, MONTH_HALVES * BASIS) + wages.bonus)
    return np.asarray(taxable - wage_net.wage_tax(taxable, work.family_head, law.scale))


def _gross(net: Wide, scale: int, law: _Law) -> Wide:
    """A net amount, of `scale` parts a cent, made gross again, up to the cent; nothing below zero."""
    return np.asarray(up(np.maximum(0, net) * BASIS, scale * law.net_part))


def _is_old(batch: Batch) -> Flags:
    """Whose right is of the old scheme."""
    return np.asarray(batch.own["old_scheme"] == YES)


def _old(batch: Batch, day: Wide, *, work: _Work, wages: _Wages, law: _Law) -> tuple[Wide, Wide, Wide]:
    """2A, 2B and the lower of them where it reaches the minimum, for rights of the old scheme; else nothing."""
    is_old = _is_old(batch)
    known = [_old_supplement(family, batch.month.first)[0] if is_old.any() else 0 for family in FAMILIES]
    supplement = np.array(known, np.int64)[work.family]
    net = work.days * (day + supplement) - DAY_HALVES * wages.net
    two_a = np.where(is_old, _gross(net, DAY_HALVES, law), 0)
    two_b = np.where(is_old, _gross(day * OLD_DAYS, OLD_DAYS_SCALE, law), 0)
    lower = np.minimum(two_a, two_b)
    return two_a, two_b, np.where(lower < law.minimum, 0, lower)


def _old_supplement(family: str, on: date) -> tuple[int, Parameter]:
    """The old scheme's supplement of a day, up to the cent, and the parameter of its month."""
    monthly = parameter(f"income_guarantee_old_supplement_{family}", on)
    return up(bareme.indexed_cents(monthly.ten_thousandths, on), MONTH_DAYS), monthly


def _law(on: date) -> _Law:
    """Everything dated that the algorithm needs. Raises MissingParameterError."""
    bonus, bonus_shown = parameters.wage_net("work_bonus", on)
    scale, scale_shown = parameters.wage_net("wage_tax_scale", on)
    reference = parameter("income_guarantee_reference_wage", on)
    supplement, minimum = parameter("income_guarantee_supplement", on), parameter("fixed_B_B", on)
    ceiling, contribution = (
        parameter("income_guarantee_ceiling", on),
        parameter("wage_social_contribution", on),
    )
    rate, rounding = tax.rate("income_guarantee", on), parameter("income_guarantee_bonus_rounding", on)
    shown = (
        reference, supplement, minimum, bareme.multiplier(on), ceiling, contribution, bonus_shown, scale_shown, rounding
    )  # fmt: skip
    return _Law(
        reference_wage=parse(reference.value),
        supplement=bareme.indexed_cents(supplement.ten_thousandths, on),
        minimum=half_up(bareme.indexed_cents(minimum.ten_thousandths, on), DAY_HALVES),
        ceiling=parse(ceiling.value),
        contribution=contribution.number,
        net_part=BASIS - rate.number,
        bonus=bonus,
        scale=scale,
        bonus_rounding=rounding.value,
        shown=shown,
    )
