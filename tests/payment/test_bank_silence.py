"""A bank that says nothing of a file: an item until it does, and the daily check says so."""

from __future__ import annotations

from datetime import date

import pytest

from capac.payment import api as payment
from capac.work.models import Item
from tests.payment import bank
from tests.payment.bank_messages import booked, camt054, pain002, read

pytestmark = pytest.mark.django_db


def at(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    monkeypatch.setenv("CAPAC_NOW", moment)


def waits() -> list[tuple[str, str, str]]:
    return list(Item.objects.order_by("pk").values_list("arguments__why", "state", "outcome"))


def test_a_file_without_an_answer_is_told_the_bank_day_after_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    file, _ = bank.file_of("amina", "bram")
    at(monkeypatch, "2026-08-05T20:00")
    assert (read(), payment.silent_files(date(2026, 8, 5)), payment.check()) == ({}, [], [])
    at(monkeypatch, "2026-08-06T09:00")
    assert read() == {"silent_files": 1}
    assert read() == {}
    [silent] = payment.silent_files(date(2026, 8, 6))
    assert (silent.file_id, silent.why, silent.since, silent.payments) == (
        file.pk, "no_answer", bank.PAYDAY, 2,
    )  # fmt: skip
    assert waits() == [("no_answer", "open", "")]
    assert payment.check() == ["1 bank files should have been answered or booked by now"]


def test_an_answer_closes_it_and_a_missing_booking_opens_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    file, [row] = bank.file_of("amina")
    at(monkeypatch, "2026-08-06T09:00")
    read()
    assert read(pain002(file.message_id)) == {
        "files": 1, "statuses": 1, "accepted_files": 1, "answered_files": 1,
    }  # fmt: skip
    assert waits() == [("no_answer", "done", "answered")]
    at(monkeypatch, "2026-08-07T09:00")
    assert read() == {"silent_files": 1}
    assert waits()[1:] == [("not_booked", "open", "")]
    assert read(camt054(booked(row.end_to_end_id, row.transfer_cents)))["answered_files"] == 1
    assert (waits()[1:], payment.check()) == ([("not_booked", "done", "answered")], [])


def test_a_weekend_is_no_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    bank.file_of("amina")
    assert payment.silent_files(date(2026, 8, 5)) == []
    file, _ = bank.file_of("bram")
    type(file).objects.all().update(execution_date=date(2026, 8, 7))
    assert payment.silent_files(date(2026, 8, 9)) == []
    assert len(payment.silent_files(date(2026, 8, 10))) == 2
