"""The sub-set of rules_others.py as a country of OpenFisca-core: variables of days and of months."""

# The library is not typed, and its variables are classes named as the law's words.
# mypy: ignore-errors

from __future__ import annotations

from typing import Any

import numpy as np
from openfisca_core import periods
from openfisca_core.entities import build_entity
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from bench.rules_others import HOLIDAY, PAID_HOLIDAY, PUBLIC, SICK, TAX, WORKED, Law

PERSON = build_entity(key="person", plural="persons", label="A person", is_person=True)
DAY, MONTH = periods.DateUnit.DAY, periods.DateUnit.MONTH
SATURDAY, SUNDAY = 5, 6


def system(law: Law) -> TaxBenefitSystem:
    """The country, under a seizure scale."""
    country = TaxBenefitSystem([PERSON])
    for variable in (card, daily, taxed, children, halves, gross, net):
        country.add_variable(variable)
    country.add_variable(_payable(law))
    return country


def _lost(card: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return (card != 0) & (card != HOLIDAY) & (card != PAID_HOLIDAY)


class card(Variable):
    """What the card says of a day."""

    value_type = int
    entity = PERSON
    definition_period = DAY


class daily(Variable):
    """The daily amount, in cents."""

    value_type = int
    entity = PERSON
    definition_period = MONTH


class taxed(Variable):
    """Whether tax is due."""

    value_type = bool
    entity = PERSON
    definition_period = MONTH


class children(Variable):
    """Children of somebody whose income is seized; -1 for others."""

    value_type = int
    entity = PERSON
    definition_period = MONTH


class halves(Variable):
    """Half allowances of a day; a worked Sunday takes two away."""

    value_type = int
    entity = PERSON
    definition_period = DAY

    def formula(person: Any, period: Any) -> Any:
        """By the day of the week."""
        card, weekday = person("card", period), period.start.date.weekday()
        if weekday == SUNDAY:
            return -2 * (card == WORKED)
        free = (card == 0) | (card == HOLIDAY)
        if weekday != SATURDAY:
            return 2 * free
        week = [person("card", period.offset(-n)) for n in range(1, 7)]
        worked = sum(((one == WORKED) | (one == PUBLIC)).astype(int) for one in week)
        five = np.all([_lost(one) for one in week[:5]], axis=0) & ~np.all(
            [one == SICK for one in week[:5]], axis=0
        )
        gone = (worked >= 4) | five | (_lost(week[0]) & _lost(person("card", period.offset(2))))
        return np.where(~free | gone, 0, np.where(worked >= 2, 1, 2))


class gross(Variable):
    """gross, in cents."""

    value_type = int
    entity = PERSON
    definition_period = MONTH

    def formula(person: Any, period: Any) -> Any:
        """Whole allowances, and one half."""
        halves = np.maximum(0, sum(person("halves", day) for day in period.get_subperiods(DAY)))
        daily = person("daily", period)
        return halves // 2 * daily + halves % 2 * ((daily + 1) // 2)


class net(Variable):
    """net, in cents."""

    value_type = int
    entity = PERSON
    definition_period = MONTH

    def formula(person: Any, period: Any) -> Any:
        """Less tax, rounded down."""
        gross = person("gross", period)
        return gross - np.where(person("taxed", period), gross.astype(np.int64) * TAX // 10_000, 0)


def _payable(law: Law) -> type[Variable]:
    """The last variable, under a scale."""

    class payable(Variable):
        """Paid, in cents."""

        value_type = int
        entity = PERSON
        definition_period = MONTH

        def formula(person: Any, period: Any) -> Any:
            """Less the seizable part, by bands."""
            net = person("net", period).astype(np.int64)
            children = person("children", period)
            part = np.clip(net - law.free, 0, law.fifth - law.free) * 20
            part += np.clip(net - law.fifth, 0, law.two_fifths - law.fifth) * 40
            part += np.maximum(net - law.two_fifths, 0) * 100
            seized = np.minimum(net, np.maximum(0, (2 * part + 100) // 200 - children * law.child))
            return net - np.where(children >= 0, seized, 0)

    return payable
