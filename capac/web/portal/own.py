"""One's own file: who is logged in is the only person whose file a page of the portal can show."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from capac.people import api as people
from capac.web.login.middleware import client_of
from capac.web.permit import a_client, permit

OwnView = Callable[..., HttpResponse]
WHY = "own file"


def own_file(action: str, *, sends: bool = False) -> Callable[[OwnView], Callable[..., HttpResponse]]:
    """A page of the client's own file: the register is written first, then the view gets the client.

    `action` says in the register what was looked at; `sends`: the page has a form.
    """
    methods = require_http_methods(["GET", "HEAD", "POST"]) if sends else require_safe

    def decorate(view: OwnView) -> Callable[..., HttpResponse]:
        @permit(a_client, shows_person=True)
        @methods
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            client = client_of(request)
            assert client is not None
            route = request.resolver_match.view_name if request.resolver_match else ""
            actor = people.Actor("client", str(client.key))
            people.write(actor, [client.pk], route=route, action=action, why=WHY)
            return view(request, client, *args, **kwargs)

        return guarded

    return decorate


def lang() -> str:
    """The reader's language."""
    return (get_language() or "fr")[:2]
