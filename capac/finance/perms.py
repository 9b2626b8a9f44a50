"""Who may read and keep the books, as plain functions of a member of staff (or None)."""

from __future__ import annotations

from capac.people import api as people
from capac.people import perms


def may_see_books(staff: people.Staff | None) -> bool:
    """Read the ledger, down to the payment."""
    return may_keep_books(staff) or perms.may_see_register(staff)


def may_keep_books(staff: people.Staff | None) -> bool:
    """Key advances and close months: a finance officer."""
    return staff is not None and perms.works_here(staff) and people.Role.FINANCE_OFFICER.value in staff.roles
