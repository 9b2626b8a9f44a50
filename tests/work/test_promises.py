"""The promise on an item is the contract's norm, counted in the office calendar."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from capac.channels.letters import api as letters
from capac.core import workdays
from capac.core.clock import BRUSSELS, now
from capac.people.models import Closure
from capac.work import api as work
from capac.work.promises import placed_on, promised, renewed
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


def test_what_nobody_promises_is_a_fault() -> None:
    for norm in ("99.9", "no-law"):
        with pytest.raises(KeyError):
            promised(norm, FRIDAY, calendar=workdays.office())
    with pytest.raises(KeyError, match="prints no limit"):
        promised("2.5.3", FRIDAY, calendar=workdays.office())


def test_the_law_promises_where_it_sets_a_limit() -> None:
    # AR 161: one month after the third working day (Wednesday 8 July).
    assert promised("ar-161", FRIDAY, calendar=workdays.office()) == date(2026, 8, 8)


def test_a_promise_that_slips_is_renewed_by_the_next_limit_then_by_analogy() -> None:
    calendar = workdays.office()
    # "100 % within a month" comes after the ten days.
    assert renewed("8.1.2", FRIDAY, today=date(2026, 7, 16), calendar=calendar) == date(2026, 8, 3)
    # Both limits are behind: five working days more, 2.5.1 read by analogy.
    assert renewed("8.1.2", FRIDAY, today=date(2026, 8, 3), calendar=calendar) == date(2026, 8, 10)
    assert renewed("ar-161", FRIDAY, today=date(2026, 8, 7), calendar=calendar) == date(2026, 8, 14)


@pytest.mark.parametrize(
    ("since", "place"),
    [
        (None, date(2026, 7, 17)),
        (date(2026, 7, 10), date(2026, 7, 10)),
        (date(2026, 7, 16), date(2026, 7, 16)),
        (date(2026, 6, 1), date(2026, 7, 2)),
        (date(2026, 8, 1), date(2026, 7, 17)),
    ],
)
def test_days_without_income_bring_an_item_forward_by_fifteen_at_most(
    since: date | None, place: date
) -> None:
    assert placed_on(date(2026, 7, 17), since) == place


@pytest.mark.django_db
def test_an_item_keeps_the_calendar_by_which_it_was_promised() -> None:
    Closure.objects.create(office=None, day=date(2026, 7, 2), reason="bridge", known_at=now())
    item = work.open_item("c2", ("x.Y", 1), norm="8.1.2", since=now(), because=world.because())
    assert item.due_on == date(2026, 7, 16)
    assert item.calendar_version.startswith("office/")
    assert "+closures-" in item.calendar_version


@pytest.mark.django_db
def test_every_item_has_one_promise_that_of_its_kind_or_of_the_law_that_its_room_names() -> None:
    def opened(kind: str, number: int, **told: Any) -> tuple[str, date]:
        work.open_items([work.NewItem(kind, ("x.Y", number), now(), **told)], because=world.because())
        item = work.Item.objects.get(subject_id=number)
        return item.norm, item.due_on

    assert opened("c2_by_hand", 1) == ("8.1.2", date(2026, 7, 15))
    assert opened("payment_held", 2) == ("ar-161", date(2026, 8, 6))
    assert opened("returned_payment", 3) == ("2.5.1", date(2026, 7, 8))
    assert opened("nobody knows this kind", 4) == ("2.5.1", date(2026, 7, 8))
    assert opened("verification_late", 5, norm="c10", due_on=date(2026, 7, 20)) == ("c10", date(2026, 7, 20))


def test_what_is_read_by_analogy_says_so() -> None:
    assert (work.kind_of("c2_by_hand").is_analogy, work.kind_of("c2_by_hand").is_law) == (False, False)
    assert (work.kind_of("payment_held").is_analogy, work.kind_of("payment_held").is_law) == (False, True)
    assert work.kind_of("returned_payment").is_analogy
    assert work.kind_of("nobody knows this kind").is_analogy


def test_every_promise_of_the_table_can_be_counted() -> None:
    calendar = workdays.office()
    assert all(
        promised(kind.promise, FRIDAY, calendar=calendar) > FRIDAY.date() for kind in work.kinds().values()
    )


def test_a_kind_says_what_the_letter_of_a_slip_is_about() -> None:
    about = letters.kind_of("promise_slips").blanks["about"].choices
    assert {one.told for one in work.kinds().values()} - {""} <= set(about)
