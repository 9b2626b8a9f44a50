"""A round of exchange: each reader has its turn, whatever became of the one before it."""

from __future__ import annotations

import pytest

from capac.flows import exchange_day as day
from capac.records.models import Run


@pytest.mark.django_db
def test_a_reader_that_fails_keeps_none_of_the_others_from_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def broken(*, who: str) -> dict[str, int]:
        read.append("broken")
        raise RuntimeError("this file cannot be read")

    def sound(*, who: str) -> dict[str, int]:
        read.append(who)
        return {}

    monkeypatch.setattr(day, "READERS", (sound, broken, sound))
    with pytest.raises(RuntimeError, match="cannot be read"):
        day.exchange_day(who="test")
    assert read == ["test", "broken", "test"]
    row = Run.objects.get(verb="exchange_day")
    assert (row.state, row.counters["readers"]) == ("failed", 2)
