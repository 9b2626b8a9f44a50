"""Who is there: absences as days, both included; capacity follows from them."""

from __future__ import annotations

from datetime import date

import pytest

from capac.people import api as people
from tests import world

pytestmark = pytest.mark.django_db
THIRD, FIFTH, TENTH = date(2026, 8, 3), date(2026, 8, 5), date(2026, 8, 10)


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-03T12:00")


def test_an_absence_holds_on_its_first_and_last_day() -> None:
    agnes = world.staff("agnes")
    assert people.note_absence(agnes, FIFTH, TENTH, who="mia")
    assert not people.note_absence(agnes, FIFTH, TENTH, who="mia")
    assert [people.absent_on(date(2026, 8, day)) for day in (4, 5, 10, 11)] == [
        set(), {agnes.pk}, {agnes.pk}, set(),
    ]  # fmt: skip
    assert people.absences(TENTH, date(2026, 8, 20)) == {agnes.pk: [(FIFTH, TENTH)]}
    assert [one.noted_by for one in people.absences_of([agnes.pk], since=TENTH)] == ["mia"]


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [(TENTH, FIFTH, "ends_before_start"), (date(2026, 7, 1), date(2026, 7, 31), "over")],
)
def test_days_that_cannot_be_an_absence_are_refused(first: date, last: date, reason: str) -> None:
    with pytest.raises(people.AbsenceError) as error:
        people.note_absence(world.staff("agnes"), first, last, who="mia")
    assert error.value.reason == reason
    assert people.Absence.objects.count() == 0


def test_who_is_there_after_all_is_not_absent() -> None:
    agnes = world.staff("agnes")
    people.note_absence(agnes, THIRD, TENTH, who="mia")
    (row,) = people.absences_of([agnes.pk], since=THIRD)
    assert people.withdraw_absence(row.pk)
    assert not people.withdraw_absence(row.pk)
    assert people.absent_on(FIFTH) == set()


def test_who_has_left_does_not_work_here() -> None:
    agnes, pol = world.staff("agnes"), world.staff("pol")
    people.Staff.objects.filter(pk=pol.pk).update(left_on=THIRD)
    assert people.working() == [agnes]
    assert people.working([world.office("2").pk]) == []
