"""Clients: found by a number that can exist, never twice; their account is what was known for a day at a moment."""

from __future__ import annotations

import uuid
from datetime import date, datetime

import pytest

from capac.core.clock import BRUSSELS
from capac.core.niss import IdentifierError
from capac.people import api as people
from capac.people.models import Account, Client, IdentityNumber
from tests import world

pytestmark = pytest.mark.django_db

SEPTEMBER = date(2026, 9, 1)


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=BRUSSELS)


@pytest.fixture(autouse=True)
def _in_june(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-06-01T12:00")


def test_a_client_is_registered_once_whatever_how_often() -> None:
    first, again = world.client(), world.client()
    assert first == again
    assert (Client.objects.count(), IdentityNumber.objects.count(), Account.objects.count()) == (1, 1, 1)


def test_a_number_is_found_as_people_write_it_and_refused_without_being_repeated() -> None:
    client, number = world.client(), world.number_of("amina")
    written = f"{number[:2]}.{number[2:4]}.{number[4:6]}-{number[6:9]}.{number[9:]}"
    assert people.by_niss(written) == client
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    with pytest.raises(IdentifierError, match="check digits") as refused:
        people.by_niss(wrong)
    assert wrong not in str(refused.value)


def test_a_number_or_key_that_nobody_has() -> None:
    with pytest.raises(people.UnknownClientError):
        people.by_niss(world.number_of("bram"))
    with pytest.raises(people.UnknownClientError):
        people.by_key(uuid.uuid4())
    assert people.by_key(world.client().key) == world.client()


def test_a_number_that_was_replaced_still_finds_its_client_and_files_carry_the_new_one() -> None:
    client, old, new = world.client(), world.number_of("amina"), world.number_of("bram")
    IdentityNumber.objects.filter(niss=old).update(valid_to=date(2026, 5, 31))
    IdentityNumber.objects.create(client=client, niss=new, valid_from=date(2026, 6, 1))
    assert people.by_niss(old) == people.by_niss(new) == client
    assert people.numbers_of([client.pk]) == {client.pk: new}


def test_one_bad_row_registers_nobody() -> None:
    good = people.NewClient(world.number_of("amina"), "Amina", "Baert", "fr", world.SINCE)
    bad = people.NewClient(world.number_of("bram"), "Bram", "Claes", "nl", world.SINCE, iban="BE00123")
    with pytest.raises(IdentifierError, match="account"):
        people.register_clients([good, bad], source="test")
    assert Client.objects.count() == 0


def test_the_account_of_a_day_as_known_at_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """She tells us on 5 October of an account that has been hers since September."""
    client, old, new = world.client(), world.account_of("amina"), world.account_of("bram")
    monkeypatch.setenv("CAPAC_NOW", "2026-10-05T09:00")
    people.change_account(client.pk, new, holder="Amina Baert", since=SEPTEMBER, source="C1E")

    def known(on: str, moment: str) -> str:
        return people.accounts_on([client.pk], on=date.fromisoformat(on), known=at(moment))[client.pk].iban

    assert known("2026-08-31", "2026-12-01") == old
    assert known("2026-09-30", "2026-10-04") == old
    assert known("2026-09-30", "2026-10-05") == new
    assert known("2026-12-01", "2026-12-01") == new


def test_an_account_that_ends_leaves_the_one_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    client = world.client()
    monkeypatch.setenv("CAPAC_NOW", "2026-06-02T12:00")
    guardian = people.change_account(
        client.pk, world.account_of("bram"), holder="A guardian", since=date(2026, 6, 1), source="S35"
    )
    Account.objects.filter(pk=guardian.pk).update(valid_to=date(2026, 7, 31))
    holders = {
        day: people.accounts_on([client.pk], on=day, known=at("2026-12-01"))[client.pk].holder
        for day in (date(2026, 7, 31), date(2026, 8, 1))
    }
    assert holders == {date(2026, 7, 31): "A guardian", date(2026, 8, 1): "Amina Baert"}


def test_an_account_with_a_slip_is_refused_and_nothing_changes() -> None:
    client = world.client()
    with pytest.raises(IdentifierError, match="look for a typing slip"):
        people.change_account(client.pk, "BE00 0000 0000 0000", holder="x", since=SEPTEMBER, source="C1E")
    assert Account.objects.count() == 1


def test_a_client_without_account_and_one_unknown_then_are_absent() -> None:
    client = world.client("bram", account=False)
    assert people.accounts_on([client.pk], on=SEPTEMBER, known=at("2026-12-01")) == {}
    later = world.client("amina")
    assert people.accounts_on([later.pk], on=SEPTEMBER, known=at("2026-05-01")) == {}


def test_the_day_of_death_is_noted_once() -> None:
    client = world.client()
    people.note_death(client.pk, date(2026, 6, 3))
    people.note_death(client.pk, date(2026, 6, 9))
    client.refresh_from_db()
    assert client.deceased_on == date(2026, 6, 3)


def test_a_client_without_number_is_found_by_the_daily_check() -> None:
    Client.objects.create(given_name="A", family_name="B", language="fr", registered_at=at("2026-06-01"))
    assert people.check() == ["1 clients have no identity number"]
