"""Whose something may be: clients found by a name or a number typed, shown only after the register was written."""

from __future__ import annotations

import uuid

from django.http import HttpRequest

from capac.core import niss
from capac.core.niss import IdentifierError
from capac.people import api as people
from capac.web.desk.looking import look

MOST = 10
Candidate = tuple[people.Client, str]
"""A client and the number, masked."""


def candidates(request: HttpRequest, words: str, *, why: str) -> list[Candidate]:
    """The clients found by words or by a number."""
    ids = _found(words)
    look(request, ids, action="candidates", why=why)
    rows, numbers = people.clients(ids), people.numbers_of(ids)
    return [(rows[pk], niss.masked(numbers[pk]) if pk in numbers else "") for pk in ids if pk in rows]


def chosen(text: str) -> people.Client | None:
    """The client whose opaque key was chosen."""
    try:
        return people.by_key(uuid.UUID(text))
    except (ValueError, people.UnknownClientError):
        return None


def _found(words: str) -> list[int]:
    try:
        return list(people.current_numbers([niss.check(words)]).values())
    except IdentifierError:
        found = people.search(words, limit=MOST)
        return [*found.asked, *found.by_slip]
