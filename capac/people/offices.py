"""Offices, their hours and closures, and the office calendar that follows from them."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from capac.core import workdays
from capac.people.models import Closure, Office


def calendar(known: datetime | None = None) -> workdays.Calendar:
    """The institution's office calendar, with the closures of the whole institution known at a moment.

    Its version names the closures, so that a promise can be recomputed as it was made.
    """
    rows = Closure.objects.filter(office__isnull=True)
    if known is not None:
        rows = rows.filter(known_at__lte=known)
    days: list[date] = sorted(rows.values_list("day", flat=True))
    if not days:
        return workdays.office()
    digest = hashlib.sha256(" ".join(map(str, days)).encode()).hexdigest()[:8]
    return workdays.office(days, version=f"closures-{digest}")


def offices() -> list[Office]:
    """Every office with its hours, by code."""
    return list(Office.objects.prefetch_related("hours").order_by("code"))
