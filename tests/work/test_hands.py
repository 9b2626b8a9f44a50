"""An item goes from hand to hand, sleeps with a reason, and is offered to who fits it."""

from __future__ import annotations

from datetime import date

import pytest

from capac.core.clock import now
from capac.people import api as people
from capac.work import api as work
from capac.work.models import Item
from tests import world

pytestmark = pytest.mark.django_db
AGNES, POL, CARLA = "agnes", "pol", "carla"


def opened(
    number: int = 1, kind: str = "returned_payment", client: str = "", due: date | None = None
) -> Item:
    """An item, of a client or not."""
    client_id = world.client(client).pk if client else None
    row = work.NewItem(kind, ("x.Y", number), now(), client_id=client_id, due_on=due)
    work.open_items([row], because=world.because())
    return Item.objects.get(subject_id=number, kind=kind)


def taken(number: int = 1, name: str = AGNES) -> Item:
    """An item in somebody's hand."""
    item = opened(number)
    assert work.take(item.pk, world.staff(name))
    return item


def stands(item: Item) -> tuple[str, str | None, date | None]:
    """The state, who has it, until when it sleeps."""
    item.refresh_from_db()
    return item.state, item.taken_by.login if item.taken_by else None, item.snoozed_until


def test_handed_over_it_is_with_the_other_and_the_log_says_why() -> None:
    item, agnes, pol = taken(), world.staff(AGNES), world.staff(POL)
    assert not work.hand_over(item.pk, pol, agnes, note="not his")
    assert work.hand_over(item.pk, agnes, pol, note="he knows the bank")
    assert stands(item) == ("taken", POL, None)
    last = work.history(item.pk)[-1]
    assert (last.from_state, last.to_state, last.who, last.why) == (
        "taken", "taken", AGNES, "handed over to pol: he knows the bank",
    )  # fmt: skip
    assert not work.done(item.pk, agnes, "too late")


def test_nothing_is_handed_to_who_is_not_there() -> None:
    item, agnes, pol = taken(), world.staff(AGNES), world.staff(POL)
    people.note_absence(pol, date(2026, 7, 1), date(2026, 7, 3), who="mia")
    with pytest.raises(work.TakingError) as error:
        work.hand_over(item.pk, agnes, pol, note="please")
    assert (error.value.reason, error.value.arguments) == ("absent", {"name": "Pol"})
    assert stands(item) == ("taken", AGNES, None)


def test_asleep_it_keeps_its_promise_and_wakes_in_the_same_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    item, agnes = taken(), world.staff(AGNES)
    assert work.snooze(item.pk, agnes, date(2026, 7, 6), reason="the client calls back")
    assert stands(item) == ("snoozed", AGNES, date(2026, 7, 6))
    assert item.due_on == date(2026, 7, 8)
    assert work.history(item.pk)[-1].why == "until 2026-07-06: the client calls back"
    assert not work.snooze(item.pk, agnes, date(2026, 7, 7), reason="again")
    assert work.queue() == []
    monkeypatch.setenv("CAPAC_NOW", "2026-07-03T12:00")
    assert work.wake(because=world.because()) == 0
    monkeypatch.setenv("CAPAC_NOW", "2026-07-06T06:00")
    assert work.wake(because=world.because()) == 1
    assert stands(item) == ("taken", AGNES, None)


def test_what_sleeps_can_be_done_given_back_and_closed_by_its_room() -> None:
    agnes, because = world.staff(AGNES), world.because()
    done, back, closed = (taken(number) for number in (1, 2, 3))
    for item in (done, back, closed):
        work.snooze(item.pk, agnes, date(2026, 7, 6), reason="waits")
    assert work.done(done.pk, agnes, "called")
    assert work.give_back(back.pk, agnes)
    assert work.close_for(("x.Y", 3), "returned_payment", outcome="gone", because=because)
    assert [stands(one) for one in (done, back, closed)] == [
        ("done", AGNES, None), ("open", None, None), ("done", AGNES, None),
    ]  # fmt: skip
    assert work.check() == []


def test_nothing_sleeps_beyond_its_promise() -> None:
    item, agnes = taken(), world.staff(AGNES)
    for until, reason, arguments in (
        (date(2026, 7, 1), "past", {}),
        (date(2026, 7, 9), "beyond", {"last": "2026-07-08"}),
    ):
        with pytest.raises(work.TakingError) as error:
            work.snooze(item.pk, agnes, until, reason="waits")
        assert (error.value.reason, error.value.arguments) == (reason, arguments)
    assert not work.snooze(item.pk, world.staff(POL), date(2026, 7, 2), reason="not his")
    assert stands(item) == ("taken", AGNES, None)


def test_what_is_late_sleeps_five_working_days_at_most() -> None:
    item = taken()
    Item.objects.filter(pk=item.pk).update(due_on=date(2026, 6, 30), placed_on=date(2026, 6, 30))
    assert work.last_sleep(Item.objects.get(pk=item.pk)) == date(2026, 7, 8)


def test_the_next_item_is_of_the_own_office_a_language_that_one_speaks_and_a_kind_that_one_may_take() -> None:
    agnes = world.staff(AGNES)
    opened(1, client="bram", due=date(2026, 7, 20))
    opened(2, kind="c2_by_hand", client="amina", due=date(2026, 7, 10))
    own = opened(3, client="amina", due=date(2026, 7, 29))
    assert work.next_for(agnes) == own
    assert stands(own) == ("taken", AGNES, None)
    assert work.next_for(agnes) is None
    people.Staff.objects.filter(pk=agnes.pk).update(languages=["nl"])
    agnes.refresh_from_db()
    other = work.next_for(agnes)
    assert other is not None and other.subject_id == 1


def test_another_office_goes_first_only_when_its_promise_is_at_risk() -> None:
    agnes = world.staff(AGNES)
    world.client("chloe")
    people.Client.objects.filter(given_name="Chloé").update(office=world.office("2"))
    own = opened(1, client="amina", due=date(2026, 7, 20))
    # Friday the third is two working days away, Monday three.
    not_yet = opened(2, client="chloe", due=date(2026, 7, 6))
    assert work.next_for(agnes) == own
    work.give_back(own.pk, agnes)
    Item.objects.filter(pk=not_yet.pk).update(due_on=date(2026, 7, 3), placed_on=date(2026, 7, 3))
    assert work.next_for(agnes) == not_yet


def test_a_skill_narrows_what_is_offered_and_not_what_may_be_taken() -> None:
    pol = world.staff(POL)
    people.Staff.objects.filter(pk=pol.pk).update(skills=["bank"])
    pol.refresh_from_db()
    returned = opened(1)
    assert work.next_for(pol) is None
    asked = opened(2, kind="recall_asked")
    assert work.next_for(pol) == asked
    assert work.take(returned.pk, pol)
    assert work.skills()[:3] == ["c2", "payments", "verification"]


def test_an_expert_is_offered_the_c2_and_a_manager_only_what_is_to_review() -> None:
    c2 = opened(1, kind="c2_by_hand", client="amina")
    assert work.next_for(world.staff("mia")) is None
    assert work.next_for(world.staff(CARLA)) == c2
    review = opened(2, kind="access_to_review")
    assert work.next_for(world.staff(CARLA)) is None
    assert work.next_for(world.staff("mia")) == review
