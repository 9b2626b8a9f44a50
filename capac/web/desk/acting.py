"""What a kind of item is to the desk: facts to show, acts that answer, and whether an act can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, QueryDict

from capac.people import api as people
from capac.work import api as work


@dataclass(frozen=True)
class Answer:
    """How an act ended: what to tell, or what to correct, by field. With neither, somebody was quicker."""

    told: str = ""
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """An act on an item: who acts, and what the form says."""

    item: work.Item
    staff: people.Staff
    filled: QueryDict

    def text(self, name: str) -> str:
        """A field of the form without blanks around it."""
        return self.filled.get(name, "").strip()


@dataclass(frozen=True)
class Kind:
    """A kind of item. `undo` gives the item that waits again, None where nothing could be undone.

    `brief` tells the item in few words for the list, from its arguments alone: no query, no person.
    """

    template: str
    facts: Callable[[HttpRequest, work.Item], dict[str, Any]]
    do: Callable[[Asked], Answer]
    undo: Callable[[Asked], int | None]
    can_undo: Callable[[work.Item, people.Staff], bool]
    brief: Callable[[work.Item], str]


def by_the_one_who_did(item: work.Item, staff: people.Staff) -> bool:
    """The item is done, and this person did it."""
    return item.state == "done" and item.done_by_id == staff.pk
