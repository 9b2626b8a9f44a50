"""Who may work an item of a kind: plain functions over people's permissions and the table of kinds."""

from __future__ import annotations

from capac.people import api as people
from capac.people import perms
from capac.work.kinds import kind_of, kinds

_WORKERS = {people.Role.AGENT.value, people.Role.C2_EXPERT.value, people.Role.PAYMENT_OFFICER.value}
"""Who takes what asks for no role. Who leads takes only what asks for that role."""


def may_take(staff: people.Staff | None, kind: str) -> bool:
    """Take an item of this kind: the need to know, by role."""
    if staff is None or not perms.may_work_items(staff):
        return False
    role = kind_of(kind).role
    return role in staff.roles if role else not _WORKERS.isdisjoint(staff.roles)


def hidden_kinds(staff: people.Staff) -> list[str]:
    """Kinds that this person may not take, and so does not see in lists."""
    return [name for name in kinds() if not may_take(staff, name)]


def unsuited_kinds(staff: people.Staff) -> list[str]:
    """Kinds that are not offered to this person as the next one: hidden, or of another skill than theirs."""
    return [
        name
        for name, kind in kinds().items()
        if not may_take(staff, name) or (staff.skills and kind.skill not in staff.skills)
    ]


def may_see_rota(staff: people.Staff | None) -> bool:
    """Who of the experts covers which day."""
    return perms.may_see_teams(staff)


def may_see_delays(staff: people.Staff | None) -> bool:
    """How long clients wait, by office, language and kind: numbers alone."""
    return perms.may_see_teams(staff) or perms.may_see_cases(staff)


def may_plan_rota(staff: people.Staff | None) -> bool:
    """Put experts on the rota and take them off: the experts themselves and who leads."""
    if staff is None or not perms.works_here(staff):
        return False
    return perms.may_lead(staff) or people.Role.C2_EXPERT.value in staff.roles
