"""A calculation as one compact versioned array, from which every sentence is rendered again.

Layout of version 2: an int64 block (fixed numbers, then segments, withholdings, parameters and figures by
count), then one byte a day of the month where the scheme has a day grid: reason x 4 + halves. Schemes,
kinds, families, figures and parameters are stored by their place in lists that are only ever appended to.
Version 1 (full unemployment alone) is still read: vector_1.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

import numpy as np

from capac.core.period import Month
from capac.rules.facts import SCHEMES
from capac.rules.figures import FIGURES, PLACE
from capac.rules.parameters import names
from capac.rules.steps import SegmentSteps, Steps, Told
from capac.rules.withholdings import KINDS, Withheld

VERSION = 2
FIXED = 12
PER_SEGMENT, PER_WITHHELD, PER_PARAMETER, PER_FIGURE = 8, 3, 2, 3
FAMILIES = ("A", "N", "B", "P", "")
OWN_TABLES = {
    "seizure_scale": -1, "withholding_precedence": -2, "work_bonus": -3, "wage_tax_scale": -4, "bareme_rows": -5
}  # fmt: skip
"""Parameters that stand in tables of their own, not in the list of names."""
TAXED, BY_HALF = 1, 2
WORD = 8


class VectorError(ValueError):
    """Bytes that are not a vector of a version that this code knows."""


def pack(steps: Steps) -> bytes:
    """The bytes of a calculation."""
    numbers = [
        VERSION, SCHEMES.index(steps.scheme), steps.month.year, steps.month.number,
        len(steps.segments), len(steps.withheld), len(steps.parameters), len(steps.figures),
        steps.gross_cents, steps.tax_cents, steps.tax_rate, int(steps.tax_uncertain),
    ]  # fmt: skip
    for s in steps.segments:
        flags = TAXED * s.taxed + BY_HALF * s.by_half
        numbers += (
            s.first.toordinal(), s.halves, s.daily_cents, s.half_cents, s.gross_cents, FAMILIES.index(s.family), flags,
            s.occupation,
        )  # fmt: skip
    for item in steps.withheld:
        numbers += (KINDS.index(item.kind), item.cents, item.base_cents)
    for name, since in steps.parameters:
        numbers += (number_of(name), since.toordinal())
    for told in steps.figures:
        numbers += (told.segment, PLACE[told.name], told.value)
    return np.array(numbers, "<i8").tobytes() + steps.day_block


def unpack(vector: bytes) -> Steps:
    """The calculation of some bytes. Raises VectorError."""
    version = int.from_bytes(vector[:WORD], "little") if len(vector) >= WORD else 0
    if version == 1:
        from capac.rules.vector_1 import unpack_1

        return unpack_1(vector)
    if version != VERSION or len(vector) < FIXED * WORD:
        raise VectorError(f"a calculation of version {version} cannot be read; this code knows {VERSION}")
    head = np.frombuffer(vector[: FIXED * WORD], "<i8").tolist()
    scheme, year, month, n_segments, n_withheld, n_parameters, n_figures, gross, tax, rate, uncertain = head[
        1:
    ]
    counts = (
        (n_segments, PER_SEGMENT), (n_withheld, PER_WITHHELD), (n_parameters, PER_PARAMETER), (n_figures, PER_FIGURE)
    )  # fmt: skip
    end = (FIXED + sum(number * width for number, width in counts)) * WORD
    body = iter(np.frombuffer(vector[FIXED * WORD : end], "<i8").tolist())
    return Steps(
        month=Month(year, month),
        scheme=SCHEMES[scheme],
        segments=tuple(_segment(*row) for row in _rows(body, *counts[0])),
        withheld=tuple(Withheld(KINDS[kind], cents, base) for kind, cents, base in _rows(body, *counts[1])),
        parameters=tuple((name_of(n), date.fromordinal(since)) for n, since in _rows(body, *counts[2])),
        figures=tuple(Told(FIGURES[n].name, value, of) for of, n, value in _rows(body, *counts[3])),
        day_block=vector[end:],
        gross_cents=gross,
        tax_cents=tax,
        tax_rate=rate,
        tax_uncertain=bool(uncertain),
    )


def number_of(name: str) -> int:
    """The place of a parameter in the list that is only appended to."""
    return OWN_TABLES[name] if name in OWN_TABLES else _places()[name]


def name_of(number: int) -> str:
    """The parameter at a place."""
    return next((name for name, place in OWN_TABLES.items() if place == number), None) or names()[number]


def _rows(body: Iterator[int], number: int, width: int) -> list[list[int]]:
    return [[next(body) for _ in range(width)] for _ in range(number)]


def _segment(*row: int) -> SegmentSteps:
    first, halves, daily, half, gross, family, flags, occupation = row
    return SegmentSteps(
        date.fromordinal(first), halves, daily, half, gross, FAMILIES[family], bool(flags & TAXED),
        bool(flags & BY_HALF), occupation,
    )  # fmt: skip


@cache
def _places() -> dict[str, int]:
    return {name: place for place, name in enumerate(names())}
