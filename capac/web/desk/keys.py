"""The keys of the desk: shown on one page, and switched off there by who does not want them (WCAG 2.1.4)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from capac.web.permit import any_staff, permit

SETTING = "single_keys"


def keys_are_on(request: HttpRequest) -> bool:
    """Single keys are on until somebody switches them off for their session."""
    return bool(request.session.get(SETTING, True))


def all_keys() -> list[tuple[str, str]]:
    """Each key with what it does."""
    return [
        ("j", _("next item")),
        ("k", _("previous item")),
        ("Enter", _("open the item")),
        ("n", _("take the next item for you")),
        ("t", _("take the item")),
        ("d", _("do it: go to the first action")),
        ("f", _("open the client's file")),
        ("g", _("give the item back")),
        ("h", _("hand the item over")),
        ("s", _("let the item sleep")),
        ("u", _("undo what you did")),
        ("/", _("search a client")),
        ("?", _("show these keys")),
    ]


@permit(any_staff)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every key, and the switch."""
    return render(request, "desk/keys.html", {"keys": all_keys()})


@permit(any_staff)
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Switch single keys on or off and go back."""
    request.session[SETTING] = request.POST.get("on") == "1"
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if safe else "desk:keys")
