"""Search a client by number, name or reference: by POST alone, with the register written before anything is shown."""

from __future__ import annotations

import re

import pytest
from pytest_django import DjangoAssertNumQueries

from capac.core import niss
from capac.core.clock import now
from capac.exchange import api as exchange
from capac.payment import api as payment
from capac.people import api as people
from capac.people.clients import NewClient
from capac.people.models import ContactPoint
from tests import world
from tests.web import desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-20T12:00")


@pytest.fixture
def _cast() -> None:
    for name in ("amina", "bram", "chloe", "dieter"):
        world.client(name)


def found(words: str, *, name: str = "agnes") -> str:
    return desk.visitor(name).post("/desk/search/", {"words": words}).content.decode()


@pytest.mark.usefixtures("_cast")
@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("dupre", ["Dupré Chloé"]),
        ("CHLOÉ dup", ["Dupré Chloé"]),
        ("  a  ba ", ["Baert Amina"]),
        ("am", ["Baert Amina"]),
        ("mina", ["Baert Amina"]),
        ("ina", []),
        ("claes bram", ["Claes Bram"]),
        ("emonts; dieter", ["Emonts Dieter"]),
        ("%", []),
        ("d", ["Dupré Chloé", "Emonts Dieter"]),
    ],
)
def test_a_name_is_found_by_the_beginnings_of_its_words(words: str, names: list[str]) -> None:
    page = found(words)
    shown = [name for name in ("Baert Amina", "Claes Bram", "Dupré Chloé", "Emonts Dieter") if name in page]
    assert shown == names
    assert ("Nobody found." in page) is (not names)


def test_a_number_leads_straight_to_the_file_and_stands_in_no_address() -> None:
    amina = world.client("amina")
    number = world.number_of("amina")
    for written in (number, f"{number[:6]}-{number[6:9]}.{number[9:]}", f" {number} "):
        page = desk.visitor().post("/desk/search/", {"words": written})
        assert (page.status_code, page["Location"]) == (302, f"/desk/files/{amina.key}/")
    assert desk.visitor().get("/desk/search/", {"words": number}).content.decode().count("Baert") == 0
    assert all(number not in look.why + look.route for look in people.Access.objects.all())


def test_a_number_that_cannot_exist_is_said_and_kept_in_the_field() -> None:
    page = desk.visitor().post("/desk/search/", {"words": "80051701100"})
    assert page.status_code == 422
    assert b"This national number cannot exist." in page.content
    assert b'value="80051701100"' in page.content


@pytest.mark.parametrize("words", ["", "   ", "x" * 81])
def test_what_cannot_be_searched_is_said(words: str) -> None:
    assert desk.visitor().post("/desk/search/", {"words": words}).status_code == 422
    assert people.Access.objects.count() == 0


def test_a_reference_of_onem_finds_its_client() -> None:
    world.client("bram")
    world.incoming(world.c2_batch(world.c2("bram", reference="F/2026/17")), at=now())
    exchange.read_c2(who="test")
    assert "Claes Bram" in found("F/2026/17")
    assert "Nobody found." in found("F/2026/18")


def test_a_reference_of_a_transfer_finds_who_was_paid() -> None:
    run_id = desk.prepared("bram")
    (case,) = payment.run_cases(run_id)
    assert "Claes Bram" in found(f"P{case.payment_id:012d}")
    assert "Nobody found." in found("P999999999999")


@pytest.mark.usefixtures("_cast")
def test_one_row_of_the_register_names_everybody_who_was_found() -> None:
    found("d")
    (look,) = people.Access.objects.all()
    assert (look.actor, look.route, look.action, look.why) == (
        "agnes",
        "desk:search",
        "search",
        "search by words",
    )
    assert look.clients == sorted(people.find("d", limit=5))
    assert len(look.clients) == 2


@pytest.mark.usefixtures("_cast")
def test_numbers_are_shown_masked() -> None:
    page = found("amina")
    assert world.number_of("amina") not in page
    assert f"**.**.**-***.{world.number_of('amina')[9:]}" in page


def further(page: str) -> dict[str, str]:
    """What the button for the next page sends; nothing on the last one."""
    hidden = dict(re.findall(r'<input type="hidden" name="(words|after)" value="([^"]*)">', page))
    return hidden if "after" in hidden else {}


def test_pages_follow_each_other_by_an_opaque_place_and_each_is_a_row_of_the_register() -> None:
    people.register_clients(
        [
            NewClient(niss.make(world.SINCE.replace(year=1980), n), f"An{n:02d}", "Aaa", "fr", world.SINCE)
            for n in range(1, 53)
        ],
        source="test",
    )
    visitor, sent, shown, page = desk.visitor(), {"words": "aaa"}, [], ""
    while sent:
        page = visitor.post("/desk/search/", sent).content.decode()
        shown.append(re.findall(r"Aaa (An\d\d)", page))
        sent = further(page)
        assert "An" not in sent.get("after", "")
    assert shown == [[f"An{n:02d}" for n in range(1, 51)], ["An51", "An52"], []]
    assert "Nobody else found." in page
    assert [len(look.clients) for look in people.Access.objects.order_by("pk")] == [50, 2, 0]


@pytest.mark.usefixtures("_cast")
def test_a_slip_is_forgiven_and_told() -> None:
    page = found("dupret chole")
    assert "1 client whose name is written a little differently." in page and "Dupré Chloé" in page


@pytest.mark.usefixtures("_cast")
@pytest.mark.parametrize("words", ["0470 12 34 56", "+32 470 12 34 56", "0032 470/12.34.56"])
def test_a_telephone_number_finds_who_gave_it(words: str) -> None:
    ContactPoint.objects.create(
        client=world.client("bram"), kind="phone", value="0470/12.34.56",
        valid_from=world.SINCE, known_at=world.NOON, source="test",
    )  # fmt: skip
    page = found(words)
    assert "Claes Bram" in page and "Baert" not in page
    assert all("470" not in look.why + look.route for look in people.Access.objects.all())


@pytest.mark.parametrize(("name", "answer"), [("agnes", 200), ("rita", 200), ("aude", 200), ("sam", 403)])
def test_only_who_may_see_clients_searches(name: str, answer: int) -> None:
    world.client("amina")
    assert desk.visitor(name).post("/desk/search/", {"words": "amina"}).status_code == answer
    assert people.Access.objects.count() == (1 if answer == 200 else 0)


@pytest.mark.usefixtures("_cast")
def test_searching_takes_the_same_queries_for_one_or_many(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    visitor = desk.visitor()
    for words in ("chl", "d"):
        with django_assert_num_queries(9):
            visitor.post("/desk/search/", {"words": words})
