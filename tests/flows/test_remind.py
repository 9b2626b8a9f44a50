"""Reminders: due on their day, once a round, and stopped by what arrives, whatever way it comes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.management import call_command

from capac.channels.letters import api as letters
from capac.core.period import Month
from capac.dossier import api as dossier
from capac.flows import reminding
from capac.flows.remind import remind
from capac.payment.models import Hold
from capac.people import api as people
from tests import world
from tests.dossier.files import opened, received
from tests.flows.paying import JULY, Calendar, authorise, hand_in, prepared

pytestmark = pytest.mark.django_db


@pytest.fixture
def act(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    """The clock."""
    return Calendar(monkeypatch)


def reminded(**expected: int) -> None:
    """A round, with the counters that are expected; the others are zero."""
    assert {name: number for name, number in remind(who="test").items() if number} == expected


def kinds_of(client: people.Client) -> list[tuple[str, str]]:
    """The letters to a client, the latest first: kind and state."""
    return [(one.kind, one.state) for one in letters.letters_of(client.pk)]


def held(act: Calendar, reason: str = "card_missing", *, month: date = JULY, name: str = "amina") -> Hold:
    """A month that waits for its client since the fourth of August."""
    act.at("2026-08-04")
    return Hold.objects.create(
        client=world.client(name, account=reason != "account_missing"),
        scheme="full_unemployment",
        month=month,
        reason=reason,
        turn="client",
        since=world.NOON.replace(month=8, day=4),
    )


def test_a_month_without_its_card_is_reminded_of_twice_and_no_more(act: Calendar) -> None:
    hold = held(act)
    act.at("2026-08-08")
    reminded()
    act.at("2026-08-09")
    reminded(months=1, written=1)
    reminded(months=1, known=1)
    (letter,) = letters.letters_of(hold.client_id)
    assert (letter.kind, letter.language, letter.subject) == (
        "payment_anomaly",
        "fr",
        ("payment.Hold", hold.pk),
    )
    assert letter.title == "Votre paiement pour juillet 2026 attend"
    act.at("2026-08-22")
    reminded(months=1, known=1)
    act.at("2026-08-23")
    reminded(months=1, written=1)
    act.at("2026-11-30")
    reminded(months=1, known=1)
    assert len(letters.letters_of(hold.client_id)) == 2


def test_a_round_that_was_missed_is_not_made_up_for(act: Calendar) -> None:
    """The job stood still for a month: one letter, not two on the same day."""
    hold = held(act)
    act.at("2026-09-20")
    reminded(months=1, written=1)
    assert kinds_of(hold.client) == [("payment_anomaly", "written")]


def test_a_card_that_comes_stops_the_next_reminder_before_any_run(act: Calendar) -> None:
    hold = held(act)
    act.at("2026-08-09")
    reminded(months=1, written=1)
    letters.send_letters(who="test")
    act.at("2026-08-22")
    hand_in(hold.client, JULY)
    act.at("2026-08-23")
    reminded(withdrawn=1)
    hold.refresh_from_db()
    assert (hold.state, kinds_of(hold.client)) == ("open", [("payment_anomaly", "withdrawn")])


def test_a_card_that_comes_stops_the_letter_that_has_not_left(act: Calendar) -> None:
    hold = held(act)
    act.at("2026-08-09")
    reminded(months=1, written=1)
    hand_in(hold.client, JULY)
    act.at("2026-08-09T06:00")
    reminded(withdrawn=1)
    assert kinds_of(hold.client) == [("payment_anomaly", "withdrawn")]
    assert letters.history(letters.letters_of(hold.client_id)[0].id)[-1].why == "it has arrived"


def test_a_hold_that_the_run_lifts_and_opens_again_is_the_same_cause(act: Calendar) -> None:
    hold = held(act)
    act.at("2026-08-09")
    reminded(months=1, written=1)
    Hold.objects.filter(pk=hold.pk).update(state="lifted")
    Hold.objects.create(
        client=hold.client, scheme=hold.scheme, month=hold.month, reason=hold.reason, turn="client", since=hold.since
    )  # fmt: skip
    reminded(months=1, known=1)
    assert kinds_of(hold.client) == [("payment_anomaly", "written")]


def test_three_months_without_an_account_are_one_letter(act: Calendar) -> None:
    first = held(act, "account_missing", month=date(2026, 5, 1))
    held(act, "account_missing", month=date(2026, 6, 1))
    held(act, "account_missing")
    act.at("2026-08-10")
    reminded(months=1, written=1)
    (letter,) = letters.letters_of(first.client_id)
    assert letter.title == "Votre paiement pour mai 2026 attend"
    people.change_account(
        first.client_id, world.account_of("amina"), holder="Amina", since=JULY, source="test"
    )
    act.at("2026-08-11")
    reminded(withdrawn=1)


@pytest.mark.parametrize("reason", ["declaration_missing", "deceased", "tax_differs"])
def test_what_others_must_mend_is_no_reminder(act: Calendar, reason: str) -> None:
    held(act, reason)
    Hold.objects.update(turn="employer" if reason == "declaration_missing" else "us")
    act.at("2026-09-30")
    reminded()


def test_nobody_writes_to_who_has_died(act: Calendar) -> None:
    hold = held(act)
    people.note_death(hold.client_id, date(2026, 8, 5))
    act.at("2026-08-10")
    reminded(months=1, known=1)
    assert kinds_of(hold.client) == []


def test_the_run_opens_the_hold_that_is_reminded_of(act: Calendar) -> None:
    """Nothing made up: authorised from July, a card handed in too early, the run of August."""
    act.at("2026-07-01")
    amina = authorise("amina")
    act.at("2026-07-02")
    hand_in(amina, JULY)
    act.at("2026-08-03")
    prepared(calculations=1, holds_opened=1, empty=1)
    act.at("2026-08-10")
    reminded(months=1, written=1)
    assert letters.letters_of(amina.pk)[0].title == "Votre paiement pour juillet 2026 attend"


def test_a_file_is_reminded_of_all_its_client_still_owes_in_one_letter(act: Calendar) -> None:
    act.at("2026-09-16T10:00")
    file = opened(ground="studies")
    wanted = sorted(one.code for one in file.missing if one.turn == "client")
    assert wanted == ["C1", "C109", "registration"]
    act.at("2026-09-22T10:00")
    reminded()
    act.at("2026-09-23T10:00")
    reminded(files=1, written=1)
    (letter,) = letters.letters_of(file.client_id)
    assert (letter.kind, letter.subject) == ("missing_documents", ("dossier.Application", file.id))
    now = dossier.application_by_id(file.id)
    assert now is not None
    assert {
        one.code for one in now.pieces if one.reminders == 1 and one.reminded_on == date(2026, 9, 23)
    } == set(wanted)
    reminded(files=1, known=1)


def test_the_pieces_that_came_stop_it_and_one_that_is_left_does_not(act: Calendar) -> None:
    act.at("2026-09-16T10:00")
    file = opened(ground="studies")
    act.at("2026-09-23T10:00")
    reminded(files=1, written=1)
    received(file.id, "C1", "C109")
    reminded(files=1, known=1)
    received(file.id, "registration")
    reminded(withdrawn=1)


def test_a_file_that_onem_sends_back_is_told_at_once_with_its_last_day(act: Calendar) -> None:
    act.at("2026-09-16T10:00")
    file = received(opened(kind="change", changed="pension").id, "C8", "C1B")
    dossier.submitted([file.id], because=world.because("exchange", "C9"))
    act.at("2026-10-20T10:00")
    dossier.returned(
        file.id, missing={"C8": ""}, returned_on=date(2026, 10, 19), because=world.because("exchange", "C51")
    )
    reminded(files=1, written=1)
    (letter,) = letters.letters_of(file.client_id)
    assert (letter.kind, letter.title) == ("returned_file", "L’ONEM nous a renvoyé votre dossier")
    act.at("2026-11-02T10:00")
    reminded(files=1, written=1)
    received(file.id, "C8")
    reminded(withdrawn=2)


def test_every_form_that_a_client_may_owe_has_its_words() -> None:
    """What comes by itself from employers, ONSS and the register is not asked of a client."""
    others = {"register_check", "registration_certificate"}
    codes = {
        code for code in dossier.forms() if not code.startswith("WECH") and not code.endswith("_EMPLOYER")
    }
    codes -= others
    assert codes <= letters.pieces().keys()


def test_a_reminder_that_dies_is_written_by_the_next_round(
    act: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    act.at("2026-09-16T10:00")
    file = opened(ground="studies")
    act.at("2026-09-23T10:00")
    with monkeypatch.context() as patch:
        patch.setattr(dossier, "reminded", _dies)
        with pytest.raises(SystemExit):
            remind(who="test")
    assert letters.letters_of(file.client_id) == []
    reminded(files=1, written=1)


def _dies(*_: object, **__: object) -> None:
    raise SystemExit


def test_the_days_are_data_and_the_last_day_never_lies_behind_the_files_limit() -> None:
    norms = reminding.norms()
    assert norms["status"] == "uncertain"
    since = date(2026, 8, 4)
    days = norms["payment_anomaly"]["after_days"]
    assert [reminding.round_on("payment_anomaly", since, since + timedelta(days=n)) for n in (0, days[0], days[1])] == [
        0, 1, 2,
    ]  # fmt: skip
    assert str(Month.of(since)) == "2026-08"


def test_the_command_says_its_counters(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("remind")
    assert capsys.readouterr().out == "months=0 files=0 written=0 known=0 unwritable=0 withdrawn=0\n"
