"""Liquidity by day around a run: what leaves our account, what ONEM advanced, what came back, what is left.

What the bank states stands as stated; from the last day stated on it is foreseen from payments and advances known.
When tax and what is withheld for others is paid over is not in a text that we know: it is told beside, not by day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from capac.core import clock
from capac.core.workdays import bank
from capac.finance import api as finance
from capac.payment import api as payment

BEFORE, AFTER = 10, 5
"""Days of the bank that are shown before and after the day of a run."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """One day, in cents. `left` is gone or with the bank, `planned` is released or waits; `stated` by the bank."""

    day: date
    left_cents: int
    planned_cents: int
    back_cents: int
    advance_cents: int
    balance_cents: int
    is_stated: bool

    @property
    def out_cents(self) -> int:
        """All that leaves on the day."""
        return self.left_cents + self.planned_cents


@dataclass(frozen=True, slots=True)
class SchemeMeans:
    """One payment type: at hand by the books, what the run takes of it while it is not in the books, what remains."""

    scheme: str
    advanced_cents: int
    at_hand_cents: int
    run_cents: int
    to_pay_over_cents: int

    @property
    def rest_cents(self) -> int:
        """What remains when the run has left and others have been paid what is theirs."""
        return self.at_hand_cents - self.run_cents - self.to_pay_over_cents


@dataclass(frozen=True, slots=True)
class Liquidity:
    """Days in order, what they begin with and where that comes from (bank or books), payment types."""

    today: date
    opening_cents: int
    opening_by: str
    stated_on: date | None
    days: tuple[Day, ...]
    schemes: tuple[SchemeMeans, ...]

    @property
    def lowest(self) -> Day:
        """The day with the lowest balance from today on; of days that are over, of all."""
        ahead = [day for day in self.days if day.day >= self.today] or list(self.days)
        return min(ahead, key=lambda day: (day.balance_cents, day.day))

    @property
    def short_cents(self) -> int:
        """What is missing on the lowest day; 0 where the money suffices."""
        return max(0, -self.lowest.balance_cents)


def liquidity(run: payment.RunView) -> Liquidity:
    """Around one run. Eight queries at most, whatever its size."""
    first, last = bank().add(run.execution_date, -BEFORE), bank().add(run.execution_date, AFTER)
    moved = payment.moving.moving(first, last)
    stated = payment.moving.stated_closings(settings.DEBTOR[1], first, last) if settings.DEBTOR else {}
    opening, by = _opening(first, stated)
    days = _days(first, last, moved=moved, stated=stated, opening=opening)
    return Liquidity(clock.today(), opening, by, max(stated, default=None), tuple(days), tuple(_schemes(run)))


def _opening(first: date, stated: Mapping[date, int]) -> tuple[int, str]:
    """What the bank states before the first day; else what was advanced until then less what left."""
    before = [day for day in stated if day < first]
    if before:
        return stated[before[0]], "bank"
    eve = first - _DAY
    return finance.received_until(eve) - payment.moving.left_until(eve), "books"


def _days(
    first: date,
    last: date,
    *,
    moved: Iterable[payment.moving.Moved],
    stated: Mapping[date, int],
    opening: int,
) -> Iterable[Day]:
    """Days of the bank, and others on which something moved. The balance of a stated day is the bank's."""
    sums: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in moved:
        is_gone = row.place in (payment.moving.LEFT, payment.moving.AT_BANK)
        sums[row.day]["left" if is_gone else "planned"] += row.out_cents
        sums[row.day]["back"] += row.back_cents
    for day, cents in finance.advances_by_day(first, last).items():
        sums[day]["advance"] += cents
    until, balance, day = max(stated, default=None), opening, first
    while day <= last:
        of = sums[day]
        change = of["back"] + of["advance"] - of["left"] - of["planned"]
        balance = stated.get(day, balance if until and day <= until else balance + change)
        if bank().is_open(day) or any(of.values()):
            yield Day(
                day,
                of["left"],
                of["planned"],
                of["back"],
                of["advance"],
                balance,
                bool(until and day <= until),
            )
        day += _DAY


def _schemes(run: payment.RunView) -> Iterable[SchemeMeans]:
    """By payment type. A run that waits for its second person is not in the books yet: it is taken off here."""
    takes: dict[str, int] = defaultdict(int)
    over: dict[str, int] = defaultdict(int)
    if run.state == "prepared":
        for group in payment.preview.groups(run.id):
            takes[group.scheme] += group.transfer_cents
            over[group.scheme] += group.gross_cents - group.transfer_cents
    means = {one.scheme: one for one in finance.means_by_scheme()}
    for scheme in sorted({*means, *takes}):
        one = means.get(scheme) or finance.Means(scheme, 0, 0, 0)
        yield SchemeMeans(
            scheme, one.advanced_cents, one.at_hand_cents, takes[scheme], one.to_pay_over_cents + over[scheme]
        )
