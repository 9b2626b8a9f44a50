"""capac import --replace: what was known before is still told until its successor is known, and nothing is lost."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capac.warehouse import api as warehouse
from capac.warehouse import sources
from tests.warehouse import facts
from tests.warehouse.test_import import HEADER, file, load, rows

pytestmark = pytest.mark.django_db
EMAIL = "a,2024-01-02,{},1,true"
KNOWN = f"{HEADER},known_on"


def email(as_of: date) -> tuple[int, int, int]:
    """2.5.1 of 2024 within five working days, as known on a day."""
    with warehouse.told(as_of) as told:
        assert told is not None
        row = next(one for one in told.counts(year=2024, indicator_id="2.5.1") if one.tier == 1)
        return row.numerator, row.denominator, row.still_open


def test_a_replaced_row_still_tells_what_was_known_before_its_successor(tmp_path: Path) -> None:
    load("emails", file(tmp_path, HEADER, EMAIL.format("2024-01-05")))
    corrected = file(tmp_path, KNOWN, f"{EMAIL.format('2024-02-05')},2024-06-01")
    assert load("emails", corrected, "--replace") == "added=0 replaced=1 unchanged=0\n"
    warehouse.refresh()
    assert email(date(2024, 5, 31)) == (1, 1, 0)
    assert email(date(2024, 6, 1)) == (0, 1, 0)
    assert rows("former", "fact, key, until_on") == [("emails", "a", date(2024, 6, 1))]
    assert load("emails", corrected, "--replace") == "added=0 replaced=0 unchanged=1\n"
    assert len(rows("former", "id")) == 1


def test_a_replacement_that_names_no_day_is_known_from_its_own_and_what_it_replaced_is_kept(
    tmp_path: Path,
) -> None:
    load("emails", file(tmp_path, HEADER, EMAIL.format("2024-01-05")))
    load("emails", file(tmp_path, KNOWN, f"{EMAIL.format('2024-02-05')},2024-06-01"), "--replace")
    load("emails", file(tmp_path, HEADER, EMAIL.format("2024-01-03")), "--replace")
    warehouse.refresh()
    assert email(date(2024, 2, 1)) == (1, 1, 0)
    assert email(date(2024, 12, 31)) == (1, 1, 0)
    kept = rows("former", "id, row->>'answered_on', until_on")
    assert [row[1:] for row in kept] == [("2024-01-05", date(2024, 1, 2)), ("2024-02-05", date(2024, 1, 2))]


CHANGES = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from([None, 3, 20, 45, 80])), min_size=1, max_size=4
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=CHANGES, asked=st.integers(0, 120))
def test_whatever_is_replaced_one_version_is_told_a_day(
    tmp_path: Path, changes: list[tuple[int, int | None]], asked: int
) -> None:
    """The version told on a day is the last imported of those known by then."""
    start, named = date(2024, 1, 2), f"x{len(rows('emails', 'id'))}"
    for answered, known in changes:
        stop, from_day = start + timedelta(answered), start + timedelta(known) if known is not None else ""
        path = file(tmp_path, KNOWN, f"{named},{start},{stop},1,true,{from_day}")
        load("emails", path, "--replace")
    folder = tmp_path / named
    folder.mkdir()
    sources.export(folder)
    as_of = start + timedelta(asked)
    counting = [answered for answered, known in changes if asked >= (known or 0)]
    with facts.computed(folder, as_of=as_of) as session:
        told = session.sql(
            f"SELECT answered_on FROM valid_emails WHERE id = '{named}' AND COALESCE(known_on, received_on) <= DATE '{as_of}'"
        ).fetchall()
    assert told == ([(start + timedelta(counting[-1]),)] if counting else [])


def test_the_staff_of_two_years_are_two_lists(tmp_path: Path) -> None:
    head = "id,grade,gender,disability_recognised,fte,telework_days_a_week,teleworkable"
    path = file(tmp_path, head, "w1,A3,F,false,1,2,true", name="staff.csv")
    assert load("staff", path, "--period", "2023") == "added=1 replaced=0 unchanged=0\n"
    assert load("staff", path, "--period", "2024") == "added=1 replaced=0 unchanged=0\n"
    assert load("staff", path, "--period", "2024") == "added=0 replaced=0 unchanged=1\n"
