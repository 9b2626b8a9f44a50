"""Balance: per day what comes in above the line and what goes out below it, and what is left at its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from capac.web.charts.frame import LEFT, PLOT_HEIGHT, PLOT_WIDTH, TOP, Frame, Tick, round_top

DISC, DIAMOND = 4, 6
LABELS = 6


@dataclass(frozen=True)
class Step:
    """One day, in cents: `gone` and `planned` go out, `come` comes in; `left` is the balance at its end."""

    label: str
    gone: int
    planned: int
    come: int
    left: int
    is_stated: bool


@dataclass(frozen=True)
class Block:
    """A piece of a column, from its upper left corner; `look` is in, out or planned."""

    x: int
    y: int
    width: int
    height: int
    look: str


@dataclass(frozen=True)
class Point:
    """The balance of a day; below zero it is a diamond."""

    x: int
    y: int
    below: bool

    @property
    def diamond(self) -> str:
        """The corners of the diamond."""
        x, y = self.x, self.y
        return f"{x},{y - DIAMOND} {x + DIAMOND},{y} {x},{y + DIAMOND} {x - DIAMOND},{y}"


@dataclass(frozen=True)
class Balance:
    """The drawing: grid, the line of nothing, columns, the balance as stated and as foreseen."""

    frame: Frame
    ticks: tuple[Tick, ...]
    days: tuple[Tick, ...]
    zero: int
    blocks: tuple[Block, ...]
    stated: tuple[str, ...]
    foreseen: tuple[str, ...]
    points: tuple[Point, ...]


def balance(steps: Sequence[Step], *, told: Callable[[int], str]) -> Balance:
    """The chart of these days, in order; `told` writes an amount for the axis."""
    top = round_top(max([1, *(max(one.come, one.left) for one in steps)]))
    depth = max([0, *(max(one.gone + one.planned, -one.left) for one in steps)])
    bottom = -round_top(depth) if depth else 0
    scale = _Scale(top, bottom, len(steps))
    points = tuple(Point(scale.middle(n), scale.y(one.left), one.left < 0) for n, one in enumerate(steps))
    lines = [
        (f"{a.x},{a.y} {b.x},{b.y}", after.is_stated)
        for (a, b), after in zip(pairwise(points), steps[1:], strict=True)
    ]
    every = -(-len(steps) // LABELS)
    return Balance(
        frame=Frame(),
        ticks=tuple(Tick(scale.y(value), told(value)) for value in scale.values()),
        days=tuple(Tick(scale.middle(n), one.label) for n, one in enumerate(steps) if n % every == 0),
        zero=scale.y(0),
        blocks=tuple(block for n, one in enumerate(steps) for block in scale.blocks(n, one)),
        stated=tuple(line for line, is_stated in lines if is_stated),
        foreseen=tuple(line for line, is_stated in lines if not is_stated),
        points=points,
    )  # fmt: skip


@dataclass(frozen=True)
class _Scale:
    top: int
    bottom: int
    places: int

    def y(self, value: int) -> int:
        return TOP + PLOT_HEIGHT * (self.top - value) // (self.top - self.bottom)

    def middle(self, place: int) -> int:
        return LEFT + PLOT_WIDTH * (2 * place + 1) // (2 * max(self.places, 1))

    def values(self) -> list[int]:
        """Round amounts with nothing among them."""
        above = [self.top * n // 2 for n in range(1, 3)]
        below = [self.bottom * n // 2 for n in range(1, 3)] if self.bottom else []
        return [*reversed(below), 0, *above]

    def blocks(self, place: int, one: Step) -> list[Block]:
        room = PLOT_WIDTH // max(self.places, 1)
        left, width = self.middle(place) - room // 3, max(2 * (room // 3), 2)
        spans = (("in", one.come, 0), ("out", 0, -one.gone), ("planned", -one.gone, -one.gone - one.planned))
        return [
            Block(left, self.y(high), width, max(self.y(low) - self.y(high), 1), look)
            for look, high, low in spans
            if high != low
        ]
