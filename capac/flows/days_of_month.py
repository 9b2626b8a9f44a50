"""What happened on the days of a month, and on those at its edges that its Saturdays look at (AM 26.11.1991 art. 21)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from functools import cache

from capac.core.period import Month, Span
from capac.payment import api as payment

SATURDAY = 5
WEEK_BEFORE, MONDAY_AFTER = timedelta(6), timedelta(2)
ABSENT, HOLIDAY = "absent", "holiday"


@cache
def edges(month: Month) -> Span:
    """From the Sunday of the week of the first Saturday to the Monday after the last one, or the month if longer."""
    first = month.first + timedelta((SATURDAY - month.first.weekday()) % 7)
    last = month.last - timedelta((month.last.weekday() - SATURDAY) % 7)
    return Span(min(month.first, first - WEEK_BEFORE), max(month.last, last + MONDAY_AFTER))


@cache
def looked_at(month: Month) -> tuple[Month, ...]:
    """The months around whose days this month looks at: a card of theirs may change it."""
    span = edges(month)
    assert span.last is not None
    around = (Month.of(span.first), Month.of(span.last))
    return tuple(other for other in around if other != month)


def days_of(
    client: int, month: Month, *, cards: Mapping[tuple[int, date], payment.Card], lost: Collection[Span]
) -> dict[date, str]:
    """Date to what happened, in order. A day lost to a sanction or outside unemployment is absent, unless what
    the card says takes its allowance away anyway (work there still counts for the Saturday)."""
    span = edges(month)
    days: dict[date, str] = {}
    for of in (month.previous(), month, month.next()):
        card = cards.get((client, of.first))
        if card is not None:
            days |= {day: code for day, code in card.days.items() if span.contains(day)}
    for inside in filter(None, (one.clip(span) for one in lost)):
        for day in _each(inside):
            if days.get(day, HOLIDAY) == HOLIDAY:
                days[day] = ABSENT
    return dict(sorted(days.items()))


def _each(span: Span) -> list[date]:
    assert span.last is not None, "clipped to the month"
    return [span.first + timedelta(n) for n in range((span.last - span.first).days + 1)]
