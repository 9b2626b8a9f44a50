"""Where a member of staff arrives: the queue for who works items, the doors of their role for the others."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from capac.people import perms
from capac.web.desk.looking import staff_here
from capac.web.desk.words import roles
from capac.web.permit import any_staff, permit


@permit(any_staff)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """To the queue, or to what the role may open. No person stands on it."""
    staff = staff_here(request)
    if perms.may_work_items(staff):
        return redirect("desk:queue")
    names = roles()
    return render(
        request, "desk/home.html", {"staff": staff, "roles": [names.get(role, role) for role in staff.roles]}
    )
