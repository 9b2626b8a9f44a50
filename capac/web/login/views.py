"""Leaving for the provider, coming back, logging out."""

from __future__ import annotations

from dataclasses import asdict

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from capac.core.niss import IdentifierError
from capac.people import api as people
from capac.web.language import remember
from capac.web.login.middleware import CLIENT_COOKIE, STAFF_KEY
from capac.web.login.provider import Identity, LoginError, Pending, Provider, begin, finish
from capac.web.permit import permit, public

PENDING = "login_pending"
HOME = {"client": "portal:home", "staff": "desk:home"}


@permit(public)
@never_cache
@require_safe
def start(request: HttpRequest, who: str) -> HttpResponse:
    """Send the person to their provider."""
    provider = settings.PROVIDERS.get(who)
    if provider is None:
        return _failed(request, who, "not_configured")
    address, pending = begin(provider, _redirect_uri(request, who))
    request.session[PENDING] = {"who": who, "next": request.GET.get("next", ""), **asdict(pending)}
    return HttpResponseRedirect(address)


@permit(public)
@never_cache
@require_safe
def callback(request: HttpRequest, who: str) -> HttpResponse:
    """The person is back: believe or refuse what the provider says."""
    remembered = request.session.pop(PENDING, None)
    if remembered is None or remembered["who"] != who:
        return _failed(request, who, "state")
    pending = Pending(remembered["state"], remembered["nonce"], remembered["verifier"])
    provider: Provider = settings.PROVIDERS[who]
    try:
        identity = finish(provider, _redirect_uri(request, who), pending=pending, answer=request.GET.dict())
        return (_client_in if who == "client" else _staff_in)(request, identity, remembered["next"])
    except LoginError as error:
        return _failed(request, who, error.reason)


@permit(public)
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End both kinds of session."""
    token = request.COOKIES.get(CLIENT_COOKIE)
    if token:
        people.close_session(token)
    request.session.flush()
    messages.success(request, _("You are logged out."), extra_tags="ok", fail_silently=True)
    response = redirect("site:start")
    response.delete_cookie(CLIENT_COOKIE)
    return response


def _client_in(request: HttpRequest, identity: Identity, wanted: str) -> HttpResponse:
    """Open the session of the client whose number the provider proved."""
    try:
        client = people.by_niss(str(identity.claims.get("egovNRN", "")))
    except (people.UnknownClientError, IdentifierError) as error:
        raise LoginError("no_file") from error
    request.session.cycle_key()
    response = redirect(_safe(request, wanted) or reverse(HOME["client"]))
    response.set_cookie(
        CLIENT_COOKIE,
        people.open_session(client, level=identity.level),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return _in_own_language(request, response, client.language)


def _staff_in(request: HttpRequest, identity: Identity, wanted: str) -> HttpResponse:
    """Open the session of a member of staff that people knows and who has not left."""
    staff = people.Staff.objects.filter(login=identity.subject, left_on__isnull=True).first()
    if staff is None:
        raise LoginError("no_account")
    request.session.cycle_key()
    request.session[STAFF_KEY] = staff.pk
    return _in_own_language(
        request, redirect(_safe(request, wanted) or reverse(HOME["staff"])), staff.language
    )


def _in_own_language(request: HttpRequest, response: HttpResponse, language: str) -> HttpResponse:
    """Who never chose a language on this browser reads the one of their file."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        remember(response, language)
    return response


def _failed(request: HttpRequest, who: str, reason: str) -> HttpResponse:
    status = 503 if reason in {"unreachable", "not_configured"} else 403
    return render(request, "login/failed.html", {"who": who, "reason": reason}, status=status)


def _redirect_uri(request: HttpRequest, who: str) -> str:
    return request.build_absolute_uri(reverse("login:callback", args=[who]))


def _safe(request: HttpRequest, wanted: str) -> str:
    """A page of ours to go on to, or nothing: never another site."""
    fine = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if fine else ""
