"""Facts of the schemes that pay days of the control card: full unemployment, insertion, voluntary part-time."""

from __future__ import annotations

from dataclasses import replace

from capac.exchange import api as exchange
from capac.flows.material import Built, Material
from capac.flows.schemes_of_month import VOLUNTARY
from capac.payment import api as payment
from capac.rules import api as rules


def build(given: Material) -> Built:
    """The facts of a month, or what they lack."""
    assert given.card is not None, "days are those of a card"
    by_hours = given.scheme == VOLUNTARY
    if by_hours and any(s.q_hundredths is None or s.s_hundredths is None for s in given.segments):
        return None, [payment.Stop("weekly_hours_missing", "onem", {"code": given.segments[-1].code})]
    return rules.Facts(
        month=given.month,
        scheme=given.scheme,
        segments=tuple(_with_hours(s) if by_hours else segment(s) for s in given.segments),
        days=given.days,
        paid_holiday_left_halves=given.card.paid_holidays_left_halves or 0,
        withholdings=given.kept,
    ), []


def segment(s: exchange.Segment) -> rules.Segment:
    """A stretch of an authorisation as the rules take it, without weekly hours."""
    return rules.Segment(
        first=s.first,
        last=s.last,
        daily_cents=s.daily_cents,
        half_cents=s.half_cents,
        family=s.family,
        first_year=s.first_year,
        wage_code=int(s.wage_code) if s.wage_code.isdigit() else None,
        phase=s.phase,
    )


def _with_hours(s: exchange.Segment) -> rules.Segment:
    return replace(segment(s), q=s.q_hundredths, s=s.s_hundredths)
