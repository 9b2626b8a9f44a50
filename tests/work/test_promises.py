"""The promise on an item is the contract's norm, counted in the office calendar."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from capac.core import workdays
from capac.core.clock import BRUSSELS, now
from capac.people.models import Closure
from capac.work import api as work
from capac.work.promises import promised
from tests import world

FRIDAY = datetime(2026, 7, 3, 16, 0, tzinfo=BRUSSELS)


def test_a_c2_that_needs_a_hand_is_promised_within_ten_working_days() -> None:
    # 6-10 July are five days, 13-17 July five more; 21 July comes only afterwards.
    assert promised("8.1.2", FRIDAY, calendar=workdays.office()) == date(2026, 7, 17)


def test_a_closure_moves_the_promise() -> None:
    closed = workdays.office([date(2026, 7, 20), date(2026, 7, 10)], version="test")
    # 20 July is closed and 21 July a holiday.
    assert promised("8.1.2", FRIDAY, calendar=closed) == date(2026, 7, 22)


def test_the_day_of_receipt_is_the_day_in_brussels() -> None:
    midnight = datetime.fromisoformat("2026-07-02T22:30:00+00:00")
    assert promised("8.1.2", midnight, calendar=workdays.office()) == date(2026, 7, 17)


def test_an_unknown_norm_is_a_fault_and_none_promises_nothing() -> None:
    assert promised("", FRIDAY, calendar=workdays.office()) is None
    with pytest.raises(KeyError):
        promised("99.9", FRIDAY, calendar=workdays.office())


@pytest.mark.django_db
def test_an_item_keeps_the_calendar_by_which_it_was_promised() -> None:
    Closure.objects.create(office=None, day=date(2026, 7, 2), reason="bridge", known_at=now())
    item = work.open_item("c2", ("x.Y", 1), norm="8.1.2", since=now(), because=world.because())
    assert item.due_on == date(2026, 7, 16)
    assert item.calendar_version.startswith("office/")
    assert "+closures-" in item.calendar_version
    without = work.open_item("c2", ("x.Y", 2), since=now(), because=world.because())
    assert (without.due_on, without.calendar_version) == (None, "")
