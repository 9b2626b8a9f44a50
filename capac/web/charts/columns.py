"""Columns: a number a year, in hundredths, against the number that the contract asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from capac.web.charts.frame import FLOOR, LEFT, PLOT_WIDTH, Frame, Tick, height_of, round_top

HUNDRED, QUARTERS = 100, 4
ABOVE = 6


@dataclass(frozen=True)
class Column:
    """One column with its own number over it; `below` the norm it is hatched by its colour."""

    x: int
    y: int
    width: int
    height: int
    middle: int
    label: Tick
    name: str
    below: bool


@dataclass(frozen=True)
class Columns:
    """The drawing."""

    frame: Frame
    ticks: tuple[Tick, ...]
    columns: tuple[Column, ...]
    norm: int | None
    norm_label: Tick | None


def columns(values: Sequence[tuple[str, int, str]], *, norm: int | None, norm_label: str) -> Columns:
    """The chart of years: name, hundredths and the number as written; the norm in hundredths too."""
    highest = max([value for _name, value, _label in values] + [norm or 0])
    top = round_top(-(-highest // HUNDRED)) * HUNDRED
    line = FLOOR - height_of(norm, top) if norm is not None else None
    return Columns(
        frame=Frame(),
        ticks=tuple(
            Tick(FLOOR - height_of(top * n // QUARTERS, top), str(top * n // QUARTERS // HUNDRED))
            for n in range(QUARTERS + 1)
        ),
        columns=tuple(
            _column(place, len(values), value=value, top=top, norm=norm, name=name, label=label)
            for place, (name, value, label) in enumerate(values)
        ),
        norm=line,
        norm_label=Tick(line - ABOVE, norm_label) if line is not None else None,
    )


def _column(
    place: int, places: int, *, value: int, top: int, norm: int | None, name: str, label: str
) -> Column:
    room = PLOT_WIDTH // places
    height, left = height_of(value, top), LEFT + room * place + room // 4
    middle = LEFT + room * place + room // 2
    is_below = norm is not None and value < norm
    return Column(
        left,
        FLOOR - height,
        room // 2,
        height,
        middle,
        Tick(max(FLOOR - height - ABOVE, 12), label),
        name,
        is_below,
    )
