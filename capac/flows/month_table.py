"""The facts of a month as columns: who is plainly in order at once, everybody else alone (month_alone.py).

A screen only sorts. Plain is whoever has authorisations of one scheme and none that refuses, no S-module beside what is
kept back for others, the card and the one declaration that the scheme asks for, nothing that another scheme would
claim, and is alive. The screen may hold back too many, never too few: tests build the facts of both ways and compare.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from capac.core.period import Month
from capac.core.workdays import bank
from capac.exchange import api as exchange
from capac.flows import month_rows, schemes_of_month
from capac.flows.month_alone import MonthFacts, Whose, month_alone
from capac.flows.month_clock import fill_from
from capac.flows.month_read import Flags, MonthRead, Wide, dates_of, read_month, rows_by, wide
from capac.flows.month_rows import Plain
from capac.flows.retentions import withholdings
from capac.flows.schemes_of_month import FORMS, INSERTION, TEMPORARY, VOLUNTARY
from capac.people import api as people
from capac.rules import api as rules

NO_MODULES = exchange.Modules(0)
PLAIN = (schemes_of_month.FULL, INSERTION, VOLUNTARY, TEMPORARY)
"""Schemes whose facts are built as columns; of the others each month is built alone."""


@dataclass(frozen=True)
class MonthTable:
    """What is known of clients for a month. `plain` in order of client; `alone` by client and scheme."""

    month: Month
    plain: Plain
    alone: Mapping[Whose, MonthFacts]


def month_table(month: Month, clients: Wide | None, *, known: datetime) -> MonthTable:
    """The facts of these clients (None: of everybody) for a month, as known at a moment."""
    read = read_month(month, clients, known)
    plain = plain_of(read, fill_from(month, people.calendar(known)).toordinal())
    held = np.setdiff1d(read.clients, plain.clients)
    return MonthTable(month, plain, month_alone(month, held.tolist(), known=known) if len(held) else {})


def plain_of(read: MonthRead, first: int) -> Plain:
    """The rows of those who are plainly in order. Pure: it asks no database. `first` is the day number from which a card
    on paper may be handed in."""
    screen = _Screen(read, first)
    return month_rows.plain_rows(read, screen.plain, schemes=screen.schemes, kept=screen.kept)


@dataclass(frozen=True)
class _Screen:
    """Who is plainly in order. A card on paper handed in before the day `fill_from` is looked at alone."""

    read: MonthRead
    fill_from: int

    @cached_property
    def _owner(self) -> Wide:
        """The place of the client of each segment."""
        return np.searchsorted(self.read.clients, wide(self.read.segments["client_id"]))

    @cached_property
    def _inside(self) -> Flags:
        """Which segments touch the month itself."""
        first, last = dates_of(self.read.segments["first"]), dates_of(self.read.segments["last"])
        month = self.read.month
        return np.asarray((first <= month.last.toordinal()) & (last >= month.first.toordinal()))

    @cached_property
    def schemes(self) -> Wide:
        """Per client the place of the scheme in PLAIN, -1 where there is none or more than one."""
        told = pc.index_in(self.read.segments["scheme"], value_set=pa.array(PLAIN)).fill_null(-1)
        number, size = wide(told), len(self.read.clients)
        low, high = np.full(size, len(PLAIN)), np.full(size, -1)
        np.minimum.at(low, self._owner[self._inside], number[self._inside])
        np.maximum.at(high, self._owner[self._inside], number[self._inside])
        return np.where(low == high, high, -1)

    @cached_property
    def kept(self) -> dict[int, rules.Withholdings]:
        """What is kept back of those whose modules say nothing else, by client."""
        on = bank().add(self.read.month.last, 1)
        owners, ids = (
            self.read.clients[self._owner[self._inside]],
            wide(self.read.segments["authorisation_id"]),
        )
        ruling: dict[int, list[exchange.Modules]] = {}
        for client, pk in zip(owners.tolist(), ids[self._inside].tolist(), strict=True):
            if pk in self.read.modules or client in ruling:
                ruling.setdefault(client, []).append(self.read.modules.get(pk, NO_MODULES))
        only = {client: of for client, of in ruling.items() if not any(map(_says_more, of))}
        told = {client: withholdings(of[-1], on, collective=False) for client, of in only.items()}
        return {client: kept for client, (kept, unclear) in told.items() if not unclear}

    @cached_property
    def plain(self) -> Flags:
        """Per client: plainly in order."""
        read, temporary = self.read, PLAIN.index(TEMPORARY)
        good = (self.schemes >= 0) & ~np.isin(read.clients, read.apart) & self._stands()
        good[self._owner[self._odd_segments()]] = False
        good &= self._has_card()
        documents, fits = self._declared()
        good &= np.where(self.schemes == temporary, (documents == 1) & fits, documents == 0)
        return np.asarray(good)

    def _odd_segments(self) -> Flags:
        """Segments that carry modules; of the month, that refuse; hours that are not said; for hours that an employer
        declares also what lies beside the month."""
        of = self.read.segments
        odd = np.asarray(of["has_modules"].to_numpy()) & ~np.isin(
            self.read.clients[self._owner], list(self.kept)
        )
        scheme = self.schemes[self._owner]
        voluntary = scheme == PLAIN.index(VOLUNTARY)
        hours = np.asarray(pc.or_(of["q"].is_null(), of["s"].is_null()).to_numpy())
        mine = wide(pc.index_in(of["scheme"], value_set=pa.array(PLAIN)).fill_null(-1)) == scheme
        beside = (scheme == PLAIN.index(TEMPORARY)) & ~mine
        return np.asarray((odd & self._inside) | (voluntary & hours & mine) | beside)

    def _stands(self) -> Flags:
        """Whom payment knows under this scheme alone, or not at all."""
        good = np.ones(len(self.read.clients), np.bool_)
        for client, schemes in self.read.standing.items():
            place = int(np.searchsorted(self.read.clients, client))
            if place < len(good) and self.read.clients[place] == client:
                number = self.schemes[place]
                good[place] = number >= 0 and schemes == {PLAIN[number]}
        return good

    def _has_card(self) -> Flags:
        """A card that was not handed in too early on paper."""
        cards = self.read.cards[self.read.month.first]
        place, there = rows_by(self.read.clients, wide(cards["client_id"]))
        early = np.asarray(pc.equal(cards["channel"], "paper").to_numpy()) & (
            dates_of(cards["received_on"]) < self.fill_from
        )
        return there & ~early[place] if len(cards) else there

    def _declared(self) -> tuple[Wide, Flags]:
        """Per client how many declarations, and whether the first one rules hours of temporary unemployment."""
        of, month = self.read.declared, self.read.month
        owner = np.searchsorted(self.read.clients, wide(of["client_id"]))
        many = np.bincount(owner, minlength=len(self.read.clients))
        fits = np.asarray(pc.equal(of["form"], FORMS[TEMPORARY]).to_numpy())
        fits &= (wide(of["status"]) != month_rows.CANCELLED) & (
            dates_of(of["month"], 0) == month.first.toordinal()
        )
        fits &= (wide(of["q"]) > 0) & (wide(of["s"]) > 0)
        found = np.zeros(len(self.read.clients), np.bool_)
        found[owner[fits]] = True
        return many, found


def _says_more(of: exchange.Modules) -> bool:
    """Modules that take days away, pay somebody else or open a right: more than what is kept back."""
    return bool(of.sanctions or of.outside or of.activations or of.guardian or of.debt_settlement)
