"""Bars: how many cases took how many days (or seconds, some to a bar), with marks such as the 80th percentile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from capac.web.charts.frame import FLOOR, LEFT, PLOT_WIDTH, Frame, Tick, height_of, round_top

QUARTERS = 4
MOST = 20
"""The last bar holds this number of days and all above it."""
FEW = 10
STEPS = (1, 5, 10, 30, 60, 300)
GAP = 2


@dataclass(frozen=True)
class Bar:
    """One bar, from its upper left corner."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Mark:
    """An upright line at the right edge of a bar: up to here lies so much of the whole."""

    x: int
    label_x: int
    label_y: int
    anchor: str
    label: str


@dataclass(frozen=True)
class Bars:
    """The drawing."""

    frame: Frame
    ticks: tuple[Tick, ...]
    days: tuple[Tick, ...]
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]


def bars(cases: Mapping[int, int], *, marks: Mapping[str, int], step: int = 1) -> Bars:
    """The chart of a distribution: days to cases. `marks` are words to the day that they mark.

    A bar holds `step` days, and is labelled with the first of them.
    """
    together: Counter[int] = Counter()
    for day, number in cases.items():
        together[day // step] += number
    return _drawn(together, {word: day // step for word, day in marks.items()}, step)


def step_for(longest: int) -> int:
    """How many days go into a bar so that they fit: one, or the next round number."""
    return next((step for step in STEPS if longest < step * MOST), STEPS[-1])


def _drawn(cases: Mapping[int, int], marks: Mapping[str, int], step: int) -> Bars:
    last = min(max([*cases, *marks.values(), FEW]), MOST)
    heights = [cases.get(day, 0) for day in range(last)]
    heights.append(sum(number for day, number in cases.items() if day >= last))
    top = round_top(max(heights))
    return Bars(
        frame=Frame(),
        ticks=tuple(
            Tick(FLOOR - height_of(top * n // QUARTERS, top), str(top * n // QUARTERS))
            for n in range(QUARTERS + 1)
        ),
        days=tuple(_day(day, last, more=max(cases, default=0) > last, step=step) for day in _labelled(last)),
        bars=tuple(_bar(day, number, last=last, top=top) for day, number in enumerate(heights) if number),
        marks=tuple(
            _mark(word, min(day, last), place, last) for place, (word, day) in enumerate(marks.items())
        ),
    )


def _labelled(last: int) -> list[int]:
    step = 1 if last <= FEW else 5
    return [*range(0, last, step), last] if last % step else list(range(0, last + 1, step))


def _day(day: int, last: int, *, more: bool, step: int) -> Tick:
    label = str(day * step)
    return Tick(_left(day, last) + _width(last) // 2, f"{label}+" if more and day == last else label)


def _bar(day: int, number: int, *, last: int, top: int) -> Bar:
    height = max(height_of(number, top), 1)
    return Bar(_left(day, last) + GAP, FLOOR - height, _width(last) - 2 * GAP, height)


def _mark(word: str, day: int, place: int, last: int) -> Mark:
    """Labels of marks stand one under the other, on the side that has room."""
    x = _left(day, last) + _width(last)
    to_left = x > LEFT + PLOT_WIDTH // 2
    return Mark(x, x - 4 if to_left else x + 4, 26 + 18 * place, "end" if to_left else "start", word)


def _left(day: int, last: int) -> int:
    return LEFT + PLOT_WIDTH * day // (last + 1)


def _width(last: int) -> int:
    return PLOT_WIDTH // (last + 1)
