"""Activation allowance (Activa, Impulsion, SINE): a part of the wage that the payment body pays.

In words. The theoretical amount of the month x the hours for which wage is due / (4 x S), to the nearest
cent, never above the theoretical amount nor above the net wage of the month (AR art. 152quater). It is
part of the wage, so the payment body withholds no tax.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from capac.core.money import half_up
from capac.rules.batch import NONE, Batch
from capac.rules.price import Priced, first_in_use, price
from capac.rules.sheet import Sheet

WEEKS = 4


def lines(batch: Batch) -> Priced:
    """No daily amount exists: one line, of the first segment that touches the month."""
    return price(batch, first_in_use(batch))


def sheet(batch: Batch, priced: Priced) -> Sheet:
    """One line a person, whose gross is the allowance of the month."""
    theoretical, hours, weekly, wage = (
        batch.own[name] for name in ("theoretical_cents", "hours", "s", "net_wage_cents")
    )
    reckoned = half_up(theoretical * hours, WEEKS * weekly)
    capped = np.minimum(reckoned, theoretical)
    after_wage = np.where(wage == NONE, capped, np.minimum(capped, wage))
    figures = {
        "theoretical": theoretical,
        "activation_hours": hours,
        "activation_weekly_hours": weekly,
        "activation_reckoned": reckoned,
        "theoretical_cap": reckoned - capped,
        "net_wage_cap": capped - after_wage,
    }
    return Sheet(replace(priced.lines, gross=np.where(batch.touched, after_wage, 0)), figures)
