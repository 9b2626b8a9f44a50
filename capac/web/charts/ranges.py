"""Ranges: a row a group, from the value that half of its cases reach to the value that most of them reach.

Groups stand under each other, so that thirty-five of them can be compared; the scale begins at zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from capac.web.charts.frame import Tick, round_top

WIDTH, LEFT, RIGHT, TOP, ROW, BOTTOM = 420, 92, 14, 10, 22, 24
PLOT_WIDTH, QUARTERS = WIDTH - LEFT - RIGHT, 4
NAME_ENDS = LEFT - 8


@dataclass(frozen=True)
class Range:
    """One row: its name, the disc at the half, the line to the most, the figure beside it. Few cases are drawn hollow."""

    name: str
    y: int
    half_x: int
    most_x: int
    is_few: bool


@dataclass(frozen=True)
class Ranges:
    """The drawing."""

    height: int
    floor: int
    ticks: tuple[Tick, ...]
    rows: tuple[Range, ...]
    width: int = WIDTH
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    name_ends: int = NAME_ENDS

    @property
    def below(self) -> int:
        """The line on which the labels of the scale stand."""
        return self.floor + 16


def ranges(groups: Sequence[tuple[str, int, int, bool]]) -> Ranges:
    """The chart of groups: name, the value of half, the value of most, whether the cases are few."""
    top = round_top(max((most for _name, _half, most, _few in groups), default=0))
    floor = TOP + ROW * len(groups)
    return Ranges(
        height=floor + BOTTOM,
        floor=floor,
        ticks=tuple(
            Tick(_x(top * n // QUARTERS, top), str(top * n // QUARTERS)) for n in range(QUARTERS + 1)
        ),
        rows=tuple(
            Range(name, TOP + ROW * place + ROW // 2, _x(half, top), _x(most, top), few)
            for place, (name, half, most, few) in enumerate(groups)
        ),
    )


def _x(value: int, top: int) -> int:
    return LEFT + PLOT_WIDTH * value // max(top, 1)
