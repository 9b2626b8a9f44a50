"""A month for many people at once: facts in, calculations out. One whose facts are bad is refused alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from capac.core.period import Month
from capac.rules.checks import check
from capac.rules.facts import CaseError, Facts, joined
from capac.rules.parameters import MissingParameterError
from capac.rules.schemes import RULES
from capac.rules.settle import settle
from capac.rules.sheet import Batch, Price
from capac.rules.steps import Steps
from capac.rules.vector import pack
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
class Calculation:
    """A month computed, or refused. Money in cents; `vector` holds every step."""

    scheme: str
    month: Month
    steps: Steps | None
    vector: bytes
    refusal: Refusal | None = None

    @property
    def daily_cents(self) -> int:
        """The daily amount that applies: the last segment's; 0 where nothing is authorised."""
        segments = self._steps.segments
        return segments[-1].daily_cents if segments else 0

    @property
    def _steps(self) -> Steps:
        assert self.steps is not None, "a refused month has no figures"
        return self.steps

    @property
    def allowances_halves(self) -> int:
        """Halves paid."""
        return self._steps.allowances_halves

    @property
    def gross_cents(self) -> int:
        """Gross."""
        return self._steps.gross_cents

    @property
    def tax_cents(self) -> int:
        """Withholding tax."""
        return self._steps.tax_cents

    @property
    def net_cents(self) -> int:
        """Gross less tax."""
        return self._steps.net_cents

    @property
    def withheld(self) -> tuple[Withheld, ...]:
        """What is kept back for others."""
        return self._steps.withheld

    @property
    def payable_cents(self) -> int:
        """What goes to the client."""
        return self._steps.payable_cents


def calculate(month: Month, people: Sequence[Facts]) -> list[Calculation]:
    """One calculation a person, in order, whatever their schemes."""
    answers: list[Calculation | None] = [None] * len(people)
    ready: dict[str, list[tuple[int, Facts, tuple[Price, ...]]]] = {}
    for number, given in enumerate(people):
        try:
            facts = _fit(given)
            priced = (number, facts, RULES[facts.scheme].prices(facts))
        except (CaseError, MissingParameterError) as error:
            answers[number] = refused(given, error)
        else:
            ready.setdefault(facts.scheme, []).append(priced)
    for scheme, rows in ready.items():
        batch = Batch(month, [facts for _, facts, _ in rows], [prices for _, _, prices in rows])
        for (number, _, _), calculation in zip(rows, _computed(scheme, batch), strict=True):
            answers[number] = calculation
    return [answer for answer in answers if answer is not None]


def _fit(given: Facts) -> Facts:
    """Facts that a rule can use. Raises CaseError."""
    check(given)
    return replace(given, segments=joined(given.segments)) if len(given.segments) > 1 else given


def _computed(scheme: str, batch: Batch) -> Iterator[Calculation]:
    """The rule of the scheme for all at once, then the money of each."""
    for facts, steps in zip(batch.people, settle(scheme, batch, RULES[scheme].sheet(batch)), strict=True):
        if isinstance(steps, MissingParameterError):
            yield refused(facts, steps)
        else:
            yield Calculation(scheme, facts.month, steps, pack(steps))


def refused(facts: Facts, error: CaseError | MissingParameterError) -> Calculation:
    """A month that cannot be computed, with what is wrong or not known."""
    if isinstance(error, MissingParameterError):
        arguments = {"name": error.name, "on": str(error.on)}
        refusal = Refusal("parameter_missing", error.name, error.name, "docs/coverage.md", arguments)
    else:
        refusal = Refusal(error.message, error.fact, error.field, error.rule, error.arguments)
    return Calculation(facts.scheme, facts.month, None, b"", refusal)
