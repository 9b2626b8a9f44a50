"""Work items: opened once, taken by one, done, undone, closed by their room; and the queue of them."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from capac.core.clock import now
from capac.work import api as work
from capac.work.models import Item
from tests import world

pytestmark = pytest.mark.django_db
SUBJECT = ("payment.Payment", 7)


def opened(kind: str = "returned_payment", subject: tuple[str, int] = SUBJECT) -> Item:
    return work.open_item(kind, subject, since=now(), because=world.because("bank", "returned AC04"))


def states(item: Item) -> list[str]:
    return [change.to_state for change in work.history(item.pk)]


def test_an_item_is_opened_once_for_its_subject() -> None:
    first, second = opened(), opened()
    assert first.pk == second.pk
    assert states(first) == ["open"]
    assert opened("another_kind").pk != first.pk
    assert opened(subject=("payment.Payment", 8)).pk != first.pk


def test_many_items_at_once_skip_those_that_wait() -> None:
    opened(subject=("payment.Payment", 3))
    rows = [work.NewItem("returned_payment", ("payment.Payment", pk), now()) for pk in (3, 4, 5)]
    assert work.open_items(rows, because=world.because()) == 2
    assert work.open_items(rows, because=world.because()) == 0
    assert work.open_items([], because=world.because()) == 0
    assert [len(states(item)) for item in Item.objects.all()] == [1, 1, 1]


def test_once_done_the_same_subject_may_need_a_person_again() -> None:
    first = opened()
    assert work.close_for(SUBJECT, "returned_payment", outcome="paid again", because=world.because())
    assert opened().pk != first.pk


def test_taken_by_one_it_is_not_for_another() -> None:
    item, agnes, pol = opened(), world.staff("agnes"), world.staff("pol")
    assert work.take(item.pk, agnes)
    assert not work.take(item.pk, pol)
    assert not work.take(item.pk, agnes)
    assert not work.done(item.pk, pol, "not mine")
    assert not work.give_back(item.pk, pol)
    item.refresh_from_db()
    assert (item.state, item.taken_by) == ("taken", agnes)
    assert [(c.who, c.to_state) for c in work.history(item.pk)] == [("bank", "open"), ("agnes", "taken")]


def test_given_back_it_is_for_everybody() -> None:
    item, agnes, pol = opened(), world.staff("agnes"), world.staff("pol")
    work.take(item.pk, agnes)
    assert work.give_back(item.pk, agnes)
    item.refresh_from_db()
    assert (item.state, item.taken_by) == ("open", None)
    assert work.take(item.pk, pol)


def test_done_and_undone_by_the_same_person() -> None:
    item, agnes, pol = opened(), world.staff("agnes"), world.staff("pol")
    work.take(item.pk, agnes)
    assert work.done(item.pk, agnes, "client called")
    item.refresh_from_db()
    assert (item.state, item.done_by, item.done_at, item.outcome) == ("done", agnes, now(), "client called")
    assert not work.undo(item.pk, pol)
    assert work.undo(item.pk, agnes)
    assert not work.undo(item.pk, agnes)
    item.refresh_from_db()
    assert (item.state, item.taken_by, item.done_by, item.done_at, item.outcome) == (
        "taken",
        agnes,
        None,
        None,
        "",
    )
    assert states(item) == ["open", "taken", "done", "taken"]
    assert work.check() == []


def test_what_is_open_cannot_be_done() -> None:
    assert not work.done(opened().pk, world.staff("agnes"), "too soon")


def test_an_item_closed_by_its_room_cannot_be_undone() -> None:
    item, agnes = opened(), world.staff("agnes")
    work.take(item.pk, agnes)
    assert work.close_for(SUBJECT, "returned_payment", outcome="settled", because=world.because("pay_month"))
    assert not work.undo(item.pk, agnes)
    assert not work.close_for(SUBJECT, "returned_payment", outcome="again", because=world.because())
    item.refresh_from_db()
    assert (item.state, item.outcome, item.done_by) == ("done", "settled", None)


def test_done_is_not_undone_while_a_new_item_waits_for_the_same_subject() -> None:
    item, agnes = opened(), world.staff("agnes")
    work.take(item.pk, agnes)
    work.done(item.pk, agnes, "done")
    opened()
    assert not work.undo(item.pk, agnes)


def test_the_queue_goes_by_place_then_by_id_page_by_page() -> None:
    places = [date(2026, 7, 9), date(2026, 7, 3), date(2026, 7, 9), date(2026, 7, 1)]
    for pk, place in enumerate(places):
        Item.objects.filter(pk=opened(subject=("x.Y", pk)).pk).update(
            placed_on=place, due_on=date(2026, 7, 20)
        )
    seen, after = [], None
    while page := work.queue(after=after, limit=2):
        seen += [item.subject_id for item in page]
        after = work.key_of(page[-1])
    assert seen == [3, 1, 0, 2]


def test_hardship_goes_first_of_equal_promises() -> None:
    amina = world.client("amina")
    without = opened(subject=("x.Y", 1))
    row = work.NewItem(
        "returned_payment", ("x.Y", 2), now(), client_id=amina.pk, without_income_since=date(2026, 7, 1)
    )
    work.open_items([row], because=world.because())
    first, second = work.queue()
    assert (first.client_id, first.due_on, first.placed_on) == (amina.pk, date(2026, 7, 8), date(2026, 7, 1))
    assert (second.pk, second.placed_on) == (without.pk, date(2026, 7, 8))


def test_an_item_remembers_the_office_and_the_language_of_its_client() -> None:
    bram = world.client("bram")
    item = work.open_item(
        "returned_payment", SUBJECT, client_id=bram.pk, since=now(), because=world.because()
    )
    assert (item.office, item.language) == (world.office("2"), "nl")
    assert (opened("x").office, opened("x").language) == (None, "")


def test_the_queue_can_be_narrowed() -> None:
    agnes, amina = world.staff("agnes"), world.client("amina")
    mine = opened()
    other = work.open_item("c2", ("x.Y", 1), client_id=amina.pk, since=now(), because=world.because())
    finished = opened(subject=("x.Y", 2))
    work.take(mine.pk, agnes)
    work.close_for(("x.Y", 2), "returned_payment", outcome="", because=world.because())
    assert [i.pk for i in work.queue()] == [mine.pk, other.pk]
    assert [i.pk for i in work.queue(work.Filters(kinds=["c2"]))] == [other.pk]
    assert [i.pk for i in work.queue(work.Filters(taken_by_id=agnes.pk))] == [mine.pk]
    assert [i.pk for i in work.queue(work.Filters(client_id=amina.pk))] == [other.pk]
    assert [i.pk for i in work.queue(work.Filters(states=["done"]))] == [finished.pk]
    assert [i.pk for i in work.queue(work.Filters(without=["c2"]))] == [mine.pk]
    assert [i.pk for i in work.queue(work.Filters(office_id=world.office().pk))] == [other.pk]


def test_counts_tell_what_waits_by_kind_and_since_which_promise(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    agnes = world.staff("agnes")
    first, second = opened(), opened(subject=("x.Y", 1))
    Item.objects.filter(pk=second.pk).update(due_on=date(2026, 7, 3), placed_on=date(2026, 7, 3))
    opened("c2", ("x.Y", 2))
    opened("c2_by_hand", ("x.Y", 3))
    work.take(first.pk, agnes)
    work.close_for(("x.Y", 2), "c2", outcome="", because=world.because())
    with django_assert_num_queries(1):
        assert work.counts(without=["c2_by_hand"]) == {
            "returned_payment": work.Waiting(1, 1, date(2026, 7, 3))
        }
    assert list(work.counts()) == ["c2_by_hand", "returned_payment"]


def test_a_long_queue_is_counted_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("capac.work.tallying.COUNTED", 2)
    for number in range(2):
        opened(subject=("x.Y", number))
    assert work.counts()["returned_payment"] == work.Waiting(2, 0, date(2026, 7, 8))
    opened(subject=("x.Y", 9))
    assert work.counts()["returned_payment"] == work.Waiting(3, 0, date(2026, 7, 8), is_more=True)


def test_when_it_is_done_an_item_keeps_how_long_it_waited(monkeypatch: pytest.MonkeyPatch) -> None:
    agnes = world.staff("agnes")
    kept, late, closed = (opened(subject=("x.Y", number)) for number in range(3))
    work.take(kept.pk, agnes)
    work.take(late.pk, agnes)
    monkeypatch.setenv("CAPAC_NOW", "2026-07-08T12:00")
    work.done(kept.pk, agnes, "done")
    monkeypatch.setenv("CAPAC_NOW", "2026-07-09T12:00")
    work.done(late.pk, agnes, "done")
    assert work.close_all("returned_payment", "x.Y", [2, 99], outcome="gone", because=world.because()) == 1
    rows = Item.objects.order_by("pk").values_list("pk", "waited_days", "is_kept")
    assert list(rows) == [(kept.pk, 5, True), (late.pk, 6, False), (closed.pk, 6, False)]


@pytest.mark.parametrize(
    ("name", "kind", "may"),
    [
        ("carla", "c2_by_hand", True),
        ("agnes", "c2_by_hand", False),
        ("agnes", "rejected_message", True),
        ("rita", "rejected_message", False),
        ("sam", "returned_payment", False),
        ("mia", "access_to_review", True),
        ("mia", "returned_payment", False),
        ("agnes", "access_to_review", False),
    ],
)
def test_who_may_take_what(name: str, kind: str, *, may: bool) -> None:
    assert work.may_take(world.staff(name), kind) is may
    assert not work.may_take(None, kind)


def test_the_check_finds_what_cannot_be() -> None:
    item = opened()
    Item.objects.filter(pk=item.pk).update(
        done_at=now(), taken_by=world.staff("agnes"), snoozed_until=date(2026, 7, 9)
    )
    assert work.check() == [
        "1 items are done without a moment, or have one without being done",
        "1 open items are still with somebody",
        "1 items have a day to wake and do not sleep",
    ]
