"""Who is asked for: the register is written first, whoever asks, and before anything else is read of the person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core import signing
from django.http import HttpRequest

from capac.core import niss
from capac.people import api as people
from capac.web.api.machine import Machine
from capac.web.api.problems import Issue, bad
from capac.web.api.queries import PageQuery, PersonQuery

SALT = "capac.api.after"
Item = TypeVar("Item")
Key = tuple[str, int]
"""What orders a collection: an ISO date, then a number."""


def person(request: HttpRequest, asked: PersonQuery, *, action: str) -> people.Client:
    """The person of a number. Raises ProblemError for one that cannot be, or of which nothing is known here.

    A number that nobody has leaves its row too: who asks for many numbers is seen.
    """
    machine: Machine = request.auth  # type: ignore[attr-defined]
    actor = people.Actor("machine", machine.name)
    route = request.resolver_match.view_name if request.resolver_match else ""
    try:
        client_id = people.whose(asked.ssin)
    except niss.IdentifierError as error:
        raise bad(
            Issue("invalidInput", "body", "ssin", "This is no number of the National Register.")
        ) from error
    people.write(actor, [client_id] if client_id else [], route=route, action=action, why=asked.legal_context)
    if client_id is None:
        raise bad(Issue("referencedResourceNotFound", "body", "ssin", "No file bears this number here."))
    return people.clients([client_id])[client_id]


def page_of(
    request: HttpRequest,
    rows: list[Item],
    page: PageQuery,
    *,
    key: Callable[[Item], Key],
    client: people.Client,
) -> tuple[list[Item], dict[str, Any]]:
    """The rows of a page, the greatest key first, and what it tells of itself.

    `next` leads on below the last row shown, whatever came or went meanwhile; it means nothing for another person.
    """
    after = _after(page.after, client)
    ordered = sorted(rows, key=key, reverse=True)
    rest = [row for row in ordered if after is None or key(row) < after]
    shown = rest[: page.page_size]
    told: dict[str, Any] = {"self": request.build_absolute_uri(), "page_size": page.page_size}
    if len(rest) > len(shown):
        token = signing.dumps([str(client.key), list(key(shown[-1]))], salt=SALT)
        told["next"] = f"{request.build_absolute_uri(request.path)}?after={token}&pageSize={page.page_size}"
    return shown, told


def _after(token: str | None, client: people.Client) -> Key | None:
    if token is None:
        return None
    wrong = bad(
        Issue("invalidInput", "query", "after", "Take it as it stands in `next`, with the same person.")
    )
    try:
        whose, key = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise wrong from error
    if whose != str(client.key):
        raise wrong
    return tuple(key)
