"""The one clock: a date, a moment, a file that is rewritten, or the system's."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from capac.core import clock
from capac.core.clock import BRUSSELS, ClockError


def test_a_bare_date_means_nine_in_the_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-07-01")
    assert clock.now() == datetime(2026, 7, 1, 9, 0, tzinfo=BRUSSELS)
    assert clock.today() == date(2026, 7, 1)
    assert clock.is_set()


@pytest.mark.parametrize(
    ("setting", "day", "hour"),
    [
        ("2026-07-01T23:30", date(2026, 7, 1), 23),
        ("2026-07-01T23:30:00+00:00", date(2026, 7, 2), 1),
        ("2026-01-01T12:00:00Z", date(2026, 1, 1), 13),
        (" 2026-07-01T08:00 ", date(2026, 7, 1), 8),
    ],
)
def test_a_moment_is_a_moment_in_brussels(
    monkeypatch: pytest.MonkeyPatch, setting: str, day: date, hour: int
) -> None:
    monkeypatch.setenv("CAPAC_NOW", setting)
    assert (clock.now().date(), clock.now().hour) == (day, hour)
    assert clock.now().tzinfo is BRUSSELS


def test_a_file_is_read_at_each_call(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "now"
    monkeypatch.setenv("CAPAC_NOW", str(file))
    for day in ("2026-07-01", "2026-08-03"):
        file.write_text(f"{day}\n")
        assert str(clock.today()) == day


@pytest.mark.parametrize("content", ["", "tomorrow", "2026-13-01"])
def test_a_file_without_a_moment_stops_everything(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "now"
    file.write_text(content)
    monkeypatch.setenv("CAPAC_NOW", str(file))
    with pytest.raises(ClockError, match="CAPAC_NOW"):
        clock.now()


def test_a_name_of_nothing_stops_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "nowhere/at/all")
    with pytest.raises(ClockError, match="no readable file"):
        clock.today()


def test_without_setting_the_system_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CAPAC_NOW", raising=False)
    assert not clock.is_set()
    assert abs(clock.now() - datetime.now(BRUSSELS)) < timedelta(seconds=5)
