"""Activation allowance (Activa, Impulsion, SINE): a part of the wage that the payment body pays.

In words. The theoretical amount of the month x the hours for which wage is due / (4 x S), to the nearest
cent, never above the theoretical amount nor above the net wage of the month (AR art. 152quater). It is
part of the wage, so the payment body withholds no tax.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from capac.core.money import half_up
from capac.rules.facts import Activation, Facts, Segment
from capac.rules.grid import Flags
from capac.rules.sheet import Batch, Price, Sheet

WEEKS = 4


def prices(facts: Facts) -> tuple[Price, ...]:
    """No daily amount exists: one line, of the segment that touches the month, or of the month itself."""
    own = facts.segments_of_month or facts.segments or (Segment(facts.month.first, facts.month.last),)
    return (Price(own[0], 0, 0),)


def sheet(batch: Batch) -> Sheet:
    """One line a person, whose gross is the allowance of the month."""
    given = [_given(facts) for facts in batch.people]
    theoretical = batch.column([one.theoretical_cents for one in given])
    hours, weekly = batch.column([one.hours for one in given]), batch.column([one.s for one in given])
    reckoned = half_up(theoretical * hours, WEEKS * weekly)
    capped = np.minimum(reckoned, theoretical)
    wages = [one.net_wage_cents for one in given]
    known = np.array([wage is not None for wage in wages])
    after_wage = np.where(known, np.minimum(capped, batch.column([wage or 0 for wage in wages])), capped)
    figures = {
        "theoretical": theoretical,
        "activation_hours": hours,
        "activation_weekly_hours": weekly,
        "activation_reckoned": reckoned,
        "theoretical_cap": reckoned - capped,
        "net_wage_cap": capped - after_wage,
    }
    paid = np.where(_inside(batch), after_wage, 0)
    return Sheet(replace(batch.lines(), gross=paid), figures)


def _inside(batch: Batch) -> Flags:
    """An authorisation may be left out; one that is given must touch the month."""
    return np.array([not facts.segments or bool(facts.segments_of_month) for facts in batch.people])


def _given(facts: Facts) -> Activation:
    assert facts.activation is not None, "checked before"
    return facts.activation
