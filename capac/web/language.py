"""The reader's language, remembered in a cookie of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

YEAR_SECONDS = 365 * 24 * 3600


def remember(response: HttpResponse, language: str) -> None:
    """Keep the choice on this browser for a year; a language that the pages do not have is not kept."""
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=YEAR_SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def keeps_what_was_typed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page whose form is sent along when another language is chosen (base.html, `language_form`)."""

    @wraps(view)
    def switched(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = request.POST.get("language", "")
        if chosen not in dict(settings.LANGUAGES):
            return view(request, *args, **kwargs)
        translation.activate(chosen)
        response = view(request, *args, **kwargs)
        remember(response, chosen)
        return response

    return switched


def asks_an_answer(request: HttpRequest) -> bool:
    """The form was sent to be answered: always, but for a switch of language before the first answer."""
    return request.method == "POST" and ("language" not in request.POST or "answered" in request.POST)
