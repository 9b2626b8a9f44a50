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
    return render(
        request, "site/start.html", {"demo": settings.DEMO, "cast": _cast() if settings.DEMO else None}
    )


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


def _cast() -> list[dict[str, str]] | None:
    """Who can log in as whom, in the page's language, read from the demonstration's provider; None when it is silent."""
    if not settings.PROVIDER_PEOPLE:
        return None
    try:
        lang = {"lang": get_language() or settings.LANGUAGE_CODE}
        answer = httpx.get(settings.PROVIDER_PEOPLE, params=lang, timeout=PROVIDER_SECONDS)
        cast: list[dict[str, str]] = answer.raise_for_status().json()["people"]
    except (httpx.HTTPError, ValueError, KeyError):
        return None
    return cast
