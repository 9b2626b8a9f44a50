"""Which months of which clients a run must compute again: those for which a fact came (docs/decisions/0004).

A fact counts from the moment at which it became known. What a transaction that was open during the last run
has written since is found by looking two hours further back; computing a month twice changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime

import numpy as np
import pyarrow as pa

from capac.core.clock import BRUSSELS
from capac.core.period import Month
from capac.exchange import api as exchange
from capac.flows.days_of_month import edges, looked_at
from capac.flows.month_read import dates_of, wide
from capac.payment import api as payment
from capac.people import api as people
from capac.records import api as records
from capac.rules import api as rules
from capac.verification import api as verification

EVER = datetime(1990, 1, 1, tzinfo=UTC)
NOT_COMPUTED = ("parameter_missing", "fact_missing", "scheme_not_computed")
Whose = tuple[int, date]


def what_changed(known: datetime) -> dict[Month, records.Ids]:
    """Clients by reference month, months and clients in order, for which something became known since the last run.

    Only months that are over, or may be paid early: the others become payable on the first of the next (AR art. 161).
    """
    last = payment.last_known()
    since = last[0] - payment.LOOKBACK if last else EVER
    over = payment.early.over_on(_day(known), known=known)
    found = _Found()
    _of_cards(found, payment.cards_changed_table(since, known))
    _of_authorisations(found, since, known, over)
    for client, day in _facts(since, known, over):
        found.note(Month.of(day), client)
    if last is not None:
        for month in _turned(payment.early.over_on(_day(last[0]), known=last[0]), over):
            _everybody(found, month, known)
        if last[1] != rules.parameters_version():
            for client, day in payment.on_other_figures(_earliest(over).first) | payment.held(
                None, reasons=NOT_COMPUTED
            ):
                found.note(Month.of(day), client)
    return found.until(over)


class _Found:
    """Clients by month, as they are found: one by one, or many at once."""

    def __init__(self) -> None:
        self._single: dict[Month, set[int]] = defaultdict(set)
        self._many: dict[Month, list[records.Ids]] = defaultdict(list)

    def note(self, month: Month, client: int) -> None:
        """One client of a month."""
        self._single[month].add(client)

    def add(self, month: Month, clients: records.Ids) -> None:
        """Clients of a month."""
        self._many[month].append(clients)

    def until(self, over: Month) -> dict[Month, records.Ids]:
        """All of them, each once and in order, of the months that are over."""
        months = sorted({*self._single, *self._many})
        parts = {
            month: [np.array(sorted(self._single[month]), np.int64), *self._many[month]] for month in months
        }
        found = {month: np.unique(np.concatenate(of)) for month, of in parts.items() if month <= over}
        return {month: clients for month, clients in found.items() if len(clients)}


def _facts(since: datetime, known: datetime, over: Month) -> Iterator[Whose]:
    """What comes by the handful."""
    yield from exchange.declarations_changed_since(since, known)
    yield from verification.changed_since(since, known)
    yield from payment.changed_since(since, known)
    yield from payment.contests.changed_since(since, known)
    yield from payment.provisional.changed_since(since, known, over)
    accounts = people.accounts_changed_since(since, known)
    yield from payment.held(accounts) | payment.proposed(accounts)
    yield from _of_deaths(people.deaths_since(since, known))


def _of_cards(found: _Found, changed: pa.Table) -> None:
    """A card's own month, and a month beside it whose first or last Saturday looks at its days."""
    clients, days = wide(changed["client_id"]), dates_of(changed["month"])
    for day in np.unique(days).tolist():
        month, mine = Month.of(date.fromordinal(day)), clients[days == day]
        beside = [one for one in (month.previous(), month.next()) if month in looked_at(one)]
        for one in (month, *beside):
            found.add(one, mine)


def _of_authorisations(found: _Found, since: datetime, known: datetime, over: Month) -> None:
    """Months in which a new authorisation rules days, or days at which they look, as far back as allowances can still
    be claimed."""
    clients = exchange.changed_since(since, known)
    if not len(clients):
        return
    table = exchange.authorised_table(clients, known=known, since=since)
    new = table.filter(table["is_new"])
    owner, first, last = wide(new["client_id"]), dates_of(new["first"]), dates_of(new["last"])
    month = _earliest(over)
    while month <= over:
        span = edges(month)
        assert span.last is not None, "a month ends"
        found.add(month, owner[(first <= span.last.toordinal()) & (last >= span.first.toordinal())])
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


def _everybody(found: _Found, month: Month, known: datetime) -> None:
    found.add(month, exchange.clients_of_month(month.span, known=known))
    found.add(month, wide(payment.cards_table(None, [month.first], known=known)["client_id"]))
    for client in payment.provisional.granted(None, month.span, known=known):
        found.note(month, client)


def _earliest(over: Month) -> Month:
    """The first month whose allowances can still be claimed on the day after a month."""
    month = over
    while rules.deadline_on("claim-prescription", month.previous().first) > over.last:
        month = month.previous()
    return month


def _day(moment: datetime) -> date:
    return moment.astimezone(BRUSSELS).date()
