"""Who may see a page: every view carries a permission function. Deny unless it says yes.

A view that renders a person says so (`shows_person`); the access register's row is its first act, and
no browser or proxy keeps the page: after log-out the back button shows nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from capac.people import perms
from capac.people.api import Staff
from capac.web.login.middleware import client_of, staff_of

Permission = Callable[[HttpRequest], bool]
View = Callable[..., HttpResponse]


def public(request: HttpRequest) -> bool:
    """Everybody."""
    del request
    return True


def a_client(request: HttpRequest) -> bool:
    """A client who has logged in."""
    return client_of(request) is not None


def staff_who(may: Callable[[Staff | None], bool]) -> Permission:
    """Members of staff for whom a function of people.perms says yes."""

    def permission(request: HttpRequest) -> bool:
        return may(staff_of(request))

    permission.__name__ = may.__name__
    permission.__doc__ = may.__doc__
    return permission


any_staff = staff_who(perms.works_here)


def permit(permission: Permission, *, shows_person: bool = False) -> Callable[[View], View]:
    """Let a view through only when its permission says yes; else log-in, or a page that says what to do."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not permission(request):
                return _refused(request, permission)
            response = view(request, *args, **kwargs)
            if shows_person:
                add_never_cache_headers(response)
            return response

        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.shows_person = shows_person  # type: ignore[attr-defined]
        return guarded

    return decorate


def _refused(request: HttpRequest, permission: Permission) -> HttpResponse:
    """Nobody is logged in: to log-in and back, or what became of the form. Somebody is, without the right: why not."""
    who = "client" if permission is a_client else "staff"
    logged_in = client_of(request) if who == "client" else staff_of(request)
    if logged_in is not None:
        return render(request, "errors/403.html", {"needs": permission.__name__}, status=403)
    if request.method in {"GET", "HEAD"}:
        wanted = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('login:start', args=[who])}?{wanted}")
    return render(request, "errors/ended.html", {"who": who}, status=403)
