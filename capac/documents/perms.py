"""Who may do what with documents and paper files, as plain functions of a member of staff (or None)."""

from __future__ import annotations

from capac.people import api as people
from capac.people import perms


def may_see_paper(staff: people.Staff | None) -> bool:
    """Read the inventory of paper files and the certificates."""
    return perms.may_see_clients(staff) or perms.may_agree_to_destruction(staff)


def may_keep_paper(staff: people.Staff | None) -> bool:
    """Take a paper file into the inventory, scan it, compare its scan, propose it for destruction."""
    return perms.may_work_items(staff)


def may_approve_destruction(staff: people.Staff | None) -> bool:
    """Approve what somebody else proposed, and certify that it is destroyed."""
    return perms.may_agree_to_destruction(staff)
