"""A month for many people at once: facts in, calculations out. One whose facts are bad is refused alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from capac.core.money import half_up
from capac.core.period import Month
from capac.rules import bareme, withholdings
from capac.rules.facts import CaseError, Facts, Segment, check
from capac.rules.full_unemployment import Days, Why, count, worked_sundays
from capac.rules.grid import Grid, build
from capac.rules.parameters import MissingParameterError, Parameter, parameter
from capac.rules.vector import SegmentSteps, Steps, pack

HALVES = 2


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
    def withheld(self) -> tuple[withholdings.Withheld, ...]:
        """What is kept back for others."""
        return self._steps.withheld

    @property
    def payable_cents(self) -> int:
        """What goes to the client."""
        return self._steps.payable_cents


@dataclass(frozen=True)
class _Priced:
    """A segment with its amounts in cents and the parameters that gave them."""

    segment: Segment
    daily: int
    half: int
    parameters: tuple[Parameter, ...]


def calculate(month: Month, people: Sequence[Facts]) -> list[Calculation]:
    """One calculation a person, in order."""
    answers: list[Calculation | None] = [None] * len(people)
    prices: list[tuple[_Priced, ...]] = []
    fit: list[int] = []
    for number, facts in enumerate(people):
        try:
            check(facts)
            prices.append(tuple(_price(segment, facts) for segment in facts.segments))
            fit.append(number)
        except (CaseError, MissingParameterError) as error:
            answers[number] = _refused(facts, error)
    for number, calculation in zip(fit, _computed(month, [people[n] for n in fit], prices), strict=True):
        answers[number] = calculation
    return [answer for answer in answers if answer is not None]


def _computed(month: Month, people: list[Facts], prices: list[tuple[_Priced, ...]]) -> list[Calculation]:
    if not people:
        return []
    grid = build(month, people)
    days = count(grid)
    halves = _halves_by_segment(grid, days, max(map(len, prices)))
    sundays = worked_sundays(grid).sum(axis=1).tolist()
    stored = _stored_days(grid, days)
    taken = zip(days.holidays_first.tolist(), days.december.tolist(), sundays, strict=True)
    rows = zip(people, prices, halves.tolist(), stored, taken, strict=True)
    return [_person(month, *row) for row in rows]


def _halves_by_segment(grid: Grid, days: Days, segments: int) -> NDArray[np.int64]:
    """Halves of each segment; a worked Sunday takes two of its own segment's, never below zero (AR art. 109)."""
    sundays = worked_sundays(grid)
    columns = []
    for number in range(segments):
        inside = grid.segment == number
        total = np.where(inside, days.halves, 0).sum(axis=1, dtype=np.int64)
        columns.append(np.maximum(0, total - HALVES * (sundays & inside).sum(axis=1)))
    return np.stack(columns, axis=1)


def _stored_days(grid: Grid, days: Days) -> list[list[tuple[Why, int]]]:
    inside = grid.in_month
    whys, halves = days.why[:, inside].tolist(), days.halves[:, inside].tolist()
    reasons = {int(reason): reason for reason in Why}
    return [
        [(reasons[why], half) for why, half in zip(row_why, row_half, strict=True)]
        for row_why, row_half in zip(whys, halves, strict=True)
    ]


def _person(
    month: Month,
    facts: Facts,
    priced: tuple[_Priced, ...],
    halves: list[int],
    days: list[tuple[Why, int]],
    taken: tuple[int, int, int],
) -> Calculation:
    """Money of one person: gross by segment, tax on the taxed segments, withholdings in their order."""
    try:
        steps = _steps(month, facts, priced, halves=halves, days=days, taken=taken)
    except MissingParameterError as error:
        return _refused(facts, error)
    return Calculation(facts.scheme, month, steps, pack(steps))


def _steps(
    month: Month,
    facts: Facts,
    priced: tuple[_Priced, ...],
    *,
    halves: list[int],
    days: list[tuple[Why, int]],
    taken: tuple[int, int, int],
) -> Steps:
    segments = tuple(_segment_steps(p, halves[n], month) for n, p in enumerate(priced))
    gross = sum(segment.gross_cents for segment in segments)
    taxed = sum(segment.gross_cents for segment in segments if segment.taxed)
    used = [item for p in priced for item in p.parameters] + _shown(month)
    doubted = any(_uncertain_tax(p) for p, s in zip(priced, segments, strict=True) if s.taxed)
    tax = 0
    if taxed:
        tax, rates = withholdings.tax(taxed, month.first, doubted=doubted)
        used += rates
    kept, more = withholdings.withhold(
        facts.withholdings, gross_cents=gross, net_cents=gross - tax, on=month.last
    )
    names = dict.fromkeys((item.name, item.since) for item in used + more)
    first, december, sundays = taken
    return Steps(
        month, segments, tuple(days), first, december, sundays, facts.secondary_income_cents or 0, gross, tax,
        doubted, tuple(kept), tuple(names),
    )  # fmt: skip


def _segment_steps(priced: _Priced, halves: int, month: Month) -> SegmentSteps:
    gross = halves // HALVES * priced.daily + (halves & 1) * priced.half
    segment = priced.segment
    return SegmentSteps(
        segment.first, halves, priced.daily, priced.half, gross, segment.family, _is_taxed(priced, month.first)
    )  # fmt: skip


def _is_taxed(priced: _Priced, on: date) -> bool:
    """Cohabitants are taxed, except on a fixed amount of the second period (annexe III, point 79; reading 17)."""
    segment = priced.segment
    if segment.family != "B" or segment.first_year:
        return segment.family == "B"
    if segment.phase in bareme.FIXED_PHASES:
        return False
    return segment.daily_cents not in bareme.fixed_cohabitant_amounts(on)


def _uncertain_tax(priced: _Priced) -> bool:
    return priced.segment.family == "B" and not priced.segment.first_year


def _price(segment: Segment, facts: Facts) -> _Priced:
    """Daily and half amount: from the C2 itself, or from the barème; less secondary income (AR art. 130)."""
    daily = segment.daily_cents
    used: tuple[Parameter, ...] = ()
    if daily is None:
        found = _from_bareme(segment, facts.month.last)
        daily, used = found.cents, found.parameters
    half = segment.half_cents
    if facts.secondary_income_cents is not None:
        free = parameter("secondary_income_free", facts.month.first)
        above = facts.secondary_income_cents - bareme.indexed_cents(free.ten_thousandths, facts.month.first)
        daily, half, used = (
            max(0, daily - max(0, above)),
            None,
            (*used, free, bareme.multiplier(facts.month.first)),
        )
    return _Priced(segment, daily, half if half is not None else half_up(daily, HALVES), used)


def _from_bareme(segment: Segment, on: date) -> bareme.Daily:
    assert segment.wage_code is not None
    try:
        return bareme.daily_amount(segment.wage_code, family=segment.family, phase=segment.phase, on=on)
    except KeyError as error:
        raise CaseError(
            "wage_code", fact="wage_code", field="authorisation.wage_code", rule="AM 26.11.1991 art. 69"
        ) from error


def _shown(month: Month) -> list[Parameter]:
    """The index under which the month stands is always shown, settled or not."""
    try:
        return [parameter("index_multiplier", month.first)]
    except MissingParameterError:
        return []


def _refused(facts: Facts, error: CaseError | MissingParameterError) -> Calculation:
    if isinstance(error, MissingParameterError):
        arguments = {"name": error.name, "on": str(error.on)}
        refusal = Refusal("parameter_missing", error.name, error.name, "docs/coverage.md", arguments)
    else:
        refusal = Refusal(error.message, error.fact, error.field, error.rule, error.arguments)
    return Calculation(facts.scheme, facts.month, None, b"", refusal)
