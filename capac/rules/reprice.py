"""Amounts of a C2 that are the barème's own, given back to the barème: so that another barème changes them.

A C2 states the daily amount that ONEM decided. Where code, family and phase give that very amount on the last day of
the month, the amount follows from the barème and may be left to it; where they do not, it stays as it was decided.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from capac.core.money import half_up
from capac.rules import bareme, bareme_rows, tax
from capac.rules.checks import BY_FAMILY
from capac.rules.facts import Facts, Segment
from capac.rules.gather import segments_of
from capac.rules.layer import remembered
from capac.rules.parameters import MissingParameterError
from capac.rules.sheet import HALVES


def repriced(facts: Facts) -> Facts:
    """The same facts, which owe the same by the book, with as many amounts as possible left to the barème."""
    if facts.scheme not in BY_FAMILY:
        return facts
    return replace(facts, segments=tuple(_repriced(segment, facts) for segment in facts.segments))


def keeps_amounts(facts: Facts) -> bool:
    """Whether an amount of the month stands on its own, whatever the barème says."""
    return any(segment.daily_cents is not None for segment in facts.segments_of_month)


def _repriced(segment: Segment, facts: Facts) -> Segment:
    cents = segment.daily_cents
    if cents is None or cents != _amount(segment, facts.month.last):
        return segment
    half = segment.half_cents if segment.half_cents not in (None, half_up(cents, HALVES)) else None
    left = replace(segment, daily_cents=None, half_cents=half)
    owed = tax.liability(facts.scheme, segments_of([(left, segment)]), facts.month.first)
    same_tax = owed.taxed[0] == owed.taxed[1] and owed.doubted[0] == owed.doubted[1]
    return left if same_tax else segment


def _amount(segment: Segment, on: date) -> int | None:
    """What the barème gives; None where it gives nothing."""
    if segment.wage_code is None or not segment.phase or not segment.family:
        return None
    rows = bareme_rows.in_force()
    return _of_code(segment.wage_code, segment.family, segment.phase, on=on, rows=rows)


@remembered
def _of_code(code: int, family: str, phase: str, *, on: date, rows: bareme_rows.Bareme) -> int | None:
    del rows  # only so that an answer is remembered under the rows that gave it
    try:
        return bareme.daily_amount(code, family=family, phase=phase, on=on).cents
    except (MissingParameterError, KeyError):
        return None
