"""Accounts and deaths that became known after one moment, up to and with another."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from capac.core.clock import BRUSSELS
from capac.people import api as people
from tests import world

pytestmark = pytest.mark.django_db


def at(day: int) -> datetime:
    return datetime(2026, 7, day, 9, 0, tzinfo=BRUSSELS)


def test_accounts_and_deaths_are_known_from_their_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-07-01")
    amina, bram = world.client("amina"), world.client("bram", account=False)
    monkeypatch.setenv("CAPAC_NOW", "2026-07-10")
    people.change_account(
        bram.pk, world.account_of("bram"), holder="Bram Claes", since=date(2026, 7, 1), source="test"
    )
    people.note_death(amina.pk, date(2026, 7, 8))
    assert people.accounts_changed_since(at(1), at(10)) == {bram.pk}
    assert people.accounts_changed_since(at(10), at(20)) == set()
    assert people.deaths_since(at(1), at(10)) == {amina.pk: date(2026, 7, 8)}
    assert people.deaths_since(at(10), at(20)) == {}
    assert people.deaths(None, known=at(9)) == {}
    assert people.deaths(None, known=at(10)) == {amina.pk: date(2026, 7, 8)}
    assert people.deaths([bram.pk], known=at(10)) == {}


def test_a_second_note_of_a_death_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-07-01")
    amina = world.client("amina")
    people.note_death(amina.pk, date(2026, 6, 30))
    monkeypatch.setenv("CAPAC_NOW", "2026-07-10")
    people.note_death(amina.pk, date(2026, 7, 5))
    assert people.deaths_since(at(1), at(20)) == {}
    assert people.deaths(None, known=at(2)) == {amina.pk: date(2026, 6, 30)}
