"""The rota of the C2 experts: who covers which working day, and the days that nobody covers (contract, 8.1.1)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from capac.core import clock
from capac.people import api as people
from capac.work.models import Duty


class RotaError(ValueError):
    """What cannot stand on the rota: `reason` is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Cover:
    """A working day: who is on duty and there, who is on duty and absent."""

    day: date
    there: tuple[people.Staff, ...]
    absent: tuple[people.Staff, ...]

    @property
    def is_gap(self) -> bool:
        """Nobody covers the day."""
        return not self.there


def experts() -> list[people.Staff]:
    """Who may stand on the rota, by name."""
    return [one for one in people.working() if people.Role.C2_EXPERT.value in one.roles]


def rota(first: date, last: date) -> list[Cover]:
    """Every working day of the span with its cover, in order. Three queries."""
    calendar, away = people.calendar(), people.absences(first, last)
    on_duty: dict[date, list[people.Staff]] = {}
    rows = Duty.objects.filter(day__gte=first, day__lte=last).select_related("staff")
    for row in rows.order_by("day", "staff__name", "pk"):
        on_duty.setdefault(row.day, []).append(row.staff)
    found, day = [], calendar.next_open(first)
    while day <= last:
        found.append(_cover(day, on_duty.get(day, []), away))
        day = calendar.add(day, 1)
    return found


def put_on(day: date, staff: people.Staff, *, who: str) -> bool:
    """Put an expert on the rota of a day; False when they stand on it. Raises RotaError: past, closed, no_expert, absent."""
    if day < clock.today():
        raise RotaError("past")
    if not people.calendar().is_open(day):
        raise RotaError("closed")
    if people.Role.C2_EXPERT.value not in staff.roles or staff.left_on is not None:
        raise RotaError("no_expert")
    if staff.pk in people.absent_on(day):
        raise RotaError("absent")
    planned = {"planned_by": who, "planned_at": clock.now()}
    return Duty.objects.get_or_create(day=day, staff=staff, defaults=planned)[1]


def take_off(day: date, staff: people.Staff) -> bool:
    """Take an expert off the rota of a day that has not passed; False when they do not stand on it."""
    if day < clock.today():
        raise RotaError("past")
    return bool(Duty.objects.filter(day=day, staff=staff).delete()[0])


def fill_gaps(first: date, last: date, *, who: str) -> int:
    """Cover each day that nobody covers by the expert who is there and has the fewest days of the span. Returns how many."""
    filled = 0
    with transaction.atomic():
        days = [one for one in rota(max(first, clock.today()), last) if one.is_gap]
        load = Counter(Duty.objects.filter(day__gte=first, day__lte=last).values_list("staff_id", flat=True))
        away, team = people.absences(first, last), experts()
        for one in days:
            there = [staff for staff in team if not _is_away(staff, one.day, away)]
            if not there:
                continue
            chosen = min(there, key=lambda staff: (load[staff.pk], staff.name, staff.pk))
            filled += put_on(one.day, chosen, who=who)
            load[chosen.pk] += 1
    return filled


def _cover(day: date, on_duty: list[people.Staff], away: dict[int, list[tuple[date, date]]]) -> Cover:
    absent = tuple(one for one in on_duty if _is_away(one, day, away))
    return Cover(day, tuple(one for one in on_duty if one not in absent), absent)


def _is_away(staff: people.Staff, day: date, away: dict[int, list[tuple[date, date]]]) -> bool:
    return any(first <= day <= last for first, last in away.get(staff.pk, ()))
