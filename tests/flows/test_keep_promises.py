"""A client is told before a promised date slips, once for each slip, with a new date; what sleeps wakes."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from capac.channels.letters import api as letters
from capac.core.clock import now
from capac.flows import keep_promises as flow
from capac.people import api as people
from capac.work import api as work
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wednesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-07-01T12:00")


def opened(kind: str, number: int = 1, client: str = "amina") -> work.Item:
    """A task of a client that waits since the first of July."""
    row = work.NewItem(kind, ("x.Y", number), now(), client_id=world.client(client).pk)
    work.open_items([row], because=world.because())
    return work.Item.objects.get(kind=kind, subject_id=number)


def told(client: str = "amina") -> list[tuple[str, str]]:
    """The promise and the new one of each letter, the first one first."""
    rows = letters.Letter.objects.filter(client=world.client(client), kind="promise_slips")
    return sorted((one.data["promised_on"], one.data["new_date"]) for one in rows)


def round_of(**expected: int) -> None:
    """A round, and nothing else than what is expected of it."""
    assert flow.keep_promises(who="test") == dict.fromkeys(flow.COUNTERS, 0) | expected


def test_a_client_is_told_before_the_day_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    item = opened("c2_by_hand")
    monkeypatch.setenv("CAPAC_NOW", "2026-07-13T07:15")
    round_of()
    # The promise is Wednesday the 15th: on Tuesday it can still be kept, and would slip tomorrow.
    monkeypatch.setenv("CAPAC_NOW", "2026-07-14T07:15")
    round_of(renewed=1, told=1)
    round_of()
    item.refresh_from_db()
    assert (item.due_on, item.placed_on, item.slips, item.state) == (
        date(2026, 8, 1), date(2026, 7, 15), 1, "open",
    )  # fmt: skip
    assert told() == [("2026-07-15", "2026-08-01")]
    assert [(one.slipped_on, one.promised_on) for one in work.tellings_for(item.pk)] == [
        (date(2026, 7, 15), date(2026, 8, 1))
    ]
    assert work.check() == []


def test_a_promise_that_slips_again_is_told_again(monkeypatch: pytest.MonkeyPatch) -> None:
    item = opened("c2_by_hand")
    for day in ("2026-07-14", "2026-07-31"):
        monkeypatch.setenv("CAPAC_NOW", f"{day}T07:15")
        round_of(renewed=1, told=1)
    assert told() == [("2026-07-15", "2026-08-01"), ("2026-08-01", "2026-08-07")]
    item.refresh_from_db()
    assert item.slips == 2


def test_what_is_kept_or_concerns_no_client_is_told_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, agnes = opened("returned_payment"), world.staff("agnes")
    opened("own_fault_loss", 2)
    work.open_items([work.NewItem("returned_payment", ("x.Y", 3), now())], because=world.because())
    work.take(kept.pk, agnes)
    work.done(kept.pk, agnes, "done")
    monkeypatch.setenv("CAPAC_NOW", "2026-07-09T07:15")
    round_of()
    assert told() == []


def test_what_sleeps_wakes_and_its_promise_slips_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    item, agnes = opened("returned_payment"), world.staff("agnes")
    work.take(item.pk, agnes)
    work.snooze(item.pk, agnes, date(2026, 7, 8), reason="the client calls back")
    monkeypatch.setenv("CAPAC_NOW", "2026-07-07T07:15")
    round_of(renewed=1, told=1)
    monkeypatch.setenv("CAPAC_NOW", "2026-07-08T07:15")
    round_of(woken=1)
    item.refresh_from_db()
    assert (item.state, item.taken_by, item.due_on) == ("taken", agnes, date(2026, 8, 1))


def test_who_has_died_gets_no_letter_and_who_speaks_german_one_in_german(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened("returned_payment", 1, "bram")
    opened("returned_payment", 2, "dieter")
    people.note_death(world.client("bram").pk, date(2026, 7, 2))
    monkeypatch.setenv("CAPAC_NOW", "2026-07-07T07:15")
    round_of(renewed=2, told=1, died=1)
    assert told("bram") == []
    letter = letters.Letter.objects.get()
    assert (letter.client_id, letter.language, letter.kind) == (
        world.client("dieter").pk,
        "de",
        "promise_slips",
    )
    assert letter.data == {
        "about": "payment", "promised_on": "2026-07-08", "new_date": "2026-08-01", "cause": "check",
    }  # fmt: skip


def test_a_worker_that_dies_between_the_date_and_the_letter_leaves_the_promise_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    item = opened("returned_payment")
    monkeypatch.setenv("CAPAC_NOW", "2026-07-07T07:15")

    def dies(*_args: object, **_told: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(letters, "write_letter", dies)
        with pytest.raises(KeyboardInterrupt):
            flow.keep_promises(who="test")
    item.refresh_from_db()
    assert (item.due_on, item.slips, work.tellings_for(item.pk), told()) == (date(2026, 7, 8), 0, [], [])
    round_of(renewed=1, told=1)


def test_more_slips_than_a_page_are_all_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, "PAGE", 2)
    for number in range(5):
        opened("returned_payment", number)
    monkeypatch.setenv("CAPAC_NOW", "2026-07-08T07:15")
    round_of(renewed=5, told=5)
    assert len(told()) == 5


def test_the_command_tells_its_counters() -> None:
    out = StringIO()
    call_command("keep_promises", stdout=out)
    assert out.getvalue() == "woken=0 renewed=0 told=0 died=0 unwritable=0\n"
