"""Facts of many people as a table (Arrow, Parquet): a row a person, scheme and month. docs/rules.md shows it.

Money is in cents, hours in hundredths, an hourly wage in ten-thousandths; words are those of facts.py. `days` is one
byte a day of the month's grid (calendar_grid.py): 0 nothing, else the place of the code in DAY_CODES from 1.
`full_pay` has bit n set for a full-time wage in the week of the grid's Saturday n. Of an occupation, `by_day` holds
31 numbers of two bytes, low byte first, and `rest_days` has bit n set for a day n + 1 that was worked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from capac.core.period import Month
from capac.core.workdays import FIRST, LAST
from capac.rules import sets
from capac.rules.batch import (
    NO_WORD,
    NONE,
    OPEN,
    UNKNOWN,
    YES,
    Batch,
    Bytes,
    Card,
    Kept,
    Occupations,
    Segments,
    Wide,
)
from capac.rules.calendar_grid import days_of
from capac.rules.facts import INSERTION_FAMILIES, PHASE_CODES, REGIMES, SCHEMES, own_names
from capac.rules.fused import by_person
from capac.rules.parameters import causes

GRID, MONTH = 48, 31
STRANGE = 126
"""A word that is not in its list, or hours that are given twice or not at all: whoever has one is looked at alone."""
NO_DAY = 0
STRANGE_DAY = -1
"""Holidays left of whoever's card holds a byte that is no code: so that they are looked at alone, where it is named."""
FIRST_ORDINAL = date(1970, 1, 1).toordinal()

SEGMENT = pa.struct({
    "first": pa.date32(), "last": pa.date32(), "daily_cents": pa.int64(), "half_cents": pa.int64(),
    "wage_code": pa.int64(), "q": pa.int64(), "s": pa.int64(), "family": pa.string(), "first_year": pa.bool_(),
    "phase": pa.string(), "regime": pa.string(),
})  # fmt: skip
OCCUPATION = pa.struct({
    "q": pa.int64(), "s": pa.int64(), "hours": pa.int64(), "cause": pa.string(), "by_day": pa.binary(2 * MONTH),
    "rest_days": pa.int32(),
})  # fmt: skip
OWN = (
    "hours", "s", "paid_days_left_halves", "theoretical_cents", "net_wage_cents", "gross_cents", "monthly_cents",
    "hourly", "absence_hours", "not_payable_halves", "old_scheme",
)  # fmt: skip
"""What only one scheme asks for; the others leave it empty."""
AMOUNTS = ("maintenance_cents", "other_income_cents", "assignment_cents")
WANTED = ("other_income_is_wage", "recovery_ex_officio", "full_recovery", "collective_debt_settlement")
SCHEMA = pa.schema([
    ("key", pa.string()), ("month", pa.date32()), ("scheme", pa.string()), ("segments", pa.list_(SEGMENT)),
    ("days", pa.binary(GRID)), ("full_pay", pa.uint8()), ("paid_in_previous_month", pa.bool_()),
    ("paid_holiday_left_halves", pa.int64()), ("secondary_income_cents", pa.int64()), ("children", pa.int64()),
    *((name, pa.int64()) for name in AMOUNTS), *((name, pa.bool_()) for name in WANTED),
    *((name, pa.int64()) for name in OWN), ("occupations", pa.list_(OCCUPATION)),
])  # fmt: skip
"""`key` is the reader's own name of a row and comes back beside the answer. Empty: not said, or nothing."""


def in_form(table: pa.RecordBatch) -> pa.RecordBatch:
    """The table with our types, where another engine widened them. Raises ValueError for one that is not of facts."""
    if table.schema.equals(SCHEMA):
        return table
    lacking = [one.name for one in SCHEMA if one.name not in table.schema.names]
    if lacking:
        raise ValueError(f"a table of facts needs the columns {', '.join(lacking)}")
    return table.select(SCHEMA.names).cast(SCHEMA)


def batches(table: pa.RecordBatch) -> Iterator[tuple[Batch, Wide]]:
    """The people of each scheme and month, with the rows on which they stand. Rows without either are in none."""
    months = _dates(table["month"], NO_DAY)
    schemes = table["scheme"].dictionary_encode()
    numbers = schemes.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    kinds, place = np.unique(months * (len(schemes.dictionary) + 1) + numbers, return_inverse=True)
    for kind in range(len(kinds)):
        rows = np.flatnonzero(place == kind)
        number, day = int(numbers[rows[0]]), int(months[rows[0]])
        scheme = schemes.dictionary[number].as_py() if number >= 0 else ""
        if scheme in SCHEMES and FIRST.toordinal() <= day <= LAST.toordinal():
            part = table if len(rows) == len(table) else table.take(pa.array(rows))
            yield _batch(part, Month.of(date.fromordinal(day)), scheme), rows


def _batch(table: pa.RecordBatch, month: Month, scheme: str) -> Batch:
    marks = of_codes(_words_of_days(table["days"]), sets.of_places(range(len(days_of(month).dates))))
    return Batch(
        month=month,
        scheme=scheme,
        segments=_segments(table["segments"]),
        card=Card(*marks.days),
        full_pay=table["full_pay"].fill_null(0).to_numpy(),
        paid_before=_three(table["paid_in_previous_month"]),
        holidays_left=np.where(marks.strange, STRANGE_DAY, _wide(table["paid_holiday_left_halves"], 0)),
        secondary_income=_wide(table["secondary_income_cents"]),
        kept=_kept(table),
        own={name: _wide(table[name], 0 if name in ("absence_hours", "old_scheme") else NONE) for name in own_names(scheme)},
        occupations=_occupations(table["occupations"], month) if scheme == "temporary_unemployment" else None,
    )  # fmt: skip


def _words_of_days(column: pa.Array) -> tuple[Any, ...]:
    """The days of everybody as numbers of eight bytes, a column each."""
    return tuple(_fixed(column, np.dtype("<u8"), GRID // sets.BYTE).T)


of_codes = by_person(sets.of_codes)


def _kept(table: pa.RecordBatch) -> Kept:
    maintenance, other_income, assignment = (_wide(table[name], 0) for name in AMOUNTS)
    other_is_wage, ex_officio, full_recovery, settlement = (_three(table[name]) == YES for name in WANTED)
    return Kept(
        children=_wide(table["children"]),
        maintenance=maintenance,
        other_income=other_income,
        assignment=assignment,
        other_is_wage=other_is_wage,
        ex_officio=ex_officio,
        full_recovery=full_recovery,
        settlement=settlement,
    )


def _segments(lists: pa.ListArray) -> Segments:
    one = _fields(lists)
    return Segments(
        person=_owners(lists),
        first=_dates(one["first"], NO_DAY),
        last=_dates(one["last"], OPEN),
        daily=_wide(one["daily_cents"]),
        half=_wide(one["half_cents"]),
        wage_code=_wide(one["wage_code"]),
        q=_wide(one["q"]),
        s=_wide(one["s"]),
        family=_words(one["family"], INSERTION_FAMILIES),
        first_year=_three(one["first_year"]),
        phase=_words(one["phase"], PHASE_CODES),
        regime=_words(one["regime"], REGIMES),
    )


def _occupations(lists: pa.ListArray, month: Month) -> Occupations:
    one = _fields(lists)
    by_day = ~one["by_day"].is_null().to_numpy(zero_copy_only=False)
    total = _wide(one["hours"])
    once = by_day == (total == NONE)
    bits = one["rest_days"].fill_null(0).to_numpy()
    last = month.last.day
    return Occupations(
        person=_owners(lists),
        q=_wide(one["q"]),
        s=_wide(one["s"]),
        hours=np.where(once, total, -1),
        cause=_words(one["cause"], tuple(causes())),
        by_day=np.ascontiguousarray((_fixed(one["by_day"], np.dtype("<i2"), MONTH) * by_day[:, None])[:, :last].T),
        rest_days=(bits.astype(np.uint64) & np.uint64((1 << last) - 1)) << np.uint64(days_of(month).month.start),
    )  # fmt: skip


def _fields(lists: pa.ListArray) -> Mapping[str, pa.Array]:
    """The columns of what lists hold."""
    flat = lists.flatten()
    return dict(zip((one.name for one in flat.type), flat.flatten(), strict=True))


def _owners(lists: pa.ListArray) -> Wide:
    lengths = pc.list_value_length(lists).fill_null(0).to_numpy()
    return np.repeat(np.arange(len(lists)), lengths)


def _wide(column: pa.Array, empty: int = NONE) -> Wide:
    return np.asarray(column.fill_null(empty).to_numpy(), np.int64)


def _three(column: pa.Array) -> Bytes:
    return np.asarray(column.cast(pa.int8()).fill_null(UNKNOWN).to_numpy())


def _dates(column: pa.Array, empty: int) -> Wide:
    """Day numbers; the calendar of Arrow begins in 1970."""
    days = column.cast(pa.int32()).cast(pa.int64()).fill_null(empty - FIRST_ORDINAL)
    return np.asarray(days.to_numpy()) + FIRST_ORDINAL


def _words(column: pa.Array, known: Sequence[str]) -> Bytes:
    """The place of each word in its list, NO_WORD where there is none, STRANGE for one that is not in the list."""
    found = pc.index_in(column, value_set=pa.array(known, pa.string()))
    strange = pc.and_(found.is_null(), pc.not_equal(column.fill_null(""), ""))
    places = np.asarray(found.fill_null(NO_WORD).to_numpy(), np.int8)
    return np.where(strange.to_numpy(zero_copy_only=False), np.int8(STRANGE), places)


def _fixed(column: pa.Array, kind: Any, width: int) -> Any:
    """A column of bytes of one length as a matrix, a row each; where it is empty, zeros."""
    if column.null_count:
        column = column.fill_null(bytes(column.type.byte_width))
    flat = np.frombuffer(column.buffers()[1], kind)
    return flat.reshape(-1, width)[column.offset : column.offset + len(column)]
