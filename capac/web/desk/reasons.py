"""Why a file is opened: found by work, or asked of the member of staff before anything of the client is shown.

Deny by default: `for_a_reason` stands on every page of one client's file. Nothing of the client stands on the page
that asks; the reason given goes with each look into the register, where the client reads it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from capac.people import api as people
from capac.people import perms
from capac.web.desk.looking import staff_here
from capac.web.desk.words_of_work import motives
from capac.web.permit import permit, staff_who
from capac.work import api as work

View = Callable[..., HttpResponse]


def for_a_reason(view: View) -> View:
    """Let a view of one client (its first argument is the opaque key) through only with a reason; else ask for one.

    It stands right under the method's decorator; the view writes `reason_of(request)` into the register.
    """

    @wraps(view)
    def guarded(request: HttpRequest, key: uuid.UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        reason = work.may_open(staff_here(request), client_of(key).pk)
        if reason is None:
            query = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('desk:reason', args=[key])}?{query}")
        request.reason = reason  # type: ignore[attr-defined]
        return view(request, key, *args, **kwargs)

    guarded.asks_a_reason = True  # type: ignore[attr-defined]
    return guarded


def reason_of(request: HttpRequest) -> str:
    """The reason that a guarded view was let through with, as the register keeps it."""
    reason: work.Reason = request.reason  # type: ignore[attr-defined]
    return reason.told


def client_of(key: uuid.UUID) -> people.Client:
    """The client of an address. Raises Http404 for a key that nobody has."""
    try:
        return people.by_key(key)
    except people.UnknownClientError as error:
        raise Http404(str(key)) from error


@permit(staff_who(perms.may_see_clients))
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Ask why; with a motive of the list, or with the glass broken, the file opens for the rest of the day."""
    client, staff = client_of(key), staff_here(request)
    wanted = _wanted(request, key)
    if request.method != "POST":
        return _asked(request, key, wanted)
    motive, text = request.POST.get("motive", ""), request.POST.get("text", "").strip()
    try:
        if motive:
            work.give_motive(staff, client.pk, motive)
        else:
            work.break_glass(staff, client.pk, text)
            messages.warning(
                request,
                _("The file is open until midnight. The client sees your words, and a manager reviews them."),
            )
    except work.AccessError as error:
        field = "motive" if error.reason == "unknown_motive" else "text"
        return _asked(request, key, wanted, errors={field: _said(error.reason)}, status=422)
    return redirect(wanted)


def _asked(
    request: HttpRequest,
    key: uuid.UUID,
    wanted: str,
    *,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    words = motives()
    context = {
        "key": key,
        "wanted": wanted,
        "motives": [(code, words[code]) for code in work.motives_of(staff_here(request))],
        "text": request.POST.get("text", ""),
        "errors": errors or {},
    }
    return render(request, "desk/reason.html", context, status=status)


def _wanted(request: HttpRequest, key: uuid.UUID) -> str:
    """The page that was asked for, when it is one of ours; else the file."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe and wanted.startswith("/desk/") else reverse("desk:file", args=[key])


def _said(reason: str) -> str:
    words = {
        "unknown_motive": _("Choose one of the reasons, or write your own below."),
        "too_short": _("Write in a few words why you open this file: the client reads them."),
        "too_long": _("Your words are too long: 200 characters are kept."),
    }
    return words[reason]
