"""From the rooms' rows to a build: whole or not at all, one at a time, as known."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from capac.flows.refresh_indicators import refresh_indicators
from capac.people.models import Closure
from capac.records.models import Run
from capac.warehouse import api as warehouse
from capac.warehouse import builds, selects
from tests import world
from tests.warehouse import live

pytestmark = pytest.mark.django_db
TODAY = date(2027, 3, 3)
JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 1)


def walk_a_month() -> None:
    """Two C2 for the experts, three payments, what ONEM said of two of them."""
    amina, bram, chloe = (world.client(name).pk for name in ("amina", "bram", "chloe"))
    live.by_hand("C2-1", date(2026, 7, 1), date(2026, 7, 15), client=amina)
    live.by_hand("C2-2", date(2026, 7, 1), date(2026, 8, 3))
    first = live.paid(
        amina, JULY, received=date(2026, 7, 31), settled=date(2026, 8, 4), known=date(2026, 8, 5)
    )
    second = live.paid(bram, JULY, received=date(2026, 8, 3), settled=date(2026, 8, 5))
    live.paid(chloe, JULY, received=date(2026, 8, 3))
    live.decided(live.told(first, AUGUST, on=date(2026, 9, 15)), "accepted", known=date(2027, 1, 11))
    wrong = live.told(second, AUGUST, on=date(2026, 9, 15))
    live.decided(wrong, "C13", known=date(2027, 1, 11), cause="AR167-1-2")


def counts(as_of: date = TODAY, year: int = 2026) -> dict[tuple[str, str, int], tuple[Any, ...]]:
    with warehouse.told(as_of) as told:
        assert told is not None
        return {
            (row.indicator_id, row.part, row.tier): (row.numerator, row.denominator, row.still_open)
            for row in told.counts(year=year)
        }


def test_before_the_first_refresh_there_is_no_build() -> None:
    with warehouse.told(TODAY) as told:
        assert told is None


def test_the_rooms_rows_become_figures_and_the_run_tells_its_counters() -> None:
    walk_a_month()
    assert refresh_indicators(who="test") == {"facts": 7, "models": 68, "tests": 6}
    assert counts() == {
        ("8.1.2", "", 1): (1, 2, 0),
        ("8.1.2", "", 2): (1, 2, 0),
        ("8.1.5", "", 1): (2, 2, 1),
        ("8.1.5", "full_unemployment", 1): (2, 2, 1),
        ("8.1.6", "", 1): (1, 2, 0),
    }
    run = Run.objects.get(verb="refresh_indicators")
    assert (run.state, run.counters) == ("finished", {"facts": 7, "models": 68, "tests": 6})


def test_another_engine_builds_the_same_figures() -> None:
    walk_a_month()
    call_command("refresh_indicators", stdout=StringIO())
    ours = counts()
    call_command("refresh_indicators", engine="postgres", stdout=StringIO())
    assert counts() == ours != {}


def test_a_day_of_the_past_is_told_as_it_was_known() -> None:
    walk_a_month()
    refresh_indicators(who="test")
    assert counts(date(2026, 7, 15)) == {("8.1.2", "", 1): (1, 1, 1), ("8.1.2", "", 2): (1, 1, 1)}
    assert counts(date(2026, 8, 4))["8.1.5", "", 1] == (0, 0, 3)
    assert counts(date(2026, 8, 5))["8.1.5", "", 1] == (2, 2, 1)
    assert counts(date(2027, 1, 10))["8.1.6", "", 1] == (0, 0, 2)


def test_a_day_after_the_build_is_told_as_of_the_build() -> None:
    refresh_indicators(who="test")
    with warehouse.told(date(2027, 12, 31)) as told:
        assert told is not None
        assert (told.as_of, told.calendar_version) == (TODAY, "office/2026-11-23")


def test_an_empty_house_has_an_empty_build() -> None:
    assert refresh_indicators(who="test") == {"facts": 0, "models": 68, "tests": 6}
    assert counts() == {}


def test_a_closure_moves_the_last_day_only_for_days_on_which_it_was_known() -> None:
    live.by_hand("C2-1", date(2026, 7, 1), date(2026, 7, 16))
    Closure.objects.create(day=date(2026, 7, 6), reason="works", known_at=live.noon(date(2026, 9, 1)))
    refresh_indicators(who="test")
    assert counts(date(2026, 8, 31))["8.1.2", "", 1] == (0, 1, 0)
    assert counts(date(2026, 9, 1))["8.1.2", "", 1] == (1, 1, 0)
    with warehouse.told(date(2026, 8, 31)) as before, warehouse.told(TODAY) as after:
        assert before is not None and after is not None
        assert before.calendar_version == "office/2026-11-23"
        assert after.calendar_version.startswith("office/2026-11-23+closures-")


def test_an_incident_leaves_its_payment_out_from_the_day_of_the_decision() -> None:
    payment = live.paid(world.client().pk, JULY, received=date(2026, 7, 31), settled=date(2026, 8, 4))
    expense = live.told(payment, AUGUST, on=date(2026, 9, 15))
    live.decided(expense, "C13", known=date(2027, 1, 11), cause="AR167-1-4")
    live.incident(expense, known=date(2027, 2, 1))
    refresh_indicators(who="test")
    assert counts(date(2027, 1, 31))["8.1.6", "", 1] == (0, 1, 0)
    assert counts()["8.1.6", "", 1] == (0, 0, 0)


def test_a_failing_test_of_the_models_keeps_the_last_figures(
    monkeypatch: pytest.MonkeyPatch, warehouse_folder: Path
) -> None:
    walk_a_month()
    refresh_indicators(who="test")
    before = counts()
    live.by_hand("C2-3", date(2026, 7, 1))
    broken = selects.Model("always_wrong", "tests", "SELECT indicator_id, year FROM figures", frozenset())
    monkeypatch.setattr(selects, "checks", lambda: (broken,))
    with pytest.raises(warehouse.WarehouseTestError, match=r"always_wrong: indicator_id=8\.1\.\d, year=2026"):
        refresh_indicators(who="test")
    assert counts() == before
    assert Run.objects.get(state="failed").outcome == "WarehouseTestError"
    monkeypatch.undo()


def test_the_next_refresh_removes_what_a_failed_one_left(monkeypatch: pytest.MonkeyPatch) -> None:
    refresh_indicators(who="test")
    broken = selects.Model("always_wrong", "tests", "SELECT 1 AS one", frozenset())
    with monkeypatch.context() as patched:
        patched.setattr(selects, "checks", lambda: (broken,))
        with pytest.raises(warehouse.WarehouseTestError):
            refresh_indicators(who="test")
    assert len(folders()) == 2
    refresh_indicators(who="test")
    assert len(folders()) == 1


def test_a_build_that_somebody_reads_is_kept_until_he_has_done() -> None:
    refresh_indicators(who="test")
    with builds.held() as read:
        assert read is not None
        refresh_indicators(who="test")
        refresh_indicators(who="test")
        assert (read.folder / "models" / "figures.parquet").exists()
        assert len(folders()) == 2
    refresh_indicators(who="test")
    assert len(folders()) == 1
    assert not read.folder.exists()


def test_a_link_to_a_build_that_is_gone_is_no_build() -> None:
    refresh_indicators(who="test")
    (folder,) = folders()
    (folder / "manifest.json").unlink()
    with builds.held() as build:
        assert build is None


def folders() -> list[Path]:
    return [path for path in builds.home().iterdir() if path.is_dir() and not path.is_symlink()]
