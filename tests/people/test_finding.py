"""Clients are found by the words of their names, through an index; many are read at once."""

from __future__ import annotations

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from capac.people import api as people
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
        ("Straße 3a", ["straße", "3a"]),
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
