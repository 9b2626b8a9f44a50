"""How long items waited until they were done, by office, language and kind: equal delays whatever the office (7.1.1)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from django.db.models import Count, Q

from capac.core import clock
from capac.work.models import Item

By = Literal["office", "language", "kind"]
FEW = 5
"""A group with fewer items than this says nothing of an office; it is shown, and left out of the spread."""
MEDIAN_BP, MOST_BP, WHOLE = 5_000, 8_000, 10_000


@dataclass(frozen=True)
class Delay:
    """A group: how many items were done, and after how many working days half, 80 % and the last of them were.

    `group` is the code of an office, a language or a kind; `kept` how many were done by their first promise.
    """

    group: str
    number: int
    median: int
    most: int
    longest: int
    kept: int

    @property
    def is_few(self) -> bool:
        """Too few to be compared."""
        return self.number < FEW


def delays(first: date, last: date, *, by: By, kinds: Sequence[str] = ()) -> list[Delay]:
    """Groups of what was done on these days, by name. One query, by an index. `kinds` narrows to some kinds."""
    waited: dict[str, Counter[int]] = defaultdict(Counter)
    kept: Counter[str] = Counter()
    for group, days, number, in_time in _counted(first, last, by, kinds):
        waited[group][days] += number
        kept[group] += in_time
    return [_delay(group, waited[group], kept[group]) for group in sorted(waited)]


def spread(found: Sequence[Delay]) -> tuple[Delay, Delay] | None:
    """The group that waits shortest and the one that waits longest, by the median; None where fewer than two compare."""
    compared = [one for one in found if not one.is_few]
    if len(compared) < 2:
        return None
    return (
        min(compared, key=lambda one: (one.median, one.most, one.group)),
        max(compared, key=lambda one: (one.median, one.most, one.group)),
    )


def _counted(first: date, last: date, by: By, kinds: Sequence[str]) -> list[tuple[str, int, int, int]]:
    column = "office__code" if by == "office" else by
    rows = Item.objects.filter(
        state="done", done_at__gte=_midnight(first), done_at__lt=_midnight(last + timedelta(1))
    )
    rows = rows.filter(waited_days__isnull=False).exclude(language="")
    if kinds:
        rows = rows.filter(kind__in=list(kinds))
    counted = rows.values_list(column, "waited_days").annotate(
        number=Count("pk"), in_time=Count("pk", Q(is_kept=True))
    )
    return [(group or "", days, number, in_time) for group, days, number, in_time in counted.order_by()]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.BRUSSELS)


def _delay(group: str, waited: Mapping[int, int], kept: int) -> Delay:
    number = sum(waited.values())
    return Delay(group, number, _share(waited, MEDIAN_BP), _share(waited, MOST_BP), max(waited), kept)


def _share(waited: Mapping[int, int], basis_points: int) -> int:
    """The days after which at least this share was done."""
    reached, needed = 0, sum(waited.values()) * basis_points
    for days in sorted(waited):
        reached += waited[days]
        if reached * WHOLE >= needed:
            return days
    return 0
