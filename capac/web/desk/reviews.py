"""A glass that was broken: who opened whose file, with which words; a manager writes what came of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from capac.people import api as people
from capac.web.desk.acting import Kind, by_the_one_who_did
from capac.web.desk.noted import do, undo
from capac.work import api as work


def facts(request: HttpRequest, item: work.Item) -> dict[str, Any]:
    """Who it was, by name, and the words."""
    del request
    login = item.arguments.get("who", "")
    who = people.Staff.objects.select_related("office").filter(login=login).first()
    return {"who": who, "login": login, "words": item.arguments.get("text", "")}


def brief(item: work.Item) -> str:
    """Who it was."""
    return str(item.arguments.get("who", ""))


KIND = Kind("desk/items/review.html", facts, do, undo, by_the_one_who_did, brief)
