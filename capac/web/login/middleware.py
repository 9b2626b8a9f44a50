"""Who is here: request.staff (a member of staff or None) and request.client (a client's session or None)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from capac.people import api as people

CLIENT_COOKIE = "capac_client"
STAFF_KEY = "staff"


def who_is_here(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Look both up at most once, and only when a page asks."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.staff = _lazy(lambda: _staff(request))  # type: ignore[attr-defined]
        request.client_session = _lazy(lambda: _client_session(request))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def staff_of(request: HttpRequest) -> people.Staff | None:
    """The member of staff who asks, or None."""
    staff = getattr(request, "staff", None)
    return staff if staff else None


def client_of(request: HttpRequest) -> people.Client | None:
    """The client who asks, or None."""
    session = getattr(request, "client_session", None)
    return session.client if session else None


def _staff(request: HttpRequest) -> people.Staff | None:
    key = request.session.get(STAFF_KEY)
    return people.Staff.objects.filter(pk=key, left_on__isnull=True).first() if key else None


def _client_session(request: HttpRequest) -> people.ClientSession | None:
    token = request.COOKIES.get(CLIENT_COOKIE)
    return people.session_of(token) if token else None


def _lazy(look_up: Callable[[], object]) -> SimpleLazyObject[object]:
    return SimpleLazyObject(look_up)
