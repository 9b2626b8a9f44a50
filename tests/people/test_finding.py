"""Clients are found by the words of their names, through an index; many are read at once."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from capac.core import niss
from capac.people import api as people
from capac.people import finding
from capac.people.clients import NewClient
from capac.people.models import ContactPoint
from capac.people.names import words_of
from tests import world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Dupré-d'Ève", ["dupre", "d", "eve"]),
        ("  ÅSTRÖM  ", ["astrom"]),
        ("%_*:&|!'\\", []),
        ("", []),
        ("Straße 3a Œuvre Øst", ["strasse", "3a", "oeuvre", "ost"]),
    ],
)
def test_what_is_typed_is_folded_to_letters_and_digits(typed: str, words: list[str]) -> None:
    assert words_of(typed) == words


def test_every_word_begins_a_word_of_the_name_in_any_order() -> None:
    chloe, dieter = world.client("chloe"), world.client("dieter")
    assert people.find("chl dupre", limit=9) == [chloe.pk]
    assert people.find("d", limit=9) == [chloe.pk, dieter.pk]
    assert people.find("d", limit=1) == [chloe.pk]
    assert people.find("upre", limit=9) == []
    assert people.find("' & !d:*", limit=9) == [chloe.pk, dieter.pk]


def named(family: str, given: str = "Jo") -> int:
    """Somebody of this name, with a number of nobody."""
    serial = people.Client.objects.count() + 100
    number = niss.make(date(1980, 1, 1), serial)
    people.register_clients([NewClient(number, given, family, "fr", world.SINCE)], source="test")
    return people.by_niss(number).pk


def found(words: str, limit: int = 9) -> tuple[list[int], list[int]]:
    page = people.search(words, limit=limit)
    assert page.too_many is False
    return page.asked, page.by_slip


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Dupré", "DUPRE"),
        ("Weiß", "weiss"),
        ("Van den Berghe", "vandenberghe"),
        ("Vandenberghe", "van den berghe"),
        ("Van Denberghe", "vandenberghe"),
        ("D'Hondt", "dhondt"),
        ("Dhondt", "d'hondt"),
        ("Peeters-Claes", "claes peeters"),
    ],
)
def test_a_name_is_found_however_it_is_written(name: str, typed: str) -> None:
    pk = named(name)
    named("Somebody Else")
    assert found(typed) == ([pk], [])


@pytest.mark.parametrize(
    "typed", ["Durpé", "Dupret", "Dupe", "Duprés", "Tupré Chloé", "dupre chole", "Chloe Dupré"]
)
def test_a_slip_or_two_are_forgiven_and_told_apart(typed: str) -> None:
    pk, _other = named("Dupré", "Chloé"), named("Emonts", "Dieter")
    assert found(typed) == (([pk], []) if typed == "Chloe Dupré" else ([], [pk]))


@pytest.mark.parametrize("typed", ["Dubois", "Du", "xy", "Chloris"])
def test_more_than_two_slips_are_another_name(typed: str) -> None:
    pk = named("Dupré", "Chloé")
    assert found(typed) == (([pk], []) if typed == "Du" else ([], []))


def pages(words: str, limit: int) -> list[tuple[list[int], list[int]]]:
    """Every page to the last one."""
    found, after = [], ""
    while True:
        page = people.search(words, after=after, limit=limit)
        found.append((page.asked, page.by_slip))
        if not (after := page.next):
            return found
        assert not any(name in after for name in ("Jans", "Jens", "A0"))


def test_who_is_called_so_comes_before_whose_name_begins_so_and_those_before_slips() -> None:
    begins, same, slip = named("Janssens"), named("Jans"), named("Jens")
    assert pages("jans", 9) == [([same], []), ([begins], []), ([], [slip])]


def test_pages_follow_each_other_over_all_kinds_without_a_gap() -> None:
    same = [named("Jans", f"A{number}") for number in range(3)]
    begins = [named("Janssens", f"A{number}") for number in range(2)]
    slips = [named("Jens", f"A{number}") for number in range(3)]
    assert pages("jans", 2) == [
        (same[:2], []),
        (same[2:], []),
        (begins, []),
        ([], slips[:2]),
        ([], slips[2:]),
    ]


def test_a_place_that_is_none_begins_anew() -> None:
    pk = named("Jans")
    for after in ("9.x", "0.", "0.not-a-key", "'"):
        assert people.search("jans", after=after, limit=9).asked == [pk]


def test_what_too_many_answer_is_told_and_still_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST", 3)
    for number in range(5):
        named("Jans", f"A{number}")
    page = people.search("jans", limit=2)
    assert (len(page.asked), page.too_many) == (2, True)
    assert people.search("zzz", limit=2) == finding.Found([], [], "", False)
    assert people.search("", limit=2) == finding.Found([], [], "", False)


@pytest.mark.parametrize("asked", ["0470 12 34 56", "+32 470/12.34.56", "0032470123456", "470123456"])
def test_a_telephone_number_is_found_however_it_is_written(asked: str) -> None:
    amina, bram = world.client("amina"), world.client("bram")
    for client, value in ((amina, "+32 470 12 34 56"), (bram, "0471 12 34 56")):
        ContactPoint.objects.create(
            client=client,
            kind="phone",
            value=value,
            valid_from=world.SINCE,
            known_at=world.NOON,
            source="test",
        )
    assert people.by_phone(asked, limit=9) == [amina.pk]
    assert people.by_phone("12 34 56", limit=9) == []


def test_the_index_answers() -> None:
    world.client("amina")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'client_name_words'")
        assert "gin" in cursor.fetchone()[0]
    assert people.find("amina", limit=1) == [world.client("amina").pk]


def test_many_are_read_in_one_query_with_their_office(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ids = [world.client(name).pk for name in ("amina", "bram")]
    with django_assert_num_queries(1):
        found = people.clients(ids)
        assert [office.code for pk in ids if (office := found[pk].office)] == ["BP01", "BP02"]
    with django_assert_num_queries(0):
        assert people.clients([]) == {}
