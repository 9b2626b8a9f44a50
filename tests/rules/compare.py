"""Two opinions on the same drawn cases: the product's for a whole batch at once, the plain one case by case."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from capac.rules.api import calculate
from capac.rules.explain import sums
from capac.rules.reading import facts_of
from tests.rules import drawn_days, drawn_hours
from tests.rules.second_opinion import guarantee, hours, kept, part_time, plain

Case = dict[str, Any]
DRAWS: dict[str, Callable[[random.Random], Case]] = {
    "full_unemployment": drawn_days.full_unemployment,
    "insertion_allowance": drawn_days.insertion_allowance,
    "voluntary_part_time": drawn_days.voluntary_part_time,
    "temporary_unemployment": drawn_hours.temporary_unemployment,
    "youth_holiday": drawn_hours.youth_holiday,
    "activation": drawn_hours.activation,
    "income_guarantee": drawn_hours.income_guarantee,
}
"""How cases of a scheme are drawn; youth and senior holidays are drawn together."""
OPINIONS: dict[str, Callable[[Case], dict[str, Any]]] = {
    "full_unemployment": plain.month,
    "insertion_allowance": plain.month,
    "voluntary_part_time": part_time.month,
    "temporary_unemployment": hours.temporary,
    "youth_holiday": hours.holidays,
    "senior_holiday": hours.holidays,
    "activation": hours.activation,
    "income_guarantee": guarantee.month,
}
BATCH = 1000


def differences(scheme: str, number: int, seed: int) -> Iterator[tuple[Case, Any, Any]]:
    """The cases on which the two opinions differ, with both answers, as they are found."""
    pick = random.Random(seed)
    for start in range(0, number, BATCH):
        cases = [drawn(scheme, pick) for _ in range(min(BATCH, number - start))]
        for case, mine, other in zip(cases, ours(cases), map(theirs, cases), strict=True):
            if mine != other:
                yield case, mine, other


def drawn(scheme: str, pick: random.Random) -> Case:
    """A case of a scheme, a third of them with something kept back."""
    case = DRAWS[scheme](pick)
    return case | {"withholdings": asked(pick)} if pick.random() < 0.3 else case


def asked(pick: random.Random) -> dict[str, Any]:
    """Seizures with children, maintenance and other incomes, assignments, recoveries, a settlement."""
    seizure: dict[str, Any] = {"children": pick.randrange(4)}
    if pick.random() < 0.3:
        seizure["maintenance"] = f"{pick.randrange(0, 900)}.00"
    if pick.random() < 0.3:
        seizure |= {
            "other_income": f"{pick.randrange(0, 2500)}.50",
            "other_income_is_wage": pick.random() < 0.5,
        }
    found: dict[str, Any] = {"seizure": seizure} if pick.random() < 0.8 else {}
    if pick.random() < 0.3:
        found["assignment"] = f"{pick.randrange(0, 400)}.25"
    for name in ("recovery_ex_officio", "full_recovery", "collective_debt_settlement"):
        if pick.random() < 0.15:
            found[name] = True
    return found


def ours(cases: list[Case]) -> list[dict[str, Any]]:
    """The product's figures, computed a month at a time."""
    by_month: dict[str, list[int]] = defaultdict(list)
    for number, case in enumerate(cases):
        by_month[case["month"]].append(number)
    answers: list[dict[str, Any]] = [{}] * len(cases)
    for numbers in by_month.values():
        facts = [facts_of(cases[number]) for number in numbers]
        for number, calculation in zip(numbers, calculate(facts[0].month, facts), strict=True):
            assert calculation.steps is not None, (cases[number], calculation.refusal)
            told = sums(calculation.steps)
            told["withheld"] = [[item["kind"], item["amount"]] for item in told["withheld"]]
            answers[number] = told
    return answers


def theirs(case: Case) -> dict[str, Any]:
    """The plain figures, with what is kept back."""
    told = OPINIONS[case["scheme"]](case)
    gross, net = Fraction(told["gross"]), Fraction(told["gross"]) - Fraction(told["tax"])
    withheld = kept.kept(case, gross, net)
    payable = net - sum(Fraction(amount) for _, amount in withheld)
    return told | {"net": hours.money(net), "withheld": withheld, "payable": hours.money(Fraction(payable))}
