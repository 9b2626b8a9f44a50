"""Money that did not arrive: who is asked, what is held, and what frees it. Nothing goes twice onto a dead account."""

from __future__ import annotations

from datetime import date

import pytest

from capac.core import clock, iban
from capac.payment import api as payment
from capac.payment.bank_reasons import CODES, meaning
from capac.payment.doubts import doubts
from capac.payment.models import BankFile, Hold, Payment
from capac.people import api as people
from capac.records import api as records
from capac.work import api as work
from capac.work.models import Item
from tests import world
from tests.payment import bank
from tests.payment.bank_messages import booked, camt054, comes, pain002

pytestmark = pytest.mark.django_db
OTHER = iban.make("BE", "9990000000")


@pytest.fixture(autouse=True)
def _seventh_of_august(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-07T12:00")


def paid(*names: str, month: date = bank.JULY) -> list[Payment]:
    """Payments of some of the cast, with the bank."""
    run = bank.run(state="filed")
    for name in names:
        if not people.current_numbers([world.number_of(name)]):
            world.client(name)
    rows = [bank.payment(run, name, month=month) for name in names]
    bank.filed(run, *rows)
    return rows


def comes_back(row: Payment, code: str, message_id: str = "") -> None:
    """The bank sends a payment back."""
    entry = booked(row.end_to_end_id, row.transfer_cents, came_back=code)
    comes(camt054(entry, message_id=message_id or f"N-{row.pk}"))
    payment.read_bank(who="test")
    row.refresh_from_db()


def holds() -> list[tuple[str, str, dict[str, str], str]]:
    return list(Hold.objects.order_by("pk").values_list("reason", "turn", "arguments", "state"))


def items() -> list[tuple[str, str]]:
    rows = Item.objects.filter(kind="returned_payment").order_by("pk")
    return list(rows.values_list("state", "outcome"))


@pytest.mark.parametrize(
    ("code", "reason", "turn"),
    [
        ("AC01", "account_doubtful", "client"),
        ("AC04", "account_doubtful", "client"),
        ("AC06", "account_doubtful", "client"),
        ("MD07", "deceased", "us"),
        ("MS03", "account_doubtful", "us"),
        ("RR04", "account_doubtful", "us"),
        ("XX99", "account_doubtful", "us"),
    ],
)
def test_a_month_is_held_for_what_the_bank_said(code: str, reason: str, turn: str) -> None:
    [row] = paid("amina")
    comes_back(row, code)
    assert holds() == [(reason, turn, {"code": code, "payment": str(row.pk)}, "open")]
    hold = Hold.objects.get()
    assert (hold.client_id, hold.scheme, hold.month, hold.since) == (
        row.client_id,
        row.scheme,
        row.month,
        clock.now(),
    )
    assert [change.to_state for change in records.history("payment.Hold", hold.pk)] == ["open"]
    assert list(Item.objects.values_list("kind", "state", "arguments__meaning")) == [
        ("returned_payment", "open", meaning(code))
    ]


@pytest.mark.parametrize("code", sorted(code for code, means in CODES.items() if means == "technical"))
def test_what_only_the_machinery_failed_is_tried_again(code: str) -> None:
    [row] = paid("amina")
    comes_back(row, code)
    assert (row.state, row.bank_reason, holds(), items()) == ("returned", code, [], [])
    assert doubts([row.client_id]).about(row.client_id, row.iban) is None


def test_a_month_that_fails_a_third_time_asks_a_person() -> None:
    for n in range(3):
        assert items() == []
        comes_back(paid("amina")[0], "AB05", f"N-{n}")
    assert (items(), holds()) == ([("open", "")], [])
    assert Item.objects.get().subject_id == Payment.objects.latest("pk").pk


def test_a_confirmed_account_is_free_and_its_item_done() -> None:
    [july], [june] = paid("amina"), paid("amina", month=date(2026, 6, 1))
    comes_back(july, "AC06")
    comes_back(june, "AC06")
    payment.account_confirmed(july.pk, because=world.because("agnes"))
    assert [state for *_, state in holds()] == ["lifted"] * 2
    assert items() == [("done", "account_confirmed")] * 2
    assert not Payment.objects.filter(account_confirmed_at=None).exists()
    assert doubts([july.client_id]).about(july.client_id, july.iban) is None
    assert [c.who for c in records.history("payment.Hold", Hold.objects.order_by("pk")[0].pk)] == [
        "test",
        "agnes",
    ]
    with pytest.raises(payment.BankError, match="not_come_back"):
        payment.account_confirmed(july.pk, because=world.because("agnes"))


def test_an_account_that_fails_again_after_it_was_confirmed_is_held_again() -> None:
    [first] = paid("amina")
    comes_back(first, "AC04")
    payment.account_confirmed(first.pk, because=world.because())
    [second] = paid("amina")
    comes_back(second, "AC04")
    assert [(told["payment"], state) for *_, told, state in holds()] == [
        (str(first.pk), "lifted"),
        (str(second.pk), "open"),
    ]
    assert items() == [("done", "account_confirmed"), ("open", "")]


def test_another_account_frees_what_was_held_for_the_old_one() -> None:
    amina, bram = paid("amina", "bram")
    comes_back(amina, "AC04")
    comes_back(bram, "AC04")
    people.change_account(amina.client_id, OTHER, holder="Amina Baert", since=date(2026, 8, 7), source="test")
    assert payment.accounts_changed(because=world.because()) == 1
    assert [state for *_, state in holds()] == ["lifted", "open"]
    assert items() == [("done", "account_changed"), ("open", "")]
    about = doubts([amina.client_id, bram.client_id])
    assert about.about(amina.client_id, OTHER) is None
    assert about.about(amina.client_id, amina.iban) is not None
    assert payment.accounts_changed(because=world.because()) == 0


def test_the_reader_of_the_bank_frees_it_by_itself() -> None:
    [row] = paid("amina")
    comes_back(row, "AC04")
    people.change_account(row.client_id, OTHER, holder="Amina Baert", since=date(2026, 8, 7), source="test")
    assert payment.read_bank(who="test")["accounts_changed"] == 1
    assert items() == [("done", "account_changed")]


def test_the_same_account_again_frees_nothing() -> None:
    [row] = paid("amina")
    comes_back(row, "AC04")
    people.change_account(
        row.client_id, row.iban, holder="Amina Baert", since=date(2026, 8, 7), source="test"
    )
    assert payment.accounts_changed(because=world.because()) == 0
    assert [state for *_, state in holds()] == ["open"]


def test_an_account_from_a_later_day_does_not_count_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    [row] = paid("amina")
    comes_back(row, "AC04")
    people.change_account(row.client_id, OTHER, holder="Amina Baert", since=date(2026, 9, 1), source="test")
    assert payment.accounts_changed(because=world.because()) == 0
    monkeypatch.setenv("CAPAC_NOW", "2026-09-01T09:00")
    assert payment.accounts_changed(because=world.because()) == 1


def test_a_death_is_noted_and_another_account_does_not_free_it() -> None:
    [row] = paid("amina")
    comes_back(row, "MD07")
    people.change_account(row.client_id, OTHER, holder="Heirs", since=date(2026, 8, 7), source="test")
    assert payment.accounts_changed(because=world.because()) == 0
    told = doubts([row.client_id]).about(row.client_id, OTHER)
    assert told is not None and told.reason == "deceased"
    payment.death_noted(row.pk, date(2026, 7, 30), because=world.because("agnes"))
    assert people.deaths([row.client_id], known=clock.now()) == {row.client_id: date(2026, 7, 30)}
    assert (items(), [state for *_, state in holds()]) == ([("done", "death_noted")], ["open"])


def test_a_client_who_is_not_dead_is_paid_again_once_a_person_says_so() -> None:
    [row] = paid("amina")
    comes_back(row, "MD07")
    payment.account_confirmed(row.pk, because=world.because("agnes"))
    assert ([state for *_, state in holds()], items()) == (["lifted"], [("done", "account_confirmed")])


def test_only_a_payment_that_came_back_is_confirmed_or_followed_by_a_death() -> None:
    [row] = paid("amina")
    with pytest.raises(payment.BankError, match="not_come_back"):
        payment.account_confirmed(row.pk, because=world.because())
    with pytest.raises(payment.BankError, match="not_come_back"):
        payment.death_noted(row.pk, date(2026, 7, 30), because=world.because())
    assert people.deaths([row.client_id], known=clock.now()) == {}


def test_a_file_refused_whole_says_nothing_of_the_accounts() -> None:
    [row] = paid("amina")
    comes(pain002(BankFile.objects.get().message_id, group="RJCT", code="MS03"))
    payment.read_bank(who="test")
    row.refresh_from_db()
    assert (row.state, row.bank_reason, holds(), items()) == ("refused", "MS03", [], [])
    assert doubts([row.client_id]).about(row.client_id, row.iban) is None


def test_two_months_that_come_back_are_two_holds_and_one_item_each() -> None:
    [july], [june] = paid("amina"), paid("amina", month=date(2026, 6, 1))
    entries = [booked(row.end_to_end_id, row.transfer_cents, came_back="AC04") for row in (july, june)]
    comes(camt054(*entries))
    payment.read_bank(who="test")
    assert sorted(Hold.objects.values_list("month", flat=True)) == [date(2026, 6, 1), date(2026, 7, 1)]
    assert items() == [("open", "")] * 2


def test_two_payments_of_one_month_that_come_back_are_one_hold() -> None:
    [first], [second] = paid("amina"), paid("amina")
    entries = [booked(row.end_to_end_id, row.transfer_cents, came_back="AC04") for row in (first, second)]
    comes(camt054(*entries))
    payment.read_bank(who="test")
    assert [told["payment"] for _, _, told, _ in holds()] == [str(second.pk)]
    payment.account_confirmed(first.pk, because=world.because())
    assert ([state for *_, state in holds()], items()) == (["lifted"], [("done", "account_confirmed")] * 2)


def test_an_item_that_somebody_has_taken_is_closed_all_the_same() -> None:
    [row] = paid("amina")
    comes_back(row, "AC04")
    agnes = world.staff("agnes")
    assert work.take(Item.objects.get().pk, agnes)
    payment.account_confirmed(row.pk, because=world.because("agnes"))
    assert items() == [("done", "account_confirmed")]


def test_nothing_personal_stands_in_what_is_asked() -> None:
    [row] = paid("amina")
    comes_back(row, "AC04")
    told = str(
        [*Item.objects.values_list("arguments", flat=True), *Hold.objects.values_list("arguments", flat=True)]
    )
    for secret in (row.iban, row.holder, world.number_of("amina")):
        assert secret not in told
