"""How a month of a scheme that pays declared hours is shown to its client and to the agent."""

from __future__ import annotations

from datetime import date

import pytest
import pytest_django

from capac.core.clock import today
from capac.flows.client_months import MonthStatus, client_months
from capac.people import api as people
from tests import onss, world
from tests.flows.declaring import days, declare
from tests.flows.paying import Calendar, authorise, hand_in, paid, prepared

pytestmark = pytest.mark.django_db


@pytest.fixture
def act(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    calendar = Calendar(monkeypatch)
    calendar.at("2026-07-01")
    return calendar


def _july(client: people.Client) -> MonthStatus:
    return next(one for one in client_months(client.pk, today=today()) if one.month == date(2026, 7, 1))


def _told(one: MonthStatus) -> tuple[str, str, str, tuple[str, ...], str, str]:
    return one.status, one.turn, one.reason, one.missing, str(one.expected_on or ""), one.expected_by


def test_a_month_of_declared_hours_is_shown_once_a_document_asks_and_waits_for_the_other(
    act: Calendar, settings: pytest_django.Settings
) -> None:
    settings.ONSS = onss.keys()
    amina = authorise("amina", world.body("2026-07-01", code="02/70.A0", dailyAmount="69.13", Q="", S=""))
    act.at("2026-08-03")
    assert client_months(amina.pk, today=today()) == []
    hand_in(amina)
    waits = _july(amina)
    assert (_told(waits), waits.scheme) == (
        ("held", "employer", "declaration_missing", (), "", ""),
        "temporary_unemployment",
    )
    prepared(holds_opened=1, empty=1)
    assert _told(_july(amina)) == _told(waits)
    act.at("2026-08-05")
    declare("WECH505", days=days(760, 6, 7))
    complete = _july(amina)
    assert (complete.status, complete.turn, complete.last_day_on) == (
        "being_computed",
        "us",
        date(2026, 9, 5),
    )
    paid(prepared(calculations=1, payments=1, holds_lifted=1, prepared=1), on="2026-08-07")
    assert _told(_july(amina)) == ("paid", "", "", (), "2026-08-07", "paid")
