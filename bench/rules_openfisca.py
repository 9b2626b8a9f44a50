"""The sub-set of rules_others.py as a country of OpenFisca-core: variables of days and of months, a parameter of bands.

One variable a concept, as its country packages are written, so that each step can be asked for, as each of ours can.
"""

# The library is not typed, and its variables are classes named as the law's words.
# mypy: ignore-errors

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
from openfisca_core import periods
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.populations import ADD
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from bench.rules_others import TAX, Law

PERSON = build_entity(key="person", plural="persons", label="A person", is_person=True)
DAY, MONTH = periods.DateUnit.DAY, periods.DateUnit.MONTH
SATURDAY, SUNDAY = 5, 6


def system(law: Law) -> TaxBenefitSystem:
    """The country, under a seizure scale."""
    country = TaxBenefitSystem([PERSON])
    for variable in VARIABLES:
        country.add_variable(variable)
    country.parameters = ParameterNode(data=_parameters(law))
    return country


def _parameters(law: Law) -> dict[str, Any]:
    """Rates and bands in force since before the month; thresholds in cents."""

    def since(value: float) -> dict[str, Any]:
        return {"2020-01-01": {"value": value}}

    bands = ((0, 0.0), (law.free, 0.2), (law.fifth, 0.4), (law.two_fifths, 1.0))
    return {
        "tax": {"values": since(TAX / 10_000)},
        "child": {"values": since(law.child)},
        "seizable": {"brackets": [{"threshold": since(low), "rate": since(rate)} for low, rate in bands]},
    }


class Code(Enum):
    """What a card says of a day."""

    nothing = "nothing"
    worked = "worked"
    sick = "sick"
    paid_holiday = "paid holiday"
    holiday = "holiday"
    absent = "absent"
    public_holiday_paid = "public holiday, paid"


class card(Variable):
    """What the card says of a day."""

    value_type = Enum
    possible_values = Code
    default_value = Code.nothing
    entity = PERSON
    definition_period = DAY


class daily_amount(Variable):
    """The daily amount, in cents."""

    value_type = float
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


class free(Variable):
    """A day that nothing takes away."""

    value_type = bool
    entity = PERSON
    definition_period = DAY

    def formula(person: Any, period: Any) -> Any:
        """Nothing is marked, or a holiday that nobody pays."""
        said = person("card", period)
        return (said == Code.nothing) + (said == Code.holiday)


class not_payable(Variable):
    """A day that cannot be paid, for the Saturday."""

    value_type = bool
    entity = PERSON
    definition_period = DAY

    def formula(person: Any, period: Any) -> Any:
        """Marked, and no holiday."""
        return ~(person("free", period) + (person("card", period) == Code.paid_holiday))


class article_44(Variable):
    """A day of AR art. 44."""

    value_type = bool
    entity = PERSON
    definition_period = DAY

    def formula(person: Any, period: Any) -> Any:
        """Worked, or paid by the employer."""
        said = person("card", period)
        return (said == Code.worked) + (said == Code.public_holiday_paid)


class halves(Variable):
    """Half allowances of a day; a worked Sunday takes two away."""

    value_type = int
    entity = PERSON
    definition_period = DAY

    def formula(person: Any, period: Any) -> Any:
        """By the day of the week."""
        weekday = period.start.date.weekday()
        if weekday == SUNDAY:
            return -2 * (person("card", period) == Code.worked)
        if weekday == SATURDAY:
            lowered = np.where(person("saturday_halved", period), 1, 2)
            return np.where(person("free", period) * ~person("saturday_lost", period), lowered, 0)
        return 2 * person("free", period)


def _before(period: Any, days: int) -> Any:
    """So many days before."""
    return periods.period(f"day:{period.start.date - timedelta(days)}")


class worked_in_week(Variable):
    """Days of AR art. 44 in the week from Sunday that ends on this Saturday."""

    value_type = int
    entity = PERSON
    definition_period = DAY

    def formula(person: Any, period: Any) -> Any:
        """Six days."""
        return sum(person("article_44", _before(period, days)) * 1 for days in range(1, 7))


class saturday_halved(Variable):
    """Two days of AR art. 44 in its week."""

    value_type = bool
    entity = PERSON
    definition_period = DAY

    def formula(person: Any, period: Any) -> Any:
        """From two on."""
        return person("worked_in_week", period) >= 2


class saturday_lost(Variable):
    """Four days of AR art. 44, five days that cannot be paid, or Friday and Monday."""

    value_type = bool
    entity = PERSON
    definition_period = DAY

    def formula(person: Any, period: Any) -> Any:
        """Any of the three; five days of sickness do not count."""
        week = [_before(period, days) for days in range(1, 6)]
        five = np.logical_and.reduce([person("not_payable", day) for day in week])
        sick = np.logical_and.reduce([person("card", day) == Code.sick for day in week])
        between = person("not_payable", week[0]) * person("not_payable", _before(period, -2))
        return (person("worked_in_week", period) >= 4) + five * ~sick + between


class days(Variable):
    """Half allowances of the month."""

    value_type = int
    entity = PERSON
    definition_period = MONTH

    def formula(person: Any, period: Any) -> Any:
        """All days together, never below zero."""
        return np.maximum(0, person("halves", period, options=[ADD]))


class gross(Variable):
    """Gross, in cents."""

    value_type = float
    entity = PERSON
    definition_period = MONTH

    def formula(person: Any, period: Any) -> Any:
        """Whole allowances, and one half, half-up."""
        number, amount = person("days", period), person("daily_amount", period)
        return number // 2 * amount + number % 2 * np.floor((amount + 1) / 2)


class tax(Variable):
    """Tax, in cents, rounded down."""

    value_type = float
    entity = PERSON
    definition_period = MONTH

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        """One rate."""
        exact = person("gross", period).astype(np.float64) * parameters(period).tax
        return person("taxed", period) * np.floor(exact + 1e-6)


class net(Variable):
    """Net, in cents."""

    value_type = float
    entity = PERSON
    definition_period = MONTH

    def formula(person: Any, period: Any) -> Any:
        """Gross less tax."""
        return person("gross", period) - person("tax", period)


class seized(Variable):
    """What is seized, in cents, half-up."""

    value_type = float
    entity = PERSON
    definition_period = MONTH

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        """By bands, less an amount a child, no more than the net."""
        net, children, law = person("net", period), person("children", period), parameters(period)
        part = np.floor(law.seizable.calc(net.astype(np.float64)) + 0.5)
        return (children >= 0) * np.minimum(net, np.maximum(0, part - children * law.child))


class payable(Variable):
    """Paid, in cents."""

    value_type = float
    entity = PERSON
    definition_period = MONTH

    def formula(person: Any, period: Any) -> Any:
        """Net less what is seized."""
        return person("net", period) - person("seized", period)


VARIABLES = (
    card, daily_amount, taxed, children, free, not_payable, article_44, halves, worked_in_week, saturday_halved,
    saturday_lost, days, gross, tax, net, seized, payable,
)  # fmt: skip
