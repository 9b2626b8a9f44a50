"""The queue: what waits in the order of its promises, by kind; who may see it; every look is written first."""

from __future__ import annotations

import re
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from capac.core.clock import now
from capac.people import api as people
from capac.work import api as work
from capac.work.models import Item
from tests import world
from tests.web import desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-07-20T12:00")


def opened(number: int, due: date | None = None, client: people.Client | None = None) -> work.Item:
    """An item of a kind without a form of its own."""
    item = work.open_item(
        "something",
        ("x.Y", number),
        client_id=client.pk if client else None,
        since=now(),
        because=world.because(),
    )
    if due:
        Item.objects.filter(pk=item.pk).update(due_on=due, placed_on=due)
    return item


def listed(content: bytes) -> list[int]:
    """The ids of the items in the list, in order."""
    return [int(pk) for pk in re.findall(rb'<a href="/desk/items/(\d+)/[^"]*" data-open', content)]


def test_the_oldest_promise_stands_first_and_says_when_it_is_late() -> None:
    late, later, today = opened(1, date(2026, 7, 17)), opened(2), opened(3, date(2026, 7, 20))
    page = desk.visitor().get("/desk/queue/")
    assert listed(page.content) == [late.pk, today.pk, later.pk]
    rows = page.content.decode().split("data-row")[1:]
    assert ["late</span>" in row for row in rows] == [True, False, False]
    assert ["today</span>" in row for row in rows] == [False, True, False]
    assert "28 Jul" in rows[2]


def test_the_list_goes_on_page_by_page_and_back_to_the_first() -> None:
    items = [opened(number, date(2026, 8, 1)) for number in range(52)]
    visitor = desk.visitor()
    first = visitor.get("/desk/queue/?kind=something")
    following = re.search(r'rel="next" href="([^"]+)"', first.content.decode())
    assert following is not None
    second = visitor.get(following[1].replace("&amp;", "&"))
    assert listed(first.content) + listed(second.content) == [item.pk for item in items]
    assert 'href="/desk/queue/?kind=something">First page' in second.content.decode()
    assert 'rel="next"' not in second.content.decode()


@pytest.mark.parametrize(
    "after", ["x", "2026-07-01", "2026-13-01_4", "none_1", f"2026-07-01_{'9' * 30}", "_"]
)
def test_a_page_that_cannot_be_understood_is_the_first(after: str) -> None:
    item = opened(1)
    assert listed(desk.visitor().get("/desk/queue/", {"after": after}).content) == [item.pk]


def test_queues_are_counted_with_their_oldest_promise() -> None:
    first = opened(1, date(2026, 7, 17))
    opened(2)
    work.take(first.pk, world.staff("agnes"))
    told = desk.visitor().get("/desk/queue/").content.decode()
    assert "free: 1, taken: 1" in told
    assert "oldest promise 17 Jul" in told


def test_mine_are_those_that_i_have_and_done_those_that_i_did() -> None:
    mine, other, done = opened(1), opened(2), opened(3)
    agnes = world.staff("agnes")
    for item in (mine, done):
        work.take(item.pk, agnes)
    work.take(other.pk, world.staff("pol"))
    work.done(done.pk, agnes, "called")
    visitor = desk.visitor("agnes")
    assert listed(visitor.get("/desk/queue/?whose=mine").content) == [mine.pk]
    assert listed(visitor.get("/desk/queue/?whose=done").content) == [done.pk]
    assert listed(visitor.get("/desk/queue/").content) == [mine.pk, other.pk]


def test_an_empty_queue_says_what_will_come() -> None:
    visitor = desk.visitor()
    assert b"Nothing waits here." in visitor.get("/desk/queue/").content
    assert b"You have no item." in visitor.get("/desk/queue/?whose=mine").content
    assert b"you can undo it" in visitor.get("/desk/queue/?whose=done").content


def test_the_look_is_written_with_everybody_on_the_page_before_a_name_is_read() -> None:
    amina, bram = world.client("amina"), world.client("bram")
    opened(1, client=amina)
    opened(2, client=bram)
    opened(3)
    page = desk.visitor().get("/desk/queue/?kind=something")
    (look,) = people.Access.objects.all()
    assert (look.actor_kind, look.actor, look.route, look.action, look.why, look.clients) == (
        "staff", "agnes", "desk:queue", "queue", "queue something", sorted([amina.pk, bram.pk]),
    )  # fmt: skip
    assert b"Baert Amina" in page.content and b"Claes Bram" in page.content
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_an_item_that_opens_beside_the_list_is_a_look_of_its_own() -> None:
    amina = world.client("amina")
    item = opened(1, client=amina)
    page = desk.visitor().get(f"/desk/items/{item.pk}/", headers={"HX-Request": "true"})
    assert page.content.decode().lstrip().startswith('<h2 id="item-title"')
    (look,) = people.Access.objects.all()
    assert (look.route, look.action, look.clients) == ("desk:item", "item", [amina.pk])
    assert look.why == f"item {item.pk} something"


def test_without_script_the_item_comes_with_its_list() -> None:
    one, two = opened(1), opened(2)
    page = desk.visitor().get(f"/desk/items/{two.pk}/?kind=something")
    assert listed(page.content) == [one.pk, two.pk]
    assert page.content.count(b'<tr data-row aria-current="true">') == 1
    restored = desk.visitor().get(
        f"/desk/items/{two.pk}/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
    )
    assert restored.content.lower().lstrip().startswith(b"<!doctype html>")


def test_an_item_that_does_not_exist_is_not_found() -> None:
    assert desk.visitor().get("/desk/items/999999/").status_code == 404


@pytest.mark.parametrize(
    ("name", "answer"),
    [("agnes", 200), ("carla", 200), ("pol", 200), ("rita", 403), ("sam", 403), ("aude", 403)],
)
def test_only_who_works_items_sees_the_queue(name: str, answer: int) -> None:
    assert desk.visitor(name).get("/desk/queue/").status_code == answer
    assert people.Access.objects.count() == (1 if answer == 200 else 0)


def test_home_leads_to_the_queue_or_shows_the_doors_of_the_role() -> None:
    assert desk.visitor("agnes").get("/desk/")["Location"] == "/desk/queue/"
    told = desk.visitor("aude").get("/desk/").content.decode()
    assert "Hello Aude" in told and "/desk/register/" in told and "/desk/runs/" in told
    told = desk.visitor("sam").get("/desk/").content.decode()
    assert "/desk/register/" not in told and "/board/" in told


def test_the_queue_takes_the_same_queries_however_long_it_is(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    visitor = desk.visitor()
    for number, name in enumerate(("amina", "bram", "chloe")):
        opened(number, client=world.client(name))
    expected = 8
    with django_assert_num_queries(expected):
        visitor.get("/desk/queue/")
    for number in range(3, 40):
        opened(number, client=world.client("dieter"))
    with django_assert_num_queries(expected):
        visitor.get("/desk/queue/")


def test_single_keys_can_be_switched_off_and_on_again() -> None:
    visitor = desk.visitor()
    assert b'data-keys="on"' in visitor.get("/desk/queue/").content
    assert (
        visitor.post("/desk/keys/switch/", {"on": "0", "next": "/desk/rejects/"})["Location"]
        == "/desk/rejects/"
    )
    assert b'data-keys="off"' in visitor.get("/desk/queue/").content
    assert (
        visitor.post("/desk/keys/switch/", {"on": "1", "next": "https://evil.example/"})["Location"]
        == "/desk/keys/"
    )
    assert b'data-keys="on"' in visitor.get("/desk/queue/").content


@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
def test_every_kind_has_its_words_in_every_language(lang: str) -> None:
    page = desk.visitor(lang=lang).get("/desk/queue/")
    assert f'lang="{lang}"'.encode() in page.content
