"""A month for many people at once: facts in, calculations out. One whose facts are bad is refused alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from capac.core.period import Month
from capac.rules.batch import Batch, Wide
from capac.rules.checks import check
from capac.rules.facts import CaseError, Facts
from capac.rules.gather import gather
from capac.rules.parameters import MissingParameterError
from capac.rules.schemes import RULES
from capac.rules.settle import Outcome, settle
from capac.rules.steps import Steps
from capac.rules.vector import unpack
from capac.rules.vector_columns import pack_all
from capac.rules.withholdings import Withheld


@dataclass(frozen=True)
class Refusal:
    """Why a month was not computed: a fact that is wrong or missing, or a parameter that is not known."""

    message: str
    fact: str
    field: str
    rule: str
    arguments: dict[str, str]


@dataclass(frozen=True)
class Computed:
    """What a batch came to: `outcome` of the people at `places`, and why each of the others was refused."""

    outcome: Outcome | None
    places: Wide
    refused: Mapping[int, Refusal]


@dataclass(frozen=True)
class Calculation:
    """A month computed, or refused. Money in cents; `vector` holds every step."""

    scheme: str
    month: Month
    vector: bytes
    refusal: Refusal | None = None

    @cached_property
    def steps(self) -> Steps:
        """Every step."""
        assert self.refusal is None, "a refused month has no figures"
        return unpack(self.vector)

    @property
    def daily_cents(self) -> int:
        """The daily amount that applies: the last segment's; 0 where nothing is authorised."""
        segments = self.steps.segments
        return segments[-1].daily_cents if segments else 0

    @property
    def allowances_halves(self) -> int:
        """Halves paid."""
        return self.steps.allowances_halves

    @property
    def gross_cents(self) -> int:
        """Gross."""
        return self.steps.gross_cents

    @property
    def tax_cents(self) -> int:
        """Withholding tax."""
        return self.steps.tax_cents

    @property
    def net_cents(self) -> int:
        """Gross less tax."""
        return self.steps.net_cents

    @property
    def withheld(self) -> tuple[Withheld, ...]:
        """What is kept back for others."""
        return self.steps.withheld

    @property
    def payable_cents(self) -> int:
        """What goes to the client."""
        return self.steps.payable_cents


def calculate(month: Month, people: Sequence[Facts]) -> list[Calculation]:
    """One calculation a person, in order, whatever their schemes."""
    answers: dict[int, Calculation] = {}
    ready: dict[str, list[int]] = {}
    for place, facts in enumerate(people):
        try:
            check(facts)
        except CaseError as error:
            answers[place] = Calculation(facts.scheme, month, b"", refusal_of(error))
        else:
            ready.setdefault(facts.scheme, []).append(place)
    for scheme, places in ready.items():
        computed = compute(gather(month, scheme, [people[place] for place in places]))
        for row, refusal in computed.refused.items():
            answers[places[row]] = Calculation(scheme, month, b"", refusal)
        if computed.outcome:
            for row, vector in zip(computed.places.tolist(), pack_all(computed.outcome), strict=True):
                answers[places[row]] = Calculation(scheme, month, vector)
    return [answers[place] for place in range(len(people))]


def compute(batch: Batch) -> Computed:
    """A batch whose facts were checked. Whoever needs what is not known is refused; the others are computed."""
    batch = replace(batch, segments=batch.segments.joined())
    places, refused = np.arange(len(batch)), dict[int, Refusal]()
    while len(batch):
        tried = _tried(batch)
        if isinstance(tried, Outcome):
            return Computed(tried, places, refused)
        refused |= {int(places[row]): refusal_of(error) for row, error in tried.items()}
        stays = np.ones(len(batch), np.bool_)
        stays[list(tried)] = False
        batch, places = batch.of_people(stays), places[stays]
    return Computed(None, places, refused)


def _tried(batch: Batch) -> Outcome | Mapping[int, CaseError | MissingParameterError]:
    """The outcome of all, or who must be refused first."""
    rule = RULES[batch.scheme]
    priced = rule.lines(batch)
    if priced.refused:
        return priced.refused
    outcome = settle(batch, rule.sheet(batch, priced), priced.shown)
    return outcome.refused or outcome


def refusal_of(error: CaseError | MissingParameterError) -> Refusal:
    """What is wrong with a month, or not known."""
    if isinstance(error, MissingParameterError):
        arguments = {"name": error.name, "on": str(error.on)}
        return Refusal("parameter_missing", error.name, error.name, "docs/coverage.md", arguments)
    return Refusal(error.message, error.fact, error.field, error.rule, error.arguments)
