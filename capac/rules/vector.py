"""A calculation as one compact versioned array, from which every sentence is rendered again.

Layout of version 1: an int64 block (fixed numbers, then segments, withholdings and parameters by
count), then one byte a day of the month: reason x 4 + halves. Kinds, families and parameters are
stored by their place in lists that are only ever appended to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from capac.core.period import Month
from capac.rules.facts import FAMILIES
from capac.rules.full_unemployment import Why
from capac.rules.parameters import names
from capac.rules.withholdings import KINDS, Withheld

VERSION = 1
FIXED = 13
PER_SEGMENT, PER_WITHHELD, PER_PARAMETER = 7, 3, 2
OWN_TABLES = {"seizure_scale": -1, "withholding_precedence": -2}
"""Parameters that stand in tables of their own, not in the list of names."""
DAYS_PER_BYTE = 4


@dataclass(frozen=True)
class SegmentSteps:
    """What one segment came to: halves paid, amounts in cents, whether its gross was taxed."""

    first: date
    halves: int
    daily_cents: int
    half_cents: int
    gross_cents: int
    family: str
    taxed: bool


@dataclass(frozen=True)
class Steps:
    """Everything that a stored calculation remembers."""

    month: Month
    segments: tuple[SegmentSteps, ...]
    days: tuple[tuple[Why, int], ...]
    holidays_first_halves: int
    december_halves: int
    sundays: int
    secondary_cents: int
    gross_cents: int
    tax_cents: int
    tax_uncertain: bool
    withheld: tuple[Withheld, ...]
    parameters: tuple[tuple[str, date], ...]

    @property
    def allowances_halves(self) -> int:
        """Halves paid in all."""
        return sum(segment.halves for segment in self.segments)

    @property
    def net_cents(self) -> int:
        """Gross less tax."""
        return self.gross_cents - self.tax_cents

    @property
    def payable_cents(self) -> int:
        """What goes to the client."""
        return self.net_cents - sum(item.cents for item in self.withheld)


class VectorError(ValueError):
    """Bytes that are not a vector of a version that this code knows."""


def pack(steps: Steps) -> bytes:
    """The bytes of a calculation."""
    numbers = [
        VERSION, steps.month.year, steps.month.number, len(steps.segments), len(steps.withheld), len(steps.parameters),
        steps.holidays_first_halves, steps.december_halves, steps.sundays, steps.secondary_cents,
        steps.gross_cents, steps.tax_cents, int(steps.tax_uncertain),
    ]  # fmt: skip
    for s in steps.segments:
        numbers += [
            s.first.toordinal(),
            s.halves,
            s.daily_cents,
            s.half_cents,
            s.gross_cents,
            FAMILIES.index(s.family),
            int(s.taxed),
        ]
    for item in steps.withheld:
        numbers += [KINDS.index(item.kind), item.cents, item.base_cents]
    for name, since in steps.parameters:
        numbers += [_number_of(name), since.toordinal()]
    days = bytes(why * DAYS_PER_BYTE + halves for why, halves in steps.days)
    return np.array(numbers, "<i8").tobytes() + days


def unpack(vector: bytes) -> Steps:
    """The calculation of some bytes. Raises VectorError."""
    head = np.frombuffer(vector[: FIXED * 8], "<i8").tolist() if len(vector) >= FIXED * 8 else [0]
    if head[0] != VERSION:
        raise VectorError(f"a calculation of version {head[0]} cannot be read; this code knows {VERSION}")
    n_segments, n_withheld, n_parameters = head[3:6]
    width = PER_SEGMENT * n_segments + PER_WITHHELD * n_withheld + PER_PARAMETER * n_parameters
    body = np.frombuffer(vector[FIXED * 8 : (FIXED + width) * 8], "<i8").tolist()
    segments = [_segment(body[n * PER_SEGMENT :]) for n in range(n_segments)]
    rest = body[PER_SEGMENT * n_segments :]
    withheld = [Withheld(KINDS[rest[n * 3]], rest[n * 3 + 1], rest[n * 3 + 2]) for n in range(n_withheld)]
    rest = rest[PER_WITHHELD * n_withheld :]
    parameters = [(_name_of(rest[n * 2]), date.fromordinal(rest[n * 2 + 1])) for n in range(n_parameters)]
    days = [
        (Why(byte // DAYS_PER_BYTE), byte & (DAYS_PER_BYTE - 1)) for byte in vector[(FIXED + width) * 8 :]
    ]
    first, december, sundays, secondary, gross, tax, uncertain = head[6:FIXED]
    return Steps(
        Month(head[1], head[2]), tuple(segments), tuple(days), first, december, sundays, secondary, gross, tax,
        bool(uncertain), tuple(withheld), tuple(parameters),
    )  # fmt: skip


def _segment(numbers: list[int]) -> SegmentSteps:
    first, halves, daily, half, gross, family, taxed = numbers[:PER_SEGMENT]
    return SegmentSteps(date.fromordinal(first), halves, daily, half, gross, FAMILIES[family], bool(taxed))


def _number_of(name: str) -> int:
    return OWN_TABLES[name] if name in OWN_TABLES else names().index(name)


def _name_of(number: int) -> str:
    return next((name for name, place in OWN_TABLES.items() if place == number), None) or names()[number]
