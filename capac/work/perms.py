"""Who may work an item of a kind: plain functions over people's permissions."""

from __future__ import annotations

from capac.people import api as people
from capac.people import perms

_EXPERTS = {"c2_by_hand": people.Role.C2_EXPERT}
"""Kinds that ask for one role; the others are open to all who work items."""


def may_take(staff: people.Staff | None, kind: str) -> bool:
    """Take an item of this kind."""
    if staff is None or not perms.may_work_items(staff):
        return False
    role = _EXPERTS.get(kind)
    return role is None or role.value in staff.roles
