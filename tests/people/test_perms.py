"""Who may what: denied unless a role says yes, and nothing at all for who has left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from capac.people import api as people
from capac.people import perms
from tests import world

pytestmark = pytest.mark.django_db

Permission = Callable[[people.Staff | None], bool]
ALL = ("agnes", "pol", "rita", "carla", "sam", "aude", "mia")
MAY: list[tuple[Permission, set[str]]] = [
    (perms.works_here, set(ALL)),
    (perms.may_see_clients, {"agnes", "pol", "rita", "carla", "aude"}),
    (perms.may_work_items, {"agnes", "pol", "carla", "mia"}),
    (perms.may_see_teams, {"agnes", "pol", "carla", "sam", "mia"}),
    (perms.may_lead, {"mia"}),
    (perms.may_agree_to_destruction, {"mia"}),
    (perms.may_key_cards, {"agnes", "pol"}),
    (perms.may_prepare_payments, {"pol"}),
    (perms.may_release_payments, {"rita"}),
    (perms.may_see_cases, {"sam", "aude", "mia"}),
    (perms.may_see_register, {"aude"}),
]


@pytest.mark.parametrize(("permission", "who"), MAY, ids=[permission.__name__ for permission, _ in MAY])
def test_who_may(permission: Permission, who: set[str]) -> None:
    assert {name for name in ALL if permission(world.staff(name))} == who
    assert permission(None) is False


@pytest.mark.parametrize("permission", [permission for permission, _ in MAY], ids=lambda one: one.__name__)
def test_who_has_left_may_nothing(permission: Permission) -> None:
    for name in ALL:
        staff = world.staff(name)
        staff.left_on = date(2026, 6, 30)
        assert permission(staff) is False


def test_every_permission_is_tested() -> None:
    named = {name for name in vars(perms) if name.startswith(("may_", "works_"))}
    assert {permission.__name__ for permission, _ in MAY} == named
