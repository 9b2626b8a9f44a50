"""Who may, as plain functions of a member of staff (or None). Deny unless a function says yes."""

from __future__ import annotations

from capac.people.models import Role, Staff


def works_here(staff: Staff | None) -> bool:
    """A member of staff who has not left."""
    return staff is not None and staff.left_on is None


def _has(staff: Staff | None, *roles: Role) -> bool:
    return staff is not None and works_here(staff) and any(role.value in staff.roles for role in roles)


def may_see_clients(staff: Staff | None) -> bool:
    """Open a client's file: those whose work it is, not steering or the commissioners."""
    return _has(staff, Role.AGENT, Role.C2_EXPERT, Role.PAYMENT_OFFICER, Role.RELEASER, Role.AUDITOR)


def may_work_items(staff: Staff | None) -> bool:
    """Take and close work items; of which kinds is for work to say."""
    return _has(staff, Role.AGENT, Role.C2_EXPERT, Role.PAYMENT_OFFICER, Role.MANAGER)


def may_see_teams(staff: Staff | None) -> bool:
    """See how much waits and who is there, by office: numbers and colleagues, no client."""
    return _has(staff, Role.AGENT, Role.C2_EXPERT, Role.PAYMENT_OFFICER, Role.MANAGER, Role.STEERING)


def may_lead(staff: Staff | None) -> bool:
    """Plan absences and the rota of others, and review who opened a file without a reason at hand."""
    return _has(staff, Role.MANAGER)


def may_key_cards(staff: Staff | None) -> bool:
    """Key a paper control card."""
    return _has(staff, Role.AGENT, Role.PAYMENT_OFFICER)


def may_prepare_payments(staff: Staff | None) -> bool:
    """Prepare a payment run."""
    return _has(staff, Role.PAYMENT_OFFICER)


def may_release_payments(staff: Staff | None) -> bool:
    """Release a run that somebody else prepared."""
    return _has(staff, Role.RELEASER)


def may_see_cases(staff: Staff | None) -> bool:
    """Walk from a figure of the contract down to its cases."""
    return _has(staff, Role.STEERING, Role.MANAGER, Role.AUDITOR)


def may_see_register(staff: Staff | None) -> bool:
    """Read the access register."""
    return _has(staff, Role.AUDITOR)


def may_agree_to_destruction(staff: Staff | None) -> bool:
    """Agree to the destruction of paper that somebody else proposed."""
    return _has(staff, Role.MANAGER)
