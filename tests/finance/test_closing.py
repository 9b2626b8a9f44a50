"""A closed month stays as it is; what becomes known later stands in the next open one, also derived from nothing."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from capac.core import clock
from capac.core.period import Month
from capac.finance import api as finance
from capac.finance import verdicts
from capac.finance.models import Closing, Entry, Line, Reading, Straggler
from capac.flows.pay_month import prepare_payments
from capac.payment.models import Payment
from capac.people import api as people
from capac.verification.models import Outcome
from tests import world
from tests.finance.books import comes_out_the_same_from_nothing, posted
from tests.flows import paying
from tests.flows.paying import Calendar

AUGUST = Month(2026, 8)


@pytest.fixture
def acts(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    return Calendar(monkeypatch)


@pytest.fixture
def amina(acts: Calendar) -> people.Client:
    """Amina has been paid for July, in August."""
    acts.at("2026-07-30")
    client = paying.authorise("amina")
    paying.hand_in(client)
    acts.at("2026-08-01")
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1))
    acts.at("2026-09-05")
    return client


def booked(event: str) -> str:
    return f"{Entry.objects.get(event=event).book_month:%Y-%m}"


def refused(reason: str, month: Month = AUGUST, *, by: str = "fien") -> None:
    with pytest.raises(finance.BooksError) as error:
        finance.close_month(month, staff=world.staff(by))
    assert error.value.reason == reason


@pytest.mark.django_db
def test_a_correction_of_a_closed_month_stands_in_the_next_open_one(
    amina: people.Client, acts: Calendar
) -> None:
    finance.close_month(AUGUST, staff=world.staff("fien"))
    assert [row[1] is not None for row in finance.months()] == [True]
    sums = Closing.objects.get().sums
    acts.at("2026-09-06T09:00")
    paying.came_back(amina)
    # The bank's day of August became known after the closing.
    Payment.objects.filter(client=amina).update(settled_on=date(2026, 8, 4))
    posted()
    assert (booked("settled"), booked("returned")) == ("2026-08", "2026-09")
    assert Closing.objects.get().sums == sums
    assert finance.check() == []
    comes_out_the_same_from_nothing()
    Line.objects.filter(book_month=AUGUST.first, account="6000").update(cents=1)
    assert "1 closed months do not add up to what they were closed with" in finance.check()


@pytest.mark.django_db
def test_what_the_closing_should_have_seen_is_kept_apart(amina: people.Client) -> None:
    finance.close_month(AUGUST, staff=world.staff("fien"))
    # A transaction of August that ended only now: its rows appear below what was read.
    entry = Entry.objects.get(event="settled")
    Line.objects.filter(entry=entry).delete()
    entry.delete()
    Closing.objects.update(sums=[])
    posted()
    assert booked("settled") == "2026-09"
    assert Straggler.objects.get().event == "settled"
    posted()
    assert Straggler.objects.count() == 1


@pytest.mark.django_db
def test_a_month_is_closed_once_in_order_when_it_is_over_by_a_finance_officer(
    amina: people.Client, acts: Calendar
) -> None:
    refused("not_allowed", by="pol")
    refused("not_over", Month(2026, 9))
    posted()
    finance.close_month(AUGUST, staff=world.staff("fien"))
    refused("closed_already")
    acts.at("2026-09-10")
    finance.receive_advance(
        "full_unemployment", 100, received_on=date(2026, 9, 10), reference="A/1", staff=world.staff("fien")
    )
    posted()
    acts.at("2026-11-02")
    refused("earlier_open", Month(2026, 10))


@pytest.mark.django_db
def test_a_month_that_is_not_sound_is_not_closed(amina: people.Client) -> None:
    posted()
    Line.objects.filter(account="6000").update(cents=1)
    refused("not_sound")
    assert not Closing.objects.exists()


@pytest.mark.django_db
def test_a_rebuild_that_changes_a_closed_month_changes_nothing(amina: people.Client) -> None:
    finance.close_month(AUGUST, staff=world.staff("fien"))
    Closing.objects.update(sums=[["6000", "full_unemployment", 1]])
    lines = Line.objects.count()
    with pytest.raises(finance.BooksError, match="closed_month_differs: month 2026-08"), transaction.atomic():
        finance.rebuild()
    assert Line.objects.count() == lines


@pytest.mark.django_db
def test_the_command_closes_only_when_it_is_meant(
    amina: people.Client, capsys: pytest.CaptureFixture[str]
) -> None:
    world.staff("fien")
    call_command("close_books")
    call_command("close_books", close="2026-08", by="fien")
    assert not Closing.objects.exists()
    call_command("close_books", close="2026-08", by="fien", go=True)
    call_command("close_books", rebuild=True)
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("read=3 entries=3 ")
    assert told[1:3] == ["2026-08 would be closed for good: add --go", "2026-08 is closed"]
    assert told[3].startswith("read=3 entries=3 ")
    with pytest.raises(CommandError, match="closed_already"):
        call_command("close_books", close="2026-08", by="fien", go=True)
    with pytest.raises(CommandError, match="nobody of the staff"):
        call_command("close_books", close="2026-08")


@pytest.mark.django_db
def test_an_advance_is_kept_once_by_its_reference(acts: Calendar) -> None:
    acts.at("2026-08-03T10:00")
    fien = world.staff("fien")

    def receive(
        scheme: str = "full_unemployment", cents: int = 5_000_000, *, day: int = 3, ref: str = "ONEM/1"
    ) -> None:
        finance.receive_advance(scheme, cents, received_on=date(2026, 8, day), reference=ref, staff=fien)

    receive()
    assert posted() == {"1000": 5_000_000, "3000": -5_000_000}
    assert finance.bank_moved(date(2026, 8, 1), date(2026, 8, 2)) == 0
    assert finance.bank_moved(date(2026, 8, 1), date(2026, 8, 3)) == 5_000_000
    for wrong, reason in (
        ({}, "reference_known"),
        ({"scheme": "other", "ref": "2"}, "scheme_unknown"),
        ({"cents": 0, "ref": "2"}, "amount_zero"),
        ({"day": 4, "ref": "2"}, "in_future"),
        ({"ref": " "}, "reference_missing"),
    ):
        with pytest.raises(finance.BooksError) as error:
            receive(**wrong)
        assert error.value.reason == reason
    receive(cents=-5_000_000, ref="ONEM/1 corrected")
    assert posted() == {}


@pytest.mark.django_db(transaction=True)
def test_what_a_slow_transaction_commits_late_is_found(
    amina: people.Client, acts: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A low id that appears after a high one: what was seen is safe only once everybody of that time is over."""
    held, go = threading.Event(), threading.Event()
    acts.at("2026-09-06")
    bram = paying.authorise("bram")
    paying.hand_in(bram)
    prepare_payments(who="test")
    paying.paid(Payment.objects.get(client=bram).run_id, on="2026-09-07")
    paying.onem_says(bram, "accepted")

    def slow() -> None:
        try:
            with transaction.atomic():
                paying.onem_says(amina, "C13", 2000, cause="AR167-1-4")
                held.set()
                go.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert held.wait(20)
    later = Outcome.objects.get()
    later.pk, later.phase, later.outcome, later.amount_cents = None, 2, "C13", 300
    later.cause, later.recoverable, later.known_at = "AR167-1-4", False, clock.now()
    later.save()
    assert (posted()["6500"], posted()["6500"]) == (300, 300)
    assert Reading.objects.get(pk=verdicts.KIND).safe_id == 0
    go.set()
    thread.join(20)
    assert posted()["6500"] == 2300
    monkeypatch.setattr(
        "capac.records.api.oldest_transaction", lambda: 2**62
    )  # Nobody anywhere writes any more.
    posted()
    assert Reading.objects.get(pk=verdicts.KIND).safe_id == Outcome.objects.latest("pk").pk
    comes_out_the_same_from_nothing()


@pytest.mark.django_db
def test_the_command_keys_an_advance_only_when_it_is_meant(
    acts: Calendar, capsys: pytest.CaptureFixture[str]
) -> None:
    acts.at("2026-08-03T10:00")
    world.staff("fien")
    words = (
        "receive_advance",
        "full_unemployment",
        "5000000.00",
        "--on=2026-08-03",
        "--reference=R1",
        "--by=fien",
    )
    call_command(*words)
    assert posted() == {}
    call_command(*words, "--go")
    assert posted() == {"1000": 500_000_000, "3000": -500_000_000}
    told = "advance R1: 5000000.00 euro for full_unemployment"
    assert capsys.readouterr().out.splitlines() == [f"{told} would be kept: add --go", f"{told} is kept"]
    with pytest.raises(CommandError, match="reference_known"):
        call_command(*words, "--go")
    with pytest.raises(CommandError, match="nobody of the staff"):
        call_command(*words[:-1], "--by=x")
