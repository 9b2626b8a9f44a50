"""The simple sub-set of the law (days, gross, tax, ordinary seizure) from our own rules, the very functions that pay.

What rules_others.py writes anew for others stands here as calls: nothing of the law is said a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from bench.rules_others import OF, Given
from capac.rules import full_unemployment, sets, tax, withholdings
from capac.rules.batch import NONE, OPEN, YES, Batch, Card, Flags, Kept, Segments, Sets, Wide
from capac.rules.calculate import compute
from capac.rules.calendar_grid import days_of
from capac.rules.facts_table import GRID
from capac.rules.fused import by_person, mapped
from capac.rules.grid import Grid, Said
from capac.rules.sheet import half_of, worth
from capac.rules.withholdings import Scale

PART = 30_000
"""So many at a time: their columns stay near the processor."""


@by_person
def paid(
    codes: tuple[Sets, ...],
    known: Said,
    daily: Wide,
    *,
    taxed: Flags,
    children: Wide,
    rate: int,
    scale: Scale,
) -> Wide:
    """What is paid to somebody, from the days of the card to the seizure: one loop over everybody."""
    marks = sets.of_codes(codes, sets.ALL)
    worked, sick, paid_holiday, holiday, absent, public = marks.days
    said = Said(
        worked,
        sick,
        paid_holiday,
        holiday,
        absent,
        public,
        known.inside,
        known.full_pay,
        known.was_paid_before,
        known.holidays_left,
        known.month,
        known.sundays,
        known.saturdays,
    )
    month = full_unemployment.counted(said)
    halves = full_unemployment.paid(
        full_unemployment.Paid(month.whole, month.half, month.sundays), said.inside
    )
    gross = worth(halves, daily, half_of(daily))
    net = gross - tax.of(sets.where(taxed, gross, 0), rate)
    part = withholdings.seizable(net, scale, children=children, with_wage=False)
    taken: Wide = sets.where(children >= 0, np.minimum(part, net), 0)
    return net - taken


def ours(given: Given) -> Callable[[], Any]:
    """The sub-set, on every core. Days are a byte each, a row a person, as a table of facts has them."""
    rows = np.zeros((len(given.daily), GRID), np.uint8)
    rows[:, : len(given.code)] = given.code.T
    codes, known = tuple(rows.view(np.uint64).T), _known()
    rate, scale = tax.rate("full_unemployment", OF.first).number, withholdings.scale_on(OF.last)

    def part(place: slice) -> Any:
        days = tuple(one[place] for one in codes)
        return paid(
            days, known, given.daily[place], taxed=given.taxed[place], children=given.children[place],
            rate=rate, scale=scale,
        )  # fmt: skip

    return _on_every_core(part, len(given.daily))


def ours_whole(given: Given) -> Callable[[], Any]:
    """The whole rule of the engine on the same people: every reason of every day, every figure, every parameter."""
    batches = {place.start: _batch(given, place) for place in _places(len(given.daily))}

    def part(place: slice) -> Any:
        outcome = compute(batches[place.start]).outcome
        assert outcome is not None
        return outcome.payable

    return _on_every_core(part, len(given.daily))


def _on_every_core(part: Callable[[slice], Any], size: int) -> Callable[[], Any]:
    def run() -> Any:
        with ThreadPoolExecutor() as pool:
            return np.concatenate(list(pool.map(part, _places(size))))

    return run


def _places(size: int, rows: int = PART) -> Iterator[slice]:
    return (slice(start, start + rows) for start in range(0, size, rows))


def _known() -> Said:
    """The calendar of the month, an authorisation that covers it, and a month before that was paid."""
    grid = Grid(
        _batch(Given(np.zeros((len(days_of(OF).dates), 1)), *(np.zeros(1, np.int64),) * 3), slice(0, 1))
    )
    said: Said = mapped(grid.said, lambda column: column[0])
    return said


def _batch(given: Given, place: slice) -> Any:
    """The same people as a batch of the engine, which keeps every step of them."""
    daily, taxed, children = given.daily[place], given.taxed[place], given.children[place]
    size = len(daily)
    zero, none, no = np.zeros(size, np.int64), np.full(size, NONE), np.zeros(size, np.bool_)
    small = np.full(size, -1, np.int8)
    segments = Segments(
        person=np.arange(size), first=zero + OF.first.toordinal() - 90, last=zero + OPEN, daily=daily, half=none,
        wage_code=none, q=none, s=none, family=np.where(taxed, 2, 0).astype(np.int8),
        first_year=np.full(size, YES, np.int8), phase=small, regime=small,
    )  # fmt: skip
    card = Card(*(sets.of_rows(np.equal(given.code[:, place].T, code)) for code in range(1, 7)))
    kept = Kept(np.where(children < 0, NONE, children), zero, zero, zero, no, no, no, no)
    return Batch(
        month=OF, scheme="full_unemployment", segments=segments, card=card, full_pay=np.zeros(size, np.uint8),
        paid_before=np.full(size, YES, np.int8), holidays_left=zero, secondary_income=none, kept=kept, own={},
    )  # fmt: skip
