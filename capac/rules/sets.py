"""Sets of days as numbers: bit n of one is the day n of the month's grid, so a rule of sets is one operation a person.

A column of sets answers for everybody at once: `free & ~worked` are the free days that were not worked, of each.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Sets = NDArray[np.uint64]
Flags = NDArray[np.bool_]
Wide = NDArray[np.int64]

WIDTH, BYTE = 64, 8
ONE = np.uint64(1)


def of_places(places: Iterable[int]) -> np.uint64:
    """The set of some days of the grid."""
    return np.uint64(sum(1 << place for place in places))


def of_rows(rows: NDArray[Any]) -> Sets:
    """Sets from flags, a row each and a column a day."""
    packed = np.packbits(rows, axis=1, bitorder="little")
    whole = np.zeros((len(packed), WIDTH // BYTE), np.uint8)
    whole[:, : packed.shape[1]] = packed
    return np.asarray(whole.view(np.uint64)[:, 0])


def rows_of(sets: Sets, days: slice) -> NDArray[np.uint8]:
    """The inverse, for some days: a row a set, 1 where the day is in it."""
    moved = np.ascontiguousarray(sets >> np.uint64(days.start))
    bits = np.unpackbits(moved.view(np.uint8).reshape(-1, BYTE), axis=1, bitorder="little")
    return np.asarray(bits[:, : days.stop - days.start])


def count(sets: Sets) -> Wide:
    """How many days each holds."""
    return np.bitwise_count(sets).astype(np.int64)


def holds(sets: Sets, place: int) -> Flags:
    """Whether a day is in each."""
    return np.asarray((sets >> np.uint64(place) & ONE).astype(np.bool_))


def later(sets: Sets, days: int) -> Sets:
    """Each day moved so many days on: the days before which, so many days ago, lies one of the set."""
    return np.asarray(sets << np.uint64(days) if days >= 0 else sets >> np.uint64(-days))


def from_first(sets: Sets) -> Sets:
    """Every day from the first of each set on; none where it is empty."""
    lowest = sets & (~sets + ONE)
    return np.asarray(~(lowest - ONE))


def span(first: Wide, last: Wide) -> Sets:
    """The days from a place to a place, both included, both within the grid or just beside it; none if it ends before."""
    until = (ONE << np.maximum(last + 1, 0).astype(np.uint64)) - ONE
    return np.asarray(until & ~((ONE << first.astype(np.uint64)) - ONE))


def chosen(holds: Flags, place: int) -> Sets:
    """The set of this one day for those for whom it holds, and the empty set for the others."""
    return np.asarray(holds.astype(np.uint64) << np.uint64(place))
