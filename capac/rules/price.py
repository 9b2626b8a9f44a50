"""What an allowance is worth: from the C2 itself, or from the barème; less secondary income (AR art. 130)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from capac.rules import bareme, tax
from capac.rules.facts import CaseError, Facts, Segment
from capac.rules.parameters import Parameter, parameter
from capac.rules.sheet import Price, half_of

Table = Callable[[Segment, Facts], bareme.Daily]
"""Where a daily amount comes from when the C2 does not say it."""


@dataclass(frozen=True)
class _Amounts:
    """A daily amount in cents, the half where it is given, and the parameters used."""

    daily: int | None
    half: int | None
    parameters: tuple[Parameter, ...]


def from_bareme(segment: Segment, facts: Facts) -> bareme.Daily:
    """The barème of full unemployment on the last day of the month. Raises MissingParameterError or CaseError."""
    assert segment.wage_code is not None
    try:
        return bareme.daily_amount(
            segment.wage_code, family=segment.family, phase=segment.phase, on=facts.month.last
        )
    except KeyError as error:
        raise CaseError(
            "wage_code", fact="wage_code", field="authorisation.wage_code", rule="AM 26.11.1991 art. 69"
        ) from error


def price(segment: Segment, facts: Facts, table: Table = from_bareme) -> Price:
    """One allowance and half of one, in cents. Raises MissingParameterError or CaseError."""
    amounts = _lowered(_given(segment, facts, table), facts)
    half = amounts.half if amounts.half is not None else half_of(amounts.daily or 0)
    owed = tax.liability(facts.scheme, segment, facts.month.first)
    return Price(segment, amounts.daily or 0, half, owed.taxed, owed.doubted, amounts.parameters)


def prices(facts: Facts) -> tuple[Price, ...]:
    """Of each segment of the authorisation, by the barème of full unemployment."""
    return tuple(price(segment, facts) for segment in facts.segments)


def _given(segment: Segment, facts: Facts, table: Table) -> _Amounts:
    """The C2's own amounts; a wage code is looked up only when no daily amount is given and one is needed."""
    if segment.daily_cents is not None or segment.wage_code is None:
        return _Amounts(segment.daily_cents, segment.half_cents, ())
    found = table(segment, facts)
    return _Amounts(found.cents, segment.half_cents, found.parameters)


def _lowered(amounts: _Amounts, facts: Facts) -> _Amounts:
    """Less what a secondary income exceeds the free amount by, never below zero (AR art. 130)."""
    if facts.secondary_income_cents is None:
        return amounts
    if amounts.daily is None:
        raise CaseError(
            "missing", fact="daily_amount", field="authorisation.daily_amount", rule="AR 25.11.1991 art. 130"
        )
    on = facts.month.first
    free, index = parameter("secondary_income_free", on), bareme.multiplier(on)
    above = facts.secondary_income_cents - bareme.indexed_cents(free.ten_thousandths, on)
    return _Amounts(max(0, amounts.daily - max(0, above)), None, (*amounts.parameters, free, index))


def only_segment(facts: Facts, *, rule: str) -> Segment:
    """The one segment of a month in which amounts cannot be told apart by day. Raises CaseError for several."""
    found = facts.segments_of_month or facts.segments[-1:]
    if len(found) > 1:
        raise CaseError("one_segment", fact="authorisation", field="authorisation", rule=rule)
    return found[0]
