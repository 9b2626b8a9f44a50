"""Control chart: a share month by month or year by year, in basis points, against its norm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from capac.web.charts.frame import LEFT, PLOT_HEIGHT, PLOT_WIDTH, TOP, Frame, Tick

WHOLE = 10_000
RANGES = (1_000, 2_000, 5_000, WHOLE)
"""How far down from 100 % the scale may reach; the first that holds everything is taken."""
LINES = 5
DIAMOND = 6
UNDER = 15


@dataclass(frozen=True)
class Share:
    """One month, 1 to 12, or the place of a year: so many of so many. One without cases has no point."""

    month: int
    numerator: int
    denominator: int

    @property
    def basis_points(self) -> int:
        """The share × 10 000, cut."""
        return self.numerator * WHOLE // self.denominator


@dataclass(frozen=True)
class Dot:
    """One point; `below` the norm it is a diamond instead of a disc."""

    x: int
    y: int
    below: bool
    number: int

    @property
    def diamond(self) -> str:
        """The corners of the diamond."""
        x, y = self.x, self.y
        return f"{x},{y - DIAMOND} {x + DIAMOND},{y} {x},{y + DIAMOND} {x - DIAMOND},{y}"


@dataclass(frozen=True)
class Control:
    """The drawing: grid, band from the norm upwards, a line through neighbouring months, the points."""

    frame: Frame
    ticks: tuple[Tick, ...]
    months: tuple[Tick, ...]
    norm: int | None
    norm_label: Tick | None
    band: int
    lines: tuple[str, ...]
    dots: tuple[Dot, ...]


def control(
    shares: Sequence[Share], *, norm_bp: int | None, norm_label: str, names: Sequence[str]
) -> Control:
    """The chart of a year or of years. `names` are short names of each place; the label stands under the norm's line."""
    counted = sorted((one for one in shares if one.denominator), key=lambda one: one.month)
    reach = _reach([one.basis_points for one in counted] + ([norm_bp] if norm_bp is not None else []))
    dots = tuple(_dot(one, reach, norm_bp, len(names)) for one in counted)
    norm = _y(norm_bp, reach) if norm_bp is not None else None
    return Control(
        frame=Frame(),
        ticks=tuple(_tick(number, reach) for number in range(LINES + 1)),
        months=tuple(Tick(_x(number, len(names)), name) for number, name in enumerate(names, 1)),
        norm=norm,
        norm_label=Tick(norm + UNDER, norm_label) if norm is not None else None,
        band=norm - TOP if norm is not None else 0,
        lines=_lines(dots),
        dots=dots,
    )


def _reach(values: Sequence[int]) -> int:
    lowest = min(values, default=WHOLE)
    return next(reach for reach in RANGES if WHOLE - reach <= lowest)


def _tick(number: int, reach: int) -> Tick:
    value = WHOLE - reach + reach * number // LINES
    return Tick(_y(value, reach), f"{value // 100} %")


def _dot(share: Share, reach: int, norm_bp: int | None, places: int) -> Dot:
    below = norm_bp is not None and share.numerator * WHOLE < norm_bp * share.denominator
    return Dot(_x(share.month, places), _y(share.basis_points, reach), below, share.month)


def _lines(dots: Sequence[Dot]) -> tuple[str, ...]:
    """A line from each point to the next month's, and none over a month without cases."""
    return tuple(
        f"{one.x},{one.y} {next_one.x},{next_one.y}"
        for one, next_one in pairwise(dots)
        if next_one.number == one.number + 1
    )


def _x(place: int, places: int) -> int:
    return LEFT + PLOT_WIDTH * (2 * place - 1) // (2 * places)


def _y(basis_points: int, reach: int) -> int:
    return TOP + PLOT_HEIGHT * (WHOLE - basis_points) // reach
