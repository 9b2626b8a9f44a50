"""The rows of the queue, told in words before the template sees them: fifty of them cost it little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from capac.core import clock
from capac.people import api as people
from capac.web.desk.kinds import kind_of
from capac.web.desk.words import kind_names
from capac.web.templatetags.desk import short
from capac.work import api as work


@dataclass(frozen=True)
class Row:
    """An item of the list: where it opens, what it is, of whom, since and until when, with whom.

    `marks` are the looks and words of its tags; `where` the office and the language of the client.
    """

    id: int
    address: str
    what: str
    brief: str
    person: str
    where: str
    since: str
    due: str
    marks: tuple[tuple[str, str], ...]
    holder: str
    sleeps: str
    is_done: bool


def rows(items: Sequence[work.Item], persons: Mapping[int, people.Client], query: str) -> list[Row]:
    """A row for each item; `query` is the choice of the list, as it stands in an address."""
    names, today, end = kind_names(), clock.today(), f"?{query}" if query else ""
    place = reverse("desk:item", args=[0])
    return [
        _row(one, persons.get(one.client_id or 0), place.replace("/0/", f"/{one.pk}/") + end, names, today)
        for one in items
    ]


def is_late(one: work.Item) -> bool:
    """The promise has passed: today, or on the day on which it was done."""
    end = clock.today() if one.done_at is None else one.done_at.astimezone(clock.BRUSSELS).date()
    return one.due_on < end


def _row(
    one: work.Item, person: people.Client | None, address: str, names: Mapping[str, str], today: date
) -> Row:
    return Row(
        id=one.pk,
        address=address,
        what=names.get(one.kind, one.kind),
        brief=kind_of(one.kind).brief(one),
        person=f"{person.family_name} {person.given_name}" if person else "",
        where=", ".join(filter(None, (one.office.code if one.office else "", one.language.upper()))),
        since=short(one.since),
        due=short(one.due_on),
        marks=_marks(one, today),
        holder=one.taken_by.name if one.taken_by else "",
        sleeps=short(one.snoozed_until),
        is_done=one.state == "done",
    )


def _marks(one: work.Item, today: date) -> tuple[tuple[str, str], ...]:
    """What is to be seen at once of what waits."""
    if one.state == "done":
        return ()
    found = []
    if is_late(one):
        found.append(("bad", _("late")))
    elif one.due_on == today:
        found.append(("warn", _("today")))
    if one.slips:
        found.append(("warn", _("renewed")))
    if one.without_income_since:
        found.append(("info", _("no income")))
    return tuple(found)
