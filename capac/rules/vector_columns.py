"""The vectors of many calculations at once, as columns: the same bytes as `vector.pack` writes for one.

People whose vectors have the same shape (as many segments, withholdings, parameters and figures) are written
together, as one block of rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from capac.rules.batch import Flags, Wide
from capac.rules.facts import SCHEMES
from capac.rules.figures import FIGURES, PLACE
from capac.rules.settle import Outcome
from capac.rules.sheet import Lines
from capac.rules.steps import PERSON
from capac.rules.vector import BY_HALF, FAMILIES, TAXED, VERSION, number_of

Rows = NDArray[np.uint8]
COUNTABLE = 1 << 20
"""Up to so many shapes are told apart by counting; more are sorted."""


@dataclass(frozen=True)
class Block:
    """Vectors of one shape: whose (places in the batch, in order), and a row of bytes each."""

    people: Wide
    rows: Rows


@dataclass(frozen=True)
class _Ragged:
    """A table of which each person has some rows, that stand together, people in order."""

    counts: Wide
    rows: Wide

    def of(self, people: Wide, count: int) -> Wide:
        """The rows of people who have so many, side by side."""
        begins = self.begins[people]
        if count == 1:
            return np.asarray(self.rows[begins])
        return np.asarray(self.rows[begins[:, None] + np.arange(count)]).reshape(len(people), -1)

    @cached_property
    def begins(self) -> Wide:
        """Where the rows of each person begin."""
        return np.asarray(np.cumsum(self.counts) - self.counts)


def pack_all(outcome: Outcome) -> list[bytes]:
    """The bytes of each calculation, in the order of the batch."""
    found = [b""] * len(outcome.batch)
    for block in blocks(outcome):
        whole, width = block.rows.tobytes(), block.rows.shape[1]
        for place, person in enumerate(block.people.tolist()):
            found[person] = whole[place * width : (place + 1) * width]
    return found


def blocks(outcome: Outcome) -> Iterator[Block]:
    """All vectors, shape by shape."""
    people = len(outcome.batch)
    kept = outcome.kept
    tables = (
        _ragged(outcome.sheet.lines.person, _segments(outcome), people),
        _ragged(kept.person, np.stack([kept.kind, kept.cents, kept.base], axis=1), people),
        _parameters(outcome),
        _line_figures(outcome, people),
        _figures(outcome.sheet.figures, people),
    )
    days = _days(outcome)
    has_days = days[:, 0] != 0
    counts: list[Wide] = [table.counts for table in tables]
    head = _head(outcome, counts)
    for shape, mine in _by_shape([*counts, has_days.astype(np.int64)]):
        parts = [head[mine], *(table.of(mine, count) for table, count in zip(tables, shape, strict=False))]
        words = np.concatenate(parts, axis=1).astype("<i8", copy=False).view(np.uint8)
        yield Block(mine, np.concatenate([words, days[mine]], axis=1) if shape[-1] else words)


def _by_shape(counts: list[Wide]) -> Iterator[tuple[tuple[int, ...], Wide]]:
    """People whose counts are the same, with those counts."""
    room = [int(column.max(initial=0)) + 1 for column in counts]
    key = np.ravel_multi_index(counts, room)
    if np.prod(room) < COUNTABLE:
        many = np.bincount(key)
        shapes = np.flatnonzero(many)
        place = np.cumsum(many > 0)[key] - 1
    else:
        shapes, place = np.unique(key, return_inverse=True)
    order = np.argsort(place.astype(np.int16 if len(shapes) < 1 << 15 else np.int64), kind="stable")
    ends = np.cumsum(np.bincount(place, minlength=len(shapes)))
    for number, mine in enumerate(np.split(order, ends[:-1])):
        yield tuple(int(one) for one in np.unravel_index(shapes[number], room)), mine


def _ragged(person: Wide, rows: Wide, people: int) -> _Ragged:
    return _Ragged(np.bincount(person, minlength=people), rows)


def _head(outcome: Outcome, counts: list[Wide]) -> Wide:
    """The fixed numbers of each person."""
    month, size = outcome.batch.month, len(outcome.batch)
    segments, withheld, parameters, line_figures, figures = counts
    columns: Sequence[Wide | Flags | int] = [
        VERSION, SCHEMES.index(outcome.batch.scheme), month.year, month.number,
        segments, withheld, parameters, line_figures + figures,
        outcome.gross, outcome.tax, outcome.tax_rate, outcome.tax_uncertain,
    ]  # fmt: skip
    head = np.empty((size, len(columns)), np.int64)
    for place, column in enumerate(columns):
        head[:, place] = column
    return head


def _segments(outcome: Outcome) -> Wide:
    lines, source = outcome.sheet.lines, outcome.batch.segments.rows(outcome.sheet.lines.source)
    family = np.where(source.family < 0, FAMILIES.index(""), source.family)
    flags = TAXED * lines.taxed + BY_HALF * lines.by_half
    columns = (
        source.first,
        lines.halves,
        lines.daily,
        lines.half,
        lines.gross,
        family,
        flags,
        lines.occupation,
    )
    return np.stack([column.astype(np.int64) for column in columns], axis=1)


def _parameters(outcome: Outcome) -> _Ragged:
    """Each set of parameters is written once, and taken by all whose months stand on it."""
    sizes = np.array([len(one) for one in outcome.sets], np.int64)
    written = [(number_of(one.name), one.since.toordinal()) for found in outcome.sets for one in found]
    begins = np.cumsum(sizes) - sizes
    counts = sizes[outcome.shown]
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    rows = np.array(written, np.int64).reshape(-1, 2)
    return _Ragged(counts, rows[np.repeat(begins[outcome.shown], counts) + within])


def _line_figures(outcome: Outcome, people: int) -> _Ragged:
    lines: Lines = outcome.sheet.lines
    line, rows = _told(outcome.sheet.line_figures, len(lines))
    return _ragged(lines.person[line], np.column_stack([lines.rank[line], rows]), people)


def _figures(figures: Mapping[str, Wide], people: int) -> _Ragged:
    person, rows = _told(figures, people)
    return _ragged(person, np.column_stack([np.full(len(rows), PERSON), rows]), people)


def _told(figures: Mapping[str, Wide], size: int) -> tuple[Wide, Wide]:
    """Whose figures are told, and place and value of each; a figure of nothing is not kept."""
    names = sorted(figures, key=PLACE.__getitem__)
    values = np.empty((size, len(names)), np.int64)
    for place, name in enumerate(names):
        values[:, place] = figures[name]
    always = np.array([FIGURES[PLACE[name]].always for name in names], np.bool_)
    owner, column = np.nonzero((values != 0) | always)
    places = np.array([PLACE[name] for name in names], np.int64)
    return owner, np.column_stack([places[column], values[owner, column]])


def _days(outcome: Outcome) -> Rows:
    """The days of each person, a byte a day; zeros where the rule did not look at days."""
    days = outcome.sheet.days
    if days is None:
        return np.zeros((len(outcome.batch), 1), np.uint8)
    return days.rows(outcome.batch.days.month)
