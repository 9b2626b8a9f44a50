"""What the models read beside the facts: the as-of day, the office calendar and the norms of the contract.

The norms come from `commitments` at each run; they live nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pyarrow as pa

from capac.commitments import api as commitments
from capac.core.workdays import FIRST, LAST, Calendar

INPUTS = ("as_of", "calendar", "norm_tiers", "measures", "thresholds")
OPEN_END = date(9999, 12, 31)
NORM_TIERS = pa.schema(
    [
        ("indicator_id", pa.string()),
        ("valid_from", pa.date32()),
        ("valid_to", pa.date32()),
        ("tier", pa.int32()),
        ("n", pa.int32()),
        ("unit", pa.string()),
    ]
)


MEASURES = pa.schema([("indicator_id", pa.string()), ("shape", pa.string()), ("unit", pa.string())])
THRESHOLDS = pa.schema([("indicator_id", pa.string()), ("name", pa.string()), ("value", pa.int32())])
AS_OF = pa.schema([("as_of", pa.date32())])
CALENDAR = pa.schema([("day", pa.date32()), ("is_open", pa.bool_()), ("open_index", pa.int32())])
SCHEMAS = dict(zip(INPUTS, (AS_OF, CALENDAR, NORM_TIERS, MEASURES, THRESHOLDS), strict=True))


def tables(day: date, of: Calendar) -> dict[str, pa.Table]:
    """Every input by name, for a day and the calendar known on it."""
    made = (as_of(day), calendar(of), norm_tiers(), measures(), thresholds())
    return dict(zip(INPUTS, made, strict=True))


def as_of(day: date) -> pa.Table:
    """One row: the day on which the figures are told."""
    return pa.table({"as_of": [day]}, schema=AS_OF)


def calendar(of: Calendar) -> pa.Table:
    """A row a day: whether it is a working day, and how many there were up to and including it."""
    days = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]
    working, index = set(of.open_days), 0
    is_open = [day in working for day in days]
    indices = [index := index + one for one in is_open]
    return pa.table({"day": days, "is_open": is_open, "open_index": indices}, schema=CALENDAR)


def norm_tiers() -> pa.Table:
    """A row a tier of each version of each norm, with its limit; no unit where the contract prints no limit.

    A contract's norms hold until its successor begins.
    """
    return pa.Table.from_pylist(list(_tiers()), schema=NORM_TIERS)


def measures() -> pa.Table:
    """A row an indicator: its shape, and the unit of its days."""
    rows = [{"indicator_id": one.id, "shape": one.shape, "unit": one.unit} for one in _indicators()]
    return pa.Table.from_pylist(rows, schema=MEASURES)


def thresholds() -> pa.Table:
    """A row a number that decides whether a case counts, or is left out, as the contract prints it."""
    rows = [
        {"indicator_id": one.id, "name": name, "value": value}
        for one in _indicators()
        for name, value in one.threshold.items()
        if isinstance(value, int)
    ]
    return pa.Table.from_pylist(rows, schema=THRESHOLDS)


def _indicators() -> list[commitments.Indicator]:
    """Each indicator once, as the last contract that knows it has it."""
    known = {one.id: one for each in commitments.contracts() for one in commitments.indicators(contract=each)}
    return list(known.values())


def _tiers() -> Iterator[dict[str, object]]:
    known = commitments.contracts()
    for place, contract in enumerate(known):
        ends = known[place + 1].since - timedelta(1) if place + 1 < len(known) else OPEN_END
        for indicator in commitments.indicators(contract=contract):
            for version in indicator.versions:
                if version.since <= ends:
                    for number, tier in enumerate(indicator.tiers, 1):
                        yield {
                            "indicator_id": indicator.id,
                            "valid_from": version.since,
                            "valid_to": min(version.until or OPEN_END, ends),
                            "tier": number,
                            "n": tier.within.n if tier.within else None,
                            "unit": tier.within.unit if tier.within else None,
                        }
