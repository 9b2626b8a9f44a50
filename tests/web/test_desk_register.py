"""The access register for the auditor: every look, its reason and its seal; reading it is a look too."""

from __future__ import annotations

import re

import pytest
from pytest_django import DjangoAssertNumQueries

from capac.people import api as people
from tests import world
from tests.web import desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-07-20T12:00")


def looked(client: people.Client, actor: str = "agnes", times: int = 1) -> None:
    for _ in range(times):
        people.write(
            people.Actor("staff", actor), [client.pk], route="desk:file", action="file", why=f"by {actor}"
        )


def whys(content: bytes) -> list[str]:
    return re.findall(r"<td lang=\"en\">(by \w+|access register read)</td>", content.decode())


def test_looks_stand_with_who_whom_why_and_seal_the_latest_first() -> None:
    amina, bram = world.client("amina"), world.client("bram")
    looked(amina)
    people.seal()
    looked(bram, "pol")
    page = desk.visitor("aude").get("/desk/register/")
    assert whys(page.content) == ["by pol", "by agnes"]
    first, second = page.content.decode().split("<tbody>")[1].split("<tr>")[1:]
    assert "Claes Bram" in first and "within a minute" in first
    assert "Baert Amina" in second and 'number">1<' in second


def test_reading_the_register_is_written_with_whom_it_showed() -> None:
    amina = world.client("amina")
    looked(amina)
    visitor = desk.visitor("aude")
    visitor.get("/desk/register/")
    look = people.Access.objects.latest("pk")
    assert (look.actor, look.route, look.action, look.clients) == (
        "aude",
        "desk:register",
        "register",
        [amina.pk],
    )
    assert whys(visitor.get("/desk/register/").content) == ["access register read", "by agnes"]


def test_it_can_be_narrowed_to_a_login_and_to_a_client() -> None:
    amina, bram = world.client("amina"), world.client("bram")
    looked(amina)
    looked(bram, "pol")
    visitor = desk.visitor("aude")
    assert whys(visitor.get("/desk/register/", {"actor": "pol"}).content) == ["by pol"]
    page = visitor.get("/desk/register/", {"client": str(amina.key)})
    assert b"Looks at Baert Amina." in page.content and "by agnes" in whys(page.content)
    assert "by pol" not in whys(page.content)
    page = visitor.get("/desk/register/", {"client": "nobody"})
    assert b"Nobody has this key." in page.content
    assert b"No look stands here." in visitor.get("/desk/register/", {"actor": "nobody"}).content


def test_it_goes_on_page_by_page_in_the_same_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    amina, visitor = world.client("amina"), desk.visitor("aude")
    looked(amina, times=2)
    with django_assert_num_queries(7):
        visitor.get("/desk/register/", {"actor": "agnes"})
    looked(amina, times=60)
    with django_assert_num_queries(7):
        first = visitor.get("/desk/register/", {"actor": "agnes"})
    following = re.search(r'rel="next" href="([^"]+)"', first.content.decode())
    assert following is not None
    second = visitor.get(f"/desk/register/{following[1].replace('&amp;', '&')}")
    assert (len(whys(first.content)), len(whys(second.content))) == (50, 12)
    assert b"First page" in second.content


def test_many_persons_of_one_look_are_counted() -> None:
    ids = [world.client(name).pk for name in ("amina", "bram", "chloe", "dieter")]
    people.write(people.Actor("staff", "agnes"), ids, route="desk:queue", action="queue", why="by agnes")
    page = desk.visitor("aude").get("/desk/register/")
    assert b"and 1 more" in page.content
    assert people.Access.objects.latest("pk").clients == sorted(ids)[:3]


def test_a_changed_row_breaks_the_chain_and_is_named() -> None:
    looked(world.client("amina"), times=3)
    people.seal()
    visitor = desk.visitor("aude")
    page = visitor.post("/desk/register/check/", follow=True)
    assert b"The chain of seals is whole" in page.content
    second = people.Access.objects.order_by("pk")[1]
    people.Access.objects.filter(pk=second.pk).update(why="nothing")
    page = visitor.post("/desk/register/check/", follow=True)
    assert b"The chain of seals breaks at seal 2." in page.content


@pytest.mark.parametrize("name", ["agnes", "pol", "rita", "sam"])
def test_only_the_auditor_reads_it(name: str) -> None:
    assert desk.visitor(name).get("/desk/register/").status_code == 403
    assert desk.visitor(name).post("/desk/register/check/").status_code == 403
    assert people.Access.objects.count() == 0
