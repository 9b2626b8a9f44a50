"""Which steps of a calculation are told, in which order: only those that changed something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from capac.rules.figures import FIGURES, PLACE, Stage, Unit, written
from capac.rules.steps import PERSON, SegmentSteps, Steps, Told
from capac.rules.why import LOST_SATURDAYS, Why

NOT_PAID = {
    "worked": Why.WORKED,
    "sick": Why.SICK,
    "paid_holiday": Why.PAID_HOLIDAY,
    "absent": Why.ABSENT,
    "public_holiday": Why.PUBLIC_HOLIDAY,
}
NOT_COUNTED = (Why.SUNDAY, Why.SUNDAY_WORKED, Why.OUTSIDE)
FULL_TIME = ("full_unemployment", "insertion_allowance")
"""Schemes whose story begins with the days of the month."""
COUNTED = (*FULL_TIME, "temporary_unemployment", "youth_holiday", "senior_holiday")
"""Schemes in which a number of allowances is counted first and paid after."""
NOT_TAXED = {"insertion_allowance": "tax_none_insertion", "activation": "tax_none_activation"}
COHABITANTS = ("full_unemployment", "voluntary_part_time")
"""Schemes in which a doubt about the tax is the one about cohabitants after the first year (reading 17)."""


@dataclass(frozen=True)
class Line:
    """One step to put into words: its sentence, the name it is shown under, its value and the unit of it.

    `segment` fills the sentence of a segment; `rate` is in hundredths of a per cent.
    """

    key: str
    name: str
    value: int
    unit: Unit
    segment: SegmentSteps | None = None
    rate: int = 0

    @property
    def written(self) -> str:
        """The value as files and interfaces write it."""
        return written(self.value, self.unit)


def lines(steps: Steps) -> Iterator[Line]:
    """The story of a calculation, from the days to what is paid."""
    if steps.scheme in FULL_TIME:
        yield from _days(steps)
    yield from _told(steps, Stage.COUNT)
    yield from _allowances(steps)
    yield from _told(steps, Stage.MONEY)
    if steps.counts_half_allowances or steps.scheme in COUNTED:
        yield from _segments(steps)
    yield _line("gross", steps.gross_cents, Unit.CENTS)
    if steps.scheme == "income_guarantee" and steps.gross_cents:
        yield _line("equivalent_days", steps.allowances_halves, Unit.HALVES)
    yield Line(_tax_key(steps), "tax", steps.tax_cents, Unit.CENTS, rate=steps.tax_rate)
    yield _line("net", steps.net_cents, Unit.CENTS)
    for item in steps.withheld:
        yield _line(item.kind, item.cents, Unit.CENTS)
    yield _line("payable", steps.payable_cents, Unit.CENTS)


def _line(name: str, value: int, unit: Unit) -> Line:
    return Line(name, name, value, unit)


def _days(steps: Steps) -> Iterator[Line]:
    """The days that the authorisation covers, and what the card takes from them."""
    counts = Counter(why for why, _ in steps.days)
    yield _line("days", sum(counts.values()) - sum(counts[why] for why in NOT_COUNTED), Unit.COUNT)
    taken = {name: counts[why] for name, why in NOT_PAID.items()}
    taken["saturdays_lost"] = sum(counts[why] for why in LOST_SATURDAYS)
    taken["saturdays_halved"] = counts[Why.SATURDAY_HALF]
    yield from (_line(name, count, Unit.COUNT) for name, count in taken.items() if count)


def _allowances(steps: Steps) -> Iterator[Line]:
    """How many there are, where they are counted before the money."""
    if steps.counts_half_allowances:
        yield Line("half_allowances", "allowances", steps.allowances_halves, Unit.HALF_ALLOWANCES)
    elif steps.scheme in COUNTED:
        yield _line("allowances", steps.allowances_halves, Unit.HALVES)


def _told(steps: Steps, stage: Stage) -> Iterator[Line]:
    """The figures that are told at this stage."""
    for told in steps.figures:
        if FIGURES[PLACE[told.name]].stage is stage:
            yield _figure(told, steps)


def _figure(told: Told, steps: Steps) -> Line:
    """A figure, with the segment to which it belongs."""
    segment = steps.segments[told.segment] if told.segment != PERSON else None
    return Line(told.name, told.name, told.value, FIGURES[PLACE[told.name]].unit, segment)


def _segments(steps: Steps) -> Iterator[Line]:
    """Each segment that pays, or the only one."""
    for segment in steps.segments:
        if segment.halves or len(steps.segments) == 1:
            yield Line(_segment_key(segment), "segment", segment.gross_cents, Unit.CENTS, segment)


def _segment_key(segment: SegmentSteps) -> str:
    if segment.by_half:
        return "segment_of_halves"
    return "segment_with_half" if segment.halves & 1 else "segment"


def _tax_key(steps: Steps) -> str:
    if not any(segment.taxed for segment in steps.segments):
        return NOT_TAXED.get(steps.scheme, "tax_none")
    if not steps.tax_rate:
        return "tax_nothing_due"
    if not steps.tax_uncertain:
        return "tax"
    return "tax_uncertain" if steps.scheme in COHABITANTS else "tax_rate_uncertain"
