"""The rota of the C2 experts: every working day of a month, who covers it, and the days that nobody covers (8.1.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from capac.core import clock
from capac.core.period import Month, PeriodError
from capac.people import api as people
from capac.web.desk.looking import staff_here
from capac.web.permit import permit, staff_who
from capac.work import api as work


@dataclass(frozen=True)
class Place:
    """An expert on a day: on duty, away, or neither; whether that may be changed now."""

    expert: people.Staff
    is_on: bool
    is_away: bool


@dataclass(frozen=True)
class Line:
    """A working day with the place of each expert."""

    cover: work.Cover
    places: tuple[Place, ...]
    is_past: bool


@permit(staff_who(work.may_see_rota))
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """A month: the answer first, then day by day."""
    month = _month(request.GET.get("month", ""))
    days, experts = work.rota(month.first, month.last), work.experts()
    away = people.absences(month.first, month.last)
    context = {
        "month": month.first,
        "before": str(month.previous()),
        "after": str(month.next()),
        "this": str(month),
        "experts": experts,
        "lines": [_line(one, experts, away) for one in days],
        "gaps": [one.day for one in days if one.is_gap],
        "covered": sum(not one.is_gap for one in days),
        "days": len(days),
        "may_plan": work.may_plan_rota(staff_here(request)),
        "today": clock.today(),
    }
    return render(request, "desk/rota.html", context)


@permit(staff_who(work.may_plan_rota))
@require_POST
def plan(request: HttpRequest) -> HttpResponse:
    """Put an expert on a day or take them off: `put` or `off` is the day and the expert's number."""
    month = _month(request.POST.get("month", ""))
    verb = "put" if "put" in request.POST else "off"
    day, expert = _placed(request.POST.get(verb, ""))
    try:
        if verb == "put":
            work.put_on(day, expert, who=staff_here(request).login)
        else:
            work.take_off(day, expert)
    except work.RotaError as error:
        messages.warning(request, _refused(error.reason) % {"name": expert.name})
    return redirect(f"{reverse('desk:rota')}?month={month}#d{day.isoformat()}")


@permit(staff_who(work.may_plan_rota))
@require_POST
def fill(request: HttpRequest) -> HttpResponse:
    """Cover the days that nobody covers, fairly, by who is there."""
    month = _month(request.POST.get("month", ""))
    number = work.fill_gaps(month.first, month.last, who=staff_here(request).login)
    told = ngettext("%(number)s day is covered now.", "%(number)s days are covered now.", number)
    messages.success(request, told % {"number": number})
    return redirect(f"{reverse('desk:rota')}?month={month}")


def _line(
    cover: work.Cover, experts: Sequence[people.Staff], away: dict[int, list[tuple[date, date]]]
) -> Line:
    on_duty = {one.pk for one in (*cover.there, *cover.absent)}
    places = tuple(
        Place(one, one.pk in on_duty, any(a <= cover.day <= b for a, b in away.get(one.pk, ())))
        for one in experts
    )
    return Line(cover, places, cover.day < clock.today())


def _month(text: str) -> Month:
    """The month of the address, else this one."""
    try:
        return Month.parse(text)
    except PeriodError:
        return Month.of(clock.today())


def _placed(text: str) -> tuple[date, people.Staff]:
    """The day and the expert of a button. Raises Http404."""
    day, _cut, number = text.partition("_")
    expert = next((one for one in work.experts() if str(one.pk) == number), None)
    try:
        found = date.fromisoformat(day)
    except ValueError as error:
        raise Http404(text) from error
    if expert is None:
        raise Http404(text)
    return found, expert


def _refused(reason: str) -> str:
    words = {
        "past": _("A day that has passed stays as it was."),
        "closed": _("Nobody works on that day."),
        "no_expert": _("%(name)s is no C2 expert."),
        "absent": _("%(name)s is not there on that day."),
    }
    return words[reason]
