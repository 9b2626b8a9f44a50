"""Groups of a few people are not told: their cells are hidden, and none can be found by subtracting the others.

A cell of 1 to 4 people is hidden. What some gain and what others lose is hidden with either count; what a whole
group costs is hidden when 1 to 4 of it change. Where one cell of a column would stand hidden alone, the smallest
told one is hidden with it, since the sum of the column is known (docs/decisions/0015).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

FEWEST = 5
"""A cell is told from this number of people on."""
COUNTS = ("more", "less", "same", "changed")
PARTS = ("gained", "lost")
"""Amounts of those who gain, and of those who lose: together they are the group's."""
Amounts = Mapping[str, int | None]


@dataclass(frozen=True)
class Cells:
    """A group: people by what happens to them, and amounts of the group in cents. None: hidden."""

    name: str
    more: int | None
    less: int | None
    same: int | None
    amounts: Amounts = field(default_factory=dict)

    @property
    def changed(self) -> int:
        """People for whom something changes, before anything is hidden."""
        return (self.more or 0) + (self.less or 0)


def told(rows: Sequence[Cells]) -> list[Cells]:
    """The same rows with small cells hidden."""
    hidden = {
        (place, name) for name in COUNTS for place in _hidden([getattr(row, name) or 0 for row in rows])
    }
    return [_without(row, {name for at, name in hidden if at == place}) for place, row in enumerate(rows)]


def _hidden(counts: Sequence[int]) -> set[int]:
    """Places of a column that are not told."""
    small = {place for place, count in enumerate(counts) if 0 < count < FEWEST}
    if len(small) == 1 and len(counts) > 1:
        others = sorted(
            set(range(len(counts))) - small, key=lambda place: (counts[place] < FEWEST, counts[place])
        )
        small.add(others[0])
    return small


def _without(row: Cells, names: set[str]) -> Cells:
    """A row without some of its counts, and without the amounts that would tell them."""
    kept = {name: None if name in names else getattr(row, name) for name in ("more", "less", "same")}
    parts = names & {"more", "less", "changed"}
    amounts = {
        name: None if (parts if name in PARTS else "changed" in names) else cents
        for name, cents in row.amounts.items()
    }
    return Cells(row.name, kept["more"], kept["less"], kept["same"], amounts)
