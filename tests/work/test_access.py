"""Who may open a client's file, and why: denied by default, a reason for each look, the glass broken and reviewed."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from capac.core.clock import now
from capac.people import api as people
from capac.work import api as work
from capac.work.models import Grant
from tests import world

pytestmark = pytest.mark.django_db
WORDS = "her sister asked in the street"


@pytest.fixture
def amina() -> people.Client:
    return world.client("amina")


def opened(client: people.Client, kind: str = "returned_payment", number: int = 1) -> work.Item:
    """A task of a client."""
    row = work.NewItem(kind, ("x.Y", number), now(), client_id=client.pk)
    work.open_items([row], because=world.because())
    return work.Item.objects.get(kind=kind, subject_id=number)


def why(name: str, client: people.Client) -> str:
    """The reason as the register keeps it; nothing where there is none."""
    reason = work.may_open(world.staff(name), client.pk)
    return reason.told if reason else ""


def test_nobody_opens_a_file_without_a_reason(amina: people.Client) -> None:
    for name in ("agnes", "pol", "rita", "carla", "sam", "aude", "mia", "fien"):
        assert why(name, amina) == ""
    assert work.may_open(None, amina.pk) is None


def test_a_task_in_hand_is_a_reason_and_its_end_is_one_for_a_week(
    amina: people.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    item, pol = opened(amina), world.staff("pol")
    people.Staff.objects.filter(pk=pol.pk).update(office=world.office("2"))
    pol.refresh_from_db()
    assert why("pol", amina) == ""
    work.take(item.pk, pol)
    assert why("pol", amina) == f"item {item.pk}"
    assert why("pol", world.client("bram")) == ""
    work.done(item.pk, pol, "called")
    assert why("pol", amina) == f"item {item.pk}"
    monkeypatch.setenv("CAPAC_NOW", "2026-07-08T12:00")
    assert why("pol", amina) == f"item {item.pk}"
    monkeypatch.setenv("CAPAC_NOW", "2026-07-08T12:01")
    assert why("pol", amina) == ""


def test_a_task_that_waits_in_the_office_is_a_reason_for_who_may_take_it(amina: people.Client) -> None:
    item = opened(amina, "c2_by_hand")
    assert (why("carla", amina), why("agnes", amina)) == (f"team {item.pk}", "")
    people.Staff.objects.filter(login="carla").update(office=world.office("2"))
    assert why("carla", amina) == ""


def test_who_may_see_no_client_has_no_reason_whatever_waits(amina: people.Client) -> None:
    work.take(opened(amina).pk, world.staff("sam"))
    assert why("sam", amina) == ""
    with pytest.raises(work.AccessError) as error:
        work.break_glass(world.staff("sam"), amina.pk, WORDS)
    assert error.value.reason == "not_allowed"


def test_the_review_of_a_broken_glass_is_no_reason_for_its_reviewer(amina: people.Client) -> None:
    work.break_glass(world.staff("agnes"), amina.pk, WORDS)
    work.take(work.Item.objects.get().pk, world.staff("mia"))
    assert why("mia", amina) == ""


@pytest.mark.parametrize(
    ("name", "motives"),
    [
        ("agnes", ["counter", "phone", "video", "mail"]),
        ("pol", ["counter", "phone", "video", "mail", "payment_run"]),
        ("rita", ["payment_run"]),
        ("aude", ["audit"]),
        ("sam", []),
    ],
)
def test_the_motives_that_one_may_give_follow_from_the_role(name: str, motives: list[str]) -> None:
    assert work.motives_of(world.staff(name)) == motives


def test_a_motive_opens_the_file_until_midnight(
    amina: people.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    agnes = world.staff("agnes")
    assert work.give_motive(agnes, amina.pk, "phone").told == why("agnes", amina) != ""
    grant = Grant.objects.get()
    assert why("agnes", amina) == f"motive {grant.pk} phone"
    assert (why("pol", amina), why("agnes", world.client("bram"))) == ("", "")
    monkeypatch.setenv("CAPAC_NOW", "2026-07-01T23:59")
    assert why("agnes", amina) != ""
    monkeypatch.setenv("CAPAC_NOW", "2026-07-02T00:00")
    assert why("agnes", amina) == ""


@pytest.mark.parametrize(
    ("name", "motive"), [("agnes", "audit"), ("rita", "phone"), ("agnes", "break_glass"), ("agnes", "x")]
)
def test_a_motive_that_is_not_of_the_role_is_refused(amina: people.Client, name: str, motive: str) -> None:
    with pytest.raises(work.AccessError) as error:
        work.give_motive(world.staff(name), amina.pk, motive)
    assert error.value.reason == "unknown_motive"
    assert Grant.objects.count() == 0


def test_a_broken_glass_opens_the_file_and_stands_before_a_manager(amina: people.Client) -> None:
    agnes = world.staff("agnes")
    work.break_glass(agnes, amina.pk, WORDS)
    grant = Grant.objects.get()
    assert why("agnes", amina) == f"glass {grant.pk} {WORDS}"
    (item,) = work.queue(work.Filters(kinds=[work.REVIEW]))
    assert (item.client_id, item.subject_kind, item.subject_id, item.arguments, item.due_on) == (
        amina.pk, work.GRANT_SUBJECT, grant.pk, {"who": "agnes", "text": WORDS}, date(2026, 7, 8),
    )  # fmt: skip
    assert not work.may_take(agnes, item.kind)
    assert work.take(item.pk, world.staff("mia"))
    assert work.check() == []


@pytest.mark.parametrize(
    ("words", "reason"), [("", "too_short"), ("because", "too_short"), ("x" * 201, "too_long")]
)
def test_a_glass_is_broken_with_words(amina: people.Client, words: str, reason: str) -> None:
    with pytest.raises(work.AccessError) as error:
        work.break_glass(world.staff("agnes"), amina.pk, words)
    assert error.value.reason == reason
    assert (Grant.objects.count(), work.Item.objects.count()) == (0, 0)


def test_a_broken_glass_that_nobody_is_asked_to_review_is_found(amina: people.Client) -> None:
    Grant.objects.create(
        staff=world.staff("agnes"),
        client=amina,
        motive="break_glass",
        text=WORDS,
        given_at=now(),
        day=now().date(),
    )
    assert work.check() == ["1 times a glass was broken and nobody was asked to review it"]


def test_the_reason_takes_two_queries_at_most(
    amina: people.Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    agnes = world.staff("agnes")
    work.give_motive(agnes, amina.pk, "phone")
    with django_assert_num_queries(2):
        assert work.may_open(agnes, amina.pk)
    for number in range(5):
        opened(amina, number=number)
    with django_assert_num_queries(1):
        assert work.may_open(agnes, amina.pk)
