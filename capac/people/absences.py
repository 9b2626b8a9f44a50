"""Who is there on a day, and for how much of a week: the capacity of an office."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import QuerySet

from capac.core import clock
from capac.people.models import Absence, Staff


class AbsenceError(ValueError):
    """Days that cannot be an absence. `reason` is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def working(offices: Collection[int] | None = None) -> list[Staff]:
    """Members of staff who have not left, each with the office, by name; of these offices or of all. One query."""
    rows = Staff.objects.filter(left_on=None).select_related("office").order_by("name", "pk")
    return list(rows if offices is None else rows.filter(office__in=list(offices)))


def absences(first: date, last: date) -> dict[int, list[tuple[date, date]]]:
    """The absences that touch these days, by member of staff: first and last day of each. One query."""
    found: dict[int, list[tuple[date, date]]] = {}
    for staff_id, begins, ends in _touching(first, last).values_list("staff_id", "first", "last"):
        found.setdefault(staff_id, []).append((begins, ends))
    return found


def absent_on(day: date) -> set[int]:
    """Who is not there on a day. One query."""
    return set(_touching(day, day).values_list("staff_id", flat=True))


def absences_of(staff: Iterable[int], *, since: date) -> list[Absence]:
    """The absences of these people that have not ended before a day, the first one first. One query."""
    rows = Absence.objects.filter(staff__in=list(staff), last__gte=since).select_related("staff")
    return list(rows.order_by("first", "pk"))


def note_absence(staff: Staff, first: date, last: date, *, who: str) -> bool:
    """Keep that somebody is not there; False when these very days are known. Raises AbsenceError."""
    if last < first:
        raise AbsenceError("ends_before_start")
    if last < clock.today():
        raise AbsenceError("over")
    known = {"known_at": clock.now(), "noted_by": who}
    _row, fresh = Absence.objects.get_or_create(staff=staff, first=first, last=last, defaults=known)
    return fresh


def withdraw_absence(absence_id: int) -> bool:
    """Somebody is there after all; False when no such absence is known, or it is over."""
    deleted, _each = Absence.objects.filter(pk=absence_id, last__gte=clock.today()).delete()
    return bool(deleted)


def _touching(first: date, last: date) -> QuerySet[Absence]:
    return Absence.objects.filter(first__lte=last, last__gte=first).order_by("staff", "first")
