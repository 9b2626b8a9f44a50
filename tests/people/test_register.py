"""The access register: written before anything is shown, kept whatever follows, sealed so that a change is seen."""

from __future__ import annotations

from threading import Thread

import pytest
from django.db import connection, transaction

from capac.people import api as people
from capac.people.models import Access, AccessSeal
from tests import world

AGNES = people.Actor("staff", "agnes")


def look(*clients: int, why: str = "item 12") -> people.Access:
    return people.write(AGNES, clients, route="desk:file", action="view", why=why)


@pytest.mark.django_db(transaction=True)
def test_a_look_outlives_what_fails_after_it() -> None:
    def page_that_fails() -> None:
        look(1)
        with transaction.atomic():
            world.office()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        page_that_fails()
    row = Access.objects.get()
    assert (row.actor_kind, row.actor, row.route, row.action, row.why, row.clients) == (
        "staff", "agnes", "desk:file", "view", "item 12", [1],
    )  # fmt: skip
    assert people.Office.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_look_inside_another_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        look(1)
    assert Access.objects.count() == 0


@pytest.mark.django_db
def test_a_list_is_one_row_with_each_person_once() -> None:
    assert look(3, 1, 3, 2).clients == [1, 2, 3]
    assert Access.objects.count() == 1


@pytest.mark.django_db
def test_a_long_reason_is_cut_not_lost() -> None:
    assert look(1, why="x" * 500).why == "x" * 200


@pytest.mark.django_db
def test_a_client_sees_who_looked_newest_first_and_nobody_elses_rows() -> None:
    first, _, third = look(1), look(2), look(1, 2)
    assert people.looks_at(1) == [third, first]


@pytest.mark.django_db
def test_sealing_chains_new_rows_in_order_and_once() -> None:
    rows = [look(n) for n in range(3)]
    assert people.seal() == 3
    assert people.seal() == 0
    look(9)
    assert people.seal() == 1
    seals = AccessSeal.objects.order_by("position")
    assert [seal.position for seal in seals] == [1, 2, 3, 4]
    assert [seal.access_id for seal in seals][:3] == [row.pk for row in rows]
    assert len({seal.digest for seal in seals}) == 4
    assert people.broken_seal() is None
    assert people.check() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("why", "another reason"),
        ("actor", "rita"),
        ("clients", [7]),
        ("route", "x"),
        ("at", "2020-01-01T00:00+01:00"),
    ],
)
def test_a_changed_row_breaks_the_chain_where_it_stands(field: str, value: object) -> None:
    rows = [look(n) for n in range(4)]
    people.seal()
    Access.objects.filter(pk=rows[1].pk).update(**{field: value})
    assert people.broken_seal() == 2
    assert people.check() == ["the access register's chain breaks at seal 2"]


@pytest.mark.django_db
def test_a_row_that_is_taken_out_breaks_the_chain() -> None:
    rows = [look(n) for n in range(4)]
    people.seal()
    AccessSeal.objects.filter(access=rows[2]).delete()
    Access.objects.filter(pk=rows[2].pk).delete()
    assert people.broken_seal() == 3


@pytest.mark.django_db
def test_a_seal_made_again_over_a_changed_row_breaks_the_next_one() -> None:
    rows = [look(n) for n in range(3)]
    people.seal()
    digests = list(AccessSeal.objects.order_by("position").values_list("digest", flat=True))
    Access.objects.filter(pk=rows[0].pk).update(why="another reason")
    AccessSeal.objects.filter(position=1).update(digest=digests[1])
    assert people.broken_seal() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_seal_each_row_once() -> None:
    for n in range(50):
        look(n)
    sealed: list[int] = []

    def seal() -> None:
        sealed.append(people.seal())
        connection.close()

    sealers = [Thread(target=seal) for _ in range(4)]
    for sealer in sealers:
        sealer.start()
    for sealer in sealers:
        sealer.join()
    assert sorted(sealed) == [0, 0, 0, 50]
    assert people.broken_seal() is None
