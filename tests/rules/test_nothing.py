"""A month in which nothing is authorised is a calculation like any other."""

from __future__ import annotations

from capac.core.period import Month
from capac.rules import api as rules


def test_nothing_authorised_owes_nothing_and_is_told_day_by_day() -> None:
    said = rules.nothing(Month(2026, 7), "full_unemployment")
    assert (said.gross_cents, said.tax_cents, said.payable_cents, said.allowances_halves) == (0, 0, 0, 0)
    assert (said.daily_cents, said.withheld, said.refusal) == (0, (), None)
    told = rules.render(said.vector, "en")
    assert {day.why for day in told.days} == {"outside", "sunday"}
    assert sum(day.why == "sunday" for day in told.days) == 4
    assert [step.value for step in told.steps if step.name in ("gross", "payable")] == ["0.00", "0.00"]
    assert rules.unpack(said.vector) == said.steps


def test_the_figures_of_the_law_have_one_version() -> None:
    assert rules.parameters_version() == rules.parameters_version()
    assert rules.parameters_version().startswith("rules-")
