"""How letters leave: once each, by the eBox or on paper, whatever the other side does."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import Settings

from capac.channels.ebox import api as ebox
from capac.channels.ebox import gateway
from capac.channels.ebox.models import Message
from capac.channels.letters import api as letters
from capac.channels.letters import sending
from capac.people import api as people
from capac.records.models import OutgoingMessage
from capac.work import api as work
from tests import world
from tests.channels.writing import ADDRESSES, Outside, reached, state_of, written

pytestmark = pytest.mark.django_db


def sent(**expected: int) -> dict[str, int]:
    """A round, with the counters that are expected; the others are zero."""
    counted = letters.send_letters(who="test")
    assert {name: number for name, number in counted.items() if number} == expected
    assert letters.check() == [] and ebox.check() == []
    return counted


def test_a_letter_goes_to_the_ebox_and_is_delivered_when_it_is_opened(outside: Outside) -> None:
    letter = written(reached())
    sent(to_ebox=1, sent=1, events=1)
    assert (state_of(letter).state, state_of(letter).channel) == ("sent", "ebox")
    assert outside.published() == [letter.reference]
    assert outside.act("open", {"reference": letter.reference}).status_code == 200
    sent(opened=1, events=1)
    assert state_of(letter).state == "delivered"
    sent()
    assert [one.to_state for one in letters.history(letter.pk)] == ["written", "in_ebox", "sent", "delivered"]


def test_what_is_published_is_the_file_that_was_kept(outside: Outside) -> None:
    letter = written(reached())
    sent(to_ebox=1, sent=1, events=1)
    row = outside.registry.store.row("SELECT body, subject, ssin FROM message")
    assert row is not None
    assert letters.letter_bytes(letter.pk) in row[0]
    assert row[1:] == ("Il nous manque des documents", world.number_of("amina"))


def test_who_has_no_ebox_gets_paper(outside: Outside) -> None:
    outside.citizen("amina", has=False)
    amina, bram = reached("amina"), reached("bram")
    paper, digital = written(amina), written(bram)
    sent(to_ebox=1, to_print=1, sent=1, events=1)
    assert (state_of(paper).state, state_of(paper).why_paper) == ("to_print", "no_ebox")
    assert outside.published() == [digital.reference]


def test_who_never_opens_it_gets_paper_too(outside: Outside) -> None:
    """NO_DIGITAL_USER: accepted, and the recipient never opened the eBox."""
    outside.citizen("amina", has=True, uses=False)
    letter = written(reached())
    sent(to_ebox=1, to_print=1, events=1)
    assert (state_of(letter).state, state_of(letter).why_paper) == ("to_print", "unused")
    assert outside.published() == [letter.reference]


def test_a_registered_letter_goes_by_post(outside: Outside) -> None:
    letter = written(reached(), "recovery_decision")
    sent(to_print=1)
    assert (state_of(letter).why_paper, outside.published()) == ("registered", [])


def test_without_configuration_everything_is_paper(settings: Settings) -> None:
    settings.EBOX = None
    letter = written(reached())
    sent(to_print=1)
    assert state_of(letter).why_paper == "not_configured"


def test_without_an_address_a_person_is_asked_and_the_letter_is_written_again(settings: Settings) -> None:
    settings.EBOX = None
    amina = world.client("amina")
    letter = written(amina)
    sent(without_address=1)
    (item,) = work.queue(work.Filters(kinds=[letters.UNDELIVERABLE]))
    assert (item.client_id, item.subject_id, state_of(letter).state) == (amina.pk, letter.pk, "failed")
    people.change_address(amina.pk, ADDRESSES["amina"], since=world.SINCE, source="test")
    again = letters.write_again(letter.pk, because=world.because())
    assert again is not None
    assert again.content["addressee"] == ["Amina Baert", "Rue des Exemples 12, boîte 3", "4000 Liège"]
    assert (state_of(letter).state, state_of(again).state) == ("withdrawn", "written")
    assert work.queue(work.Filters(kinds=[letters.UNDELIVERABLE])) == []
    assert letters.write_again(letter.pk, because=world.because()) is None


@pytest.mark.parametrize("fault", ["lost", "half:3", "503", "429:2", "401"])
def test_a_line_that_fails_loses_nothing_and_sends_nothing_twice(outside: Outside, fault: str) -> None:
    """Kept and unanswered, cut in half, refused for now: rounds later it lies there once."""
    first, second = written(reached("amina")), written(reached("bram"))
    outside.ask(fault)
    for _ in range(6):
        try:
            letters.send_letters(who="test")
        except ebox.EboxError:
            continue
    assert [state_of(one).state for one in (first, second)] == ["sent", "sent"]
    assert sorted(outside.published()) == sorted([first.reference, second.reference])
    assert letters.check() == [] and ebox.check() == []


def test_an_answer_that_never_comes_is_waited_for_and_asked_again(
    outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "TIMEOUT_SECONDS", 0.5)
    letter = written(reached())
    outside.ask("never")
    sent(to_ebox=1, undelivered=1, events=1)
    row = OutgoingMessage.objects.get()
    assert (row.state, row.answer, row.attempts) == ("waiting", "not reached: ReadTimeout", 1)
    assert state_of(letter).state == "in_ebox"
    sent(sent=1)
    assert (state_of(letter).state, Message.objects.get().code) == ("sent", "ANSWER_LOST")
    assert outside.published() == [letter.reference]


def test_an_answer_that_is_lost_and_an_ebox_that_nobody_opens(outside: Outside) -> None:
    """Known under our key, its words lost: whether anybody receives letters there is asked once more."""
    letter = written(reached())
    outside.ask("lost")
    sent(to_ebox=1, undelivered=1, events=1)
    outside.citizen("amina", has=False)
    sent(to_print=1)
    assert state_of(letter).why_paper == "unused"


def test_what_the_registry_refuses_is_printed(outside: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    letter = written(reached())
    choose = sending.choose_ways

    def then_refuse(*given: Any, **named: Any) -> None:
        choose(*given, **named)
        outside.ask("400")

    monkeypatch.setattr(sending, "choose_ways", then_refuse)
    sent(to_ebox=1, to_print=1)
    assert (state_of(letter).state, state_of(letter).why_paper) == ("to_print", "refused")
    assert (Message.objects.get().code, outside.published()) == ("AS_ASKED", [])


def test_events_twice_late_and_of_others_change_nothing(outside: Outside) -> None:
    letter = written(reached())
    sent(to_ebox=1, sent=1, events=1)
    outside.ask("duplicate,late")
    outside.act("open", {"reference": letter.reference})
    sent()
    sent(opened=1, events=2)
    outside.registry.store.rows(
        "INSERT INTO message VALUES ('other', 'k', '', 'of-others', 's', x'00', '2026-07-24T10:00:00+02:00', '2027-07-24T10:00:00+02:00')"
    )
    outside.act("open", {"reference": "of-others"})
    sent(events=1)
    assert state_of(letter).state == "delivered"


def test_an_ebox_that_cannot_be_asked_leaves_the_letter_for_the_next_round(
    outside: Outside, settings: Settings
) -> None:
    letter = written(reached())
    settings.EBOX = {**outside.settings(), "address": "http://127.0.0.1:9"}
    with pytest.raises(ebox.EboxError):
        letters.send_letters(who="test")
    assert state_of(letter).state == "written"
    settings.EBOX = outside.settings()
    sent(to_ebox=1, sent=1, events=1)


def test_a_worker_that_dies_before_the_eboxs_answer_is_noted_sends_nothing_twice(
    outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = written(reached())
    follow = sending.follow
    monkeypatch.setattr(sending, "follow", _dies)
    with pytest.raises(SystemExit):
        letters.send_letters(who="test")
    monkeypatch.setattr(sending, "follow", follow)
    assert state_of(letter).state == "in_ebox"
    sent(sent=1, events=1)
    assert outside.published() == [letter.reference]


def _dies(*_: object, **__: object) -> None:
    raise SystemExit


def test_no_name_and_no_number_stands_in_an_outgoing_name(outside: Outside) -> None:
    letter = written(reached())
    sent(to_ebox=1, sent=1, events=1)
    row = OutgoingMessage.objects.get()
    assert row.name == f"letter-{letter.key}"
    assert f'"{letter.reference}.pdf"'.encode() in bytes(row.body)
