"""A person settles something rejected and takes it back; items are read one by one, by subject, by who did them."""

from __future__ import annotations

import pytest

from capac.core.clock import now
from capac.records import api as records
from capac.work import api as work
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def item() -> work.Item:
    """The item of a reject."""
    fault = records.Fault("cut", 3)
    row = records.reject(world.incoming(b"<x/>"), fault, because=world.because())
    assert row is not None
    work.open_rejects([row], because=world.because())
    (found,) = work.queue()
    return found


def states(item: work.Item) -> tuple[str, str]:
    """Of the item and of its reject."""
    one, reject = work.one(item.pk), records.reject_of(item.subject_id)
    assert one is not None and reject is not None
    return one.state, reject.state


def test_settled_and_taken_back_both_move_together(item: work.Item) -> None:
    agnes = world.staff("agnes")
    assert not work.settle_by_hand(item.pk, agnes, "too soon")
    work.take(item.pk, agnes)
    assert not work.settle_by_hand(item.pk, world.staff("pol"), "not his")
    assert states(item) == ("taken", "open")
    assert work.settle_by_hand(item.pk, agnes, "asked again")
    assert states(item) == ("done", "closed")
    assert not work.reopen_reject(item.pk, world.staff("pol"))
    assert work.reopen_reject(item.pk, agnes)
    assert states(item) == ("taken", "open")
    assert [c.to_state for c in records.history("records.Reject", item.subject_id)] == [
        "open",
        "closed",
        "open",
    ]


def test_what_a_job_settled_no_person_takes_back(item: work.Item) -> None:
    agnes = world.staff("agnes")
    work.take(item.pk, agnes)
    work.settle_reject(item.subject_id, outcome="kept", because=world.because("read_ec3"))
    assert not work.reopen_reject(item.pk, agnes)
    assert states(item) == ("done", "closed")


def test_an_item_of_another_kind_is_not_settled_as_a_reject() -> None:
    other = work.open_item("returned_payment", ("x.Y", 1), since=now(), because=world.because())
    agnes = world.staff("agnes")
    work.take(other.pk, agnes)
    assert not work.settle_by_hand(other.pk, agnes, "no")
    assert not work.reopen_reject(other.pk, agnes)
    assert not work.settle_by_hand(999_999, agnes, "nobody")


def test_items_are_found_by_subject_and_by_who_did_them(item: work.Item) -> None:
    agnes = world.staff("agnes")
    assert work.one(999_999) is None
    assert work.waiting_for(work.REJECT_SUBJECT, [item.subject_id, 999_999]) == {item.subject_id: item.pk}
    assert work.waiting_for(work.REJECT_SUBJECT, []) == {}
    assert work.lately_done(agnes) == []
    work.take(item.pk, agnes)
    work.settle_by_hand(item.pk, agnes, "asked")
    assert work.waiting_for(work.REJECT_SUBJECT, [item.subject_id]) == {}
    assert [one.pk for one in work.lately_done(agnes)] == [item.pk]
    assert work.lately_done(world.staff("pol")) == []
