"""Fifty people reach for one item at the same moment: exactly one has it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from capac.core.clock import now
from capac.people import api as people
from capac.work import api as work
from tests import world

TAKERS = 50


@pytest.mark.django_db(transaction=True)
def test_of_fifty_takers_one_has_the_item() -> None:
    item = work.open_item("returned_payment", ("x.Y", 1), since=now(), because=world.because())
    staff = [
        people.Staff.objects.create(login=f"taker-{n}", name="T", language="fr", roles=[])
        for n in range(TAKERS)
    ]
    start = Barrier(TAKERS)

    def reach(member: people.Staff) -> bool:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            return work.take(item.pk, member)
        finally:
            connection.close()

    with ThreadPoolExecutor(TAKERS) as pool:
        answers = list(pool.map(reach, staff))
    item.refresh_from_db()
    assert answers.count(True) == 1
    assert item.taken_by == staff[answers.index(True)]
    assert [change.to_state for change in work.history(item.pk)] == ["open", "taken"]
