"""The next item, handing over, sleeping, and who sees which kind."""

from __future__ import annotations

from datetime import date

import pytest

from capac.core.clock import now
from capac.people import api as people
from capac.work import api as work
from tests import world
from tests.web import desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-07-20T12:00")


def opened(number: int = 1, kind: str = "returned_payment", *, client: str = "", **told: object) -> work.Item:
    """An item of a client or of nobody."""
    client_id = world.client(client).pk if client else None
    row = work.NewItem(kind, ("x.Y", number), now(), client_id=client_id, **told)  # type: ignore[arg-type]
    work.open_items([row], because=world.because())
    return work.Item.objects.get(kind=kind, subject_id=number)


def mine(kind: str = "something") -> work.Item:
    """An item that Agnes has."""
    item = opened(kind=kind)
    work.take(item.pk, world.staff("agnes"))
    return item


def told(page: object) -> str:
    return page.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_the_next_item_is_taken_and_opened() -> None:
    visitor, item = desk.visitor("agnes"), opened(kind="something", client="amina")
    page = visitor.post("/desk/queue/next/", follow=True)
    assert page.redirect_chain == [(f"/desk/items/{item.pk}/", 302)]
    assert "with you" in told(page)
    page = visitor.post("/desk/queue/next/", follow=True)
    assert page.redirect_chain == [("/desk/queue/", 302)]
    assert "Nothing waits that fits your role" in told(page)


def test_an_item_is_handed_over_by_name_with_a_note() -> None:
    item, visitor, pol = mine(), desk.visitor("agnes"), world.staff("pol")
    shown = told(visitor.get(f"/desk/items/{item.pk}/"))
    assert f'<option value="{pol.pk}">Pol (BP01)</option>' in shown
    page = visitor.post(
        f"/desk/items/{item.pk}/hand-over/", {"to": str(pol.pk), "handed": "he knows it"}, follow=True
    )
    assert "Pol has the item now." in told(page) and "handed over to pol: he knows it" in told(page)
    assert work.one(item.pk).taken_by == pol  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("filled", "message"),
    [
        ({"to": "x", "handed": "why"}, "Choose a colleague who is there"),
        ({"to": "sam", "handed": "why"}, "Choose a colleague who is there"),
        ({"to": "pol", "handed": ""}, "Write in a few words why you hand it over."),
    ],
)
def test_what_cannot_be_handed_over_is_said_beside_its_field(filled: dict[str, str], message: str) -> None:
    item = mine()
    numbers = {name: str(world.staff(name).pk) for name in ("sam", "pol")}
    page = desk.visitor("agnes").post(
        f"/desk/items/{item.pk}/hand-over/", {**filled, "to": numbers.get(filled["to"], filled["to"])}
    )
    assert page.status_code == 422 and message in told(page)
    assert work.one(item.pk).taken_by == world.staff("agnes")  # type: ignore[union-attr]


def test_who_is_absent_is_not_offered() -> None:
    item, pol = mine(), world.staff("pol")
    people.note_absence(pol, date(2026, 7, 20), date(2026, 7, 20), who="mia")
    assert "Nobody else who may work this item is there today." in told(
        desk.visitor("agnes").get(f"/desk/items/{item.pk}/")
    )


def test_an_item_sleeps_with_a_reason_and_is_woken() -> None:
    item, visitor = mine(), desk.visitor("agnes")
    page = visitor.post(
        f"/desk/items/{item.pk}/snooze/",
        {"until": "2026-07-23", "waits": "the client calls back"},
        follow=True,
    )
    assert "The item sleeps." in told(page) and "sleeps until 23 Jul" in told(page)
    assert "until 2026-07-23: the client calls back" in told(page)
    assert f"/desk/items/{item.pk}/" in told(visitor.get("/desk/queue/?whose=mine"))
    assert f"/desk/items/{item.pk}/" not in told(visitor.get("/desk/queue/"))
    page = visitor.post(f"/desk/items/{item.pk}/wake/", follow=True)
    assert "with you" in told(page) and desk.state_of(item) == "taken"
    assert "You have this item already." in told(visitor.post(f"/desk/items/{item.pk}/wake/", follow=True))


@pytest.mark.parametrize(
    ("until", "waits", "message"),
    [
        ("", "x", "Choose the day on which it wakes."),
        ("2026-07-20", "x", "Choose a day that lies ahead."),
        ("2026-07-29", "x", "the item sleeps until 28 July 2026 at most"),
        ("2026-07-22", "", "Write what it waits for"),
    ],
)
def test_a_sleep_that_cannot_be_is_said_beside_its_field(until: str, waits: str, message: str) -> None:
    item = mine()
    page = desk.visitor("agnes").post(f"/desk/items/{item.pk}/snooze/", {"until": until, "waits": waits})
    assert page.status_code == 422 and message in told(page)
    assert desk.state_of(item) == "taken"


@pytest.mark.parametrize("verb", ["hand-over", "snooze"])
def test_what_another_has_is_not_passed_on(verb: str) -> None:
    item = mine()
    page = desk.visitor("pol").post(f"/desk/items/{item.pk}/{verb}/", {"until": "2026-07-22"}, follow=True)
    assert "Agnes has this item. Nothing was changed." in told(page)
    assert work.one(item.pk).taken_by == world.staff("agnes")  # type: ignore[union-attr]


def test_a_kind_of_another_role_stands_in_no_list_and_does_not_open() -> None:
    item = opened(kind="c2_by_hand", client="amina")
    visitor = desk.visitor("agnes")
    page = visitor.get("/desk/queue/")
    assert f"/desk/items/{item.pk}/" not in told(page) and "Baert" not in told(page)
    opened_page = visitor.get(f"/desk/items/{item.pk}/", follow=True)
    assert opened_page.redirect_chain == [("/desk/queue/", 302)]
    assert "Only a C2 expert takes this kind of item." in told(opened_page)
    assert not people.Access.objects.filter(clients__len__gt=0).exists()
    assert f"/desk/items/{item.pk}/" in told(desk.visitor("carla").get("/desk/queue/"))


def test_my_office_sees_the_items_of_its_clients() -> None:
    own, other = opened(1, client="amina"), opened(2, client="bram")
    shown = told(desk.visitor("agnes").get("/desk/queue/?whose=office"))
    assert f"/desk/items/{own.pk}/" in shown and f"/desk/items/{other.pk}/" not in shown


def test_a_promise_names_what_sets_it_and_hardship_is_seen() -> None:
    analogy = opened(1, client="amina", without_income_since=date(2026, 7, 1))
    law = opened(2, "payment_held", client="amina")
    shown = told(desk.visitor("agnes").get(f"/desk/items/{analogy.pk}/"))
    assert "norm 2.5.1 read by analogy, no number is printed for this" in shown
    assert "no income since 1 Jul" in shown
    assert "AR 25.11.1991 art. 161" in told(desk.visitor("agnes").get(f"/desk/items/{law.pk}/"))


def test_a_long_queue_says_that_there_are_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("capac.work.tallying.COUNTED", 1)
    opened(1)
    opened(2)
    assert "more than 1" in told(desk.visitor("agnes").get("/desk/queue/")).replace(
        "more than 1000", "more than 1"
    )
