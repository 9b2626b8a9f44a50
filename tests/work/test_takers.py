"""Fifty people reach at the same moment, for one item or for the next one: nobody has what another has."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection

from capac.core.clock import now
from capac.people import api as people
from capac.work import api as work
from tests import world

TAKERS = 50


Answer = TypeVar("Answer")


def takers() -> list[people.Staff]:
    """Fifty agents."""
    return [
        people.Staff.objects.create(login=f"taker-{n}", name="T", language="fr", roles=["agent"])
        for n in range(TAKERS)
    ]


def at_once(staff: list[people.Staff], reach: Callable[[people.Staff], Answer]) -> list[Answer]:
    """Each in a thread and on a connection of their own, all let loose together."""
    start = Barrier(TAKERS)

    def run(member: people.Staff) -> Answer:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            return reach(member)
        finally:
            connection.close()

    with ThreadPoolExecutor(TAKERS) as pool:
        return list(pool.map(run, staff))


def opened(number: int) -> work.Item:
    return work.open_item("returned_payment", ("x.Y", number), since=now(), because=world.because())


@pytest.mark.django_db(transaction=True)
def test_of_fifty_takers_one_has_the_item() -> None:
    item, staff = opened(1), takers()
    answers = at_once(staff, lambda member: work.take(item.pk, member))
    item.refresh_from_db()
    assert answers.count(True) == 1
    assert item.taken_by == staff[answers.index(True)]
    assert [change.to_state for change in work.history(item.pk)] == ["open", "taken"]


@pytest.mark.django_db(transaction=True)
def test_fifty_who_ask_for_the_next_one_have_fifty_different_ones() -> None:
    items, staff = [opened(number) for number in range(TAKERS)], takers()
    answers = at_once(staff, work.next_for)
    assert {one.pk for one in answers if one is not None} == {item.pk for item in items}
    for member, one in zip(staff, answers, strict=True):
        assert one is not None
        one.refresh_from_db()
        assert (one.state, one.taken_by) == ("taken", member)
        assert [change.to_state for change in work.history(one.pk)] == ["open", "taken"]


@pytest.mark.django_db(transaction=True)
def test_of_fifty_who_ask_for_the_next_one_when_three_wait_three_have_one() -> None:
    items = [opened(number) for number in range(3)]
    answers = at_once(takers(), work.next_for)
    found = [one.pk for one in answers if one is not None]
    assert sorted(found) == [item.pk for item in items]
