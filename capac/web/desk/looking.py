"""Who works here, and the row of the access register that comes before any look at a client."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

from capac.people import api as people
from capac.records import api as records
from capac.web.login.middleware import staff_of


def staff_here(request: HttpRequest) -> people.Staff:
    """The member of staff who asks; the permission of the view has seen to it that there is one."""
    staff = staff_of(request)
    if staff is None:
        raise LookupError("a view of the desk without a permission for staff")
    return staff


def look(request: HttpRequest, clients: Iterable[int], *, action: str, why: str) -> None:
    """Write who looks at whom and why, committed before anything is read of them."""
    match = request.resolver_match
    route = match.view_name if match else request.path_info
    actor = people.Actor("staff", staff_here(request).login)
    people.write(actor, clients, route=route, action=action, why=why)


def because(request: HttpRequest, why: str) -> records.Because:
    """Who does it and why, for the log of what changes."""
    return records.Because(staff_here(request).login, why)
