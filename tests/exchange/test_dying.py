"""The reader of C2 files is killed, or loses its database, at lines spread over its work: nothing is lost or done twice."""

from __future__ import annotations

import pytest

from capac.exchange.models import Authorisation, AuthorisedPeriod, C2Message
from capac.records.models import Reject
from capac.work.models import Item
from tests import world
from tests.flows.nursery import Ended, Nursery, nursery

SHARES = (
    ("kill", 5),
    ("kill", 20),
    ("backend", 35),
    ("kill", 45),
    ("backend", 55),
    ("kill", 70),
    ("kill", 85),
    ("kill", 5),
)
"""Where to die, in hundredths of the lines of an undisturbed round. What is committed shortens the later rounds."""


def run(nest: Nursery, way: str, at: int = 0) -> Ended:
    return nest.attempt(["exchange_day"], way=way, at=at, environment={"CAPAC_NOW": "2026-07-01T12:00"})


def waiting_batch(sequence: int) -> None:
    broken = world.c2("dieter", bodies=[world.body("2026-02-30")], message_id=f"broken-{sequence}")
    messages = [world.c2(name, sequence=sequence) for name in ("amina", "bram", "chloe", "dieter")]
    world.incoming(world.c2_batch(*messages, broken))
    world.incoming(world.c2_batch(*messages)[:-20])


def outcome() -> tuple[int, ...]:
    return (
        C2Message.objects.filter(state="applied").count(),
        C2Message.objects.filter(state="by_hand").count(),
        Authorisation.objects.count(),
        AuthorisedPeriod.objects.count(),
        Reject.objects.count(),
        Item.objects.filter(state="open").count(),
    )


@pytest.mark.django_db(transaction=True)
def test_killed_anywhere_it_reads_each_file_once() -> None:
    for name in ("amina", "bram", "chloe"):
        world.client(name)
    waiting_batch(1)
    with nursery() as nest:
        undisturbed = run(nest, "count")
        assert undisturbed.status == 0, undisturbed.error
        once = outcome()
        assert once == (3, 1, 3, 3, 2, 3)
        waiting_batch(2)
        deaths = []
        for way, share in SHARES:
            attempt = run(nest, way, undisturbed.lines * share // 100)
            assert (attempt.status != 0) == bool(attempt.died), attempt.error
            deaths += [attempt.died] if attempt.died else []
        assert len(set(deaths)) >= 5, deaths
        finished = run(nest, "plain")
    assert finished.status == 0, finished.error
    assert outcome() == tuple(2 * number for number in once)
