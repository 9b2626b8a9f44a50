"""A payment that came back: a new account, the old one confirmed, or a death; paid again once."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from pytest_django import Settings

from capac.core import clock
from capac.flows import api as flows
from capac.payment import api as payment
from capac.people import api as people
from capac.work import api as work
from tests import world
from tests.payment import bank
from tests.web import desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-03T12:00")
    settings.DEBTOR = bank.DEBTOR


@pytest.fixture
def item(monkeypatch: pytest.MonkeyPatch) -> work.Item:
    return desk.account_closed(monkeypatch)


def taken(item: work.Item, name: str = "agnes") -> Client:
    visitor = desk.visitor(name)
    visitor.post(f"/desk/items/{item.pk}/take/")
    return visitor


def act(visitor: Client, item: work.Item, **filled: str) -> str:
    """The page after an act."""
    return visitor.post(f"/desk/items/{item.pk}/do/", filled, follow=True).content.decode()


def paid_again() -> list[str]:
    """The accounts onto which the next run would pay."""
    flows.prepare_payments(who="pol")
    months = payment.months_of(world.client("amina").pk)
    return [paid.iban for view in months for paid in view.payments if paid.state == "prepared"]


def test_the_reason_the_amount_and_the_account_are_told(item: work.Item) -> None:
    page = desk.visitor("agnes").get(f"/desk/items/{item.pk}/").content.decode()
    for words in (
        "AC04: the account is closed", "€2,022.03", "July 2026", "sent back by the bank", "BE73 0110 0000 0060",
        "Until this is settled nothing is paid onto this account.",
    ):  # fmt: skip
        assert words in page, words
    assert paid_again() == []


def test_a_new_account_is_paid_onto_once_a_second_person_has_confirmed_it(item: work.Item) -> None:
    page = act(taken(item), item, act="change", iban="be32 0230 0000 0002", holder="Amina Baert")
    assert "Proposed. Nothing is paid onto it until a second person has confirmed it." in page
    assert (desk.state_of(item), paid_again()) == ("open", [])
    assert "You began this yourself." in act(taken(item), item, act="account")
    taken(item).post(f"/desk/items/{item.pk}/give-back/")
    second = taken(item, "pol")
    assert "BE32 0230 0000 0002" in second.get(f"/desk/items/{item.pk}/").content.decode()
    assert "The new account is kept." in act(second, item, act="account")
    assert desk.state_of(item) == "done"
    fact = people.accounts_on([item.client_id or 0], on=clock.today(), known=clock.now())[item.client_id or 0]
    assert (fact.iban, fact.holder, fact.source) == (
        "BE32023000000002", "Amina Baert", "pol: account changed at the desk",
    )  # fmt: skip
    assert paid_again() == ["BE32023000000002"]
    assert paid_again() == ["BE32023000000002"]


@pytest.mark.parametrize(
    ("filled", "field"),
    [
        ({"iban": "BE73 0110 0000 0061", "holder": "A"}, "iban"),
        ({"iban": "", "holder": "A"}, "iban"),
        ({"iban": "BE73 0110 0000 0060", "holder": "A"}, "iban"),
        ({"iban": "BE32 0230 0000 0002", "holder": ""}, "holder"),
        ({"iban": "BE32 0230 0000 0002", "holder": "x" * 71}, "holder"),
    ],
)
def test_an_account_that_cannot_be_is_said_beside_its_field(
    item: work.Item, filled: dict[str, str], field: str
) -> None:
    visitor = taken(item)
    page = visitor.post(f"/desk/items/{item.pk}/do/", {"act": "change", **filled})
    assert page.status_code == 422
    assert f'aria-describedby="{field}-error"' in page.content.decode()
    assert f'value="{filled["iban"]}"' in page.content.decode()
    assert desk.state_of(item) == "taken"
    assert paid_again() == []


def test_the_old_account_confirmed_is_paid_onto_again(item: work.Item) -> None:
    visitor = taken(item)
    assert "then tick the box" in act(visitor, item, act="confirm")
    assert paid_again() == []
    assert "The account is confirmed." in act(visitor, item, act="confirm", asked_client="1")
    assert paid_again() == [world.account_of("amina")]
    assert "This item is done already." in act(visitor, item, act="confirm", asked_client="1")


def test_what_somebody_settled_meanwhile_is_said(item: work.Item) -> None:
    visitor = taken(item)
    payment.account_confirmed(item.subject_id, because=world.because("pol"))
    assert "This item is done already. Nothing was changed." in act(
        visitor, item, act="confirm", asked_client="1"
    )


def test_after_a_death_the_day_is_kept_and_nothing_more_is_paid(monkeypatch: pytest.MonkeyPatch) -> None:
    run_id = desk.prepared("amina")
    desk.at_the_bank(run_id)
    monkeypatch.setenv("CAPAC_NOW", "2026-08-07T12:00")
    item = desk.came_back(run_id, "MD07")
    visitor = taken(item)
    assert "Or the client has died" in visitor.get(f"/desk/items/{item.pk}/").content.decode()
    assert "as year, month and day" in act(visitor, item, act="death", died_on="soon")
    assert "This day has not come yet." in act(visitor, item, act="death", died_on="2026-08-08")
    assert people.deaths(None, known=clock.now()) == {}
    assert "The day of death is kept." in act(visitor, item, act="death", died_on="2026-08-01")
    assert people.deaths(None, known=clock.now()) == {item.client_id: date(2026, 8, 1)}
    assert desk.state_of(item) == "done"
    assert paid_again() == []


def test_an_account_is_never_undone(item: work.Item) -> None:
    visitor = taken(item)
    act(visitor, item, act="confirm", asked_client="1")
    page = visitor.post(f"/desk/items/{item.pk}/undo/", follow=True).content.decode()
    assert "This cannot be undone" in page
