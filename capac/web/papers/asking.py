"""The period of a certificate as an address asks for it: two months, or the last twelve."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from capac.core import clock
from capac.core.period import Month, PeriodError
from capac.web.fields import CALENDAR_YEARS
from capac.web.papers.certificate import MOST_MONTHS

YEAR = 12


@dataclass(frozen=True)
class Asked:
    """The months from one to another; `error` in words where they cannot be read, and then the last twelve."""

    first: Month
    last: Month
    error: str = ""


def period(request: HttpRequest) -> Asked:
    """What ?from=2026-01&to=2026-06 asks for."""
    last = Month.of(clock.today()).previous()
    usual = Asked(last.plus(1 - YEAR), last)
    told = request.GET.get("from", ""), request.GET.get("to", "")
    if not any(told):
        return usual
    try:
        asked = Asked(Month.parse(told[0]), Month.parse(told[1]))
    except PeriodError:
        return Asked(usual.first, usual.last, _("Write both months as 2026-07."))
    if {asked.first.year, asked.last.year} - set(CALENDAR_YEARS):
        return Asked(usual.first, usual.last, _("This month lies outside the years that our calendars know."))
    if asked.last < asked.first:
        return Asked(usual.first, usual.last, _("The first month comes before the last one."))
    if asked.first.plus(MOST_MONTHS) <= asked.last:
        return Asked(usual.first, usual.last, _("A certificate covers five years at most."))
    return asked
