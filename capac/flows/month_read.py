"""What is stored of many clients for a month, read as columns: one query a kind of fact, joined by client."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from capac.core.clock import BRUSSELS
from capac.core.period import Month
from capac.core.workdays import bank
from capac.exchange import api as exchange
from capac.flows.days_of_month import edges
from capac.payment import api as payment
from capac.people import api as people

Flags = NDArray[np.bool_]
Wide = NDArray[np.int64]
EPOCH = date(1970, 1, 1).toordinal()
FAR = date.max.toordinal()


@dataclass(frozen=True)
class MonthRead:
    """Tables in order of client. `clients` are those asked for, or of whom anything is authorised or documented.

    `segments` touch the days at which the month looks; `cards` are of three months; `declared` the versions that rule.
    `modules` are those of authorisations that carry any and touch the month, by authorisation. `apart` are clients of whom more is known than these tables say: a death, days that are contested or provisional.
    """

    month: Month
    clients: Wide
    segments: pa.Table
    cards: Mapping[date, pa.Table]
    declared: pa.Table
    accounts: pa.Table
    apart: Wide
    modules: Mapping[int, exchange.Modules]
    standing: Mapping[int, set[str]]


def read_month(month: Month, clients: Wide | None, known: datetime) -> MonthRead:
    """Everything that `month_table` joins (None: of everybody). Ten queries, whatever the number of clients."""
    months = (month.previous().first, month.first, month.next().first)
    standing: dict[int, set[str]] = {}
    for client, scheme in payment.standing(clients, month.first):
        standing.setdefault(client, set()).add(scheme)
    pay_day = bank().add(known.astimezone(BRUSSELS).date(), 1)
    few = clients is not None and len(clients) <= FEW
    named = clients.tolist() if few and clients is not None else None
    apart = {
        *people.deaths(named, known=known),
        *payment.provisional.granted(named, edges(month), known=known),
        *(client for client, _ in payment.contests.contested(named, month.first, known=known)),
    }
    segments = _looked_at(exchange.authorised_table(clients, known=known), month)
    cards = payment.cards_table(clients, months, known=known)
    declared = exchange.declared_table(clients, month.first, known=known)
    if clients is None:
        known_of = (wide(table["client_id"]) for table in (segments, cards, declared))
        clients = np.unique(np.concatenate([*known_of, np.array(sorted(standing), np.int64)]))
    cards = _of(cards, clients)
    return MonthRead(
        month=month,
        clients=clients,
        segments=(of := _of(segments, clients)),
        modules=_modules(of, month),
        cards={day: cards.filter(pa.array(dates_of(cards["month"]) == day.toordinal())) for day in months},
        declared=_of(declared, clients),
        accounts=_of(people.accounts_table(clients, on=pay_day, known=known), clients),
        apart=np.array(sorted(apart), np.int64),
        standing=standing,
    )


def _modules(segments: pa.Table, month: Month) -> dict[int, exchange.Modules]:
    first, last = dates_of(segments["first"]), dates_of(segments["last"])
    inside = (first <= month.last.toordinal()) & (last >= month.first.toordinal())
    ids = wide(segments["authorisation_id"])[inside & segments["has_modules"].to_numpy()]
    return exchange.of_authorisations({pk: pk for pk in np.unique(ids).tolist()})


FEW = 5000
"""Up to so many clients are asked for by name; of more, everybody who is apart is read: they are few."""


def wide(column: Any, empty: int = 0) -> Wide:
    """A column of whole numbers."""
    return np.asarray(column.fill_null(empty).to_numpy(), np.int64)


def dates_of(column: Any, empty: int = FAR) -> Wide:
    """Day numbers, as `date.toordinal` counts them; an end that is not known lies beyond all."""
    days = column.cast(pa.int32()).cast(pa.int64()).fill_null(empty - EPOCH)
    return np.asarray(days.to_numpy(), np.int64) + EPOCH


def rows_by(clients: Wide, of: Wide) -> tuple[Wide, Flags]:
    """For each client the row that is theirs in a column of clients in order, and whether there is one."""
    if not len(of):
        return np.zeros(len(clients), np.int64), np.zeros(len(clients), np.bool_)
    place = np.minimum(np.searchsorted(of, clients), len(of) - 1)
    return place, of[place] == clients


def _of(table: pa.Table, clients: Wide) -> pa.Table:
    """The rows of these clients: a range that was read holds others too."""
    mine = rows_by(wide(table["client_id"]), clients)[1]
    return table if mine.all() else table.filter(pa.array(mine))


def _looked_at(segments: pa.Table, month: Month) -> pa.Table:
    span = edges(month)
    assert span.last is not None, "a month ends"
    first, last = dates_of(segments["first"]), dates_of(segments["last"])
    return segments.filter(pa.array((first <= span.last.toordinal()) & (last >= span.first.toordinal())))
