"""Sets of days as numbers: bit n of one is the day n of the month's grid, so a rule of sets is one operation a person.

What is said of one number holds of a column of them: `free & ~worked` are the free days that were not worked, of each.
So a rule is written once, and runs over columns or, where there are many people, as one compiled loop (fused.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Sets = NDArray[np.uint64]
Flags = NDArray[np.bool_]
Wide = NDArray[np.int64]

WIDTH, BYTE = 64, 8
ONE, TWO, NONE, ALL = np.uint64(1), np.uint64(2), np.uint64(0), np.uint64(2**64 - 1)


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


def some(values: Any) -> bool:
    """Whether anything is said at all: so that a rule that touches nobody costs nothing."""
    return bool(np.any(values))


def where(holds: Any, this: Any, other: Any) -> Any:
    """The one where it holds, and the other elsewhere."""
    return np.where(holds, this, other)


def count(sets: Sets) -> Wide:
    """How many days each holds."""
    return np.bitwise_count(sets).astype(np.int64)


def holds(sets: Sets, place: int) -> Flags:
    """Whether a day is in each."""
    found: Flags = (sets >> np.uint64(place) & ONE) != NONE
    return found


def chosen(holds: Flags, place: int) -> Sets:
    """The set of this one day for those for whom it holds, and the empty set for the others."""
    found: Sets = where(holds, ONE << np.uint64(place), NONE)
    return found


def later(sets: Sets, days: int) -> Sets:
    """Each day moved so many days on: the days before which, so many days ago, lies one of the set."""
    return sets << np.uint64(days) if days >= 0 else sets >> np.uint64(-days)


def from_first(sets: Sets) -> Sets:
    """Every day from the first of each set on; none where it is empty."""
    lowest = sets & (~sets + ONE)
    return ~(lowest - ONE)


def span(first: Wide, last: Wide) -> Sets:
    """The days from a place to a place, both included, both within the grid or just beside it; none if it ends before."""
    until = (ONE << np.maximum(last + 1, 0).astype(np.uint64)) - ONE
    return np.asarray(until & ~((ONE << first.astype(np.uint64)) - ONE))


class Marks(NamedTuple):
    """The days of each of six codes, in order, and whether any byte holds what is no code."""

    days: tuple[Sets, ...]
    strange: Flags


LOW, HIGH = np.uint64(0x0101010101010101), np.uint64(0xF8F8F8F8F8F8F8F8)
"""Of eight bytes, the lowest bit of each, and those that no code from 0 to 7 has."""
GATHER, TOP = np.uint64(0x0102040810204080), np.uint64(56)
"""One bit of each of eight bytes, gathered into the highest byte by a product."""


def of_codes(words: tuple[Any, ...], days: Sets | np.uint64) -> Marks:
    """Sets from days that are a byte each, of code 1 to 6 or 0, given as numbers of eight bytes; only some `days` count."""
    a: Any = days & NONE
    b = c = strange = a
    for n in range(len(words)):
        word, at = words[n], np.uint64(BYTE * n)
        a = a | gathered(word) << at
        b = b | gathered(word >> ONE) << at
        c = c | gathered(word >> TWO) << at
        strange = strange | word & HIGH
    a, b, c = a & days, b & days, c & days
    found = a & ~b & ~c, b & ~a & ~c, a & b & ~c, c & ~a & ~b, a & c & ~b, b & c & ~a
    return Marks(found, (strange | a & b & c) != NONE)


def gathered(word: Any) -> Any:
    """The lowest bit of each of eight bytes, side by side."""
    return (word & LOW) * GATHER >> TOP


EACH, OWN_BIT = LOW, np.uint64(0x8040201008040201)
FULL, HIGHEST, SEVEN = np.uint64(0x7F7F7F7F7F7F7F7F), np.uint64(0x8080808080808080), np.uint64(7)


def to_bytes(planes: tuple[Any, ...], start: int) -> tuple[Any, ...]:
    """A byte a day of the month, which begins at the grid's place `start`; bit n of it says whether the day is in the
    set n. As numbers of eight bytes."""
    found = planes[0] & NONE, planes[0] & NONE, planes[0] & NONE, planes[0] & NONE
    for n in range(len(planes)):
        found = (
            found[0] | spread(planes[n], start) << np.uint64(n),
            found[1] | spread(planes[n], start + BYTE) << np.uint64(n),
            found[2] | spread(planes[n], start + 2 * BYTE) << np.uint64(n),
            found[3] | spread(planes[n], start + 3 * BYTE) << np.uint64(n),
        )
    return found


def spread(days: Any, start: int) -> Any:
    """Eight days from a place on, a byte each: 1 where the day is in the set."""
    byte = days >> np.uint64(start) & np.uint64(0xFF)
    return ((byte * EACH & OWN_BIT) + FULL & HIGHEST) >> SEVEN
