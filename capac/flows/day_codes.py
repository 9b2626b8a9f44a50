"""What cards say, as columns: the days of a month's grid, a byte each, and the hours of declarations by day.

A card is JSON, a date to a code. Most say nothing or little; each text that occurs is read once a batch.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from capac.core.period import Month
from capac.flows.days_of_month import edges
from capac.flows.facts_of_hours import causes_by_risk
from capac.rules import api as rules

MONTH = 31
Codes = NDArray[np.uint8]
Hours = NDArray[np.int16]
_CODE = {name: number for number, name in enumerate(rules.DAY_CODES, 1)}


def codes_of(texts: Any, month: Month) -> tuple[Codes, NDArray[np.bool_]]:
    """Per card the code of each day of its month, and whether it could be read: its days are of the month."""
    told = texts.combine_chunks().dictionary_encode()
    days = {str(day): day.day - 1 for day in month.days}
    known = told.dictionary.to_pylist()
    codes, good = np.zeros((len(known) + 1, MONTH), np.uint8), np.ones(len(known) + 1, np.bool_)
    for place, text in enumerate(known):
        try:
            for day, name in json.loads(text).items():
                codes[place, days[day]] = _CODE[name]
        except KeyError:
            good[place] = False
    which = told.indices.to_numpy()
    return codes[which], good[which]


def grid_of(month: Month, of_months: Mapping[Month, Codes], people: int) -> Codes:
    """The days at which a month looks, of the cards of three months: a row of the grid each (rules, calendar_grid)."""
    grid = np.zeros((people, rules.facts_schema().field("days").type.byte_width), np.uint8)
    span, first = edges(month), rules.grid_days(month)[0]
    for of, codes in of_months.items():
        for number in range(of.last.day):
            day = of.first + timedelta(number)
            place = (day - first).days
            if span.contains(day) and 0 <= place < len(rules.grid_days(month)):
                grid[:, place] = codes[:, number]
    return grid


def hours_of(texts: list[str], month: Month) -> tuple[Hours, list[str], NDArray[np.int64]]:
    """Per declaration its hours of each day in hundredths, the first cause in order of the alphabet, how many causes.

    A declaration that names a day of another month, or a code that is no risk, has no cause.
    """
    days = {str(day): day.day - 1 for day in month.days}
    by_code = {f"5.{int(risk)}": cause for risk, cause in causes_by_risk().items()}
    hours, first = np.zeros((len(texts), MONTH), np.int16), [""] * len(texts)
    many = np.zeros(len(texts), np.int64)
    for row, text in enumerate(texts):
        found: set[str] = set()
        line = [0] * MONTH
        try:
            for day, said in json.loads(text).items():
                for code, number in said.items():
                    found.add(by_code[code])
                    line[days[day]] += number
        except KeyError:
            continue
        hours[row], many[row] = line, len(found)
        first[row] = min(found, default="")
    return hours, first, many


def bits_of(codes: Codes, month: Month, *, weekday: int, code: str) -> NDArray[np.int32]:
    """A bit for each day of the month (the first is the lowest) on this weekday that bears a code."""
    found = np.zeros(len(codes), np.int32)
    for day in month.days:
        if day.weekday() == weekday:
            found |= (codes[:, day.day - 1] == _CODE[code]).astype(np.int32) << (day.day - 1)
    return found
