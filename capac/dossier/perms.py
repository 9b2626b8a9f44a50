"""Who may do what with applications, as plain functions of a member of staff (or None)."""

from __future__ import annotations

from capac.people import api as people
from capac.people import perms


def may_see_applications(staff: people.Staff | None) -> bool:
    """Read a client's applications: who may see clients."""
    return perms.may_see_clients(staff)


def may_take_in(staff: people.Staff | None) -> bool:
    """Open an application, receive its pieces, correct it: who works items."""
    return perms.may_work_items(staff)
