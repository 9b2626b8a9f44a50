"""Teams: how much waits for the clients of each office, who is there, and the people of one office. No client here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from capac.core import clock
from capac.people import api as people
from capac.people import perms
from capac.web.desk.looking import staff_here
from capac.web.desk.words_of_work import skills
from capac.web.permit import permit, staff_who
from capac.work import api as work


@permit(staff_who(perms.may_see_teams))
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every office with its load, and the team of one: the own one unless another is chosen."""
    return _shown(request)


@permit(staff_who(perms.may_see_teams))
@require_POST
def absent(request: HttpRequest) -> HttpResponse:
    """Note days on which somebody is not there: oneself, or anybody for who leads."""
    member = _member(request, request.POST.get("who", ""))
    try:
        first, last = (date.fromisoformat(request.POST.get(name, "")) for name in ("first", "last"))
        people.note_absence(member, first, last, who=staff_here(request).login)
    except people.AbsenceError as error:
        return _shown(request, errors={"last": _refused(error.reason)}, status=422)
    except ValueError:
        return _shown(request, errors={"first": _("Write the first and the last day.")}, status=422)
    messages.success(request, _("Noted. %(name)s is offered nothing on these days.") % {"name": member.name})
    return redirect(_address(member))


@permit(staff_who(perms.may_see_teams))
@require_POST
def there(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Somebody is there after all."""
    row = people.Absence.objects.select_related("staff__office").filter(pk=absence_id).first()
    if row is None:
        raise Http404(absence_id)
    member = _member(request, str(row.staff_id))
    if people.withdraw_absence(absence_id):
        messages.success(request, _("%(name)s is there after all.") % {"name": member.name})
    return redirect(_address(member))


def _shown(
    request: HttpRequest, *, errors: Mapping[str, str] | None = None, status: int = 200
) -> HttpResponse:
    staff = staff_here(request)
    loads = work.office_loads()
    chosen = _office(request.GET.get("office", ""), staff, loads)
    members = work.team(chosen.pk) if chosen else []
    leads = perms.may_lead(staff)
    listed = [one.staff for one in members if leads or one.staff.pk == staff.pk]
    context: dict[str, Any] = {
        "loads": loads,
        "chosen": chosen,
        "load": next((one for one in loads if chosen and one.office.pk == chosen.pk), None),
        "members": members,
        "skills": skills(),
        "offered": listed or [staff],
        "absences": people.absences_of([one.staff.pk for one in members], since=clock.today()),
        "may_note": {staff.pk} | ({one.staff.pk for one in members} if leads else set()),
        "ahead": work.AHEAD_DAYS,
        "back": work.BACK_DAYS,
        "errors": dict(errors or {}),
        "filled": request.POST,
        "office_name": f"name_{_lang()}",
    }
    return render(request, "desk/teams.html", context, status=status)


def _office(code: str, staff: people.Staff, loads: list[work.OfficeLoad]) -> people.Office | None:
    """The office of the address, else one's own, else the first of the list."""
    found = {one.office.code: one.office for one in loads}
    own = staff.office.code if staff.office else ""
    return found.get(code) or found.get(own) or next(iter(found.values()), None)


def _member(request: HttpRequest, number: str) -> people.Staff:
    """Whose days are written: one's own, or anybody's for who leads. Raises Http404."""
    staff = staff_here(request)
    if number == str(staff.pk):
        return staff
    found = {str(one.pk): one for one in people.working()}.get(number) if perms.may_lead(staff) else None
    if found is None:
        raise Http404(number)
    return found


def _address(member: people.Staff) -> str:
    return f"{reverse('desk:teams')}?office={member.office.code}" if member.office else reverse("desk:teams")


def _refused(reason: str) -> str:
    words = {
        "ends_before_start": _("The last day comes before the first."),
        "over": _("These days are over: what was worked then stays as it is."),
    }
    return words[reason]


def _lang() -> str:
    lang = (get_language() or "fr")[:2]
    return lang if lang in {"fr", "nl", "de"} else "fr"
