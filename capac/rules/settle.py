"""After the rule of a scheme: gross, tax, what is kept back, and the steps of each person. One way for all schemes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from capac.core.period import Month
from capac.rules import tax, withholdings
from capac.rules.facts import Facts
from capac.rules.figures import FIGURES, PLACE
from capac.rules.grid import Wide
from capac.rules.parameters import MissingParameterError, Parameter, parameter
from capac.rules.sheet import Batch, Days, Lines, Price, Sheet, totals
from capac.rules.steps import PERSON, REASONS, SegmentSteps, Steps, Told

Outcome = Steps | MissingParameterError


def settle(scheme: str, batch: Batch, sheet: Sheet) -> Iterator[Outcome]:
    """The steps of each person in order, or the parameter that is not known for one of them."""
    people = len(batch.people)
    prices = [price for priced in batch.prices for price in priced]
    is_taxed = np.array([price.taxed for price in prices], np.bool_)
    gross = totals(sheet.lines, sheet.lines.gross, people).tolist()
    taxed = totals(sheet.lines, np.where(is_taxed, sheet.lines.gross, 0), people).tolist()
    segments = _segments(sheet.lines, batch)
    figures = _figures(sheet, batch)
    days = _days(sheet.days, people)
    for number, facts in enumerate(batch.people):
        try:
            yield _steps(
                scheme, facts, batch.prices[number], amounts=(gross[number], taxed[number]),
                segments=segments[number], told=figures[number], days=days[number],
            )  # fmt: skip
        except MissingParameterError as error:
            yield error


def _steps(
    scheme: str,
    facts: Facts,
    prices: Sequence[Price],
    *,
    amounts: tuple[int, int],
    segments: tuple[SegmentSteps, ...],
    told: tuple[Told, ...],
    days: bytes,
) -> Steps:
    """Tax on the taxed part, then the withholdings in their order, and every parameter used, once each."""
    month, (gross, taxed) = facts.month, amounts
    used = [item for price in prices for item in price.parameters]
    used += [] if scheme == "activation" else _index(month)
    doubted = any(price.doubted for price in prices if price.taxed)
    due, basis = 0, 0
    if taxed:
        rate = tax.rate(scheme, month.first)
        basis, due = rate.number, tax.of(taxed, rate.number)
        used += tax.shown(scheme, month.first, doubted=doubted)
        doubted |= rate.status == "uncertain"
    kept, more = withholdings.withhold(
        facts.withholdings, gross_cents=gross, net_cents=gross - due, on=month.last
    )
    return Steps(
        month=month,
        scheme=scheme,
        segments=segments,
        day_block=days,
        figures=told,
        gross_cents=gross,
        tax_cents=due,
        tax_rate=basis,
        tax_uncertain=doubted,
        withheld=tuple(kept),
        parameters=tuple(dict.fromkeys((item.name, item.since) for item in used + more)),
    )


def _segments(lines: Lines, batch: Batch) -> list[tuple[SegmentSteps, ...]]:
    """The lines of each person with their amounts."""
    found: list[list[SegmentSteps]] = [[] for _ in batch.people]
    columns = (lines.person, lines.segment, lines.halves, lines.daily, lines.half, lines.gross, lines.by_half)
    for person, place, halves, daily, half, gross, by_half in zip(
        *(c.tolist() for c in columns), strict=True
    ):
        price = batch.prices[person][place]
        first, family = price.segment.first, price.segment.family
        step = SegmentSteps(
            first, halves, daily, half, gross, family, price.taxed, by_half, price.occupation
        )  # fmt: skip
        found[person].append(step)
    return [tuple(row) for row in found]


def _figures(sheet: Sheet, batch: Batch) -> list[tuple[Told, ...]]:
    """What is told of each line and then of its person; a figure of nothing is not kept."""
    people = len(batch.people)
    found: list[list[Told]] = [[] for _ in range(people)]
    income = [facts.secondary_income_cents or 0 for facts in batch.people]
    figures = {**sheet.figures, "secondary_income": np.array(income, np.int64)}
    for name in sorted(sheet.line_figures, key=PLACE.__getitem__):
        _tell(found, name, sheet.line_figures[name], sheet.lines.person, _places(sheet.lines))
    for row in found:
        row.sort(key=lambda told: told.segment)
    for name in sorted(figures, key=PLACE.__getitem__):
        _tell(found, name, figures[name], np.arange(people), np.full(people, PERSON))
    return [tuple(row) for row in found]


def _tell(found: list[list[Told]], name: str, values: Wide, people: Wide, places: Wide) -> None:
    kept = np.arange(len(values)) if FIGURES[PLACE[name]].always else np.flatnonzero(values)
    for row in kept.tolist():
        found[int(people[row])].append(Told(name, int(values[row]), int(places[row])))


def _places(lines: Lines) -> Wide:
    """The place of each line among its person's."""
    starts = np.searchsorted(lines.person, lines.person)
    return np.arange(len(lines.person)) - starts


def _days(days: Days | None, people: int) -> list[bytes]:
    """The days of each person, a byte a day; none where the rule did not look at days."""
    if days is None:
        return [b""] * people
    block = (days.why.astype(np.uint8) * REASONS + days.halves.astype(np.uint8)).tobytes()
    width = days.why.shape[1]
    rows = (block[start : start + width] for start in range(0, len(block), width))
    return [row if row[0] else b"" for row in rows]


def _index(month: Month) -> list[Parameter]:
    """The index under which the amounts of a C2 stand is always shown, settled or not."""
    try:
        return [parameter("index_multiplier", month.first)]
    except MissingParameterError:
        return []
