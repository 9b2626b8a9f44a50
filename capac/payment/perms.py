"""Who may do what with payments, as plain functions of a member of staff (or None)."""

from __future__ import annotations

from capac.people import api as people
from capac.people import perms


def may_see_runs(staff: people.Staff | None) -> bool:
    """Read runs and their audit tables."""
    return (
        perms.may_prepare_payments(staff)
        or perms.may_release_payments(staff)
        or perms.may_see_register(staff)
    )


def may_release(staff: people.Staff | None, prepared_by: str) -> bool:
    """Release a run: a releaser, and never the one who prepared it."""
    return staff is not None and perms.may_release_payments(staff) and staff.login != prepared_by


def may_drop(staff: people.Staff | None) -> bool:
    """Drop a run that is not released: it is prepared again."""
    return perms.may_prepare_payments(staff) or perms.may_release_payments(staff)


def may_accept_holds(staff: people.Staff | None) -> bool:
    """Lift a hold of ours although its reason holds."""
    return perms.may_prepare_payments(staff)


def may_touch_payments(staff: people.Staff | None) -> bool:
    """Ask a payment back, or confirm what somebody else proposed: who prepares or releases payments."""
    return perms.may_prepare_payments(staff) or perms.may_release_payments(staff)


def is_second(staff: people.Staff | None, first: str) -> bool:
    """A second person who prepares or releases payments: never the one who began."""
    return staff is not None and may_touch_payments(staff) and staff.login != first


def may_see_returns(staff: people.Staff | None) -> bool:
    """Read what came back from the bank."""
    return perms.may_see_clients(staff)
