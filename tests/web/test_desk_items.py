"""Taking, giving back, doing and undoing: of two people one has the item, and the other is told who."""

from __future__ import annotations

import pytest

from capac.records import api as records
from capac.work import api as work
from tests import world
from tests.web import desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-07-20T12:00")


def told(page: object) -> str:
    """The text of a page after its redirects."""
    return page.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_the_second_to_reach_for_an_item_is_told_who_has_it() -> None:
    item = desk.reject_item()
    assert "with you" in told(desk.visitor("agnes").post(f"/desk/items/{item.pk}/take/", follow=True))
    page = desk.visitor("pol").post(f"/desk/items/{item.pk}/take/", follow=True)
    assert "Agnes has this item. Nothing was changed." in told(page)
    assert [change.who for change in work.history(item.pk)] == ["test", "agnes"]


def test_given_back_it_waits_for_everybody() -> None:
    item, visitor = desk.reject_item(), desk.visitor("agnes")
    visitor.post(f"/desk/items/{item.pk}/take/")
    assert "Given back." in told(visitor.post(f"/desk/items/{item.pk}/give-back/", follow=True))
    assert desk.state_of(item) == "open"
    assert "Nobody has this item." in told(visitor.post(f"/desk/items/{item.pk}/give-back/", follow=True))


def test_settled_with_a_note_and_undone_the_reject_stands_open_again() -> None:
    item, visitor = desk.reject_item(), desk.visitor("agnes")
    visitor.post(f"/desk/items/{item.pk}/take/?kind=rejected_message")
    page = visitor.post(
        f"/desk/items/{item.pk}/do/?kind=rejected_message", {"note": "asked ONEM again"}, follow=True
    )
    assert page.redirect_chain == [(f"/desk/items/{item.pk}/?kind=rejected_message", 302)]
    assert "Settled." in told(page) and "asked ONEM again" in told(page)
    assert (desk.state_of(item), records.open_rejects()) == ("done", [])
    page = visitor.post(f"/desk/items/{item.pk}/undo/", follow=True)
    assert "Undone. The item is with you again." in told(page)
    assert desk.state_of(item) == "taken"
    assert [row.reason for row in records.open_rejects()] == ["cut"]


def test_nobody_undoes_what_another_did() -> None:
    item, agnes = desk.reject_item(), desk.visitor("agnes")
    agnes.post(f"/desk/items/{item.pk}/take/")
    agnes.post(f"/desk/items/{item.pk}/do/", {"note": "asked"})
    page = desk.visitor("pol").post(f"/desk/items/{item.pk}/undo/", follow=True)
    assert "This cannot be undone" in told(page)
    assert (desk.state_of(item), records.open_rejects()) == ("done", [])


@pytest.mark.parametrize(
    ("note", "message"),
    [("", "Write in a few words what you did"), ("x" * 201, "longer than 200 characters")],
)
def test_a_note_that_cannot_be_kept_is_shown_with_what_was_typed(note: str, message: str) -> None:
    item, visitor = desk.reject_item(), desk.visitor("agnes")
    visitor.post(f"/desk/items/{item.pk}/take/")
    page = visitor.post(f"/desk/items/{item.pk}/do/", {"note": note})
    assert page.status_code == 422
    assert message in told(page) and 'aria-describedby="note-error"' in told(page)
    assert f'value="{note}"' in told(page)
    assert desk.state_of(item) == "taken"


def test_what_one_does_not_have_cannot_be_done() -> None:
    item = desk.reject_item()
    page = desk.visitor("agnes").post(f"/desk/items/{item.pk}/do/", {"note": "asked"}, follow=True)
    assert "Nobody has this item. Take it first." in told(page)
    work.take(item.pk, world.staff("pol"))
    page = desk.visitor("agnes").post(f"/desk/items/{item.pk}/do/", {"note": "asked"}, follow=True)
    assert "Pol has this item." in told(page)
    assert desk.state_of(item) == "taken"


def test_what_is_done_is_said_to_be_done() -> None:
    item, agnes = desk.reject_item(), world.staff("agnes")
    work.take(item.pk, agnes)
    work.settle_by_hand(item.pk, agnes, "asked")
    page = desk.visitor("pol").post(f"/desk/items/{item.pk}/take/", follow=True)
    assert "This item is done already." in told(page)


def test_only_an_expert_takes_a_c2() -> None:
    item = desk.c2_item()
    page = desk.visitor("agnes").post(f"/desk/items/{item.pk}/take/", follow=True)
    assert "Only a C2 expert takes this kind of item." in told(page)
    assert desk.state_of(item) == "open"


@pytest.mark.parametrize("verb", ["take", "give-back", "do", "undo"])
def test_acts_are_posted_by_who_works_items_and_only_on_items_that_exist(verb: str) -> None:
    item = desk.reject_item()
    assert desk.visitor("agnes").get(f"/desk/items/{item.pk}/{verb}/").status_code == 405
    assert desk.visitor("rita").post(f"/desk/items/{item.pk}/{verb}/").status_code == 403
    assert desk.visitor("agnes").post(f"/desk/items/999999/{verb}/").status_code == 404
    assert desk.state_of(item) == "open"
