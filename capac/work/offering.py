"""The next item for a person: the one that they take when they ask for no particular one.

The office works its own items, those of its clients, first; but where a promise of another office is at risk, and
earlier than anything of their own, it goes first (contract, 7.1.1: equal delays whatever the office). Kinds are those
of the person's roles and skills, languages those that they speak.
"""

from __future__ import annotations

from django.db import transaction

from capac.core import clock
from capac.people import api as people
from capac.work.models import Item
from capac.work.perms import unsuited_kinds
from capac.work.taking import take

AT_RISK_DAYS = 2
"""A promise is at risk when it falls within so many working days. Our own, see docs/decisions/0034."""


def next_for(staff: people.Staff) -> Item | None:
    """Take the next item for this person, and return it; None when nothing fits. Of many who ask each has another."""
    with transaction.atomic():
        chosen = _chosen(staff)
        if chosen is None or not take(chosen.pk, staff):
            return None
        return chosen


def _chosen(staff: people.Staff) -> Item | None:
    """The head of the own office's queue, unless another office's is at risk and earlier."""
    own = _head(staff, office_id=staff.office_id) if staff.office_id else None
    first = _head(staff, office_id=None)
    if own is None or first is None:
        return own or first
    at_risk = people.calendar().add(clock.today(), AT_RISK_DAYS)
    return first if first.placed_on <= at_risk and first.placed_on < own.placed_on else own


def _head(staff: people.Staff, *, office_id: int | None) -> Item | None:
    """The first item in reach; those on which somebody has a hand at this moment are passed by."""
    rows = Item.objects.filter(state="open", language__in=["", *staff.spoken])
    if office_id is not None:
        rows = rows.filter(office_id=office_id)
    if unsuited := unsuited_kinds(staff):
        rows = rows.exclude(kind__in=unsuited)
    return rows.order_by("placed_on", "id").select_for_update(skip_locked=True).first()
