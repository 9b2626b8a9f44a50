"""Charts: geometry in whole units, points and bars where they belong, a line only between neighbouring months."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capac.web.charts.bars import MOST, bars
from capac.web.charts.control import RANGES, Share, control
from capac.web.charts.frame import FLOOR, LEFT, PLOT_WIDTH, TOP, round_top

calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
NAMES = list("JFMAMJJASOND")


def drawn(*shares: Share, norm_bp: int | None = 9500):  # type: ignore[no-untyped-def]
    return control(shares, norm_bp=norm_bp, norm_label="norm", names=NAMES)


def test_the_whole_is_at_the_top_and_a_point_under_the_norm_is_a_diamond() -> None:
    chart = drawn(Share(1, 20, 20), Share(2, 19, 20), Share(3, 94, 100))
    assert [(dot.y, dot.below) for dot in chart.dots] == [
        (TOP, False),
        (chart.norm, False),
        (chart.dots[2].y, True),
    ]
    assert chart.dots[2].y > chart.norm
    assert chart.norm == chart.band + TOP
    assert [tick.label for tick in chart.ticks] == ["90 %", "92 %", "94 %", "96 %", "98 %", "100 %"]


def test_a_month_without_cases_has_no_point_and_breaks_the_line() -> None:
    chart = drawn(Share(1, 1, 1), Share(2, 1, 1), Share(3, 0, 0), Share(4, 1, 1))
    assert [dot.number for dot in chart.dots] == [1, 2, 4]
    assert len(chart.lines) == 1


@pytest.mark.parametrize(("lowest", "floor"), [(9000, "90 %"), (8999, "80 %"), (7999, "50 %"), (4999, "0 %")])
def test_the_scale_reaches_down_to_the_lowest_point(lowest: int, floor: str) -> None:
    assert drawn(Share(6, lowest, 10_000)).ticks[0].label == floor


def test_without_a_case_and_a_norm_there_is_an_empty_frame() -> None:
    chart = drawn(norm_bp=None)
    assert (chart.norm, chart.norm_label, chart.dots, chart.lines) == (None, None, (), ())


@calm
@given(
    st.lists(
        st.tuples(st.integers(1, 12), st.integers(0, 9), st.integers(1, 9)),
        max_size=12,
        unique_by=lambda x: x[0],
    ),
    st.sampled_from([None, 0, 6666, 9500, 10_000]),
)
def test_no_point_lies_outside_the_plot(months: list[tuple[int, int, int]], norm: int | None) -> None:
    shares = [Share(month, min(some, all_), all_) for month, some, all_ in months]
    chart = control(shares, norm_bp=norm, norm_label="", names=NAMES)
    assert all(TOP <= dot.y <= FLOOR and LEFT < dot.x < LEFT + PLOT_WIDTH for dot in chart.dots)
    assert [dot.below for dot in chart.dots] == [
        norm is not None and one.numerator * 10_000 < norm * one.denominator
        for one in sorted(shares, key=lambda one: one.month)
    ]
    assert max(RANGES) == 10_000


def test_bars_stand_on_the_floor_and_the_tallest_is_the_most_frequent() -> None:
    chart = bars({0: 1, 2: 20, 3: 5}, marks={"80 %": 2})
    assert [(bar.y + bar.height) for bar in chart.bars] == [FLOOR] * 3
    assert max(chart.bars, key=lambda bar: bar.height) == chart.bars[1]
    assert (chart.bars[1].y, [tick.label for tick in chart.ticks]) == (TOP, ["0", "5", "10", "15", "20"])
    assert chart.marks[0].x == LEFT + PLOT_WIDTH * 2 // 11 + PLOT_WIDTH // 11


def test_what_took_very_long_stands_together_in_the_last_bar() -> None:
    chart = bars({MOST: 1, MOST + 1: 1, 99: 2}, marks={"95 %": 99})
    assert [tick.label for tick in chart.days] == ["0", "5", "10", "15", "20+"]
    assert len(chart.bars) == 1
    assert chart.bars[0].y == TOP
    assert chart.marks[0].x <= LEFT + PLOT_WIDTH


@calm
@given(st.integers(0, 10**7))
def test_a_scales_top_holds_the_value_and_has_whole_quarters(value: int) -> None:
    top = round_top(value)
    assert value <= top <= max(4, value * 5 // 2)
    assert top % 4 == 0


@pytest.mark.parametrize("shape", ["control", "bars"])
def test_a_drawing_is_well_formed_named_and_without_style(shape: str) -> None:
    chart = drawn(Share(1, 1, 2)) if shape == "control" else bars({1: 1}, marks={"80 %": 1})
    text = render_to_string(f"charts/{shape}.html", {"chart": chart, "name": "x", "title": "A < B"})
    root = ET.fromstring(text)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == root[0].get("id") == "x-title"
    assert root[0].text == "A < B"
    assert "style=" not in text
