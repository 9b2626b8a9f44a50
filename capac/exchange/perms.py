"""Who may do what with a barème, as plain functions of a member of staff (or None)."""

from __future__ import annotations

from capac.people import api as people
from capac.people import perms


def may_see_baremes(staff: people.Staff | None) -> bool:
    """Read the files of rows, what is odd in them and how they compare."""
    return (
        perms.may_prepare_payments(staff)
        or perms.may_release_payments(staff)
        or perms.may_see_register(staff)
    )


def may_propose_baremes(staff: people.Staff | None) -> bool:
    """Propose a file, having looked at it: who prepares payments."""
    return perms.may_prepare_payments(staff)


def may_reject_baremes(staff: people.Staff | None) -> bool:
    """Reject a file: who proposes and who approves."""
    return perms.may_prepare_payments(staff) or perms.may_release_payments(staff)


def may_approve_baremes(staff: people.Staff | None) -> bool:
    """Approve a file that somebody else proposed: who releases payments."""
    return perms.may_release_payments(staff)
