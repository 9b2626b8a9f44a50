"""Plain months as rows of facts: segments, days and hours of everybody at once, as the rules read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from capac.core.period import Month
from capac.flows.day_codes import Codes, bits_of, codes_of, grid_of, hours_of
from capac.flows.month_read import Flags, MonthRead, Wide, dates_of, rows_by, wide
from capac.flows.schemes_of_month import FULL, INSERTION, TEMPORARY, VOLUNTARY
from capac.rules import api as rules

CANCELLED = 3
SUNDAY = 6
BY_DAYS = (FULL, INSERTION, VOLUNTARY)
ORDER = (FULL, INSERTION, VOLUNTARY, TEMPORARY)


@dataclass(frozen=True)
class Plain:
    """Months in order of client: a row of `facts` each, and beside it, in `beside`, what payment keeps of it:

    `card_id`, `authorisations` (as PostgreSQL writes a list), `authorised_on`, `iban` and `holder` (null: no account).
    """

    clients: Wide
    schemes: list[str]
    facts: pa.RecordBatch
    beside: pa.Table


def plain_rows(
    read: MonthRead, plain: Flags, *, schemes: Wide, kept: Mapping[int, rules.Withholdings]
) -> Plain:
    """The rows of those who are plain. Whose card or hours cannot be read after all is left out."""
    rows = _Rows(read, read.clients[plain], schemes[plain], kept)
    good = rows.readable
    if not good.all():
        rows = _Rows(read, rows.clients[good], rows.schemes[good], kept)
    names = pa.array(ORDER).take(pa.array(rows.schemes))
    facts = pa.RecordBatch.from_arrays(
        [rows.column(one, names) for one in rules.facts_schema()], schema=rules.facts_schema()
    )
    return Plain(rows.clients, names.to_pylist(), facts, rows.beside)


@dataclass(frozen=True)
class _Rows:
    """The columns of plain months. `schemes` are places in ORDER."""

    read: MonthRead
    clients: Wide
    schemes: Wide
    kept: Mapping[int, rules.Withholdings]

    @property
    def month(self) -> Month:
        """The reference month."""
        return self.read.month

    @cached_property
    def by_hours(self) -> Flags:
        """Whose hours an employer declares."""
        return np.asarray(self.schemes == ORDER.index(TEMPORARY))

    @cached_property
    def readable(self) -> Flags:
        """Whose cards and declared hours could be read, and name one job as the C2 does."""
        good = self._cards[1].copy()
        if self.by_hours.any():
            good[self.by_hours] &= self._jobs["good"]
        return good

    @cached_property
    def _cards(self) -> tuple[dict[Month, Codes], Flags]:
        """The days of three months of each client, and whether all could be read."""
        found, good = {}, np.ones(len(self.clients), np.bool_)
        for day, cards in self.read.cards.items():
            month = Month.of(day)
            codes = np.zeros((len(self.clients), 31), np.uint8)
            if len(cards):
                place, there = rows_by(self.clients, wide(cards["client_id"]))
                told, read = codes_of(cards["days"].take(pa.array(place[there])), month)
                codes[there] = told
                good[np.flatnonzero(there)[~read]] = False
            found[month] = codes
        return found, good

    @cached_property
    def _segments(self) -> tuple[pa.Table, Wide]:
        """The segments of the scheme up to the month's end (by hours: of the month), with the place of their client."""
        of = self.read.segments
        place, mine = rows_by(wide(of["client_id"]), self.clients)
        names = pa.array(ORDER).take(pa.array(self.schemes))
        if len(self.clients):
            mine &= np.asarray(pc.equal(of["scheme"], names.take(pa.array(place))).to_numpy())
            mine &= dates_of(of["first"]) <= self.month.last.toordinal()
            mine &= ~self.by_hours[place] | (dates_of(of["last"]) >= self.month.first.toordinal())
        return of.filter(pa.array(mine)), place[mine]

    @cached_property
    def _jobs(self) -> Mapping[str, Any]:
        """Of those by hours: weekly hours, hours by day, the cause, and whether all of it is plain."""
        of = self.read.declared
        place, _ = rows_by(self.clients[self.by_hours], wide(of["client_id"]))
        told = of.take(pa.array(place))
        hours, causes, many = hours_of(told["days"].to_pylist(), self.month)
        q, s = wide(told["q"]), wide(told["s"])
        known, same = self._agree(q, s)
        return {
            "q": q,
            "s": s,
            "hours": hours,
            "causes": causes,
            "good": (many > 0) & (known | (many == 1)) & same,
        }

    def _agree(self, q: Wide, s: Wide) -> tuple[Flags, Flags]:
        """Of those by hours: whose C2 says every amount, and whose C2 says no other weekly hours than the employer."""
        segments, owner = self._segments
        hourly = np.cumsum(self.by_hours) - 1
        mine = self.by_hours[owner]
        job = hourly[owner[mine]]
        told = segments.filter(pa.array(mine))
        amount = np.asarray(pc.or_(told["daily_cents"].is_valid(), told["half_cents"].is_valid()).to_numpy())
        own_q, own_s = wide(told["q"], -1), wide(told["s"], -1)
        differs = (own_q >= 0) & (own_s >= 0) & ((own_q != q[job]) | (own_s != s[job]))
        known, same = np.ones(len(q), np.bool_), np.ones(len(q), np.bool_)
        known[job[~amount]] = False
        same[job[differs]] = False
        return known, same

    def column(self, one: pa.Field, names: pa.Array) -> pa.Array:
        """One column of the table of facts. What is not of these schemes is as a single fact leaves it."""
        size = len(self.clients)
        made: dict[str, Any] = {
            "key": lambda: pa.array(self.clients).cast(pa.string()),
            "month": lambda: pa.array(np.full(size, _days(self.month)), pa.int32()).cast(pa.date32()),
            "scheme": lambda: names,
            "segments": self._segment_lists,
            "days": self._days,
            "full_pay": lambda: pa.array(np.zeros(size, np.uint8)),
            "paid_holiday_left_halves": self._left,
            "occupations": self._occupations,
        }
        if one.name in made:
            return made[one.name]()
        if one.name in KEPT:
            return self._kept(one.name).cast(one.type)
        return pa.nulls(size, one.type)

    def _kept(self, name: str) -> pa.Array:
        """One column of what is kept back for others; most keep nothing back."""
        values, said = np.zeros(len(self.clients), np.int64), np.full(len(self.clients), name != "children")
        for client, place in self._places.items():
            value = KEPT[name](self.kept[client], self.kept[client].seizure or rules.Seizure())
            values[place], said[place] = value or 0, value is not None
        return pa.array(values, mask=~said)

    @cached_property
    def _places(self) -> dict[int, int]:
        """Where those of whom anything is kept back stand."""
        place, there = rows_by(np.array(sorted(self.kept), np.int64), self.clients)
        asked = zip(sorted(self.kept), place.tolist(), there.tolist(), strict=True)
        return {client: row for client, row, found in asked if found}

    def _segment_lists(self) -> pa.Array:
        of, owner = self._segments
        hours = self.schemes[owner] == ORDER.index(VOLUNTARY)
        code = pc.if_else(pc.match_substring_regex(of["wage_code"], r"^\d+$"), of["wage_code"], None)
        made = {
            "wage_code": code.cast(pa.int64()),
            "q": pc.if_else(pa.array(hours), of["q"], None),
            "s": pc.if_else(pa.array(hours), of["s"], None),
            "regime": self._regimes(of["code"], self.by_hours[owner]),
        }
        kind = rules.facts_schema().field("segments").type.value_type
        flat = pa.StructArray.from_arrays(
            [_whole(made.get(one.name, of[one.name] if one.name in of.schema.names else None), one.type, len(of))
             for one in kind],
            fields=list(kind),
        )  # fmt: skip
        counts = np.bincount(owner, minlength=len(self.clients))
        return pa.ListArray.from_arrays(_offsets(counts), flat)

    def _regimes(self, codes: Any, asked: Flags) -> pa.Array:
        """The regime of temporary unemployment that the prefix of each code opens."""
        prefix = pc.utf8_slice_codeunits(codes, 0, 2).combine_chunks().dictionary_encode()
        opened = [rules.opens(one) for one in prefix.dictionary.to_pylist()]
        names = pa.array([found.temporary or found.regime for found in opened], pa.string())
        told = names.take(prefix.indices) if len(opened) else pa.nulls(0, pa.string())
        return pc.if_else(pa.array(asked), told, "")

    def _days(self) -> pa.Array:
        """The grid; of those by hours the days of the month alone."""
        grid = grid_of(self.month, self._cards[0], len(self.clients))
        start = rules.grid_days(self.month).index(self.month.first)
        outside = np.ones(grid.shape[1], np.bool_)
        outside[start : start + self.month.last.day] = False
        grid[np.ix_(self.by_hours, outside)] = 0
        return _binary(grid)

    def _left(self) -> pa.Array:
        cards = self.read.cards[self.month.first]
        place, _ = rows_by(self.clients, wide(cards["client_id"]))
        left = wide(cards["left"])[place] if len(cards) else np.zeros(len(self.clients), np.int64)
        return pa.array(np.where(self.by_hours, 0, left))

    def _occupations(self) -> pa.Array:
        kind = rules.facts_schema().field("occupations").type.value_type
        if not self.by_hours.any():
            return pa.ListArray.from_arrays(
                _offsets(np.zeros(len(self.clients), np.int64)), pa.array([], kind)
            )
        jobs, size = self._jobs, int(self.by_hours.sum())
        worked = bits_of(self._cards[0][self.month][self.by_hours], self.month, weekday=SUNDAY, code="worked")
        made = {
            "q": jobs["q"], "s": jobs["s"], "hours": pa.nulls(size, pa.int64()), "cause": jobs["causes"],
            "by_day": _binary(jobs["hours"].astype("<i2").view(np.uint8).reshape(size, -1)), "rest_days": worked,
        }  # fmt: skip
        flat = pa.StructArray.from_arrays(
            [
                value if isinstance(value, pa.Array) else pa.array(value)
                for value in (made[one.name] for one in kind)
            ],
            fields=list(kind),
        )
        return pa.ListArray.from_arrays(_offsets(self.by_hours.astype(np.int64)), flat)

    @cached_property
    def beside(self) -> pa.Table:
        """What payment keeps of each month beside its facts."""
        cards, accounts = self.read.cards[self.month.first], self.read.accounts
        place, _ = rows_by(self.clients, wide(cards["client_id"]))
        own, there = rows_by(self.clients, wide(accounts["client_id"]))
        account = accounts.take(pa.array(own, mask=~there)) if len(accounts) else None
        none = pa.nulls(len(self.clients), pa.string())
        ruling, notified = self._authorisations()
        return pa.table({
            "card_id": cards["id"].take(pa.array(place)), "authorisations": ruling, "authorised_on": notified,
            "iban": account["iban"] if account else none, "holder": account["holder"] if account else none,
        })  # fmt: skip

    def _authorisations(self) -> tuple[list[str], pa.Array]:
        """The authorisations of the month in the order of their days, each once, and the last day of notification."""
        of, owner = self._segments
        inside = dates_of(of["last"]) >= self.month.first.toordinal()
        ids, mine = wide(of["authorisation_id"])[inside], owner[inside]
        latest = np.zeros(len(self.clients), np.int64)
        np.maximum.at(latest, mine, dates_of(of["notified_on"])[inside])
        begins = np.searchsorted(mine, np.arange(len(self.clients) + 1)).tolist()
        told = [
            f"{{{','.join(map(str, dict.fromkeys(found)))}}}"
            for found in (ids[one:two].tolist() for one, two in pairwise(begins))
        ]
        return told, pa.array((latest - _EPOCH).astype(np.int32)).cast(pa.date32())


KEPT: Mapping[str, Callable[[rules.Withholdings, rules.Seizure], int | None]] = {
    "children": lambda _, seizure: seizure.children,
    "maintenance_cents": lambda _, seizure: seizure.maintenance_cents,
    "other_income_cents": lambda _, seizure: seizure.other_income_cents,
    "other_income_is_wage": lambda _, seizure: seizure.other_income_is_wage,
    "assignment_cents": lambda kept, _: kept.assignment_cents,
    "recovery_ex_officio": lambda kept, _: kept.recovery_ex_officio,
    "full_recovery": lambda kept, _: kept.full_recovery,
    "collective_debt_settlement": lambda kept, _: kept.collective_debt_settlement,
}
_EPOCH = 719163


def _days(month: Month) -> int:
    return month.first.toordinal() - _EPOCH


def _whole(column: Any, kind: pa.DataType, size: int) -> pa.Array:
    if column is None:
        return pa.nulls(size, kind)
    column = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return column.cast(kind)


def _offsets(counts: Wide) -> pa.Array:
    return pa.array(np.append(0, np.cumsum(counts)).astype(np.int32))


def _binary(rows: Any) -> pa.Array:
    return pa.Array.from_buffers(
        pa.binary(rows.shape[1]), len(rows), [None, pa.py_buffer(np.ascontiguousarray(rows))]
    )
