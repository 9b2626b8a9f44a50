"""Which months of which clients a run must compute again: those for which a fact came (docs/decisions/0004).

A fact counts from the moment at which it became known. What a transaction that was open during the last run
has written since is found by looking two hours further back; computing a month twice changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from capac.core.clock import BRUSSELS
from capac.core.period import Month, Span
from capac.exchange import api as exchange
from capac.flows.days_of_month import edges, looked_at
from capac.payment import api as payment
from capac.people import api as people
from capac.rules import api as rules
from capac.verification import api as verification

EVER = datetime(1990, 1, 1, tzinfo=UTC)
NOT_COMPUTED = ("parameter_missing", "fact_missing", "scheme_not_computed")
Whose = tuple[int, date]


def what_changed(known: datetime) -> dict[Month, set[int]]:
    """Clients by reference month, months in order, for which something became known since the last run.

    Only months that are over, or may be paid early: the others become payable on the first of the next (AR art. 161).
    """
    last = payment.last_known()
    since = last[0] - payment.LOOKBACK if last else EVER
    over = payment.early.over_on(_day(known), known=known)
    found: dict[Month, set[int]] = defaultdict(set)
    for client, day in _facts(since, known, over):
        found[Month.of(day)].add(client)
    if last is not None:
        for month in _turned(payment.early.over_on(_day(last[0]), known=last[0]), over):
            found[month] |= _everybody(month, known)
        if last[1] != rules.parameters_version():
            for client, day in payment.on_other_figures(_earliest(over).first) | payment.held(
                None, reasons=NOT_COMPUTED
            ):
                found[Month.of(day)].add(client)
    return {month: found[month] for month in sorted(found) if month <= over and found[month]}


def _facts(since: datetime, known: datetime, over: Month) -> Iterator[Whose]:
    yield from _of_cards(payment.cards_changed_since(since, known))
    yield from _of_authorisations(since, known, over)
    yield from exchange.declarations_changed_since(since, known)
    yield from verification.changed_since(since, known)
    yield from payment.changed_since(since, known)
    yield from payment.contests.changed_since(since, known)
    yield from payment.provisional.changed_since(since, known, over)
    accounts = people.accounts_changed_since(since, known)
    yield from payment.held(accounts) | payment.proposed(accounts)
    yield from _of_deaths(people.deaths_since(since, known))


def _of_cards(changed: Iterable[Whose]) -> Iterator[Whose]:
    """A card's own month, and a month beside it whose first or last Saturday looks at its days."""
    for client, day in changed:
        month = Month.of(day)
        yield client, day
        for beside in (month.previous(), month.next()):
            if month in looked_at(beside):
                yield client, beside.first


def _of_authorisations(since: datetime, known: datetime, over: Month) -> Iterator[Whose]:
    """Months in which a new authorisation rules days, as far back as allowances can still be claimed."""
    clients = exchange.changed_since(since, known)
    earliest = _earliest(over)
    if not clients:
        return
    span = Span(earliest.first, over.last)
    for client, segments in exchange.authorised(clients, span, known=known).items():
        for segment in segments:
            if segment.known_at > since:
                for month in _touched(segment, earliest, over):
                    yield client, month.first


def _touched(segment: exchange.Segment, earliest: Month, over: Month) -> Iterator[Month]:
    """The months of its days, and those beside them whose Saturdays look at its first or last days."""
    first, last = Month.of(segment.first), over if segment.last is None else Month.of(segment.last)
    if edges(first.previous()).contains(segment.first):
        first = first.previous()
    if segment.last is not None and edges(last.next()).contains(segment.last):
        last = last.next()
    month = max(earliest, first)
    while month <= min(last, over):
        yield month
        month = month.next()


def _of_deaths(deaths: dict[int, date]) -> Iterator[Whose]:
    """Every month that waits, and what was computed of the month of death and after."""
    if not deaths:
        return
    yield from payment.held(deaths) | payment.proposed(deaths)
    for client, month in payment.computed(deaths):
        if month >= Month.of(deaths[client]).first:
            yield client, month


def _turned(last: Month, over: Month) -> Iterator[Month]:
    """Months that could not be paid on the day of the last run, which knew `last` as the last one, and can now."""
    month = last.next()
    while month <= over:
        yield month
        month = month.next()


def _everybody(month: Month, known: datetime) -> set[int]:
    authorised = exchange.authorised(None, month.span, known=known)
    cards = payment.cards(None, [month.first], known=known)
    declared = exchange.declarations(None, [month.first], known=known)
    return {*authorised, *(client for client, _ in (*cards, *declared))}


def _earliest(over: Month) -> Month:
    """The first month whose allowances can still be claimed on the day after a month."""
    month = over
    while rules.deadline_on("claim-prescription", month.previous().first) > over.last:
        month = month.previous()
    return month


def _day(moment: datetime) -> date:
    return moment.astimezone(BRUSSELS).date()
