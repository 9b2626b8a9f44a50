"""Reading calculations of version 1, which knew full unemployment alone. Nothing writes it any more.

Layout: an int64 block (13 fixed numbers, then segments of 7, withholdings and parameters by count), then
one byte a day of the month: reason x 4 + halves.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from capac.core.period import Month
from capac.rules.steps import SegmentSteps, Steps, Told
from capac.rules.vector import FAMILIES, PER_PARAMETER, PER_WITHHELD, WORD, VectorError, name_of
from capac.rules.withholdings import KINDS, Withheld

FIXED, PER_SEGMENT = 13, 7
RATE = 1009
"""The only rate of tax that version 1 knew, in basis points."""


def unpack_1(vector: bytes) -> Steps:
    """The calculation of some bytes of version 1. Raises VectorError where they are cut short."""
    if len(vector) < FIXED * WORD:
        raise VectorError("a calculation of version 1 is cut short")
    head = np.frombuffer(vector[: FIXED * WORD], "<i8").tolist()
    n_segments, n_withheld, n_parameters = head[3:6]
    width = PER_SEGMENT * n_segments + PER_WITHHELD * n_withheld + PER_PARAMETER * n_parameters
    body = np.frombuffer(vector[FIXED * WORD : (FIXED + width) * WORD], "<i8").tolist()
    segments = tuple(_segment(body[n * PER_SEGMENT :]) for n in range(n_segments))
    rest = body[PER_SEGMENT * n_segments :]
    withheld = [Withheld(KINDS[rest[n * 3]], rest[n * 3 + 1], rest[n * 3 + 2]) for n in range(n_withheld)]
    rest = rest[PER_WITHHELD * n_withheld :]
    parameters = [(name_of(rest[n * 2]), date.fromordinal(rest[n * 2 + 1])) for n in range(n_parameters)]
    figures = zip(("holidays_first", "december", "sundays", "secondary_income"), head[6:10], strict=True)
    return Steps(
        month=Month(head[1], head[2]),
        scheme="full_unemployment",
        segments=segments,
        day_block=vector[(FIXED + width) * WORD :],
        figures=tuple(Told(name, value) for name, value in figures if value),
        gross_cents=head[10],
        tax_cents=head[11],
        tax_rate=RATE if any(segment.taxed for segment in segments) else 0,
        tax_uncertain=bool(head[12]),
        withheld=tuple(withheld),
        parameters=tuple(parameters),
    )


def _segment(numbers: list[int]) -> SegmentSteps:
    first, halves, daily, half, gross, family, taxed = numbers[:PER_SEGMENT]
    return SegmentSteps(date.fromordinal(first), halves, daily, half, gross, FAMILIES[family], bool(taxed))
