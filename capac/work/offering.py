"""The next item for a person: the one that they take when they ask for no particular one.

The office works its own items, those of its clients, first; but where a promise of another office is at risk, and
earlier than anything of their own, it goes first (contract, 7.1.1: equal delays whatever the office). Kinds are those
of the person's roles and skills, languages those that they speak.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from capac.core import clock
from capac.people import api as people
from capac.work.models import Item
from capac.work.perms import unsuited_kinds
from capac.work.taking import take

AT_RISK_DAYS = 2
"""A promise is at risk when it falls within so many working days. Our own, see docs/decisions/0034."""


def next_for(staff: people.Staff) -> Item | None:
    """Take the next item for this person, and return it; None when nothing fits. Of many who ask each has another."""
    for rows in _reaches(staff):
        if item := _take_first(rows, staff):
            return item
    return None


def _take_first(rows: QuerySet[Item], staff: people.Staff) -> Item | None:
    """Those on which somebody has a hand at this moment are passed by; only the one that is taken is locked."""
    with transaction.atomic():
        first = rows.select_for_update(skip_locked=True).first()
        return first if first is not None and take(first.pk, staff) else None


def _reaches(staff: people.Staff) -> list[QuerySet[Item]]:
    """Where to look, in order: the own office, unless another's promise is at risk and earlier; then all, by language."""
    everywhere = _in_order([_waiting(staff).filter(language=spoken) for spoken in ("", *staff.spoken)])
    if staff.office_id is None:
        return [rows for rows, _head in everywhere]
    own = _in_order([_waiting(staff).filter(office_id=staff.office_id, language__in=["", *staff.spoken])])
    if own and everywhere and _goes_first(everywhere[0][1], own[0][1]):
        own, everywhere = everywhere, own
    return [rows for rows, _head in (*own, *everywhere)]


def _goes_first(first: Item, own: Item) -> bool:
    """An item of any office is at risk, and earlier than the first of the own one."""
    at_risk = people.calendar().add(clock.today(), AT_RISK_DAYS)
    return first.placed_on <= at_risk and first.placed_on < own.placed_on


def _in_order(reaches: list[QuerySet[Item]]) -> list[tuple[QuerySet[Item], Item]]:
    """Reaches in which something waits, each with its head, the earliest first. A language has its own index."""
    found = [(rows, head) for rows in reaches if (head := rows.first()) is not None]
    return sorted(found, key=lambda one: (one[1].placed_on, one[1].pk))


def _waiting(staff: people.Staff) -> QuerySet[Item]:
    """What waits of the kinds that suit this person, in the order in which it is worked."""
    rows = Item.objects.filter(state="open").order_by("placed_on", "id")
    unsuited = unsuited_kinds(staff)
    return rows.exclude(kind__in=unsuited) if unsuited else rows
