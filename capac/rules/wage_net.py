"""From a gross wage to a net one, as the income guarantee reckons it: contributions, work bonus, wage tax.

Columns of cents, exact: every amount is rounded half-up to the cent where nothing else is said. The wage
tax is the yearly one over twelve: costs, a spouse's part for a family head, bands, credit.
AR 25.11.1991 art. 131bis; AM 26.11.1991 art. 75bis-75quater.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from capac.core.money import half_up, parse, up
from capac.rules.batch import Flags, Wide
from capac.rules.parameters import exact

BASIS, FOUR_DECIMALS, MONTHS = 10_000, 10_000, 12


def taxable(gross: Wide, contribution: int) -> Wide:
    """A gross wage less the social contribution (basis points), up to the cent."""
    return np.asarray(up(gross * (BASIS - contribution), BASIS))


def work_bonus(full_time: Wide, scale: Mapping[str, Any]) -> Wide:
    """The work bonus of a full-time wage: whole up to the first limit, then falling, then none."""
    bonus = np.zeros_like(full_time)
    low, reached = 0, np.ones(full_time.shape, np.bool_)
    for band in scale["bands"]:
        high = parse(band["until"])
        falls = exact(band["slope"]) * (full_time - low)
        amount = half_up(parse(band["amount"]) * FOUR_DECIMALS - falls, FOUR_DECIMALS)
        bonus = np.where(reached & (full_time <= high), np.maximum(0, amount), bonus)
        reached, low = full_time > high, high
    return bonus


def wage_tax(monthly: Wide, family_head: Flags, scale: Mapping[str, Any]) -> Wide:
    """The tax of a month on a taxable wage; a family head is taxed as having a spouse without income."""
    yearly = monthly * MONTHS
    net = yearly - _share(yearly, scale["costs"])
    spouse = np.where(family_head, _share(net, scale["spouse"]), 0)
    credit = np.where(family_head, 2, 1) * parse(scale["credit"])
    due = np.maximum(0, _banded(net - spouse, scale) + _banded(spouse, scale) - credit)
    return np.asarray(half_up(due, MONTHS))


def _share(amounts: Wide, part: Mapping[str, str]) -> Wide:
    """A share of an amount up to a maximum."""
    return np.asarray(np.minimum(half_up(amounts * int(part["share"]), BASIS), parse(part["most"])))


def _banded(yearly: Wide, scale: Mapping[str, Any]) -> Wide:
    """Each band at its rate, each to the cent."""
    total, low = np.zeros_like(yearly), 0
    for band in scale["bands"]:
        top = yearly if band["until"] is None else np.minimum(yearly, parse(band["until"]))
        total = total + half_up(np.maximum(0, top - low) * int(band["rate"]), BASIS)
        low = parse(band["until"]) if band["until"] else low
    return total
