"""Reading the authorisation of a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

from capac.rules.checks import check_segment
from capac.rules.facts import INSERTION_FAMILIES, OLD_PHASES, PHASES, REGIMES, Segment
from capac.rules.read_values import (
    a_date,
    a_list,
    a_wage_code,
    an_amount,
    an_object,
    boolean,
    choice,
    needed,
    optional,
    weekly_hours,
)

FIELDS = {
    "from", "to", "daily_amount", "wage_code", "phase", "half_amount", "family", "first_year", "q", "s", "regime"
}  # fmt: skip
FAMILY, AMOUNT, REGIME = "AR 25.11.1991 art. 110", "AR 25.11.1991 art. 114", "AR 25.11.1991 art. 106-108"


def segments(value: Any, scheme: str) -> tuple[Segment, ...]:
    """Segments in date order; one without an end before another one ends on the eve of that one."""
    read = [
        _segment(item, f"authorisation[{n}]", scheme) for n, item in enumerate(a_list(value, "authorisation"))
    ]
    read.sort(key=lambda segment: segment.first)
    closed = [
        replace(segment, last=after.first - timedelta(1))
        if segment.last is None and after.first > segment.first
        else segment
        for segment, after in pairwise(read)
    ]
    return tuple(closed + read[-1:])


def _segment(value: Any, place: str, scheme: str) -> Segment:
    body = an_object(value, place, FIELDS)
    segment = Segment(
        first=needed(body, "from", a_date, place=place, rule="AR 25.11.1991 art. 112"),
        last=optional(body, "to", a_date, place=place),
        daily_cents=optional(body, "daily_amount", an_amount, place=place),
        half_cents=optional(body, "half_amount", an_amount, place=place),
        family=choice(body, "family", INSERTION_FAMILIES, place=place, rule=FAMILY),
        first_year=boolean(body, "first_year", place=place),
        wage_code=optional(body, "wage_code", a_wage_code, place=place),
        phase=choice(body, "phase", PHASES + OLD_PHASES, place=place, rule=AMOUNT),
        q=optional(body, "q", weekly_hours, place=place),
        s=optional(body, "s", weekly_hours, place=place),
        regime=choice(body, "regime", REGIMES, place=place, rule=REGIME),
    )
    check_segment(segment, place, scheme)
    return segment
