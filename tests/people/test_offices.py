"""Offices with their hours, and the calendar of the institution with its closures as known at a moment."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from capac.core.clock import BRUSSELS
from capac.people import api as people
from capac.people.models import Closure, OfficeHours
from tests import world

pytestmark = pytest.mark.django_db

BRIDGE = date(2026, 12, 28)


def close(day: date, *, office: people.Office | None = None, known: str = "2026-06-01") -> None:
    moment = datetime.fromisoformat(known).replace(tzinfo=BRUSSELS)
    Closure.objects.create(office=office, day=day, reason="bridge day", known_at=moment)


def test_without_closures_the_calendar_is_monday_to_friday_less_legal_holidays() -> None:
    calendar = people.calendar()
    assert calendar.is_open(BRIDGE)
    assert not calendar.is_open(date(2026, 7, 21))
    assert not calendar.is_open(date(2026, 7, 25))


def test_a_closure_of_the_whole_institution_closes_the_day_and_names_itself_in_the_version() -> None:
    before = people.calendar().version
    close(BRIDGE)
    calendar = people.calendar()
    assert not calendar.is_open(BRIDGE)
    assert calendar.version.startswith(f"{before}+closures-")


def test_a_closure_is_not_known_before_it_is_told() -> None:
    close(BRIDGE, known="2026-11-02")
    early = datetime(2026, 11, 1, tzinfo=BRUSSELS)
    assert people.calendar(early).is_open(BRIDGE)
    assert not people.calendar(datetime(2026, 11, 3, tzinfo=BRUSSELS)).is_open(BRIDGE)


def test_a_closure_of_one_office_leaves_the_institution_open() -> None:
    close(BRIDGE, office=world.office())
    assert people.calendar().is_open(BRIDGE)


def test_offices_come_by_code_with_their_hours() -> None:
    second, first = world.office("2"), world.office("1")
    OfficeHours.objects.create(office=second, weekday=0, opens=time(8, 30), closes=time(12))
    found = people.offices()
    assert found == [first, second]
    assert [slot.opens for slot in found[1].hours.all()] == [time(8, 30)]
