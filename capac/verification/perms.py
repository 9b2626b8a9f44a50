"""Who may do what with verification, as plain functions of a member of staff (or None)."""

from __future__ import annotations

from capac.people import api as people
from capac.people import perms


def may_see_rounds(staff: people.Staff | None) -> bool:
    """Read the rounds, their clocks and incidents: no person stands there."""
    return perms.may_see_clients(staff) or perms.may_see_cases(staff)


def may_note_refund(staff: people.Staff | None) -> bool:
    """Note money given back to the benefits account."""
    return perms.may_prepare_payments(staff)


def may_propose_incident(staff: people.Staff | None) -> bool:
    """Propose that a technical problem takes cases out of a figure of the contract."""
    return perms.may_prepare_payments(staff) or perms.may_release_payments(staff)


def may_decide_incident(staff: people.Staff | None, proposed_by: str) -> bool:
    """Decide it: another person, who releases payments or reads the cases of the contract."""
    able = perms.may_release_payments(staff) or perms.may_see_cases(staff)
    return staff is not None and able and staff.login != proposed_by
