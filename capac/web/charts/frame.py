"""The frame that all shapes share: its size in units, its plot, its grid."""

from __future__ import annotations

from dataclasses import dataclass

WIDTH, HEIGHT = 420, 230
LEFT, RIGHT, TOP, BOTTOM = 52, 10, 14, 26
PLOT_WIDTH, PLOT_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
FLOOR = HEIGHT - BOTTOM


@dataclass(frozen=True)
class Tick:
    """A label of an axis, at its place along it."""

    at: int
    label: str


@dataclass(frozen=True)
class Frame:
    """Where a template draws axes and grid."""

    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    floor: int = FLOOR
    plot_width: int = PLOT_WIDTH

    @property
    def tick_end(self) -> int:
        """Where the labels of the upright axis end."""
        return self.left - 6

    @property
    def below(self) -> int:
        """The line on which the labels of the level axis stand."""
        return self.floor + 18


def height_of(value: int, top_value: int) -> int:
    """Units above the floor for a value of a scale that begins at zero."""
    return PLOT_HEIGHT * value // max(top_value, 1)


def round_top(value: int) -> int:
    """The next number of the row 4, 8, 20, 40, 80, 200 … at or above a value: a scale whose quarters are whole."""
    top = 4
    while top < value:
        top = top * 5 // 2 if str(top)[0] == "8" else top * 2
    return top
