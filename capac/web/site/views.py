"""Public pages without a form of their own."""

from __future__ import annotations

import httpx
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from capac.web.language import remember
from capac.web.permit import permit, public
from capac.web.site.samples import samples

PROVIDER_SECONDS = 2.0


@permit(public)
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Who you are leads where you go."""
    context: dict[str, object] = {"demo": settings.DEMO}
    if settings.DEMO:
        people = _cast((get_language() or "fr")[:2])
        context["casts"] = [
            (who, [one for one in people if one.get("who") == who]) for who in ("client", "staff") if people
        ]
    return render(request, "site/start.html", context)


@permit(public)
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the chosen language and go back to the page."""
    chosen, wanted = request.POST.get("language", ""), request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    response = redirect(wanted if safe else "site:start")
    remember(response, chosen)
    return response


@permit(public)
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    return render(request, "site/components.html", samples())


@permit(public)
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What works for whom, what does not yet, whom to tell."""
    return render(request, "site/accessibility.html")


@permit(public)
@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """UP when the server answers."""
    return JsonResponse({"status": "UP"})


def _cast(lang: str) -> list[dict[str, str]]:
    """Who can log in as whom, read from the demonstration's provider; nobody when it does not answer."""
    if not settings.PROVIDER_PEOPLE:
        return []
    try:
        answer = httpx.get(settings.PROVIDER_PEOPLE, params={"lang": lang}, timeout=PROVIDER_SECONDS)
        cast: list[dict[str, str]] = answer.raise_for_status().json()["people"]
    except (httpx.HTTPError, ValueError, KeyError):
        return []
    return cast
